"""Our own server beside visitors who say nothing, speak slowly or send without end; and where nobody takes its log."""

import contextlib
import http.client
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pytest

from cli.ports import LOOPBACK
from dashboards.policies import POLICIES
from tests.cli.test_ports import wait_for
from tests.conftest import ROOT
from tests.ports import own_port

IDLE, SLOW = 500, 30
ASKED, ROUNDS = 40, 3
TIMES, PAUSE = 2, 0.25
"""How much longer others may wait (bar of the web cases), and the seconds under which a wait is no wait."""
Serving = tuple["subprocess.Popen[str]", int]


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """Run `atalaya servir` on an empty register; give the process and its port."""
    port = own_port(23_000)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ATALAYA_", "PREFECT_"))}
    with subprocess.Popen(
        [sys.executable, "-m", "cli", "servir", "--puerto", str(port)],
        cwd=ROOT,
        env=kept | {"ATALAYA_DATOS": str(tmp_path_factory.mktemp("lenta"))},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        wait_for(process, port)
        yield process, port
        process.send_signal(signal.SIGINT)
        process.wait(60)


def taken(port: int) -> float:
    """Return within how many seconds 95 of 100 visitors get the page of entering."""
    found = []
    for _ in range(ASKED):
        started = time.monotonic()
        one = http.client.HTTPConnection(LOOPBACK, port, timeout=30)
        one.request("GET", "/entrar")
        assert b"Atalaya" in one.getresponse().read()
        one.close()
        found.append(time.monotonic() - started)
    return statistics.quantiles(found, n=20)[-1]


def test_hundreds_who_say_nothing_or_drip_keep_nobody_waiting(serving: Serving) -> None:
    process, port = serving
    alone = taken(port)
    stop = threading.Event()
    with contextlib.ExitStack() as crowd:
        for _ in range(IDLE):
            crowd.enter_context(socket.create_connection((LOOPBACK, port), 30))
        slow = [crowd.enter_context(socket.create_connection((LOOPBACK, port), 30)) for _ in range(SLOW)]
        for n, one in enumerate(slow):
            if n % 2:
                one.sendall(b"GET /entrar HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
            else:
                one.sendall(b"POST /entrar HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900000\r\n\r\nusuario=")

        def drip() -> None:
            while not stop.wait(1):
                for one in slow:
                    with contextlib.suppress(OSError):
                        one.sendall(b"a" * 1_000)

        dripping = threading.Thread(target=drip)
        dripping.start()
        try:
            beside = min(taken(port) for _ in range(ROUNDS))  # what else the machine does only adds to it
            served_by = psutil.Process(process.pid)
            open_ones = sum(len(p.net_connections("tcp")) for p in (served_by, *served_by.children(recursive=True)))
        finally:
            stop.set()
            dripping.join()
    assert open_ones > IDLE
    assert beside <= max(TIMES * alone, PAUSE)


def test_a_hundred_megabytes_are_refused_before_they_are_sent(serving: Serving) -> None:
    _, port = serving
    with socket.create_connection((LOOPBACK, port), 30) as one:
        head = f"POST /entrar HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {100 * 2**20}\r\n\r\n"
        one.sendall(head.encode() + b"usuario=" + b"a" * 1_000)
        assert b" 413 " in one.recv(200)


def test_the_process_that_serves_has_no_log_of_its_own_to_change_and_no_address_that_writes_the_journal(
    serving: Serving,
) -> None:
    process, _ = serving
    files = psutil.Process(process.pid).open_files()
    kept = {Path(one.path).name for one in files if one.mode != "r"}
    assert {name for name in kept if not name.startswith("atalaya.db")} == set()
    assert {method for method, path in POLICIES if "bitacora" in path} == {"GET"}


def test_pages_are_served_when_nobody_takes_the_log_any_more(serving: Serving) -> None:
    process, port = serving
    assert process.stderr is not None
    process.stderr.close()
    for _ in range(3):
        one = http.client.HTTPConnection(LOOPBACK, port, timeout=30)
        one.request("GET", "/entrar")
        shown = one.getresponse()
        cookie = "; ".join(told.partition(";")[0] for told in shown.headers.get_all("set-cookie") or [])
        token = re.findall(r'name="csrf" value="([^"]+)"', shown.read().decode())[0]
        said = urlencode({"usuario": "nadie", "clave": "adivinanza cualquiera", "csrf": token})
        form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        one.request("POST", "/entrar", said, form | {"Origin": f"http://{LOOPBACK}:{port}"})
        assert one.getresponse().status == 401
        one.close()
