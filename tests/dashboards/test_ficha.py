"""The file of a record through its pages, as a browser without JavaScript: every form, the checklist, the clash."""

import io
import re
from datetime import timedelta

import docx
import pytest
from fastapi.testclient import TestClient

from conflict.permissions import NATIONAL_UNIT
from tests.dashboards.conftest import Site, completed, named, shown_fields
from tests.dashboards.seen import seen
from tests.make import an_article

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture
def ana(site: Site) -> TestClient:
    site.fill(an_article(1), an_article(2))
    return named(site, "Ana Q.", "Regional Llallagua")


def registered(client: TestClient, kind: str = "conflicto") -> str:
    row = re.search(r'href="/cola/(P-\d{6}-\d{3})', client.get("/cola").text).group(1)
    answer = client.post(f"/cola/{row}/registrar", data={"version": 1, "tipo": kind, "nivel": "alto", "abrir": "1"})
    return answer.headers["location"].removeprefix("/registros/")


def send(client: TestClient, code: str, path: str, **values: object):
    return client.post(f"/registros/{code}/{path}", data=values)


def test_everything_that_hangs_from_a_record_is_added_by_its_form_and_shown(ana: TestClient, site: Site) -> None:
    code = registered(ana)
    forms = [
        ("hecho", {"tipo": "medida", "medida": "bloqueo", "cuando": "2026-11-20T08:00", "lugar": "Cruce de Prueba",
                   "puntos": "3", "texto": "Comenzó el bloqueo indefinido.", "fuente": "Radio Cerro"}),
        ("afectacion", {"tipo": "herida", "grupo": "tercero", "cantidad": "2", "certeza": "reportada",
                        "fuente": "Hospital de Prueba", "identidad": "Persona Inventada de Uncía"}),
        ("actor", {"nombre": "Sindicato de Prueba", "lado": "demandante", "rol": "primario", "sector": "mineros"}),
        ("codigo", {"sistema": "simat", "codigo": "simat-2026/77"}),
        ("acuerdo", {"fecha": "2026-11-19", "firman": "Sindicato y Alcaldía locales", "texto": "Se paga en un mes."}),
        ("recomendacion", {"documento": "Resolución 7", "entidad": "Alcaldía de Prueba", "fecha": "2026-11-18",
                           "texto": "Que se pague lo adeudado."}),
        ("titulo", {"titulo": "Bloqueo por sueldos en Llallagua"}),
        ("lugar", {"departamento": ["05"], "municipios": "Llallagua, Uncía"}),
    ]  # fmt: skip
    for path, values in forms:
        answer = send(ana, code, path, **values)
        assert answer.status_code == 303, (path, answer.text)
    agreement = re.search(r'name="acuerdo" value="(\d+)"', ana.get(f"/registros/{code}").text).group(1)
    promised = {"acuerdo": agreement, "texto": "Pagar dos sueldos completos", "debe": "Alcaldía", "vence": "2026-12-20"}
    assert send(ana, code, "compromiso", **promised).status_code == 303
    page = ana.get(f"/registros/{code}").text
    shown = (
        *("Cruce de Prueba", "3 puntos", "2 · Herida", "Sindicato de Prueba", "SIMAT-2026/77", "Se paga en un mes"),
        *("Pagar dos sueldos", "Resolución 7", "Bloqueo por sueldos", "Llallagua, Uncía"),
    )
    for words in shown:
        assert words in page, words
    assert "Persona Inventada" not in page
    assert "Compromiso: Pagar dos sueldos completos" in ana.get("/plazos").text
    sheet = ana.get(f"/registros/{code}/simat").text
    assert "Código SIMAT: SIMAT-2026/77" in sheet
    assert "Demandantes: Sindicato de Prueba" in sheet
    assert "Persona Inventada" not in sheet
    word = docx.Document(io.BytesIO(ana.get(f"/registros/{code}/word").content))
    told = {cell.text for grid in word.tables for row in grid.rows for cell in row.cells}
    assert {"SIMAT-2026/77", "Sindicato de Prueba", "Hecho: Bloqueo", "Comenzó el bloqueo indefinido."} <= told
    assert [one.text for one in word.paragraphs if one.style.name == "Heading 1"] == [
        *("Datos", "Actores", "Línea de tiempo", "Plazos", "Requerimientos", "Acuerdos", "Transferencias", "Códigos"),
    ]
    assert not any("Persona Inventada" in one or "Ana Q." in one for one in told)
    journal = ana.get(f"/registros/{code}/bitacora").text
    for action in ("hecho.alta", "afectacion.alta", "reservado.alta", "acuerdo.alta", "compromiso.alta"):
        assert action in journal
    assert "Acuerdo: se agregó" in journal
    assert "Persona Inventada" not in journal


