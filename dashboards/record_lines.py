"""Facts of records to the lines that pages show; pure."""

from collections.abc import Iterable
from datetime import datetime

from conflict.codebook import LEVEL_STEPS, Level, Measure
from conflict.departments import DEPARTMENTS
from conflict.handling import TRANSFER_MOVES
from conflict.lapaz import local, local_day
from conflict.lifecycle import (
    CLOSING,
    OPEN_STATES,
    WAITING_TRANSFERS,
    DeadlineState,
    Outcome,
    RecordStep,
    TransferState,
    possible,
)
from conflict.office import OfficeKind
from conflict.permissions import Ability, Thing, allowed, worth_offering
from conflict.record import Person
from conflict.rulebook import AfterAcceptance
from conflict.text import fold
from conflict.wordbook import Wordbook
from dashboards.beyond import BeyondView
from dashboards.case_views import CaseView
from dashboards.claims import claim_view
from dashboards.field_words import told_action, told_fact
from dashboards.labels import (
    ACTION_KINDS,
    DEADLINE_STATES,
    ENDINGS,
    FACT_MEASURES,
    LEVELS,
    MEASURES,
    RECORD_KINDS,
    RECORD_STATES,
    RECORD_STEPS,
    TRANSFER_MOTIVES,
    TRANSFER_STATES,
    department_name,
)
from dashboards.pages import Frame, Option
from dashboards.record_views import (
    AgendaDay,
    DeadlineLine,
    HistoryLine,
    LevelChange,
    RecordItem,
    RecordView,
    Some,
    StepOption,
    TransferLine,
    Way,
)
from dashboards.upkeep import upkeep_view
from dashboards.when import absolute, ago, review_words, whole_day
from register.case_rows import CaseDetail, HappenedFact
from register.commands.transfers import REMIND_AFTER
from register.queries.upkeep import KeptFact
from register.record_rows import DeadlineFact, RecordDetail, RecordFact, Regraded, TimelineFact, TransferFact
from register.rows import OfficeFact

TIMELINE = {"acciones": "Acciones", "hechos": "Hechos", "cambios": "Cambios"}

TRANSFER_BUTTONS = (
    ("autorizar", "Autorizar", TransferState.AUTHORISED),
    ("enviar", "Enviar", TransferState.SENT),
    ("aceptar", "Aceptar", TransferState.ACCEPTED),
    ("devolver", "Devolver", TransferState.RETURNED),
    ("retirar", "Retirar", TransferState.WITHDRAWN),
    ("cerrar", "Enviar resultado y cerrar", TransferState.CLOSED),
)
ASKED_OF = {
    TransferState.AUTHORISED: Ability.AUTHORISE_TRANSFER,
    TransferState.ACCEPTED: Ability.ANSWER_TRANSFER,
    TransferState.RETURNED: Ability.ANSWER_TRANSFER,
    TransferState.CLOSED: Ability.ANSWER_TRANSFER,
}
"""What a person needs to take a transfer there; to ask for one, for every other step."""
ROLES = {
    AfterAcceptance.SUPPORTS: "la oficina de origen queda como apoyo",
    AfterAcceptance.CLOSES: "la oficina de origen concluyó su parte",
}


def item_of(fact: RecordFact, kept: KeptFact | None, words: Wordbook, now: datetime) -> RecordItem:
    """Return one line of the list; `kept` is None for a record whose file is not there."""
    due, tone = review_words(fact.next_due, now) if fact.next_due else ("–", "calm")
    return RecordItem(
        code=fact.code,
        title=fact.title,
        place=place_of(fact),
        kind=RECORD_KINDS[fact.kind],
        level=LEVELS[fact.level],
        level_step=LEVEL_STEPS[fact.level],
        state=RECORD_STATES[fact.state],
        responsible=fact.responsible,
        last_action=ago(fact.last_action, now).text if fact.last_action else "sin acciones",
        next_due=due,
        due_tone=tone,
        phase=words[kept.phase] if kept else "–",
        done=upkeep_words(fact, kept),
    )


def upkeep_words(fact: RecordFact, kept: KeptFact | None) -> str:
    """Return how far an open record is up to date; one that ended is asked for nothing any more."""
    if kept is None or fact.state not in OPEN_STATES:
        return "–"
    return f"{kept.upkeep.done} de {kept.upkeep.whole}"


def place_of(fact: RecordFact) -> str:
    """Return where a record is about, in one line."""
    return ", ".join((*fact.municipalities[:3], *map(department_name, fact.departments[:2]))) or "Sin ubicar"


def way_to(office: str, known: Iterable[OfficeFact]) -> Way:
    """Return the way from the list to an office, each step with its address: list, department, office.

    The last step has none, being where the record is; an office that the table does not know is told by its name.
    """
    root = ("Registros", "/registros")
    found = next((one for one in known if one.name == office), None)
    if found is None or found.kind is OfficeKind.NATIONAL:
        return root, (found.short if found else office, "")
    department = DEPARTMENTS.get(found.department, found.department)
    if found.kind is OfficeKind.DELEGATION:
        return root, (department, f"/registros?departamento={found.department}")
    return root, (department, f"/registros?departamento={found.department}"), (found.short, "")


