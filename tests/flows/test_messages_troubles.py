"""Messages when something around them is wrong: none is lost, none goes twice, and none keeps the others back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cli.messages import known_office
from conflict.errors import DataError
from conflict.message import MOST_TOLD, Line, MessageKind, Outgoing
from conflict.week import week_at
from flows import rounds
from flows.messages import due_work, gathered, prepare_daily, prepare_weekly, send
from flows.weekly import draft_all, publish_all, publish_week
from register.commands import messages, offices
from register.engine import Register
from reports.delivery import Delivered, deliver
from reports.settings import read_mail
from tests.conftest import NOW
from tests.dashboards.conftest import Site, site  # noqa: F401 - fixtures
from tests.flows.test_escalation import REGIONAL, RESOURCES
from tests.flows.test_messages import ANA, BASE, LATER, Inbox, inbox, office, rule, states  # noqa: F401 - fixtures

WEEK = week_at(NOW)
MONDAY = WEEK.end + timedelta(hours=8)


class Rude(Inbox):
    """A mail server that knows no sender, or does not say goodbye as it should."""

    unknown_senders = False
    rude = False

    async def handle_MAIL(self, server, session, envelope, address, options) -> str:  # type: ignore[no-untyped-def]
        if self.unknown_senders:
            return "550 sender unknown"
        envelope.mail_from = address
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope) -> str:  # type: ignore[no-untyped-def]
        return "421 busy" if self.rude else "221 bye"


@pytest.fixture
def rude(inbox: Inbox):  # type: ignore[no-untyped-def]  # noqa: F811
    inbox.down()
    made = Rude(inbox.port)
    made.up()
    yield made
    made.down()


def test_a_server_that_does_not_say_goodbye_has_taken_the_mail_all_the_same(office: Register, rude: Rude) -> None:  # noqa: F811
    rude.rude = True
    rule(office, "ana@oficina.example", (MessageKind.DAILY,))
    prepare_daily(office, now=NOW, base=BASE)
    assert send(office, rude.settings, now=LATER)["enviados"] == 1
    assert (states(office), len(rude.mails)) == (["enviado"], 1)


def test_a_sender_that_the_server_does_not_know_is_no_fault_of_the_message(office: Register, rude: Rude) -> None:  # noqa: F811
    """Whoever corrects ATALAYA_REMITENTE within two days finds everything still waiting."""
    rude.unknown_senders = True
    rule(office, "ana@oficina.example", (MessageKind.DAILY,))
    prepare_daily(office, now=NOW, base=BASE)
    assert send(office, rude.settings, now=LATER) == {"enviados": 0, "rechazados": 0, "para_despues": 1}
    rude.unknown_senders = False
    assert send(office, rude.settings, now=LATER + timedelta(hours=1))["enviados"] == 1


def test_a_message_that_cannot_be_written_keeps_no_other_back(rude: Rude) -> None:
    told: list[Delivered] = []
    odd = Outgoing(1, "<a@b>", "ana@oficina.example", "una\nlínea", "t", "<p>t</p>", 0)
    good = Outgoing(2, "<c@d>", "ana@oficina.example", "asunto", "t", "<p>t</p>", 0)
    assert deliver([odd, good], rude.settings, NOW, told.append) == 1
    assert [(one.id, one.refused, bool(one.error)) for one in told] == [(1, True, True), (2, False, False)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ATALAYA_REMITENTE", "atalaya"),
        ("ATALAYA_REMITENTE", "Atalaya <atalaya@oficina.example>"),
        ("ATALAYA_REMITENTE", "a@b.example\nBcc: todos@malo.example"),
        ("ATALAYA_REMITENTE", "avisos@defensoría.example"),
        ("ATALAYA_SMTP", "correo.example:99999"),
        ("ATALAYA_SMTP", "correo.example:0"),
        ("ATALAYA_SMTP", ":587"),
        ("ATALAYA_DIRECCION", "atalaya.oficina.example"),
        ("ATALAYA_DIRECCION", "https://atalaya.oficina.example/ ver"),
    ],
)
def test_a_setting_of_the_mail_that_is_none_is_said(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(DataError) as told:
        read_mail()
    assert name in told.value.spanish
    assert "Se esperaba" in told.value.spanish


def test_the_settings_that_the_documents_show_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATALAYA_SMTP", "correo.ejemplo.bo:587")
    monkeypatch.setenv("ATALAYA_REMITENTE", "atalaya@localhost")
    monkeypatch.setenv("ATALAYA_DIRECCION", "http://127.0.0.1:8000/")
    read = read_mail()
    assert (read.host, read.port, read.sender, read.base) == (
        "correo.ejemplo.bo",
        587,
        "atalaya@localhost",
        "http://127.0.0.1:8000",
    )


def test_an_office_waits_for_its_own_summary_and_gets_no_other(office: Register) -> None:  # noqa: F811
    """While the clock publishes one scope after another, the country is out seconds before the office."""
    with office.writing() as session:
        offices.sync(session, offices=[replace(REGIONAL, name=ANA.office)], now=NOW)
        messages.add_rule(
            session,
            address="ana@oficina.example",
            office=REGIONAL.id,
            kinds=(MessageKind.WEEKLY,),
            approval=False,
            now=NOW,
        )
    draft_all(office, WEEK, now=MONDAY)
    publish_week(office, WEEK, now=MONDAY)
    assert prepare_weekly(office, now=MONDAY, base=BASE) == 0
    publish_all(office, WEEK, now=MONDAY)
    assert prepare_weekly(office, now=MONDAY, base=BASE) == 1
    assert prepare_weekly(office, now=MONDAY + timedelta(minutes=5), base=BASE) == 0


@pytest.mark.parametrize(
    ("days", "told"),
    [(0, 1), (1, 1), (2, 1), (3, 0)],
    ids=["el lunes", "el martes, si el lunes no hubo luz", "el miércoles", "el jueves ya no sirve"],
)
def test_a_summary_published_after_monday_is_announced_while_it_is_of_use(
    office: Register,  # noqa: F811
    days: int,
    told: int,
) -> None:
    rule(office, "gerencia@oficina.example", (MessageKind.WEEKLY,))
    moment = MONDAY + timedelta(days=days, hours=1)
    publish_week(office, WEEK, now=moment)
    assert due_work(office, now=moment, base=BASE).get("semanal", 0) == told
    assert due_work(office, now=moment + timedelta(minutes=5), base=BASE).get("semanal", 0) == 0


def test_no_urgent_message_names_more_rows_than_its_key_can_hold() -> None:
    """PostgreSQL refuses a unique text of more than some 2,700 bytes, a third of a page, once it is compressed."""
    rows = [(f"P-2026-{n:06}", Line("Crítico", "Bloqueo", "Potosí", f"P-2026-{n:06}", 1, "/")) for n in range(700)]
    groups = gathered(rows, 0)
    assert [row for group in groups for row in group] == rows
    assert max(len(group) for group in groups) <= MOST_TOLD
    assert MOST_TOLD * len("superior:P-2026-000000,") < 2_600


def test_what_cannot_be_prepared_does_not_keep_back_what_waits(
    office: Register,  # noqa: F811
    inbox: Inbox,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rule(office, "ana@oficina.example", (MessageKind.DAILY,))
    prepare_daily(office, now=NOW, base=BASE)

    def broken(*_: object, **__: object) -> dict[str, int]:
        raise DataError("broken table", "Una tabla tiene un error.")

    monkeypatch.setattr(rounds, "escalate", broken)
    with pytest.raises(DataError):
        rounds.prepare_and_send(office, inbox.settings, resources=RESOURCES, now=LATER)
    assert len(inbox.mails) == 1


def test_a_rule_for_an_office_that_does_not_exist_is_refused(office: Register) -> None:  # noqa: F811
    with office.writing() as session:
        offices.sync(session, offices=[REGIONAL], now=NOW)
    with office.reading() as session:
        assert (known_office(session, ""), known_office(session, REGIONAL.id)) == ("", REGIONAL.id)
        with pytest.raises(DataError) as told:
            known_office(session, "of-llalagua")
    assert "of-llallagua" in told.value.spanish


def test_ending_a_rule_leaves_what_another_rule_sends_to_the_same_address(office: Register) -> None:  # noqa: F811
    first = rule(office, "ana@oficina.example", (MessageKind.WEEKLY,))
    rule(office, "ana@oficina.example", (MessageKind.DAILY,))
    prepare_daily(office, now=NOW, base=BASE)
    with office.writing() as session:
        messages.end_rule(session, rule_id=first, now=NOW)
    assert states(office) == ["espera"]