def test_reading_an_identity_asks_why_and_leaves_its_trace(ana: TestClient) -> None:
    code = registered(ana)
    send(ana, code, "afectacion", tipo="herida", grupo="tercero", cantidad="1", certeza="reportada",
         fuente="Hospital de Prueba", identidad="Persona Inventada de Uncía")  # fmt: skip
    refused = send(ana, code, "reservado", texto="ver")
    assert refused.status_code == 422
    assert "para qué necesita verlo" in refused.text
    shown = send(ana, code, "reservado", texto="Coordinar la visita al hospital")
    assert "Persona Inventada de Uncía" in shown.text
    assert "reservado.leer" in ana.get(f"/registros/{code}/bitacora").text


def test_the_checklist_names_everything_open_and_gives_no_form_until_it_is_done(ana: TestClient) -> None:
    code = registered(ana)
    page = ana.get(f"/registros/{code}/terminar?paso=concluir").text
    assert "Plazo abierto: Primera acción" in page
    assert "Falta la tipología" in page
    assert 'name="resultado"' not in page
    send(ana, code, "accion", tipo="verificacion_en_sitio", texto="Se visitó el punto de bloqueo.")
    completed(ana, code)
    page = ana.get(f"/registros/{code}/terminar?paso=concluir").text
    assert "No queda nada abierto" in page
    done = send(ana, code, "paso", paso="concluir", resultado="acuerdo_total", texto="Se firmó el acta final.")
    assert done.status_code == 303
    assert "Acuerdo total" in ana.get(f"/registros/{code}").text


def test_two_who_change_the_same_field_see_three_columns_and_nothing_is_lost(ana: TestClient, site: Site) -> None:
    code = registered(ana)
    rosa = named(site, "Rosa M.", "Regional Llallagua")
    before = shown_fields(ana.get(f"/registros/{code}/datos").text)
    assert send(rosa, code, "datos", **before, demand="Pago de sueldos", dialogue="con la Alcaldía").status_code == 303
    clash = send(ana, code, "datos", **before, demand="Pago de aguinaldos", summary="Bloqueo por pagos")
    assert clash.status_code == 409
    for words in ("Rosa M.", "Pago de sueldos", "Pago de aguinaldos", "Otra persona cambió lo mismo"):
        assert words in clash.text
    assert "Bloqueo por pagos" not in ana.get(f"/registros/{code}").text, "with a clash nothing is written"
    again = dict(re.findall(r'type="hidden" name="([\w.]+)" value="([^"]*)"', clash.text))
    assert send(ana, code, "datos", **again).status_code == 303
    page = ana.get(f"/registros/{code}").text
    for words in ("Pago de aguinaldos", "Bloqueo por pagos", "con la Alcaldía"):
        assert words in page


def test_fields_that_only_one_side_changed_are_joined(ana: TestClient, site: Site) -> None:
    code = registered(ana)
    rosa = named(site, "Rosa M.", "Regional Llallagua")
    before = shown_fields(ana.get(f"/registros/{code}/datos").text)
    send(rosa, code, "datos", **before, rights=["salud", "agua_y_servicios_basicos"])
    assert send(ana, code, "datos", **before, demand="Pago de sueldos").status_code == 303
    page = ana.get(f"/registros/{code}").text
    assert "Pago de sueldos" in page
    assert "Agua y servicios básicos" in page


