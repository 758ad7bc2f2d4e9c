"""«Agregar fuente»: an address, its notes as they would be read, Guardar; without JavaScript, and real requests."""

import threading
from collections.abc import Iterator

import pytest

from cli import probing
from cli.probing import Prober
from conflict.roles import Role
from register.commands import sources as source_commands
from register.queries import sources as source_queries
from tests.conftest import NOW
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.seen import seen
from tests.make import a_source
from tests.offices import PEOPLE
from tests.outlet import TITLES, Outlet, outlet

AGENT = "Atalaya/0.2 (+https://defensoria.example; prueba)"
FORM = {"nombre": "Radio Loma", "departamento": "05", "municipio": "", "alcance": "departamental", "cadencia": "180"}


@pytest.fixture
def loma() -> Iterator[Outlet]:
    with outlet(**{"/": "pagina>/canal.xml", "/canal.xml": "rss"}) as site:
        yield site


def admin(site: Site, place: str = "") -> Browser:
    return site.client(by=PEOPLE[Role.ADMIN], prober=Prober(place, AGENT))


def told(page: str) -> str:
    return " ".join(one.text for one in seen(page).all("p", "alarma"))


def names(site: Site) -> list[str]:
    with site.register.reading() as session:
        return [source.name for source in source_queries.added(session)]


def test_an_outlet_is_found_shown_and_stored(site: Site, loma: Outlet) -> None:
    client = admin(site, loma.place)
    assert "Agregar fuente" in client.get("/fuentes").text
    shown = client.post("/fuentes/agregar", data={"direccion": loma.address}).text
    found = next(s for s in seen(shown).all("section") if s.attrs.get("aria-labelledby") == "encontrado")
    assert f"con {len(TITLES)} notas" in found.text
    assert [li.one("strong").text for li in found.all("li")] == list(TITLES[:5])
    assert "vie 20 nov, 10:00" in found.text
    assert "Lo dijeron en asamblea." in found.text
    assert 'value="Radio Loma"' in shown, "what the channel calls itself is offered as its name"
    assert names(site) == [], "nothing is stored before somebody says so"
    answer = client.post("/fuentes/agregar/guardar", data=FORM | {"direccion": f"{loma.address}/canal.xml"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/fuentes/medio/radio-loma")
    page = client.get("/fuentes/medio/radio-loma").text
    assert "La agregó en esta página" in page
    assert "Aún sin leer" in page
    assert names(site) == ["Radio Loma"]


def test_what_is_stored_was_looked_at_again(site: Site, loma: Outlet) -> None:
    client = admin(site, loma.place)
    loma.paths.clear()
    answer = client.post("/fuentes/agregar/guardar", data=FORM | {"direccion": f"{loma.address}/canal.xml"})
    assert answer.status_code == 422
    assert "No encontramos un canal de noticias" in told(answer.text)
    assert names(site) == []


def test_the_municipality_says_its_department(site: Site, loma: Outlet) -> None:
    client = admin(site, loma.place)
    form = FORM | {
        "direccion": f"{loma.address}/canal.xml",
        "departamento": "",
        "municipio": "050301",
        "alcance": "local",
    }
    assert client.post("/fuentes/agregar/guardar", data=form).status_code == 303
    with site.register.reading() as session:
        stored = source_queries.added(session)[0]
    assert (stored.department, stored.municipality, stored.reach.value) == ("05", "050301", "local")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"nombre": " "}, "Escriba el nombre del medio"),
        ({"departamento": "", "alcance": "local"}, "Elija el departamento"),
        ({"departamento": "03", "municipio": "050301"}, "El municipio no es de ese departamento"),
        ({"cadencia": "-4"}, "La cadencia es"),
    ],
)
def test_a_wrong_field_is_told_and_what_was_typed_is_there(
    site: Site, loma: Outlet, wrong: dict[str, str], words: str
) -> None:
    form = FORM | {"direccion": f"{loma.address}/canal.xml", "nombre": "Radio Loma FM"} | wrong
    answer = admin(site, loma.place).post("/fuentes/agregar/guardar", data=form)
    assert answer.status_code == 422
    assert told(answer.text).startswith(words)
    assert f'value="{form["nombre"].strip()}"' in answer.text
    assert names(site) == []


