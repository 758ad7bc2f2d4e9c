"""May a proposed model take the place of the one in use? The rules, on figures that others measured; pure.

Reliability bar, model safety 3: better on a set that nobody can label, better on what the office decided since, no
department worse beyond what chance explains, and a week in the shadow (docs/decisions/0005).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from conflict.esbo import counted
from conflict.shares import Share

LEAST_HELD = 30
"""Own decisions without which the second comparison says nothing."""
LEAST_OF_DEPARTMENT = 5
"""Conflicts of a department without which its recall says nothing; the same for flagged texts and precision."""
SHADOW_DAYS = 7
FROZEN, HELD = "el conjunto congelado", "las decisiones propias que ninguno vio"


@dataclass(frozen=True, slots=True)
class Reached:
    """What a model reaches on a set: average precision, F as an analyst meets it, recall and precision as counts."""

    average_precision: float
    f: float
    recall: Share
    precision: Share


@dataclass(frozen=True, slots=True)
class Pair:
    """Both models on the same texts."""

    champion: Reached
    challenger: Reached


@dataclass(frozen=True, slots=True)
class Contest:
    """Everything the decision rests on.

    `held` are own decisions that neither model has learnt from, `held_texts` how many; `taught_decisions` says whether
    the challenger learnt from decisions at all. `below` names the figures under their floor. `shadow_days` is None when
    the challenger has read nothing beside the champion.
    """

    frozen: Pair
    held: Pair | None
    held_texts: int
    taught_decisions: bool
    departments: Mapping[str, Pair]
    below: tuple[str, ...]
    shadow_days: float | None


@dataclass(frozen=True, slots=True)
class Objection:
    """Why not, as a Spanish sentence; `patience` says that time alone cures it."""

    sentence: str
    patience: bool = False


def objections(contest: Contest) -> tuple[Objection, ...]:
    """Return everything that speaks against promotion; nothing, when the challenger may take over."""
    found = [Objection(f"Está bajo el piso en {name}.") for name in contest.below]
    found += [*_orders_no_better(FROZEN, contest.frozen), *_decides_worse(FROZEN, contest.frozen)]
    if contest.held is not None and contest.held_texts >= LEAST_HELD:
        found += [*_orders_no_better(HELD, contest.held), *_worse_there(HELD, contest.held)]
    elif contest.taught_decisions:
        found.append(
            Objection(
                f"Hay {counted(contest.held_texts, 'decisión propia', 'decisiones propias')} que "
                f"ninguno de los dos vio y hacen falta {LEAST_HELD} "
                "para compararlos.",
                patience=True,
            )
        )
    for name, pair in contest.departments.items():
        found += _worse_there(name, pair)
    if contest.shadow_days is None or contest.shadow_days < SHADOW_DAYS:
        days = 0 if contest.shadow_days is None else int(contest.shadow_days)
        told = counted(days, "día", "días")
        found.append(Objection(f"Lleva {told} leyendo a la sombra y hacen falta {SHADOW_DAYS}.", patience=True))
    return tuple(found)


def _orders_no_better(where: str, pair: Pair) -> list[Objection]:
    old, new = pair.champion.average_precision, pair.challenger.average_precision
    if new > old:
        return []
    return [Objection(f"En {where} no ordena mejor: precisión media {new:.3f}, y la del que está en uso es {old:.3f}.")]


def _decides_worse(where: str, pair: Pair) -> list[Objection]:
    """Object when the challenger's own threshold draws a worse line; asked only of a set large enough for that."""
    old, new = pair.champion.f, pair.challenger.f
    if new >= old:
        return []
    return [Objection(f"En {where} decide peor: F {new:.3f}, y la del que está en uso es {old:.3f}.")]


def _worse_there(name: str, pair: Pair) -> list[Objection]:
    """Object when recall or precision falls under what chance explains of the champion's."""
    told = (
        ("cobertura", pair.champion.recall, pair.challenger.recall),
        ("precisión", pair.champion.precision, pair.challenger.precision),
    )
    return [
        Objection(
            f"En {name} empeora la {what}: {new.value:.2f}, y la del que está en uso es {old.value:.2f}, con 95 % de "
            f"confianza al menos {old.interval[0]:.2f}."
        )
        for what, old, new in told
        if old.value is not None
        and new.value is not None
        and old.whole >= LEAST_OF_DEPARTMENT
        and new.value < old.interval[0]
    ]
