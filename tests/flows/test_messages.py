"""Messages: each person gets one copy, whatever the mail server does, and nothing leaves without a rule."""

import email
import email.policy
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from conflict import killpoint
from conflict.codebook import Level
from conflict.errors import DataError
from conflict.killpoint import DeliveryPoint
from conflict.lifecycle import RecordKind
from conflict.message import LOAD, MessageKind, MessageState
from conflict.record import Person, RuleError
from conflict.week import week_at
from flows.messages import due_work, prepare_critical, prepare_daily, prepare_overdue, prepare_weekly, send
from flows.weekly import publish_week
from register.commands import messages, records
from register.engine import Register
from register.queries import messages as message_queries
from register.tables import QueueEntry
from reports.settings import MailSettings
from tests.conftest import NOW
from tests.dashboards.conftest import Site, site  # noqa: F401 - fixtures
from tests.make import an_article
from tests.ports import own_port

BASE = "https://atalaya.example"
LATER = NOW + timedelta(minutes=2)
ANA = Person("Ana Quispe Invent", "Regional Llallagua")
EVERYTHING = tuple(MessageKind)


@dataclass
class Inbox:
    """A mail server that keeps what it takes; `refuse` are addresses it does not know."""

    port: int
    refuse: set[str] = field(default_factory=set)
    mails: list[EmailMessage] = field(default_factory=list)
    controller: Any = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuse:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))  # type: ignore[arg-type]
        return "250 taken"

    def up(self) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=30)
        self.controller.start()

    def down(self) -> None:
        if self.controller:
            self.controller.stop()
            self.controller = None

    @property
    def settings(self) -> MailSettings:
        return MailSettings("127.0.0.1", self.port, "", "", "atalaya@oficina.example", BASE)


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    made = Inbox(own_port(26_000))
    made.up()
    yield made
    made.down()


@pytest.fixture
def office(site: Site) -> Register:  # noqa: F811
    """Fill a queue with two rows, one critical, and register one with overdue deadlines."""
    site.fill(an_article(1), an_article(2, title="Retienen a dos funcionarios\r\nBcc: todos@malo.example"))
    with site.register.writing() as session:
        first, second = session.query(QueueEntry).order_by(QueueEntry.id).all()
        records.open_from_entry(session, entry=first, kind=RecordKind.ALERT, level=Level.HIGH, by=ANA, now=NOW)
        second.level, second.opened_at = Level.CRITICAL.value, NOW
    return site.register


def rule(register: Register, address: str, kinds: tuple[MessageKind, ...] = EVERYTHING, approval: bool = False) -> int:
    with register.writing() as session:
        return messages.add_rule(session, address=address, office="", kinds=kinds, approval=approval, now=NOW)


def states(register: Register) -> list[str]:
    with register.reading() as session:
        return sorted(state.value for _, _, state, _, _ in message_queries.outbox(session))


def test_without_a_rule_nothing_is_written(office: Register, inbox: Inbox) -> None:
    assert due_work(office, now=NOW, base=BASE) == {"critico": 0, "diario": 0}
    assert send(office, inbox.settings, now=LATER)["enviados"] == 0
    assert not inbox.mails


def test_the_morning_mail_is_written_once_with_its_plain_twin_and_no_name(office: Register, inbox: Inbox) -> None:
    rule(office, "ana@oficina.example", (MessageKind.DAILY,))
    assert [prepare_daily(office, now=NOW, base=BASE) for _ in range(3)] == [1, 0, 0]
    send(office, inbox.settings, now=LATER)
    send(office, inbox.settings, now=LATER)
    (mail,) = inbox.mails
    assert mail["Subject"] == "Atalaya: 2 por revisar, 0 vencidas, 0 plazos hoy"
    assert mail["Date"].endswith("-0400")
    plain, html = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
    for words in ("2 por revisar", "Potosí", f"{BASE}/cola/"):
        assert words in plain
        assert words in html
    assert "Quispe" not in mail.as_string()
    assert "Retienen a dos" not in plain  # a headline is an outlet's, and may name a person
    assert mail["Bcc"] is None
    assert len(mail.as_bytes()) <= 20 * 1024


def test_a_server_down_for_two_hours_costs_one_copy_to_each_and_no_more(office: Register, inbox: Inbox) -> None:
    for name in ("ana", "beto", "carla"):
        rule(office, f"{name}@oficina.example", (MessageKind.DAILY, MessageKind.CRITICAL))
    inbox.down()
    for minutes in range(0, 120, 5):
        now = NOW + timedelta(minutes=minutes)
        due_work(office, now=now, base=BASE)
        assert send(office, inbox.settings, now=now)["enviados"] == 0
    inbox.up()
    for minutes in range(120, 260, 5):
        now = NOW + timedelta(minutes=minutes)
        due_work(office, now=now, base=BASE)
        send(office, inbox.settings, now=now)
    got = sorted((mail["To"], mail["Subject"]) for mail in inbox.mails)
    assert len(got) == len(set(got)) == 6
    assert len({mail["Message-ID"] for mail in inbox.mails}) == 6


