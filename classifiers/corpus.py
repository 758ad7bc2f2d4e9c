"""The invented training corpus: data/corpus/*.csv to texts and labels, checked row by row."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from conflict.codebook import FLAGGED_STAGES, Measure, Stage
from conflict.errors import DataError
from conflict.signal import text_of

COLUMNS = [
    "id",
    "titular",
    "bajada",
    "cuerpo",
    "fecha",
    "medio",
    "etapa",
    "medidas",
    "actores",
    "demandas",
    "tipologia",
    "lugares",
    "historia",
    "autor_nota",
]


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled text. `story` keeps articles of one story together when the corpus is split.

    `kind` is the name of its file without number (`dificiles`), "" for what people decided. `staged` says that the
    stage was labelled too: where a person only said that it is a conflict, nothing is learnt of its stage. `places` are
    the names that its author gave.
    """

    id: str
    text: str
    stage: Stage
    story: str
    doubtful: bool
    kind: str = ""
    staged: bool = True
    outlet: str = ""
    month: str = ""
    places: tuple[str, ...] = ()

    @property
    def shared_story(self) -> str:
        """Return the story that it may share with others, "" for a text that stands alone."""
        return self.story if self.story != self.id else ""

    @property
    def signal(self) -> bool:
        """Say whether the text is about an open conflict."""
        return self.stage in FLAGGED_STAGES


@dataclass(frozen=True, slots=True)
class Corpus:
    """All examples, in the order of their ids, and the digest of the files they came from."""

    examples: tuple[Example, ...]
    digest: str


def load_corpus(folder: Path) -> Corpus:
    """Return the corpus; raise DataError naming file and line of the first row that is not as it must be."""
    paths = sorted(folder.glob("*.csv"))
    if not paths:
        raise DataError(f"no corpus in {folder}", f"No hay corpus en {folder}. Se esperaban archivos .csv.")
    digest = hashlib.sha256()
    found: dict[str, Example] = {}
    for path in paths:
        digest.update(path.read_bytes())
        for line, row in _rows(path):
            example = _example(path, line, row)
            if example.id in found:
                raise _wrong(path, line, f"el id {example.id} repetido", "un id propio")
            found[example.id] = example
    return Corpus(tuple(found[ident] for ident in sorted(found)), digest.hexdigest())


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a file with their lines; every row has every column."""
    with path.open(newline="", encoding="utf-8") as handle:
        reader = csv.DictReader(handle)
        try:
            if reader.fieldnames != COLUMNS:
                raise _wrong(path, 1, f"columnas {reader.fieldnames}", "las columnas " + ", ".join(COLUMNS))
            for row in reader:
                if None in row or None in row.values():
                    raise _wrong(path, reader.line_num, "más o menos campos", f"{len(COLUMNS)} campos")
                yield reader.line_num, row
        except UnicodeDecodeError as error:
            raise DataError(f"{path.name} is not UTF-8", f"{path.name} tiene letras que no son UTF-8.") from error


def _example(path: Path, line: int, row: dict[str, str]) -> Example:
    try:
        stage = Stage(row["etapa"])
        for measure in filter(None, row["medidas"].split(";")):
            Measure(measure)
    except ValueError as error:
        raise _wrong(path, line, str(error), "un valor del vocabulario") from error
    if not row["id"] or not row["titular"]:
        raise _wrong(path, line, "id o titular vacío", "ambos")
    return Example(
        row["id"],
        text_of(row["titular"], row["bajada"], row["cuerpo"]),
        stage,
        row["historia"] or row["id"],
        row["autor_nota"] == "dudoso",
        path.stem.rpartition("-")[0],
        outlet=row["medio"],
        month=row["fecha"][:7],
        places=tuple(filter(None, row["lugares"].split(";"))),
    )


def _wrong(path: Path, line: int, found: str, expected: str) -> DataError:
    return DataError(
        f"{path.name} line {line}: {found}", f"{path.name}, línea {line}: {found}. Se esperaba {expected}."
    )
