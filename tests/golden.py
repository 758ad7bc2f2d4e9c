"""The golden weeks: sixty records over eight weeks, laid out and counted by hand in tests/cases/semanas."""

import csv
from datetime import UTC, datetime
from pathlib import Path

from conflict.clocks import Term
from conflict.codebook import Level
from conflict.lapaz import LA_PAZ
from conflict.lifecycle import RecordKind, RecordState
from conflict.vocabulary import FactKind
from conflict.week import week_named
from conflict.weekfacts import (
    Announcement,
    PressureFact,
    SourceWeek,
    WatchKind,
    WeekDeadline,
    WeekFacts,
    WeekRecord,
    WeekTransfer,
)
from conflict.weeksigns import DatedFact, Noticed, WeekRequest

FOLDER = Path(__file__).parent / "cases" / "semanas"


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of one file."""
    with (FOLDER / f"{name}.csv").open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def at(text: str) -> datetime:
    """Return a moment written on the clock of La Paz."""
    return datetime.fromisoformat(text).replace(tzinfo=LA_PAZ).astimezone(UTC)


def _maybe(text: str) -> datetime | None:
    return at(text) if text else None


def _many(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("|")))


def _changes(text: str) -> list[tuple[datetime, str]]:
    return [(at(when), what) for when, what in (one.split() for one in _many(text))]


def _known_facts() -> list[dict[str, str]]:
    """Return the facts that were written down before the last cut."""
    return [row for row in table("hechos") if at(row["anotado"]) < week_named("2027-S02").end]


def _first_measures() -> dict[str, datetime]:
    """Return when each record's first measure was carried out; to declare an emergency is none."""
    first: dict[str, datetime] = {}
    for row in sorted(_known_facts(), key=lambda row: row["fecha"]):
        if row["clase"] == "medida" and row["medida"] != "emergencia":
            first.setdefault(row["registro"], at(row["fecha"]))
    return first


def golden_facts() -> WeekFacts:
    """Return all of it as the register would give it, long after the last week."""
    told = {row["registro"]: row for row in table("quienes")}
    records = tuple(
        WeekRecord(
            code=row["codigo"],
            kind=RecordKind(row["tipo"]),
            level=Level(row["nivel"]),
            title=f"Caso {row['codigo']}",
            departments=_many(row["departamentos"]),
            municipalities=_many(row["municipios"]),
            measures=_many(row["medidas"]),
            office=row["oficina"],
            opened_at=at(row["abierto"]),
            steps=tuple((when, RecordState(what)) for when, what in _changes(row["pasos"])),
            levels=tuple((when, Level(what)) for when, what in _changes(row["niveles"])),
            origin=row["origen"],
            parent=row["frente_de"],
            demands=_many(told[row["codigo"]]["tema"]) if row["codigo"] in told else (),
            actors=_many(told[row["codigo"]]["demandantes"]) if row["codigo"] in told else (),
        )
        for row in table("registros")
    )
    return WeekFacts(
        records=records,
        deadlines=tuple(
            WeekDeadline(
                row["registro"],
                row["que"],
                row["entidad"],
                at(row["vence"]),
                at(row["creado"]),
                _maybe(row["cerrado"]),
                Term(row["termino"]),
            )
            for row in table("plazos")
        ),
        transfers=tuple(
            WeekTransfer(
                row["registro"],
                row["envia"],
                row["recibe"],
                at(row["pedida"]),
                at(row["responder_hasta"]),
                _maybe(row["respondida"]),
                row["aceptada"] == "si",
            )
            for row in table("transferencias")
        ),
        sources=tuple(
            SourceWeek(week_named(row["semana"]), row["fuente"], row["nombre"], row["departamento"], int(row["dias"]))
            for row in table("fuentes")
        ),
        announcements=tuple(
            Announcement(
                at(row["fecha"]),
                WatchKind(row["tipo"]),
                row["que"],
                _many(row["departamentos"]),
                row["registro"],
                row["oficina"],
            )
            for row in table("anuncios")
        ),
        pressure=tuple(PressureFact(code, when) for code, when in _first_measures().items()),
        signs=tuple(DatedFact(row["registro"], FactKind(row["clase"]), at(row["fecha"])) for row in _known_facts()),
        requests=tuple(
            WeekRequest(row["registro"], row["entidad"], at(row["enviado"]), at(row["vence"]), _maybe(row["terminado"]))
            for row in table("requerimientos")
        ),
        noticed=tuple(Noticed(row["registro"], at(row["leido"])) for row in table("avisos")),
        since=min(one.opened_at for one in records),
    )
