# ruff: noqa: F811 - fixtures of another file
"""What persons asked for: nothing before they ask, only what they may see, one copy, nothing after they are gone."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import apprise.plugins.telegram
import pytest

from conflict.codebook import Level
from conflict.message import GIVE_UP, MessageKind
from conflict.office import Office, OfficeKind
from conflict.personnotice import Urgency, Way, Wish
from conflict.record import Person
from conflict.roles import Role
from conflict.wording import LetterKind, Wording
from flows.rounds import prepare_and_send
from flows.to_persons import tell_persons
from register.commands import accounts, harm, messages, offices, person_notices, transfers, wordings
from register.engine import Register
from register.queries import messages as message_queries
from register.record_tables import DeadlineRow, RecordRow
from register.tables import QueueEntry
from reports.settings import ChannelSettings, MailSettings
from tests.conftest import NOW, ROOT
from tests.flows.test_messages import BASE, Inbox, inbox  # noqa: F401 - fixtures
from tests.offices import BENI, CANARIES, PEOPLE, REGIONAL, Filled, fill
from tests.register.test_out_of_sight import hung
from tests.statements import statements

ANA, DELIA, NORA, ADMIN = (PEOPLE[role] for role in (Role.ANALYST, Role.DELEGATE, Role.NATIONAL, Role.ADMIN))
BEA = Person("Bea Inventada", BENI, 8, Role.DELEGATE, ("08",))
VICTIM = "Nieves Invantada"
ADDRESS = "ana@oficina.example"
MORNING, URGENT = Wish(ADDRESS, morning=8), Wish(ADDRESS, urgent=Urgency.CRITICAL)
LATER = timedelta(minutes=2)
FRIDAY_NIGHT, MONDAY = datetime(2026, 11, 20, 23, 30, tzinfo=UTC), datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
NO_MAIL = MailSettings("", 0, "", "", "atalaya@oficina.example", BASE)
TOWN = Office("of-llallagua", REGIONAL, "Llallagua", OfficeKind.COORDINATION, "05", "050203", "de prueba")


@pytest.fixture
def made(register: Register) -> Filled:
    """Fill a register on each engine, with everybody's account; every row of the queue is critical and new."""
    with register.writing() as session:
        for person in (*PEOPLE.values(), BEA):
            number = accounts.create(
                session,
                login=f"u{person.user_id}",
                name=person.name,
                office=person.office,
                role=person.role,
                departments=person.departments,
                municipalities=person.municipalities,
                by=Person("consola", "Sistemas"),
                now=NOW,
            )
            assert number == person.user_id
    filled = fill(register)
    with register.writing() as session:
        for entry in session.query(QueueEntry).all():
            entry.level, entry.opened_at = Level.CRITICAL.value, NOW
    return filled


def ask(register: Register, wish: Wish, by: Person = ANA, now: datetime = NOW) -> None:
    with register.writing() as session:
        person_notices.save(session, wish=wish, by=by, now=now)


def told(register: Register, now: datetime = NOW) -> int:
    return tell_persons(register, resources=ROOT / "data", now=now, base=BASE).get("personas", 0)


def went(register: Register, box: Inbox, now: datetime = NOW) -> list[Any]:
    """Let the round of every five minutes pass, and the one after the wait; return the mails since the test began."""
    for moment in (now, now + LATER):
        prepare_and_send(register, box.settings, resources=ROOT / "data", now=moment)
    return box.mails


def words(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content())


def test_nobody_gets_anything_who_did_not_ask(register: Register, made: Filled, inbox: Inbox) -> None:
    assert told(register) == 0
    ask(register, Wish(ADDRESS))
    assert went(register, inbox) == []


