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

from conflict.codebook import Level
from conflict.esbo import counted, short_day
from conflict.lapaz import local, local_day
from conflict.message import Due, Letter, Line, MessageKind, OfficeDay, about_day, about_transfer, key_of
from conflict.names import LEVELS
from conflict.week import Week
from conflict.weeknaming import sayable
from conflict.weeksummary import ScopeKind, WeekSummary
from conflict.wording import LetterKind, Wording, Wordings, filled, wording_of
from reports.handwords import CHANGED, class_changes
from reports.ics import CalendarEntry, write_calendar
from reports.printed import Printed

LINE_CHARS = 140
ALARM = timedelta(hours=1)
"""How long before it a calendar reminds of what a mail brought (page specification, plumbing and formats)."""
RAISED = "superior:"
"""What a row's code begins with in the key of a message to the superior, so that both messages of it are told apart."""
MOST_ESCALATED = 20
HOUSE: Wordings = {}
"""No words of the institution: every message begins and ends as the house has it."""
_BY_RULE = (
    "Recibe este aviso por una regla de destinatarios de su institución. Para cambiarla, escriba a quien la lleva."
)
_ASKED_FOR = "Recibe este aviso porque lo pidió."
OWN_PAGE = "/ajustes/notificaciones"


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


def daily(
    day: OfficeDay,
    address: str,
    now: datetime,
    base: str,
    *,
    approval: bool,
    not_before: datetime,
    said: Wordings = HOUSE,
    own: bool = False,
    summary: bool = False,
) -> Letter:
    """Return the morning's message of an office; `summary` where it leads to the summary of the week too."""
    counts = [
        f"{day.pending} por revisar",
        counted(day.late, "vencida", "vencidas"),
        counted(len(day.today), "plazo hoy", "plazos hoy"),
    ]
    values = dict(zip(("pendientes", "vencidas", "plazos"), counts, strict=True))
    words = _words(LetterKind.DAILY, said, oficina=day.name, fecha=short_day(local_day(now)), **values)
    blocks = [
        ("", [words.opening]),
        ("Por revisar", [_line(one, base) for one in day.lines]),
        ("Plazos de hoy", [_due(one, base) for one in day.today]),
        ("Anunciado para hoy y mañana", [_due(one, base) for one in day.announced]),
    ]
    if day.failing_sources:
        failing = counted(day.failing_sources, "fuente no responde", "fuentes no responden")
        blocks.append(("Aviso de fuentes", [f"{failing}: {base}/fuentes"]))
    if summary:
        blocks.append(("Resumen de la semana", [f"{base}/resumen"]))
    about = about_day(day.office, local_day(now))
    letter = _letter(MessageKind.DAILY, about, address, words, blocks, base, "/cola", not_before, approval, own)
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
    summary: WeekSummary,
    said: Printed,
    address: str,
    base: str,
    *,
    approval: bool,
    not_before: datetime,
    wordings: Wordings = HOUSE,
) -> Letter:
    """Return Monday's message: the sentences, the six numbers, and the link to the summary.

    A sentence of a person that seems to name somebody, and that nobody answered for by publishing it, is not in it; the
    message says how many are read on the page only.
    """
    week: Week = summary.week
    numbers = [f"{one.label}: {one.value} {one.delta} ({one.unit})".replace("  ", " ") for one in said.numbers]
    told = {"titulo": said.heading, "alcance": said.scope, "corte": said.cut}
    words = _words(LetterKind.WEEKLY, wordings, semana=str(week.number), **told)
    blocks = [
        ("", [words.opening, said.status]),
        ("Qué cambió", _sentences(summary, said)),
        (CHANGED, class_changes(summary.territories, why=False)),
        ("Cifras", numbers),
    ]
    about = f"{summary.scope.key}/{week.code}"
    scope = summary.scope
    query = "" if scope.kind is ScopeKind.COUNTRY else f"?{urlencode({scope.kind.value: scope.value})}"
    page = f"/resumen/{week.code}{query}"
    return _letter(MessageKind.WEEKLY, about, address, words, blocks, base, page, not_before, approval)


def _sentences(summary: WeekSummary, said: Printed) -> list[str]:
    told = [_cut(words, 420) for words in said.sentences if sayable(summary, words)]
    kept = len(said.sentences) - len(told)
    if kept:
        which = counted(kept, "frase que escribió una persona", "frases que escribió una persona")
        told.append(f"{which} y que nadie revisó antes de publicar, solo en la página: puede llevar un nombre.")
    return told


def critical(
    rows: Sequence[tuple[str, Line]],
    address: str,
    base: str,
    *,
    approval: bool,
    not_before: datetime,
    said: Wordings = HOUSE,
    own: bool = False,
) -> Letter:
    """Return the urgent message of one row, or of several gathered into one, under the highest level among them."""
    first, critical = rows[0][1], LEVELS[Level.CRITICAL]
    level = critical if any(line.level == critical for _, line in rows) else first.level
    if len(rows) == 1:
        what = _cut(f"{first.what}, {first.place}", 90)
        words = _words(LetterKind.CRITICAL, said, nivel=level, hecho=what, codigo=first.code)
    else:
        words = _words(LetterKind.GATHERED, said, nivel=level, hechos=counted(len(rows), "hecho", "hechos"))
    blocks = [("", [words.opening]), ("", [_line(line, base) for _, line in rows])]
    about = ",".join(sorted(code for code, _ in rows))
    page = "/cola?nivel=critico" if all(line.level == critical for _, line in rows) else "/cola"
    return _letter(MessageKind.CRITICAL, about, address, words, blocks, base, page, not_before, approval, own)


