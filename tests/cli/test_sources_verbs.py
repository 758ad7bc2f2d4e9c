"""`fuentes listar` and `fuentes probar`: what is read, what an address would bring, and where a card is wrong."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from cli.press import Press, write_sources
from conflict.record import Person
from conflict.roles import Role
from feeds.sources import load_sources
from register.commands import own_sources
from register.engine import open_register
from register.migrate import migrate
from register.settings import Storage
from tests.cli.conftest import Run, told
from tests.conftest import ROOT
from tests.make import a_source
from tests.outlet import outlet as an_outlet

TODAY = date(2026, 11, 20)
TONIGHT = datetime(2026, 11, 21, 1, tzinfo=UTC)

WRONG = """\
- id: faro
  nombre: El Faro
  url: ftp://faro.example/canal
  tipo: rss
  departamento: "5"
  municipio: ""
  alcance: local
  cadencia_minutos: cada hora
  activa: true
  notas: ""
- id: otro
  nombre: Otro
  url: https://otro.example/canal
  tipo: boletin
  departamento: "05"
  municipio: ""
  alcance: local
  cadencia_minutos: 60
  activa: true
"""


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    served = Press(ROOT / "data" / "demo", today=TODAY).start()
    served.set_clock(TONIGHT)
    yield served
    served.stop()


@pytest.fixture
def probe(run: Run, press: Press):
    """Return a way to try one outlet of the press."""

    def one(path: str, **changes: str):
        private = press.base_url.removeprefix("http://")
        return run("fuentes", "probar", f"{press.base_url}/{path}", **({"ATALAYA_RED_PRIVADA": private} | changes))

    return one


def test_the_list_tells_every_source_and_counts_them(run: Run, press: Press, tmp_path: Path) -> None:
    done = run("fuentes", "listar", "--fuentes", str(write_sources(press, tmp_path)), COLUMNS="200")
    assert done.returncode == 0
    for outlet in press.demo.outlets.values():
        assert outlet.id in done.stdout
    assert told(done) == f"{len(press.demo.outlets)} fuentes, {len(press.demo.outlets)} activas."


def test_a_wrong_list_tells_line_card_field_and_what_was_expected_all_at_once(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "fuentes.yaml"
    path.write_text(WRONG)
    done = run("fuentes", "listar", "--fuentes", str(path))
    assert (done.returncode, done.stdout) == (3, "")
    sentence = told(done)
    for field, line in (("url", 3), ("departamento", 5), ("cadencia_minutos", 8), ("tipo", 14)):
        assert any(field in one and f"línea {line}" in one for one in sentence.splitlines()), (field, sentence)
    assert len(sentence.splitlines()) == 4
    assert all(one.startswith("fuentes.yaml, línea ") for one in sentence.splitlines())
    assert all(f"tarjeta «{name}»" in sentence for name in ("faro", "otro"))
    assert "se esperaba rss, atom o sitemap y hay «boletin»" in sentence


def test_two_cards_of_one_name_are_told(run: Run, press: Press, tmp_path: Path) -> None:
    path = write_sources(press, tmp_path)
    path.write_text(path.read_text().replace("id: agencia-quinua", "id: diario-el-surco"))
    done = run("fuentes", "listar", "--fuentes", str(path))
    assert done.returncode == 3
    assert "tarjeta «diario-el-surco», campo «id»: se esperaba un id único" in told(done)


def test_a_file_that_is_no_list_of_cards_is_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "fuentes.yaml"
    path.write_text("- !!python/object/apply:os.system [ls]\n- id: [\n")
    done = run("fuentes", "listar", "--fuentes", str(path))
    assert done.returncode == 3
    assert told(done).startswith("fuentes.yaml: línea 3")


def test_a_list_that_is_not_there_is_told_in_spanish(run: Run, tmp_path: Path) -> None:
    done = run("fuentes", "listar", "--fuentes", str(tmp_path / "no-hay.yaml"))
    assert done.returncode == 3
    assert "no-hay.yaml" in told(done)
    assert "No such file" not in told(done)


@pytest.mark.parametrize("outlet", ["agencia-quinua", "la-campana-de-sucre"])
def test_a_good_address_shows_what_it_would_bring_and_keeps_nothing(
    probe, press: Press, environment: dict[str, str], outlet: str
) -> None:
    done = probe(f"{outlet}/canal.xml")
    assert done.returncode == 0
    assert told(done).startswith("ok:")
    assert "notas en" in told(done)
    shown = done.stdout.splitlines()
    assert 1 <= len(shown) <= 5
    newest = [i.title for i in press.demo.items if i.outlet == outlet and i.at <= TONIGHT][-1]
    assert newest in done.stdout
    assert not (Path(environment["ATALAYA_DATOS"]) / "atalaya.db").exists()


def test_a_page_that_is_no_feed_is_told_as_such(probe) -> None:
    done = probe("boletin-municipal/canal.xml")
    assert done.returncode == 3
    assert told(done).startswith("no_es_feed")


def test_an_address_that_leads_nowhere_is_told_as_a_network_problem(probe) -> None:
    done = probe("no-hay/canal.xml")
    assert done.returncode == 4
    assert told(done).startswith("http_4xx")
    assert "No se leyó nada" in told(done)


def test_an_inner_address_is_not_read(probe) -> None:
    done = probe("radio-cerro-llallagua/canal.xml", ATALAYA_RED_PRIVADA="")
    assert done.returncode == 4
    assert told(done).startswith("direccion_bloqueada")


@pytest.fixture
def hostile_feed() -> Iterator[str]:
    """Serve one feed whose titles would write on a terminal."""
    body = (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>'
        "<item><title>[bold red]Marcha[/] &#x9b;31m&#x202e;odatsurf [link=file:///etc/passwd]aquí[/link]</title>"
        "<link>http://radio.example/1</link></item></channel></rss>"
    ).encode()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_title_writes_no_commands_on_the_terminal(run: Run, hostile_feed: str) -> None:
    done = run("fuentes", "probar", f"http://{hostile_feed}/canal.xml", ATALAYA_RED_PRIVADA=hostile_feed)
    assert done.returncode == 0
    assert "[bold red]Marcha[/]" in done.stdout
    assert not {char for char in done.stdout if char != "\n" and not char.isprintable()}


def test_what_was_added_on_the_page_is_listed_and_written_as_cards(
    run: Run, press: Press, tmp_path: Path, environment: dict[str, str]
) -> None:
    listed = write_sources(press, tmp_path)
    folder = Path(environment["ATALAYA_DATOS"])
    storage = Storage(f"sqlite:///{folder / 'atalaya.db'}", folder)
    folder.mkdir(parents=True, exist_ok=True)
    migrate(storage)
    register = open_register(storage)
    tito = Person("Tito Inventado", "Sistemas", 7, Role.ADMIN)
    with register.writing() as session:
        for name, url in (("Radio «Loma»: 95.1", "https://loma.example/feed"), ("Otra", press.base_url + "/otra.xml")):
            own_sources.add(session, source=a_source("", name=name, url=url, notes=""), by=tito, now=TONIGHT)
    register.close()
    done = run("fuentes", "listar", "--fuentes", str(listed), COLUMNS="200")
    assert done.returncode == 0, done.stderr
    assert f"{len(press.demo.outlets) + 2} fuentes" in told(done)
    assert "2 agregadas en la página" in told(done)
    assert "radio-loma-95-1" in done.stdout
    cards = run("fuentes", "listar", "--fuentes", str(listed), "--tarjetas")
    listed.write_text(listed.read_text() + cards.stdout)
    again = run("fuentes", "listar", "--fuentes", str(listed), COLUMNS="200")
    assert told(again) == f"{len(press.demo.outlets) + 2} fuentes, {len(press.demo.outlets) + 2} activas."
    assert "Radio «Loma»: 95.1" in [source.name for source in load_sources(listed)]


def test_the_channel_of_a_page_is_found_and_named(run: Run) -> None:
    with an_outlet(**{"/": "pagina>/mio.xml", "/mio.xml": "rss"}) as site:
        done = run("fuentes", "probar", site.address, ATALAYA_RED_PRIVADA=site.place)
    assert done.returncode == 0
    assert f"Canal rss: {site.address}/mio.xml" in told(done)
    assert len(done.stdout.splitlines()) == 5


def test_a_site_that_wants_no_programs_is_told_and_not_read(run: Run) -> None:
    with an_outlet(**{"/robots.txt": "prohibe>/", "/": "rss"}) as site:
        done = run("fuentes", "probar", site.address, ATALAYA_RED_PRIVADA=site.place)
        assert site.asked == ["/robots.txt"]
    assert done.returncode == 3
    assert told(done).startswith("El sitio pide no ser leído por programas.")