def attach(client: TestClient, code: str, name: str, content: bytes):
    return client.post(f"/registros/{code}/evidencia", files={"archivo": (name, content)}, data={"texto": "acta"})


def test_evidence_is_kept_by_its_digest_and_only_ever_downloaded(ana: TestClient, site: Site) -> None:
    code = registered(ana)
    assert attach(ana, code, "../../acta <final>.pdf", PDF).status_code == 303
    page = ana.get(f"/registros/{code}").text
    assert "acta final.pdf" in page
    link = re.search(rf'href="(/registros/{code}/evidencia/\d+)"', page).group(1)
    got = ana.get(link)
    assert got.content == PDF
    assert got.headers["content-disposition"].startswith("attachment")
    assert got.headers["content-type"] == "application/octet-stream"
    assert len([one for one in (site.register.folder / "evidencia").rglob("*") if one.is_file()]) == 1
    assert ana.get(link.replace(code, "CS-2026-05-9999")).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("informe.pdf", b"MZ\x90\x00 programa", "este archivo es otra cosa"),
        ("mapa.svg", b"<svg onload=alert(1)>", "este archivo es otra cosa"),
        ("vacio.pdf", b"", "está vacío"),
        ("grande.pdf", PDF + b"x" * (5 * 1024 * 1024), "se admiten hasta 5 MB"),
        ("foto.jpg", b"\xff\xd8\xff\xe1\xff\xff corta", "La foto está dañada"),
    ],
)
def test_a_file_that_may_not_be_kept_is_refused_with_its_reason(
    ana: TestClient, site: Site, name: str, content: bytes, words: str
) -> None:
    answer = attach(ana, registered(ana), name, content)
    assert answer.status_code == 422
    assert words in answer.text
    assert not (site.register.folder / "evidencia").exists()


def test_a_photograph_forgets_where_it_was_taken(ana: TestClient, site: Site) -> None:
    exif = b"\xff\xe1\x00\x12Exif\x00\x00GPS -18.42"
    photo = b"\xff\xd8" + exif + b"\xff\xdb\x00\x04ab" + b"\xff\xda\x00\x02imagen\xff\xd9"
    code = registered(ana)
    assert attach(ana, code, "foto.jpg", photo).status_code == 303
    (kept,) = [one for one in (site.register.folder / "evidencia").rglob("*") if one.is_file()]
    assert b"GPS" not in kept.read_bytes()
    assert kept.read_bytes().endswith(b"imagen\xff\xd9")


def test_no_form_of_a_record_answers_for_the_person(ana: TestClient) -> None:
    code = registered(ana)
    forms = {
        "transferir": ("oficina", "motivo"),
        "nivel": ("nivel",),
        "fase": ("fase",),
        "afectacion": ("tipo", "grupo", "certeza"),
        "actor": ("lado", "rol", "sector"),
        "hecho": ("tipo",),
    }
    asked = {}
    for address in (f"/registros/{code}", f"/registros/{code}/transferir"):
        for form in seen(ana.get(address).text).all("form"):
            verb = form.attrs.get("action", "").rpartition("/")[2]
            for one in form.all("select"):
                asked[verb, one.attrs["name"]] = one
    for verb, names in forms.items():
        for name in names:
            first, *rest = asked[verb, name].all("option")
            assert (first.attrs["value"], first.text) == ("", "Elija…"), (verb, name)
            assert "required" in asked[verb, name].attrs, (verb, name)
            assert rest, (verb, name)
            assert not [one for one in rest if "selected" in one.attrs], (verb, name)


