"""Short messages to channels: one of each reaches its one recipient, and nothing is sent where it must not go."""

import json
import os
import signal
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from conflict import killpoint
from conflict.errors import DataError
from conflict.killpoint import DeliveryPoint
from conflict.message import BRIEF_CHARS, MessageKind, Outgoing, brief
from conflict.record import RuleError
from flows.messages import due_work, send
from register.commands import messages
from register.engine import Register
from register.queries import messages as message_queries
from reports.channels import checked, deliver_short, reachable
from reports.settings import ChannelSettings, MailSettings, read_channels
from tests.conftest import NOW
from tests.flows.test_messages import ANA, BASE, LATER, office, rule, site  # noqa: F401 - fixtures

NO_MAIL = MailSettings("", 0, "", "", "atalaya@oficina.example", BASE)
URGENT = (MessageKind.CRITICAL,)


class Hook:
    """A webhook on this machine that keeps what it is sent; it answers with `status`."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.status = 200
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                hook.taken.append(body | {"header": self.headers["Idempotency-Key"]})
                self.send_response(hook.status)
                if hook.status == 302:
                    self.send_header("Location", f"http://127.0.0.1:{hook.port}/otra")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def settings(self) -> ChannelSettings:
        return ChannelSettings(
            (("guardia", f"json://127.0.0.1:{self.port}/entra"),), frozenset({f"127.0.0.1:{self.port}"})
        )


@pytest.fixture
def hook() -> Iterator[Hook]:
    made = Hook()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def ready(office: Register) -> Register:  # noqa: F811
    """Put one urgent message for a channel in the outbox."""
    rule(office, "canal:guardia", URGENT)
    assert due_work(office, now=NOW, base=BASE)["critico"] == 1
    return office


def test_it_waits_its_window_and_goes_once_without_a_mail_server(ready: Register, hook: Hook) -> None:
    assert send(ready, NO_MAIL, now=NOW, channels=hook.settings)["enviados"] == 0
    for _ in range(2):
        send(ready, NO_MAIL, now=LATER, channels=hook.settings)
    (taken,) = hook.taken
    assert taken["id"] == taken["header"]
    assert len(taken["message"]) <= BRIEF_CHARS
    assert taken["message"].startswith("[Crítico] ")
    assert "Retienen a dos funcionarios" not in taken["message"]  # a headline may name a person
    assert taken["message"].endswith(tuple("0123456789"))
    assert f"{BASE}/cola/" in taken["message"]
    assert ANA.name not in str(taken)


def test_killed_after_the_answer_it_is_sent_again_with_the_same_id(ready: Register, hook: Hook) -> None:
    child = os.fork()
    if not child:
        killpoint.install(lambda point: point is DeliveryPoint.AFTER_SMTP and os.kill(os.getpid(), signal.SIGKILL))
        send(ready, NO_MAIL, now=LATER, channels=hook.settings)
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    for minutes in (1, 2):
        send(ready, NO_MAIL, now=LATER + timedelta(minutes=minutes), channels=hook.settings)
    assert len(hook.taken) == 2
    assert len({one["id"] for one in hook.taken}) == 1


@pytest.mark.parametrize("status", [302, 404, 503])
def test_what_is_not_taken_waits_and_the_doctor_says_so(ready: Register, hook: Hook, status: int) -> None:
    hook.status = status
    assert send(ready, NO_MAIL, now=LATER, channels=hook.settings)["enviados"] == 0
    assert len(hook.taken) == 1
    with ready.reading() as session:
        assert message_queries.trouble(session) == (1, 0)
    hook.status = 200
    assert send(ready, NO_MAIL, now=LATER + timedelta(minutes=2), channels=hook.settings)["enviados"] == 1
    with ready.reading() as session:
        assert message_queries.trouble(session) == (0, 0)


def test_the_way_back_is_open_until_it_went(ready: Register, hook: Hook) -> None:
    with ready.writing() as session:
        (number, *_), *_rest = message_queries.outbox(session)
        messages.withdraw(session, message=number, now=NOW)
    assert send(ready, NO_MAIL, now=LATER, channels=hook.settings)["enviados"] == 0
    assert not hook.taken


def outgoing(text: str = "Espera.", subject: str = "[Crítico] Algo", address: str = "canal:guardia") -> Outgoing:
    return Outgoing(1, "<id@x>", address, subject, text, "", 0)


def test_a_private_address_is_refused_unless_it_is_let_through(hook: Hook) -> None:
    told: list[str] = []
    closed = ChannelSettings(hook.settings.channels)
    assert deliver_short([outgoing()], closed, lambda one: told.append(one.error)) == 0
    assert told == ["channel at a private address"]
    assert not hook.taken


@pytest.mark.parametrize(
    ("addresses", "open_"),
    [
        (["93.184.216.34"], True),
        (["10.0.0.3"], False),
        (["93.184.216.34", "127.0.0.1"], False),
        (["169.254.169.254"], False),
        (["::1"], False),
        (["fe80::1%eth0"], False),
        (["224.0.0.1"], False),
        ([], False),
    ],
)
def test_every_address_of_a_name_must_lie_in_the_open_net(addresses: list[str], open_: bool) -> None:
    assert reachable("jsons://aviso.example/x", ChannelSettings(), lambda host, port: addresses) is open_


@pytest.mark.parametrize("url", ["file:///etc/passwd", "mailto://a:b@x.example", "exec://ls", "xml://x.example", "x"])
def test_another_kind_of_address_is_refused_without_telling_it(url: str) -> None:
    with pytest.raises(DataError) as refused:
        checked("guardia", url)
    assert url not in f"{refused.value} {refused.value.spanish}"


def test_a_channel_with_many_recipients_or_none_is_refused() -> None:
    for url in ("tgram://123456789:abcdefghijklmnop/11/22", "tgram://123456789:abcdefghijklmnop/"):
        told: list[str] = []
        deliver_short([outgoing()], ChannelSettings((("guardia", url),)), lambda one, told=told: told.append(one.error))
        assert told == ["channel not understood, or not exactly one recipient"]


def test_a_channel_nobody_set_waits_with_its_reason() -> None:
    told: list[str] = []
    deliver_short([outgoing()], ChannelSettings(), lambda one: told.append(one.error))
    assert told == ["channel not in the settings"]


def test_a_channel_gets_only_what_cannot_wait(office: Register) -> None:  # noqa: F811
    for kind in (MessageKind.DAILY, MessageKind.WEEKLY):
        with pytest.raises(RuleError):
            rule(office, "canal:guardia", (MessageKind.CRITICAL, kind))
    with pytest.raises(DataError):
        rule(office, "canal:tgram://secreto", URGENT)


def test_a_short_message_keeps_its_link_whole() -> None:
    words = brief(outgoing(f"{'palabra ' * 200}· {BASE}/cola/P-1\n\nAbrir: {BASE}/cola\n\npie"))
    assert len(words) <= BRIEF_CHARS
    assert words.endswith(f"… {BASE}/cola/P-1")
    assert brief(outgoing("Uno.", "Dos")) == "Dos Uno."


def test_settings_are_read_by_name_and_wrong_ones_are_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATALAYA_CANALES", "guardia=json://x.example/a  jefatura=tgram://t/c")
    found = read_channels()
    assert dict(found.channels) == {"guardia": "json://x.example/a", "jefatura": "tgram://t/c"}
    assert "example" not in repr(found)
    monkeypatch.setenv("ATALAYA_CANALES", "guardia json://secreto.example")
    with pytest.raises(DataError) as wrong:
        read_channels()
    assert "secreto" not in f"{wrong.value} {wrong.value.spanish}"
