"""The view «En duda»: what the machine does not know is said to be so."""

from tests.dashboards.conftest import Site
from tests.dashboards.seen import seen, titles
from tests.make import a_reading, an_article


def test_doubt_is_a_view_a_notice_and_a_sentence(site: Site) -> None:
    told = [a_reading(), a_reading(probability=0.45, doubtful=True)]
    site.fill(an_article(1, title="Bloqueo cierto"), an_article(2, title="Anuncio dudoso"), reading=lambda n: told[n])
    page = seen(site.client().get("/cola?estado=duda").text)
    assert titles(page) == ["Anuncio dudoso"]
    assert page.said(cls="aviso-fila") == "En duda"
    assert "En duda." in page.said(cls="certeza")
    assert "El clasificador duda; decide usted." in page.said(cls="certeza")
    everything = seen(site.client().get("/cola").text)
    assert len(titles(everything)) == 2
    assert everything.said(cls="aviso-fila") == "En duda"


def test_a_decision_in_the_view_goes_on_within_it(site: Site) -> None:
    site.fill(*(an_article(n) for n in (1, 2)), reading=lambda n: a_reading(probability=0.5, doubtful=True))
    client = site.client()
    code = seen(client.get("/cola?estado=duda").text).one("article", "detalle").attrs["data-codigo"]
    form = {"version": "1", "motivo": "sin_demanda"}
    done = client.post(f"/cola/{code}/descartar?estado=duda", data=form)
    assert done.status_code == 303
    assert "estado=duda" in done.headers["location"]