@pytest.mark.parametrize(
    ("paths", "words"),
    [
        (
            {"/": "pagina"},
            "No encontramos un canal de noticias en esa dirección. Probamos /feed, /rss y el mapa del sitio.",
        ),
        (
            {"/robots.txt": "prohibe>/", "/": "rss"},
            "El sitio pide no ser leído por programas. No se agregó.",
        ),
    ],
)
def test_what_cannot_be_read_is_told_with_the_words_of_the_page(site: Site, paths: dict[str, str], words: str) -> None:
    with outlet(**paths) as one:
        answer = admin(site, one.place).post("/fuentes/agregar", data={"direccion": one.address})
    assert answer.status_code == 422
    assert told(answer.text) == words
    assert f'value="{one.address}"' in answer.text


def test_one_that_is_read_already_is_told_by_its_name_before_anything_is_asked(site: Site, loma: Outlet) -> None:
    with site.register.writing() as session:
        known = a_source(url=f"{loma.address}/canal.xml", name="Diario del Norte")
        source_commands.sync(session, sources=[known], now=NOW)
    client = admin(site, loma.place)
    answer = client.post("/fuentes/agregar", data={"direccion": f"{loma.address}/canal.xml/"})
    assert told(answer.text) == "Ya existe: Diario del Norte."
    assert loma.asked == []
    assert (
        told(client.post("/fuentes/agregar", data={"direccion": loma.address}).text) == "Ya existe: Diario del Norte."
    )


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/canal", "http://10.0.0.8/", "file:///etc/passwd", "http://[::1]/"]
)
def test_an_inner_address_is_refused(site: Site, address: str) -> None:
    answer = admin(site).post("/fuentes/agregar", data={"direccion": address})
    assert answer.status_code == 422
    assert told(answer.text).startswith("Esa dirección no se puede leer desde aquí")


def test_few_looks_are_made_at_once(site: Site, loma: Outlet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "_TURNS", threading.BoundedSemaphore(1))
    with probing._TURNS:
        answer = admin(site, loma.place).post("/fuentes/agregar", data={"direccion": loma.address})
    assert told(answer.text).startswith("Ya se está mirando otra dirección.")
    assert loma.asked == []


@pytest.mark.parametrize("role", sorted(set(PEOPLE) - {Role.ADMIN}))
def test_who_does_not_administer_sees_no_way_in_and_has_none(site: Site, loma: Outlet, role: Role) -> None:
    client = site.client(by=PEOPLE[role], prober=Prober(loma.place, AGENT))
    assert "Agregar fuente" not in client.get("/fuentes").text
    assert client.get("/fuentes/agregar").status_code == 403
    assert client.post("/fuentes/agregar", data={"direccion": loma.address}).status_code == 403
    assert client.post("/fuentes/agregar/guardar", data=FORM | {"direccion": loma.address}).status_code == 403
    assert loma.asked == []


def test_a_title_that_is_markup_is_shown_as_text(site: Site, loma: Outlet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.outlet.TITLES", ("&lt;script&gt;alert(1)&lt;/script&gt; marcha",))
    loma.paths["/canal.xml"] = "atom"
    shown = admin(site, loma.place).post("/fuentes/agregar", data={"direccion": loma.address}).text
    assert "<script>alert" not in shown
    assert "marcha" in shown


def test_pages_without_anybody_who_looks_say_so(site: Site) -> None:
    client = site.client(by=PEOPLE[Role.ADMIN])
    answer = client.post("/fuentes/agregar", data={"direccion": "https://medio.example/"})
    assert answer.status_code == 422
    assert "Aquí no se puede mirar una dirección" in told(answer.text)
