"""The words of messages, plain and in HTML, saying the same: counts, then links; no picture, no person's name.

What happened is said in closed words (`conflict.factwords`); a headline, a title of a record, what somebody wrote of a
deadline stay inside, since each may name a person.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from html import escape
from typing import Protocol
from urllib.parse import urlencode

from conflict.esbo import counted, short_day
from conflict.lapaz import local, local_day
from conflict.message import Due, Letter, Line, MessageKind, OfficeDay, about_day, about_transfer, key_of
from conflict.week import Week
from conflict.weeknaming import sayable
from conflict.weeksummary import ScopeKind, WeekSummary
from reports.handwords import CHANGED, class_changes
from reports.ics import CalendarEntry, write_calendar
from reports.printed import Printed

LINE_CHARS = 140
ALARM = timedelta(hours=1)
"""How long before it a calendar reminds of what a mail brought (page specification, plumbing and formats)."""
RAISED = "superior:"
"""What a row's code begins with in the key of a message to the superior, so that both messages of it are told apart."""
MOST_ESCALATED = 20


class EscalatedMatter(Protocol):
    """What a message to a superior tells of a late matter."""

    @property
    def code(self) -> str:
        """Return the code of the record or row."""

    @property
    def what(self) -> str:
        """Return what is late."""

    @property
    def due_at(self) -> datetime:
        """Return when it was due."""


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
        ("Plazos de hoy", [_due(one, base) for one in day.today]),
        ("Anunciado para hoy y mañana", [_due(one, base) for one in day.announced]),
    ]
    if day.failing_sources:
        failing = counted(day.failing_sources, "fuente no responde", "fuentes no responden")
        blocks.append(("Aviso de fuentes", [f"{failing}: {base}/fuentes"]))
    subject = f"Atalaya: {', '.join(counts)}"
    about = about_day(day.office, local_day(now))
    letter = _letter(MessageKind.DAILY, about, address, subject, blocks, base, "/cola", not_before, approval)
    dated = (*day.soon, *day.announced)
    return replace(letter, calendar=_calendar(dated, base, now)) if dated else letter


def _due(one: Due, base: str) -> str:
    if one.at is not None:
        when = f"{short_day(local_day(one.at))}, {local(one.at):%H:%M}"
    else:
        when = short_day(one.day) if one.day else ""
    return f"{when} · {one.what} · {one.place} · {one.code} · {base}{one.path}"


def _calendar(dated: Sequence[Due], base: str, now: datetime) -> str:
    """Return the file that goes along: what falls within a day, each with an alarm an hour before.

    The ids are those of the calendar that a program may have subscribed to, so nothing stands there twice.
    """
    entries = tuple(
        CalendarEntry(
            uid=one.uid,
            first=one.at or one.day or local_day(now),
            last=None,
            title=f"{one.what}, {one.code}",
            text=f"{one.place}\n{base}{one.path}",
            place=one.place,
            address=f"{base}{one.path}",
            changed_at=None,
            sequence=one.version,
            alarm=ALARM,
        )
        for one in dated
    )
    return write_calendar("Atalaya: plazos y anuncios", entries, now).decode()


def weekly(
    summary: WeekSummary, said: Printed, address: str, base: str, *, approval: bool, not_before: datetime
) -> Letter:
    """Return Monday's message: the sentences, the six numbers, and the link to the summary.

    A sentence of a person that seems to name somebody, and that nobody answered for by publishing it, is not in it; the
    message says how many are read on the page only.
    """
    week: Week = summary.week
    numbers = [f"{one.label}: {one.value} {one.delta} ({one.unit})".replace("  ", " ") for one in said.numbers]
    blocks = [
        ("", [f"{said.heading}. {said.scope}. {said.cut}.", said.status]),
        ("Qué cambió", _sentences(summary, said)),
        (CHANGED, class_changes(summary.territories, why=False)),
        ("Cifras", numbers),
    ]
    subject = f"Atalaya: resumen de la semana {week.number}"
    about = f"{summary.scope.key}/{week.code}"
    scope = summary.scope
    query = "" if scope.kind is ScopeKind.COUNTRY else f"?{urlencode({scope.kind.value: scope.value})}"
    page = f"/resumen/{week.code}{query}"
    return _letter(MessageKind.WEEKLY, about, address, subject, blocks, base, page, not_before, approval)


