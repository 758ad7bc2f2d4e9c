"""A grey copy of the summary says the same: classes differ by lightness, stripes and sign, never by colour alone."""

import itertools
from dataclasses import replace
from statistics import fmean, pstdev

import pypdfium2
import pytest
import typst

from conflict.change import MARKS, Change
from conflict.departments import DEPARTMENTS
from conflict.summary import summarise
from conflict.week import week_named
from conflict.weeksummary import WeekSummary
from reports import charts
from reports.fills import FILLS
from reports.printed import printed
from tests.golden import golden_facts

SUMMARY = summarise(golden_facts(), week_named("2027-S02"))
SWATCHES = (Change.WORSE, Change.RISING, Change.SAME, Change.BETTER, Change.FEW, Change.UNCOVERED)
APART = 30
"""Steps of 256 between two even greys that a cheap printer still keeps apart."""
EVEN = 4.0


def coloured(change: Change) -> WeekSummary:
    """Return the summary with every department in one class."""
    places = tuple(replace(one, change=change) for one in SUMMARY.territories)
    return replace(SUMMARY, territories=places)


@pytest.fixture(scope="module")
def greys() -> dict[Change, list[list[int]]]:
    """Return the rows of greys of each class as the printer of the PDF paints it in the legend."""
    source = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
    made = typst.compile(source, format="pdf", ignore_system_fonts=True, sys_inputs={"svg": charts.legend()})
    page = pypdfium2.PdfDocument(made)[0]
    wide, _ = page.get_size()
    picture = page.render(scale=8 * 150 / wide, grayscale=True)
    data = bytes(picture.buffer)
    found = {}
    for row, change in enumerate(SWATCHES):
        top = round((row * 15 + 2.5) * 8)
        found[change] = [list(data[y * picture.stride + 16 : y * picture.stride + 136]) for y in range(top, top + 64)]
    return found


def whole(rows: list[list[int]]) -> list[int]:
    return list(itertools.chain.from_iterable(rows))


def test_even_classes_differ_by_lightness_and_striped_ones_are_not_even(greys: dict[Change, list[list[int]]]) -> None:
    even = {change: fmean(whole(rows)) for change, rows in greys.items() if pstdev(whole(rows)) < EVEN}
    assert set(even) == {Change.WORSE, Change.RISING, Change.SAME, Change.UNCOVERED}
    known = [even[change] for change in (Change.WORSE, Change.RISING, Change.SAME)]
    assert all(after - before >= APART for before, after in itertools.pairwise(known))


def test_better_is_far_lighter_than_worse_and_its_stripes_are_not_those_of_too_few(
    greys: dict[Change, list[list[int]]],
) -> None:
    assert fmean(whole(greys[Change.BETTER])) - fmean(whole(greys[Change.WORSE])) >= 2 * APART
    lying, aslant = (pstdev(fmean(row) for row in greys[one]) for one in (Change.BETTER, Change.FEW))
    assert lying > 5 * aslant


def test_every_class_has_a_sign_of_its_own_on_map_tiles_and_legend() -> None:
    assert len(set(MARKS.values())) == len(Change) == len(FILLS)
    for change in SWATCHES:
        summary = coloured(change)
        for drawing in (charts.change_map(summary.territories), charts.tiles(summary.territories)):
            assert drawing.count(f">{MARKS[change]}") >= 8, change
        assert f">{MARKS[change]} " in charts.legend()


def test_the_map_names_every_department() -> None:
    drawing = charts.change_map(SUMMARY.territories)
    assert all(f">{name}</text>" in drawing for name in DEPARTMENTS.values())


def test_no_two_drawings_of_a_page_share_the_name_of_a_pattern() -> None:
    drawings = (charts.change_map(SUMMARY.territories), charts.legend(), charts.tiles(SUMMARY.territories))
    names = [part.partition('"')[0] for one in drawings for part in one.split('pattern id="')[1:]]
    assert len(names) == len(set(names)) == 6


def test_better_and_worse_of_a_number_are_said_in_a_word() -> None:
    numbers = {one.key: one for one in printed(SUMMARY).numbers}
    assert numbers["alertas_nuevas"].verdict == "mejor"
    assert numbers["conflictos_activos"].verdict == "peor"
    assert numbers["concluidos"].verdict == ""
