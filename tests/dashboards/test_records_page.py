"""Lists of records and of transfers when there are more than a page shows: cut, and what is left out is counted."""

import re
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from sqlalchemy import select

from conflict.lifecycle import TransferState
from conflict.record import Person
from conflict.roles import Role
from dashboards.record_columns import COLUMNS
from register.journal_tables import AccessRow
from register.record_tables import RecordRow, TransferRow
from tests.dashboards.conftest import Site, completed, named
from tests.dashboards.full import TRANSFER
from tests.dashboards.seen import seen
from tests.dashboards.test_ficha import registered, send
from tests.make import an_article
from tests.registercopies import more_of


@pytest.fixture
def ana(site: Site) -> TestClient:
    site.fill(an_article(1))
    return named(site, "Ana Q.", "Regional Llallagua")


def test_records_that_are_not_shown_are_counted(ana: TestClient, site: Site) -> None:
    registered(ana)
    with site.register.reading() as session:
        like = session.scalars(select(RecordRow.id)).one()
    earlier = {"updated_at": lambda n: site.now - timedelta(days=n), "code": lambda n: f"AT-2026-99-{n:04}"}
    more_of(site.register, RecordRow, like, 204, **earlier)
    page = ana.get("/registros").text
    assert page.count('<td data-titulo="A cargo">') == 200
    assert "205 fichas" in page
    assert "Y 5 fichas más" in page
    one = ana.get("/registros?texto=AT-2026-99-0007").text
    assert "1 ficha<" in one
    assert "más, sin cambios" not in one


def test_ended_transfers_that_are_not_shown_are_counted_and_no_waiting_one_is_left_out(
    ana: TestClient, site: Site
) -> None:
    code = registered(ana)
    assert (
        send(
            ana, code, "accion", tipo="informe_escrito_requerido", entidad="Alcaldía", texto="Se visitó el punto."
        ).status_code
        == 303
    )
    assert send(ana, code, "transferir", **TRANSFER).status_code == 303
    with site.register.reading() as session:
        like = session.scalars(select(TransferRow.id)).one()
        record = session.scalars(select(RecordRow.id)).one()
    ended = {"state": lambda n: TransferState.WITHDRAWN.value, "answered_at": lambda n: site.now}
    more_of(site.register, TransferRow, like, 203, answered_by=lambda n: "Ana Q.", **ended)
    records = more_of(site.register, RecordRow, record, 202, code=lambda n: f"AT-2026-99-{n:04}")
    begun = iter(records)
    more_of(site.register, TransferRow, like, 202, record_id=lambda _: next(begun))
    page = ana.get("/transferencias").text
    assert 'Terminadas <span class="tenue">203</span>' in page
    assert "Y 3 transferencias más, que terminaron antes" in page
    assert 'Enviadas por su oficina <span class="tenue">203</span>' in page


def columns_of(client: TestClient, address: str) -> list[str]:
    page = seen(client.get(address).text)
    return [one.text for one in page.one("table").all("th")]


def test_the_list_tells_the_stage_and_how_far_each_record_is_up_to_date(ana: TestClient, site: Site) -> None:
    code = registered(ana)
    card = seen(ana.get(f"/registros/{code}").text)
    (said,) = [one.one("h2").text for one in card.all("section") if one.attrs.get("aria-labelledby") == "aldia"]
    (row,) = seen(ana.get("/registros").text).one("tbody").all("tr")
    told = {one.attrs["data-titulo"]: one.text for one in row.all("td") if "data-titulo" in one.attrs}
    assert f"Registro al día {told['Al día']}" == said
    assert re.fullmatch(r"\d+ de 13", told["Al día"])
    assert told["Etapa"] in card.text
    assert told["Etapa"] != "–"
    completed(ana, code)
    done = seen(ana.get("/registros").text).one("tbody").all("td")[-1].text
    assert int(done.split()[0]) > int(told["Al día"].split()[0])


