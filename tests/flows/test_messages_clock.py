"""What the clock makes of messages: at 16:00 what is late, at once what is critical and only to those on duty."""

from datetime import datetime, timedelta

from sqlalchemy import select

from conflict.codebook import Level
from conflict.lapaz import LA_PAZ
from conflict.message import GATHER, LOAD, OVERDUE_ALARM, MessageKind
from flows.messages import due_work, prepare_critical, send
from register.commands import recordkeeping
from register.engine import Register
from register.record_tables import RecordRow
from register.tables import QueueEntry
from tests.conftest import NOW
from tests.dashboards.conftest import Site, site  # noqa: F401 - fixtures
from tests.flows.test_messages import ANA, BASE, Inbox, inbox, office, rule  # noqa: F401 - fixtures
from tests.make import an_article

MONDAY = datetime(2026, 11, 23, 15, 59, tzinfo=LA_PAZ)


def owe(register: Register, count: int) -> None:
    """Let a record owe that many deeds since Saturday."""
    with register.writing() as session:
        number = session.scalars(select(RecordRow.id)).first()
        assert number is not None
        for n in range(count):
            recordkeeping.add_deadline(session, number, f"Diligencia {n}", "", NOW + timedelta(days=1), ANA, NOW)


def test_at_sixteen_and_not_before_an_office_with_three_late_deadlines_is_told_once(
    office: Register,  # noqa: F811
    inbox: Inbox,  # noqa: F811
) -> None:
    rule(office, "responsable@oficina.example", (MessageKind.OVERDUE,))
    owe(office, OVERDUE_ALARM)
    for minutes in range(0, 5 * 60, 10):
        now = MONDAY + timedelta(minutes=minutes)
        due_work(office, now=now, base=BASE)
        send(office, inbox.settings, now=now)
        assert minutes or not inbox.mails
    (mail,) = inbox.mails
    plain = mail.get_body(("plain",)).get_content()
    assert "plazos vencidos en Todo el país" in mail["Subject"]
    assert "a las 16:09" in plain
    assert f"{BASE}/plazos" in plain
    assert "Quispe" not in mail.as_string()


def test_fewer_than_three_late_deadlines_wait_for_the_morning(office: Register, inbox: Inbox) -> None:  # noqa: F811
    rule(office, "responsable@oficina.example", (MessageKind.OVERDUE,))
    with office.reading() as session:
        assert session.scalar(select(RecordRow.id)) is not None
    owe(office, 0)
    made = due_work(office, now=NOW.astimezone(LA_PAZ).replace(hour=16, minute=5), base=BASE)
    assert made["vencidos"] == 0


def test_what_is_critical_goes_at_once_to_those_on_duty_and_to_nobody_else(office: Register, inbox: Inbox) -> None:  # noqa: F811
    rule(office, "turno@oficina.example", (MessageKind.CRITICAL,))
    rule(office, "gerencia@oficina.example", (MessageKind.DAILY, MessageKind.WEEKLY))
    prepare_critical(office, now=NOW, base=BASE)
    send(office, inbox.settings, now=NOW + timedelta(seconds=61))
    (mail,) = inbox.mails
    assert mail["To"] == "turno@oficina.example"
    assert mail["Subject"].startswith("[Crítico] ")
    assert "Quispe" not in mail.as_string()
    assert len(mail.get_body(("plain",)).get_content().splitlines()[0]) <= 300


def test_a_storm_of_critical_rows_is_never_a_storm_of_messages(site: Site, inbox: Inbox) -> None:  # noqa: F811
    site.fill(*(an_article(n, title=f"Enfrentamiento número {n}") for n in range(1, 25)))
    rule(site.register, "turno@oficina.example", (MessageKind.CRITICAL,))
    with site.register.reading() as session:
        numbers = [one.id for one in session.query(QueueEntry).order_by(QueueEntry.id)]
    for step in range(len(numbers) + 16):
        now = NOW + timedelta(minutes=5 * step)
        if step < len(numbers):
            with site.register.writing() as session:
                entry = session.get_one(QueueEntry, numbers[step])
                entry.level, entry.opened_at = Level.CRITICAL.value, now
        prepare_critical(site.register, now=now, base=BASE)
        send(site.register, inbox.settings, now=now + timedelta(minutes=2))
    told = "".join(mail.get_body(("plain",)).get_content() for mail in inbox.mails)
    hours = timedelta(minutes=5 * (len(numbers) + 16)) / GATHER
    assert len(inbox.mails) <= (LOAD + 1) * (hours + 1)
    assert len(inbox.mails) < len(numbers)
    assert told.count("/cola/P-") == len(numbers), "every row was told, and none twice"
