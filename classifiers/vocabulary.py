"""The vocabulary of the domain, from editable tables: actors, offices, groups, measures, typology.

Read from `data/vocabulario/*.csv` (columns and sources in data/README.md) with the corrections of the analysts on top.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from classifiers.cards import ActorCard, MeasureCard, TypologyCard
from classifiers.names import Names, names_of
from classifiers.phrases import as_pattern
from classifiers.scan import Scanner, source_of
from classifiers.tables import TableRow, read_table
from conflict.actor import ActorKind, ActorReach, ActorRole, Sector
from conflict.codebook import Measure
from conflict.correction import Correction, CorrectionAction, CorrectionTable, standing
from conflict.errors import DataError
from conflict.pressure import Moment, PressureKind
from conflict.text import fold
from conflict.typology import Typology

ACTOR_COLUMNS: Final = (
    "clave", "nombre", "sigla", "clase", "papel", "sector", "subsector", "nivel", "departamento", "municipio", "alias",
    "faccion", "desde", "hasta", "fuente",
)  # fmt: skip
GROUP_COLUMNS: Final = ("clave", "nombre", "sector", "subsector", "formas")
OFFICE_COLUMNS: Final = ("cargo", "institucion", "formas", "desde", "hasta", "fuente")
MEASURE_COLUMNS: Final = ("medida", "codigo", "nombre", "momento", "definicion", "palabras", "trampas")
TYPOLOGY_COLUMNS: Final = ("tipologia", "nombre", "definicion", "palabras")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything loaded, ready to be looked for. `version` is a digest of the tables and of what was corrected.

    `phrases` finds, in this order, the words of each measure, the traps of each measure, the words of each typology.
    """

    version: str
    actors: dict[str, ActorCard]
    names: Names
    measures: tuple[MeasureCard, ...]
    typologies: tuple[TypologyCard, ...]
    phrases: Scanner


def load_vocabulary(folder: Path, corrections: Iterable[Correction] = (), own_actors: Path | None = None) -> Vocabulary:
    """Load every table; raise DataError with file, line and field of the first cell that is not as it must be.

    `corrections` go before the tables: what an analyst added is known, what an analyst took away is not. `own_actors`
    is a further table of actors, whose rows go before ours with the same key; it may be missing.
    """
    paths = [folder / f"{name}.csv" for name in ("actores", "grupos", "cargos", "medidas", "tipologia")]
    last = standing(corrections)
    actors = _actors(paths[0])
    if own_actors is not None and own_actors.is_file():
        actors |= _actors(own_actors)
        paths.append(own_actors)
    actors |= _groups(paths[1], actors)
    offices = _offices(paths[2], actors)
    _known(last, actors)
    measures = tuple(_measure(row, last) for row in read_table(paths[3], MEASURE_COLUMNS))
    typologies = tuple(
        TypologyCard(row.one_of("tipologia", Typology), row.text("nombre"), row.text("definicion"), _words(row))
        for row in read_table(paths[4], TYPOLOGY_COLUMNS)
    )
    _complete(paths[3], [card.kind for card in measures], list(PressureKind))
    _complete(paths[4], [card.kind for card in typologies], list(Typology))
    return Vocabulary(
        version=_digest(paths, last),
        actors=actors | {card.key: card for card in offices},
        names=names_of([*actors.values(), *offices], last),
        measures=measures,
        typologies=typologies,
        phrases=_scanner(
            [
                *(card.words for card in measures),
                *(card.traps for card in measures),
                *(card.words for card in typologies),
            ]
        ),
    )


def _actors(path: Path) -> dict[str, ActorCard]:
    found: dict[str, ActorCard] = {}
    for row in read_table(path, ACTOR_COLUMNS):
        card = ActorCard(
            key=row.text("clave"),
            name=row.text("nombre"),
            initials=row.cells["sigla"],
            kind=row.one_of("clase", ActorKind),
            habit=row.one_of("papel", ActorRole),
            sector=row.one_of("sector", Sector),
            subsector=row.text("subsector"),
            reach=row.one_of("nivel", ActorReach),
            department=row.code("departamento", 2),
            municipality=row.code("municipio", 6),
            spellings=row.many("alias"),
            faction=row.cells["faccion"],
            since=row.day("desde"),
            until=row.day("hasta"),
            source=row.text("fuente"),
        )
        _fresh(row, "clave", card.key, found)
        if card.municipality and not card.municipality.startswith(card.department):
            raise row.wrong("municipio", f"vale «{card.municipality}»", f"uno del departamento {card.department}")
        found[card.key] = card
    return found


