"""data/catalogos -> the words in force on a day. Codes are closed; words and definitions are edited in the tables."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from conflict.amendment import AmendedTable, Amendment
from conflict.errors import DataError
from conflict.wordbook import VOCABULARIES, Word, Wordbook
from register.dated import Dated
from register.tablefile import Line, in_force, read_table, with_amended

COLUMNS = ("vocabulario", "codigo", "palabra", "definicion", "desde", "hasta")


def wordbooks(resources: Path, amended: Callable[[], Iterable[Amendment]] = tuple) -> Dated[Wordbook]:
    """Return the wordbook of each day; `amended` are what persons changed of the tables."""
    return Dated(lambda day: load_wordbook(resources, day, amended()))


def word_lines(resources: Path, amended: Iterable[Amendment] = ()) -> list[Line]:
    """Return the rows of every table of data/catalogos with those that persons put in."""
    lines = [line for path in sorted((resources / "catalogos").glob("*.csv")) for line in read_table(path, COLUMNS)]
    return with_amended(lines, AmendedTable.WORDS, amended)


def load_wordbook(resources: Path, on: date, amended: Iterable[Amendment] = ()) -> Wordbook:
    """Read every table of data/catalogos as it stands on a day.

    A code that begins later or has ended has its word too, and is not offered. Raise DataError for an unknown
    vocabulary or code, a code without a word, or one without definition.
    """
    lines = word_lines(resources, amended)
    by_name: dict[str, list[Line]] = {name: [] for name in VOCABULARIES}
    for line in lines:
        if line["vocabulario"] not in by_name:
            line.refuse("vocabulario", f"«{line['vocabulario'][:40]}» no existe")
        by_name[line["vocabulario"]].append(line)
    words = {vocabulary: _words(name, by_name[name], on) for name, vocabulary in VOCABULARIES.items()}
    since = max((line["desde"] for line in lines if line.day("desde") <= on), default="")
    return Wordbook(since, words)


def _words(name: str, lines: list[Line], on: date) -> dict[str, Word]:
    codes = [member.value for member in VOCABULARIES[name]]
    for line in lines:
        if line["codigo"] not in codes:
            line.refuse("codigo", f"«{line['codigo'][:40]}» no es un código de {name}")
        if not line["palabra"] or not line["definicion"]:
            line.refuse("definicion", "falta la palabra o su definición")
    current = in_force(lines, "codigo", on)
    first = {line["codigo"]: line for line in sorted(lines, key=lambda one: one["desde"], reverse=True)}
    missing = [code for code in codes if code not in first]
    if missing:
        raise DataError(
            f"{name} lacks {missing[:5]}",
            f"data/catalogos: a «{name}» le falta palabra para {', '.join(missing[:5])}. Agréguela.",
        )
    return {code: _word(current.get(code), first[code], on) for code in codes}


def _word(current: Line | None, first: Line, on: date) -> Word:
    line = current or first
    ended = bool(line["hasta"]) and line.day("hasta") <= on
    return Word(line["palabra"], line["definicion"], current is not None and not ended)
