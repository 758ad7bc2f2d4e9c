"""A form that a rule refused, given back on its page as it was sent, with the error and the way to it; pure.

The page is drawn as always and the form is filled in afterwards, so no form needs words of its own for this.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from fastapi.responses import HTMLResponse, Response
from markupsafe import escape

from conflict.record import NotYet, RuleError
from dashboards.keyed import KEY
from dashboards.overtaken import HIDDEN, LABELS, VERSION
from dashboards.visitor import FIELD

Fields = Sequence[tuple[str, str]]
Edit = tuple[int, int, str]
"""From where to where of a page something else stands, and what."""

TROUBLE = 422
"""The status of a page that says why a form was refused."""
BEFORE = "antes."
"""How the hidden field begins that says what the page showed of a field when it was opened."""
_DESCRIBED = re.compile(r' aria-describedby="([^"]*)"')
_VALUE, _CHECKED, _SELECTED = re.compile(r' value="[^"]*"'), re.compile(r" checked\b"), re.compile(r" selected\b")

FAULT = "falla"
"""The element with the error, which the field at fault is described by."""
FIELDS = {
    "account_id": ("persona",),
    "addressee": ("entidad",),
    "at": ("cuando", "fecha"),
    "cite": ("cite",),
    "code": ("otra", "ficha_mayor"),
    "count": ("cantidad",),
    "document": ("documento",),
    "due": ("vence", "cuando"),
    "evidence": ("documento",),
    "file": ("archivo",),
    "level": ("nivel",),
    "measure": ("medida",),
    "municipalities": ("municipios",),
    "name": ("nombre",),
    "next_what": ("que_vence",),
    "other": ("otra", "ficha_mayor", "otro"),
    "outcome": ("resultado",),
    "ended_on": ("fecha",),
    "owner": ("debe",),
    "points": ("puntos",),
    "signers": ("firman",),
    "source": ("fuente",),
    "text": ("codigo", "cite"),
    "title": ("titulo",),
    "what": ("que", "texto"),
    "words": ("texto",),
}
"""What a rule says is wrong, and the fields that may hold it, the likeliest first; a field may be named itself."""
TO_DEADLINE = '<button class="boton" type="submit" name="como" value="plazo" formnovalidate>Pasar a plazo</button>'
"""The way out for what lies ahead: the same words as a deadline."""
AS_BEFORE = '<button type="submit" hidden></button>'
"""What Enter in a field presses, the first button of a form, stays the form's own and not that way out."""
_SET_BY_PAGE = frozenset({KEY, VERSION, FIELD, "vuelta"})
"""What a page says of itself in a form, such as where its answer leads; the same form of another page says other."""
_TICKED = ("checkbox", "radio")


@dataclass(frozen=True, slots=True)
class _Tag:
    """A tag of the page: where it stands, and how it is written."""

    at: int
    raw: str

    @property
    def end(self) -> int:
        """Return where what follows it begins."""
        return self.at + len(self.raw)


@dataclass
class _Control:
    """A field of a form. `close` is where it ends, `folds` unfold within its form."""

    name: str
    kind: str
    value: str
    ident: str
    required: bool
    tag: _Tag
    close: int
    folds: tuple[_Tag, ...]
    options: list[tuple[str, _Tag]] = field(default_factory=list)


@dataclass
class _Form:
    """A form with its fields, what it says by itself, and the folds around it."""

    action: str
    tag: _Tag
    folds: tuple[_Tag, ...]
    controls: list[_Control] = field(default_factory=list)

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """Return what nobody typed: which form it is."""
        hidden = ((one.name, one.value) for one in self.controls if one.kind == "hidden")
        return tuple(one for one in hidden if one[0] not in _SET_BY_PAGE and not one[0].startswith(BEFORE))

    @property
    def typed(self) -> tuple[_Control, ...]:
        """Return the fields that a person sees."""
        return tuple(one for one in self.controls if one.kind != "hidden")


