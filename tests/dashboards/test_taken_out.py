"""What leaves the pages is written down first; a joined record leads to where it lives on."""

import re
from typing import Any

import pytest
from sqlalchemy import text

from conflict.roles import Role
from register.commands import merging
from tests.conftest import NOW
from tests.dashboards.conftest import Site
from tests.dashboards.test_api import token_of
from tests.offices import PEOPLE, fill


def accesses(site: Site) -> list[tuple[str, str, str]]:
    with site.register.reading() as session:
        rows = session.execute(text("SELECT what, object_type, object_id FROM access_log ORDER BY id")).all()
    return [(str(what), str(kind), str(ident)) for what, kind, ident in rows]


def test_every_document_that_is_taken_out_leaves_a_line_and_a_refused_one_none(site: Site) -> None:
    codes = fill(site.register, ("suya", "ajena"))
    client, code = site.client(PEOPLE[Role.ANALYST]), codes.records["suya"]
    taken = {
        "/calendario.ics": ("exportar.calendario", "calendario", "todo"),
        "/resumen/2026-S47/csv": ("exportar.resumen.csv", "semana", "2026-S47"),
        "/resumen/2026-S47/jsonl": ("exportar.resumen.jsonl", "semana", "2026-S47"),
        f"/registros/{code}/simat": ("exportar.ficha", "ficha", code),
    }
    for path in taken:
        assert client.get(path).status_code == 200
    for path in ("/resumen/2026-S47/exe", f"/registros/{codes.records['ajena']}/simat", "/cola/P-1/evidencia"):
        assert client.get(path).status_code == 404
    assert accesses(site) == list(taken.values())


def test_a_look_at_reserved_data_leaves_a_line_even_when_there_is_nothing(site: Site) -> None:
    codes = fill(site.register, ("suya",))
    client, path = site.client(PEOPLE[Role.ANALYST]), f"/registros/{codes.records['suya']}/reservado"
    assert client.post(path, data={"texto": "Para acompañar a la familia."}).status_code == 200
    assert accesses(site) == [("identidad", "ficha", codes.records["suya"])]
    assert client.post(path, data={"texto": ""}).status_code == 422
    assert len(accesses(site)) == 1


@pytest.fixture
def joined(site: Site) -> tuple[Site, str, str]:
    """Join the record of Uyuni into the one of Llallagua."""
    codes = fill(site.register, ("suya", "del_departamento"))
    one, other = codes.records["del_departamento"], codes.records["suya"]
    with site.register.writing() as session:
        merging.merge(session, code=one, into=other, words="Es el mismo.", by=PEOPLE[Role.DELEGATE], now=NOW)
    return site, one, other


def test_a_joined_record_tells_nothing_of_itself_where_it_may_not_be_seen(joined: tuple[Site, str, str]) -> None:
    site, one, _ = joined
    client, words = site.client(PEOPLE[Role.ANALYST]), {"texto": "Son dos conflictos distintos.", "ficha": one}
    with site.register.reading() as session:
        before = session.execute(text("SELECT count(*) FROM journal")).scalar_one()
    for path in (f"/registros/{one}/separar", f"/registros/{one}/unir", f"/registros/{one}/titulo"):
        found = client.post(path, data=words)
        absent = client.post(path.replace(one, "AT-2026-05-9999"), data=words)
        assert found.text.replace(one, "X") == absent.text.replace("AT-2026-05-9999", "X")
        assert found.status_code == absent.status_code == 404
    with site.register.reading() as session:
        assert session.execute(text("SELECT count(*) FROM journal")).scalar_one() == before


def test_a_joined_record_leads_to_the_one_it_lives_on_in(joined: tuple[Site, str, str]) -> None:
    site, one, other = joined
    client = site.client(PEOPLE[Role.DELEGATE])
    away = client.get(f"/registros/{one}")
    assert (away.status_code, away.headers["location"]) == (303, f"/registros/{other}")
    assert f"/registros/{one}?ver=unida" in client.get(f"/registros/{other}").text
    apart = client.get(f"/registros/{one}?ver=unida").text
    assert "Separar" in apart
    told: Any = client.get(f"/api/v1/registros/{one}", headers=token_of(site, Role.DELEGATE))
    assert (told.status_code, told.headers["location"]) == (303, f"/api/v1/registros/{other}")
    words = {"texto": "Son dos conflictos distintos.", "version": re.findall(r'name="version" value="(\d+)"', apart)[0]}
    assert client.post(f"/registros/{one}/separar", data=words).status_code == 303
    assert client.get(f"/registros/{one}").status_code == 200
