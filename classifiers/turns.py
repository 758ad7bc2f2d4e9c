"""Words by which a text says that something announced was put off or called off; pure.

That it began is not read here: the stage of the article and the day tell it. Words of the domain model §4.5, which
warns that each of them is double-edged: so a turn is a proposal to a person and never more.
"""

import re
from typing import Final

from classifiers.scan import pattern
from classifiers.windows import measures_named
from conflict.codebook import AnnouncedState, Measure
from conflict.signal import Turn
from conflict.text import fold_with_offsets

_ENDING: Final = r"(?:a|an|o|aron|ara|aran|ado|ada|ados|adas|ar)"
_OFF: Final = pattern(
    rf"posterg{_ENDING}",
    rf"aplaz{_ENDING}",
    rf"reprogram{_ENDING}",
    r"pospon(?:e|en|dra|dran)",
    r"pospus(?:o|ieron)",
    r"difier(?:e|en)",
    r"difiri(?:o|eron)",
    r"(?:traslad|recorr)(?:a|an|o|aron) (?:el|la|los|las|su)",
    r"suspend(?:e|en|io|ieron) (?:\w+ ){1,5}hasta (?:el|la|este|nuevo|manana)",
)
_CALLED: Final = pattern(
    r"suspend(?:e|en|io|ieron|era|eran|ido|ida|idos|idas|er)",
    rf"levant{_ENDING}",
    rf"cancel{_ENDING}",
    r"(?:deja|dejan|dejo|dejaron) sin efecto",
    r"desist(?:e|en|io|ieron)",
    r"desconvoc\w+",
    r"repliegan?",
    r"replegaron",
)
_NOT: Final = re.compile(r"\b(?:no|sin|niegan?|descartan?|rechazan?|evitar|nunca)\s+(?:se\s+)?(?:\w+\s+)?$")
_MAYBE: Final = re.compile(
    r"poster|plaz|program|pospon|pospus|difi|traslad|recorr|suspend|levant|cancel|efecto|desist|desconv|repl[ie]"
)
"""Cheap test on the lower-case text: a text without a match of it tells of no turn."""
_CLAUSE: Final = re.compile(r"[.;!?]\s+|\n|\.$|$")
_NEVER_OFF: Final = frozenset({Measure.ULTIMATUM, Measure.EMERGENCY, Measure.CLASH, Measure.LYNCHING})
"""Measures that nobody puts off or calls off."""


def turn_of(text: str) -> Turn | None:
    """Return the first turn that a sentence tells of a measure, with its words; None when none does."""
    if not _MAYBE.search(text.lower()):
        return None
    folded = fold_with_offsets(text)
    start = 0
    for stop in _CLAUSE.finditer(folded.text):
        sentence = folded.text[start : stop.start()]
        for state, words in ((AnnouncedState.PUT_OFF, _OFF), (AnnouncedState.CALLED_OFF, _CALLED)):
            found = words.search(sentence)
            if found and not _NOT.search(sentence[: found.start()]) and _about_a_measure(sentence):
                begin, end = folded.original(start + found.start(), start + found.end())
                return Turn(state, text[begin:end])
        start = stop.end()
    return None


def _about_a_measure(sentence: str) -> bool:
    """Say whether the sentence names a measure of pressure that can be called off."""
    return any(measure not in _NEVER_OFF for measure, _, _ in measures_named(sentence))
