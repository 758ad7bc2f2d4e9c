"""The life of a record as tables: from which state, by which step, to which; nothing else may happen.

States of alerts and conflicts after the domain model (state machines); what the model leaves to the office — who must
approve — is decided above this table.
"""

from collections.abc import Mapping
from enum import StrEnum


class RecordKind(StrEnum):
    """What a person made of a signal."""

    ALERT = "alerta"
    CONFLICT = "conflicto"


class RecordState(StrEnum):
    """State of an alert or a conflict. A draft waits for the approval that some offices ask for."""

    DRAFT = "borrador"
    REGISTERED = "registrada"
    FOLLOWED = "en_seguimiento"
    BECAME_CONFLICT = "convertida_en_conflicto"
    CALLED_OFF = "desactivada"
    PASSED_WITHOUT_FACT = "vencida_sin_hecho"
    OPEN = "abierto"
    DORMANT = "latente"
    REACTIVATED = "reactivado"
    CONCLUDED = "concluido"
    ARCHIVED = "archivado"
    MERGED = "fusionada"
    VOID = "anulada"


class RecordStep(StrEnum):
    """What a person does to a record as a whole."""

    APPROVE = "aprobar"
    ACT = "actuar"
    BECOME_CONFLICT = "convertir"
    CALL_OFF = "desactivar"
    LAPSE = "vencer"
    REST = "dejar_latente"
    REACTIVATE = "reactivar"
    CONCLUDE = "concluir"
    ARCHIVE = "archivar"
    REOPEN = "reabrir"
    MERGE = "fusionar"
    UNMERGE = "separar"
    ANNUL = "anular"


class TransferState(StrEnum):
    """State of a transfer; until it is accepted the sender answers for the record."""

    REQUESTED = "solicitada"
    AUTHORISED = "autorizada"
    SENT = "enviada"
    ACCEPTED = "aceptada"
    RETURNED = "devuelta"
    WITHDRAWN = "retirada"
    CLOSED = "cerrada"


class DeadlineState(StrEnum):
    """State of a deadline of a record."""

    OPEN = "abierto"
    MET = "cumplido"
    DROPPED = "ya_no_aplica"


class ReviewDecision(StrEnum):
    """What a person decided about a row of the queue."""

    DISCARD = "descartar"
    POSTPONE = "posponer"
    REGISTER = "registrar"
    LINK = "unir"


class DiscardReason(StrEnum):
    """V12: why a row is no matter for the office.

    The first five are the keys of the queue page (page specification, queue), the others its list. «Antecedente o
    efeméride» of V12 is `hecho_pasado`, the second key.
    """

    NO_DEMAND = "sin_demanda"
    PAST = "hecho_pasado"
    ELSEWHERE = "fuera_de_competencia"
    OTHER_MATTER = "delito_accidente_deporte_opinion"
    OTHER = "otro"
    DUPLICATE = "duplicado"
    ABROAD = "extranjero"
    OPINION = "opinion"
    FIGURATIVE = "figurado"
    SPORT = "deporte"
    CRIME = "delito_comun"
    DISASTER = "desastre"
    AGENDA = "agenda_oficial"
    STALE = "sin_fecha_o_antigua"
    NO_PLACE = "lugar_no_determinable"
    KNOWN = "ya_registrado"
    UNRELIABLE = "fuente_no_confiable"
    TOO_LITTLE = "insuficiente"


KEYED_REASONS = (
    DiscardReason.NO_DEMAND,
    DiscardReason.PAST,
    DiscardReason.ELSEWHERE,
    DiscardReason.OTHER_MATTER,
    DiscardReason.OTHER,
)
"""The reasons that have a key of their own, in its order; the others are chosen from a list."""


class ActionKind(StrEnum):
    """V10: a defensorial action, with two wider ones that the first edition of the tables had and «otra»."""

    VERIFICATION = "verificacion_en_sitio"
    APPROACH = "gestion_ante_autoridad"
    WRITTEN_REPORT = "informe_escrito_requerido"
    DIALOGUE = "mediacion_o_dialogo"
    PREVENTION = "accion_de_prevencion"
    CONSTITUTIONAL = "accion_constitucional"
    STATEMENT = "pronunciamiento"
    FOLLOW_UP = "seguimiento_de_acuerdo"
    OTHER = "otra"
    MONITORING = "monitoreo"
    CONTACT = "acercamiento_a_las_partes"
    EXHORTATION = "exhortacion"
    SUMMONS = "convocatoria_a_dialogo"
    FACILITATION = "facilitacion"
    GOOD_OFFICES = "buenos_oficios"
    MEDIATION = "mediacion"
    OBSERVATION = "observacion"
    HUMANITARIAN = "accion_humanitaria"
    HEARINGS = "acompanamiento_a_audiencias"
    INVESTIGATIONS = "seguimiento_a_investigaciones"
    COORDINATION = "coordinacion_interinstitucional"
    REFERRAL = "orientacion_o_derivacion"
    REPORT = "informe"