def test_the_morning_comes_at_her_hour_once_with_her_rows_alone(
    register: Register,
    made: Filled,
    inbox: Inbox,
) -> None:
    numbers = hung(register, made.records["suya"], register.folder, ANA, ("05", "Llallagua"))
    with register.writing() as session:
        harm.identify(session, harm_id=numbers["harm_id"], words=f"{VICTIM}, herida.", by=ANA, now=NOW)
        for deadline in session.query(DeadlineRow).all():
            deadline.due_at = NOW  # of the very record that has a reserved identity
    ask(register, replace(MORNING, morning=9))
    assert told(register, datetime(2026, 11, 20, 12, 59, tzinfo=UTC)) == 0
    nine = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
    for _ in range(2):
        (mail,) = went(register, inbox, nine)
    assert mail["To"] == ADDRESS
    assert made.rows["suya"] in words(mail)
    assert not any(made.rows[other] in words(mail) for other in ("del_departamento", "ajena", "sin_territorio"))
    assert mail["Subject"].startswith("Atalaya: 1 por revisar")
    html = mail.get_body(("html",)).get_content()
    for twin in (words(mail), html):
        assert f"{BASE}/ajustes/notificaciones" in twin
        assert "Cambiar hora o canal" in twin
        assert "regla de destinatarios" not in twin
    whole = mail.as_string()
    assert made.records["suya"] in words(mail)
    assert made.records["ajena"] not in words(mail)
    assert not any(word in whole for word in (*CANARIES.values(), ANA.name, VICTIM, "herida"))


@pytest.mark.parametrize(("by", "places"), [(ANA, {"suya"}), (BEA, {"ajena", "sin_territorio"}), (NORA, set(CANARIES))])
def test_at_once_she_is_told_of_what_she_may_see_and_of_nothing_else(
    register: Register,
    made: Filled,
    inbox: Inbox,
    by: Person,
    places: set[str],
) -> None:
    ask(register, URGENT, by)
    sent = " ".join(words(mail) for mail in went(register, inbox))
    assert {place for place, code in made.rows.items() if code in sent} == places
    assert sent.count("Cambiar hora o canal") == len(inbox.mails)


def test_high_ones_come_to_who_asked_for_them_under_their_own_level(
    register: Register,
    made: Filled,
    inbox: Inbox,
) -> None:
    with register.writing() as session:
        for entry in session.query(QueueEntry).all():
            entry.level = Level.HIGH.value
    ask(register, URGENT)
    assert went(register, inbox) == []
    ask(register, replace(URGENT, urgent=Urgency.HIGH))
    (mail,) = went(register, inbox)
    assert mail["Subject"].startswith("[Alto] ")
    assert f"Abrir: {BASE}/cola" in words(mail).splitlines()


def test_an_address_of_a_rule_gets_one_mail_of_each(register: Register, made: Filled, inbox: Inbox) -> None:
    with register.writing() as session:
        messages.add_rule(session, address=ADDRESS.upper(), office="", kinds=list(MessageKind), approval=False, now=NOW)
    ask(register, replace(MORNING, urgent=Urgency.HIGH, reminders=True), NORA)
    subjects = [mail["Subject"] for mail in went(register, inbox)]
    assert len(subjects) == len(set(subjects)) == 2
    assert not any("Cambiar hora" in words(mail) for mail in inbox.mails)


def test_silence_keeps_critical_ones_for_the_opening_and_a_weekend_is_not_too_old(
    register: Register,
    made: Filled,
    inbox: Inbox,
) -> None:
    with register.writing() as session:
        for entry in session.query(QueueEntry).all():
            entry.opened_at = FRIDAY_NIGHT
    assert MONDAY - FRIDAY_NIGHT > GIVE_UP
    ask(register, replace(URGENT, silence=True, morning=8))
    for hours in range(0, 60, 3):
        assert went(register, inbox, FRIDAY_NIGHT + timedelta(hours=hours)) == [], hours
    went(register, inbox, MONDAY)
    assert [mail["Subject"][:9] for mail in inbox.mails if "Crítico" in mail["Subject"]] == ["[Crítico]"]
    assert sum(mail["Subject"].startswith("Atalaya:") for mail in inbox.mails) == 1


def test_her_overdue_deadlines_come_at_four_and_only_hers(register: Register, made: Filled, inbox: Inbox) -> None:
    four = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
    with register.writing() as session:
        for record in session.query(RecordRow).all():
            record.responsible = ANA.name  # whoever moved them: another department's stays out of her sight
        for deadline in session.query(DeadlineRow).all():
            deadline.due_at = NOW - timedelta(days=1)
    ask(register, Wish(ADDRESS, reminders=True))
    assert told(register, four - timedelta(minutes=1)) == 0
    for _ in range(2):
        (mail,) = went(register, inbox, four)
    assert "a su cargo" in mail["Subject"]
    assert made.records["suya"] in words(mail)
    assert made.records["ajena"] not in words(mail)


