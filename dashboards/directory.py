"""The directory: who can act where, found by place and kind, kept up by everybody who edits records."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from conflict.departments import DEPARTMENTS
from conflict.esbo import counted
from conflict.permissions import Ability, allowed
from conflict.record import RuleError
from dashboards.desk import Desk
from dashboards.directory_views import FIELDS, KINDS, DirectoryView, EntryView, line_of, values_of
from dashboards.forms import printable
from dashboards.pages import Option
from dashboards.person import People, person_of
from register.commands import directory
from register.commands.directory import Overtaken
from register.commands.versions import seen_in
from register.queries import directory as directory_queries

Word = Annotated[str, Query(max_length=80)]
Field = Annotated[str, Form(max_length=600)]
NOTHING_TYPED = dict.fromkeys((field for field, _ in FIELDS.values()), "")


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the routes of the directory."""
    router = APIRouter(prefix="/directorio")

    def listing(
        request: Request,
        asked: Mapping[str, str] = NOTHING_TYPED,
        *,
        all_: bool = False,
        trouble: str = "",
        typed: Mapping[str, str] = NOTHING_TYPED,
    ) -> Response:
        now, by = desk.clock(), person_of(desk, people, request)
        with desk.register.reading() as session:
            found = directory_queries.listed(
                session,
                department=asked["departamento"],
                municipality=asked["municipio"],
                kind=asked["clase"],
                text=asked["nombre"],
                all_=all_,
            )
            view = DirectoryView(
                desk.around(session, "Directorio", "directorio", trouble=trouble),
                tuple(line_of(one, now) for one in found),
                counted(len(found), "entidad", "entidades"),
                _options(DEPARTMENTS, asked["departamento"]),
                _options(KINDS, asked["clase"]),
                asked["municipio"],
                asked["nombre"],
                all_,
                allowed(by, Ability.EDIT),
                dict(typed),
            )
        return desk.page("directorio.html", view, 422 if trouble else 200)

    @router.get("", response_class=HTMLResponse)
    def show(
        request: Request,
        departamento: Word = "",
        municipio: Word = "",
        clase: Word = "",
        texto: Word = "",
        todas: Word = "",
    ) -> Response:
        asked = NOTHING_TYPED | {
            "departamento": departamento if departamento in DEPARTMENTS else "",
            "municipio": printable(municipio).strip(),
            "clase": clase if clase in KINDS else "",
            "nombre": printable(texto).strip(),
        }
        return listing(request, asked, all_=todas == "si")

    @router.post("")
    def add(
        request: Request,
        nombre: Field = "",
        clase: Field = "",
        departamento: Field = "",
        municipio: Field = "",
        atiende: Field = "",
        contacto: Field = "",
    ) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        try:
            with desk.register.writing() as session:
                added = directory.add(
                    session,
                    name=nombre,
                    kind=clase,
                    department=departamento,
                    municipality=municipio,
                    does=atiende,
                    contact=contacto,
                    by=by,
                    now=now,
                )
        except RuleError as broken:
            typed = {"nombre": nombre, "clase": clase, "departamento": departamento, "municipio": municipio}
            typed |= {"atiende": atiende, "contacto": contacto}
            return listing(request, trouble=broken.spanish, typed=typed)
        return RedirectResponse(f"/directorio/{added.id}", status_code=303)

    def entry(request: Request, number: int, trouble: str = "", late: Overtaken | None = None) -> Response:
        now, by = desk.clock(), person_of(desk, people, request)
        with desk.register.reading() as session:
            found = directory_queries.one(session, number)
            if found is None:
                return desk.missing(f"la entidad {number}")
            values = values_of(found)
            mine = {
                FIELDS[name][0]: str(value) for name, value in (late.mine if late else {}).items() if name in FIELDS
            }
            clash = tuple(
                (label, values[field] or "–", mine[field] or "–")
                for field, label in FIELDS.values()
                if field in mine and mine[field] != values[field]
            )
            shown = values | mine
            view = EntryView(
                desk.around(session, found.name, "directorio", trouble=trouble or (LATE if late else "")),
                line_of(found, now),
                shown,
                found.version,
                _options(DEPARTMENTS, shown["departamento"]),
                _options(KINDS, shown["clase"]),
                clash,
                allowed(by, Ability.EDIT),
            )
        return desk.page("entidad.html", view, 409 if late else 422 if trouble else 200)

    @router.get("/{number}", response_class=HTMLResponse)
    def one(request: Request, number: int) -> Response:
        return entry(request, number)

    @router.post("/{number}")
    def edit(request: Request, number: int, que: Field = "", version: Field = "") -> Response:
        """Change an entry, say that its contact holds (`vigente`), close it (`baja`) or open it again (`alta`)."""
        by, now = person_of(desk, people, request), desk.clock()
        sent = dict(request.state.fields)
        changes: dict[str, object] = {name: sent[field] for name, (field, _) in FIELDS.items() if field in sent}
        if que in ("baja", "alta"):
            changes = {"active": que == "alta"}
        try:
            seen = seen_in(version)
            with desk.register.writing() as session:
                told = (
                    directory.vouch(session, ident=number, version=seen, by=by, now=now)
                    if que == "vigente"
                    else directory.edit(session, ident=number, version=seen, changes=changes, by=by, now=now)
                )
        except RuleError as broken:
            return entry(request, number, broken.spanish)
        if isinstance(told, Overtaken):
            return entry(request, number, late=told)
        return RedirectResponse(f"/directorio/{number}", status_code=303)

    return router


LATE = "Otra persona cambió esta entidad desde que usted abrió la página. No se guardó nada todavía; compare y decida."


def _options(words: Mapping[str, str], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(code, word, 0, code == chosen) for code, word in words.items())