class _Reader(HTMLParser):
    """Find the forms of a page of ours, its labels, and where its alarm and its content are."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[_Form] = []
        self.labels: dict[str, str] = {}
        self.alarm = self.main = -1
        self._lines = [0]
        for line in page.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._folds: list[_Tag] = []
        self._form: _Form | None = None
        self._label = ""
        self._in_alarm = False
        self.feed(page)
        self.close()

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in what begins."""
        told = {name: value or "" for name, value in attrs}
        here = _Tag(self._at(), self.get_starttag_text() or "")
        if tag == "details":
            self._folds.append(here)
        elif tag == "form":
            self._form = _Form(told.get("action", ""), here, tuple(self._folds))
            self.forms.append(self._form)
        elif tag == "label":
            self._label = told.get("for", "")
        elif tag == "main":
            self.main = here.end
        elif tag == "p" and told.get("role") == "alert":
            self._in_alarm = True
        elif self._form is not None:
            self._part(self._form, tag, told, here)

    def _part(self, form: _Form, tag: str, told: dict[str, str], here: _Tag) -> None:
        if tag == "option" and form.controls:
            form.controls[-1].options.append((told.get("value", ""), here))
        elif tag in ("input", "select", "textarea") and told.get("name"):
            kind = told.get("type", "text") if tag == "input" else tag
            said = (told["name"], kind, told.get("value", ""), told.get("id", ""), "required" in told)
            form.controls.append(_Control(*said, here, here.end, tuple(self._folds[len(form.folds) :])))

    def handle_endtag(self, tag: str) -> None:
        """Take in what ends."""
        if tag == "details":
            self._folds.pop()
        elif tag == "form":
            self._form = None
        elif tag == "label":
            self._label = ""
        elif tag == "p" and self._in_alarm:
            self.alarm, self._in_alarm = self._at(), False
        elif tag in ("select", "textarea") and self._form is not None:
            self._form.controls[-1].close = self._at() + len(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Take in a label."""
        if self._label:
            self.labels[self._label] = self.labels.get(self._label, "") + data


def drawn_again(page: Response, action: str, sent: Fields, why: RuleError) -> Response:
    """Return the answer with the refused form as it was sent, where it draws that page; any other answer as it is."""
    if page.status_code != TROUBLE:
        return page
    return HTMLResponse(given_back(bytes(page.body).decode(), action, sent, why), TROUBLE)


def given_back(page: str, action: str, sent: Fields, why: RuleError) -> str:
    """Return a page with the refused form as it was sent, unfolded, and with the error at its field.

    `action` is where the form was sent. Where the page has that form no more, what was written is told beside it.
    """
    found = _Reader(page)
    told = dict(sent)
    forms = (one for one in found.forms if one.action == action)
    form = next((one for one in forms if all(told.get(name, "") == value for name, value in one.said)), None)
    if form is None:
        return _edited(page, [(found.main, found.main, _written(sent))])
    wrong = _at_fault(form, sent, why)
    edits = [edit for one in form.controls for edit in _filled(one, sent, marked=one is wrong)]
    at = wrong.close if wrong else form.tag.end
    offer = f" {TO_DEADLINE}" if isinstance(why, NotYet) else ""
    if offer:
        edits.append((form.tag.end, form.tag.end, AS_BEFORE))
    edits.append((at, at, f'<span class="falla" id="{FAULT}">{escape(why.spanish)}{offer}</span>'))
    label = " ".join(found.labels.get(wrong.ident, "").split()) if wrong else ""
    way = f"Ir a «{escape(label)}»" if label else "Ir al formulario"
    edits.append(
        (found.alarm, found.alarm, f' <a href="#{escape(wrong.ident) if wrong and label else FAULT}">{way}</a>')
    )
    edits.append((form.tag.at, form.tag.end, _with(form.tag.raw, " data-devuelto")))
    used = [one for one in form.typed if one is wrong or any(name == one.name and value for name, value in sent)]
    folds = {*form.folds, *(fold for one in used for fold in one.folds)}
    edits += [(one.at, one.end, _with(one.raw, " open")) for one in folds if " open" not in one.raw]
    return _edited(page, edits)


def _at_fault(form: _Form, sent: Fields, why: RuleError) -> _Control | None:
    """Return the field that the rule names, else the first one that must be filled in and was not."""
    for name in FIELDS.get(why.about, (why.about,)):
        for one in form.typed:
            if one.name == name:
                return one
    filled = {name for name, value in sent if value.strip()}
    return next((one for one in form.typed if one.required and one.name not in filled), None)


def _filled(control: _Control, sent: Fields, *, marked: bool) -> Iterator[Edit]:
    """Give what changes in the page so that a field holds what was sent of it."""
    said = [value for name, value in sent if name == control.name]
    raw = control.tag.raw
    if marked:
        other = _DESCRIBED.search(raw)
        ids = f"{FAULT} {other[1]}" if other else FAULT
        raw = _with(_DESCRIBED.sub("", raw), f' aria-invalid="true" aria-describedby="{ids}"')
    if control.kind in _TICKED:
        raw = _with(_CHECKED.sub("", raw), " checked") if control.value in said else _CHECKED.sub("", raw)
    elif control.kind == "select":
        for value, option in control.options:
            plain = _SELECTED.sub("", option.raw)
            yield option.at, option.end, _with(plain, " selected") if said and value == said[0] else plain
    elif control.kind == "textarea" and said:
        yield control.tag.end, control.close - len("</textarea>"), str(escape(said[0]))
    elif said and control.kind != "file" and control.name not in _SET_BY_PAGE:
        raw = _with(_VALUE.sub("", raw), f' value="{escape(said[0])}"')
    if raw != control.tag.raw:
        yield control.tag.at, control.tag.end, raw


def _with(raw: str, more: str) -> str:
    return f"{raw.removesuffix('>')}{more}>"


def _written(sent: Fields) -> str:
    """Return what somebody wrote, as a list; "" for nothing."""
    told = [
        f"<dt>{escape(LABELS.get(name, name))}</dt><dd>{escape(value)}</dd>"
        for name, value in sent
        if value.strip() and name not in HIDDEN | _SET_BY_PAGE and not name.startswith(BEFORE)
    ]
    if not told:
        return ""
    return (
        '<div class="ancho"><section class="tarjeta" aria-labelledby="escrito"><h2 id="escrito">Usted escribió</h2>'
        f'<dl class="datos-ficha">{"".join(told)}</dl></section></div>'
    )


def _edited(page: str, edits: Iterable[Edit]) -> str:
    """Return the page with pieces put in the place of others, none of which overlap."""
    pieces, at = [], 0
    for begin, end, new in sorted(edits, key=lambda one: one[:2]):
        pieces += [page[at:begin], new]
        at = end
    return "".join((*pieces, page[at:]))
