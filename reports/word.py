"""The summary, and a record, as Word documents that an office edits: real headings, real tables, nothing drawn."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.shared import Cm, Pt

from conflict.lapaz import local
from reports.handwords import CHANGED
from reports.printed import Printed, Table
from reports.sheet import PROPERTY_CHARS, cell_text


def summary_docx(said: Printed, made_at: datetime) -> bytes:
    """Return the document."""
    made = _begun(said.heading, made_at)
    made.add_paragraph(f"Resumen semanal de conflictividad · {said.scope}")
    for words in (said.cut, said.status, *said.corrections):
        made.add_paragraph(cell_text(words))
    _list(made, "Qué cambió", said.sentences)
    made.add_heading("Cifras", level=1)
    numbers = tuple((one.label, one.value, one.delta, one.unit, one.base) for one in said.numbers)
    _table(made, ("Cifra", "Valor", "Cambio", "Unidad", "Base"), numbers)
    made.add_paragraph(said.movement)
    made.add_paragraph(said.bases_rule)
    _titled(made, said.places)
    if said.changes:
        _list(made, CHANGED, said.changes)
    _titled(made, said.watch)
    made.add_paragraph(cell_text(said.opportunity))
    made.add_paragraph(said.chance_rule)
    _titled(made, said.agenda)
    _titled(made, said.worsened)
    for _, title, rows in said.bars:
        made.add_heading(title, level=1)
        if rows:
            told = tuple((name, str(now), "s/d" if old is None else str(old)) for name, now, old in rows)
            _table(made, ("Nombre", "Esta semana", "Semana anterior"), told)
        else:
            made.add_paragraph("Sin dato: ninguna ficha de la semana lo lleva anotado.")
    for table in (said.overdue, said.transfers, said.requests):
        _titled(made, table)
    _list(made, "Anticipación", said.lead)
    _list(made, "Calidad de los datos", said.quality)
    made.add_paragraph(said.rule)
    return _saved(made)


def record_docx(title: str, state: str, parts: Sequence[Table], made_at: datetime) -> bytes:
    """Return one record as a document: its title, how it stands, and its parts as tables."""
    made = _begun(title, made_at)
    made.add_paragraph(cell_text(state))
    for table in parts:
        _titled(made, table)
    return _saved(made)


def _begun(title: str, made_at: datetime) -> Any:
    """Return an A4 document with its title, in the style of the house."""
    made = docx.Document()
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(1.8)
    made.styles["Normal"].font.size = Pt(10)
    made.styles["Normal"].font.name = "Calibri"
    moment = local(made_at).replace(tzinfo=None)
    made.core_properties.title = cell_text(title)[:PROPERTY_CHARS]
    made.core_properties.author = "Atalaya"
    made.core_properties.language = "es-BO"
    made.core_properties.created = made.core_properties.modified = moment
    made.add_heading(cell_text(title), level=0)
    return made


def _saved(made: Any) -> bytes:
    """Return the file; its parts bear no hour of their own, so that the same document is the same bytes."""
    written, target = BytesIO(), BytesIO()
    made.save(written)
    with ZipFile(written) as parts, ZipFile(target, "w", ZIP_DEFLATED) as file:
        for part in parts.infolist():
            file.writestr(ZipInfo(part.filename), parts.read(part), ZIP_DEFLATED)
    return target.getvalue()


def _list(made: Any, title: str, lines: tuple[str, ...]) -> None:
    made.add_heading(title, level=1)
    for words in lines:
        made.add_paragraph(cell_text(words), style="List Bullet")


def _titled(made: Any, table: Table) -> None:
    made.add_heading(cell_text(table.title), level=1)
    if table.rows:
        _table(made, table.headers, table.rows)
    else:
        made.add_paragraph(table.empty)
    if table.note:
        made.add_paragraph(cell_text(table.note))


def _table(made: Any, headers: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> None:
    grid = made.add_table(rows=1, cols=len(headers))
    grid.style = "Light Grid Accent 1"
    for cell, words in zip(grid.rows[0].cells, headers, strict=True):
        cell.text = words
    for row in rows:
        for cell, words in zip(grid.add_row().cells, row, strict=True):
            cell.text = cell_text(words)
