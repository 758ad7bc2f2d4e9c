"""The floor under the model: words so grave, in a protest in Bolivia, that a person sees them whatever the score.

Depends on no model, so that recall does not go to zero when the model does (reliability bar, model safety 4).
"""

import re
from collections.abc import Sequence

from classifiers.cues import find
from classifiers.lexicon import (
    ABROAD,
    CARGO,
    COURT,
    CRIME,
    DESTROYED,
    DISASTER,
    FESTIVE,
    HOME,
    PARTY,
    PAST,
    SPORT,
)
from classifiers.marked import Marked
from classifiers.telling import told, untrapped
from classifiers.vocabulary import Vocabulary
from conflict.codebook import Measure, Stage
from conflict.signal import ArticleText, Reading, text_of
from conflict.text import fold

LONGEST = 1_200
"""Characters looked at: headline and lede; deep in a body such words are mostly history."""

WITHOUT_MODEL = "sin-modelo"

DEATHS, CLASH, LYNCHING = "fallecidos o heridos", "enfrentamiento", "linchamiento"
DESTRUCTION, INDEFINITE = "quema o destrozos", "medida indefinida"
_RULES = (
    (LYNCHING, re.compile(r"\blinch\w+")),
    (DESTRUCTION, re.compile(rf"\b{DESTROYED}\b")),
    (
        DEATHS,
        re.compile(
            r"\b(?:muert[oa]s?|mueren?|muri(?:o|eron)|fallec\w+|herid[oa]s?|mata(?:n|ron)|perd(?:io|ieron) la vida)\b"
        ),
    ),
    (
        "dinamita o armas",
        re.compile(r"\b(?:dinamit\w+|explosivos?|armas? de fuego|a bala|bale(?:an|aron|ad\w+)|disparos)\b"),
    ),
    (
        "personas retenidas",
        re.compile(
            rf"\b(?:(?:retien\w+|retuv\w+)\b(?! (?:\w+ ){{0,2}}{CARGO})|retenid[oa]s\b|retenid[oa] por|rehenes)"
        ),
    ),
    (
        CLASH,
        re.compile(
            r"\b(?:enfrentamiento\w*|gasific\w+|refriega|"
            r"enfrenta(?:n|ron)\b(?! (?:el|al|las?|los?) (?:fuego|incendi\w+|llamas)))\b"
        ),
    ),
    (
        INDEFINITE,
        re.compile(r"\b(?:bloqueo|paro|huelga|cerco|vigilia)(?!s? de cuentas)\w*(?: \w+){0,3} indefinid[oa]\w*\b"),
    ),
)
_GRAVE = re.compile(
    r"\b(?:linch|muer|muri|fallec|herid|mata|perd|dinamit|explosiv|arma|a bala|bale|disparos|retien|retuv"
    r"|quema|incendia|prend(?:en|ieron) fuego|destroza|saquea|apedrea"
    r"|retenid|rehenes|enfrenta|gasific|refriega|bloqueo|paro|huelga|cerco|vigilia)"
)
"""What every rule begins with; a text that has none of it needs no rule tried."""
_STREET = re.compile(
    r"\b(?:bloque\w+(?! de cuentas)|desbloque\w+|(?<!en )march(?:a|as|an|istas?)|protest\w+|manifestantes|movilizad\w+|"
    r"avasall\w+|desalojo|desalojan|toma de (?!posesion|decision\w*|muestras?|juramento)|cabildo|huelga|cerco|vigilia|"
    r"paros?(?! cardi\w+| respirator\w+)|loteadores|conflictos? (?:miner\w+|social\w*|por|de limites)|"
    r"por (?:tierras|limites|el predio)|linch\w+)\b"
)
_CLASH_TOO = re.compile(r"\b(?:enfrenta\w+|gasific\w+|refriega|emboscad\w+|a pedradas|choque entre)\b")
_SECTOR = re.compile(
    r"\b(?:comunari\w+|cocaler\w+|cooperativistas|interculturales|campesin\w+|dirigent\w+|civicos|ayllus?|vecinos|"
    r"maestr[oa]s|mineros|choferes|transportistas|gremial\w+|comerciantes|universitari\w+|normalistas|regantes|"
    r"indigenas|pobladores)\b"
)
_BESIDE = {CLASH: (PARTY,), DESTRUCTION: (DISASTER,)}
"""What else a rule's words are said of."""
_PRETENCE = re.compile(r"\bsimulacro\w*\b")


def keyword_floor(text: str) -> str:
    """Return the Spanish name of the rule that the text meets, "" when it meets none.

    Deaths and wounds need a measure or a clash beside them, the other rules a measure or a sector; a lynching and what
    a crowd burns or wrecks are enough by themselves. What is abroad is silent, and so is a text that speaks at least as
    much of sport, feasts or the past, or more of courts and crime.
    """
    return folded_floor(fold(text[:LONGEST]))


def folded_floor(folded: str) -> str:
    """Return the same for the opening of a text that is folded already."""
    if not _GRAVE.search(folded):
        return ""
    name = next((name for name, words in _RULES if words.search(folded)), "")
    if not name or _PRETENCE.search(folded) or (ABROAD.search(folded) and not HOME.search(folded)):
        return ""
    street, sector = len(_STREET.findall(folded)), len(_SECTOR.findall(folded))
    if name == DEATHS:
        street += len(_CLASH_TOO.findall(folded))
    street += name == DESTRUCTION
    if not street and (name == DEATHS or not sector):
        return ""
    signs = street + sector
    if any(len(words.findall(folded)) >= signs for words in (SPORT, PAST, FESTIVE)):
        return ""
    elsewhere = (COURT, CRIME, *_BESIDE.get(name, ()))
    others = sum(len(words.findall(folded)) for words in elsewhere)
    if name == LYNCHING or others < signs or (street and others == signs):
        return name
    return ""


def read_without_model(articles: Sequence[ArticleText], vocabulary: Vocabulary | None = None) -> list[Reading]:
    """Read articles by the floor alone.

    What it flags is a signal; of everything else nothing is known, and the caller keeps it waiting.
    """
    return [_read(article, vocabulary) for article in articles]


def _read(article: ArticleText, vocabulary: Vocabulary | None) -> Reading:
    text = text_of(article.title, article.summary, article.body)
    rule = keyword_floor(text)
    if not rule:
        return Reading(0.0, False, True, Stage.NONE, (), None, (), "", "", WITHOUT_MODEL)
    found = find(text[:LONGEST], len(text.partition("\n")[0]))
    grave = {Measure.CLASH, Measure.RETENTION, Measure.LYNCHING} & set(found.measures)
    stage = Stage.VIOLENCE if grave or rule != INDEFINITE else Stage.MEASURE
    reading = Reading(0.5, True, True, stage, found.measures, None, (), rule, "", WITHOUT_MODEL)
    if vocabulary is None:
        return reading
    marked = Marked.of(vocabulary, text[:LONGEST], len(article.title))
    return told(vocabulary, marked, article.published_at, untrapped(vocabulary, marked, found), reading)
