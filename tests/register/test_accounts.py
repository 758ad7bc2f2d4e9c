"""Accounts, entering, second factor and tokens over a real register on both engines."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import text

from conflict.passwords import weakness
from conflict.permissions import Forbidden
from conflict.record import Person, RuleError
from conflict.roles import OF_ACCOUNTS, Role
from register.commands import accounts, second_factor, sessions, throttles, tokens
from register.engine import Register
from register.entering import Let, Try, Wait, Wrong, enter
from register.queries import accounts as account_queries
from tests.conftest import NOW
from tests.crossed import crossed

CONSOLE = Person("consola", "Sistemas")
PASSWORD = "caballo grapa batería correcta"
DEVICE = "navegador-de-la-duena"


def do(register: Register, command, **values):
    with register.writing() as session:
        return command(session, **{"now": NOW} | values)


def an_account(register: Register, login: str = "ana@oficina.example", role: Role = Role.ANALYST, **changes) -> int:
    values = {"name": "Ana Inventada", "office": "Coordinación Regional Llallagua", "departments": ("05",)} | changes
    number = do(register, accounts.create, login=login, role=role, by=CONSOLE, **values)
    token = do(register, accounts.token_for_password, account_id=number, by=CONSOLE)
    do(register, accounts.password_by_token, token=token, login=login, password=PASSWORD)
    return number


def a_try(**changes) -> Try:
    values = {"login": "ana@oficina.example", "password": PASSWORD, "code": "", "address": "10.0.0.1"}
    return Try(**values | {"device": DEVICE, "before": "", "keep": False} | changes)


def who(register: Register, secret: str, now=NOW):
    with register.reading() as session:
        return account_queries.of_session(session, secret, now)


def test_a_right_password_opens_a_session_and_only_digests_are_kept(register: Register) -> None:
    number = an_account(register)
    found = enter(register, a_try(), NOW)
    assert isinstance(found, Let)
    assert who(register, found.secret).account.id == number
    assert who(register, found.secret + "x") is None
    assert who(register, "") is None
    with register.reading() as session:
        kept = str(session.execute(text("SELECT * FROM login_session")).all())
        hashed = session.execute(text("SELECT password_hash FROM account")).scalar_one()
    assert found.secret not in kept
    assert DEVICE not in kept
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize(
    "wrong", [{"password": "otra frase cualquiera"}, {"login": "nadie@oficina.example"}, {"password": ""}]
)
def test_a_wrong_password_and_an_unknown_login_are_told_the_same(register: Register, wrong: dict) -> None:
    an_account(register)
    assert enter(register, a_try(**wrong), NOW) == Wrong(code_asked=False)


def test_a_session_ends_when_idle_at_its_limit_on_leaving_and_when_its_owner_is_disabled(register: Register) -> None:
    number = an_account(register)

    def entered(now=NOW, **changes) -> str:
        return enter(register, a_try(**changes), now).secret

    first = entered()
    assert who(register, first, NOW + timedelta(minutes=30))
    assert who(register, first, NOW + timedelta(minutes=31)) is None
    kept = entered(keep=True)
    assert who(register, kept, NOW + timedelta(hours=11, minutes=59))
    assert who(register, kept, NOW + timedelta(hours=12)) is None
    do(register, sessions.touch, secret=first, now=NOW + timedelta(minutes=29))
    assert who(register, first, NOW + timedelta(minutes=55))
    assert entered(before=first) != first
    assert who(register, first) is None
    second, third = entered(), entered()
    assert do(register, sessions.end_all, account_id=number, but=third) >= 1
    assert who(register, second) is None
    assert who(register, third)
    do(register, accounts.create, login="jefe", name="Otra", office="Sistemas", role=Role.ADMIN, by=CONSOLE)
    do(register, accounts.set_active, account_id=number, active=False, by=CONSOLE)
    assert who(register, third) is None
    assert enter(register, a_try(), NOW) == Wrong(code_asked=False)


def test_guessing_is_slowed_and_the_owner_still_enters_from_a_browser_of_hers(register: Register) -> None:
    an_account(register)
    assert isinstance(enter(register, a_try(), NOW), Let)
    tried, now = 0, NOW
    for second in range(3_600):
        now = NOW + timedelta(seconds=second)
        answer = (
            enter(register, a_try(password="adivinanza", device="", address="6.6.6.6"), now) if second < 70 else None
        )
        tried += isinstance(answer, Wrong)
        if second == 69:
            break
    assert tried <= 12
    assert isinstance(enter(register, a_try(device="", address="7.7.7.7"), now), Wait)
    assert isinstance(enter(register, a_try(), now), Let)
    later = now + timedelta(seconds=throttles.LONGEST_WAIT + 1)
    assert isinstance(enter(register, a_try(device="", address="7.7.7.7"), later), Let)


def test_one_address_that_tries_many_accounts_is_slowed_and_an_office_behind_one_is_not(register: Register) -> None:
    an_account(register)
    for _ in range(30):
        assert isinstance(enter(register, a_try(), NOW), Let)
    found = [enter(register, a_try(login=f"a{n}@x.example", device="", password="x"), NOW) for n in range(40)]
    assert sum(isinstance(one, Wrong) for one in found) <= throttles.FREE_TRIES_OF_AN_ADDRESS + 1


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (11, 60), (99, 60)]
)
def test_the_wait_doubles_up_to_a_minute(failures: int, seconds: int) -> None:
    assert throttles.delay(failures) == seconds


def test_the_first_administrator_needs_the_token_of_the_console_and_there_is_only_one_first(
    register: Register,
) -> None:
    given = {"login": "jefa", "name": "Jefa Inventada", "password": PASSWORD}
    with pytest.raises(RuleError):
        do(register, accounts.first_admin, token="aaaa-bbbb", **given)
    old = do(register, accounts.token_for_first_admin)
    token = do(register, accounts.token_for_first_admin)
    with pytest.raises(RuleError):
        do(register, accounts.first_admin, token=old, **given)
    with pytest.raises(RuleError):
        do(register, accounts.first_admin, token=token, **given | {"now": NOW + timedelta(hours=49)})
    number = do(register, accounts.first_admin, token=token.upper(), **given)
    assert isinstance(enter(register, a_try(login="jefa"), NOW), Let)
    with pytest.raises(RuleError):
        do(register, accounts.first_admin, token=token, **given | {"login": "otra"})
    with pytest.raises(RuleError, match="an admin exists"):
        do(register, accounts.token_for_first_admin)
    with pytest.raises(RuleError, match="last admin"):
        do(register, accounts.set_active, account_id=number, active=False, by=CONSOLE)


def test_after_installing_there_is_no_account(register: Register) -> None:
    with register.reading() as session:
        assert account_queries.listed(session) == ()


def test_only_an_administrator_makes_and_changes_accounts(register: Register) -> None:
    number = an_account(register)
    for role in OF_ACCOUNTS:
        by = Person("Quien Sea", "Oficina", 9, role, ("05",))
        call = {"account_id": number, "active": True, "by": by}
        if role is Role.ADMIN:
            do(register, accounts.set_active, **call)
            continue
        with pytest.raises(Forbidden):
            do(register, accounts.set_active, **call)
        with pytest.raises(Forbidden):
            do(register, accounts.create, login="x1", name="Xxx", office="Yyy", role=Role.AUDITOR, by=by)


def test_a_new_role_ends_the_sessions_and_is_what_the_next_one_has(register: Register) -> None:
    number = an_account(register)
    secret = enter(register, a_try(), NOW).secret
    do(
        register,
        accounts.change_role,
        account_id=number,
        role=Role.NATIONAL,
        office="Unidad",
        departments=(),
        municipalities=(),
        by=CONSOLE,
    )
    assert who(register, secret) is None
    again = enter(register, a_try(), NOW).secret
    assert who(register, again).account.role is Role.NATIONAL


def test_a_second_factor_is_asked_each_code_is_good_once_and_so_is_a_recovery_code(register: Register) -> None:
    number = an_account(register)
    secret = second_factor.new_secret()
    generator = pyotp.TOTP(secret)
    with pytest.raises(RuleError):
        do(register, second_factor.turn_on, account_id=number, secret=secret, code="000000")
    codes = do(register, second_factor.turn_on, account_id=number, secret=secret, code=generator.at(NOW))
    assert enter(register, a_try(), NOW) == Wrong(code_asked=True)
    assert enter(register, a_try(code=generator.at(NOW)), NOW) == Wrong(code_asked=True)
    later = NOW + timedelta(seconds=60)
    assert isinstance(enter(register, a_try(code=generator.at(later)), later), Let)
    assert enter(register, a_try(code=generator.at(later)), later) == Wrong(code_asked=True)
    assert enter(register, a_try(code=generator.at(NOW)), later) == Wrong(code_asked=True)
    assert isinstance(enter(register, a_try(code=codes[0].upper()), later), Let)
    assert enter(register, a_try(code=codes[0]), later) == Wrong(code_asked=True)
    do(register, second_factor.turn_off, account_id=number)
    assert isinstance(enter(register, a_try(), later), Let)


def test_a_token_of_the_api_is_one_persons_and_can_be_taken_back(register: Register) -> None:
    number = an_account(register)
    by = Person("Ana Inventada", "Oficina", number, Role.ANALYST, ("05",))
    secret = do(register, tokens.give, label="planilla", by=by)

    def owner(now=NOW):
        with register.reading() as session:
            return account_queries.of_token(session, secret, now)

    assert owner().id == number
    assert owner(NOW + tokens.LASTS) is None
    with register.reading() as session:
        (shown,) = account_queries.tokens_of(session, number)
        assert secret not in str(session.execute(text("SELECT * FROM api_token")).all())
    with pytest.raises(RuleError):
        do(register, tokens.revoke, token_id=shown.id, by=Person("Otra", "Oficina", number + 1, Role.ANALYST))
    do(register, tokens.revoke, token_id=shown.id, by=by)
    assert owner() is None


def test_a_suppressed_account_leaves_its_number_and_nothing_else(register: Register) -> None:
    number = an_account(register)
    do(register, accounts.suppress, account_id=number, by=CONSOLE)
    with register.reading() as session:
        for table in ("account", "journal", "journal_salt"):
            rows = str(session.execute(text(f"SELECT * FROM {table}")).all())
            assert "Ana Inventada" not in rows
            assert "ana@" not in rows


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        ("once letras", False),
        ("doce letras!", True),
        (PASSWORD, True),
        ("x" * 129, False),
        ("ñandú 👋 con sal y río", True),
        ("y así otra frase muy larga, " * 10, True),
        ("contraseña123", False),
        ("C0ntr4s3ñ4 2026", False),
        ("123456789012", False),
        ("987654321098", False),
        ("abcdefghijkl", False),
        ("Llallagua2026!", False),
        ("anainventada1", False),
        ("defensoriadelpueblo", False),
        ("ab" * 8, False),
        ("perro azul verano libertad", True),
        ("lluvia123 lluvia123", True),
        ("sin1234sin1234sin1234", False),
    ],
)
def test_passwords_that_anybody_would_try_are_refused_with_the_reason(password: str, taken: bool) -> None:
    said = weakness(password, ("Ana Inventada", "ana@oficina.example", "Coordinación Regional Llallagua"))
    assert (said == "") == taken, said


def test_the_same_password_typed_in_two_forms_is_the_same(register: Register) -> None:
    number = an_account(register)
    do(register, accounts.change_password, account_id=number, password="un ñandú corre solo", keep="")
    assert isinstance(enter(register, a_try(password="un n\u0303andu\u0301 corre solo"), NOW), Let)


def test_of_guesses_at_once_no_more_are_looked_at_than_one_after_the_other(register: Register) -> None:
    an_account(register)
    together = threading.Barrier(12, timeout=30)

    def guess(n: int) -> str:
        together.wait()
        return type(enter(register, a_try(password="x", device="", address=f"6.6.6.{n}"), NOW)).__name__

    with ThreadPoolExecutor(12) as pool:
        told = sorted(pool.map(guess, range(12)))
    assert told == ["Wait"] * (12 - throttles.FREE_TRIES) + ["Wrong"] * throttles.FREE_TRIES


class Between:
    """A register between whose first and second transaction something else is done."""

    def __init__(self, register: Register, work: Callable[[], object]) -> None:
        self.register, self.work, self.begun = register, work, 0

    def writing(self):
        self.begun += 1
        if self.begun == 2:
            self.work()
        return self.register.writing()


def test_a_password_that_is_changed_while_it_is_looked_at_opens_nothing(register: Register) -> None:
    number = an_account(register)

    def change() -> None:
        do(register, accounts.change_password, account_id=number, password="otra clave bien larga 7", keep="")

    assert enter(Between(register, change), a_try(), NOW) == Wrong(code_asked=False)
    assert isinstance(enter(register, a_try(password="otra clave bien larga 7"), NOW), Let)


def test_a_token_that_two_use_at_once_is_used_by_one(register: Register) -> None:
    token = do(register, accounts.token_for_first_admin)

    def first(login: str):
        return lambda s: accounts.first_admin(
            s, token=token, login=login, name="Tita Inventada", password=PASSWORD, now=NOW
        )

    with pytest.raises(RuleError, match="token refused"):
        crossed(register, first("tita@oficina.example"), first("otra@oficina.example")).result()
    number = an_account(register)
    again = do(register, accounts.token_for_password, account_id=number, by=CONSOLE)

    def put(password: str):
        how = {"token": again, "login": "ana@oficina.example", "password": password}
        return lambda s: accounts.password_by_token(s, **how, now=NOW)

    with pytest.raises(RuleError, match="token refused"):
        crossed(register, put("otra clave bien larga 7"), put("una tercera clave larga 8")).result()
    assert isinstance(enter(register, a_try(password="otra clave bien larga 7"), NOW), Let)


@pytest.mark.parametrize("what", ["disabled", "given another role"])
def test_two_who_administer_do_not_take_it_from_each_other_at_once(register: Register, what: str) -> None:
    one, other = (
        an_account(register, f"{name}@oficina.example", Role.ADMIN, departments=()) for name in ("tita", "otra")
    )

    def end(number: int):
        if what == "disabled":
            return lambda s: accounts.set_active(s, account_id=number, active=False, by=CONSOLE, now=NOW)
        to = {"role": Role.MANAGER, "office": "Gerencia", "departments": (), "municipalities": ()}
        return lambda s: accounts.change_role(s, account_id=number, **to, by=CONSOLE, now=NOW)

    with pytest.raises(RuleError, match="last admin"):
        crossed(register, end(one), end(other)).result()
    with register.reading() as session:
        assert account_queries.has_admin(session)