def view_of(
    around: Frame,
    detail: RecordDetail,
    now: datetime,
    offices: tuple[str, ...],
    file: CaseDetail,
    case: CaseView,
    beyond: BeyondView,
    show: str = "",
    people: tuple[Option, ...] = (),
    *,
    way: Way = (),
    by: Person | None = None,
) -> RecordView:
    """Return the page of one record; `show` narrows its timeline to one of `TIMELINE`.

    `people` are those of its office that it may be given to, `way` leads from the list to that office; `by` is who
    reads, who is offered the forms that the table of permissions opens.
    """
    fact = detail.record
    may = rights_over(fact, by)
    edits = Ability.EDIT in may
    if not edits:
        case, beyond = case.to_read(), beyond.to_read()
    steps = [
        one
        for one in possible(fact.kind, fact.state)
        if edits and one not in (RecordStep.ACT, RecordStep.MERGE, RecordStep.UNMERGE)
    ]
    closing = f"{ENDINGS[detail.outcome]}. {detail.closing_words}" if detail.outcome else detail.closing_words
    if detail.ended_on:
        closing = f"{closing} Terminó el {whole_day(detail.ended_on)}."
    return RecordView(
        frame=around,
        way=way,
        code=fact.code,
        version=fact.version,
        title=fact.title,
        kind=RECORD_KINDS[fact.kind],
        state=RECORD_STATES[fact.state],
        level=LEVELS[fact.level],
        level_step=LEVEL_STEPS[fact.level],
        place=place_of(fact),
        measures=tuple(MEASURES[Measure(one)] for one in fact.measures),
        opened=absolute(fact.opened_at),
        departments=tuple(Option(code, name, 0, code in fact.departments) for code, name in DEPARTMENTS.items()),
        municipalities=", ".join(fact.municipalities),
        responsible=fact.responsible,
        office=fact.office,
        closing=closing,
        origin=detail.origin,
        became=detail.became,
        claim=claim_view(detail.record.claim),
        open=edits and fact.state in OPEN_STATES,
        may=frozenset(one.value for one in may),
        upkeep=upkeep_view(detail, file, now, edits=edits),
        history=timeline(detail, file, now, show),
        show=show if show in TIMELINE else "",
        case=case,
        beyond=beyond,
        endings=tuple(Option(one.value, RECORD_STEPS[one], 0, False) for one in steps if one in CLOSING),
        deadlines=tuple(deadline_of(one, now, writes=edits) for one in detail.deadlines),
        transfers=tuple(transfer_of(one, now, around.person, around.office, by) for one in detail.transfers),
        entries=detail.entries,
        outcomes=tuple(Option(one.value, ENDINGS[one], 0, False) for one in Outcome),
        steps=tuple(
            StepOption(one.value, RECORD_STEPS[one], one is RecordStep.BECOME_CONFLICT)
            for one in steps
            if one not in CLOSING
        ),
        offices=tuple(one for one in offices if one != fact.office),
        levels=tuple(Option(one.value, LEVELS[one], 0, False) for one in Level if one is not fact.level),
        people=people,
        now_local=f"{local(now):%Y-%m-%dT%H:%M}",
        last=ago(fact.last_action, now).text if fact.last_action else "",
        change=change_of(detail.regraded, fact.level, now),
    )


def change_of(regraded: Regraded | None, level: Level, now: datetime) -> LevelChange | None:
    """Return the last change of a level as the head of a record tells it; None where it never changed."""
    if regraded is None:
        return None
    day, today = local_day(regraded.at), local_day(now)
    when = {0: "hoy", 1: "ayer"}.get((today - day).days, whole_day(day))
    rose = LEVEL_STEPS[level] > LEVEL_STEPS[regraded.before]
    return LevelChange("▲" if rose else "▼", "subió" if rose else "bajó", f"desde {LEVELS[regraded.before]}, {when}")


def rights_over(fact: RecordFact, by: Person | None) -> frozenset[Ability]:
    """Return what a reader may do with a record; nothing for nobody."""
    thing = Thing(fact.departments, fact.municipalities, fact.office)
    return frozenset(one for one in Ability if by is not None and allowed(by, one, thing))


def timeline(detail: RecordDetail, file: CaseDetail, now: datetime, show: str) -> tuple[HistoryLine, ...]:
    """Return actions, facts and changes as one history, the newest first."""
    lines = [(one.at, "cambios" if one.kind is None else "acciones", _history(one, now)) for one in detail.timeline]
    lines += [(one.at, "hechos", _happened(one, now)) for one in file.facts]
    lines.sort(key=lambda line: line[0], reverse=True)
    return tuple(line for _, kind, line in lines if show not in TIMELINE or kind == show)


