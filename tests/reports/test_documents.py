"""Every document of a week prints the numbers counted by hand, and no text from outside can break or steer one."""

import io
import json
import re
import socket
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import docx
import openpyxl
import pypdf
import pytest

from conflict.names import bar_name
from conflict.summary import summarise
from conflict.week import week_named
from conflict.weekfacts import WatchKind, WeekAction, WeekFacts
from conflict.weeksummary import COUNTRY, Scope, ScopeKind, WeekSummary
from reports.ledger import ledger_sheets
from reports.pdf import summary_pdf
from reports.printed import Printed, printed
from reports.rowwise import as_jsonl
from reports.sheet import closing_sheets, summary_sheets, workbook
from reports.shorttext import short_text
from reports.word import summary_docx
from tests.dashboards.hostile import TEXTS
from tests.golden import at, golden_facts, table

FACTS = golden_facts()
MADE = at("2027-01-18T08:00")
WEEKS = [row["semana"] for row in table("cifras")]
NASTY = [
    *TEXTS,
    *('=HYPERLINK("http://malo.example")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1+1", "\r=1", "'=1", "＝1+1"),
    *(
        '#include "/etc/passwd"',
        '#image("/etc/passwd")',
        "$x^2$ *negrita* _x_ `c` @ref <etiqueta>",
        "//comentario /* x",
    ),
    *(
        "x" * 5_000,
        "áéñ" * 200,
        "\x00\x01\x1b[31m",
        "\ud800",
        "\ufffe",
        "🔥👩‍👩‍👧",
        "العربية",
        "漢字",
        "a\u0301" * 40,
        "",
        "{{7*7}}",
    ),
]


def made(week: str = "2027-S02", facts: WeekFacts = FACTS, scope: Scope = COUNTRY) -> tuple[WeekSummary, Printed]:
    summary = summarise(facts, week_named(week), scope)
    return summary, printed(summary)


def pdf_text(data: bytes) -> tuple[int, str]:
    reader = pypdf.PdfReader(io.BytesIO(data))
    return len(reader.pages), " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def book_of(summary: WeekSummary, said: Printed, facts: WeekFacts = FACTS, **how: object) -> bytes:
    rows = ledger_sheets(facts, summary.week, None, **how)
    return workbook((*summary_sheets(summary, said), *rows, *closing_sheets(said, "ninguno", MADE)), MADE)


def spoiled(text: str) -> WeekFacts:
    """Return the golden facts with one text in every field that people or outlets write."""
    records = tuple(
        replace(one, title=text, office=text, municipalities=(text,), measures=(text,), demands=(text,), actors=(text,))
        for one in FACTS.records
    )
    return replace(
        FACTS,
        records=records,
        deadlines=tuple(replace(one, what=text, addressee=text) for one in FACTS.deadlines),
        transfers=tuple(replace(one, sender=text, receiver=text) for one in FACTS.transfers),
        sources=tuple(replace(one, name=text) for one in FACTS.sources),
        announcements=tuple(replace(one, what=text, office=text) for one in FACTS.announcements),
    )


@pytest.mark.parametrize("week", WEEKS)
def test_page_one_of_the_pdf_prints_the_numbers_counted_by_hand(week: str) -> None:
    summary, said = made(week)
    pages, text = pdf_text(summary_pdf(summary, said, MADE))
    assert pages == 2
    (row,) = (row for row in table("cifras") if row["semana"] == week)
    for number in said.numbers:
        expected = (row[number.key] or "s/d").replace("-", "−")
        assert number.value == expected
        assert re.search(rf"{re.escape(number.label)} {re.escape(expected)} ", text), number.label
    for place in said.places.rows:
        assert re.search(rf"{place[0]} .{{0,120}}{place[4]} ", text), place


def test_the_book_holds_the_same_numbers_as_numbers() -> None:
    summary, said = made()
    book = openpyxl.load_workbook(io.BytesIO(book_of(summary, said)))
    rows = list(book["Resumen"].iter_rows(min_row=2, values_only=True))
    assert [row[:2] for row in rows] == [(one.label, one.value) for one in summary.figures]
    places = {row[0]: row for row in book["Territorios"].iter_rows(min_row=2, values_only=True)}
    for one in summary.territories:
        assert places[one.name][1] == one.new
        assert places[one.name][5] == one.open
        assert places[one.name][9:21] == tuple("sin cobertura" if n is None else n for n in one.series)
    assert book["Registros"].max_row == 61
    assert book.sheetnames[-2:] == ["Diccionario", "Corte y filtros"]


def test_every_list_stands_alike_in_pdf_book_word_and_rows() -> None:
    summary, said = made()
    rows = [row for row in table("listas") if row["semana"] == "2027-S02"]
    expected = {(bar_name(r["lista"], r["nombre"]), int(r["casos"]), int(r["anterior"])) for r in rows}
    lists = [(title, set(bars)) for _, title, bars in said.bars if title != "Medidas de presión"]
    assert set().union(*(found for _, found in lists)) == expected
    book = openpyxl.load_workbook(io.BytesIO(book_of(summary, said)))
    told = [row for row in book["Medidas y demandas"].iter_rows(min_row=2, values_only=True) if row[0] in dict(lists)]
    assert {row[1:] for row in told} == expected
    document = docx.Document(io.BytesIO(summary_docx(said, MADE)))
    cells = {tuple(cell.text for cell in row.cells) for grid in document.tables for row in grid.rows}
    assert {(name, str(now), str(before)) for name, now, before in expected} <= cells
    _, text = pdf_text(summary_pdf(summary, said, MADE))
    written = [json.loads(line) for line in as_jsonl(summary).splitlines()]
    assert {(r["bloque"], r["nombre"], r["valor"], r["anterior"]) for r in written} >= {
        (r["lista"], r["nombre"], int(r["casos"]), int(r["anterior"])) for r in rows
    }
    for title, _ in lists:
        assert title in text


def test_opportunity_foresight_and_requests_stand_alike_in_every_document() -> None:
    summary, said = made()
    assert "Santa Cruz. Caso CS-2026-07-0014: diálogo el lun 11 ene, medida levantada" in said.opportunity
    assert any("3 casos empezaron sus medidas en la semana; 1 con un anuncio leído antes" in w for w in said.lead)
    assert any("33,3\u00a0%, entre 6 y 79 de cada 100" in w and "1 sin ninguno" in w for w in said.lead)
    assert any("Puntos ciegos (menos de dos fuentes vivas): Chuquisaca (1 de 1)" in w for w in said.quality)
    told = (said.opportunity, said.chance_rule, *said.lead, *said.quality)
    _, text = pdf_text(summary_pdf(summary, said, MADE))
    paragraphs = {p.text for p in docx.Document(io.BytesIO(summary_docx(said, MADE))).paragraphs}
    book = openpyxl.load_workbook(io.BytesIO(book_of(summary, said)))
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    for words in told:
        assert words in paragraphs
        assert words in cells
        assert "".join(words.split()) in "".join(text.split())
    assert [row[:2] for row in said.requests.rows] == [
        ("Ministerio Inventado", "2"),
        ("Gobernación de Prueba", "1"),
        ("Alcaldía de Prueba", "1"),
    ]
    assert [row[:2] for row in book["Requerimientos"].iter_rows(min_row=2, values_only=True)] == [
        row[:2] for row in said.requests.rows
    ]


def test_a_week_without_opportunity_says_so() -> None:
    summary, said = made("2026-S53")
    assert said.opportunity == "Oportunidad: ninguna; ningún conflicto cumple la regla esta semana."
    assert said.opportunity in pdf_text(summary_pdf(summary, said, MADE))[1]


def test_dates_in_the_book_are_dates_in_la_paz() -> None:
    book = openpyxl.load_workbook(io.BytesIO(book_of(*made())))
    opened = {row[0]: row[9] for row in book["Registros"].iter_rows(min_row=2, values_only=True)}
    assert opened["AT-2026-05-0002"] == datetime.fromisoformat("2026-12-27T23:59")
    assert book["Registros"].freeze_panes == "B2"
    assert book["Registros"].auto_filter.ref == "A1:M61"


def test_the_first_column_opens_the_record() -> None:
    book = openpyxl.load_workbook(io.BytesIO(book_of(*made(), base="https://atalaya.example")))
    cell = book["Registros"]["A2"]
    assert cell.hyperlink.target == f"https://atalaya.example/registros/{cell.value}"


def test_the_word_document_prints_the_same() -> None:
    summary, said = made()
    document = docx.Document(io.BytesIO(summary_docx(said, MADE)))
    tables = [[[cell.text for cell in row.cells] for row in grid.rows] for grid in document.tables]
    assert [row[:2] for row in tables[0][1:]] == [[one.label, one.value] for one in said.numbers]
    assert [tuple(row) for row in tables[1][1:]] == list(said.places.rows)
    assert [p.text for p in document.paragraphs if p.style.name == "List Bullet"][: len(said.sentences)] == list(
        summary.sentences
    )


def test_the_parts_of_a_word_document_bear_no_hour_of_their_own() -> None:
    with zipfile.ZipFile(io.BytesIO(summary_docx(made()[1], MADE))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text)[:24])
