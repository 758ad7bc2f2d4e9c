"""The part of the corpus on which floors are measured: frozen once, never learnt from while they are.

A story is held back when a stable hash of its name says so; its articles stay together. What was held back on the day
of freezing is listed by id and mark, so that the set stays the same when rows are added: new rows of held stories join
neither side. A listed row that was changed or removed is said, never quietly left out.
"""

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from classifiers.corpus import Corpus, Example
from conflict.errors import DataError, reason_in_spanish
from conflict.whole import whole

ONE_IN = 5
"""One story in so many is held back: some 500 signals of a corpus of 6,400, which gives recall within three points."""
COLUMNS = ["id", "huella"]


@dataclass(frozen=True, slots=True)
class Split:
    """`taught` may be learnt from; `frozen` is what floors are measured on; `changed` are listed ids that differ."""

    taught: Corpus
    frozen: tuple[Example, ...]
    changed: tuple[str, ...]
    fingerprint: str


def is_held(story: str) -> bool:
    """Say whether a story is held back, by its name alone."""
    return int.from_bytes(hashlib.sha256(story.encode()).digest()[:8], "big") % ONE_IN == 0


def mark(example: Example) -> str:
    """Return twelve hex digits that change when text, stage or story of an example do."""
    told = "\x1f".join((example.text, example.stage.value, example.story))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def fingerprint(marks: Mapping[str, str]) -> str:
    """Return the digest of a frozen set."""
    return hashlib.sha256("\n".join(f"{ident} {marks[ident]}" for ident in sorted(marks)).encode()).hexdigest()


def freeze(corpus: Corpus) -> dict[str, str]:
    """Return what is to be listed today: id and mark of every example of a held story."""
    return {one.id: mark(one) for one in corpus.examples if is_held(one.story)}


def split(corpus: Corpus, listed: Mapping[str, str]) -> Split:
    """Part the corpus by the list. A story is taught only when the hash leaves it free and no listed row is of it."""
    frozen = tuple(one for one in corpus.examples if one.id in listed)
    held = {one.story for one in frozen}
    taught = tuple(one for one in corpus.examples if one.story not in held and not is_held(one.story))
    found = {one.id: mark(one) for one in frozen}
    changed = tuple(sorted(ident for ident, wanted in listed.items() if found.get(ident) != wanted))
    return Split(replace(corpus, examples=taught), frozen, changed, fingerprint(listed))


def read_list(path: Path) -> dict[str, str]:
    """Return the list of a file; raise DataError when it cannot be read or is none."""
    try:
        with path.open(newline="", encoding="utf-8") as handle:
            rows = csv.DictReader(handle)
            if rows.fieldnames != COLUMNS:
                raise DataError(
                    f"{path} has columns {rows.fieldnames}",
                    f"{path} no es la lista del conjunto congelado: se esperaban las columnas {', '.join(COLUMNS)}.",
                )
            return {row["id"]: row["huella"] for row in rows}
    except OSError as error:
        raise DataError(
            f"{path}: {error.strerror}",
            f"No se puede leer {path}: {reason_in_spanish(error)}. Fije los pisos con: atalaya evaluar --fijar-pisos",
        ) from error


def write_list(path: Path, listed: Mapping[str, str]) -> None:
    """Write the list, sorted by id, whole or not at all."""
    with whole(path) as partial, partial.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(listed.items()))
