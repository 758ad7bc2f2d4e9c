"""One's own account: password, sessions, second factor, tokens for the API."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from conflict.departments import DEPARTMENTS
from conflict.record import RuleError
from dashboards.account_views import AccountView, SessionLine, TokenLine
from dashboards.desk import Desk
from dashboards.forms import served_at
from dashboards.gate import CHANNEL_FIELD
from dashboards.labels import ROLES
from dashboards.person import People, person_of
from dashboards.visitor import visitor
from dashboards.when import ago
from register.account_rows import Account, TokenUse
from register.commands import accounts, second_factor, tokens
from register.queries import accounts as account_queries
from register.secret import password_matches

Field = Annotated[str, Form(max_length=600)]
WRONG_PASSWORD = "La contraseña actual no coincide. No se cambió nada."  # noqa: S105
CHANNEL_NAMES = (
    ("Calendario (.ics)", "/calendario.ics"),
    ("Cola (Atom)", "/rss/cola"),
    ("Registros (Atom)", "/rss/registros"),
    ("Resúmenes (Atom)", "/rss/resumen"),
)
SAVED = {
    "clave": "Contraseña cambiada. Las demás sesiones se cerraron.",
    "sesiones": "Se cerraron las demás sesiones.",
    "factor": "El código ya no se pide al entrar.",
    "llave": "La llave ya no vale.",
}


def territory_words(account: Account) -> str:
    """Return the territory of an account in one line."""
    departments = ", ".join(DEPARTMENTS[code] for code in account.departments) or "Todo el país"
    return f"{departments}: {', '.join(account.municipalities)}" if account.municipalities else departments


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the routes of one's own account."""
    router = APIRouter()

    def mine(request: Request) -> tuple[Account, str]:
        now = visitor()
        assert now is not None
        assert now.account is not None  # the gate has been passed
        return now.account, now.secret

    def page(
        request: Request,
        words: str = "",
        saved: str = "",
        *,
        totp: tuple[str, str] = ("", ""),
        codes: tuple[str, ...] = (),
        token: str = "",
        channels: tuple[tuple[str, str], ...] = (),
    ) -> Response:
        account, secret = mine(request)
        now = desk.clock()
        with desk.register.whole.reading() as session:
            fresh = account_queries.by_id(session, account.id) or account
            live = account_queries.sessions_of(session, account.id, secret, now)
            given = account_queries.tokens_of(session, account.id)
        with desk.register.reading() as session:
            around = desk.around(session, "Mi cuenta", "cuenta", trouble=words)
        view = AccountView(
            around,
            fresh.login,
            ROLES[fresh.role],
            territory_words(fresh),
            tuple(SessionLine(ago(one.made_at, now), ago(one.seen_at, now), one.current) for one in live),
            tuple(
                TokenLine(
                    one.id,
                    one.label,
                    ago(one.made_at, now),
                    ago(one.used_at, now).text if one.used_at else "nunca",
                    one.revoked or now >= one.until,
                    one.opens is TokenUse.CHANNEL,
                )
                for one in given
            ),
            fresh.totp,
            fresh.recovery_left,
            totp[0],
            totp[1],
            codes,
            token,
            channels,
            SAVED.get(saved, ""),
        )
        return desk.page("cuenta.html", view, 422 if words else 200)

    def knows(account: Account, password: str) -> bool:
        with desk.register.whole.reading() as session:
            kept = account_queries.hash_of(session, account.id)
        return password_matches(kept, password)

    @router.get("/mi-cuenta", response_class=HTMLResponse)
    def show(request: Request, hecho: str = "") -> Response:
        return page(request, saved=hecho)

    @router.post("/mi-cuenta/clave")
    def change_password(request: Request, actual: Field = "", nueva: Field = "") -> Response:
        account, secret = mine(request)
        if not knows(account, actual):
            return page(request, WRONG_PASSWORD)
        try:
            with desk.register.writing() as session:
                accounts.change_password(session, account_id=account.id, password=nueva, keep=secret, now=desk.clock())
        except RuleError as broken:
            return page(request, broken.spanish)
        return RedirectResponse("/mi-cuenta?hecho=clave", status_code=303)

    @router.post("/mi-cuenta/sesiones")
    def end_others(request: Request, actual: Field = "") -> Response:
        account, secret = mine(request)
        if not knows(account, actual):
            return page(request, WRONG_PASSWORD)
        with desk.register.writing() as session:
            accounts.end_sessions(session, account_id=account.id, but=secret, by=account.person(), now=desk.clock())
        return RedirectResponse("/mi-cuenta?hecho=sesiones", status_code=303)

    @router.post("/mi-cuenta/segundo-factor")
    def factor(
        request: Request, actual: Field = "", secreto: Field = "", codigo: Field = "", quitar: Field = ""
    ) -> Response:
        account, _ = mine(request)
        if not quitar and not secreto:
            made = second_factor.new_secret()
            return page(request, totp=(made, second_factor.address(made, account.login)))
        if not knows(account, actual):
            return page(request, WRONG_PASSWORD)
        try:
            with desk.register.writing() as session:
                if quitar:
                    second_factor.turn_off(session, account_id=account.id, now=desk.clock())
                    return RedirectResponse("/mi-cuenta?hecho=factor", status_code=303)
                codes = second_factor.turn_on(
                    session, account_id=account.id, secret=secreto[:64], code=codigo, now=desk.clock()
                )
        except RuleError as broken:
            return page(
                request, broken.spanish, totp=(secreto[:64], second_factor.address(secreto[:64], account.login))
            )
        return page(request, codes=codes)

    def handed(request: Request, secret: str, opens: TokenUse) -> Response:
        """Show a token, or the addresses that carry it, this once."""
        if opens is TokenUse.API:
            return page(request, token=secret)
        base = served_at(request)
        query = urlencode({CHANNEL_FIELD: secret})
        return page(request, channels=tuple((words, f"{base}{path}?{query}") for words, path in CHANNEL_NAMES))

    @router.post("/mi-cuenta/llaves")
    def give_token(request: Request, para: Field = "", abre: Field = TokenUse.API.value) -> Response:
        by = person_of(desk, people, request)
        opens = TokenUse.CHANNEL if abre == TokenUse.CHANNEL.value else TokenUse.API
        try:
            with desk.register.writing() as session:
                secret = tokens.give(session, label=para, by=by, now=desk.clock(), opens=opens)
        except RuleError as broken:
            return page(request, broken.spanish)
        return handed(request, secret, opens)

    @router.post("/mi-cuenta/llaves/{number}")
    def change_token(request: Request, number: int, hacer: Field = "") -> Response:
        by = person_of(desk, people, request)
        try:
            with desk.register.writing() as session:
                if hacer != "renovar":
                    tokens.revoke(session, token_id=number, by=by, now=desk.clock())
                    return RedirectResponse("/mi-cuenta?hecho=llave", status_code=303)
                secret, opens = tokens.renew(session, token_id=number, by=by, now=desk.clock())
        except RuleError as broken:
            return page(request, broken.spanish)
        return handed(request, secret, opens)

    return router