def _happened(one: HappenedFact, now: datetime) -> HistoryLine:
    what = FACT_MEASURES[one.measure] if one.measure else one.kind.value.replace("_", " ").capitalize()
    checked = "verificado por la Defensoría" if one.verified else "sin verificar"
    words, struck = told_fact(one), one.annulled
    if one.annulled_at is not None:
        struck = f"{one.annulled} ({one.annulled_by}, {absolute(one.annulled_at)})"
    return HistoryLine(
        ago(one.at, now), f"Hecho: {what}", one.by, words, f"{one.source} ({checked})", False, struck, one.id
    )


def _history(one: TimelineFact, now: datetime) -> HistoryLine:
    what = ACTION_KINDS[one.kind] if one.kind else "Cambio"
    return HistoryLine(ago(one.at, now), what, f"{one.by}, {one.office}", told_action(one), one.proof, one.kind is None)


def deadline_of(one: DeadlineFact, now: datetime, *, writes: bool = True) -> DeadlineLine:
    """Return the line of one deadline, with its forms for who `writes` in its record."""
    waiting = one.state is DeadlineState.OPEN
    due, tone = review_words(one.due_at, now) if waiting else (DEADLINE_STATES[one.state], "calm")
    who = one.addressee or one.responsible
    return DeadlineLine(
        one.id,
        one.record,
        one.record_title,
        one.what,
        who,
        due,
        absolute(one.due_at),
        tone,
        waiting and writes,
        one.version,
        one.office,
    )


def transfer_of(
    one: TransferFact, now: datetime, reader: str, office: str = "", by: Person | None = None
) -> TransferLine:
    """Return the line of one transfer.

    Who asked for it is not offered to authorise it, which a second person does; to accept it or give it back is offered
    to the office that receives it alone, where the `office` of the reader is told; `by` gets no other step either that
    the table of permissions is certain to refuse.
    """
    answers = not office or fold(office) == fold(one.receiver)
    waiting = one.state in WAITING_TRANSFERS
    due, tone = review_words(one.answer_by, now) if waiting else ("", "calm")
    moves = tuple(
        Option(step, words, 0, False)
        for step, words, reached in TRANSFER_BUTTONS
        if reached in TRANSFER_MOVES.get(one.state, frozenset())
        and not (reached is TransferState.AUTHORISED and reader == one.asked_by)
        and (answers or reached not in (TransferState.ACCEPTED, TransferState.RETURNED))
        and (by is None or _offered(by, reached, one))
    )
    reminded = one.reminded_at if waiting else None
    if _to_remind(one, now, by):
        moves = (Option("recordar", "Recordar", 0, False), *moves)
    return TransferLine(
        id=one.id,
        record=one.record,
        title=one.record_title,
        route=f"{one.sender} → {one.receiver}",
        reason=f"{TRANSFER_MOTIVES[one.motive]}. {one.reason}",
        state=TRANSFER_STATES[one.state],
        asked=f"{absolute(one.asked_at)}, {one.asked_by}",
        answer=one.answer,
        result=one.counter_reference,
        moves=moves,
        role=ROLES[one.local_role] if one.state in (TransferState.ACCEPTED, TransferState.CLOSED) else "",
        due=due,
        tone=tone,
        waiting=waiting,
        version=one.version,
        again=one.state in (TransferState.RETURNED, TransferState.WITHDRAWN),
        reminded=ago(reminded, now).text if reminded else "",
    )


def _to_remind(one: TransferFact, now: datetime, by: Person | None) -> bool:
    """Say whether a reader may remind the receiver now."""
    rested = one.reminded_at is None or now - one.reminded_at >= REMIND_AFTER
    return by is not None and one.state is TransferState.SENT and rested and _offered(by, TransferState.SENT, one)


def _offered(by: Person, reached: TransferState, one: TransferFact) -> bool:
    ability = ASKED_OF.get(reached, Ability.ASK_TRANSFER)
    return worth_offering(by, ability, one.receiver if ability is Ability.ANSWER_TRANSFER else one.sender)


def days_of(
    facts: tuple[DeadlineFact, ...], now: datetime, most: int, by: Person | None = None
) -> tuple[AgendaDay, ...]:
    """Gather deadlines by when they are due, the overdue first; stretches without any are left out.

    Of each stretch the first ones are shown, `most` at most; with their forms where `by` may write in the record.
    """
    today = local_day(now)
    named: dict[str, list[DeadlineFact]] = {
        name: [] for name in ("Vencidos", "Hoy", "Mañana", "En siete días", "Después")
    }
    for fact in facts:
        ahead = (local_day(fact.due_at) - today).days
        name = (
            "Vencidos"
            if fact.due_at < now
            else "Hoy"
            if ahead == 0
            else "Mañana"
            if ahead == 1
            else "En siete días"
            if ahead <= 7
            else "Después"
        )
        named[name].append(fact)
    return tuple(
        AgendaDay(
            name,
            Some(
                tuple(
                    deadline_of(one, now, writes=by is None or worth_offering(by, Ability.EDIT, one.office))
                    for one in found[:most]
                ),
                len(found),
            ),
        )
        for name, found in named.items()
        if found
    )
