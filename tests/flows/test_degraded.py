"""What breaks around a cycle is said, and costs nothing that was stored."""

import json
import os
import re
import resource
import shutil
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from conflict.codebook import CycleKind, CycleState
from conflict.errors import DataError, NetworkError
from register.settings import Storage
from tests.conftest import ROOT
from tests.flows.conftest import TONIGHT, House, house_of
from tests.flows.ledger import Ledger

_TAKEN: list[socket.socket] = []


def closed_port() -> int:
    """Return a port of loopback on which nobody listens, nor will: it stays taken, and who calls there is refused."""
    _TAKEN.append(socket.socket())
    _TAKEN[-1].bind(("127.0.0.1", 0))
    return int(_TAKEN[-1].getsockname()[1])


def elsewhere(house: House, folder: Path, port: int, *only: str) -> House:
    """Return the same house with the sources (or one of them) at another port."""
    old = house.press.base_url.rsplit(":", 1)[1]
    cards = house.settings.sources.read_text().split("- id: ")
    moved = [card.replace(f":{old}/", f":{port}/") if not only or card.startswith(only) else card for card in cards]
    target = folder / "movidas.yaml"
    target.write_text("- id: ".join(moved))
    allowed = f"{house.settings.private_network},127.0.0.1:{port}"
    return House(replace(house.settings, sources=target, private_network=allowed), house.press)


def test_no_network_is_one_sentence_and_marks_nothing_as_read(house: House, tmp_path: Path) -> None:
    offline = elsewhere(house, tmp_path, closed_port())
    with pytest.raises(NetworkError) as told:
        offline.cycle()
    assert told.value.spanish.startswith("Sin red: no se pudo llegar a ninguna de las 12 fuentes.")
    assert house.ask("SELECT state FROM cycle") == [("sin_red",)]
    assert house.ask("SELECT count(*) FROM source WHERE etag IS NOT NULL") == [(0,)]
    assert house.cycle().tally.new == len(house.links()) > 0


REMEMBERED = (
    "SELECT id, etag, last_modified, failures, paused_until, gone_since, last_good_at, last_full_at, last_keys"
    " FROM source ORDER BY id"
)


def test_days_without_network_are_held_against_no_source(storage: Storage, tmp_path: Path) -> None:
    press = Ledger().start()
    house = house_of(storage, press, tmp_path)
    house.cycle(TONIGHT - timedelta(days=2))
    before = house.ask(REMEMBERED)
    press.stop()
    for hours in range(40, 0, -3):
        with pytest.raises(NetworkError):
            house.cycle(TONIGHT - timedelta(hours=hours))
    assert house.ask(REMEMBERED) == before, "14 cycles without network: no failure counted, no validator moved"
    again = replace(house, press=Ledger(int(press.base_url.rsplit(":", 1)[1])).start())
    try:
        assert again.cycle().tally.ok == 11
        assert again.shown() <= set(again.links())
    finally:
        again.press.stop()


def test_names_that_do_not_resolve_are_no_network_either(lite: House, tmp_path: Path) -> None:
    nowhere = tmp_path / "sin-nombre.yaml"
    nowhere.write_text(re.sub(r"http://127.0.0.1:[0-9]+", "http://medio.invalid", lite.settings.sources.read_text()))
    with pytest.raises(NetworkError, match="'dns': 12"):
        lite.cycle(sources=nowhere)
    assert lite.ask("SELECT state FROM cycle") == [("sin_red",)]


def test_no_network_leaves_with_exit_code_4(lite: House, tmp_path: Path) -> None:
    process = elsewhere(lite, tmp_path, closed_port()).command("ciclo")
    out, told = process.communicate(timeout=60)
    assert process.returncode == 4
    assert told.count("Sin red") == 1
    summary = json.loads(out)
    assert (summary["estado"], summary["ok"], summary["fallidas"]) == ("sin_red", 0, {"conexion": 12})


def test_sources_that_fail_do_not_stop_the_others_and_the_cycle_is_partial(lite: House, tmp_path: Path) -> None:
    ended = elsewhere(lite, tmp_path, closed_port(), "agencia-quinua", "voz-del-acre").cycle()
    assert ended.state is CycleState.PARTIAL  # with the broken one that makes 9 of 12, under 80 %
    assert ended.tally.failed["conexion"] == 2
    assert len({link.split("/")[0] for link in lite.links()}) == ended.tally.ok


