"""The file of a record: begun with it, edited field by field so that no words are lost, its phase moved by steps."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from conflict.casefields import Clash, merged, read_fields
from conflict.clocks import Term
from conflict.departments import DEPARTMENTS
from conflict.handling import PHASE_MOVES, move
from conflict.lapaz import local_day
from conflict.lifecycle import RecordKind
from conflict.permissions import Ability
from conflict.record import TITLE_CHARS, Person, RuleError, said
from conflict.text import fold
from conflict.vocabulary import Phase
from register.case_tables import CaseFile
from register.commands import recordkeeping as keep
from register.commands.matching import hold_records
from register.record_tables import RecordRow

_COPIED = (
    "summary",
    "alert_class",
    "origin",
    "intensity",
    "trend",
    "typology",
    "rights",
    "demand",
    "place_words",
    "affected_words",
    "dialogue",
    "foreseen_on",
    "probability",
    "impact",
    "no_harm",
    "vocabulary",
    "realm",
    "reach",
    "setting",
    "competence",
    "field_check",
)


def begin(session: Session, record_id: int, kind: RecordKind, vocabulary: str, by: Person, now: datetime) -> None:
    """Open the empty file of a new record, which keeps the date of the vocabularies in force."""
    phase = Phase.PREVENTION if kind is RecordKind.ALERT else Phase.HANDLING
    session.execute(
        insert(CaseFile).values(
            record_id=record_id,
            summary="",
            phase=phase.value,
            rights=[],
            demand="",
            place_words="",
            affected_words="",
            dialogue="",
            foreseen_on="",
            no_measure=False,
            no_harm=False,
            no_simat=False,
            vocabulary=vocabulary,
            edited_at=now,
            edited_by=by.name,
            row_version=1,
        )
    )


def copy(session: Session, before: int, after: int, phase: Phase, by: Person, now: datetime) -> None:
    """Give the conflict that an alert becomes what was filled in of the alert."""
    file = session.get_one(CaseFile, before)
    kept = {name: getattr(file, name) for name in _COPIED}
    session.execute(
        insert(CaseFile).values(
            record_id=after,
            phase=phase.value,
            no_measure=False,
            no_simat=False,
            edited_at=now,
            edited_by=by.name,
            row_version=1,
            **kept,
        )
    )


def edit(
    session: Session, *, code: str, form: Mapping[str, str], before: Mapping[str, str], by: Person, now: datetime
) -> tuple[Clash, ...]:
    """Write the fields of a form and return the clashes; with any clash nothing is written.

    `before` is what the page showed when it was opened, field by field. Raise RuleError for a value that is none, an
    announced day that is not ahead, or a closed record.
    """
    record = keep.find_open(session, code, by)
    file = session.scalars(select(CaseFile).where(CaseFile.record_id == record.id).with_for_update()).one()
    mine, base = read_fields(form), read_fields({name: before.get(name, "") for name in form})
    changes, clashes = merged(base, {name: getattr(file, name) for name in mine}, mine)
    if clashes or not changes:
        return clashes
    foreseen = changes.get("foreseen_on")
    if foreseen and record.kind == RecordKind.ALERT.value and foreseen < _tomorrow(now):
        raise RuleError(
            f"foreseen on {foreseen}",
            "La fecha prevista de una alerta es mañana o después. Si ya ocurrió, anote el hecho y conviértala.",
            "foreseen_on",
        )
    session.execute(
        update(CaseFile)
        .where(CaseFile.record_id == record.id)
        .values(edited_at=now, edited_by=by.name, row_version=CaseFile.row_version + 1, **changes)
    )
    keep.change(session, record, now)
    keep.tell(session, record, "ficha.editar", by, now, {"campos": sorted(changes)})
    return ()


def retitle(session: Session, *, code: str, title: str, by: Person, now: datetime) -> None:
    """Give a record another title; the one before stays in its timeline."""
    record = keep.find_open(session, code, by)
    text = said(title, "el título", TITLE_CHARS, "title")
    if text != record.title:
        searchable = f"{record.searchable} {fold(text)}".strip()
        changed = {"title": text, "searchable": searchable}
        keep.note(session, record, f"Título antes: {record.title}", "ficha.titulo", by, now, {}, **changed)


def locate(
    session: Session, *, code: str, departments: list[str], municipalities: list[str], by: Person, now: datetime
) -> None:
    """Say where a record is about: department codes and names of municipalities, at most ten."""
    record = keep.find_open(session, code, by)
    names = list(dict.fromkeys(" ".join(one.split())[:80] for one in municipalities if one.strip()))
    codes = sorted(set(departments))
    if len(names) > 10 or not set(codes) <= set(DEPARTMENTS):
        raise RuleError(
            f"{len(names)} municipalities in {codes[:9]}",
            "Elija departamentos y hasta diez municipios.",
            "municipalities",
        )
    searchable = f"{record.searchable} {fold(' '.join(names))}".strip()
    keep.change(session, record, now, departments=codes, municipalities=names, searchable=searchable)
    keep.tell(session, record, "ficha.lugar", by, now, {"departamentos": codes, "municipios": names})


def to_phase(session: Session, *, code: str, phase: Phase, words: str, by: Person, now: datetime) -> None:
    """Take an open record to another phase, with the words that say why.

    Transformation needs an agreement or a lifting written down; the database asks the same.
    """
    record = keep.find_open(session, code, by)
    file = session.get_one(CaseFile, record.id, with_for_update=True)
    move(PHASE_MOVES, Phase(file.phase), phase, "Fase")
    text = said(words, "por qué cambia la fase")
    if phase is Phase.TRANSFORMATION and not keep.settled(session, record.id):
        raise RuleError(
            "transformation without agreement or lifting",
            "Pasa a transformación cuando hay un acuerdo o un levantamiento anotado. Anótelo primero.",
        )
    set_phase(session, record, phase, text, by, now)


def set_phase(session: Session, record: RecordRow, phase: Phase, text: str, by: Person, now: datetime) -> None:
    """Write a phase that is allowed, with its line."""
    session.execute(
        update(CaseFile)
        .where(CaseFile.record_id == record.id)
        .values(phase=phase.value, row_version=CaseFile.row_version + 1)
    )
    keep.note(session, record, f"Fase {phase.value}: {text}", "ficha.fase", by, now, {"fase": phase.value})


UPDATE_TERMS = {
    Phase.MONITORING: Term.UPDATE_PREVENTION,
    Phase.PREVENTION: Term.UPDATE_PREVENTION,
    Phase.HANDLING: Term.UPDATE_HANDLING,
    Phase.TRANSFORMATION: Term.UPDATE_TRANSFORMATION,
}
"""How long an open record may stay without news, by phase."""


def _tomorrow(now: datetime) -> str:
    return (local_day(now) + timedelta(days=1)).isoformat()


def front_of(session: Session, *, code: str, parent: str, by: Person, now: datetime) -> None:
    """Make a conflict a local front of another one; "" makes it stand alone again. Two levels, no more.

    Figures count either the parent or its fronts and say which; with three levels nobody could.
    """
    hold_records(session, (code, parent))
    record = keep.find_open(session, code, by)
    above = keep.find_open(session, parent.strip().upper(), by, Ability.SEE_RECORDS) if parent.strip() else None
    if above is not None:
        over = session.scalar(select(CaseFile.parent_id).where(CaseFile.record_id == above.id))
        under = session.scalar(select(CaseFile.record_id).where(CaseFile.parent_id == record.id).limit(1))
        conflicts = {record.kind, above.kind} == {RecordKind.CONFLICT.value}
        if above.id == record.id or over is not None or under is not None or not conflicts:
            raise RuleError(
                f"{code} under {parent[:40]!r}",
                "Un frente depende de otro conflicto abierto que no sea a su vez frente, y no tiene frentes propios.",
                "other",
            )
    session.execute(
        update(CaseFile)
        .where(CaseFile.record_id == record.id)
        .values(parent_id=above.id if above else None, row_version=CaseFile.row_version + 1)
    )
    line = f"Frente local de {above.code}" if above else "Ya no es frente de otro conflicto"
    keep.note(session, record, line, "ficha.frente", by, now, {"de": above.code if above else ""})