def overdue(
    day: OfficeDay,
    address: str,
    now: datetime,
    base: str,
    *,
    approval: bool,
    not_before: datetime,
    said: Wordings = HOUSE,
) -> Letter:
    """Return the afternoon's message of an office with several overdue deadlines."""
    late = counted(day.late, "plazo vencido", "plazos vencidos")
    words = _words(LetterKind.OVERDUE, said, plazos=late, oficina=day.name, hora=f"{local(now):%H:%M}")
    blocks = [("", [words.opening])]
    about = about_day(day.office, local_day(now))
    return _letter(MessageKind.OVERDUE, about, address, words, blocks, base, "/plazos", not_before, approval)


def own_overdue(
    late: Sequence[Due], address: str, now: datetime, base: str, *, not_before: datetime, said: Wordings = HOUSE
) -> Letter:
    """Return the afternoon's message to a person who has overdue deadlines in her charge."""
    counts = counted(len(late), "plazo vencido", "plazos vencidos")
    words = _words(LetterKind.OWN, said, plazos=counts, hora=f"{local(now):%H:%M}")
    blocks = [("", [words.opening]), ("", [_due(one, base) for one in late])]
    about = f"propios/{local_day(now).isoformat()}"
    return _letter(MessageKind.OVERDUE, about, address, words, blocks, base, "/plazos", not_before, False, own=True)


def unseen(
    found: Sequence[tuple[str, EscalatedMatter]],
    address: str,
    base: str,
    *,
    approval: bool,
    not_before: datetime,
    said: Wordings = HOUSE,
) -> Letter:
    """Return the urgent message to a superior about critical rows that nobody opened in time; (office, row)."""
    words = _words(LetterKind.UNSEEN, said, filas=counted(len(found), "fila sin atender", "filas sin atender"))
    lines = [f"{office}: {_cut(one.what)} · {base}/cola/{one.code}" for office, one in found]
    blocks = [("", [words.opening]), ("", lines)]
    about = ",".join(sorted(RAISED + one.code for _, one in found))
    return _letter(
        MessageKind.CRITICAL, about, address, words, blocks, base, "/cola?nivel=critico", not_before, approval
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
    said: Wordings = HOUSE,
) -> Letter:
    """Return the day's message to a superior: what the offices below let pass for too long, the first of it and how
    much there is; (office, matter)."""
    matters = counted(count, "asunto vencido pasa", "asuntos vencidos pasan")
    words = _words(LetterKind.ESCALATED, said, asuntos=matters)
    lines = [
        f"{name}: {_cut(one.what)}, venció el {short_day(local_day(one.due_at))} · {base}/registros/{one.code}"
        for name, one in first[:MOST_ESCALATED]
    ]
    rest = count - len(lines)
    shown = [*lines, *([f"Y {rest} más en la página de plazos."] if rest > 0 else [])]
    blocks = [("", [words.opening]), ("", shown)]
    about = f"superior/{about_day(office, local_day(now))}"
    return _letter(MessageKind.OVERDUE, about, address, words, blocks, base, "/plazos", not_before, approval)


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
    said: Wordings = HOUSE,
    own: bool = False,
) -> Letter:
    """Return the message that reminds an office of a transfer; `route` is who sent it and who answers."""
    sender, receiver = route
    due = f"{short_day(local_day(answer_by))}, {local(answer_by):%H:%M}"
    until = f"El plazo {'venció' if answer_by < now else 'vence'} el {due}"
    words = _words(LetterKind.REMINDER, said, codigo=code, envia=sender, recibe=receiver, plazo=until)
    about = f"{about_transfer(number)}/{now:%Y%m%d%H%M%S}"
    blocks, page = [("", [words.opening, f"{code} · {base}/registros/{code}"])], "/transferencias"
    return _letter(MessageKind.OVERDUE, about, address, words, blocks, base, page, not_before, approval, own)


def _words(kind: LetterKind, said: Wordings, **values: str) -> Wording:
    return filled(wording_of(kind, said), values)


def _letter(
    kind: MessageKind,
    about: str,
    address: str,
    words: Wording,
    blocks: Sequence[tuple[str, Sequence[str]]],
    base: str,
    page: str,
    not_before: datetime,
    approval: bool,
    own: bool = False,
) -> Letter:
    """Return a message; one that a person asked for says where she changes that."""
    change = f"{base}{OWN_PAGE}"
    plain, marked = (
        (
            f"{_ASKED_FOR} Cambiar hora o canal: {change}",
            f'{_ASKED_FOR} <a href="{escape(change)}">Cambiar hora o canal</a>',
        )
        if own
        else (_BY_RULE, _BY_RULE)
    )
    text = [f"{title}\n" + "\n".join(lines) if title else "\n".join(lines) for title, lines in blocks if lines]
    html = [
        (f"<h2>{escape(title)}</h2>" if title else "") + "".join(f"<p>{escape(line)}</p>" for line in lines)
        for title, lines in blocks
        if lines
    ]
    html.append(f'<p><a href="{escape(base + page)}">Abrir Atalaya</a></p>')
    text.append(f"Abrir: {base}{page}")
    if words.closing:
        text.append(words.closing)
        html.append(f"<p>{escape(words.closing)}</p>")
    return Letter(
        key=key_of(kind, about, address),
        kind=kind,
        address=address,
        subject=_one_line(words.subject)[:150],
        text="\n\n".join([*text, plain]) + "\n",
        html=f'<!doctype html><html lang="es-BO"><body>{"".join(html)}<p>{marked}</p></body></html>',
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
