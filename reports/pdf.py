"""The summary as a tagged PDF of two A4 pages, and a record as one of as many as it needs (PDF/UA-1), by typst.

Every text reaches typst as JSON, so nothing in it is ever markup; no file or address named in a text is opened. The
fonts are those inside its wheel.
"""

import json
import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from conflict.esbo import counted
from conflict.weeksummary import ScopeKind, WeekSummary
from conflict.weekwatching import WHAT_CHARS
from reports import charts
from reports.handwords import CHANGED
from reports.printed import Printed, Table

TEMPLATE = Path(__file__).parent / "resumen.typ"
RECORD = Path(__file__).parent / "ficha.typ"
MOST_ROWS = {
    "empeoraron": 5,
    "vigilar": 7,
    "agenda": 6,
    "territorios": 10,
    "vencidos": 6,
    "transferencias": 6,
    "requerimientos": 6,
}
FITS = ((9.0, 1.0), (8.6, 0.9), (8.2, 0.8), (7.8, 0.65), (7.4, 0.5), (6.8, 0.3))
"""Letter size and share of the rows, tried in turn until the summary fits its pages; what is left out is said."""
PAGES = 2
CELL_CHARS = 110
WHOLE = frozenset({"vigilar", "agenda"})
"""Tables of which no cell is cut while there is room: a person's line may be long, and says what to do."""
RECORD_COLUMNS: dict[str, tuple[float, ...]] = {
    "Línea de tiempo": (1.1, 1.2, 3, 1.6, 1.3),
    "Datos": (1, 2.8),
    "Acuerdos": (0.9, 1, 3, 1.5, 1),
    "Plazos": (1, 2.4, 1.5, 0.8),
}
"""How wide the columns of a part of a record are to each other; those of the other parts are alike."""
ROOMY = 0.5
"""Share of the rows from which on there is."""
WORD_CHARS = 22
_SHOWN = re.compile(
    r"[\x20-\x7e\u00a0-\u024f\u0370-\u03ff\u0400-\u045f\u2010-\u2027\u2030-\u205e\u20ac\u2190-\u2193\u2212▲▼△▽◆●○■□]"
)
"""Letters that the bundled fonts can show; an accessible PDF refuses any other."""


def summary_pdf(summary: WeekSummary, said: Printed, made_at: datetime) -> bytes:
    """Return the PDF; the same summary and moment give the same bytes."""
    country = summary.scope.kind is ScopeKind.COUNTRY
    map_words = "Mapa esquemático; los mismos números están en la tabla «Cambio por territorio» de la página 2"
    data: dict[str, Any] = {
        "titulo": said.heading,
        "alcance": said.scope,
        "corte": said.cut,
        "estado": said.status,
        "correcciones": said.corrections,
        "pie": f"Atalaya · {said.heading} · {said.scope} · {said.cut}",
        "frases": [_cut(words, 420) for words in said.sentences],
        "numeros": [
            {
                "nombre": n.label,
                "valor": n.value,
                "cambio": n.delta,
                "juicio": n.verdict,
                "unidad": n.unit,
                "base": n.base,
            }
            for n in said.numbers
        ],
        "movimiento": said.movement,
        "regla": said.rule,
        "bases": said.bases_rule,
        "cambiadas": [_cut(words, 420) for words in said.changes],
        "cambiadas_titulo": CHANGED,
        "mapa": charts.change_map(summary.territories) if country else "",
        "mapa_texto": map_words,
        "leyenda": charts.legend(),
        "semanas": charts.tiles(summary.territories) if country else "",
        "semanas_texto": "Barras de doce semanas por departamento; los números están en la hoja de cálculo",
        "oportunidad": _cut(said.opportunity, 300),
        "oportunidad_regla": said.chance_rule,
        "barras": [
            {"titulo": title, "texto": f"Barras: {title}", "svg": charts.bars(rows[:8], title) if rows else ""}
            for _, title, rows in said.bars
        ],
        "anticipacion": said.lead,
        "puntos": charts.dots(summary.lead) if summary.lead.days else "",
        "puntos_texto": f"Anticipación de {counted(len(summary.lead.days), 'conflicto', 'conflictos')}",
        "calidad": said.quality,
        "verificar": f"Cada cifra abre sus filas en /resumen/{summary.week.code}.",
    }
    tables = (said.places, said.worsened, said.watch, said.agenda_later, said.overdue, said.transfers, said.requests)
    for size, share in FITS:
        fitted = data | {"letra": size} | {table.key: _table(table, share) for table in tables}
        inputs = {"datos": json.dumps(_shown(fitted), ensure_ascii=False)}
        pages = typst.query(
            TEMPLATE,
            "<paginas>",
            field="value",
            one=True,
            root=TEMPLATE.parent,
            ignore_system_fonts=True,
            sys_inputs=inputs,
        )
        if int(pages) <= PAGES:
            break
    return _compiled(TEMPLATE, inputs, made_at)


