"""Folding compares; offsets lead back to what was written."""

from hypothesis import given
from hypothesis import strategies as st

from conflict.text import fold, fold_with_offsets


def test_accents_and_capitals_do_not_matter() -> None:
    assert fold("POTOSÍ") == fold("Potosí") == fold("Potosi\u0301") == "potosi"


def test_every_apostrophe_is_the_same() -> None:
    assert fold("K’ara K`ara") == fold("K'ARA K´ara") == "k'ara k'ara"


def test_bold_and_wide_capitals_fold_as_plain_ones() -> None:
    assert fold("𝐁𝐋𝐎𝐐𝐔𝐄𝐎 𝙙𝙚 vías") == fold("ＢＬＯＱＵＥＯ de VÍAS") == "bloqueo de vias"


@given(st.text())
def test_folding_with_offsets_folds_the_same(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    assert len(folded.starts) == len(folded.text) + 1


@given(st.text(alphabet="aZ9 ÁéÑüÜ`´’'«…KΣςİßﬁ\u0301\u0303"))
def test_a_text_folds_letter_by_letter(text: str) -> None:
    assert fold(text) == "".join(map(fold, text))


@given(st.text(), st.data())
def test_a_folded_span_leads_back_inside_the_original(text: str, data: st.DataObject) -> None:
    folded = fold_with_offsets(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    first, last = folded.original(start, end)
    assert 0 <= first <= last <= len(text)
