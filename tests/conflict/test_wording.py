"""The words of messages: the house's pass their own rule, and nothing else than a sentence with known holes does."""

import pytest

from conflict.record import RuleError
from conflict.wording import SENTENCE_CHARS, WORDING_RULES, LetterKind, Wording, demand_sayable, filled


@pytest.mark.parametrize("kind", LetterKind)
def test_the_words_of_the_house_pass_their_own_rule(kind: LetterKind) -> None:
    rule = WORDING_RULES[kind]
    assert demand_sayable(kind, rule.wording) == rule.wording
    assert set(rule.needed) <= set(rule.holes)
    shown = filled(rule.wording, rule.holes)
    assert "{" not in f"{shown.subject}{shown.opening}{shown.closing}"


GOOD = WORDING_RULES[LetterKind.OVERDUE].wording
WRONG = [
    (Wording("", GOOD.opening), "El asunto está vacío", "asunto"),
    (Wording(GOOD.subject, "   "), "La primera frase está vacía", "apertura"),
    (Wording(f"{GOOD.subject}\r\nBcc: otro@ejemplo.bo", GOOD.opening), "una sola línea", "asunto"),
    (Wording(f"{GOOD.subject}\u2028x", GOOD.opening), "una sola línea", "asunto"),
    (Wording(f"{GOOD.subject}\u202e", GOOD.opening), "signos ocultos", "asunto"),
    (Wording(GOOD.subject, f"{GOOD.opening}\nOtra"), "una sola línea", "apertura"),
    (Wording(GOOD.subject, GOOD.opening, "x" * (SENTENCE_CHARS + 1)), "muy larga", "cierre"),
    (Wording(f"{GOOD.subject} {{codigo}}", GOOD.opening), "{codigo}, que no existe", "asunto"),
    (Wording(GOOD.subject, f"{GOOD.opening} {{plazos.__class__}}"), "que no existe", "apertura"),
    (Wording(GOOD.subject, f"{GOOD.opening} {{}}"), "que no existe", "apertura"),
    (Wording(GOOD.subject, f"{GOOD.opening} {{{{plazos}}}}"), "llave suelta", "apertura"),
    (Wording(GOOD.subject, f"{GOOD.opening} }}"), "llave suelta", "apertura"),
    (Wording("Atalaya", "Hay vencidos en {oficina}."), "Falta {plazos}", "apertura"),
]


@pytest.mark.parametrize(("wording", "sentence", "about"), WRONG)
def test_what_a_message_could_not_begin_with_is_refused_in_spanish(wording: Wording, sentence: str, about: str) -> None:
    with pytest.raises(RuleError) as refused:
        demand_sayable(LetterKind.OVERDUE, wording)
    assert sentence in refused.value.spanish
    assert refused.value.about == about


def test_what_fills_a_hole_is_not_filled_again() -> None:
    said = filled(Wording("{a}", "{b} {{x}}".replace("{{x}}", "")), {"a": "{b} %s", "b": "{a}"})
    assert (said.subject, said.opening) == ("{b} %s", "{a} ")
