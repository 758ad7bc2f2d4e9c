"""Where others wrote the same fields meanwhile, each field says who wrote it, whoever edited the record last."""

from tests.dashboards.conftest import Site, named, shown_fields
from tests.dashboards.seen import seen
from tests.dashboards.test_ficha import registered, send
from tests.make import an_article

OFFICE = "Regional Llallagua"


def test_each_field_names_who_wrote_it(site: Site) -> None:
    site.fill(an_article(1))
    ana, rosa, luis = (named(site, name, OFFICE) for name in ("Ana Q.", "Rosa M.", "Luis P."))
    code = registered(ana)
    before = shown_fields(ana.get(f"/registros/{code}/datos").text)
    assert send(rosa, code, "datos", **before, demand="Pago de sueldos").status_code == 303
    assert send(luis, code, "datos", **before, dialogue="con la Alcaldía").status_code == 303
    clash = send(ana, code, "datos", **before, demand="Pago de aguinaldos", dialogue="con la Gobernación")
    assert clash.status_code == 409
    told = {line.all("td")[0].text: line.all("td")[2].text for line in seen(clash.text).all("tr")[1:]}
    assert len(told) == 2
    for words, who, other in (("Pago de sueldos", "Rosa M.", "Luis P."), ("con la Alcaldía", "Luis P.", "Rosa M.")):
        (line,) = [text for text in told.values() if words in text]
        assert who in line
        assert other not in line


def test_a_field_written_twice_names_the_last_hand(site: Site) -> None:
    site.fill(an_article(1))
    ana, rosa, luis = (named(site, name, OFFICE) for name in ("Ana Q.", "Rosa M.", "Luis P."))
    code = registered(ana)
    before = shown_fields(ana.get(f"/registros/{code}/datos").text)
    send(rosa, code, "datos", **before, demand="Pago de sueldos")
    send(luis, code, "datos", **shown_fields(luis.get(f"/registros/{code}/datos").text), demand="Pago de bonos")
    clash = send(ana, code, "datos", **before, demand="Pago de aguinaldos")
    assert clash.status_code == 409
    assert "Luis P." in clash.text
    assert "Rosa M." not in clash.text