def test_no_text_breaks_a_document_or_becomes_a_formula(text: str) -> None:
    summary, said = made(facts=spoiled(text))
    assert len(pypdf.PdfReader(io.BytesIO(summary_pdf(summary, said, MADE))).pages) == 2
    actions = tuple(WeekAction(one.code, one.opened_at, "", text, text) for one in FACTS.records)
    data = book_of(summary, said, spoiled(text), actions=actions)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [ElementTree.fromstring(parts.read(name)) for name in parts.namelist() if "worksheets/sheet" in name]
    assert len(sheets) == 19
    assert not [cell for sheet in sheets for cell in sheet.iter("{*}f")]
    with zipfile.ZipFile(io.BytesIO(summary_docx(said, MADE))) as parts:
        ElementTree.fromstring(parts.read("word/document.xml"))


@pytest.mark.parametrize("text", [text for text in NASTY[-24:] if text.isprintable() and text])
def test_what_a_person_wrote_can_be_read_back_from_the_book(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(book_of(*made(facts=spoiled(text)), spoiled(text))))
    assert book["Registros"]["E2"].value == text


def test_the_pdf_is_made_without_network_and_without_any_file_but_its_template(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a document opened a socket")

    summary, said = made(facts=spoiled('#image("/etc/passwd") <img src="https://malo.example/x.png">'))
    monkeypatch.setattr(socket, "socket", refuse)
    data = summary_pdf(summary, said, MADE)
    assert b"root:" not in data
    source = (Path(__file__).parents[2] / "reports" / "resumen.typ").read_text()
    assert not re.search(r"#(import|include|read)\b|@preview|eval\(", source)


def test_the_pdf_is_tagged_small_and_the_same_twice() -> None:
    summary, said = made()
    first, second = summary_pdf(summary, said, MADE), summary_pdf(summary, said, MADE)
    assert first == second
    assert len(first) <= 400 * 1024
    root = pypdf.PdfReader(io.BytesIO(first)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("es")
    assert "/StructTreeRoot" in root


def test_a_crowded_week_still_fits_two_pages() -> None:
    announcements = tuple(
        replace(
            FACTS.announcements[0],
            what=f"Ampliado número {n} de un sector con un nombre largo y muchas palabras",
            kind=WatchKind.ANNOUNCED,
        )
        for n in range(30)
    )
    deadlines = tuple(
        replace(
            FACTS.deadlines[0],
            record=one.code,
            addressee=f"Institución con un nombre bastante largo número {n}",
            made_at=one.opened_at,
        )
        for n, one in enumerate(FACTS.records)
    )
    records = tuple(
        replace(
            one,
            office=f"Delegación Regional con nombre largo {n}",
            levels=((at("2027-01-13T10:00"), one.level.__class__("critico")),),
            title="Título largo de una ficha cualquiera " * 4,
        )
        for n, one in enumerate(FACTS.records)
    )
    crowded = replace(FACTS, announcements=announcements, deadlines=deadlines, records=records)
    for scope in (COUNTRY, Scope(ScopeKind.DEPARTMENT, "02", "La Paz")):
        summary, said = made(facts=crowded, scope=scope)
        assert pdf_text(summary_pdf(summary, replace(said, sentences=("Frase larga. " * 30,) * 5), MADE))[0] == 2


def test_a_department_and_an_office_have_their_documents() -> None:
    for scope in (
        Scope(ScopeKind.DEPARTMENT, "05", "Potosí"),
        Scope(ScopeKind.OFFICE, "Delegación Oruro", "Delegación Oruro"),
    ):
        summary, said = made(scope=scope)
        pages, text = pdf_text(summary_pdf(summary, said, MADE))
        assert pages == 2
        assert scope.name in text


@pytest.mark.parametrize("week", WEEKS)
def test_the_text_to_copy_is_short_whole_and_says_the_same_numbers(week: str) -> None:
    summary, said = made(week)
    address = f"https://atalaya.example/resumen/{week}"
    text = short_text(summary, address)
    assert len(text) <= 300
    assert text.endswith(f" {address}")
    by_key = {one.key: one.value for one in said.numbers}
    assert f"{by_key['alertas_nuevas']} alertas nuevas, {by_key['conflictos_activos']} conflictos activos" in text
    long_address = f"https://atalaya.example/resumen/{week}?oficina={'x' * 120}"
    assert len(short_text(summary, long_address)) <= 300
    assert short_text(summary, long_address).endswith(long_address)


def test_what_a_person_wrote_beside_a_line_spoils_no_word_document() -> None:
    """The source of a line that a person added stands in a note under the table."""
    _, said = made()
    watch = replace(said.watch, title="Para vigilar\x00", note="agregó X, fuente: radio\x0b\x1b\ufffe 12:30")
    document = docx.Document(io.BytesIO(summary_docx(replace(said, watch=watch), MADE)))
    assert "agregó X, fuente: radio 12:30" in [one.text for one in document.paragraphs]


def test_a_count_is_shown_without_a_comma_that_nothing_follows() -> None:
    """Excel shows 3 as «3,» where its format asks for decimals that need not be there (`0.##`)."""
    summary, said = made()
    book = openpyxl.load_workbook(io.BytesIO(book_of(summary, said)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)]
    whole = {cell.number_format for cell in cells if float(cell.value).is_integer()}
    parts = {cell.number_format for cell in cells if not float(cell.value).is_integer()}
    assert (whole, parts) == ({"#,##0"}, {"#,##0.0#"})
