"""A form of a record that a rule refuses comes back as it was sent, without JavaScript: every form in the same way.

What was typed stands in its fields, the error under the field and above the page with the way to it (WCAG 3.3.1).
"""

import re
from collections.abc import Iterator

import pytest

from conflict.permissions import NATIONAL_UNIT
from dashboards.policies import POLICIES
from tests.dashboards.conftest import Browser, Site, named
from tests.dashboards.full import addresses
from tests.dashboards.seen import Node, seen
from tests.dashboards.test_ficha import registered, send
from tests.make import an_article

LONG = "Se fue al cruce, se habló con las «dos» partes & se acordó <volver> mañana."
OTHER = "Ñuflo y la Federación de Prueba"

REFUSED: list[tuple[str, dict[str, str | list[str]], str, str]] = [
    ("accion", {"tipo": "verificacion_en_sitio", "texto": "Poco", "respaldo": OTHER, "cuando": "2026-11-20T07:00"},
     "texto", "Falta decir qué se hizo"),
    ("accion", {"tipo": "informe_escrito_requerido", "texto": LONG, "cite": "CITE 12/2026"},
     "entidad", "Falta la entidad"),
    ("accion", {"tipo": "otra", "texto": LONG, "vence": "ayer", "que_vence": "Volver al cruce otra vez"},
     "vence", "no es una fecha"),
    ("hecho", {"tipo": "medida", "medida": "bloqueo", "texto": LONG, "fuente": "", "verificado": "si"},
     "fuente", "Falta la fuente del hecho"),
    ("hecho", {"tipo": "medida", "medida": "", "texto": LONG, "fuente": OTHER}, "medida", "Falta elegir la medida"),
    ("hecho", {"tipo": "medida", "medida": "bloqueo", "texto": LONG, "fuente": OTHER, "puntos": "9999"},
     "puntos", "Los puntos van"),
    ("afectacion", {"tipo": "herida", "grupo": "tercero", "cantidad": "dos", "certeza": "reportada", "fuente": OTHER,
                    "identidad": "Persona Inventada"}, "cantidad", "Falta la cantidad"),
    ("actor", {"nombre": OTHER, "lado": "", "rol": "primario", "sector": "mineros"}, "lado", "de qué lado está"),
    ("relacion", {"uno": "", "otro": "", "relacion": "", "fuente": OTHER}, "uno", "la primera organización"),
    ("codigo", {"sistema": "simat", "codigo": "!"}, "codigo", ""),
    ("renumerar", {"cual": "simat:SIMAT-2026/77", "codigo": "SIMAT-2026/78", "texto": "Mal"}, "texto", "Falta decir"),
    ("cite", {"numero": "1", "cite": "!", "texto": LONG}, "cite", "El código lleva letras"),
    ("acuerdo", {"fecha": "2026-11-19", "firman": "Dos", "texto": LONG}, "firman", "quiénes firman"),
    ("acuerdo", {"fecha": "2031-11-19", "firman": OTHER, "texto": LONG}, "fecha", "posterior a hoy"),
    ("compromiso", {"acuerdo": "1", "texto": LONG, "debe": "", "vence": "2026-12-20"}, "debe", "Falta quién debe"),
    ("compromiso", {"acuerdo": "1", "texto": LONG, "debe": OTHER, "vence": "2020-12-20"}, "vence", "hoy o después"),
    ("recomendacion", {"documento": "", "entidad": OTHER, "fecha": "2026-11-18", "texto": LONG},
     "documento", "Falta el documento"),
    ("plazo", {"que": "Llamar al sindicato hoy", "vence": "2020-01-01T10:00"}, "vence", "ya pasó"),
    ("fase", {"fase": "", "texto": LONG}, "fase", "Falta elegir la fase"),
    ("titulo", {"titulo": "Corto"}, "titulo", "Falta decir el título"),
    ("lugar", {"departamento": ["05", "02"], "municipios": ", ".join(f"Pueblo {n}" for n in range(12))},
     "municipios", "hasta diez municipios"),
    ("frente", {"ficha_mayor": "CS-2026-POT-9999"}, "ficha_mayor", "No existe"),
    ("nivel", {"nivel": "critico", "texto": "Sube"}, "texto", "por qué cambia el nivel"),
    ("asignar", {"persona": "", "texto": LONG}, "persona", "a quién se asigna"),
    ("unir", {"otra": "CS-2026-POT-9999", "texto": LONG}, "otra", "No existe"),
    ("paso", {"paso": "anular", "texto": "No"}, "texto", "Falta decir el motivo"),
    ("mover", {"que": "hecho", "numero": "1", "texto": "Mal"}, "texto", "por qué se anula"),
    ("mover", {"que": "compromiso", "numero": "1", "texto": LONG, "fecha": "2031-01-01", "estado": "cumplido"},
     "fecha", "posterior a hoy"),
    ("derivacion", {"entidad": "", "texto": LONG}, "entidad", "la entidad del directorio"),
    ("reservado", {"texto": "ver"}, "texto", "para qué necesita verlo"),
    ("datos", {"demand": LONG, "foreseen_on": "mañana", "rights": ["trabajo", "salud"], "no_harm": "si",
               "typology": "laboral"}, "foreseen_on", "no es una fecha"),
    ("transferir", {"oficina": NATIONAL_UNIT, "motivo": "", "texto": LONG}, "motivo", "Falta elegir el motivo"),
    ("transferir", {"oficina": NATIONAL_UNIT, "motivo": "otro", "texto": "No"}, "texto", "Falta decir"),
]  # fmt: skip
BUTTONS = {"paso", "estado", "que", "numero", "acuerdo"}
"""What a form says by its button or by itself; nobody typed it."""
WITHOUT_A_FIELD = {"evidencia", "separar", "aprobar"}
"""Forms with a file, which no page gives back, and those that stand only in another state; asked for below."""