@pytest.mark.parametrize(
    ("verb", "empty"),
    [
        ("nivel", {"nivel": "", "texto": "Hay heridos en el lugar."}),
        ("fase", {"fase": "", "texto": "Empezó el diálogo entre las partes."}),
        ("hecho", {"tipo": "", "cuando": "2026-11-20T08:00", "texto": "Hubo una reunión.", "fuente": "Radio"}),
        ("afectacion", {"tipo": "", "grupo": "", "cantidad": "2", "certeza": "", "fuente": "Hospital de Prueba"}),
        ("actor", {"nombre": "Sindicato de Prueba", "lado": "", "rol": "", "sector": ""}),
        ("transferir", {"oficina": "", "motivo": "otro", "texto": "Interviene el nivel central."}),
        ("transferir", {"oficina": NATIONAL_UNIT, "motivo": "", "texto": "Interviene el nivel central."}),
        ("transferir", {"oficina": NATIONAL_UNIT, "texto": "Interviene el nivel central."}),
    ],
)
def test_what_nobody_chose_is_asked_for_in_a_sentence(ana: TestClient, verb: str, empty: dict[str, str]) -> None:
    code = registered(ana)
    assert send(ana, code, "accion", tipo="gestion_ante_autoridad", texto="Se habló hoy.").status_code == 303
    answer = send(ana, code, verb, **empty)
    assert answer.status_code == 422
    assert seen(answer.text).said("p", "alarma").startswith("Falta elegir ")


@pytest.mark.parametrize(
    ("missing", "kept"),
    [("motivo", {"oficina": NATIONAL_UNIT}), ("oficina", {"motivo": "demandado_nacional"})],
)
def test_a_transfer_that_was_refused_gives_back_what_was_typed(
    ana: TestClient, missing: str, kept: dict[str, str]
) -> None:
    code = registered(ana)
    assert send(ana, code, "accion", tipo="gestion_ante_autoridad", texto="Se habló hoy.").status_code == 303
    answer = send(ana, code, "transferir", **kept | {missing: "", "texto": "Interviene el nivel central."})
    assert answer.status_code == 422
    action = f"/registros/{code}/transferir"
    (form,) = [one for one in seen(answer.text).all("form") if one.attrs.get("action") == action]
    picked = {
        box.attrs["name"]: [one.attrs["value"] for one in box.all("option") if "selected" in one.attrs]
        for box in form.all("select")
    }
    assert picked == {name: [value] for name, value in kept.items()} | {missing: [""]}
    assert form.one("textarea").text == "Interviene el nivel central."
    section = ana.get(f"/registros/{code}").text.partition('id="transferencias"')[2].partition("</section>")[0]
    assert "Ninguna." in section


def test_a_transfer_shows_on_both_sides_and_ends_with_its_result(ana: TestClient, site: Site) -> None:
    code = registered(ana)
    unit = "Unidad de Prevención y Transformación de Conflictos"
    luis = named(site, "Luis V.", unit)
    send(ana, code, "accion", tipo="gestion_ante_autoridad", texto="Se habló con el alcalde hoy.")
    form = ana.get(f"/registros/{code}/transferir").text
    assert "su oficina queda como apoyo" in form
    send(ana, code, "transferir", oficina=unit, motivo="demandado_nacional", texto="Interviene el nivel central.")
    assert "Enviadas por su oficina" in ana.get("/transferencias").text
    page = luis.get("/transferencias").text
    assert "Por responder en su oficina" in page
    path = re.search(r'action="(/transferencias/\d+)"', page).group(1)
    assert luis.post(path, data={"respuesta": "aceptar"}).status_code == 303
    result = {"respuesta": "cerrar", "texto": "El ministerio pagó lo adeudado."}
    assert luis.post(path, data=result).status_code == 303
    page = ana.get("/transferencias").text
    assert "Cerrada con resultado" in page
    assert "El ministerio pagó lo adeudado." in page


