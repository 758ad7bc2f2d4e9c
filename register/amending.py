"""The rows of the institution's tables as they stand on a day, and what a change of one would make of them."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from conflict.amendment import AmendedTable, Amendment, key_of
from register.calendars import load_rulebook, read_calendar_table
from register.tablefile import in_force
from register.wordbooks import load_wordbook, word_lines

GENERAL = "general"
_BY = {AmendedTable.TERMS: "plazo", AmendedTable.RULES: "oficina", AmendedTable.OFFICES: "oficina"}


def rows_of(
    resources: Path, table: AmendedTable, amended: Iterable[Amendment], on: date
) -> Mapping[str, Mapping[str, str]]:
    """Return the rows of a table in force on a day by their key, in the order of the file; days off are all of them.

    An office without switches of its own has the general ones under its own key, so that it can be given some.
    """
    known = tuple(amended)
    match table:
        case AmendedTable.WORDS:
            lines = word_lines(resources, known)
            names = dict.fromkeys(line["vocabulario"] for line in lines)
            found = [
                line
                for name in names
                for line in in_force((one for one in lines if one["vocabulario"] == name), "codigo", on).values()
            ]
        case AmendedTable.DAYS:
            found = read_calendar_table(resources, table, known)
        case _:
            found = list(in_force(read_calendar_table(resources, table, known), _BY[table], on).values())
    rows = {key_of(table, line.cells): dict(line.cells) for line in found}
    return _with_every_office(resources, rows, known, on) if table is AmendedTable.RULES else rows


def _with_every_office(
    resources: Path, rows: dict[str, dict[str, str]], amended: tuple[Amendment, ...], on: date
) -> dict[str, dict[str, str]]:
    offices = rows_of(resources, AmendedTable.OFFICES, amended, on)
    return {office: rows.get(office) or rows[GENERAL] | {"oficina": office} for office in offices}


def office_names(resources: Path, amended: Iterable[Amendment], on: date) -> dict[str, str]:
    """Return the name of every office of the table by its id, `*` for all of them."""
    offices = rows_of(resources, AmendedTable.OFFICES, amended, on)
    return {"*": "Todas las oficinas"} | {office: cells["nombre"] for office, cells in offices.items()}


def check(resources: Path, amended: Iterable[Amendment], on: date) -> None:
    """Read everything as it would stand on a day. Raise DataError for the first mistake."""
    known = tuple(amended)
    load_rulebook(resources, on, known)
    load_wordbook(resources, on, known)
