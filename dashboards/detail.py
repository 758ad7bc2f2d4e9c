"""The panel of one row: what, where, until when, and why the machine thinks so; pure."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from conflict.actor import ActorRole
from conflict.codebook import DECIDABLE_QUEUE_STATES, LEVEL_STEPS, DateKind, Measure, Scope
from conflict.signal import Reading, text_of
from dashboards.claims import claim_view
from dashboards.entered_views import brought_words
from dashboards.highlight import Piece, pieces
from dashboards.labels import (
    ANNOUNCED_STATES,
    LEVELS,
    MEASURES,
    QUEUE_STATES,
    RECORD_STATES,
    ROUTE_BASES,
    SCOPES,
    STAGES,
    TIME_QUALITIES,
    department_name,
)
from dashboards.pages import AnnouncedLink, CandidateView, DetailView, MoveView, NoteView, Option, WorkView
from dashboards.when import ago, day_words, review_words, short_day
from register.announcement_rows import AnnouncementFact
from register.queries.entered import EnteredFact
from register.record_rows import RecordFact
from register.rows import OfficeFact, QueueDetail, QueueNote

LONGEST_EXCERPT = 1_200
"""Characters of a text shown as evidence; the original is one key away."""

DATE_LEADS = {DateKind.LIMIT: "Hasta el", DateKind.BEGINNING: "Desde el", DateKind.DAY: "Para el"}
WORDS = ((0.9, "Casi seguro"), (0.75, "Muy probable"), (0.6, "Probable"), (0.0, "Dudoso"))


def view_of(
    found: QueueDetail,
    now: datetime,
    near: Sequence[RecordFact] = (),
    query: str = "",
    offices: Sequence[OfficeFact] = (),
    brought: EnteredFact | None = None,
    work: WorkView = WorkView(),  # noqa: B008 - frozen
) -> DetailView:
    """Return the panel of one row of the queue.

    `near` are records it may belong to, `query` the view it is in, `offices` those at work,
    `brought` how a person brought it, None for a row of the machine, `work` who is at it.
    """
    row, main = found.row, _strongest(found.notes)
    reading = main.reading
    review, tone = review_words(row.review_by, now)
    deadline = _deadline(found.notes)
    return DetailView(
        code=row.code,
        title=row.title,
        level=LEVELS[row.level],
        level_step=LEVEL_STEPS[row.level],
        review=review,
        review_tone=tone,
        state=QUEUE_STATES[row.state],
        place=_place(main, row.municipalities, row.departments, row.scope),
        place_reason=main.location.reason if main.location else "",
        stage=STAGES[row.stage],
        measures=tuple(MEASURES[Measure(m)] for m in row.measures),
        deadline=deadline[0],
        deadline_words=deadline[1],
        announced=tuple(_announced(one) for one in found.announced),
        claim=claim_view(row.claim),
        roles=_roles(reading),
        excerpt=_excerpt(main),
        excerpt_source=main.outlet,
        dots=_dots(reading),
        likelihood="La agregó una persona" if brought else _likelihood(reading),
        frequency="" if brought else _frequency(reading),
        rule=row.floor,
        notes_head=_head(row.notes, row.outlets) if row.notes else "Lo que se contó",
        notes=tuple(_note(note, now) for note in found.notes),
        original=next((safe for note in found.notes if (safe := safe_link(note.link))), None),
        version=row.version,
        decidable=row.state in DECIDABLE_QUEUE_STATES,
        query=query,
        candidates=tuple(
            CandidateView(
                one.code,
                one.title,
                ", ".join((*one.municipalities[:2], *map(department_name, one.departments[:1]))),
                RECORD_STATES[one.state],
            )
            for one in near
        ),
        office=row.office_name or "Sin oficina",
        office_reason=ROUTE_BASES[row.office_basis],
        moves=tuple(
            MoveView(ago(one.at, now), f"De {one.sender} a {one.receiver}, por {one.by}", one.reason)
            for one in found.moves
        ),
        receivers=tuple(Option(one.id, one.name, 0, False) for one in offices if one.id != row.office),
        brought=brought_words(brought, now),
        file=brought.file_name if brought and brought.digest else "",
        work=work,
    )


def _strongest(notes: tuple[QueueNote, ...]) -> QueueNote:
    """Return the article that speaks clearest: the one whose words explain the row."""
    return max(
        notes, key=lambda n: (n.reading is not None and n.reading.signal, n.reading.probability if n.reading else 0)
    )


def _deadline(notes: tuple[QueueNote, ...]) -> tuple[str, str]:
    for note in notes:
        if note.reading and note.reading.deadline:
            told = note.reading.deadline
            until = f" al {day_words(told.last)}" if told.last else ", sin fecha de fin" if told.open_ended else ""
            return f"{DATE_LEADS[told.kind]} {day_words(told.day)}{until}", told.text
    return "", ""


def _announced(fact: AnnouncementFact) -> AnnouncedLink:
    """Return the entry as a link into the calendar, in its longest span so that it stands there."""
    until = f" a {short_day(fact.last)}" if fact.last else ""
    what = MEASURES[fact.measure] if fact.measure else "Fecha anunciada"
    words = f"{short_day(fact.first)}{until}: {what}, {ANNOUNCED_STATES[fact.state].lower()}"
    return AnnouncedLink(f"/calendario?dias=30#{fact.code}", words)


def _place(note: QueueNote, municipalities: tuple[str, ...], departments: tuple[str, ...], scope: str) -> str:
    named = ", ".join((*municipalities, *(department_name(code) for code in departments)))
    return named or SCOPES[Scope(scope)]


def _excerpt(note: QueueNote) -> tuple[Piece, ...]:
    text = text_of(note.title, note.summary, note.body)
    reasons = note.reading.reasons if note.reading else ()
    if len(text) > LONGEST_EXCERPT:
        text = text[:LONGEST_EXCERPT].rsplit(" ", 1)[0] + " …"
    return pieces(text, reasons)


def _roles(reading: Reading | None) -> str:
    """Return why each actor of the excerpt has its role, in one line."""
    told = () if reading is None else (one for one in reading.actors if one.role is not ActorRole.OTHER)
    return "; ".join(f"{one.said} ({one.reason})" for one in told)


def _dots(reading: Reading | None) -> tuple[bool, ...]:
    filled = 0 if reading is None else max(1, round(5 * reading.probability))
    return tuple(index < filled for index in range(5))


def _likelihood(reading: Reading | None) -> str:
    if reading is None:
        return "Sin leer"
    if reading.doubtful and not reading.floor:
        return "En duda"
    return next(word for least, word in WORDS if reading.probability >= least)


def _frequency(reading: Reading | None) -> str:
    """Say the probability as a natural frequency, never as a bare score."""
    if reading is None:
        return "El clasificador todavía no leyó esta nota."
    share = min(max(round(10 * reading.probability), 1), 10)
    how_many = "una habla" if share == 1 else f"unas {share} hablan"
    whose = "El clasificador duda; decide usted." if reading.doubtful else "El sistema sugiere; la decisión es suya."
    return f"De cada 10 notas como esta, {how_many} de un conflicto. {whose}"


def _head(notes: int, outlets: int) -> str:
    return f"{'1 nota' if notes == 1 else f'{notes} notas'} en {'1 medio' if outlets == 1 else f'{outlets} medios'}"


def _note(note: QueueNote, now: datetime) -> NoteView:
    return NoteView(
        title=note.title,
        outlet=note.outlet,
        moment=ago(note.published_at or note.first_seen_at, now),
        time_note=TIME_QUALITIES[note.time_quality],
        link=safe_link(note.link),
        article=note.article_id,
    )


def safe_link(link: str | None) -> str | None:
    """Return the link when it is one that a page may carry: absolute http or https, its host plain to see; else None.

    A name before an @ would pass for the host, and a browser takes a backslash for a slash.
    """
    if not link:
        return None
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    plain = bool(parts.netloc) and not set("@\\") & set(parts.netloc)
    return link if plain and parts.scheme in ("http", "https") else None
