"""The page of messages: who gets what is a rule that a person adds and ends, with the rules' own sentences."""

import re

import pytest

from conflict.codebook import Level
from conflict.message import MessageKind
from conflict.record import Person
from conflict.roles import Role
from flows.messages import prepare_critical
from register.commands import messages
from register.queries import messages as message_queries
from register.tables import QueueEntry
from tests.conftest import NOW
from tests.dashboards.conftest import Site
from tests.dashboards.seen import seen
from tests.make import an_article

PAGE = "/ajustes/avisos"
ADMIN = Person("Tita Inventada", "Sistemas", 90, Role.ADMIN)
NATIONAL = Person("Nora Inventada", "Unidad Nacional", 91, Role.NATIONAL)
FORM = {"direccion": "guardia@oficina.example", "oficina": "", "tipo": ["diario", "critico"], "aprobacion": "si"}


def test_a_rule_is_added_shown_and_ended(site: Site) -> None:
    client = site.client(ADMIN)
    assert "Ninguna regla: ninguna oficina recibe avisos." in client.get(PAGE).text
    assert client.post(PAGE, data=FORM).status_code == 303
    page = client.get(PAGE).text
    for words in ("guardia@oficina.example", "Todo el país", "Diario, 08:00, Crítico", "Cada uno espera un sí"):
        assert words in page
    number = re.search(rf"{PAGE}/reglas/(\d+)", page)
    assert number is not None
    assert client.post(f"{PAGE}/reglas/{number[1]}", data={}).status_code == 303
    assert "guardia@oficina.example" not in client.get(PAGE).text
    assert client.post(f"{PAGE}/reglas/{number[1]}", data={}).status_code == 422


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"direccion": "nadie"}, "Se esperaba un correo"),
        ({"direccion": "a@b.example\r\nBcc: c@d.example"}, "Se esperaba un correo"),
        ({"direccion": "canal:guardia"}, "Un canal recibe solo"),
        ({"tipo": []}, "Elija al menos un tipo"),
        ({"oficina": "otra"}, "no está en la lista"),
    ],
)
def test_what_is_not_accepted_is_said_and_what_was_typed_stays(
    site: Site, change: dict[str, object], sentence: str
) -> None:
    answer = site.client(ADMIN).post(PAGE, data=FORM | change)
    assert answer.status_code == 422
    assert sentence in answer.text
    typed = next(node for node in seen(answer.text).all("input") if node.attrs.get("name") == "direccion")
    assert typed.attrs["value"].split()[0] == str((FORM | change)["direccion"]).split()[0]


def test_a_message_that_asks_for_a_yes_gets_it_from_who_may_read_it(site: Site) -> None:
    site.fill(an_article(1, title="Retienen a dos funcionarios en la plaza"))
    with site.register.writing() as session:
        (entry,) = session.query(QueueEntry).all()
        entry.level, entry.opened_at, code = Level.CRITICAL.value, NOW, entry.code
        messages.add_rule(
            session, address="a@b.example", office="", kinds=[MessageKind.CRITICAL], approval=True, now=NOW
        )
    assert prepare_critical(site.register, now=NOW, base="https://atalaya.example") == 1
    admin, national = site.client(ADMIN), site.client(NATIONAL)
    assert code not in admin.get(PAGE).text
    page = national.get(PAGE).text
    assert code in page
    assert "Retienen" not in page  # a message carries no headline
    number = re.search(rf"{PAGE}/bandeja/(\d+)", page)
    assert number is not None
    assert admin.post(f"{PAGE}/bandeja/{number[1]}", data={"que": "aprobar"}).status_code == 422
    assert national.post(f"{PAGE}/bandeja/{number[1]}", data={"que": "aprobar"}).status_code == 303
    assert national.post(f"{PAGE}/bandeja/{number[1]}", data={"que": "retirar"}).status_code == 303
    with site.register.reading() as session:
        assert [state.value for _, _, state, _, _ in message_queries.outbox(session)] == ["retirado"]