def test_a_minute_remains_and_what_she_takes_back_does_not_go(register: Register, made: Filled, inbox: Inbox) -> None:
    ask(register, replace(MORNING, urgent=Urgency.CRITICAL))
    assert told(register) == 2
    ask(register, MORNING)
    assert [mail["Subject"][:8] for mail in went(register, inbox)] == ["Atalaya:"]


@pytest.mark.parametrize("how", ["closed", "suppressed", "role", "office"])
def test_whoever_leaves_gets_nothing_more(register: Register, made: Filled, inbox: Inbox, how: str) -> None:
    ask(register, replace(MORNING, urgent=Urgency.HIGH))
    assert told(register) == 2
    with register.writing() as session:
        if how == "closed":
            accounts.set_active(session, account_id=ANA.user_id, active=False, by=ADMIN, now=NOW)
        elif how == "suppressed":
            accounts.suppress(session, account_id=ANA.user_id, by=ADMIN, now=NOW)
        elif how == "role":
            change = {"role": Role.ADMIN, "office": "Sistemas", "departments": (), "municipalities": ()}
            accounts.change_role(session, account_id=ANA.user_id, **change, by=ADMIN, now=NOW)
        else:
            offices.sync(session, offices=[replace(TOWN, name="Coordinación Regional Nueva", short="Nueva")], now=NOW)
    assert went(register, inbox) == []
    with register.reading() as session:
        assert {state.value for _, _, state, _, _ in message_queries.outbox(session)} == {"retirado"}
    with register.writing() as session:
        for entry in session.query(QueueEntry).all():
            entry.code, entry.opened_at = f"{entry.code}-otra", MONDAY
    assert went(register, inbox, MONDAY) == []


def test_a_suppressed_account_leaves_its_address_nowhere(register: Register, made: Filled, inbox: Inbox) -> None:
    ask(register, replace(MORNING, chat="123456789"))
    assert len(went(register, inbox)) == 1
    with register.writing() as session:
        accounts.suppress(session, account_id=ANA.user_id, by=ADMIN, now=NOW)
    with register.reading() as session:
        from sqlalchemy import text

        for table in ("message", "person_notices", "journal", "account"):
            assert not [row for row in session.execute(text(f"SELECT * FROM {table}")) if ADDRESS in str(row)]
            assert not [row for row in session.execute(text(f"SELECT * FROM {table}")) if "123456789" in str(row)]


def test_the_journal_knows_what_was_asked_and_no_address(register: Register, made: Filled) -> None:
    from sqlalchemy import text

    ask(register, replace(MORNING, chat="123456789"))
    ask(register, replace(MORNING, mail="otra@oficina.example", chat=""))
    with register.reading() as session:
        lines = [str(row) for row in session.execute(text("SELECT * FROM journal WHERE action = 'cuenta.avisos'"))]
    assert len(lines) == 2
    assert "cambiado" in lines[1]
    assert "retirado" in lines[1]
    assert not any(word in line for line in lines for word in ("oficina.example", "123456789"))


def test_who_answers_a_transfer_is_reminded_where_she_asked_and_the_others_are_not(
    register: Register,
    made: Filled,
    inbox: Inbox,
) -> None:
    from conflict.rulebook import PLAIN
    from dashboards.answering import answer

    with register.writing() as session:
        number = transfers.ask(
            session, code=made.records["suya"], receiver=BENI, reason="Interviene esa oficina.", by=ANA, now=NOW
        )
    for person in (BEA, DELIA, NORA):
        ask(register, Wish(f"u{person.user_id}@oficina.example", reminders=True), person)
    with register.writing() as session:
        answer(session, number, "recordar", "", ANA, NOW, PLAIN, base=BASE)
    (mail,) = went(register, inbox)
    assert mail["To"] == f"u{BEA.user_id}@oficina.example"
    assert made.records["suya"] in words(mail)


