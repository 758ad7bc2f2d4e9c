"""Enter with the account of the institution: to its provider and back. Present only where a provider was set.

Between the two, what only this browser may know lies in a cookie of ten minutes that we signed; the state in it is
used up in the register with the new session, so that an answer is good once.
"""

import base64
import hashlib
import hmac
import json
import secrets
from datetime import datetime
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from conflict.errors import AtalayaError
from dashboards.desk import Desk
from dashboards.entrance import Ask, entered, local, with_device
from dashboards.gate import SESSION
from dashboards.provider import RETURN, Attempt, Institution, Unreachable
from dashboards.settings import Door, Provider
from dashboards.visitor import Visitor, visitor
from register.entering import ATTEMPT_LASTS, Let, NotLet, Vouched, enter_vouched
from register.secret import new_secret

COOKIE = "atalaya_ida"
Told = Annotated[str, Query(max_length=4096)]

log = structlog.get_logger()


def routes(desk: Desk, door: Door, provider: Provider, ask: Ask) -> APIRouter:
    """Return the way to the provider and the way back."""
    router = APIRouter()
    institution = Institution(provider, desk.clock)
    key = hashlib.sha256(f"atalaya:ida:{provider.secret}".encode()).digest()

    def refused(cause: str, words: str, to: str = "/", status: int = 401) -> Response:
        log.warning("vouched_entering_failed", cause=cause)
        return _forgotten(ask(words=words, to=to, status=status), door)

    @router.get("/entrar/institucion")
    def go(volver: str = "/") -> Response:
        to, attempt = local(volver), Attempt(new_secret(), new_secret(), secrets.token_urlsafe(48))
        try:
            answer = RedirectResponse(institution.address(attempt), status_code=303)
        except AtalayaError as error:
            return refused(str(error), error.spanish, to, 503)
        answer.set_cookie(
            door.cookie(COOKIE),
            _sealed(key, _here().device, attempt, to, desk.clock()),
            max_age=int(ATTEMPT_LASTS.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=door.tls,
            path="/",
        )
        return with_device(answer, door)

    @router.get(RETURN)
    def come_back(
        request: Request, state: Told = "", code: Told = "", error: Told = "", iss: Told = ""
    ) -> Response:  # fmt: skip
        held = _opened(key, _here().device, request.cookies.get(door.cookie(COOKIE), ""), desk.clock())
        if held is None or not hmac.compare_digest(held[0].state.encode(), state.encode("utf-8", "replace")):
            return refused("state is not of this browser, or too late", LATE)
        attempt, to = held
        if iss and iss != provider.issuer:
            return refused("answer of another issuer", OTHER, to)
        if error or not code:
            return refused("provider let nobody in", NOT_GIVEN, to)
        try:
            proven = institution.proven(attempt, code)
        except AtalayaError as failure:
            return refused(str(failure), failure.spanish, to, 503 if isinstance(failure, Unreachable) else 401)
        if not proven.login:
            return refused("claim missing or not verified", NOT_VERIFIED, to)
        here = _here()
        before = here.secret or request.cookies.get(door.cookie(SESSION), "")
        vouched = Vouched(proven.login, attempt.state, proven.strong, here.device, before)
        found = enter_vouched(desk.register.whole, vouched, desk.clock())
        if not isinstance(found, Let):
            return refused(found.value, WORDS[found], to)
        log.info("entered", account=found.account_id, way="institution")
        return _forgotten(entered(desk, door, found, here, to), door)

    return router


def _here() -> Visitor:
    now = visitor()
    assert now is not None  # the gate has been passed
    return now


def _forgotten(answer: Response, door: Door) -> Response:
    answer.delete_cookie(door.cookie(COOKIE), path="/", secure=door.tls, httponly=True, samesite="lax")
    return answer


def _sealed(key: bytes, device: str, attempt: Attempt, to: str, now: datetime) -> str:
    until = int((now + ATTEMPT_LASTS).timestamp())
    told = json.dumps([attempt.state, attempt.nonce, attempt.verifier, to[:1000], until]).encode()
    text = base64.urlsafe_b64encode(told).decode()
    return f"{text}.{_seal(key, device, text)}"


def _opened(key: bytes, device: str, cookie: str, now: datetime) -> tuple[Attempt, str] | None:
    """Return the attempt of this browser and where it leads; None for one that we did not seal, or that is over."""
    text, _, seal = cookie.partition(".")
    if not hmac.compare_digest(_seal(key, device, text).encode(), seal.encode("utf-8", "replace")):
        return None
    told: list[Any] = json.loads(base64.urlsafe_b64decode(text))
    return (Attempt(*told[:3]), local(told[3])) if now.timestamp() < told[4] else None


def _seal(key: bytes, device: str, text: str) -> str:
    return hmac.new(key, f"{device}\n{text}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


LATE = "Ese ingreso ya se usó, venció o empezó en otro navegador. Pulse el botón otra vez."
OTHER = (
    "La respuesta vino de otro emisor y no se entró. Pulse el botón otra vez; si se repite, avise a quien administra."
)
NOT_GIVEN = "La cuenta institucional no autorizó el ingreso. Pulse el botón otra vez, o entre con su contraseña."
NOT_VERIFIED = (
    "La cuenta institucional no dio un correo comprobado. Pida a quien la administra que lo compruebe, o entre con su "
    "contraseña."
)
WORDS = {
    NotLet.NO_ACCOUNT: "No hay aquí una cuenta activa para esa persona. Pídala a quien administra las cuentas.",
    NotLet.USED: LATE,
    NotLet.WEAK: (
        "Su cuenta pide un segundo factor y la institución no lo pidió. Entre aquí con su contraseña y su código."
    ),
}
