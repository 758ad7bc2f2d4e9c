"""A program reads the week as the golden weeks counted it, and as the page prints it."""

from datetime import timedelta

from conflict.roles import Role
from conflict.week import week_named
from dashboards import api_week
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.seen import seen
from tests.dashboards.test_api import token_of
from tests.golden import table
from tests.golden_register import write_golden

WEEK = week_named("2027-S02")
PATH = f"/api/v1/resumen/{WEEK.code}"


def test_the_numbers_are_those_counted_by_hand_and_those_of_the_page(site: Site) -> None:
    headers = token_of(site, Role.NATIONAL)
    with site.register.writing() as session:
        write_golden(session)
        session.connection().exec_driver_sql("UPDATE api_token SET until = '2099-01-01T00:00:00.000000Z'")
    site.now = WEEK.end + timedelta(hours=9)
    client = Browser(site.app())
    told = client.get(PATH, headers=headers).json()
    found = {(one["bloque"], one["nombre"]): one for one in told["cifras"]}
    (counted,) = (row for row in table("cifras") if row["semana"] == WEEK.code)
    for key, value in counted.items():
        if key not in ("semana", "anticipacion"):
            assert found["cifras", key]["valor"] == float(value)
            assert len(found["cifras", key]["fichas"]) == int(value)
    for row in table("listas"):
        if row["semana"] == WEEK.code:
            one = found[row["lista"], row["nombre"]]
            assert (one["valor"], one["anterior"]) == (int(row["casos"]), int(row["anterior"]))
    page = seen(site.client().get(f"/resumen/{WEEK.code}").text)
    text = " ".join(page.one("main").text.split())
    for words in (*told["frases"], told["oportunidad"], *told["anticipacion"], *told["calidad"], told["corte"]):
        assert " ".join(words.split()) in text
    assert client.get(f"{PATH}?departamento=05", headers=headers).json()["alcance"] == "departamento:05"
    for wrong in ("/api/v1/resumen/ayer", "/api/v1/resumen/2031-S01", f"{PATH}?departamento=77"):
        answer = client.get(wrong, headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_the_examples_obey_their_models() -> None:
    for model in (api_week.NumberOut, api_week.WeekOut):
        for example in model.model_config["json_schema_extra"]["examples"]:
            model.model_validate(example)
