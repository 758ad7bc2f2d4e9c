"""The week as a workbook: real dates, filters on, first column a link to the record, and no cell that is a formula.

Every text is written as a text (XlsxWriter would make a formula of «=…» and a link of «http…»); what a spreadsheet
program cannot hold is left out, so that no single row spoils the book.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from conflict.lapaz import local
from conflict.weeksummary import WeekSummary
from reports.printed import Printed, Table

CELL_CHARS = 32_000
"""A cell of Excel holds 32,767 characters."""
PROPERTY_CHARS = 255
"""Longest property that an office file may hold."""
Cell = str | int | float | date | datetime | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of rows. `links` are the addresses of the first cells, "" for none; `widths` are in characters."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    links: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()


DICTIONARY = (
    ("Caso", "Una alerta y el conflicto que llegó a ser, o un conflicto y sus frentes. Se cuenta una vez."),
    ("En la semana", "Lo que pasó del lunes 00:00 al domingo 23:59 en La Paz."),
    ("Al corte", "Lo que sigue abierto el domingo a las 23:59. No se suma con lo anterior."),
    ("Alertas nuevas", "Casos cuya primera ficha se registró en la semana como alerta."),
    ("Conflictos activos", "Casos con un conflicto abierto al corte."),
    ("Concluidos", "Casos que terminaron en la semana y siguen concluidos al corte."),
    ("Plazos vencidos", "Plazos abiertos de casos abiertos cuya hora pasó antes del corte."),
    ("Transferencias pendientes", "Transferencias pedidas y sin respuesta al corte."),
    ("Anticipación", "Días de la primera alerta a la primera medida; cero o menos si llegó tarde."),
    ("Sin cobertura", "Ninguna fuente del lugar respondió la mayor parte de la semana: un cero no significa calma."),
    ("s/d", "Sin dato. Nunca quiere decir cero."),
)


def summary_sheets(summary: WeekSummary, said: Printed) -> tuple[Sheet, ...]:
    """Return the sheets of a summary: its numbers, territories, bars, what is owed, and what the words mean."""
    numbers = tuple(
        (one.label, one.value, one.unit, one.measured.value, one.previous, _two(one.mean), _two(one.quarter))
        for one in summary.figures
    )
    weeks = summary.week.last(12)
    series = tuple(
        (
            *(one.name, one.new, _two(one.mean), one.change.value),
            one.by_hand.reason if one.by_hand else one.reason,
            *(one.open, one.critical, one.live, one.sources),
            *("sin cobertura" if n is None else n for n in one.series),
            *((one.by_hand.machine.value, one.by_hand.hand.words) if one.by_hand else (one.change.value, "")),
        )
        for one in summary.territories
    )
    bars = tuple((title, name, now, before) for _, title, rows in said.bars for name, now, before in rows)
    return (
        Sheet(
            "Resumen",
            ("Cifra", "Valor", "Unidad", "Qué mide", "Semana anterior", "Promedio o mediana, 4 semanas", "13 semanas"),
            numbers,
        ),
        Sheet("Qué cambió", ("Frase",), tuple((words,) for words in said.sentences), widths=(120,)),
        Sheet(
            "Territorios",
            (
                "Territorio",
                "Nuevos",
                "Promedio",
                "Cambio",
                "Motivo",
                "Abiertos",
                "Llegaron a Crítico",
                "Fuentes vivas",
                "Fuentes",
                *(week.code for week in weeks),
                "Cambio según la regla",
                "Quién lo cambió",
            ),
            series,
        ),
        Sheet("Medidas y demandas", ("Lista", "Nombre", "Esta semana", "Semana anterior"), bars),
        *(
            _as_sheet(name, table)
            for name, table in (
                ("Empeoraron", said.worsened),
                ("Para vigilar", said.watch),
                ("Agenda", said.agenda),
                ("Plazos por oficina", said.overdue),
                ("Transferencias por oficina", said.transfers),
                ("Requerimientos", said.requests),
            )
        ),
        Sheet("Anticipación", ("Ficha", "Días", "Desde", "Hasta"), tuple(_timed(summary))),
    )


def closing_sheets(said: Printed, filters: str, made_at: datetime) -> tuple[Sheet, ...]:
    """Return the last two sheets of every book: what the words mean, and what exactly was taken."""
    cut: tuple[tuple[Cell, ...], ...] = (
        ("Semana", said.heading),
        ("Alcance", said.scope),
        ("Corte", said.cut),
        ("Estado", said.status),
        *(("Corrección", words) for words in said.corrections),
        ("Filtros", filters),
        ("Regla del cambio", said.rule),
        ("Bases de las cifras", said.bases_rule),
        *((("Para vigilar", said.watch.note),) if said.watch.note else ()),
        *(("Clase cambiada por una persona", words) for words in said.changes),
        ("Oportunidad", said.opportunity),
        ("Regla de la oportunidad", said.chance_rule),
        *(("Anticipación", words) for words in said.lead),
        *(("Calidad de los datos", words) for words in said.quality),
        ("Archivo hecho", local(made_at).replace(tzinfo=None)),
    )
    return (
        Sheet("Diccionario", ("Palabra", "Qué quiere decir"), DICTIONARY, widths=(28, 110)),
        Sheet("Corte y filtros", ("Qué", "Valor"), cut, widths=(24, 110)),
    )


def workbook(sheets: Iterable[Sheet], made_at: datetime, title: str = "Atalaya: resumen semanal") -> bytes:
    """Return the book; the same sheets and moment give the same bytes."""
    target = BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
            "default_date_format": "dd/mm/yyyy hh:mm",
        },
    )
    book.set_properties({"title": cell_text(title)[:PROPERTY_CHARS], "created": local(made_at).replace(tzinfo=None)})
    forms = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
        "day": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
        "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm", "valign": "top"}),
        "whole": book.add_format({"num_format": "#,##0", "valign": "top"}),
        "number": book.add_format({"num_format": "#,##0.0#", "valign": "top"}),  # with «0.##» a 3 is shown as «3,»
        "link": book.add_format({"font_color": "#0b5c73", "underline": 1, "valign": "top", "num_format": "@"}),
    }
    for sheet in sheets:
        _fill(book.add_worksheet(sheet.name[:31]), sheet, forms)
    book.close()
    return target.getvalue()


def _fill(page: Any, sheet: Sheet, forms: dict[str, Any]) -> None:
    for column, words in enumerate(sheet.headers):
        page.write_string(0, column, words, forms["head"])
        page.set_column(column, column, sheet.widths[column] if sheet.widths else _width(sheet.rows, column, words))
    page.freeze_panes(1, 1)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.headers) - 1)
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _write(page, number, column, value, forms)
        if sheet.links and sheet.links[number - 1]:
            page.write_url(number, 0, sheet.links[number - 1], forms["link"], cell_text(str(row[0])))


def _write(page: Any, row: int, column: int, value: Cell, forms: dict[str, Any]) -> None:
    match value:
        case None:
            page.write_string(row, column, "s/d", forms["text"])
        case datetime():
            page.write_datetime(row, column, value, forms["moment"])
        case date():
            page.write_datetime(row, column, datetime(value.year, value.month, value.day), forms["day"])  # noqa: DTZ001
        case int() | float():
            form = "whole" if float(value).is_integer() else "number"
            page.write_number(row, column, value, forms[form])
        case _:
            page.write_string(row, column, cell_text(value), forms["text"])


def cell_text(words: str) -> str:
    """Return a text that XML and a cell can hold."""
    kept = "".join(char for char in words if char in "\t\n" or (char >= " " and not "\ud800" <= char <= "\udfff"))
    return kept.replace("\ufffe", "").replace("\uffff", "")[:CELL_CHARS]


def _width(rows: Sequence[tuple[Cell, ...]], column: int, header: str) -> int:
    longest = max((len(str(row[column])) for row in rows[:200]), default=0)
    return max(9, min(60, max(longest, len(header)) + 2))


def _timed(summary: WeekSummary) -> Iterator[tuple[Cell, ...]]:
    """Yield each time that the lead is made of; a case that nobody announced has none."""
    for code, days in zip(summary.lead.rows, summary.lead.days, strict=True):
        yield code, days, "primera alerta", "primera medida, o registro del conflicto"
    seen = summary.foresight
    for code, days in zip(seen.rows, seen.days, strict=True):
        yield code, days, "primer anuncio leído", "primera medida"
    for code in seen.missed:
        yield code, None, "sin anuncio", "primera medida"


def _as_sheet(name: str, table: Table) -> Sheet:
    return Sheet(name, table.headers, table.rows)


def _two(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
