"""Help: the keys on a page of their own, and the page that says where everything else is told."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from dashboards.desk import Desk
from dashboards.pages import Frame
from dashboards.swapping import asked_in_part, part

QUEUE_KEYS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("J", "↓"), "Fila siguiente"),
    (("K", "↑"), "Fila anterior"),
    (("R", "1–2", "1–4", "Enter"), "Registrar: tipo, nivel y guardar"),
    (("U", "1–3"), "Unir a una ficha; otra, por código o palabras"),
    (("D", "1–5"), "Descartar, con su motivo"),
    (("P",), "Posponer al próximo día hábil, 08:30"),
    (("Shift P", "1–3"), "Posponer dos horas, al próximo día hábil o al lunes"),
    (("E",), "Corregir lugar, etapa, medidas o nivel"),
    (("A", "1–9"), "Asignar a una persona de la oficina"),
    (("X", "Shift X"), "Marcar la fila; marcar hasta ella"),
    (("D", "P", "U"), "Lo mismo con todas las filas marcadas"),
    (("V",), "Vistas guardadas"),
    (("Z",), "Deshacer lo último, y otra vez lo anterior"),
    (("O",), "Abrir la nota original"),
    (("/",), "Buscar"),
    (("G", "C R P S F"), "Ir a Cola, Registros, Plazos, Resumen, Fuentes"),
    (("Esc",), "Cerrar lo abierto"),
    (("?",), "Esta lista"),
)
"""The keys of the queue and what each does, as their page shows them; static/teclas.js and static/cola.js hear them."""


@dataclass(frozen=True, slots=True)
class KeysView:
    """The keys, alone or on a page of their own; `keys` says that they stand open in it."""

    frame: Frame
    key_list: tuple[tuple[tuple[str, ...], str], ...] = QUEUE_KEYS
    keys: bool = True


@dataclass(frozen=True, slots=True)
class HelpView:
    """The page of help."""

    frame: Frame


def routes(desk: Desk) -> APIRouter:
    """Return the routes of the help."""
    router = APIRouter()

    def around(title: str) -> Frame:
        with desk.register.reading() as session:
            return desk.around(session, title, "ayuda")

    @router.get("/teclas", response_class=HTMLResponse)
    def keys(request: Request) -> Response:
        view = KeysView(around("Teclas"))
        if asked_in_part(request):
            return part(desk.page("teclas.html", view))
        return desk.page("teclas_pagina.html", view)

    @router.get("/ayuda", response_class=HTMLResponse)
    def page() -> Response:
        return desk.page("ayuda.html", HelpView(around("Ayuda")))

    return router
