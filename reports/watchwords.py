"""The words for what is to be watched and for the agenda: day, place, owner, and which lines a person added; pure."""

from collections.abc import Sequence
from datetime import datetime, time

from conflict.departments import DEPARTMENTS
from conflict.esbo import counted, listed, short_day
from conflict.lapaz import local
from conflict.weekfacts import WatchKind
from conflict.weeksummary import Watch, WeekSummary

KINDS = {
    WatchKind.ANNOUNCED: "Anunciado",
    WatchKind.TRUCE: "Vence cuarto intermedio",
    WatchKind.COMMITMENT: "Vence compromiso",
    WatchKind.DEADLINE: "Plazo",
    WatchKind.OPPORTUNITY: "Oportunidad",
    WatchKind.ADDED: "Agregado por una persona",
}
HEADERS = ("Cuándo", "Qué es", "Qué", "Dónde", "Quién lo sigue")


def watch_rows(lines: Sequence[Watch]) -> tuple[tuple[str, ...], ...]:
    """Return one row of HEADERS per line."""
    return tuple((moment_of(one.at), KINDS[one.kind], one.what, where(one), one.office) for one in lines)


def moment_of(at: datetime) -> str:
    """Return the day, with the hour where one is known: what stands at midnight has none."""
    here = local(at)
    return short_day(here.date()) + (f", {here:%H:%M}" if here.time() != time(0) else "")


def where(one: Watch) -> str:
    """Return the place of a line."""
    named = [*([one.place] if one.place else []), *(DEPARTMENTS.get(code, code) for code in one.departments)]
    return listed(named) or "Nacional o sin ubicar"


def arranged_note(summary: WeekSummary) -> str:
    """Return what persons did to the list, with the source of each line of theirs; "" when nobody did anything."""
    if not summary.arranged:
        return ""
    aside = sum(one.added is None for one in summary.hidden)
    told = ["El orden es el de una persona"]
    if aside:
        told.append(
            f"{counted(aside, 'línea', 'líneas')} de la máquina no se {'muestra' if aside == 1 else 'muestran'}"
        )
    sources = [
        f"{moment_of(one.at)}, agregó {one.added.words}, fuente: {one.source}"
        for one in summary.watch
        if one.added is not None
    ]
    return ". ".join([*told, *sources]) + "."
