"""Roles, where a record lies or is on its way to, and every face of it: who may read it finds it, nobody else a word.

Made from the table of policies: a new route is a new column without a line here. Packed answers (sheets, documents,
PDF) are unpacked before their words are looked for.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdf
import pytest
from sqlalchemy import text

from conflict.codebook import Level
from conflict.lifecycle import ActionKind, RecordKind
from conflict.permissions import allowed
from conflict.record import Person
from conflict.roles import Role
from dashboards.policies import POLICIES
from register.commands import records, reviews, transfers
from tests.conftest import NOW
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.full import FORMS
from tests.dashboards.test_api import token_of
from tests.offices import BENI, CANARIES, PEOPLE, REGIONAL, Filled, fill

BEA = Person("Bea Inventada", BENI, 8, Role.DELEGATE, ("08",))
WORDS = "El asunto es de la otra oficina; se pide que lo lleve."
HERE = {Role.ANALYST, Role.REGIONAL}
ABOVE = {Role.NATIONAL, Role.MANAGER, Role.AUDITOR}
"""Who reads records of the whole country; technical administration reads none."""
SEEN: dict[str, set[Role]] = {
    "own municipality": HERE | {Role.DELEGATE} | ABOVE,
    "other office of the department": {Role.DELEGATE} | ABOVE,
    "other department": ABOVE,
    "no territory": {Role.DELEGATE} | ABOVE,
    "ours on its way out": HERE | {Role.DELEGATE} | ABOVE,
    "theirs on its way in": HERE | ABOVE,
    "ours taken over": HERE | {Role.DELEGATE} | ABOVE,
    "theirs taken over": HERE | ABOVE,
}
"""Who may read a record, by where it lies; «ours» is the regional office in Llallagua, «theirs» the one in Beni."""
PLACED = {
    "own municipality": "suya",
    "other office of the department": "del_departamento",
    "other department": "ajena",
    "no territory": "sin_territorio",
}
MOVED = {"ours": "Gladiolo", "theirs": "Hortensia"}
"""A word of the history of each record that moves."""
ALIKE = ("/sin-red", "/importar/hoja", "/api/v1/openapi.json", "/docs", "/patrones")
"""Addresses that are the same for everybody, some with invented codes; `sin-red` is of the queue."""
FORMS_ALONE = ("/datos", "/terminar", "/transferir")
INSTITUTIONAL = ("/resumen", "/api/v1/resumen")
"""Of the whole institution on purpose, with codes of records and never their words: docs/decisions/0007."""
KINDS = {"/resumen/{semana}/{kind}": ("pdf", "excel", "word", "csv", "jsonl"), "/constancia/{kind}": ("excel", "csv")}


@dataclass
class World:
    """A register with a record in each situation; `codes` and `words` by situation, of those that exist just now."""

    site: Site
    filled: Filled
    browsers: dict[Role, Browser] = field(default_factory=dict)
    tokens: dict[Role, dict[str, str]] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def ask(self, role: Role, method: str, path: str, **how: Any) -> Any:
        headers = self.tokens[role] if path.startswith("/api/") else {}
        return self.browsers[role].request(method, path, headers=headers, **how)


def unpacked(answer: Any) -> str:
    """Return all words of an answer, headers too, whatever they are packed in."""
    body, kind = answer.content, answer.headers.get("content-type", "")
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            found = " ".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    elif "pdf" in kind:
        found = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    else:
        found = body.decode("utf-8", "replace")
    return f"{found} {answer.headers}"


def registered(site: Site, row: str, by: Person, word: str) -> str:
    """Register a row and write an action with a word in it; return the code of the record."""
    with site.register.writing() as session:
        made: Any = reviews.register(
            session, code=row, version=1, kind=RecordKind.CONFLICT, level=Level.HIGH, by=by, now=NOW
        )
        records.act(session, code=made.record, kind=ActionKind.VERIFICATION, at=NOW, by=by, now=NOW, proof="",
                    words=f"Se visitó {word} y se habló.")  # fmt: skip
    return str(made.record)


@pytest.fixture(scope="module")
def world(lasting_site: Site) -> Iterator[World]:
    """Give the world with both transfers waiting; the last test answers them."""
    site = lasting_site
    made = World(site, fill(site.register))
    app = site.app()
    for role in PEOPLE:
        made.browsers[role] = Browser(app)
        made.browsers[role].enter(site.session_of(PEOPLE[role]))
        made.tokens[role] = token_of(site, role)
    for situation, place in PLACED.items():
        made.codes[situation], made.words[situation] = made.filled.records[place], f"punto {CANARIES[place]}"
    ours = registered(site, made.filled.rows["suya"], PEOPLE[Role.ANALYST], MOVED["ours"])
    theirs = registered(site, made.filled.rows["ajena"], BEA, MOVED["theirs"])
    with site.register.writing() as session:
        transfers.ask(session, code=ours, receiver=BENI, reason=WORDS, by=PEOPLE[Role.ANALYST], now=NOW)
        transfers.ask(session, code=theirs, receiver=REGIONAL, reason=WORDS, by=BEA, now=NOW)
    made.codes |= {"ours on its way out": ours, "theirs on its way in": theirs}
    made.words |= {"ours on its way out": MOVED["ours"], "theirs on its way in": MOVED["theirs"]}
    yield made


def of_records() -> list[str]:
    """Return every address that shows one record."""
    return sorted(path for method, path in POLICIES if method == "GET" and re.search(r"/registros/\{code\}", path))


def of_all() -> list[str]:
    """Return every other address that shows something, with a search for each word."""
    found = []
    for method, path in sorted(POLICIES):
        policy = POLICIES[method, path]
        if method != "GET" or policy is None or "{code}" in path or path.startswith(ALIKE):
            continue
        path = path.replace("{semana}", "2026-S47").replace("{number}", "1")
        kinds = next((kinds for name, kinds in KINDS.items() if name.replace("{semana}", "2026-S47") == path), ("",))
        found += [path.replace("{kind}", kind) for kind in kinds]
    words = [*MOVED.values(), *CANARIES.values()]
    return found + [f"{path}?texto={word}" for path in ("/buscar", "/registros", "/api/v1/registros") for word in words]


def test_every_address_is_a_column() -> None:
    assert len(of_records()) >= 8
    assert len(of_all()) >= 40
    assert not any("{" in path for path in of_all())


@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: role.value)
def test_whoever_may_read_a_record_finds_every_face_of_it_and_nobody_else_any(world: World, role: Role) -> None:
    wrong = []
    for situation, code in world.codes.items():
        sees = role in SEEN[situation]
        for path in of_records():
            policy = POLICIES["GET", path]
            assert policy is not None
            asked = path.replace("{code}", code).replace("{number}", "999999")
            answer = world.ask(role, "GET", asked)
            body = unpacked(answer).replace(asked, "")
            if not allowed(PEOPLE[role], policy):
                expected: tuple[int, ...] = (403,)
            elif not sees or "{number}" in path:
                expected = (404,)
            elif path.endswith(FORMS_ALONE):
                expected = (200, 403)  # a page with nothing but a form, of which test_form_pages asks more
            else:
                expected = (200,)
            said = world.words[situation] in body
            if answer.status_code not in expected or (said and 200 not in expected):
                wrong.append((situation, path, answer.status_code, expected, said))
            if path in ("/registros/{code}", "/api/v1/registros/{code}") and said != (200 in expected):
                wrong.append((situation, path, "said" if said else "unsaid", expected, said))
    assert not wrong


@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: role.value)
def test_no_list_sheet_feed_or_search_carries_a_word_of_a_record_out_of_reach(world: World, role: Role) -> None:
    told: set[str] = set()
    for path in of_all():
        if path.endswith("/pdf") and role is not Role.ANALYST:
            continue  # the same for all, and slow to make
        body = unpacked(world.ask(role, "GET", path))
        for situation, word in world.words.items():
            searched = path.endswith(f"={word}")  # what was searched for comes back in the field
            coded = world.codes[situation] in body and not path.startswith(INSTITUTIONAL)
            found = coded or (word in body and not searched)
            assert not found or role in SEEN[situation], (path, situation)
            told |= {situation} if found else set()
    assert told == {situation for situation in world.codes if role in SEEN[situation]}


SENT: dict[str, dict[str, Any]] = {path: dict(values) for path, values in FORMS} | {
    "paso": {"paso": "anular", "texto": WORDS},
    "plazo": {"que": "Volver al punto", "vence": "2026-12-01T10:00"},
    "titulo": {"titulo": "Otro título puesto por quien no debe"},
    "unir": {"otra": "AT-2026-05-0001", "texto": WORDS},
    "datos": {"antes.demand": "", "demand": "Demanda puesta por quien no debe"},
    "reservado": {"texto": WORDS},
    "transferir": {"oficina": BENI, "motivo": "otro", "texto": WORDS},
}


@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: role.value)
def test_no_form_changes_a_record_out_of_reach_nor_tells_of_it(world: World, role: Role) -> None:
    site = world.site

    def stored() -> list[tuple[Any, ...]]:
        with site.register.reading() as session:
            return [tuple(row) for row in session.execute(text("SELECT code, row_version, title, state FROM record"))]

    before = stored()
    for situation, code in world.codes.items():
        if role in SEEN[situation]:
            continue
        for method, path in sorted(POLICIES):
            if method == "GET" or "/registros/{code}" not in path:
                continue
            how: dict[str, Any] = {"json": {}} if path.startswith("/api/") else {}
            how = how or {"data": {"version": "1"} | SENT.get(path.rpartition("/")[2], {})}
            asked = path.replace("{code}", code)
            answer = world.ask(role, method, asked, **how)
            assert answer.status_code in (403, 404, 409, 422, 428), (situation, path, answer.status_code)
            assert world.words[situation] not in unpacked(answer), (situation, path)
    assert stored() == before


def test_after_acceptance_who_read_a_record_before_reads_it_still_and_nobody_more(world: World) -> None:
    site = world.site
    pairs = {"ours": ("ours on its way out", BEA), "theirs": ("theirs on its way in", PEOPLE[Role.REGIONAL])}
    for whose, (waiting, taker) in pairs.items():
        with site.register.writing() as session:
            asked = "SELECT t.id FROM transfer t JOIN record r ON r.id = t.record_id WHERE r.code = :code"
            number = session.execute(text(asked), {"code": world.codes[waiting]}).scalar_one()
            transfers.answer(session, transfer_id=number, accept=True, words="", by=taker, now=NOW)
        world.codes[f"{whose} taken over"] = world.codes.pop(waiting)
        world.words[f"{whose} taken over"] = world.words.pop(waiting)
    for role in PEOPLE:
        test_whoever_may_read_a_record_finds_every_face_of_it_and_nobody_else_any(world, role)