def record_pdf(title: str, state: str, parts: Sequence[Table], made_at: datetime) -> bytes:
    """Return one record as a PDF: its title, how it stands, and its parts as tables of which nothing is cut."""
    data = {
        "titulo": _whole(title),
        "estado": _whole(state),
        "pie": "Atalaya · " + _cut(title, CELL_CHARS),
        "partes": [
            {
                "titulo": table.title,
                "cabeza": list(table.headers),
                "filas": [[_whole(cell) for cell in row] for row in table.rows],
                "anchos": RECORD_COLUMNS.get(table.key, (1,) * len(table.headers)),
                "vacio": table.empty,
            }
            for table in parts
        ],
    }
    return _compiled(RECORD, {"datos": json.dumps(_shown(data), ensure_ascii=False)}, made_at)


def _compiled(template: Path, inputs: dict[str, str], made_at: datetime) -> bytes:
    made = typst.compile(
        template,
        root=template.parent,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=["ua-1"],
        timestamp=int(made_at.timestamp()),
    )
    assert isinstance(made, bytes)
    return made


def _table(table: Table, share: float) -> dict[str, Any]:
    most = max(2, round(MOST_ROWS[table.key] * share)) if table.key != "territorios" else MOST_ROWS[table.key]
    left = len(table.rows) - most
    chars = WHAT_CHARS if table.key in WHOLE and share > ROOMY else CELL_CHARS
    return {
        "titulo": table.title + (f" (los {most} primeros; {left} más en la página)" if left > 0 else ""),
        "cabeza": list(table.headers),
        "filas": [[_cut(cell, chars) for cell in row] for row in table.rows[:most]],
        "nota": _cut(table.note, 420),
        "vacio": table.empty,
    }


def _cut(words: str, most: int) -> str:
    """Return a text that fits its place: words without a blank may be broken, the rest is cut with an ellipsis."""
    return _whole(words if len(words) <= most else f"{words[: most - 1].rstrip()}…")


def _whole(words: str) -> str:
    """Return a text of which a word that is too long for its column may be broken."""
    return re.sub(rf"(\S{{{WORD_CHARS}}})(?=\S)", "\\1\u200b", words)


def _shown(value: Any) -> Any:
    """Return the value with every text made of letters that can be shown; □ stands for one that cannot."""
    if isinstance(value, str):
        if value.startswith("<svg"):
            return "".join(char if _SHOWN.match(char) else "□" for char in value)
        tidy = unicodedata.normalize("NFC", value)
        kept = (char for char in tidy if unicodedata.category(char) not in ("Mn", "Me", "Cf") or char == "\u200b")
        return "".join(c if c == "\u200b" or _SHOWN.match(c) else " " if c.isspace() else "□" for c in kept)
    if isinstance(value, dict):
        return {key: _shown(one) for key, one in value.items()}
    return [_shown(one) for one in value] if isinstance(value, list | tuple) else value
