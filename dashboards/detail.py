"""The panel of one row: what, where, until when, and why the machine thinks so; pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from conflict.actor import ActorRole
from conflict.codebook import DECIDABLE_QUEUE_STATES, LEVEL_STEPS, DateKind, Measure, Scope
from conflict.drawn import in_ten, noticeable
from conflict.esbo import counted, listed
from conflict.lifecycle import RecordState
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
from dashboards.pages import (
    AlikeNote,
    AnnouncedLink,
    CandidateView,
    CompanyView,
    DetailView,
    MoveView,
    NoteView,
    Option,
    WorkView,
)
from dashboards.town import MOST_NAMES
from dashboards.when import ago, day_words, review_words, short_day
from register.announcement_rows import AnnouncementFact
from register.queries.company import DrawnFact
from register.queries.entered import EnteredFact
from register.queries.search import Hit
from register.record_rows import RecordFact
from register.rows import OfficeFact, QueueDetail, QueueNote, QueueRow

LONGEST_EXCERPT = 1_200
"""Characters of a text shown as evidence; the original is one key away."""

LONGEST_TITLE = 90
"""Characters of the title of a note that is told in a sentence: some headlines are as long as their note."""
_HOW_MANY = {1: "una nota parecida", 2: "dos notas parecidas", 3: "tres notas parecidas"}

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
    drawn: DrawnFact | None = None,
) -> DetailView:
    """Return the panel of one row of the queue.

    `near` are records it may belong to, `query` the view it is in, `offices` those at work,
    `brought` how a person brought it, None for a row of the machine, `work` who is at it, `drawn` what the notes of the
    same days did to the reading of its strongest note.
    """
    row, main = found.row, strongest(found.notes)
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
        town=listed(row.municipalities, MOST_NAMES),
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
        candidates=tuple(replace(candidate_of(one), why=_alike(one, row)) for one in near),
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
        company=None if brought or drawn is None or reading is None else _company(drawn, reading),
    )


def candidate_of(one: RecordFact | Hit) -> CandidateView:
    """Return a record to which a row may belong, as the panel offers it."""
    where = (*one.municipalities[:2], *map(department_name, one.departments[:1]))
    return CandidateView(one.code, one.title, ", ".join(where), RECORD_STATES[RecordState(one.state)])


def _alike(record: RecordFact, row: QueueRow) -> str:
    """Say what a record has in common with a row."""
    told = "mismo municipio" if set(record.municipalities) & set(row.municipalities) else "mismo departamento"
    return f"{told} y medida" if set(record.measures) & set(row.measures) else told


def strongest(notes: tuple[QueueNote, ...]) -> QueueNote:
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
    how_many = _speak(reading.probability)
    whose = "El clasificador duda; decide usted." if reading.doubtful else "El sistema sugiere; la decisión es suya."
    return f"De cada 10 notas como esta, {how_many} de un conflicto; cuentan las parecidas de esos días. {whose}"


def _speak(probability: float) -> str:
    """Say of how many notes of ten a probability speaks, up to its verb."""
    share = in_ten(probability)
    return "una habla" if share == 1 else f"unas {share} hablan"


def _company(drawn: DrawnFact, reading: Reading) -> CompanyView | None:
    """Say what the note was alone and who drew it, where that is worth a sentence; those that held against it are not
    told."""
    own, now = drawn.alone, reading.probability
    if own == now or not noticeable(own, now, signal_alone=drawn.signal, signal=reading.signal):
        return None
    closer = now > own
    by = [one for one in drawn.by if one.towards is closer]
    alone = "Por sí sola"
    if drawn.signal != reading.signal:
        alone += f"{' no' if reading.signal else ''} se habría marcado"
    if in_ten(own) != in_ten(now):
        joint = ", " if alone == "Por sí sola" else ": "
        alone += f"{joint}de cada 10 notas como esta, {_speak(own)} de un conflicto"
    drew = f"{'acerca' if closer else 'aleja'}{'' if len(by) == 1 else 'n'} {'a' if closer else 'de'} un conflicto"
    who = f"{_HOW_MANY.get(len(by), 'otras notas parecidas')} de esos días la {drew}"
    notes = tuple(AlikeNote(_shortened(one.title), one.outlet, safe_link(one.link)) for one in by)
    return CompanyView(f"{alone}; {who}{':' if notes else '.'}", notes)


def _shortened(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"


def _head(notes: int, outlets: int) -> str:
    return f"{counted(notes, 'nota', 'notas')} en {counted(outlets, 'medio', 'medios')}"


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