def control(form: Node, name: str) -> list[Node]:
    return [one for one in form.walk() if one.tag in ("input", "select", "textarea") and one.attrs.get("name") == name]


def held(form: Node, name: str) -> list[str]:
    """Return what a form would send of a field if it were sent again."""
    found = []
    for one in control(form, name):
        if one.tag == "select":
            found += [o.attrs["value"] for o in one.all("option") if "selected" in o.attrs]
        elif one.tag == "textarea":
            found.append("".join(str(piece) for piece in one.children))
        elif one.attrs.get("type") in ("checkbox", "radio"):
            found += [one.attrs["value"]] if "checked" in one.attrs else []
        else:
            found.append(one.attrs.get("value", ""))
    return found


def form_of(page: Node, action: str, sent: dict[str, str | list[str]]) -> Node:
    """Return the form that was refused: of those with its address, the one whose hidden fields are those sent."""
    found = [
        one
        for one in page.all("form")
        if one.attrs.get("action") == action
        and all(
            sent.get(hidden.attrs["name"], hidden.attrs["value"]) == hidden.attrs["value"]
            for hidden in one.all("input")
            if hidden.attrs.get("type") == "hidden" and hidden.attrs["name"] in BUTTONS | {"hecho", "respuesta"}
        )
    ]
    assert len(found) == 1, action
    return found[0]


def unfolded(page: Node, form: Node) -> bool:
    """Say whether everything that folds around a form is open."""
    return all("open" in one.attrs for one in page.all("details") if form in list(one.walk()))


@pytest.fixture(scope="module")
def code(lasting_site: Site) -> str:
    return addresses(lasting_site)["code"]


@pytest.fixture(scope="module")
def ana(lasting_site: Site, code: str) -> Browser:
    client = named(lasting_site, "Ana Q.", "Regional Llallagua")
    named(lasting_site, "Rosa M.", "Regional Llallagua")
    entity = {
        "tipo": "informe_escrito_requerido",
        "texto": "Se pidió el informe al servicio.",
        "entidad": "Servicio de Prueba",
    }
    assert send(client, code, "accion", **entity).status_code == 303
    return client


