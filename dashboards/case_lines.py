"""The file of a record to the lines that its page shows; pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from conflict.actionfamily import FAMILIES, family_of
from conflict.casefields import FIELDS
from conflict.claim import NO_CLAIM, Claim
from conflict.dimensions import Competence, Reach, Realm, Setting
from conflict.fieldwork import FieldCheck, Modality, PlacePrecision, TimePrecision
from conflict.handling import (
    AGREEMENT_MOVES,
    COMMITMENT_MOVES,
    PHASE_MOVES,
    RECOMMENDATION_MOVES,
    REQUEST_MOVES,
    CommitmentState,
)
from conflict.lifecycle import ActionKind
from conflict.measure import FactMeasure
from conflict.text import fold
from conflict.typology import Typology
from conflict.vocabulary import (
    ActorRole,
    AlertClass,
    Certainty,
    FactKind,
    HarmGroup,
    HarmKind,
    Intensity,
    Origin,
    OutsideSystem,
    RelationKind,
    Right,
    Sector,
    Side,
    Trend,
    risk,
)
from conflict.wordbook import Wordbook
from dashboards.case_views import CaseView, Entry, Field
from dashboards.pages import Option
from dashboards.when import absolute, dated, review_words, written
from register.case_rows import AgreementFact, CaseDetail, CommitmentFact, RequestFact
from register.record_rows import RecordDetail

State = TypeVar("State", bound=StrEnum)

FIELD_WORDS = {
    "summary": ("Resumen", "parrafo", "Qué pasa, en pocas frases; es lo primero que lee otra oficina"),
    "alert_class": ("Clase de alerta", "opcion", ""),
    "origin": ("Cómo se conoció", "opcion", ""),
    "foreseen_on": ("Fecha prevista", "fecha", "El día que se anunció; en una alerta, mañana o después"),
    "probability": ("Probabilidad", "grado", "De 1 a 3"),
    "impact": ("Impacto", "grado", "De 1 a 3"),
    "intensity": ("Intensidad", "opcion", ""),
    "trend": ("Tendencia", "opcion", ""),
    "typology": ("Tipología", "opcion", ""),
    "demand": ("Demanda", "parrafo", "Qué se exige y a quién"),
    "rights": ("Derechos en riesgo o vulnerados", "varias", ""),
    "affected_words": ("Población afectada", "texto", "Quiénes y cuántas personas, más o menos"),
    "place_words": ("Localidad o tramo", "texto", ""),
    "dialogue": ("Canal de diálogo", "texto", "Con quién se habla y por qué medio"),
    "no_measure": (
        "Sin medida de presión",
        "si",
        "Márquelo si no hubo ninguna; si la hubo, anótela en la ficha como hecho ocurrido",
    ),
    "no_harm": (
        "Sin heridos, fallecidos ni retenidos",
        "si",
        "Márquelo si no hubo ninguno; si los hubo, anótelos en Personas afectadas",
    ),
    "no_simat": ("Código SIMAT: no aplica", "si", ""),
    "field_check": ("Confirmación en campo", "opcion", "Si alguien de la institución lo comprobó en el lugar"),
    "realm": ("Campo", "opcion", ""),
    "reach": ("Alcance", "opcion", ""),
    "setting": ("Ámbito", "opcion", ""),
    "competence": ("Competencia principal", "opcion", "Quién debe responder antes que otros"),
}
GROUPS = (
    ("Qué pasa", ("summary", "demand", "typology", "place_words")),
    ("Alerta", ("alert_class", "origin", "foreseen_on", "probability", "impact", "field_check")),
    ("Conflicto", ("intensity", "trend", "dialogue")),
    ("Derechos y personas", ("rights", "affected_words")),
    ("Para concluir", ("no_measure", "no_harm", "no_simat")),
    ("Más datos", ("realm", "reach", "setting", "competence")),
)
FOLDED = frozenset({"Más datos"})
"""Groups that open only when somebody asks for them, or where something is filled in."""
CHOICES: Mapping[str, type[StrEnum]] = {
    "alert_class": AlertClass,
    "origin": Origin,
    "intensity": Intensity,
    "trend": Trend,
    "typology": Typology,
    "rights": Right,
    "field_check": FieldCheck,
    "realm": Realm,
    "reach": Reach,
    "setting": Setting,
    "competence": Competence,
}
MOVE_WORDS = {
    "reiterado": "Reiterar",
    "escalado": "Escalar al superior",
    "respondido_en_parte": "Respondió en parte",
    "respondido": "Respondió",
    "sin_respuesta": "No respondió",
    "retirado": "Retirar",
    "cumplido": "Cumplido",
    "cumplido_en_parte": "Cumplido en parte",
    "incumplido": "Incumplido",
    "en_seguimiento": "Pasar a seguimiento",
    "reformulado": "Reformulado",
    "aceptada": "Aceptada",
    "parcial": "Parcial",
    "cumplida": "Cumplida",
}
"""What the button of each move says."""


def spoken(code: str) -> str:
    """Return a state as words."""
    return code.replace("_", " ").capitalize()


def options(vocabulary: type[StrEnum], words: Wordbook, chosen: Iterable[str] = ()) -> tuple[Option, ...]:
    """Return a vocabulary as choices of a form."""
    picked = set(chosen)
    return tuple(Option(code, word, 0, code in picked) for code, word, _ in words.choices(vocabulary, picked))


def actions_of(words: Wordbook) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    """Return the actions as choices of a form by family, those of no family last under no name."""
    offered = {one.value: one for one in options(ActionKind, words)}
    grouped = [(words[family], [one.value for one in kinds]) for family, kinds in FAMILIES.items()]
    grouped.append(("", [one.value for one in ActionKind if family_of(one) is None]))
    return tuple((name, tuple(offered[code] for code in codes if code in offered)) for name, codes in grouped)


def moves_of(moves: Mapping[State, frozenset[State]], state: State) -> tuple[Option, ...]:
    """Return where a thing may go from its state, in the order of its vocabulary."""
    reached = moves.get(state, frozenset())
    return tuple(Option(one.value, MOVE_WORDS[one.value], 0, False) for one in type(state) if one in reached)


def typed(name: str, value: object) -> str:
    """Return a stored value as a form would send it."""
    if isinstance(value, bool):
        return "si" if value else ""
    if isinstance(value, list):
        return " ".join(value)
    return "" if value is None else str(value)


def worded(name: str, value: object, words: Wordbook) -> str:
    """Return a stored value as a person reads it, "" for nothing."""
    if isinstance(value, bool):
        return "sí" if value else ""
    if isinstance(value, list):
        return ", ".join(words[CHOICES[name](one)] for one in value)
    if value and name in CHOICES:
        return words[CHOICES[name](str(value))]
    return "" if value is None else str(value)


def fields_of(
    values: Mapping[str, object], words: Wordbook, claim: Claim = NO_CLAIM
) -> tuple[tuple[str, tuple[Field, ...]], ...]:
    """Return the form of the file, in groups; what the notes tell of a field that nobody filled in is offered in it."""
    told = {"demand": claim.demand, "typology": claim.typology or ""}
    return tuple(
        (group, tuple(_field(name, values, words, told.get(name, "")) for name in names)) for group, names in GROUPS
    )


def _field(name: str, values: Mapping[str, object], words: Wordbook, told: str) -> Field:
    label, kind, help_text = FIELD_WORDS[name]
    stored = typed(name, values[name])
    value = stored or told
    choices = options(CHOICES[name], words, value.split()) if name in CHOICES else ()
    return Field(name, label, kind, value, choices, help_text, read=bool(told) and not stored)


def _next_actor(claim: Claim, case: CaseDetail) -> tuple[str, tuple[Side, ...]]:
    """Return the first of those whom the notes name that the record does not have yet, and its side, if any."""
    known = {fold(one.name) for one in case.actors}
    named = [(name, Side.DEMANDER) for name in claim.claimants] + [(name, Side.ADDRESSEE) for name in claim.addressees]
    return next(((name, (side,)) for name, side in named if fold(name) not in known), ("", ()))


def case_of(case: CaseDetail, detail: RecordDetail, words: Wordbook, now: datetime) -> CaseView:
    """Return the file of a record as its page shows it."""
    values = case.file.values
    filled = [(FIELD_WORDS[name][0], worded(name, values[name], words)) for name in FIELDS]
    if isinstance(values["probability"], int) and isinstance(values["impact"], int):
        filled.append(("Riesgo", spoken(risk(values["probability"], values["impact"]))))
    reached = PHASE_MOVES.get(case.file.phase, frozenset())
    actor, side = _next_actor(detail.record.claim, case)
    return CaseView(
        filled=tuple((label, text) for label, text in filled if text),
        phase=words[case.file.phase],
        phases=tuple(Option(one.value, words[one], 0, False) for one in type(case.file.phase) if one in reached),
        vocabulary=written(case.file.vocabulary),
        parent=case.file.parent,
        fronts=case.file.fronts,
        merged_into=case.merged_into,
        joined=case.joined,
        harm=tuple(
            Entry(
                "afectacion",
                one.id,
                f"{one.count} · {words[one.kind]} ({words[one.people].lower()})",
                one.cause,
                f"{words[one.certainty]} · fuente: {one.source}{' · identidad reservada' if one.identified else ''}",
            )
            for one in case.harm
        ),
        identified=any(one.identified for one in case.harm),
        actors=tuple(
            Entry(
                "actor",
                one.id,
                one.name,
                "",
                f"{words[one.side]}, {words[one.role].lower()} · {words[one.sector]}",
                (Option("quitar", "Quitar", 0, False),),
            )
            for one in case.actors
        ),
        relations=tuple(
            Entry(
                "relacion",
                one.id,
                f"{one.one} y {one.other}: {words[one.kind].lower()}",
                "",
                f"Fuente: {one.source}",
                (Option("quitar", "Quitar", 0, False),),
            )
            for one in case.relations
        ),
        related=tuple(Option(str(one.id), one.name, 0, False) for one in case.actors),
        relation_kinds=options(RelationKind, words),
        evidence=tuple(
            Entry(
                "evidencia",
                one.id,
                one.name,
                one.words,
                f"{_size(one.bytes)} · {absolute(one.at)}, {one.by} · SHA-256 {one.digest[:16]}…",
                () if one.annulled else (Option("anular", "Anular", 0, False),),
                bool(one.annulled),
                link=f"/registros/{detail.record.code}/evidencia/{one.id}",
            )
            for one in case.evidence
        ),
        codes=tuple((words[one.system], one.code) for one in case.codes),
        coded=tuple(
            Option(f"{one.system.value}:{one.code}", f"{words[one.system]}: {one.code}", 0, False) for one in case.codes
        ),
        requests=tuple(_request(one, now) for one in case.requests),
        cites=tuple(
            Option(str(one.id), f"{one.addressee}: {one.cite or 'sin CITE'}", 0, False) for one in case.requests
        ),
        agreements=tuple(
            (_agreement(one), tuple(_commitment(each) for each in one.commitments)) for one in case.agreements
        ),
        papers=tuple(Option(str(one.id), one.name, 0, False) for one in case.evidence if not one.annulled),
        recommendations=tuple(
            Entry(
                "recomendacion",
                one.id,
                f"{one.document} a {one.addressee}",
                one.words,
                f"{spoken(one.state.value)} · enviada {dated(one.sent_on)}",
                moves_of(RECOMMENDATION_MOVES, one.state),
            )
            for one in case.recommendations
        ),
        proposal=""
        if case.proposal is None
        else f"{case.proposal.by} propone {case.proposal.step.value}: {case.proposal.words} "
        f"Se responde antes del {absolute(case.proposal.due_at)}.",
        actions=actions_of(words),
        facts=options(FactKind, words),
        measures=options(FactMeasure, words),
        place_precisions=options(PlacePrecision, words),
        time_precisions=options(TimePrecision, words),
        modalities=options(Modality, words),
        harms=options(HarmKind, words),
        groups=options(HarmGroup, words),
        certainties=options(Certainty, words),
        sides=options(Side, words, side),
        next_actor=actor,
        roles=options(ActorRole, words),
        sectors=options(Sector, words),
        systems=options(OutsideSystem, words),
    )


def _request(one: RequestFact, now: datetime) -> Entry:
    due, tone = review_words(one.due_at, now) if one.due_at else ("", "calm")
    told = [f"CITE {one.cite}"] if one.cite else []
    told += [spoken(one.state.value), f"enviado {absolute(one.sent_at)}"]
    told += [f"reiterado {absolute(one.repeated_at)}"] if one.repeated_at else []
    told += [f"escalado: {one.escalated_to}"] if one.escalated_to else []
    told += [f"respondió {absolute(one.answered_at)}"] if one.answered_at else []
    note = " · ".join((*told, one.note) if one.note else told)
    return Entry(
        "requerimiento", one.id, one.addressee, one.answer, note, moves_of(REQUEST_MOVES, one.state), False, tone, due
    )


def _agreement(one: AgreementFact) -> Entry:
    note = f"{spoken(one.state.value)} · {dated(one.signed_on)} · firman: {one.signers}"
    return Entry("acuerdo", one.id, one.words, "", note, moves_of(AGREEMENT_MOVES, one.state))


def _commitment(one: CommitmentFact) -> Entry:
    tone = "late" if one.state is CommitmentState.BROKEN else "calm"
    note = f"{spoken(one.state.value)} · vence {dated(one.due_on)} · debe: {one.owner}"
    note += f" · verificado el {dated(one.settled_on)}" if one.settled_on else ""
    note += f" · documento: {one.document}" if one.document else ""
    moves = moves_of(COMMITMENT_MOVES, one.state)
    return Entry("compromiso", one.id, one.words, one.verification, note, moves, False, tone)


def _size(count: int) -> str:
    return f"{count / 1_048_576:.1f} MB".replace(".", ",") if count >= 1_048_576 else f"{max(1, count // 1024)} KB"
