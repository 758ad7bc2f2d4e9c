"""What each route asks of a person: one table; a route that is not in it is closed, and a test says so.

`OPEN` routes are for anybody, before entering too; forms on them still carry the token of the browser.
"""

from collections.abc import Mapping

from conflict.permissions import Ability

OPEN: None = None
Policy = Ability | None

_QUEUE, _REVIEW, _RECORDS = Ability.SEE_QUEUE, Ability.REVIEW, Ability.SEE_RECORDS
_SUMMARY = Ability.SEE_SUMMARY

POLICIES: Mapping[tuple[str, str], Policy] = {
    ("GET", "/"): Ability.OWN_ACCOUNT,
    ("GET", "/salud"): OPEN,
    ("GET", "/entrar"): OPEN,
    ("POST", "/entrar"): OPEN,
    ("GET", "/clave"): OPEN,
    ("POST", "/clave"): OPEN,
    ("GET", "/inicio"): OPEN,
    ("POST", "/inicio"): OPEN,
    ("POST", "/salir"): Ability.OWN_ACCOUNT,
    ("GET", "/mi-cuenta"): Ability.OWN_ACCOUNT,
    ("POST", "/mi-cuenta/clave"): Ability.OWN_ACCOUNT,
    ("POST", "/mi-cuenta/sesiones"): Ability.OWN_ACCOUNT,
    ("POST", "/mi-cuenta/segundo-factor"): Ability.OWN_ACCOUNT,
    ("POST", "/mi-cuenta/fichas"): Ability.OWN_ACCOUNT,
    ("POST", "/mi-cuenta/fichas/{number}"): Ability.OWN_ACCOUNT,
    ("GET", "/ajustes/usuarios"): Ability.MANAGE_USERS,
    ("POST", "/ajustes/usuarios"): Ability.MANAGE_USERS,
    ("POST", "/ajustes/usuarios/{number}"): Ability.MANAGE_USERS,
    ("GET", "/cola"): _QUEUE,
    ("GET", "/cola/{code}"): _QUEUE,
    ("POST", "/cola/{code}/descartar"): _REVIEW,
    ("POST", "/cola/{code}/posponer"): _REVIEW,
    ("POST", "/cola/{code}/registrar"): _REVIEW,
    ("POST", "/cola/{code}/unir"): _REVIEW,
    ("POST", "/cola/{code}/mover"): _REVIEW,
    ("POST", "/decisiones/{review_id}/deshacer"): _REVIEW,
    ("GET", "/calendario"): _QUEUE,
    ("GET", "/calendario.ics"): _QUEUE,
    ("POST", "/calendario/propuestas/{number}"): _REVIEW,
    ("POST", "/calendario/{code}"): _REVIEW,
    ("GET", "/buscar"): _RECORDS,
    ("GET", "/muestra"): _QUEUE,
    ("POST", "/muestra/{item_id}"): _REVIEW,
    ("POST", "/muestra/{item_id}/deshacer"): _REVIEW,
    ("GET", "/calidad"): Ability.SEE_SOURCES,
    ("GET", "/resumen"): _SUMMARY,
    ("GET", "/resumen/{semana}"): _SUMMARY,
    ("GET", "/resumen/{semana}/filas"): _SUMMARY,
    ("GET", "/resumen/{semana}/{kind}"): _SUMMARY,
    ("POST", "/resumen/{semana}/borrador"): Ability.PUBLISH_SUMMARY,
    ("POST", "/resumen/{semana}/editar"): Ability.PUBLISH_SUMMARY,
    ("POST", "/resumen/{semana}/publicar"): Ability.PUBLISH_SUMMARY,
    ("POST", "/resumen/{semana}/corregir"): Ability.PUBLISH_SUMMARY,
    ("GET", "/registros"): _RECORDS,
    ("GET", "/registros/{code}"): _RECORDS,
    ("POST", "/registros/{code}/accion"): Ability.EDIT,
    ("POST", "/registros/{code}/plazo"): Ability.EDIT,
    ("POST", "/registros/{code}/paso"): Ability.EDIT,
    ("POST", "/registros/{code}/transferir"): Ability.ASK_TRANSFER,
    ("GET", "/plazos"): _RECORDS,
    ("POST", "/plazos/{number}"): Ability.EDIT,
    ("POST", "/transferencias/{number}"): Ability.ASK_TRANSFER,
    ("GET", "/fuentes"): Ability.SEE_SOURCES,
    ("GET", "/api/v1/cola"): _QUEUE,
    ("GET", "/api/v1/registros"): _RECORDS,
    ("GET", "/api/v1/registros/{code}"): _RECORDS,
    ("GET", "/api/v1/plazos"): _RECORDS,
}
