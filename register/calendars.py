"""data/calendario and the holidays of Bolivia -> the clocks and switches in force on a day.

Holidays come from the library `holidays` (national, plus those of the office's department), corrected by
data/calendario/feriados.csv: `feriado` adds a day, `laborable` takes one out; `*` is every office.
"""

from collections.abc import Callable, Iterable
from datetime import date, time
from functools import lru_cache
from pathlib import Path

import holidays

from conflict.amendment import AmendedTable, Amendment
from conflict.clocks import Clocks, Term, TermRule
from conflict.errors import DataError
from conflict.officehours import TermUnit, Window, WorkingCalendar
from conflict.rulebook import AfterAcceptance, OfficeRules, Rulebook
from conflict.text import fold
from register.dated import Dated
from register.tablefile import Line, in_force, read_table, with_amended

GENERAL = "general"
ISO_LETTERS = {"01": "H", "02": "L", "03": "C", "04": "O", "05": "P", "06": "T", "07": "S", "08": "B", "09": "N"}
"""Departments as ISO 3166-2:BO writes them, which is how the library `holidays` asks for them."""

COLUMNS = {
    AmendedTable.OFFICES: ("oficina", "nombre", "otros_nombres", "departamento", "horario", "desde", "procedencia"),
    AmendedTable.DAYS: ("fecha", "oficina", "clase", "motivo"),
    AmendedTable.TERMS: ("plazo", "cantidad", "unidad", "recordar_horas", "escalar_horas", "desde", "procedencia"),
    AmendedTable.RULES: (
        *("oficina", "aprueba_registro", "aprueba_conclusion", "autoriza_transferencia"),
        *("al_aceptar", "desde", "procedencia"),
    ),
}


def rulebooks(resources: Path, amended: Callable[[], Iterable[Amendment]] = tuple) -> Dated[Rulebook]:
    """Return the rulebook of each day; `amended` are what persons changed of the tables."""
    return Dated(lambda day: load_rulebook(resources, day, amended()))


def read_calendar_table(resources: Path, table: AmendedTable, amended: Iterable[Amendment]) -> list[Line]:
    """Return the rows of a table of data/calendario with those that persons put in."""
    lines = read_table(resources / "calendario" / f"{table.value}.csv", COLUMNS[table])
    return with_amended(lines, table, amended)


def load_rulebook(resources: Path, on: date, amended: Iterable[Amendment] = ()) -> Rulebook:
    """Read data/calendario as it stands on a day. Raise DataError with file, line and column of the first mistake."""
    known = tuple(amended)

    def lines(table: AmendedTable) -> list[Line]:
        return read_calendar_table(resources, table, known)

    own_days = lines(AmendedTable.DAYS)
    offices = in_force(lines(AmendedTable.OFFICES), "oficina", on)
    calendars = {office: _calendar(line, own_days, on) for office, line in offices.items()}
    switches = in_force(lines(AmendedTable.RULES), "oficina", on)
    for line in (*own_days, *switches.values()):
        if line["oficina"] not in (*offices, "*"):
            line.refuse("oficina", f"«{line['oficina']}» no está en oficinas.csv")
    names = {name: office for office, line in offices.items() for name in _names(line)}
    rules = {office: _rules(line) for office, line in switches.items()}
    if GENERAL not in calendars or GENERAL not in rules:
        raise _without_general(on)
    return Rulebook(
        clocks=Clocks(
            terms=_terms(in_force(lines(AmendedTable.TERMS), "plazo", on).values(), on),
            general=calendars[GENERAL],
            offices={name: calendars[office] for name, office in names.items()},
        ),
        general=rules[GENERAL],
        offices={name: rules[office] for name, office in names.items() if office in rules},
    )


def _names(line: Line) -> list[str]:
    """Return every folded name of an office, its id among them."""
    return [fold(name).strip() for name in (line["oficina"], line["nombre"], *line["otros_nombres"].split("|")) if name]


def _calendar(line: Line, own_days: list[Line], on: date) -> WorkingCalendar:
    windows = line.read("horario", _windows, "tramos como 08:30-12:30 14:30-18:30, en orden")
    letter = line.read("departamento", lambda code: ISO_LETTERS[code] if code else None, "un código de 01 a 09 o vacío")
    free = set(_public_holidays(letter, on.year))
    for day in own_days:
        if day["oficina"] in ("*", line["oficina"]):
            match day["clase"]:
                case "feriado":
                    free.add(day.day("fecha"))
                case "laborable":
                    free.discard(day.day("fecha"))
                case _:
                    day.refuse("clase", "se esperaba feriado o laborable")
    return WorkingCalendar(windows, frozenset(free))


@lru_cache(maxsize=64)
def _public_holidays(letter: str | None, year: int) -> frozenset[date]:
    """Return the country's and the department's holidays of a year, the one before and the two after."""
    return frozenset(holidays.country_holidays("BO", subdiv=letter, years=range(year - 1, year + 3)))


def _windows(text: str) -> tuple[Window, ...]:
    pairs = [part.split("-") for part in text.split()]
    windows = tuple((time.fromisoformat(begin), time.fromisoformat(end)) for begin, end in pairs)
    flat = [moment for window in windows for moment in window]
    if not flat or flat != sorted(set(flat)):
        raise ValueError(text)
    return windows


def _terms(lines: Iterable[Line], on: date) -> dict[Term, TermRule]:
    found = [_term(line) for line in lines]
    terms = {rule.term: rule for rule in found}
    missing = sorted(set(Term) - set(terms))
    if missing:
        raise _without_term(missing, on)
    return terms


def _term(line: Line) -> TermRule:
    escalate = line["escalar_horas"]
    return TermRule(
        term=line.read("plazo", Term, f"uno de {', '.join(Term)}"),
        amount=line.read("cantidad", _count, "un número entero de 0 a 1000"),
        unit=line.read("unidad", TermUnit, f"una de {', '.join(TermUnit)}"),
        reminders=line.read("recordar_horas", _hours, "horas enteras separadas por |, negativas las de después"),
        escalate_hours=line.read("escalar_horas", _count, "un número entero de 0 a 1000") if escalate else None,
    )


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) > 1_000:
        raise ValueError(text)
    return int(text)


def _hours(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("|") if part)


def _rules(line: Line) -> OfficeRules:
    return OfficeRules(
        approve_registration=_switch(line, "aprueba_registro"),
        approve_conclusion=_switch(line, "aprueba_conclusion"),
        authorise_transfer=_switch(line, "autoriza_transferencia"),
        after_acceptance=line.read("al_aceptar", AfterAcceptance, "concluye o acompana"),
    )


def _switch(line: Line, column: str) -> bool:
    return line.read(column, lambda text: {"si": True, "no": False}[text], "si o no")


def _without_general(on: date) -> DataError:
    return DataError(
        f"no general office on {on}",
        f"oficinas.csv y reglas.csv necesitan una fila «{GENERAL}» vigente el {on.isoformat()}. Agréguela.",
    )


def _without_term(missing: Iterable[str], on: date) -> DataError:
    named = ", ".join(missing)
    return DataError(f"plazos.csv lacks {named} on {on}", f"plazos.csv no tiene vigentes: {named}. Agregue sus filas.")