def test_the_address_says_which_columns_are_shown(ana: TestClient) -> None:
    registered(ana)
    whole = ["Ficha", *COLUMNS.values()]
    assert columns_of(ana, "/registros") == whole
    assert columns_of(ana, "/registros?columnas=aldia&columnas=etapa") == ["Ficha", "Etapa", "Al día"]
    assert columns_of(ana, "/registros?columnas=%3Cb%3E") == whole
    for name, label in COLUMNS.items():
        page = seen(ana.get(f"/registros?columnas={name}").text)
        assert [one.text for one in page.one("table").all("th")] == ["Ficha", label]
        assert len(page.one("tbody").one("tr").all("td")) == 2
        boxes = {one.attrs["value"]: "checked" in one.attrs for one in page.all("input")
                 if one.attrs.get("name") == "columnas"}  # fmt: skip
        assert boxes == {one: one == name for one in COLUMNS}
        tabs = [one.attrs["href"] for one in page.one("p", "pestanas").all("a")]
        assert tabs == [f"/registros?columnas={name}", f"/registros?ver=cerrados&columnas={name}"]


def book_of(client: TestClient, query: str = "") -> tuple[list[list[object]], dict[str, object]]:
    answer = client.get(f"/registros.xlsx{query}")
    assert answer.status_code == 200, answer.text
    book = load_workbook(BytesIO(answer.content))
    assert all(cell.data_type != "f" for page in book for line in page for cell in line)
    told = {str(name.value): value.value for name, value in book["Filtros"].iter_rows(min_row=2)}
    return [[cell.value for cell in line] for line in book["Registros"]], told


def test_the_workbook_has_every_record_of_the_view_and_no_formula(ana: TestClient, site: Site) -> None:
    code = registered(ana)
    send(ana, code, "accion", tipo="otra", texto="Se habló con las partes.")
    assert send(ana, code, "titulo", titulo="=HYPERLINK(1) de Llallagua").status_code == 303
    with site.register.reading() as session:
        like = session.scalars(select(RecordRow.id)).one()
    ids = more_of(site.register, RecordRow, like, 204, code=lambda n: f"AT-2026-99-{n:04}", title=lambda n: "Otro caso")
    (head, *lines), told = book_of(ana)
    assert len(lines) == 1 + len(ids), "not only the first page"
    assert head == [
        *("Código", "Título", "Nivel", "Departamento", "Municipio", "Etapa", "Tipo", "Estado", "A cargo", "Oficina"),
        *("Última acción", "Próximo plazo", "Al día"),
    ]
    (own,) = [dict(zip(head, line, strict=True)) for line in lines if line[0] == code]
    assert own["Título"] == "=HYPERLINK(1) de Llallagua"
    assert isinstance(own["Última acción"], datetime)
    assert (own["A cargo"], own["Oficina"]) == ("Ana Q.", "Regional Llallagua")
    assert own["Al día"] in ana.get(f"/registros?texto={code}").text
    assert told["Vista"] == "Abiertos"


def test_the_workbook_is_of_the_very_view_that_its_link_stands_on(ana: TestClient, site: Site) -> None:
    code = registered(ana)
    with site.register.reading() as session:
        like = session.scalars(select(RecordRow.id)).one()
    more_of(site.register, RecordRow, like, 3, code=lambda n: f"AT-2026-99-{n:04}", departments=lambda n: ["08"])
    for address, found in (
        (f"/registros?texto={code}&columnas=etapa", {code}),
        ("/registros?departamento=08&columnas=etapa", {f"AT-2026-99-{n:04}" for n in (like + 1, like + 2, like + 3)}),
        ("/registros?ver=cerrados&columnas=etapa", set()),
    ):
        page = seen(ana.get(address).text)
        (link,) = [one.attrs["href"] for one in page.all("a") if one.attrs["href"].startswith("/registros.xlsx")]
        (head, *lines), told = book_of(ana, link.removeprefix("/registros.xlsx"))
        assert {line[0] for line in lines} == found
        assert head == ["Código", "Título", "Nivel", "Etapa"]
        assert told["Departamento"] == ("Beni" if "departamento" in address else "Todos")


def test_taking_the_workbook_out_is_written_down(ana: TestClient, site: Site) -> None:
    registered(ana)
    book_of(ana, "?departamento=05")
    with site.register.reading() as session:
        noted = session.execute(select(AccessRow.what, AccessRow.object_id)).all()
    assert ("exportar.registros", "05") in [tuple(one) for one in noted]


def test_who_may_not_export_is_offered_no_workbook(ana: TestClient, site: Site) -> None:
    registered(ana)
    reader = site.client(Person("Gema Inventada", "Gerencia", 9, Role.MANAGER))
    assert reader.get("/registros").status_code == 200
    assert "registros.xlsx" not in reader.get("/registros").text
    assert reader.get("/registros.xlsx").status_code == 403
