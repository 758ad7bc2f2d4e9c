"""What went wrong, by kind: misses by stage, false alarms by what the text seems to be about."""

from collections.abc import Sequence

from classifiers.judged import Judged
from classifiers.lexicon import ABROAD, COURT, CRIME, FESTIVE, PARTY, PAST, SPORT
from conflict.codebook import Stage
from conflict.text import fold

_SUBJECTS = (
    ("deporte", SPORT),
    ("fuera de Bolivia", ABROAD),
    ("hecho pasado o aniversario", PAST),
    ("fiesta o cultura", FESTIVE),
    ("tribunales", COURT),
    ("delito", CRIME),
    ("vida de partido", PARTY),
)
"""The lexicon's own fields of look-alikes; the first that a text touches names its kind."""

OTHER_SUBJECT = "otro asunto"


def kinds(judged: Sequence[Judged], texts: Sequence[str]) -> dict[str, list[Judged]]:
    """Return the mistakes under their kind, the most frequent first; `texts` are those of `judged`, in order."""
    found: dict[str, list[Judged]] = {}
    for one, text in zip(judged, texts, strict=True):
        if one.gold != one.said:
            found.setdefault(_kind(one, text), []).append(one)
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def _kind(one: Judged, text: str) -> str:
    if one.gold:
        return f"no vista: {one.stage.value.replace('_', ' ')}"
    if one.stage is Stage.BACKGROUND:
        return "falsa: antecedente de un conflicto"
    folded = fold(text)
    return f"falsa: {next((name for name, words in _SUBJECTS if words.search(folded)), OTHER_SUBJECT)}"
