"""Lists of records and of transfers when there are more than a page shows: cut, and what is left out is counted."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from conflict.lifecycle import TransferState
from register.record_tables import RecordRow, TransferRow
from tests.dashboards.conftest import Site, named
from tests.dashboards.full import TRANSFER
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
