"""A summary as plain rows, one per number: for CSV, JSON lines and whoever reads them."""

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from conflict.weeksummary import WeekSummary

FIELDS = (
    "semana",
    "alcance",
    "corte",
    "bloque",
    "nombre",
    "valor",
    "unidad",
    "anterior",
    "promedio",
    "cambio",
    "fichas",
    "cambio_de_la_regla",
    "motivo",
    "cambiado_por",
    "promedio_trece",
)
Row = dict[str, str | float | None]


def rows(summary: WeekSummary) -> Iterator[Row]:
    """Yield one row per number, with the fields of FIELDS; None is «sin dato»."""

    def row(block: str, name: str, value: float | None, unit: str, codes: tuple[str, ...], **more: object) -> Row:
        given = {
            "semana": summary.week.code,
            "alcance": summary.scope.key,
            "corte": summary.cut.isoformat(),
            "bloque": block,
            "nombre": name,
            "valor": value,
            "unidad": unit,
            "anterior": None,
            "promedio": None,
            "cambio": None,
            "fichas": " ".join(codes),
            "cambio_de_la_regla": None,
            "motivo": None,
            "cambiado_por": None,
            "promedio_trece": None,
        }
        return given | more  # type: ignore[return-value]

    for one in summary.figures:
        unit = f"{one.unit}, {one.measured.value}"
        bases = {"anterior": one.previous, "promedio": one.mean, "promedio_trece": one.quarter}
        yield row("cifras", one.key, one.value, unit, one.rows, **bases)
    for place in summary.territories:
        new = None if place.series[-1] is None else place.new
        told: dict[str, object] = {
            "promedio": place.mean,
            "cambio": place.change.value,
            "anterior": place.series[-2],
            "cambio_de_la_regla": (place.by_hand.machine if place.by_hand else place.change).value,
            "motivo": place.by_hand.reason if place.by_hand else place.reason or None,
            "cambiado_por": place.by_hand.hand.words if place.by_hand else None,
        }
        yield row("territorios", place.code, new, "casos nuevos, en la semana", place.rows, **told)
        yield row("territorios_abiertos", place.code, place.open, "casos, al corte", place.open_rows)
    for block, bars in (("medidas", summary.measures), ("demandas", summary.demands), ("actores", summary.actors)):
        for bar in bars:
            yield row(block, bar.name, bar.count, "casos nuevos, en la semana", bar.rows, anterior=bar.previous)
    for block, owed in (
        ("plazos_vencidos_por_oficina", summary.overdue),
        ("transferencias_por_oficina", summary.transfers),
        ("requerimientos_por_institucion", summary.requests),
    ):
        for due in owed:
            yield row(block, due.name, due.count, "al corte", due.rows)

    seen = summary.foresight
    unit = "casos que empezaron medidas, en la semana"
    before = tuple(code for code, days in zip(seen.rows, seen.days, strict=True) if days > 0)
    late = tuple(code for code, days in zip(seen.rows, seen.days, strict=True) if days <= 0)
    for name, codes in (("anunciados_antes", before), ("anunciados_tarde", late), ("sin_anuncio", seen.missed)):
        yield row("anticipacion", name, len(codes), unit, codes)
    chance = summary.opportunity
    why, found = (chance.why, (chance.record,)) if chance else ("ninguna", ())
    yield row("oportunidad", why, len(found), "casos, al corte", found)


def as_jsonl(summary: WeekSummary) -> str:
    """Return the rows as JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(summary))


def as_csv(summary: WeekSummary) -> str:
    """Return the rows as CSV; a text that a spreadsheet would run gets an apostrophe before it (CWE-1236)."""
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    for row in rows(summary):
        writer.writerow({name: cell(value) for name, value in row.items()})
    return out.getvalue()


def listing_csv(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return any list as CSV, its cells as safe as those of a summary."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()


def cell(value: str | float | None) -> str:
    """Return a value as a cell that no spreadsheet program runs as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and runs(text) else text


_FORMULA = frozenset("=+-@＝＋－＠")
_LINE_ENDS = ("\t", "\r", "\n")


def runs(text: str) -> bool:
    """Say whether a spreadsheet may take the text for a formula: what it cannot show at the start does not count."""
    if text.startswith(_LINE_ENDS):
        return True
    shown = (char for char in text if char != "'" and unicodedata.category(char)[0] not in "CZ")
    return next(shown, "") in _FORMULA
