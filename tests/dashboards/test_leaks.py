"""What lies out of a person's territory leaves no trace: with it and without it, every answer is equal byte by byte."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from conflict.roles import Role
from dashboards.policies import POLICIES
from tests.dashboards.conftest import Browser, Site, opened_copy
from tests.dashboards.test_api import token_of
from tests.offices import CANARIES, PEOPLE, Filled, fill

KINDS = ("pdf", "excel", "word", "csv", "jsonl")
SEEN = (Role.ANALYST, Role.REGIONAL, Role.DELEGATE)


@dataclass
class World:
    """A register with its pages, as it looks to each person."""

    site: Site
    codes: Filled

    def __post_init__(self) -> None:
        self.app = self.site.app()
        self.browsers: dict[Role, Browser] = {}
        self.tokens: dict[Role, dict[str, str]] = {}
        for role in SEEN:
            browser = Browser(self.app)
            browser.enter(self.site.session_of(PEOPLE[role]))
            self.browsers[role], self.tokens[role] = browser, token_of(self.site, role)

    def answer(self, role: Role, path: str) -> tuple[int, dict[str, str], bytes]:
        """Return what a person is answered, without the secrets of the browser."""
        browser = self.browsers[role]
        headers = self.tokens[role] if path.startswith("/api/") else {}
        found = browser.get(path, headers=headers | {"Accept-Encoding": "identity"})
        body = found.content.replace(browser.token.encode(), b"llave")
        body = re.sub(rb'name="llave" value="[^"]*"|data-persona="[^"]*"', b"", body)
        kept = {name: value for name, value in found.headers.items() if name != "set-cookie"}
        return found.status_code, kept, body


@pytest.fixture(scope="module")
def worlds(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, World]]:
    with (
        opened_copy(empty_database, tmp_path_factory.mktemp("sin")) as without,
        opened_copy(empty_database, tmp_path_factory.mktemp("con")) as along,
    ):
        small, large = fill(without.register, ("suya",)), fill(along.register, ("suya", "ajena"))
        yield World(without, small), World(along, large)


def addresses(codes: Filled) -> list[str]:
    """Return every address there is, for what is one's own, for what is another's, and with every filter."""
    found = []
    for method, path in sorted(POLICIES):
        if method != "GET" or path.startswith(("/entrar", "/clave", "/inicio", "/salud")):
            continue
        kinds = KINDS if "{kind}" in path else ("",)
        for code in ("suya", "ajena") if "{code}" in path else ("suya",):
            for kind in kinds:
                known = codes.rows if "/cola" in path else codes.records
                values = {"code": known[code], "number": "1", "semana": "2026-S47", "token": "x", "kind": kind}
                found.append(re.sub(r"\{(\w+)\}", lambda name, told=values: told[name[1]], path))
    words = [*CANARIES.values(), "bloqueo", "Trinidad", "08"]
    found += [f"{path}?texto={word}" for path in ("/cola", "/registros", "/buscar") for word in words]
    found += [f"/api/v1/{path}?texto={word}" for path in ("cola", "registros") for word in words]
    found += [f"{path}?departamento=08" for path in ("/cola", "/registros", "/calendario", "/calendario.ics")]
    found += [
        "/resumen/2026-S47?departamento=08",
        "/resumen/2026-S47/filas?cifra=nuevas",
        "/api/v1/cola?departamento=08",
    ]
    found += [f"/cola/{codes.rows['suya']}?parte=detalle", "/cola?parte=filas", "/registros?ver=cerrados"]
    found += ["/plazos?ver=mios", "/plazos?ver=oficina", "/nada", "/api/v1/nada", "/buscar?texto=bloqueo&en=notas"]
    return found


INSTITUTIONAL = ("/api/v1/resumen", "/fuentes", "/api/v1/fuentes", "/resumen")
"""Of the whole institution on purpose: docs/decisions/0007."""


@pytest.mark.parametrize("role", SEEN, ids=lambda role: role.value)
def test_what_another_department_has_changes_no_byte(worlds: tuple[World, World], role: Role) -> None:
    without, along = worlds
    different = []
    for path in addresses(along.codes):
        one, other = without.answer(role, path), along.answer(role, path)
        if path.startswith(INSTITUTIONAL):
            assert one[0] == other[0], path
            assert CANARIES["ajena"].encode() not in other[2], path
        elif one != other:
            apart = [
                pair for pair in zip(one[2].splitlines(), other[2].splitlines(), strict=False) if len(set(pair)) > 1
            ]
            different.append((path, one[0], other[0], apart[:3]))
    assert not different


def test_who_sees_everything_does_see_it(worlds: tuple[World, World]) -> None:
    """The canary sings where it may: the test above would notice it."""
    _, along = worlds
    national = along.site.client(PEOPLE[Role.NATIONAL])
    for path in ("/cola", "/registros", "/buscar?texto=Camelia", f"/registros/{along.codes.records['ajena']}"):
        assert CANARIES["ajena"] in national.get(path).text
