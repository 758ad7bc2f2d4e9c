"""The programs' door takes whatever comes: never a failure of ours, always an answer that the contract describes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode

from conflict.roles import Role
from dashboards.policies import POLICIES
from tests.dashboards.conftest import Browser, Site, opened_copy
from tests.dashboards.test_api import token_of
from tests.offices import fill

API = "/api/v1"
EXPECTED = ("2xx", "404", "409", "412", "422")
"""What a request of the right form may get: there may be no such thing, or a rule of the register forbids it."""
REFUSED = ("400", "401", "403", "404", "405", "409", "413", "415", "422", "428")
"""What a request of a wrong form may get; one that is too large is refused before anybody reads it."""


class Program:
    """One application, filled once, and the token of the national unit, who may do the most."""

    def __init__(self, site: Site) -> None:
        self.site, self.codes = site, fill(site.register)
        self.app = site.app()
        self.token = token_of(site, Role.NATIONAL)
        self.browser = Browser(self.app)

    def ask(self, method: str, path: str, **how: Any) -> Any:
        headers = self.token | {"If-Match": '"1"', "Idempotency-Key": "k"} | how.pop("headers", {})
        return self.browser.request(method, path, headers=headers, **how)


@pytest.fixture(scope="module")
def program(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with opened_copy(empty_database, tmp_path_factory.mktemp("puerta")) as site:
        yield Program(site)


@pytest.fixture(scope="module")
def described(program: Program) -> Any:
    checks = {
        "positive_data_acceptance": {"expected-statuses": list(EXPECTED)},
        "negative_data_rejection": {"expected-statuses": list(REFUSED)},
    }
    config = schemathesis.Config.from_dict({"checks": checks})
    return schemathesis.openapi.from_asgi(f"{API}/openapi.json", program.app, headers=program.token, config=config)


OPERATIONS = sorted(
    (method, path) for method, path in POLICIES if path.startswith(API) and not path.endswith("openapi.json")
)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda value: value)
def test_whatever_a_program_sends_is_answered_as_the_contract_says(
    described: Any, program: Program, method: str, path: str, mode: GenerationMode
) -> None:
    operation = described[path][method]

    @seed(20261120)
    @settings(
        max_examples=5,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def whatever(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=program.token)

    whatever()


LONG, DEEP = "ñ" * 1_000_000, "[" * 100_000
NASTY_PATHS = {
    "NUL in the code": "/registros/AT%00",
    "NUL alone": "/registros/%00",
    "bytes that are no text": "/registros/%ff%fe",
    "half a surrogate": "/registros/%ed%a0%80",
    "up and away": "/registros/..%2f..%2fetc%2fpasswd",
    "NUL in a query": "/registros?texto=%00",
    "bytes that are no text in a query": "/cola?texto=%ff",
    "likes": "/registros?texto=%25_%25",
    "an overlong cursor": f"/cola?desde={'x' * 5_000}",
    "a cursor of nobody": "/plazos?desde=99999999T999999999999-1",
    "a cursor with other digits": "/registros?desde=%D9%A1%D9%A2",
    "limit 10^30": f"/registros?limite={10**30}",
    "limit -1": "/cola?limite=-1",
    "limit of letters": "/cola?limite=muchos",
    "told twice": "/cola?limite=1&limite=2",
    "unknown": "/cola?ordenar=titular",
    "an empty department": "/cola?departamento=zz",
}


@pytest.mark.parametrize("path", NASTY_PATHS.values(), ids=NASTY_PATHS)
def test_a_nasty_address_is_refused_with_a_sentence(program: Program, path: str) -> None:
    answer = program.ask("GET", API + path)
    if answer.status_code == 200:
        assert path.endswith(("%25_%25", "texto=%ff")), answer.text
        return
    assert answer.status_code in (400, 404, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


NASTY_BODIES: dict[str, bytes] = {
    "nothing": b"",
    "not JSON": b"{",
    "NaN": b'{"decision": NaN}',
    "bytes that are no text": b'{"decision": "\xff"}',
    "half a surrogate": b'{"decision": "descartar", "motivo": "otro", "comentario": "\\ud800"}',
    "half a surrogate as a name": b'{"\\udfff": 1}',
    "NUL": b'{"decision": "descartar", "motivo": "otro", "comentario": "a\\u0000b"}',
    "NUL as a name": b'{"\\u0000": 1}',
    "an integer of 5,000 digits": b'{"decision": ' + b"9" * 5_000 + b"}",
    "deep": DEEP.encode(),
    "a megabyte": f'{{"decision": "{LONG}"}}'.encode(),
    "a list": b"[]",
    "a number": b"1e400",
    "wrong types": b'{"decision": {"decision": "descartar"}, "motivo": 7, "comentario": []}',
    "told twice": b'{"decision": "descartar", "decision": "registrar", "motivo": "otro", "comentario": "x"}',
    "year 9999": b'{"decision": "posponer", "hasta": "9999-12-31T23:59:59-12:00"}',
    "year 1": b'{"decision": "posponer", "hasta": "0001-01-01T00:00:00+14:00"}',
}


@pytest.mark.parametrize("body", NASTY_BODIES.values(), ids=NASTY_BODIES)
def test_a_nasty_body_changes_nothing_and_is_refused_with_a_sentence(program: Program, body: bytes) -> None:
    path = f"{API}/cola/{program.codes.rows['suya']}/decision"
    answer = program.ask("POST", path, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 413, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


NASTY_HEADERS = {
    "another type": ({"Content-Type": "text/plain"}, 422),
    "a version of letters": ({"If-Match": '"uno"'}, 428),
    "any version": ({"If-Match": "*"}, 428),
    "a version of 30 digits": ({"If-Match": f'"{10**30}"'}, 428),
    "a key of blanks": ({"Idempotency-Key": "   "}, 400),
    "another method": ({"X-HTTP-Method-Override": "DELETE", "If-Match": '"9"'}, 412),
    "another host": ({"X-Forwarded-Host": "malo.example", "If-Match": '"9"'}, 412),
}


@pytest.mark.parametrize(("headers", "status"), NASTY_HEADERS.values(), ids=NASTY_HEADERS)
def test_a_nasty_header_opens_nothing(program: Program, headers: dict[str, str], status: int) -> None:
    path = f"{API}/cola/{program.codes.rows['suya']}/decision"
    body = b'{"decision": "descartar", "motivo": "hecho_pasado"}'
    answer = program.ask("POST", path, content=body, headers={"Content-Type": "application/json"} | headers)
    assert answer.status_code == status, answer.text
    assert "malo.example" not in answer.text + str(answer.headers)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "HEAD"])
def test_a_method_that_nobody_offered_is_refused(program: Program, method: str) -> None:
    assert program.ask(method, f"{API}/cola").status_code == 405