@pytest.mark.parametrize(
    ("path", "values", "field", "words"), REFUSED, ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_refused_form_comes_back_as_it_was_sent(
    ana: Browser, code: str, path: str, values: dict[str, str | list[str]], field: str, words: str
) -> None:
    action = f"/registros/{code}/{path}"
    shown = {f"antes.{name}": "" for name in values} | {"antes.rights": ""} if path == "datos" else {}
    answer = ana.post(action, data=values | shown)
    assert answer.status_code == 422, answer.headers
    page = seen(answer.text)
    form = form_of(page, action, values)
    for name, value in values.items():
        if name in BUTTONS and not control(form, name):
            continue
        asked = value if isinstance(value, list) else [value]
        assert sorted(held(form, name)) == sorted(asked), name
    (wrong,) = [one for one in form.walk() if one.attrs.get("aria-invalid") == "true"]
    assert wrong.attrs["name"] == field
    (error,) = [one for one in form.walk() if one.attrs.get("id") == wrong.attrs["aria-describedby"].split()[0]]
    assert words in error.text
    (alarm,) = [one for one in page.all("p", "alarma") if one.attrs.get("role") == "alert"]
    assert error.text in alarm.text
    assert [one.attrs["href"] for one in alarm.all("a")] == [f"#{wrong.attrs['id']}"]
    assert unfolded(page, form)


def test_every_form_of_a_record_is_in_the_table() -> None:
    of_records = {
        path.rpartition("/")[2]
        for method, path in POLICIES
        if method == "POST" and path.startswith("/registros/{code}/")
    }
    assert of_records == {path for path, *_ in REFUSED} | WITHOUT_A_FIELD


@pytest.fixture
def two(site: Site) -> Iterator[tuple[Browser, str, str]]:
    site.fill(an_article(1), an_article(2))
    client = named(site, "Ana Q.", "Regional Llallagua")
    yield client, registered(client), registered(client)


def test_the_forms_of_a_record_that_was_joined_and_of_a_file_come_back_too(two: tuple[Browser, str, str]) -> None:
    client, first, second = two
    refused = seen(client.post(
        f"/registros/{first}/evidencia", data={"texto": LONG}, files={"archivo": ("nota.txt", b"hola")}
    ).text)  # fmt: skip
    form = form_of(refused, f"/registros/{first}/evidencia", {})
    assert held(form, "texto") == [LONG]
    assert control(form, "archivo")[0].attrs["aria-invalid"] == "true"
    assert send(client, first, "unir", otra=second, texto="Es el mismo asunto de siempre.").status_code == 303
    version = re.search(r'name="version" value="(\d+)"', client.get(f"/registros/{first}?ver=unida").text)
    assert version is not None
    refused = seen(client.post(f"/registros/{first}/separar", data={"texto": "No", "version": version[1]}).text)
    assert held(form_of(refused, f"/registros/{first}/separar", {}), "texto") == ["No"]


def test_a_refused_deadline_and_a_refused_transfer_come_back_on_their_page(two: tuple[Browser, str, str]) -> None:
    client, code, _ = two
    number = re.search(r'action="/plazos/(\d+)"', client.get(f"/registros/{code}").text)
    assert number is not None
    sent = {"hecho": "otro_dia", "vence": "2026-12-01T09:30", "texto": "No", "vuelta": "plazos"}
    answer = client.post(f"/plazos/{number[1]}", data=sent)
    form = form_of(seen(answer.text), f"/plazos/{number[1]}", sent)
    assert (held(form, "vence"), held(form, "texto")) == (["2026-12-01T09:30"], ["No"])
    assert unfolded(seen(answer.text), form)
    back = client.post(f"/plazos/{number[1]}", data=sent | {"vuelta": "ficha"})
    assert f'action="/registros/{code}/accion"' in back.text, "it comes back on the page where it stood"
    assert held(form_of(seen(back.text), f"/plazos/{number[1]}", sent), "texto") == ["No"]


def test_a_form_whose_record_closed_meanwhile_still_shows_what_was_written(two: tuple[Browser, str, str]) -> None:
    client, code, _ = two
    version = re.search(r'name="version" value="(\d+)"', client.get(f"/registros/{code}").text)
    assert version is not None
    assert send(client, code, "paso", paso="anular", texto="Se registró dos veces.").status_code == 303
    now = int(version[1]) + 1
    for _ in range(9):
        answer = client.post(f"/registros/{code}/accion", data={"texto": LONG, "tipo": "otra", "version": str(now)})
        if answer.status_code != 409:
            break
        now += 1
    assert answer.status_code == 422
    page = seen(answer.text)
    assert "Reábrala" in page.said("p", "alarma")
    assert LONG in page.text