def test_an_answered_transfer_reminds_nobody(register: Register, made: Filled, inbox: Inbox) -> None:
    from conflict.rulebook import PLAIN
    from dashboards.answering import answer

    with register.writing() as session:
        number = transfers.ask(
            session, code=made.records["suya"], receiver=BENI, reason="Interviene esa oficina.", by=ANA, now=NOW
        )
    ask(register, Wish(ADDRESS, reminders=True), BEA)
    with register.writing() as session:
        answer(session, number, "recordar", "", ANA, NOW, PLAIN, base=BASE)
        answer(session, number, "retirar", "", ANA, NOW, PLAIN, base=BASE)
    assert went(register, inbox) == []


class Telegram:
    """A stand-in for Telegram's own server, which keeps what it is sent: (path, chat, text)."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str, str]] = []
        taken = self.taken

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                taken.append((self.path, str(body["chat_id"]), body["text"]))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b'{"ok": true}')

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def telegram(monkeypatch: pytest.MonkeyPatch) -> Iterator[Telegram]:
    made = Telegram()
    address = f"http://127.0.0.1:{made.server.server_address[1]}/bot"
    monkeypatch.setattr(apprise.plugins.telegram.NotifyTelegram, "notify_url", address)
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_by_telegram_it_reaches_her_chat_alone_and_no_key_holds_its_number(
    register: Register, made: Filled, telegram: Telegram
) -> None:
    ask(register, Wish(chat="555000111", urgent=Urgency.CRITICAL, way=Way.TELEGRAM))
    channels = ChannelSettings((("guardia", "tgram://123456789:abcdefghijklmnopqrstuvwxyzABCDEFGHI/999000999"),))
    for moment in (NOW, NOW + LATER, NOW + 2 * LATER):
        prepare_and_send(register, NO_MAIL, resources=ROOT / "data", now=moment, channels=channels)
    ((_, chat, text_),) = telegram.taken
    assert chat == "555000111"
    assert made.rows["suya"] in text_
    with register.reading() as session:
        from sqlalchemy import text

        assert "555000111" not in str(session.execute(text("SELECT * FROM message")).all())


def test_without_a_telegram_in_the_settings_it_waits_and_is_counted(register: Register, made: Filled) -> None:
    ask(register, Wish(chat="555000111", urgent=Urgency.CRITICAL, way=Way.TELEGRAM))
    for moment in (NOW, NOW + LATER):
        prepare_and_send(register, NO_MAIL, resources=ROOT / "data", now=moment)
    with register.reading() as session:
        assert message_queries.trouble(session) == (1, 0)


def test_the_words_of_the_institution_begin_and_end_the_message_escaped(
    register: Register,
    made: Filled,
    inbox: Inbox,
) -> None:
    said = Wording("{pendientes} en {oficina} <b>", "{vencidas} <script>alert(1)</script>", "Cierre & fin")
    with register.writing() as session:
        assert wordings.say(session, kind=LetterKind.DAILY, wording=said, version=0, by=NORA, now=NOW) == 1
    ask(register, MORNING)
    (mail,) = went(register, inbox)
    assert mail["Subject"] == "1 por revisar en Todo el país <b>"
    html = mail.get_body(("html",)).get_content()
    assert "<script>" in words(mail)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "Cierre &amp; fin" in html


def test_the_end_of_a_rule_leaves_what_a_person_asked_for_at_the_same_address(
    register: Register, made: Filled, inbox: Inbox
) -> None:
    with register.writing() as session:
        rule = messages.add_rule(
            session, address=ADDRESS, office="of-otra", kinds=[MessageKind.DAILY], approval=False, now=NOW
        )
    ask(register, MORNING)
    assert told(register) == 1
    with register.writing() as session:
        messages.end_rule(session, rule_id=rule, now=NOW)
    assert len(went(register, inbox)) == 1


def test_a_morning_that_was_written_is_not_worked_out_again(register: Register, made: Filled) -> None:
    def counting(expected: int) -> int:
        with statements() as asked:
            assert told(register) == expected
        return sum("queue_entry" in one.sql for one in asked)

    ask(register, MORNING)
    assert counting(1) > 0
    assert counting(0) == 0
