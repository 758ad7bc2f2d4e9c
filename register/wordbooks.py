"""data/catalogos -> the words in force on a day. Codes are closed; words and definitions are edited in the tables."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path

from conflict.errors import DataError
from conflict.wordbook import VOCABULARIES, Word, Wordbook
from register.tablefile import Line, in_force, read_table

COLUMNS = ("vocabulario", "codigo", "palabra", "definicion", "desde", "hasta")


def wordbooks(resources: Path) -> Callable[[date], Wordbook]:
    """Return the wordbook of each day, read once for a day."""

    @lru_cache(maxsize=4)
    def of(day: date) -> Wordbook:
        return load_wordbook(resources, day)

    return of


def load_wordbook(resources: Path, on: date) -> Wordbook:
    """Read every table of data/catalogos as it stands on a day.

    Raise DataError for an unknown vocabulary or code, a code without a word in force, or one without definition.
    """
    lines = [line for path in sorted((resources / "catalogos").glob("*.csv")) for line in read_table(path, COLUMNS)]
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
    current = {
        code: line
        for code, line in in_force(lines, "codigo", on).items()
        if not line["hasta"] or on < line.day("hasta")
    }
    missing = [code for code in codes if code not in current]
    if missing:
        raise DataError(
            f"{name} lacks {missing[:5]} on {on}",
            f"data/catalogos: a «{name}» le falta palabra vigente para {', '.join(missing[:5])}. Agréguela.",
        )
    return {code: Word(current[code]["palabra"], current[code]["definicion"]) for code in codes}
