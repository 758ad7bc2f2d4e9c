"""The documents of a week: the same version that the page shows, as PDF, workbook, Word, CSV or JSON lines."""

from dataclasses import dataclass
from datetime import datetime

from conflict.week import Week
from conflict.weekfacts import WeekRecord
from conflict.weeksummary import Scope, ScopeKind
from dashboards.week_reading import ReadWeek, facts
from register.engine import Transaction
from register.queries import weekledger
from reports.ledger import ledger_sheets
from reports.pdf import summary_pdf
from reports.rowwise import as_csv, as_jsonl
from reports.sheet import closing_sheets, summary_sheets, workbook
from reports.word import summary_docx

KINDS = {
    "pdf": ("pdf", "application/pdf"),
    "excel": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "word": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "csv": ("csv", "text/csv; charset=utf-8"),
    "jsonl": ("jsonl", "application/x-ndjson; charset=utf-8"),
}


@dataclass(frozen=True, slots=True)
class Document:
    """A finished document with the name under which it is saved."""

    name: str
    media: str
    content: bytes


def made(session: Transaction, read: ReadWeek, kind: str, *, base: str, now: datetime) -> Document:
    """Return one document of a week; a kind is a key of KINDS."""
    summary = read.summary
    ending, media = KINDS[kind]
    match kind:
        case "pdf":
            content = summary_pdf(summary, read.said, now)
        case "excel":
            content = _workbook(session, read, base, now)
        case "word":
            content = summary_docx(read.said, now)
        case "csv":
            content = b"\xef\xbb\xbf" + as_csv(summary).encode()
        case _:
            content = as_jsonl(summary).encode()
    return Document(_name(summary.week, summary.scope, ending), media, content)


def _workbook(session: Transaction, read: ReadWeek, base: str, now: datetime) -> bytes:
    summary = read.summary
    known = facts(session, summary.week)
    rows = ledger_sheets(
        known,
        summary.week,
        _codes(read, known.records),
        actions=weekledger.actions(session, summary.week),
        notes=weekledger.notes(session, summary.week),
        base=base,
    )
    scope = summary.scope
    filters = "ninguno" if scope.kind is ScopeKind.COUNTRY else f"{scope.kind.value}: {scope.name}"
    return workbook((*summary_sheets(summary, read.said), *rows, *closing_sheets(read.said, filters, now)), now)


def _codes(read: ReadWeek, records: tuple[WeekRecord, ...]) -> frozenset[str] | None:
    """Return the records of the scope, None for all."""
    scope = read.summary.scope
    if scope.kind is ScopeKind.COUNTRY:
        return None
    inside = (
        one.code
        for one in records
        if (scope.value in one.departments if scope.kind is ScopeKind.DEPARTMENT else scope.value == one.office)
    )
    return frozenset(inside)


def _name(week: Week, scope: Scope, ending: str) -> str:
    place = {ScopeKind.COUNTRY: "", ScopeKind.DEPARTMENT: f"-{scope.value}", ScopeKind.OFFICE: "-oficina"}[scope.kind]
    return f"resumen-{week.code}{place}.{ending}"
