"""Ports: a taken one is told with a way out, and the pages answer on this machine and nowhere else."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator

import psutil
import pytest

from cli.ports import LOOPBACK, claim_port, free_port
from conflict.errors import DataError
from tests.cli.conftest import Run, told
from tests.conftest import ROOT
from tests.ports import own_port


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_free_port_is_claimed() -> None:
    port = own_port(20_000)
    assert claim_port(port, "el tablero") == port


def test_a_taken_port_is_told_with_another_one(taken: int) -> None:
    with pytest.raises(DataError, match="el tablero") as refused:
        claim_port(taken, "el tablero")
    assert f"El puerto {taken} ya está en uso" in refused.value.spanish
    assert f"--puerto {taken + 1 if taken < 65_535 else taken - 1}" in refused.value.spanish


def test_where_any_will_do_the_next_free_one_is_taken(taken: int) -> None:
    if taken > 65_000:
        pytest.skip("the system gave one of the last ports")
    assert taken < free_port(taken) < taken + 100


def test_the_last_port_offers_one_that_exists() -> None:
    with socket.socket() as other:
        try:
            other.bind((LOOPBACK, 65_535))
        except OSError:
            pytest.skip("somebody has the last port")
        with pytest.raises(DataError) as refused:
            claim_port(65_535, "el tablero")
    assert "65536" not in refused.value.spanish


@pytest.mark.parametrize("verb", ["servir", "demo"])
def test_a_verb_whose_port_is_taken_ends_at_once_with_a_sentence(run: Run, taken: int, verb: str) -> None:
    started = time.monotonic()
    done = run(verb, "--puerto", str(taken))
    assert done.returncode == 3
    assert f"El puerto {taken} ya está en uso" in told(done)
    assert time.monotonic() - started < 30


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[subprocess.Popen[str], int, str]]:
    """Run `atalaya servir` on an empty register; give the process, its port and the address it printed."""
    port = own_port(21_000)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ATALAYA_", "PREFECT_"))}
    with subprocess.Popen(
        [sys.executable, "-m", "cli", "servir", "--puerto", str(port)],
        cwd=ROOT,
        env=kept | {"ATALAYA_DATOS": str(tmp_path_factory.mktemp("servida"))},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        line = process.stderr.readline()
        wait_for(process, port)
        yield process, port, line.strip()
        process.send_signal(signal.SIGINT)
        process.wait(60)


def wait_for(process: "subprocess.Popen[str]", port: int) -> None:
    """Wait until the pages answer."""
    until = time.monotonic() + 90
    while not answers(f"http://{LOOPBACK}:{port}/salud"):
        assert process.poll() is None, "the pages ended"
        assert time.monotonic() < until, "the pages do not answer"
        time.sleep(0.05)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def test_the_pages_listen_on_loopback_only(serving: tuple[subprocess.Popen[str], int, str]) -> None:
    process, port, _ = serving
    listening = [c.laddr for c in psutil.Process(process.pid).net_connections("tcp") if c.status == psutil.CONN_LISTEN]
    assert [(one.ip, one.port) for one in listening] == [(LOOPBACK, port)]


def test_nothing_opens_without_an_account(serving: tuple[subprocess.Popen[str], int, str]) -> None:
    _, port, line = serving
    assert line == f"Tablero: http://{LOOPBACK}:{port}/"
    for path in ("cola", "fuentes", "registros"):
        with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/{path}", timeout=30) as answer:
            assert urllib.parse.urlsplit(answer.url).path == "/entrar"
            assert "Cola de hoy" not in answer.read().decode()


def test_a_served_answer_does_not_say_what_serves_it(serving: tuple[subprocess.Popen[str], int, str]) -> None:
    _, port, _ = serving
    with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/salud", timeout=30) as answer:
        assert "server" not in {name.lower() for name in answer.headers}
