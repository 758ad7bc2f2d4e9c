"""The words of messages, plain and in HTML, saying the same: counts, then links; no picture, no person's name."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from urllib.parse import urlencode

from conflict.esbo import counted, short_day
from conflict.lapaz import local, local_day
from conflict.message import Letter, Line, MessageKind, OfficeDay, about_day, key_of
from conflict.week import Week
from conflict.weeksummary import ScopeKind, WeekSummary
from reports.printed import Printed

LINE_CHARS = 140


def daily(day: OfficeDay, address: str, now: datetime, base: str, *, approval: bool, not_before: datetime) -> Letter:
    """Return the morning's message of an office."""
    counts = [
        f"{day.pending} por revisar",
        counted(day.late, "vencida", "vencidas"),
        counted(len(day.today), "plazo hoy", "plazos hoy"),
    ]
    blocks = [
        ("", [f"{day.name}, {short_day(local_day(now))}: {', '.join(counts)}."]),
        ("Por revisar", [_line(one, base) for one in day.lines]),
        (
            "Plazos de hoy",
            [f"{local(at):%H:%M} · {_cut(what)} · {base}/registros/{code}" for at, what, code in day.today],
        ),
    ]
    if day.failing_sources:
        failing = counted(day.failing_sources, "fuente no responde", "fuentes no responden")
        blocks.append(("Aviso de fuentes", [f"{failing}: {base}/fuentes"]))
    subject = f"Atalaya: {', '.join(counts)}"
    about = about_day(day.office, local_day(now))
    return _letter(MessageKind.DAILY, about, address, subject, blocks, base, "/cola", not_before, approval)


def weekly(
    summary: WeekSummary, said: Printed, address: str, base: str, *, approval: bool, not_before: datetime
) -> Letter:
    """Return Monday's message: the sentences, the six numbers, and the link to the summary."""
    week: Week = summary.week
    numbers = [f"{one.label}: {one.value} {one.delta} ({one.unit})".replace("  ", " ") for one in said.numbers]
    blocks = [
        ("", [f"{said.heading}. {said.scope}. {said.cut}.", said.status]),
        ("Qué cambió", [_cut(words, 420) for words in said.sentences]),
        ("Cifras", numbers),
    ]
    subject = f"Atalaya: resumen de la semana {week.number}"
    about = f"{summary.scope.key}/{week.code}"
    scope = summary.scope
    query = "" if scope.kind is ScopeKind.COUNTRY else f"?{urlencode({scope.kind.value: scope.value})}"
    page = f"/resumen/{week.code}{query}"
    return _letter(MessageKind.WEEKLY, about, address, subject, blocks, base, page, not_before, approval)


def critical(
    rows: Sequence[tuple[str, Line]], address: str, base: str, *, approval: bool, not_before: datetime
) -> Letter:
    """Return the urgent message of one critical row, or of several gathered into one."""
    first = rows[0][1]
    subject = f"[Crítico] {_cut(first.title, 80)}" if len(rows) == 1 else f"[Crítico] {len(rows)} hechos por revisar"
    blocks = [("", ["Espera a una persona de turno."]), ("", [_line(line, base) for _, line in rows])]
    about = ",".join(sorted(code for code, _ in rows))
    return _letter(
        MessageKind.CRITICAL, about, address, subject, blocks, base, "/cola?nivel=critico", not_before, approval
    )


def overdue(day: OfficeDay, address: str, now: datetime, base: str, *, approval: bool, not_before: datetime) -> Letter:
    """Return the afternoon's message of an office with several overdue deadlines."""
    subject = f"Atalaya: {counted(day.late, 'plazo vencido', 'plazos vencidos')} en {day.name}"
    blocks = [("", [f"{subject.removeprefix('Atalaya: ')}, a las {local(now):%H:%M}."])]
    about = about_day(day.office, local_day(now))
    return _letter(MessageKind.OVERDUE, about, address, subject, blocks, base, "/plazos", not_before, approval)


def _letter(
    kind: MessageKind,
    about: str,
    address: str,
    subject: str,
    blocks: Sequence[tuple[str, Sequence[str]]],
    base: str,
    page: str,
    not_before: datetime,
    approval: bool,
) -> Letter:
    foot = (
        "Recibe este aviso por una regla de destinatarios de su institución. Para cambiarla, escriba a quien la lleva."
    )
    text = [f"{title}\n" + "\n".join(lines) if title else "\n".join(lines) for title, lines in blocks if lines]
    html = [
        (f"<h2>{escape(title)}</h2>" if title else "") + "".join(f"<p>{escape(line)}</p>" for line in lines)
        for title, lines in blocks
        if lines
    ]
    button = f'<p><a href="{escape(base + page)}">Abrir Atalaya</a></p>'
    return Letter(
        key=key_of(kind, about, address),
        kind=kind,
        address=address,
        subject=_one_line(subject)[:150],
        text="\n\n".join([*text, f"Abrir: {base}{page}", foot]) + "\n",
        html=f'<!doctype html><html lang="es-BO"><body>{"".join(html)}{button}<p>{foot}</p></body></html>',
        not_before=not_before,
        approval=approval,
    )


def _line(one: Line, base: str) -> str:
    notes = counted(one.notes, "nota", "notas")
    return f"[{one.level}] {_cut(one.title)} · {one.place} · {notes} · {base}{one.path}"


def _cut(words: str, most: int = LINE_CHARS) -> str:
    tidy = _one_line(words)
    return tidy if len(tidy) <= most else f"{tidy[: most - 1].rstrip()}…"


def _one_line(words: str) -> str:
    """Return a text that stays on its line and in its header."""
    return " ".join("".join(char if char.isprintable() else " " for char in words).split())