def _sentences(summary: WeekSummary, said: Printed) -> list[str]:
    told = [_cut(words, 420) for words in said.sentences if sayable(summary, words)]
    kept = len(said.sentences) - len(told)
    if kept:
        which = counted(kept, "frase que escribió una persona", "frases que escribió una persona")
        told.append(f"{which} y que nadie revisó antes de publicar, solo en la página: puede llevar un nombre.")
    return told


def critical(
    rows: Sequence[tuple[str, Line]], address: str, base: str, *, approval: bool, not_before: datetime
) -> Letter:
    """Return the urgent message of one critical row, or of several gathered into one."""
    first = rows[0][1]
    subject = (
        f"[Crítico] {_cut(f'{first.what}, {first.place}', 90)}, {first.code}"
        if len(rows) == 1
        else f"[Crítico] {len(rows)} hechos por revisar"
    )
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


def unseen(
    found: Sequence[tuple[str, EscalatedMatter]], address: str, base: str, *, approval: bool, not_before: datetime
) -> Letter:
    """Return the urgent message to a superior about critical rows that nobody opened in time; (office, row)."""
    subject = f"[Crítico] {counted(len(found), 'fila sin atender', 'filas sin atender')}"
    lines = [f"{office}: {_cut(one.what)} · {base}/cola/{one.code}" for office, one in found]
    blocks = [("", ["Nadie de la oficina a cargo la abrió a tiempo; pasa a usted."]), ("", lines)]
    about = ",".join(sorted(RAISED + one.code for _, one in found))
    return _letter(
        MessageKind.CRITICAL, about, address, subject, blocks, base, "/cola?nivel=critico", not_before, approval
    )


def escalated(
    first: Sequence[tuple[str, EscalatedMatter]],
    count: int,
    office: str,
    address: str,
    now: datetime,
    base: str,
    *,
    approval: bool,
    not_before: datetime,
) -> Letter:
    """Return the day's message to a superior: what the offices below let pass for too long, the first of it and how
    much there is; (office, matter)."""
    subject = f"Atalaya: {counted(count, 'asunto vencido pasa', 'asuntos vencidos pasan')} a usted"
    lines = [
        f"{name}: {_cut(one.what)}, venció el {short_day(local_day(one.due_at))} · {base}/registros/{one.code}"
        for name, one in first[:MOST_ESCALATED]
    ]
    rest = count - len(lines)
    shown = [*lines, *([f"Y {rest} más en la página de plazos."] if rest > 0 else [])]
    blocks = [("", ["Vencieron hace más de lo que la tabla de plazos permite:"]), ("", shown)]
    about = f"superior/{about_day(office, local_day(now))}"
    return _letter(MessageKind.OVERDUE, about, address, subject, blocks, base, "/plazos", not_before, approval)


def reminder(
    number: int,
    code: str,
    route: tuple[str, str],
    answer_by: datetime,
    address: str,
    now: datetime,
    base: str,
    *,
    approval: bool,
    not_before: datetime,
) -> Letter:
    """Return the message that reminds an office of a transfer; `route` is who sent it and who answers."""
    sender, receiver = route
    due = f"{short_day(local_day(answer_by))}, {local(answer_by):%H:%M}"
    lines = [
        f"{sender} espera la respuesta de {receiver}. El plazo {'venció' if answer_by < now else 'vence'} el {due}.",
        f"{code} · {base}/registros/{code}",
    ]
    about = f"{about_transfer(number)}/{now:%Y%m%d%H%M%S}"
    subject, blocks = f"Atalaya: transferencia de {code} por responder", [("", lines)]
    return _letter(MessageKind.OVERDUE, about, address, subject, blocks, base, "/transferencias", not_before, approval)


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
    return f"[{one.level}] {one.what} · {one.place} · {notes} · {one.code} · {base}{one.path}"


def _cut(words: str, most: int = LINE_CHARS) -> str:
    tidy = _one_line(words)
    return tidy if len(tidy) <= most else f"{tidy[: most - 1].rstrip()}…"


def _one_line(words: str) -> str:
    """Return a text that stays on its line and in its header."""
    return " ".join("".join(char if char.isprintable() else " " for char in words).split())
