"""No message names a person, whatever a headline, a title or a deadline says; and what has an hour brings its alarm."""

import re
from dataclasses import replace
from datetime import UTC, timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import select, update

from conflict.codebook import Level
from conflict.hand import hand_of
from conflict.lapaz import local_day
from conflict.lifecycle import RecordKind
from conflict.message import BRIEF_CHARS, Due, MessageKind, OfficeDay, brief
from conflict.record import Person
from conflict.roles import Role
from conflict.week import week_at
from conflict.weeksummary import COUNTRY
from flows.escalation import escalate
from flows.messages import prepare_critical, prepare_daily, prepare_overdue, prepare_weekly
from flows.weekly import draft_week, publish_week
from register.commands import messages, records, summaries
from register.engine import Register
from register.message_tables import MessageRow
from register.queries import messages as message_queries
from register.queries import summaries as summary_queries
from register.record_tables import DeadlineRow, RecordRow
from register.tables import QueueEntry
from reports import mail
from reports.delivery import composed
from reports.printed import printed
from reports.shorttext import short_text
from tests.calendarread import duration_of, elsewhere, events_of
from tests.conftest import NOW
from tests.dashboards.conftest import Site, site  # noqa: F401 - fixtures
from tests.flows.test_escalation import AFTERNOON, RESOURCES
from tests.make import an_article

NAMED = "Zenobia Inventada Mamani"
BASE = "https://atalaya.example"
ANA = Person("Ana Q.", "Regional Llallagua")
UNIT = Person("Eva Inventada", "Unidad Nacional", 7, Role.NATIONAL)


@pytest.fixture
def named(site: Site) -> Register:  # noqa: F811
    """Fill a queue, a record and its deadlines with the name of a person wherever a text stands."""
    site.fill(*(an_article(n, title=f"{NAMED} anuncia bloqueo {n}") for n in (1, 2, 3)))
    with site.register.writing() as session:
        first, *others = session.query(QueueEntry).order_by(QueueEntry.id).all()
        records.open_from_entry(session, entry=first, kind=RecordKind.CONFLICT, level=Level.CRITICAL, by=ANA, now=NOW)
        for entry in others:
            entry.level, entry.opened_at, entry.claimants = Level.CRITICAL.value, NOW, [NAMED]
        session.execute(update(RecordRow).values(title=f"Pedido de {NAMED}"))
        late = timedelta(days=-3)
        for number, due in enumerate((timedelta(hours=3), late, late, late)):
            if number == 0:
                session.execute(update(DeadlineRow).values(what=f"Responder a {NAMED}", due_at=NOW + due))
                continue
            kept = session.scalars(select(DeadlineRow)).first()
            values = {c.name: getattr(kept, c.name) for c in DeadlineRow.__table__.columns if c.name != "id"}
            session.add(DeadlineRow(**values | {"due_at": NOW + due}))
        messages.add_rule(
            session, address="a@oficina.example", office="", kinds=tuple(MessageKind), approval=False, now=NOW
        )
    return site.register


def sent(register: Register) -> list[EmailMessage]:
    """Return everything in the outbox as the mail that leaves."""
    with register.writing() as session:
        session.execute(update(MessageRow).values(not_before=NOW))
        return [
            composed(one, "atalaya@oficina.example", NOW)
            for one in messages.due(session, now=NOW, domain="oficina.example")
        ]


def all_words(made: EmailMessage) -> str:
    """Return headers, bodies and attachments of a mail, decoded."""
    parts = [part.get_content() for part in made.walk() if not part.is_multipart()]
    texts = [one.decode() if isinstance(one, bytes) else str(one) for one in parts]
    return "\n".join([*(str(value) for value in made.values()), *texts]).replace("\r\n ", "")


def test_no_message_of_any_kind_carries_a_name_out(named: Register) -> None:
    prepare_critical(named, now=NOW, base=BASE)
    prepare_daily(named, now=NOW, base=BASE)
    prepare_overdue(named, now=NOW, base=BASE)
    monday = week_at(NOW).end + timedelta(hours=8, minutes=5)
    publish_week(named, week_at(NOW), now=monday)
    prepare_weekly(named, now=monday, base=BASE)
    raised = escalate(named, resources=RESOURCES, now=AFTERNOON, base=BASE)
    assert raised["sin_atender"] and raised["escalados"]
    mails = sent(named)
    assert len(mails) >= 5  # daily, Monday, overdue, and one for each critical row
    for made in mails:
        words = all_words(made)
        for part in (*NAMED.split(), "Ana Q."):
            assert part.lower() not in words.lower(), made["Subject"]
    with named.writing() as session:
        for one in messages.due(session, now=NOW, domain="oficina.example"):
            short = brief(one)
            assert len(short) <= BRIEF_CHARS
            assert NAMED.split()[0] not in short


