"""Read sources.yaml: strict, with the line, the card and the field of everything that is wrong, all at once.

PyYAML composes nodes, which know their lines and whether a value was quoted; pydantic checks the cards.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import yaml
from pydantic import ValidationError

from conflict.errors import DataError
from conflict.source import Source, same_feed
from feeds.cards import CODE_FIELDS, EXPECTED, OPTIONAL_FIELDS, TEXT_FIELDS, Card
from feeds.hosts import both_forms, lookalike

_MOST_BYTES = 5 * 1024 * 1024
_TOP_KEY = "fuentes"
_STRING = "tag:yaml.org,2002:str"
_INTEGER = "tag:yaml.org,2002:int"
_BOOLEAN = "tag:yaml.org,2002:bool"
_NULL = "tag:yaml.org,2002:null"


@dataclass(slots=True)
class _Reading:
    """The file under reading, with what was found wrong so far as (line, sentence)."""

    name: str
    wrong: list[tuple[int, str]] = field(default_factory=list)

    def complain(self, line: int, card: str, name: str, expected: str, found: str = "") -> None:
        """Note one error."""
        there = f" y hay {found}" if found else ""
        self.wrong.append(
            (line, f"{self.name}, línea {line}, tarjeta «{card}», campo «{name}»: se esperaba {expected}{there}.")
        )


def load_sources(path: Path) -> tuple[Source, ...]:
    """Return the sources of a file in its order, paused ones included.

    The file is a list of cards, or the list under the one key `fuentes`. Raise DataError with every error of the file:
    what is unreadable, missing, unknown, out of its vocabulary, unquoted where it is a code, or there twice (the same
    id; the same address but for http/https, `www.` or a final slash).
    """
    reading = _Reading(path.name)
    accepted: list[tuple[int, Card]] = []
    for number, node in enumerate(_cards(path, reading), start=1):
        card = _card(node, number, reading)
        if card is not None:
            accepted.append((node.start_mark.line + 1, card))
    _check_twins(accepted, reading)
    if reading.wrong:
        reading.wrong.sort(key=lambda found: found[0])
        raise DataError(
            f"{path.name}: {len(reading.wrong)} errors", "\n".join(sentence for _, sentence in reading.wrong)
        )
    return tuple(card.source() for _, card in accepted)


def without_twins(added: Iterable[Source], cards: Iterable[Source]) -> tuple[Source, ...]:
    """Return the sources that people added, without those of which the file has the id or the channel."""
    known = tuple(cards)
    ids, feeds = {card.id for card in known}, {same_feed(card.url) for card in known}
    return tuple(one for one in added if one.id not in ids and same_feed(one.url) not in feeds)


def written(sources: Iterable[Source]) -> str:
    """Return cards as sources.yaml has them; texts and codes quoted as JSON, which YAML reads."""
    return "".join(
        f"- id: {one.id}\n"
        f"  nombre: {json.dumps(one.name, ensure_ascii=False)}\n"
        f"  url: {json.dumps(one.url)}\n"
        f"  tipo: {one.type.value}\n"
        f'  departamento: "{one.department}"\n'
        f'  municipio: "{one.municipality}"\n'
        f"  alcance: {one.reach.value}\n"
        f"  cadencia_minutos: {one.cadence_minutes}\n"
        f"  activa: {'true' if one.active else 'false'}\n"
        f"  notas: {json.dumps(one.notes, ensure_ascii=False)}\n"
        for one in sources
    )


def notices(sources: tuple[Source, ...]) -> tuple[str, ...]:
    """Return Spanish sentences on what is allowed but wants a second look: international names and look-alikes."""
    hosts = {source.id: httpx.URL(source.url).host for source in sources}
    found = []
    for source_id, host in hosts.items():
        shown = both_forms(host)
        if shown != host:
            twin = lookalike(host, hosts.values())
            warning = f" Se dibuja casi igual que {twin}: confirme que es el medio que cree." if twin else ""
            found.append(f"La fuente «{source_id}» tiene un nombre internacional: {shown}.{warning}")
    return tuple(found)


def _fail(path: Path, cause: str, spanish: str) -> DataError:
    """Return the error of a file that cannot be read as cards at all."""
    return DataError(f"{path.name}: {cause}", f"{path.name}: {spanish}")


def _cards(path: Path, reading: _Reading) -> Iterator[yaml.MappingNode]:
    """Yield the cards of a file as nodes."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _fail(
            path, f"cannot be read ({type(error).__name__})", "no se puede leer. Revise la ruta y los permisos."
        ) from error
    if len(raw) > _MOST_BYTES:
        raise _fail(path, "larger than 5 MiB", "pasa de 5 MB y no parece un archivo de fuentes.")
    try:
        top = yaml.compose(raw.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise _fail(path, "not UTF-8", "no está en UTF-8. Guárdelo con esa codificación.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"línea {mark.line + 1}, columna {mark.column + 1}: " if mark else ""
        raise _fail(
            path, "not YAML", f"{where}no es YAML válido. Revise sangrías, comillas y dos puntos cerca de ahí."
        ) from error
    if isinstance(top, yaml.MappingNode) and [_text(key) for key, _ in top.value] == [_TOP_KEY]:
        top = top.value[0][1]
    if not isinstance(top, yaml.SequenceNode) or not top.value:
        raise _fail(path, "no list of cards", "se esperaba una lista de tarjetas, cada una empezando por «- id:».")
    for number, node in enumerate(top.value, start=1):
        if isinstance(node, yaml.MappingNode):
            yield node
        else:
            reading.complain(node.start_mark.line + 1, f"n.º {number}", "—", "una tarjeta con sus campos", _shown(node))


def _text(node: yaml.Node) -> str:
    """Return what a simple value says, "" for anything else."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _shown(node: yaml.Node) -> str:
    """Return what stands there, short enough for a sentence."""
    if not isinstance(node, yaml.ScalarNode):
        return "una lista o un grupo de campos"
    text = _text(node)
    return f"«{text[:60]}{'…' if len(text) > 60 else ''}»" if text else "nada"


def _card(node: yaml.MappingNode, number: int, reading: _Reading) -> Card | None:
    """Return the card that a node holds, or None after complaining of all that is wrong with it."""
    line = node.start_mark.line + 1
    name = next((_text(value) for key, value in node.value if _text(key) == "id"), "") or f"n.º {number}"
    values: dict[str, object] = {}
    places: dict[str, yaml.Node] = {}
    count = len(reading.wrong)
    for key, value in node.value:
        field_name = _text(key)
        at = key.start_mark.line + 1
        if field_name not in EXPECTED:
            reading.complain(at, name, field_name[:60], f"uno de estos campos: {', '.join(EXPECTED)}")
        elif field_name in places:
            reading.complain(at, name, field_name, "que el campo esté una sola vez")
        else:
            places[field_name] = value
            _take(field_name, value, name, values, reading)
    for missing in (known for known in EXPECTED if known not in places and known not in OPTIONAL_FIELDS):
        reading.complain(line, name, missing, f"{EXPECTED[missing]}, y el campo falta")
    _validate(values, places, name, line, reading)
    return Card.model_validate(values) if len(reading.wrong) == count else None


def _take(name: str, node: yaml.Node, card: str, values: dict[str, object], reading: _Reading) -> None:
    """Turn a node into the value of its field, without guessing: what YAML reads as something else wants quotes."""
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.ScalarNode):
        reading.complain(line, card, name, EXPECTED[name], _shown(node))
        return
    text, tag = _text(node), node.tag
    if name in CODE_FIELDS and node.style is None and tag != _NULL:
        # YAML 1.1 reads 05 as 5 and 010101 as 4161, and 08 as a text: only quotes keep a code what it is.
        reading.complain(line, card, name, EXPECTED[name], f'«{text[:60]}» sin comillas; escriba {name}: "{text[:60]}"')
    elif name in TEXT_FIELDS and tag == _NULL and name in CODE_FIELDS | OPTIONAL_FIELDS:
        values[name] = ""
    elif name in TEXT_FIELDS and tag != _STRING:
        hint = f'; póngalo entre comillas: {name}: "{text[:60]}"' if text else ""
        reading.complain(line, card, name, EXPECTED[name], _shown(node) + hint)
    elif name in TEXT_FIELDS:
        values[name] = text
    elif name == "activa" and tag == _BOOLEAN:
        values[name] = text.lower() in ("true", "yes", "on")
    elif name == "cadencia_minutos" and tag == _INTEGER and text.isdigit() and len(text) <= 9:
        values[name] = int(text)
    else:
        reading.complain(line, card, name, EXPECTED[name], _shown(node))


def _validate(values: dict[str, object], places: dict[str, yaml.Node], card: str, line: int, reading: _Reading) -> None:
    """Complain of every value that the card refuses, where it stands."""
    try:
        Card.model_validate(values)
    except ValidationError as error:
        for problem in error.errors():
            name = str(problem["loc"][0]) if problem["loc"] else ""
            expected = EXPECTED.get(name, "")
            if not name:  # a rule over several fields: "field:what was expected"
                name, _, expected = problem["msg"].removeprefix("Value error, ").partition(":")
            if problem["type"] != "missing" and name in places:
                node = places[name]
                reading.complain(node.start_mark.line + 1, card, name, expected, _shown(node))
            elif problem["type"] != "missing":
                reading.complain(line, card, name, expected)


def _check_twins(cards: list[tuple[int, Card]], reading: _Reading) -> None:
    """Complain of cards with an id or an address that is already there."""
    ids: dict[str, int] = {}
    feeds: dict[str, tuple[int, str]] = {}
    for line, card in cards:
        if card.id in ids:
            reading.complain(line, card.id, "id", f"un id único; ya lo usa la tarjeta de la línea {ids[card.id]}")
        ids.setdefault(card.id, line)
        key = same_feed(card.url)
        if key in feeds:
            first, other = feeds[key]
            reading.complain(
                line,
                card.id,
                "url",
                f"otra dirección: es el mismo canal que «{other}» (línea {first})",
                f"«{card.url}»",
            )
        feeds.setdefault(key, (line, card.id))
