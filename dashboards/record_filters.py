"""What the address of the list of records asks for; the list, its map and its workbook read it alike."""

from collections.abc import Mapping
from typing import Any, TypedDict
from urllib.parse import urlencode

from pydantic import BaseModel, Field

from conflict.codebook import Level
from conflict.departments import DEPARTMENTS
from conflict.lifecycle import OPEN_STATES, RecordKind, RecordState
from conflict.record import Person
from conflict.vocabulary import Phase
from conflict.wordbook import Wordbook
from dashboards import record_columns
from dashboards.filter_chips import ways_out
from dashboards.forms import printable
from dashboards.labels import LEVELS, RECORD_KINDS, RECORD_STATES
from dashboards.pages import ChipView, Option
from dashboards.record_views import Chooser
from register.engine import Transaction
from register.queries.agenda import whose
from register.queries.record_narrowing import narrowing
from register.queries.records import NOWHERE

NAMES = {
    "departamento": "Departamento",
    "tipo": "Tipo",
    "nivel": "Nivel",
    "etapa": "Etapa",
    "estado": "Estado",
    "cargo": "A cargo",
    "texto": "Texto",
}
"""Every filter with its label, in the order of the chips."""
WHOSE = {"mi": "Usted", "oficina": "Su oficina"}
PLACES = {**DEPARTMENTS, NOWHERE: "Sin ubicar"}
PLAIN = frozenset({"departamento", "texto"})
"""Filters whose fields always show; the others unfold."""


class Asked(TypedDict):
    """What the records of a list have in common."""

    closed: bool
    department: str
    text: str
    also: list[Any]


class ListQuery(BaseModel):
    """The query of the address; unknown values are no filter."""

    ver: str = Field("", max_length=20)
    texto: str = Field("", max_length=200)
    departamento: str = Field("", max_length=8)
    tipo: str = Field("", max_length=20)
    nivel: str = Field("", max_length=20)
    etapa: str = Field("", max_length=20)
    estado: str = Field("", max_length=30)
    cargo: str = Field("", max_length=20)
    mapa: str = Field("", max_length=2)
    columnas: tuple[str, ...] = ()

    @property
    def closed(self) -> bool:
        """Return whether those that ended are asked for."""
        return self.ver == "cerrados"

    @property
    def drawn(self) -> bool:
        """Return whether the map stands in place of the list."""
        return self.mapa == "si"

    @property
    def text(self) -> str:
        """Return the words looked for."""
        return printable(self.texto).strip()

    @property
    def department(self) -> str:
        """Return the code of the department, "sin" for none, "" for all; the map shows them all."""
        return self.departamento if self.departamento in PLACES and not self.drawn else ""

    @property
    def states(self) -> tuple[RecordState, ...]:
        """Return the states that records of this side, open or closed, can have."""
        return tuple(one for one in RecordState if (one in OPEN_STATES) is not self.closed)

    def kept(self) -> dict[str, str]:
        """Return the filters that are set, as the address has them."""
        told = {
            "departamento": self.department,
            "tipo": self.tipo if self.tipo in set(RecordKind) else "",
            "nivel": self.nivel if self.nivel in set(Level) else "",
            "etapa": self.etapa if self.etapa in set(Phase) else "",
            "estado": self.estado if self.estado in self.states else "",
            "cargo": self.cargo if self.cargo in WHOSE else "",
            "texto": self.text,
        }
        return {name: value for name, value in told.items() if value}

    def asked(self, session: Transaction, by: Person | None) -> Asked:
        """Return the conditions of the records; `by` is whose they are where the address asks for one's own."""
        kept = self.kept()
        also = narrowing(
            kind=RecordKind(kept["tipo"]) if "tipo" in kept else None,
            level=Level(kept["nivel"]) if "nivel" in kept else None,
            phase=Phase(kept["etapa"]) if "etapa" in kept else None,
            state=RecordState(kept["estado"]) if "estado" in kept else None,
        )
        if by is not None and "cargo" in kept:
            mine = kept["cargo"] == "mi"
            also += whose(session, responsible=by.name if mine else "", office="" if mine else by.office)
        return {"closed": self.closed, "department": self.department, "text": self.text, "also": also}

    def query(self, columns: frozenset[str], **changes: str) -> str:
        """Return what follows the question mark for this very view with some values changed, "" for the plain list."""
        view = {"ver": "cerrados" if self.closed else "", "mapa": "si" if self.drawn else ""}
        told = {name: value for name, value in (view | self.kept() | changes).items() if value}
        return "&".join(one for one in (urlencode(told), record_columns.kept(columns)) if one)

    def chips(self, columns: frozenset[str], words: Wordbook) -> tuple[ChipView, ...]:
        """Return the filters that are set, each with the address of the list without it."""
        return ways_out(
            self.kept(),
            NAMES,
            lambda name, value: _said(name, value, words),
            lambda name: address(self.query(columns, **{name: ""})),
        )

    def choices(self, words: Wordbook) -> tuple[Chooser, ...]:
        """Return what can be chosen: name, label and what no choice means, with the options."""
        kept = self.kept()
        lists: Mapping[str, tuple[str, Mapping[str, str]]] = {
            "departamento": ("Todos", PLACES),
            "tipo": ("Todos", {one.value: RECORD_KINDS[one] for one in RecordKind}),
            "nivel": ("Todos", {one.value: LEVELS[one] for one in Level}),
            "etapa": ("Todas", {one.value: words[one] for one in Phase}),
            "estado": ("Todos", {one.value: RECORD_STATES[one] for one in self.states}),
            "cargo": ("Cualquiera", WHOSE),
        }
        return tuple(
            (name, NAMES[name], every, tuple(Option(value, label, 0, kept.get(name) == value)
                                             for value, label in options.items()))
            for name, (every, options) in lists.items()
            if not (self.drawn and name == "departamento")
        )  # fmt: skip


def address(query: str) -> str:
    """Return the address of the list with a query."""
    return f"/registros?{query}" if query else "/registros"


def _said(name: str, value: str, words: Wordbook) -> str:
    match name:
        case "departamento":
            return PLACES[value]
        case "tipo":
            return RECORD_KINDS[RecordKind(value)]
        case "nivel":
            return LEVELS[Level(value)]
        case "etapa":
            return words[Phase(value)]
        case "estado":
            return RECORD_STATES[RecordState(value)]
        case "cargo":
            return WHOSE[value]
        case _:
            return f"«{value}»"
