"""A past register comes in as Excel: every wrong row is told, nothing is evaluated, and all of it can go back."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from openpyxl import Workbook as Book

from conflict.errors import DataError
from conflict.lifecycle import ActionKind, RecordState
from conflict.pastrecords import PastRecord, guess, read_row
from conflict.record import RuleError
from register.commands import imports, records
from register.engine import Register
from register.queries import imports as import_queries
from register.queries import records as record_queries
from register.queries import search
from register.searchindex import SearchKind
from register.workbook import LARGEST, read_workbook
from tests.conftest import NOW
from tests.register.populated import ANA

TODAY = date(2026, 11, 20)
HEADS = ["N°", "Conflicto", "Fecha de registro", "Dpto.", "Municipio", "Estado", "Fecha de conclusión", "Nivel"]
ROWS = [
    ["S-1", "Bloqueo de regantes en la ruta", "05/03/2025", "Potosí", "Uncía", "Concluido", "20/03/2025", "Alto"],
    ["S-2", "Marcha de maestros urbanos", datetime(2025, 7, 1), "02", "El Alto", "Abierto", None, "medio"],  # noqa: DTZ001
    [3.0, "Toma de la alcaldía distrital", 45_000, "", "", "en seguimiento", "", ""],
]


def excel(rows=ROWS, heads=HEADS, above=()) -> bytes:
    book = Book()
    sheet = book.active
    for row in (*above, heads, *rows):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes) -> list:
    sheet = read_workbook("registro.xlsx", content).sheets[0]
    columns = guess(sheet.heads)
    return [read_row(number, cells, columns, TODAY) for number, cells in sheet.rows]


def good(content: bytes) -> list[PastRecord]:
    return [row for row in read(content) if isinstance(row, PastRecord)]


def bring(register: Register, content: bytes, now: datetime = NOW, digest: str = "d") -> imports.Imported:
    with register.writing() as session:
        return imports.store(
            session, file_name="r.xlsx", digest=digest, columns={}, rows=good(content), by=ANA, now=now
        )


def test_the_columns_are_guessed_by_their_heads() -> None:
    assert guess(HEADS) == {
        "codigo": 0, "titulo": 1, "fecha": 2, "departamento": 3, "municipio": 4, "estado": 5, "fecha_cierre": 6,
        "nivel": 7,
    }  # fmt: skip
    assert guess(["", "xyz"]) == {}


def test_dates_of_every_kind_are_read_and_heads_below_a_title_found() -> None:
    rows = good(excel(above=[["REGISTRO 2025", None], [None]]))
    assert [row.opened_on for row in rows] == [date(2025, 3, 5), date(2025, 7, 1), date(2023, 3, 15)]
    assert [row.department for row in rows] == ["05", "02", ""]
    assert [row.closed_on for row in rows] == [date(2025, 3, 20), None, None]
    assert [row.external_code for row in rows] == ["S-1", "S-2", "3"]
    assert rows[0].row == 4


WRONG = [
    (1, "", "falta, o es una sola palabra"),
    (2, "31/02/2025", "no es una fecha. Se esperaba dd/mm/aaaa"),
    (2, "05/03/2125", "un día entre 1990 y hoy"),
    (2, None, "falta. Se esperaba una fecha"),
    (3, "Atlántida", "no es un departamento"),
    (5, "quizás", "no dice si sigue abierto"),
    (5, "Abierto", "sigue abierto y trae fecha de cierre"),
    (6, "", "falta la fecha en que se cerró"),
    (6, "01/01/2024", "es anterior a la fecha de registro"),
    (7, "enorme", "no es un nivel"),
]


@pytest.mark.parametrize(("column", "value", "words"), WRONG)
def test_a_wrong_cell_is_told_with_its_row_and_what_was_expected(column: int, value: object, words: str) -> None:
    row = [*ROWS[0][:column], value, *ROWS[0][column + 1 :]]
    (faults,) = read(excel([row]))
    assert len(faults) == 1
    assert faults[0].sentence.startswith("Fila 2")
    assert words in faults[0].sentence


def test_a_formula_is_never_evaluated() -> None:
    content = excel([["=1+1", '=HYPERLINK("https://malo.example","a b c")', "05/03/2025", "", "", "", "", ""]])
    (faults,) = read(content)
    assert "falta, o es una sola palabra" in faults[0].sentence


def _zip(*parts: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts:
            made.writestr(name, content)
    return out.getvalue()


HOSTILE = {
    "a bomb": _zip(("xl/worksheets/sheet1.xml", b"0" * (130 * 1024 * 1024))),
    "many parts": _zip(*((f"x{n}.xml", b"") for n in range(1_001))),
    "entities": _zip(("xl/workbook.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')),
    "entities in UTF-16": _zip(("xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE a []><a/>'.encode("utf-16"))),
    "too large": b"PK" + b"0" * LARGEST,
    "locked": bytes.fromhex("d0cf11e0a1b11ae1") + b"0" * 600,
    "no zip": b"Conflicto;Fecha\nuno;dos",
    "nothing": b"",
    "half a file": excel()[:2_000],
    "a zip of something else": _zip(("leame.txt", b"hola")),
    "no rows": excel([]),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_workbook_is_refused_in_a_sentence(what: str) -> None:
    with pytest.raises(DataError) as refused:
        read_workbook("x.xlsx", HOSTILE[what])
    assert refused.value.spanish.endswith(".")


def test_rows_become_records_that_are_found_and_keep_their_own_code(register: Register) -> None:
    done = bring(register, excel())
    assert done.codes == ("CS-2025-05-0001", "CS-2025-02-0001", "CS-2023-00-0001")
    with register.reading() as session:
        first = record_queries.detail(session, done.codes[0])
        assert (first.record.state, first.record.external_code) == (RecordState.CONCLUDED, "S-1")
        assert first.record.closed_at == datetime(2025, 3, 20, 16, tzinfo=UTC)
        assert [one.code for one in record_queries.listed(session)] == [done.codes[1], done.codes[2]][::-1]
        assert search.find(session, typed="regantes uncia", kind=SearchKind.RECORD).hits[0].code == done.codes[0]


def test_what_is_there_already_is_left_out_with_its_reason(register: Register) -> None:
    bring(register, excel())
    again = bring(
        register,
        excel([*ROWS, ["S-9", "Paro cívico por el litio", "01/02/2026", "05", "Uyuni", "", "", ""]]),
        digest="e",
    )
    assert len(again.codes) == 1
    assert [one.row for one in again.skipped] == [2, 3, 4]
    assert "CS-2025-05-0001" in again.skipped[0].sentence
    with pytest.raises(RuleError):
        bring(register, excel(), digest="f")
    with pytest.raises(RuleError):
        bring(register, excel(), digest="e")


def test_the_whole_import_goes_back_within_seven_days(register: Register) -> None:
    done = bring(register, excel())
    with pytest.raises(RuleError), register.writing() as session:
        imports.undo(session, batch=done.batch, by=ANA, now=NOW + timedelta(days=8))
    with register.writing() as session:
        assert imports.undo(session, batch=done.batch, by=ANA, now=NOW + timedelta(days=6)) == 3
    with register.reading() as session:
        states = {record_queries.detail(session, code).record.state for code in done.codes}
        assert states == {RecordState.VOID}
        assert not import_queries.listed(session, now=NOW)[0].undoable
    with pytest.raises(RuleError), register.writing() as session:
        imports.undo(session, batch=done.batch, by=ANA, now=NOW)
    assert bring(register, excel()).codes[0] == "CS-2025-05-0002"


def test_an_import_that_was_worked_on_does_not_go_back_by_halves(register: Register) -> None:
    done = bring(register, excel())
    with register.writing() as session:
        records.act(
            session, code=done.codes[1], kind=ActionKind.VERIFICATION, at=NOW, words="Se visitó la marcha ayer.",
            proof="", by=ANA, now=NOW,
        )  # fmt: skip
    with pytest.raises(RuleError) as refused, register.writing() as session:
        imports.undo(session, batch=done.batch, by=ANA, now=NOW)
    assert done.codes[1] in refused.value.spanish
    with register.reading() as session:
        assert record_queries.detail(session, done.codes[0]).record.state is RecordState.CONCLUDED