class Outcome(StrEnum):
    """How a record ended (V7). *Cuarto intermedio* is no outcome: it closes nothing."""

    FULL_AGREEMENT = "acuerdo_total"
    PARTIAL_AGREEMENT = "acuerdo_parcial"
    ATTENDED = "demanda_atendida"
    DEMANDER_WITHDREW = "retroceso_del_demandante"
    ADDRESSEE_WITHDREW = "retroceso_del_demandado"
    LIFTED = "levantada_sin_acuerdo"
    IMPOSED = "imposicion_o_intervencion"
    COURT = "judicializacion"
    UNFOUNDED = "sin_sustento"
    UNKNOWN = "se_desconoce"


_A, _C = RecordKind.ALERT, RecordKind.CONFLICT
_S, _T = RecordState, RecordStep

_ALERT_WORK = (_S.REGISTERED, _S.FOLLOWED)
_CONFLICT_WORK = (_S.OPEN, _S.REACTIVATED)

STEPS: Mapping[tuple[RecordKind, RecordState, RecordStep], RecordState] = {
    (_A, _S.DRAFT, _T.APPROVE): _S.REGISTERED,
    (_A, _S.DRAFT, _T.ANNUL): _S.VOID,
    **{(_A, state, _T.ACT): _S.FOLLOWED for state in _ALERT_WORK},
    **{
        (_A, state, step): after
        for state in _ALERT_WORK
        for step, after in (
            (_T.BECOME_CONFLICT, _S.BECAME_CONFLICT),
            (_T.CALL_OFF, _S.CALLED_OFF),
            (_T.LAPSE, _S.PASSED_WITHOUT_FACT),
            (_T.MERGE, _S.MERGED),
            (_T.ANNUL, _S.VOID),
        )
    },
    (_A, _S.CALLED_OFF, _T.REOPEN): _S.FOLLOWED,
    (_A, _S.PASSED_WITHOUT_FACT, _T.REOPEN): _S.FOLLOWED,
    (_A, _S.MERGED, _T.UNMERGE): _S.FOLLOWED,
    **{(_C, state, _T.ACT): state for state in (*_CONFLICT_WORK, _S.DORMANT)},
    **{(_C, state, _T.REST): _S.DORMANT for state in _CONFLICT_WORK},
    (_C, _S.DORMANT, _T.REACTIVATE): _S.REACTIVATED,
    **{
        (_C, state, step): after
        for state in (*_CONFLICT_WORK, _S.DORMANT)
        for step, after in ((_T.CONCLUDE, _S.CONCLUDED), (_T.MERGE, _S.MERGED), (_T.ANNUL, _S.VOID))
    },
    (_C, _S.CONCLUDED, _T.ARCHIVE): _S.ARCHIVED,
    (_C, _S.CONCLUDED, _T.REOPEN): _S.OPEN,
    (_C, _S.ARCHIVED, _T.REOPEN): _S.OPEN,
    (_C, _S.MERGED, _T.UNMERGE): _S.OPEN,
}

FIRST_STATE = {_A: _S.REGISTERED, _C: _S.OPEN}
OPEN_STATES = frozenset({_S.DRAFT, *_ALERT_WORK, *_CONFLICT_WORK, _S.DORMANT})
WAITING_TRANSFERS = frozenset({TransferState.REQUESTED, TransferState.AUTHORISED, TransferState.SENT})
"""Transfers on their way: the sender still answers for the record."""
CLOSING = frozenset({_T.CONCLUDE, _T.CALL_OFF, _T.LAPSE})
"""Steps that end a record: they ask for an outcome and words, and no deadline may be left open."""


def after(kind: RecordKind, state: RecordState, step: RecordStep) -> RecordState | None:
    """Return the state after a step, None when the step is not possible from here."""
    return STEPS.get((kind, state, step))


def possible(kind: RecordKind, state: RecordState) -> tuple[RecordStep, ...]:
    """Return the steps possible from a state, in the order of their definition."""
    return tuple(step for step in RecordStep if (kind, state, step) in STEPS)