def test_a_late_deadline_goes_to_the_superior_and_a_silent_record_is_named(ana: TestClient, site: Site) -> None:
    code = registered(ana)
    site.now += timedelta(hours=21)
    assert "Recordatorios" in ana.get("/plazos").text
    site.now += timedelta(hours=28)
    page = ana.get("/plazos").text
    assert "Pasan al superior" in page
    site.now += timedelta(days=4)
    assert "Sin novedades más de lo previsto" in ana.get("/plazos").text
    assert code in ana.get("/plazos?ver=mios").text
    assert code not in named(site, "Rosa M.", "Delegación Potosí").get("/plazos?ver=oficina").text


@pytest.mark.parametrize("path", ["datos", "terminar", "transferir", "simat", "bitacora", "evidencia/1"])
def test_a_page_of_no_record_is_a_page_that_says_so(ana: TestClient, path: str) -> None:
    answer = ana.get(f"/registros/CS-1999-05-0001/{path}")
    assert answer.status_code == 404
    assert "otra ficha" in answer.text
    assert "en la cola" not in answer.text, "who reads records may have no queue"


def test_a_commitment_is_kept_or_broken_with_its_day_and_its_document(ana: TestClient) -> None:
    code = registered(ana)
    send(ana, code, "acuerdo", fecha="2026-11-19", firman="Sindicato y Alcaldía locales", texto="Se paga en un mes.")
    attach(ana, code, "planilla.pdf", PDF)
    agreement = re.search(r'name="acuerdo" value="(\d+)"', ana.get(f"/registros/{code}").text).group(1)
    send(ana, code, "compromiso", acuerdo=agreement, texto="Pagar dos sueldos", debe="Alcaldía", vence="2026-12-20")
    page = ana.get(f"/registros/{code}").text
    number = re.search(r'value="compromiso"><input type="hidden" name="numero" value="(\d+)"', page).group(1)
    paper = re.search(r'<option value="(\d+)">planilla.pdf', page).group(1)
    moved = {"que": "compromiso", "numero": number, "texto": "No se pagó ninguno."}
    assert send(ana, code, "mover", **moved, estado="incumplido", fecha="2026-12-30").status_code == 422
    assert send(ana, code, "mover", **moved, estado="incumplido", fecha="2026-11-19").status_code == 303
    assert (
        "Incumplido · vence dom 20 dic 2026 · debe: Alcaldía · verificado el jue 19 nov 2026"
        in ana.get(f"/registros/{code}").text
    )
    kept = moved | {"texto": "Se pagó con demora."}
    assert send(ana, code, "mover", **kept, estado="cumplido", documento=paper).status_code == 303
    assert "verificado el vie 20 nov 2026 · documento: planilla.pdf" in ana.get(f"/registros/{code}").text


def test_a_recess_is_a_fact_and_both_pages_say_so(ana: TestClient) -> None:
    code = registered(ana)
    told = "Un cuarto intermedio no concluye nada: anótelo como hecho, con su fecha."
    fact = {"tipo": "cuarto_intermedio", "texto": "Se suspendió el diálogo hasta el lunes.", "fuente": "Radio Cerro"}
    assert send(ana, code, "hecho", **fact).status_code == 303
    assert told in ana.get(f"/registros/{code}").text
    completed(ana, code)
    send(ana, code, "accion", tipo="otra", texto="Se habló con las partes.")
    assert told in ana.get(f"/registros/{code}/terminar?paso=concluir").text
    assert "Abierto" in ana.get(f"/registros/{code}").text


def test_a_request_says_when_it_was_repeated_and_answered(ana: TestClient, site: Site) -> None:
    code = registered(ana)
    send(ana, code, "accion", tipo="informe_escrito_requerido", texto="Se pidió informe.", entidad="Alcaldía de Prueba")
    page = ana.get(f"/registros/{code}").text
    number = re.search(r'value="requerimiento"><input type="hidden" name="numero" value="(\d+)"', page).group(1)
    moved = {"que": "requerimiento", "numero": number, "texto": "Nota enviada otra vez."}
    for state, shown in (("reiterado", "reiterado"), ("sin_respuesta", "Sin respuesta"), ("respondido", "respondió")):
        site.now += timedelta(days=1)
        assert send(ana, code, "mover", **moved, estado=state).status_code == 303
        assert (
            shown in ana.get(f"/registros/{code}").text.partition('id="requerimientos"')[2].partition("</section>")[0]
        )