def _groups(path: Path, actors: dict[str, ActorCard]) -> dict[str, ActorCard]:
    found: dict[str, ActorCard] = {}
    for row in read_table(path, GROUP_COLUMNS):
        key, sector, sub = row.text("clave"), row.one_of("sector", Sector), row.text("subsector")
        _fresh(row, "clave", key, actors | found)
        found[key] = ActorCard(
            key, row.text("nombre"), "", ActorKind.GROUP, ActorRole.CLAIMANT, sector, sub, None, "", "",
            row.many("formas"), "", None, None, "",
        )  # fmt: skip
    return found


def _offices(path: Path, actors: dict[str, ActorCard]) -> list[ActorCard]:
    """Return the offices as further names of their institution, from the day on which each exists."""
    found = []
    for row in read_table(path, OFFICE_COLUMNS):
        seat = actors.get(row.text("institucion"))
        if seat is None or seat.kind is not ActorKind.INSTITUTION:
            raise row.wrong("institucion", f"vale «{row.cells['institucion']}»", "la clave de una institución")
        found.append(
            ActorCard(
                f"{seat.key}:{row.line}",
                seat.name,
                "",
                seat.kind,
                seat.habit,
                seat.sector,
                seat.subsector,
                seat.reach,
                seat.department,
                seat.municipality,
                row.many("formas"),
                "",
                row.day("desde"),
                row.day("hasta"),
                row.text("fuente"),
            )
        )
    return found


def _measure(row: TableRow, last: Sequence[Correction]) -> MeasureCard:
    kind = row.one_of("medida", PressureKind)
    return MeasureCard(
        kind,
        row.one_of("codigo", Measure),
        row.text("nombre"),
        row.one_of("momento", Moment),
        row.text("definicion"),
        _corrected(_words(row), kind, CorrectionTable.MEASURE, last),
        _corrected(_words(row, "trampas"), kind, CorrectionTable.TRAP, last),
    )


def _words(row: TableRow, field: str = "palabras") -> tuple[str, ...]:
    words = row.many(field)
    for word in words:
        try:
            as_pattern(word)
        except ValueError as error:
            raise row.wrong(field, str(error), "palabras, con * para cualquier final y … para un hueco") from None
    return words


def _corrected(
    words: tuple[str, ...], kind: PressureKind, table: CorrectionTable, last: Sequence[Correction]
) -> tuple[str, ...]:
    mine = [one for one in last if one.table is table and one.key == kind.value]
    gone = {fold(one.phrase) for one in mine if one.action is CorrectionAction.DROP}
    added = [one.phrase for one in mine if one.action is CorrectionAction.ADD]
    return tuple(dict.fromkeys([*(word for word in words if fold(word) not in gone), *added]))


def _known(last: Sequence[Correction], actors: dict[str, ActorCard]) -> None:
    """Refuse a correction of something that is not there, or one that cannot be read as a phrase."""
    kinds = {kind.value for kind in PressureKind}
    for one in last:
        if one.table in (CorrectionTable.MEASURE, CorrectionTable.TRAP):
            try:
                as_pattern(one.phrase)
            except ValueError as error:
                raise DataError(
                    str(error), f"La corrección local no sirve: {error}. Escríbala de otro modo."
                ) from error
        here: Any = actors if one.table is CorrectionTable.ACTOR else kinds
        if one.table is not CorrectionTable.MUNICIPALITY and one.key not in here:
            raise DataError(
                f"correction of unknown {one.table.value} {one.key}",
                f"La corrección local «{one.phrase}» es de la clave «{one.key}», que no existe. Vea las claves con: "
                "atalaya vocabulario listar --tabla actor (o medida)",
            )


def _fresh(row: TableRow, field: str, key: str, found: dict[str, ActorCard]) -> None:
    if key in found:
        raise row.wrong(field, f"repite «{key}»", "una clave propia")


def _complete(path: Path, found: Sequence[object], expected: Sequence[object]) -> None:
    """Refuse a table that lacks a code of its vocabulary or has one twice."""
    if sorted(map(str, found)) != sorted(map(str, expected)):
        wrong = sorted(set(map(str, expected)) ^ set(map(str, found))) or ["una fila repetida"]
        raise DataError(
            f"{path.name}: codes {wrong}",
            f"El vocabulario tiene un error: {path.name} debe tener cada código una vez; revise {', '.join(wrong)}.",
        )


def _scanner(phrases: Sequence[tuple[str, ...]]) -> Scanner:
    never = r"0x0never"
    return Scanner(
        [source_of(*(as_pattern(phrase) for phrase in some)) if some else source_of(never) for some in phrases]
    )


def _digest(paths: Sequence[Path], last: Sequence[Correction]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    digest.update(repr(last).encode())
    return digest.hexdigest()[:12]