def test_a_kill_after_the_server_took_it_repeats_the_same_message_id(office: Register, inbox: Inbox) -> None:
    rule(office, "ana@oficina.example", (MessageKind.DAILY,))
    prepare_daily(office, now=NOW, base=BASE)
    child = os.fork()
    if child == 0:

        def die(point: object) -> None:
            if point is DeliveryPoint.AFTER_SMTP:
                os.kill(os.getpid(), signal.SIGKILL)

        killpoint.install(die)
        send(office, inbox.settings, now=LATER)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert states(office) == ["espera"]
    send(office, inbox.settings, now=LATER + messages.EACH_TAKES)
    assert states(office) == ["enviado"]
    assert len(inbox.mails) == 2
    assert len({mail["Message-ID"] for mail in inbox.mails}) == 1


def test_a_minute_remains_to_take_a_message_back(office: Register, inbox: Inbox) -> None:
    rule(office, "ana@oficina.example", (MessageKind.DAILY,))
    prepare_daily(office, now=NOW, base=BASE)
    assert send(office, inbox.settings, now=NOW + timedelta(seconds=59))["enviados"] == 0
    with office.writing() as session:
        ((number, *_),) = message_queries.outbox(session)
        messages.withdraw(session, message=number, now=NOW)
    send(office, inbox.settings, now=LATER)
    assert not inbox.mails
    assert states(office) == ["retirado"]
    assert prepare_daily(office, now=LATER, base=BASE) == 0
    with pytest.raises(RuleError), office.writing() as session:
        messages.withdraw(session, message=number, now=NOW)


def test_what_needs_a_yes_waits_for_it(office: Register, inbox: Inbox) -> None:
    rule(office, "ana@oficina.example", (MessageKind.DAILY,), approval=True)
    prepare_daily(office, now=NOW, base=BASE)
    send(office, inbox.settings, now=LATER)
    assert (states(office), inbox.mails) == (["por_aprobar"], [])
    with office.writing() as session:
        ((number, *_),) = message_queries.outbox(session)
        messages.approve(session, message=number, now=LATER)
    send(office, inbox.settings, now=LATER)
    assert len(inbox.mails) == 1


def test_an_address_that_is_refused_stops_only_itself(office: Register, inbox: Inbox) -> None:
    inbox.refuse.add("nadie@oficina.example")
    for name in ("nadie", "ana"):
        rule(office, f"{name}@oficina.example", (MessageKind.DAILY,))
    prepare_daily(office, now=NOW, base=BASE)
    assert send(office, inbox.settings, now=LATER) == {"enviados": 1, "rechazados": 1, "para_despues": 0}
    assert states(office) == ["enviado", "rechazado"]


def test_many_critical_rows_go_in_one_message_and_never_twice(site: Site, inbox: Inbox) -> None:  # noqa: F811
    site.fill(*(an_article(n, title=f"Enfrentamiento número {n}") for n in range(1, 13)))
    with site.register.writing() as session:
        for entry in session.query(QueueEntry).all():
            entry.level, entry.opened_at = Level.CRITICAL.value, NOW
    rule(site.register, "turno@oficina.example", (MessageKind.CRITICAL,))
    for minutes in range(0, 30, 5):
        prepare_critical(site.register, now=NOW + timedelta(minutes=minutes), base=BASE)
        send(site.register, inbox.settings, now=NOW + timedelta(minutes=minutes + 2))
    (mail,) = inbox.mails
    assert mail["Subject"] == "[Crítico] 12 hechos por revisar"
    assert mail.get_body(("plain",)).get_content().count("/cola/P-") == 12
    assert LOAD == 3


def test_on_monday_the_published_summary_is_announced_and_the_afternoon_counts_what_is_late(
    office: Register, inbox: Inbox
) -> None:
    rule(office, "gerencia@oficina.example", (MessageKind.WEEKLY, MessageKind.OVERDUE))
    week = week_at(NOW)
    monday = week.end + timedelta(hours=8, minutes=5)
    assert prepare_weekly(office, now=monday, base=BASE) == 0
    publish_week(office, week, now=monday)
    assert [prepare_weekly(office, now=monday, base=BASE) for _ in range(2)] == [1, 0]
    assert prepare_overdue(office, now=monday, base=BASE) == 0
    send(office, inbox.settings, now=monday + timedelta(minutes=2))
    (mail,) = inbox.mails
    assert mail["Subject"] == f"Atalaya: resumen de la semana {week.number}"
    assert f"{BASE}/resumen/{week.code}" in mail.get_body(("plain",)).get_content()
    assert "Alertas nuevas: 1" in mail.get_body(("plain",)).get_content()


@pytest.mark.parametrize("address", ["", "ana", "a@b", "ana@oficina.example\nBcc: x@y.example", "a b@c.example"])
def test_what_is_no_address_gets_no_rule(office: Register, address: str) -> None:
    with pytest.raises(DataError):
        rule(office, address)


def test_an_ended_rule_takes_its_messages_back(office: Register, inbox: Inbox) -> None:
    number = rule(office, "ana@oficina.example", (MessageKind.DAILY,))
    prepare_daily(office, now=NOW, base=BASE)
    with office.writing() as session:
        messages.end_rule(session, rule_id=number, now=NOW)
    send(office, inbox.settings, now=LATER)
    assert not inbox.mails
    assert states(office) == [MessageState.WITHDRAWN.value]


def test_without_a_server_everything_waits_and_it_is_said(office: Register) -> None:
    rule(office, "ana@oficina.example", (MessageKind.DAILY,))
    prepare_daily(office, now=NOW, base=BASE)
    assert "sin_servidor" in send(office, MailSettings("", 0, "", "", "a@b.example", BASE), now=LATER)
    assert states(office) == ["espera"]
