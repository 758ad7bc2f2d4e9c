"""Every route has its policy, and every role meets it: the matrix is made from the application's own routes."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.routing import Mount

from conflict.permissions import Ability, allowed
from conflict.roles import Role
from dashboards.policies import POLICIES
from dashboards.settings import Door, Provider
from tests.dashboards.conftest import Browser, Site
from tests.offices import CANARIES, PEOPLE, PLACES, Filled, fill

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture(scope="module")
def made(lasting_site: Site) -> tuple[Site, Filled]:
    return lasting_site, fill(lasting_site.register)


@pytest.fixture(scope="module")
def browsers(made: tuple[Site, Filled]) -> dict[Role, Browser]:
    return {role: made[0].client(person) for role, person in PEOPLE.items()}


def routes(site: Site) -> Iterator[tuple[str, str]]:
    whole = Door(provider=Provider("http://127.0.0.1:9", "atalaya", "x", "Entrar", "email", "http://127.0.0.1:8000"))
    for route in walked(site.app(door=whole).routes):
        for method in route.methods & METHODS:
            yield method, route.path


def walked(found: Iterable[Any]) -> Iterator[APIRoute]:
    """Yield every route, those of routers within too; whatever is neither, nor the static files, is a hole."""
    for route in found:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from walked(inner.routes)
        elif isinstance(route, Mount):
            assert route.path == "/static"
        else:
            assert isinstance(route, APIRoute), f"{route} does not stand behind the gate"
            yield route


def filled_in(path: str) -> str:
    values = {"code": "P-1", "number": "1", "review_id": "1", "item_id": "1", "semana": "2026-S46", "kind": "excel"}
    values["token"] = "no-hay"
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", value)
    assert "{" not in path, path
    return path


def test_every_route_has_a_policy_and_every_policy_a_route(site: Site) -> None:
    assert set(routes(site)) == set(POLICIES)


@pytest.mark.parametrize(("method", "path"), sorted(POLICIES))
def test_nobody_passes_without_entering(made: tuple[Site, Filled], method: str, path: str) -> None:
    client = made[0].client(by=None)
    answer = client.request(method, filled_in(path))
    if POLICIES[method, path] is None:
        absent = path.startswith("/entrar/institucion")  # without a provider
        assert answer.status_code in ((404,) if absent else (200, 303, 401, 422))
    else:
        assert answer.status_code == (303 if method == "GET" and not path.startswith("/api/") else 401)
        assert not any(word in answer.text for word in CANARIES.values())


_DESK = {Role.ANALYST, Role.REGIONAL, Role.DELEGATE, Role.NATIONAL}
OPENED_BY = {
    "/cola": _DESK,
    "/muestra": _DESK,
    "/importar": _DESK,
    "/registros": _DESK | {Role.MANAGER, Role.AUDITOR},
    "/registros.xlsx": _DESK | {Role.AUDITOR},
    "/registros/{suya}": _DESK | {Role.MANAGER, Role.AUDITOR},
    "/registros/{suya}.pdf": _DESK | {Role.AUDITOR},
    "/registros/{suya}.xlsx": _DESK | {Role.AUDITOR},
    "/registros/{suya}/word": _DESK | {Role.AUDITOR},
    "/registros/{suya}/bitacora": _DESK | {Role.AUDITOR},
    "/constancia/excel": _DESK | {Role.AUDITOR},
    "/resumen": _DESK | {Role.MANAGER, Role.AUDITOR},
    "/fuentes": set(Role) - {Role.SYSTEM},
    "/ajustes": set(Role) - {Role.SYSTEM},
    "/ajustes/bitacora": {Role.NATIONAL, Role.AUDITOR, Role.ADMIN},
    "/ajustes/usuarios": {Role.ADMIN},
    "/ajustes/avisos": {Role.NATIONAL, Role.ADMIN},
    "/ajustes/notificaciones": set(Role) - {Role.SYSTEM},
    "/ajustes/plantillas": {Role.NATIONAL, Role.ADMIN},
    "/ajustes/tablas/fila": {Role.NATIONAL, Role.ADMIN},
}
"""Who opens what, once more from the domain model (§7.5): the table of policies cannot vouch for itself."""


@pytest.mark.parametrize("path", OPENED_BY)
def test_a_page_opens_to_those_of_the_domain_model_and_to_nobody_else(
    made: tuple[Site, Filled], browsers: dict[Role, Browser], path: str
) -> None:
    address = path.format(suya=made[1].records["suya"])
    answers = {role: browser.get(address).status_code for role, browser in browsers.items()}
    assert {role for role, status in answers.items() if status != 403} == OPENED_BY[path], answers


@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: role.value)
def test_a_role_passes_where_the_table_says(browsers: dict[Role, Browser], role: Role) -> None:
    for (method, path), policy in POLICIES.items():
        if policy is None or path == "/salir" or path.startswith("/api/"):
            continue
        answer = browsers[role].request(method, filled_in(path))
        refused = answer.status_code == 403 and "Su rol no incluye esta página" in answer.text
        assert refused == (not allowed(PEOPLE[role], policy)), (method, path, answer.status_code)
        assert answer.status_code < 500, (method, path)


@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: role.value)
def test_no_page_carries_a_word_of_what_its_reader_may_not_see(
    made: tuple[Site, Filled], browsers: dict[Role, Browser], role: Role
) -> None:
    _, codes = made
    person = PEOPLE[role]
    sees = {
        Role.ANALYST: {"suya"},
        Role.REGIONAL: {"suya"},
        Role.DELEGATE: {"suya", "del_departamento", "sin_territorio"},
    }.get(role, set() if role is Role.ADMIN else set(PLACES))
    pages = [path for (method, path) in POLICIES if method == "GET" and "{" not in path and path != "/buscar"]
    pages += [f"/cola/{code}" for code in codes.rows.values()]
    pages += [f"/registros/{code}" for code in codes.records.values()]
    pages += [f"/cola?texto={word}" for word in CANARIES.values()]
    shown = set()
    for path in pages:
        text = browsers[role].get(path).text
        found = {place for place, word in CANARIES.items() if f"{word} 1" in text or f"{word} 2" in text}
        assert found <= sees, path
        shown |= found
    expected = sees if allowed(person, Ability.SEE_QUEUE) or allowed(person, Ability.SEE_RECORDS) else set()
    assert shown == expected


def test_a_disabled_account_and_a_lost_role_take_effect_on_the_next_request(site: Site) -> None:
    from register.commands import accounts
    from register.queries import accounts as account_queries
    from tests.conftest import NOW
    from tests.dashboards.test_access import CONSOLE

    client = site.client(PEOPLE[Role.NATIONAL])
    assert client.get("/cola").status_code == 200
    with site.register.writing() as session:
        (account,) = account_queries.listed(session)
        accounts.set_active(session, account_id=account.id, active=False, by=CONSOLE, now=NOW)
    assert client.get("/cola").status_code == 303
