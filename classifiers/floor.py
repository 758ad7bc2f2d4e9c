"""The floor under the model: words so grave, in a protest in Bolivia, that a person sees them whatever the score.

Depends on no model, so that recall does not go to zero when the model does (reliability bar, model safety 4).
"""

import re
from collections.abc import Sequence

from classifiers.cues import find
from classifiers.lexicon import ABROAD, COURT, CRIME, FESTIVE, HOME, PAST, SPORT
from conflict.codebook import Measure, Stage
from conflict.signal import ArticleText, Reading, text_of
from conflict.text import fold

LONGEST = 1_200
"""Characters looked at: headline and lede; deep in a body such words are mostly history."""

WITHOUT_MODEL = "sin-modelo"

_PROTEST = re.compile(
    r"\b(?:bloque\w+|desbloque\w+|march(?:a|as|an|istas?)|protest\w+|manifestantes|movilizad\w+|comunari\w+|cocaler\w+|"
    r"cooperativistas|avasall\w+|interculturales|campesin\w+|dirigent\w+|desalojo|toma de|cabildo|huelga|paro|civicos|"
    r"limites|ayllus?|vecinos)\b"
)
_RULES = (
    ("fallecidos o heridos", re.compile(r"\b(?:muert[oa]s?|fallec\w+|herid[oa]s?|mata(?:n|ron)|perdio la vida)\b")),
    ("dinamita o armas", re.compile(r"\b(?:dinamit\w+|explosivos?|armas? de fuego|a bala|balead\w+|disparos)\b")),
    ("personas retenidas", re.compile(r"\b(?:retien\w+|retuv\w+|retenid[oa]s|rehenes)\b")),
    (
        "enfrentamiento",
        re.compile(r"\b(?:enfrentamientos?|se enfrentan?|se enfrentaron|gasific\w+|refriega|linch\w+)\b"),
    ),
    (
        "medida indefinida",
        re.compile(r"\b(?:bloqueo|paro|huelga|cerco|vigilia)\w*(?: \w+){0,3} indefinid[oa]\w*\b"),
    ),
)


def keyword_floor(text: str) -> str:
    """Return the Spanish name of the rule that the text meets, "" when it meets none.

    A rule needs a sign of protest beside it, and is silent for what is abroad, past, in court, sport or plain crime.
    """
    folded = fold(text[:LONGEST])
    name = next((name for name, words in _RULES if words.search(folded)), "")
    if not name or not _PROTEST.search(folded):
        return ""
    if SPORT.search(folded) or PAST.search(folded) or FESTIVE.search(folded):
        return ""
    if ABROAD.search(folded) and not HOME.search(folded):
        return ""
    others = len(COURT.findall(folded)) + len(CRIME.findall(folded))
    return "" if others > len(_PROTEST.findall(folded)) else name


def read_without_model(articles: Sequence[ArticleText]) -> list[Reading]:
    """Read articles by the floor alone.

    What it flags is a signal; of everything else nothing is known, and the caller keeps it waiting.
    """
    return [_read(text_of(article.title, article.summary, article.body)) for article in articles]


def _read(text: str) -> Reading:
    rule = keyword_floor(text)
    if not rule:
        return Reading(0.0, False, True, Stage.NONE, (), None, (), "", "", WITHOUT_MODEL)
    found = find(text[:LONGEST], len(text.partition("\n")[0]))
    grave = {Measure.CLASH, Measure.RETENTION, Measure.LYNCHING} & set(found.measures)
    stage = Stage.VIOLENCE if grave or rule != "medida indefinida" else Stage.MEASURE
    return Reading(0.5, True, True, stage, found.measures, None, (), rule, "", WITHOUT_MODEL)
