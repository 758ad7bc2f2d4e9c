"""A database that is restarted while somebody writes: the page says to try again and keeps what was written."""

import html
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from register.engine import open_register
from register.journal_key import make_key
from register.settings import Storage
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.test_keyed import codes, count
from tests.dashboards.test_resend import hidden, resent
from tests.make import an_article
from tests.postgres import Cluster

WORDS = "Se habló con los dirigentes, que esperan respuesta."
LETTER = "Junta de vecinos «ñ» & otros"


@pytest.fixture
def site(cluster: Cluster, tmp_path: Path) -> Iterator[Site]:
    """Return the pages over an empty register on PostgreSQL."""
    make_key(tmp_path)
    register = open_register(Storage(cluster.new_database(), tmp_path))
    yield Site(register)
    register.close()


@pytest.fixture
def client(site: Site) -> Browser:
    site.fill(an_article(1), an_article(2))
    return site.client()


@pytest.mark.postgres
@pytest.mark.parametrize("mode", [signal.SIGINT, signal.SIGQUIT], ids=["fast", "immediate"])
def test_a_registration_that_met_a_restart_is_kept_and_sent_again_once(
    client: Browser, site: Site, cluster: Cluster, mode: signal.Signals
) -> None:
    row = codes(client)[0]
    page = client.get(f"/cola/{row}").text
    key = re.search(r'name="llave" value="([^"]+)"', page).group(1)
    sent = {"tipo": "conflicto", "nivel": "alto", "version": "1", "llave": key, "comentario": WORDS}
    cluster.shut_down(mode)
    try:
        down = client.post(f"/cola/{row}/registrar", data=sent)
        listed = client.get("/cola")
    finally:
        cluster.start()
    assert (down.status_code, listed.status_code) == (503, 503)
    assert "Reintente" in down.text
    assert WORDS in html.unescape(down.text)
    kept = dict(hidden(down.text))
    assert {name: kept[name] for name in sent} == sent
    assert client.get("/cola").status_code == 200, "the pool has new connections"
    answer = resent(client, down.text)
    assert answer.status_code in (200, 303), answer.text
    again = resent(client, down.text)
    assert again.status_code in (200, 303), again.text
    assert count(site, "record") == 1


@pytest.mark.postgres
def test_several_choices_come_back_and_a_file_is_asked_for_again(client: Browser, site: Site, cluster: Cluster) -> None:
    told = {"via": "llamada", "titulo": "Vecinos anuncian un bloqueo en la salida", "etapa": "anuncio", "igual": "si"}
    told |= {"dicho_por": LETTER, "texto": "Dos líneas:\nuna y\notra.", "medidas": ["bloqueo", "marcha"]}
    before = count(site, "queue_entry")
    cluster.shut_down(signal.SIGINT)
    try:
        down = client.post("/agregar", data=told, files={"archivo": ("nota de Ana Inventada.pdf", b"%PDF-1.4 x")})
    finally:
        cluster.start()
    assert down.status_code == 503
    assert [value for name, value in hidden(down.text) if name == "medidas"] == ["bloqueo", "marcha"]
    assert LETTER in html.unescape(down.text)
    assert 'enctype="multipart/form-data"' in down.text
    assert "nota de Ana" not in down.text
    assert resent(client, down.text, files={"archivo": ("", b"")}).status_code == 303
    assert count(site, "queue_entry") == before + 1


@pytest.mark.postgres
def test_no_password_and_no_token_of_another_comes_back_in_a_page(client: Browser, cluster: Cluster) -> None:
    cluster.shut_down(signal.SIGINT)
    try:
        entering = client.post("/entrar", data={"usuario": "ana", "clave": "una clave muy larga de Ana"})
        foreign = client.post("/cola/P-261120-001/registrar", data={"csrf": "de otro", "comentario": WORDS})
    finally:
        cluster.start()
    assert (entering.status_code, foreign.status_code) == (503, 503)
    assert "una clave muy larga" not in entering.text
    assert WORDS not in foreign.text
