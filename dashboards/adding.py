"""«Agregar fuente»: an address, what stands there as it would be read, and the card that is stored.

Nothing is kept between the look and the storing but the fields of the form; what is stored was looked at again.
"""

import asyncio
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from conflict.codebook import SourceReach
from conflict.departments import DEPARTMENTS
from conflict.entered import Town
from conflict.errors import AtalayaError
from conflict.lapaz import local_day
from conflict.probe import Probe
from conflict.source import MOST_URL, Source
from dashboards.desk import Desk
from dashboards.entered import Towns
from dashboards.entered_views import town_groups
from dashboards.labels import SOURCE_REACHES
from dashboards.pages import Option
from dashboards.person import People, person_of
from dashboards.probing import NOBODY, Probing, found_view, refused_words
from dashboards.source_pages import AddView
from dashboards.sources import page_of
from register.commands import own_sources
from register.queries import sources as source_queries

Field = Annotated[str, Form(max_length=200)]
Address = Annotated[str, Form(max_length=MOST_URL)]
FIELDS = ("direccion", "nombre", "departamento", "municipio", "alcance", "cadencia")
CADENCES = {
    "60": "cada hora",
    "180": "cada 3 horas",
    "360": "cada 6 horas",
    "720": "2 veces al día",
    "1440": "1 al día",
}
START = {"alcance": SourceReach.DEPARTMENTAL.value, "cadencia": "180"}


def routes(desk: Desk, people: People, prober: Probing | None, towns: Towns) -> APIRouter:
    """Return the routes."""
    router = APIRouter()

    def show(typed: dict[str, str], found: Probe | None = None, trouble: str = "") -> Response:
        with desk.register.reading() as session:
            around = desk.around(session, "Agregar fuente", "fuentes", trouble=trouble)
        filled = dict.fromkeys(FIELDS, "") | START | typed
        view = AddView(
            frame=around,
            typed=filled,
            found=None if found is None else found_view(found),
            departments=_options(DEPARTMENTS, filled["departamento"]),
            towns=town_groups(towns(local_day(desk.clock())), filled["municipio"]) if found else (),
            reaches=_options({one.value: words for one, words in SOURCE_REACHES.items()}, filled["alcance"]),
            cadences=_options(CADENCES, filled["cadencia"]),
        )
        return desk.page("fuente_agregar.html", view, 422 if trouble else 200)

    def known(address: str) -> str:
        with desk.register.reading() as session:
            name = source_queries.who_reads(session, address)
        return f"Ya existe: {name}." if name else ""

    async def looked(address: str) -> tuple[Probe | None, str]:
        """Return the channel, or None and the sentence that says why there is none."""
        if prober is None:
            return None, NOBODY
        if not address.strip():
            return None, "Pegue la dirección del medio o de su canal."
        if words := await run_in_threadpool(known, address):
            return None, words
        found = await asyncio.to_thread(prober.find, address)
        words = refused_words(found) or await run_in_threadpool(known, found.url)
        return (None, words) if words else (found, "")

    @router.get("/fuentes/agregar", response_class=HTMLResponse)
    def form() -> Response:
        return show({})

    @router.post("/fuentes/agregar")
    async def look(direccion: Address = "") -> Response:
        found, words = await looked(direccion)
        typed = {"direccion": direccion} if found is None else {"direccion": found.url, "nombre": found.name}
        return await run_in_threadpool(show, typed, found, words)

    @router.post("/fuentes/agregar/guardar")
    async def store(
        request: Request,
        direccion: Address = "",
        nombre: Field = "",
        departamento: Field = "",
        municipio: Field = "",
        alcance: Field = "",
        cadencia: Field = "",
    ) -> Response:
        told = (direccion, nombre, departamento, municipio, alcance, cadencia)
        typed = dict(zip(FIELDS, (one.strip() for one in told), strict=True))
        found, words = await looked(typed["direccion"])
        if found is None:
            return await run_in_threadpool(show, typed, None, words)

        def stored() -> Response:
            by, now = person_of(desk, people, request), desk.clock()
            try:
                with desk.register.writing() as session:
                    ident = own_sources.add(session, source=_card(typed, found, towns(local_day(now))), by=by, now=now)
            except AtalayaError as broken:
                return show(typed, found, broken.spanish)
            return RedirectResponse(page_of(ident), status_code=303)

        return await run_in_threadpool(stored)

    return router


def _card(typed: dict[str, str], found: Probe, towns: tuple[Town, ...]) -> Source:
    """Return the card that a form asks for; the municipality says its department where that was left open."""
    town = next((one for one in towns if one.code == typed["municipio"]), None)
    minutes = typed["cadencia"]
    return Source(
        id="",
        name=" ".join(typed["nombre"].split()),
        url=found.url,
        type=found.type,
        department=typed["departamento"] or (town.department if town else ""),
        municipality=town.code if town else "",
        reach=next((one for one in SourceReach if one.value == typed["alcance"]), SourceReach.NATIONAL),
        cadence_minutes=int(minutes) if minutes in CADENCES else 0,
        active=True,
        notes="",
    )


def _options(words: Mapping[str, str], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, label, 0, value == chosen) for value, label in words.items())
