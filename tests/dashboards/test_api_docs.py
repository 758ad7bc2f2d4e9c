"""The description of the API is true and complete, and its page for people stands in the demo alone."""

import importlib
import inspect
import pkgutil

from pydantic import BaseModel

import dashboards
from conflict.roles import Role
from dashboards.policies import POLICIES
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.test_api import token_of


def test_every_operation_is_described_with_examples(site: Site) -> None:
    told = Browser(site.app()).get("/api/v1/openapi.json", headers=token_of(site, Role.ANALYST)).json()
    listed = {(method.upper(), path) for path, methods in told["paths"].items() for method in methods}
    programs = {route for route in POLICIES if route[1].startswith("/api/v1/")}
    assert listed == programs - {("GET", "/api/v1/openapi.json")}
    models = [one for name, one in told["components"]["schemas"].items() if name.endswith(("Out", "In"))]
    assert models
    assert all(one.get("examples") for one in models)


def test_the_examples_obey_the_models_that_carry_them() -> None:
    told = [name for _, name, _ in pkgutil.iter_modules(dashboards.__path__) if name.startswith("api_")]
    models = {
        model
        for name in told
        for model in vars(importlib.import_module(f"dashboards.{name}")).values()
        if inspect.isclass(model) and issubclass(model, BaseModel) and "json_schema_extra" in model.model_config
    }
    assert len(models) > 60
    for model in models:
        for example in model.model_config["json_schema_extra"]["examples"]:
            model.model_validate(example)


def test_the_page_for_people_stands_in_the_demo_alone(site: Site) -> None:
    assert "/api/v1/registros/{code}" in site.client().get("/docs").text
    assert site.client(demo=False).get("/docs").status_code == 404