def test_level_and_person_in_charge_change_on_the_page_with_their_reason(ana: TestClient, site: Site) -> None:
    code = registered(ana)
    named(site, "Rosa M.", "Regional Llallagua")
    assert send(ana, code, "nivel", nivel="critico", texto="Hay dinamita en el cruce.").status_code == 303
    page = ana.get(f"/registros/{code}").text
    assert "Nivel de alto a critico: Hay dinamita en el cruce." in page
    (rosa,) = re.findall(r'<option value="(\d+)">Rosa M\.</option>', page)
    assert send(ana, code, "asignar", persona=rosa, texto="Ana sale de viaje hoy.").status_code == 303
    page = ana.get(f"/registros/{code}").text
    assert "a cargo de Rosa M., Regional Llallagua" in page
    journal = ana.get(f"/registros/{code}/bitacora").text
    for action in ("ficha.nivel", "ficha.asignar"):
        assert action in journal
    refused = send(ana, code, "asignar", persona="999999", texto="A quien no existe aquí.")
    assert refused.status_code == 422
    assert "elija a alguien de la oficina a cargo" in refused.text


def test_the_agenda_names_announced_days_and_steps_that_wait_for_a_signature(ana: TestClient, site: Site) -> None:
    code = registered(ana, "alerta")
    before = shown_fields(ana.get(f"/registros/{code}/datos").text)
    assert send(ana, code, "datos", **(before | {"foreseen_on": "2026-11-26"})).status_code == 303
    assert "Alertas con fecha anunciada" not in ana.get("/plazos").text
    site.now += timedelta(days=5)
    assert "es la fecha anunciada" in ana.get("/plazos").text
    site.now += timedelta(days=8)
    page = ana.get("/plazos").text
    assert "confirme si venció sin hecho" in page
    send(ana, code, "hecho", tipo="violencia", texto="Hubo un choque en el cruce.", fuente="Radio Cerro")
    assert "confirme si venció sin hecho" not in ana.get("/plazos").text


def test_who_owes_an_answer_is_listed_by_institution(ana: TestClient, site: Site) -> None:
    code = registered(ana)
    asked = {"tipo": "informe_escrito_requerido", "texto": "Se pidió el informe escrito.", "entidad": "Alcaldía"}
    assert send(ana, code, "accion", **asked).status_code == 303
    page = ana.get("/requerimientos").text
    assert "0 respondidos de 1" in page
    assert code in page
    site.now += timedelta(days=20)
    assert 'data-titulo="Vencidos">1<' in ana.get("/requerimientos").text
    assert "Ningún requerimiento" in ana.get("/requerimientos?mes=2026-12").text
    assert ana.get("/requerimientos?mes=ayer").status_code == 422


def test_two_organisations_of_a_record_are_related_and_taken_apart_again(ana: TestClient) -> None:
    code = registered(ana)
    for name in ("Sindicato de Prueba", "Junta de Prueba"):
        send(ana, code, "actor", nombre=name, lado="demandante", rol="primario", sector="mineros")
    page = ana.get(f"/registros/{code}").text
    one, other = re.findall(r'<option value="(\d+)">(?:Sindicato|Junta) de Prueba</option>', page)[:2]
    said = {"uno": one, "otro": other, "relacion": "tension", "fuente": "Radio Cerro"}
    assert send(ana, code, "relacion", **said).status_code == 303
    page = ana.get(f"/registros/{code}").text
    assert "Sindicato de Prueba y Junta de Prueba: tensión" in page
    number = re.search(r'name="que" value="relacion"><input type="hidden" name="numero" value="(\d+)"', page).group(1)
    assert send(ana, code, "mover", que="relacion", numero=number, estado="quitar").status_code == 303
    assert "Junta de Prueba: tensión" not in ana.get(f"/registros/{code}").text
