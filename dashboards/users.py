"""The administrator's page of accounts."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from conflict.departments import DEPARTMENTS
from conflict.record import Person, RuleError
from conflict.roles import OF_ACCOUNTS, Role
from dashboards.account import territory_words
from dashboards.account_views import UserLine, UsersView
from dashboards.desk import Desk
from dashboards.forms import chosen
from dashboards.labels import ROLES
from dashboards.pages import Option
from dashboards.person import People, person_of
from register.account_rows import Account
from register.commands import accounts
from register.engine import Transaction
from register.queries import accounts as account_queries
from register.queries import offices as office_queries

Field = Annotated[str, Form(max_length=600)]


def listed(text: str) -> tuple[str, ...]:
    """Return the members of a comma list, without blanks and doubles."""
    return tuple(sorted({" ".join(one.split()) for one in text.split(",") if one.strip()}))


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the routes of accounts."""
    router = APIRouter()

    def page(words: str = "", token: str = "", token_for: str = "") -> Response:
        with desk.register.whole.reading() as session:
            found = account_queries.listed(session)
            offices = tuple(one.name for one in office_queries.working(session))
        with desk.register.reading() as session:
            around = desk.around(session, "Cuentas", "ajustes", trouble=words)
        view = UsersView(
            around,
            tuple(_line(one) for one in found),
            tuple(Option(role.value, ROLES[role], 0, False) for role in OF_ACCOUNTS),
            tuple(Option(code, name, 0, False) for code, name in DEPARTMENTS.items()),
            offices,
            token,
            token_for,
        )
        return desk.page("usuarios.html", view, 422 if words else 200)

    def _offer(session: Transaction, number: int, by: Person) -> tuple[str, str]:
        token = accounts.token_for_password(session, account_id=number, by=by, now=desk.clock())
        account = account_queries.by_id(session, number)
        return token, account.login if account else ""

    @router.get("/ajustes/usuarios", response_class=HTMLResponse)
    def show() -> Response:
        return page()

    @router.post("/ajustes/usuarios")
    def create(
        request: Request,
        usuario: Field = "",
        nombre: Field = "",
        oficina: Field = "",
        rol: Field = "",
        departamento: Annotated[list[str] | None, Form()] = None,
        municipios: Field = "",
    ) -> Response:
        by = person_of(desk, people, request)
        try:
            with desk.register.writing() as session:
                number = accounts.create(
                    session,
                    login=usuario,
                    name=nombre,
                    office=office_queries.chosen(session, oficina, chosen(Role, rol, "el rol")),
                    role=chosen(Role, rol, "el rol"),
                    departments=tuple(departamento or ()),
                    municipalities=listed(municipios),
                    by=by,
                    now=desk.clock(),
                )
                token, login = _offer(session, number, by)
        except RuleError as broken:
            return page(broken.spanish)
        return page(token=token, token_for=login)

    @router.post("/ajustes/usuarios/{number}")
    def change(
        request: Request,
        number: int,
        que: Field = "",
        oficina: Field = "",
        rol: Field = "",
        departamento: Annotated[list[str] | None, Form()] = None,
        municipios: Field = "",
    ) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        try:
            with desk.register.writing() as session:
                if que == "clave":
                    token, login = _offer(session, number, by)
                    return page(token=token, token_for=login)
                if que == "sesiones":
                    accounts.end_sessions(session, account_id=number, by=by, now=now)
                elif que in ("activar", "desactivar"):
                    accounts.set_active(session, account_id=number, active=que == "activar", by=by, now=now)
                else:
                    accounts.change_role(
                        session,
                        account_id=number,
                        role=chosen(Role, rol, "el rol"),
                        office=office_queries.chosen(session, oficina, chosen(Role, rol, "el rol")),
                        departments=tuple(departamento or ()),
                        municipalities=listed(municipios),
                        by=by,
                        now=now,
                    )
        except RuleError as broken:
            return page(broken.spanish)
        return RedirectResponse("/ajustes/usuarios", status_code=303)

    return router


def _line(one: Account) -> UserLine:
    state = "Activa" if one.has_password else "Falta su contraseña"
    return UserLine(
        one.id,
        one.login,
        one.name,
        one.office,
        ROLES[one.role],
        territory_words(one),
        state if one.active else "Desactivada",
        one.active,
    )