@pytest.mark.parametrize("damage", ["missing", "truncated", "edited"])
def test_a_dead_classifier_leaves_news_waiting_and_the_keyword_floor_at_work(
    lite: House, tmp_path: Path, damage: str
) -> None:
    model = tmp_path / "modelo"
    if damage != "missing":
        shutil.copytree(lite.settings.model, model)
        arrays = next(path for path in model.iterdir() if path.suffix == ".npz")
        data = arrays.read_bytes()
        arrays.write_bytes(data[: len(data) // 2] if damage == "truncated" else data[:-9] + b"atalaya!!")
    ended = lite.cycle(model=model)
    assert ended.state is CycleState.PARTIAL
    assert any("clasificador" in notice for notice in ended.notices)
    assert ended.tally.pending > 0
    assert ended.tally.queued > 0, "the floor queues without the model"
    waiting = lite.ask("SELECT count(*) FROM outbox")
    assert waiting == [(ended.tally.pending,)]
    rows = lite.ask("SELECT code, updated FROM queue_entry ORDER BY code")
    again = lite.cycle(TONIGHT + timedelta(minutes=5), model=model)
    assert (again.tally.pending, again.tally.queued, again.tally.signals) == (ended.tally.pending, 0, 0)
    assert lite.ask("SELECT code, updated FROM queue_entry ORDER BY code") == rows, "the same words are no news"
    mended = lite.cycle(TONIGHT + timedelta(minutes=10), CycleKind.ASSESS)
    assert mended.state is CycleState.COMPLETE
    assert mended.tally.assessed == ended.tally.pending == len(lite.links()), "what the floor heard is read as well"
    assert lite.ask("SELECT count(*) FROM outbox") == [(0,)]
    by_model = "SELECT count(DISTINCT article_id) FROM signal WHERE model_version <> 'sin-modelo'"
    assert lite.ask(by_model) == [(mended.tally.assessed,)]
    assert {code for code, _ in rows} <= {code for (code,) in lite.ask("SELECT code FROM queue_entry")}


def test_bad_sources_stop_the_cycle_before_it_begins(lite: House, tmp_path: Path) -> None:
    bad = tmp_path / "malas.yaml"
    bad.write_text('- id: uno\n  nombre: Uno\n  url: ftp://uno.example/rss\n  tipo: rss\n  departamento: "77"\n')
    with pytest.raises(DataError) as told:
        lite.cycle(sources=bad)
    assert "malas.yaml" in told.value.spanish
    assert "departamento" in told.value.spanish
    assert lite.ask("SELECT count(*) FROM cycle") == [(0,)]


def test_a_full_disk_is_said_and_leaves_nothing_half_written(lite: House) -> None:
    """Stand for a full disk with a limit on the size of any file, which SQLite meets as a failed write."""
    lite.cycle(TONIGHT - timedelta(days=9))
    before = lite.ask("SELECT count(*) FROM article")
    database = Path(lite.settings.storage.url.removeprefix("sqlite:///"))
    limit = database.stat().st_size + 40_000
    lite.press.set_clock(TONIGHT)
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "ciclo", "--sin-prefect", "--json", "--ahora", TONIGHT.isoformat()],
        cwd=ROOT,
        env=os.environ | lite.environment,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    out, told = process.communicate(timeout=60)
    assert process.returncode == 3, told
    assert "disco" in told.lower()
    stored = lite.ask("SELECT count(*) FROM article")
    assert stored >= before
    check = lite.ask("PRAGMA integrity_check")
    assert check == [("ok",)]
    after = lite.cycle(TONIGHT + timedelta(minutes=10))
    assert after.tally.balances()
    assert len(lite.links()) == len(set(lite.links()))
    assert out == ""


def test_the_summary_of_the_command_is_json_and_nothing_else(lite: House) -> None:
    process = lite.command("recolectar")
    out, _ = process.communicate(timeout=60)
    assert set(json.loads(out)) >= {"fuentes", "ok", "fallidas", "leidas", "nuevas", "duplicadas", "segundos"}


class _Busy(BaseHTTPRequestHandler):
    """An outlet that asks for an hour of rest, and counts who does not give it."""

    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        self.send_response(429)
        self.send_header("Retry-After", "3600")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_a_server_that_asks_for_rest_gets_it_from_who_collects_by_hand_too(house: House, tmp_path: Path) -> None:
    """Reliability BI-022: what «Recolectar ahora» and a bare `atalaya ciclo` read is everything but that."""
    _Busy.asked = 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Busy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        busy = elsewhere(house, tmp_path, server.server_port, "agencia-quinua")
        assert busy.cycle(TONIGHT, CycleKind.COLLECT).tally.failed["limite_429"] == 1
        again = busy.cycle(TONIGHT + timedelta(minutes=10), CycleKind.COLLECT).tally
        assert (_Busy.asked, again.sources, again.waiting) == (1, 11, 1)
        busy.cycle(TONIGHT + timedelta(minutes=61), CycleKind.COLLECT)
        assert _Busy.asked == 2
    finally:
        server.shutdown()
        server.server_close()