def test_a_sentence_that_may_name_somebody_goes_by_mail_only_where_a_person_answered_for_it(named: Register) -> None:
    week, said = week_at(NOW), "El bloqueo de la semana sigue en pie."
    monday = week.end + timedelta(hours=8, minutes=5)
    draft_week(named, week, now=monday)
    with named.writing() as session:
        sentences = [said, f"Lo pide {NAMED} desde el martes."]
        summaries.edit(session, scope=COUNTRY, week=week, sentences=sentences, row_version=1, by=UNIT, now=monday)
    publish_week(named, week, now=monday)  # the clock: nobody read it
    with named.reading() as session:
        version = summary_queries.shown(session, COUNTRY, week)
    assert version is not None
    assert version.summary.sentences == tuple(sentences)  # on the page everything stands as it was written
    prepare_weekly(named, now=monday, base=BASE)
    (made,) = (one for one in sent(named) if "resumen de la semana" in one["Subject"])
    words = all_words(made)
    assert said in words
    assert "Zenobia" not in words
    assert "1 frase que escribió una persona" in words
    answered = replace(version.summary, vouched=hand_of(UNIT, monday))
    letter = mail.weekly(answered, printed(answered), "a@oficina.example", BASE, approval=False, not_before=monday)
    assert NAMED in letter.text
    assert NAMED in letter.html
    assert "Zenobia" not in short_text(version.summary, BASE)


def test_an_urgent_message_says_what_where_and_which_without_the_headline(named: Register) -> None:
    prepare_critical(named, now=NOW, base=BASE)
    with named.reading() as session:
        codes = [row.code for row in session.scalars(select(QueueEntry).order_by(QueueEntry.id))]
    urgent = [one for one in sent(named) if one["Subject"].startswith("[Crítico]")]
    assert urgent
    for made in urgent:
        subject = made["Subject"]
        assert any(subject.endswith(code) for code in codes)
        assert re.match(r"\[Crítico\] (Demanda|Anuncio|Medida en curso|Hechos de violencia)", subject)
        assert f"{BASE}/cola/P-" in all_words(made)


DUE = Due(
    "plazo-7@atalaya.local", "Primera acción", "Llallagua, Potosí", "CS-2026-05-0001", "/registros/CS-2026-05-0001", 3
)


def test_a_deadline_within_a_day_goes_along_as_a_calendar_file_with_an_alarm() -> None:
    at = NOW.astimezone(UTC) + timedelta(hours=5)
    soon = Due(DUE.uid, DUE.what, DUE.place, DUE.code, DUE.path, DUE.version, at=at)
    told = Due("AN-261120-001@atalaya.local", "Anuncio: Paro", "Oruro", "P-1", "/cola/P-1", 1, day=local_day(NOW))
    day = OfficeDay("", "Todo el país", 0, 0, (), (), 0, soon=(soon,), announced=(told,))
    letter = mail.daily(day, "a@oficina.example", NOW, BASE, approval=False, not_before=NOW)
    found = events_of(letter.calendar.encode())
    assert [one.text("UID") for one in found] == [DUE.uid, "AN-261120-001@atalaya.local"]
    assert [one.moment("DTSTART") for one in found] == [at.replace(microsecond=0), local_day(NOW)]
    days = [one.dtstart.value for one in elsewhere(letter.calendar.encode())]
    assert days == [at.replace(microsecond=0), local_day(NOW)]
    for one in found:
        (alarm,) = one.parts
        assert alarm.text("ACTION") == "DISPLAY"
        assert duration_of(alarm.lines["TRIGGER"][0].value) == -timedelta(hours=1)
    again = mail.daily(day, "b@oficina.example", NOW + timedelta(hours=1), BASE, approval=False, not_before=NOW)
    assert [one.text("UID") for one in events_of(again.calendar.encode())] == [one.text("UID") for one in found]
    quiet = OfficeDay("", "Todo el país", 1, 0, (), (), 0)
    assert mail.daily(quiet, "a@oficina.example", NOW, BASE, approval=False, not_before=NOW).calendar == ""


def test_the_morning_mail_of_a_register_brings_its_file(named: Register) -> None:
    prepare_daily(named, now=NOW, base=BASE)
    (made,) = (one for one in sent(named) if "por revisar" in one["Subject"])
    (attached,) = made.iter_attachments()
    assert (attached.get_content_type(), attached.get_filename()) == ("text/calendar", "plazos.ics")
    with named.reading() as session:
        own = session.scalars(select(DeadlineRow.id).order_by(DeadlineRow.id)).first()
        uids = [one.text("UID") for one in events_of(attached.get_content().encode())]
        day = message_queries.office_day(session, "", NOW)
    assert f"plazo-{own}@atalaya.local" in uids
    assert len(uids) == len(day.soon) + len(day.announced)
