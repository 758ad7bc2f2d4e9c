"""«Qué cambió»: three to five Spanish sentences from the numbers of a week; pure. A person may edit them."""

from collections.abc import Sequence
from datetime import timedelta

from conflict.change import Change
from conflict.departments import DEPARTMENTS
from conflict.esbo import counted, figure, listed
from conflict.lifecycle import RecordKind
from conflict.weekcases import NOWHERE
from conflict.weeksummary import DataQuality, Movement, Owed, Scope, ScopeKind, Territory
from conflict.weekversion import MOST_SENTENCES
from conflict.weekview import WeekView


def sentences(
    view: WeekView,
    places: tuple[Territory, ...],
    moved: Movement,
    overdue: tuple[Owed, ...],
    transfers: tuple[Owed, ...],
    quality: DataQuality,
) -> tuple[str, ...]:
    """Return the sentences: where it got worse, where better, what came in and went, what is late, what is not seen."""
    told = [
        *of_change(places, view.scope),
        _flow(view, moved),
        _late(view, overdue, transfers),
        _silence(quality),
    ]
    return tuple(words for words in told if words)[:MOST_SENTENCES]


def of_change(places: Sequence[Territory], scope: Scope) -> tuple[str, ...]:
    """Return the one or two sentences that follow from the classes of the territories inside of a scope."""
    inner = [one for one in places if one.code != scope.value]
    return tuple(words for words in (_worse(inner, scope.kind), _better(inner)) if words)


def _worse(places: list[Territory], kind: ScopeKind) -> str:
    """Return where it got worse: by the rule with its numbers, and apart what a person says without them."""
    worse = [one for one in places if one.change is Change.WORSE]
    by_rule, by_hand = [one for one in worse if not one.by_hand], [one.name for one in worse if one.by_hand]
    if not worse:
        noun = "departamento" if kind is ScopeKind.COUNTRY else "municipio"
        few = sum(one.change is Change.FEW and one.code != NOWHERE for one in places)
        tail = f"; en {figure(few)} hay muy pocos casos para juzgar el cambio" if few else ""
        rule = "" if any(one.by_hand for one in places) else " según la regla"
        return f"Ningún {noun} empeoró{rule}{tail}."
    if not by_rule:
        return f"Empeoró en {listed(by_hand, 5)}, según una persona."
    tail = f" También en {listed(by_hand, 5)}, según una persona." if by_hand else ""
    words = f"Empeoró en {listed([one.name for one in by_rule], 5)}"
    critical = sum(one.critical for one in by_rule)
    first = max(by_rule, key=lambda one: (one.new, one.name))
    if critical:
        return f"{words}: {counted(critical, 'caso llegó', 'casos llegaron')} a Crítico.{tail}"
    where = f"en {first.name} " if len(by_rule) > 1 else ""
    return f"{words}: {where}{_new(first.new)}; el promedio era {figure(first.mean)}.{tail}"


def _new(count: int) -> str:
    return counted(count, "caso nuevo", "casos nuevos")


def _better(places: list[Territory]) -> str:
    better = [one for one in places if one.change is Change.BETTER]
    by_rule, by_hand = [one.name for one in better if not one.by_hand], [one.name for one in better if one.by_hand]
    said = f"Mejoró en {listed(by_hand, 5)}, según una persona." if by_hand else ""
    if not by_rule:
        return said
    rule = f"Mejoró en {listed(by_rule, 5)}: menos casos nuevos que el promedio, lo que no dice que sean leves."
    return f"{rule} {said}".rstrip()


def _flow(view: WeekView, moved: Movement) -> str:
    new = view.new_in(view.week)
    alerts = sum(case.entered_as is RecordKind.ALERT for case in new)
    split = f" ({counted(alerts, 'alerta', 'alertas')} y {counted(len(new) - alerts, 'conflicto', 'conflictos')})"
    entered = "Entró" if len(new) == 1 else "Entraron"
    begun = f"{entered} {_new(len(new))}{split if new else ''}" if new else "No entró ningún caso nuevo"
    if view.base:
        before = len(view.new_in(view.base[0]))
        mean = sum(len(view.new_in(week)) for week in view.base) / len(view.base)
        weeks = "la semana previa" if len(view.base) == 1 else f"{len(view.base)} semanas"
        begun += f"; la semana anterior, {figure(before)}; promedio de {weeks}, {figure(mean)}"
    gone = [counted(len(moved.closed), "terminó", "terminaron")] if moved.closed else []
    gone += [f"{counted(len(moved.reopened), 'se reabrió', 'se reabrieron')}"] if moved.reopened else []
    stock = f"Al corte hay {counted(len(moved.now), 'caso abierto', 'casos abiertos')}"
    return f"{begun}. {stock}{'; ' + listed(gone) if gone else ''}."


def _late(view: WeekView, overdue: tuple[Owed, ...], transfers: tuple[Owed, ...]) -> str:
    late, waiting = sum(one.count for one in overdue), sum(one.count for one in transfers)
    if not late and not waiting:
        return "Ningún plazo vencido y ninguna transferencia sin respuesta al corte."
    parts = []
    if late:
        parts.append(
            f"{counted(late, 'plazo vencido', 'plazos vencidos')} en {counted(len(overdue), 'oficina', 'oficinas')}"
        )
    if waiting:
        oldest = min(one.oldest for one in transfers)
        days = max(0, (view.week.end - oldest) // timedelta(days=1))
        words = counted(waiting, "transferencia sin respuesta", "transferencias sin respuesta")
        parts.append(f"{words} (la más antigua lleva {counted(days, 'día', 'días')})")
    return f"{listed(parts)}."


def _silence(quality: DataQuality) -> str:
    if not quality.uncovered:
        return ""
    names = [DEPARTMENTS[code] for code in quality.uncovered]
    return f"Sin cobertura en {listed(names)}: ninguna fuente respondió, y un cero allí no significa calma."
