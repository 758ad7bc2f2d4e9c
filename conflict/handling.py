"""Lives of what hangs from a record, as tables: transfers, phases, requests, commitments, agreements, recommendations.

As with records, what no row allows cannot happen; the database holds the same tables as triggers.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from conflict.lifecycle import TransferState
from conflict.record import RuleError
from conflict.vocabulary import Phase

State = TypeVar("State", bound=StrEnum)
Moves = Mapping[State, frozenset[State]]
"""From each state, the states that one step can reach."""


class RequestState(StrEnum):
    """State of a *requerimiento de informe escrito*. Attended only once the answer is there."""

    SENT = "enviado"
    REPEATED = "reiterado"
    ESCALATED = "escalado"
    PARTLY = "respondido_en_parte"
    ANSWERED = "respondido"
    SILENT = "sin_respuesta"
    WITHDRAWN = "retirado"


class CommitmentState(StrEnum):
    """State of one commitment of an agreement. `FOLLOWED_ON` moved to follow-up after the conclusion."""

    PENDING = "pendiente"
    MET = "cumplido"
    PARTLY = "cumplido_en_parte"
    BROKEN = "incumplido"
    FOLLOWED_ON = "en_seguimiento"


class AgreementState(StrEnum):
    """State of an agreement."""

    IN_FORCE = "vigente"
    MET = "cumplido"
    BROKEN = "incumplido"
    REWORDED = "reformulado"


class RecommendationState(StrEnum):
    """State of a recommendation of a Resolución or Informe Defensorial."""

    SENT = "enviada"
    ACCEPTED = "aceptada"
    PARTLY = "parcial"
    MET = "cumplida"
    SILENT = "sin_respuesta"


_R, _M, _G, _N, _F = RequestState, CommitmentState, AgreementState, RecommendationState, TransferState

REQUEST_MOVES: Moves[RequestState] = {
    _R.SENT: frozenset({_R.REPEATED, _R.PARTLY, _R.ANSWERED, _R.WITHDRAWN}),
    _R.REPEATED: frozenset({_R.ESCALATED, _R.PARTLY, _R.ANSWERED, _R.SILENT, _R.WITHDRAWN}),
    _R.ESCALATED: frozenset({_R.PARTLY, _R.ANSWERED, _R.SILENT, _R.WITHDRAWN}),
    _R.PARTLY: frozenset({_R.REPEATED, _R.ANSWERED, _R.WITHDRAWN}),
    _R.SILENT: frozenset({_R.ANSWERED, _R.PARTLY}),
}
PENDING_REQUESTS = frozenset({_R.SENT, _R.REPEATED, _R.ESCALATED, _R.PARTLY})

COMMITMENT_MOVES: Moves[CommitmentState] = {
    _M.PENDING: frozenset({_M.MET, _M.PARTLY, _M.BROKEN, _M.FOLLOWED_ON}),
    _M.PARTLY: frozenset({_M.MET, _M.BROKEN, _M.FOLLOWED_ON}),
    _M.BROKEN: frozenset({_M.MET, _M.PARTLY, _M.FOLLOWED_ON}),
    _M.FOLLOWED_ON: frozenset({_M.MET, _M.PARTLY, _M.BROKEN}),
}
UNSETTLED = frozenset({_M.PENDING, _M.PARTLY, _M.BROKEN})
"""Commitments that keep a conflict from concluding: each is done first, or moved to follow-up."""

AGREEMENT_MOVES: Moves[AgreementState] = {
    _G.IN_FORCE: frozenset({_G.MET, _G.BROKEN, _G.REWORDED}),
    _G.BROKEN: frozenset({_G.REWORDED, _G.MET}),
}
RECOMMENDATION_MOVES: Moves[RecommendationState] = {
    _N.SENT: frozenset({_N.ACCEPTED, _N.PARTLY, _N.MET, _N.SILENT}),
    _N.ACCEPTED: frozenset({_N.PARTLY, _N.MET, _N.SILENT}),
    _N.PARTLY: frozenset({_N.MET, _N.SILENT}),
    _N.SILENT: frozenset({_N.ACCEPTED, _N.PARTLY, _N.MET}),
}
TRANSFER_MOVES: Moves[TransferState] = {
    _F.REQUESTED: frozenset({_F.AUTHORISED, _F.WITHDRAWN}),
    _F.AUTHORISED: frozenset({_F.SENT, _F.WITHDRAWN}),
    _F.SENT: frozenset({_F.ACCEPTED, _F.RETURNED, _F.WITHDRAWN}),
    _F.ACCEPTED: frozenset({_F.CLOSED}),
}
ANSWERS_TAKEN_BACK: Moves[TransferState] = {
    _F.ACCEPTED: frozenset({_F.SENT}),
    _F.RETURNED: frozenset({_F.SENT}),
}
"""Ways back that are no steps of a transfer: nobody is offered them, who answered takes the answer back by them."""
PHASE_MOVES: Moves[Phase] = {
    Phase.MONITORING: frozenset({Phase.PREVENTION, Phase.HANDLING}),
    Phase.PREVENTION: frozenset({Phase.MONITORING, Phase.HANDLING}),
    Phase.HANDLING: frozenset({Phase.TRANSFORMATION}),
    Phase.TRANSFORMATION: frozenset({Phase.HANDLING}),
}
"""Handling begins with the first executed measure; an agreement or a lifting leads on, a breach leads back."""


def move(moves: Moves[State], before: State, after: State, what: str) -> State:
    """Return the state reached; raise RuleError when no step leads there. `what` names the thing in Spanish."""
    if after not in moves.get(before, frozenset()):
        raise RuleError(
            f"{what} from {before.value} to {after.value}",
            f"{what}: de «{before.value.replace('_', ' ')}» no se puede pasar a «{after.value.replace('_', ' ')}».",
        )
    return after
