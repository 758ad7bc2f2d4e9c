"""A count and its noun agree, everywhere: no «1 registros», no «1 de 1 fuentes» in what people read."""

import ast
import re
from collections.abc import Iterator

from conflict.esbo import counted, lacking, listed, part_of
from conflict.weeksummary import DataQuality
from reports.trust import quality_words
from tests.conftest import ROOT

ROOMS = ("conflict", "dashboards", "reports", "register", "flows", "cli", "outlook")
NOUNS = (
    "fichas|filas|notas|registros|fuentes|personas|líneas|archivos|decisiones|errores|hechos|casos|medios|entidades|"
    "borradores|oficinas|conflictos|alertas|vencidos|revisiones|correcciones|actores|códigos|cuentas|direcciones"
)
COUNTED = re.compile(rf"^(?: |\u00a0)(?:{NOUNS})\b")
ALWAYS_MANY = {
    "MOST_ROWS", "MOST_VIEWS", "MOST_AT_ONCE", "MOST_LINES", "MOST_SENTENCES", "MOST_TOLD", "MOST_SHOWN",  # limits
    "today.texts", "tally.sources", "critical", "len(rows)",  # asked before: never one
    "len(scopes)", "LEAST_HELD", "SHADOW_DAYS",
}  # fmt: skip
"""What is never one: a limit of ours, or a count that was looked at before the sentence."""


def test_a_count_agrees_with_its_noun() -> None:
    assert [counted(n, "fila", "filas") for n in (0, 1, 2, 1_203)] == ["0 filas", "1 fila", "2 filas", "1.203 filas"]
    assert [lacking(n, "dato", "datos") for n in (1, 9)] == ["Falta 1 dato", "Faltan 9 datos"]
    assert part_of(1, 1, "fuente", "fuentes") == "1 de 1 fuente"
    assert part_of(1, 7, "fuente", "fuentes") == "1 de 7 fuentes"


def test_the_quality_of_a_week_is_said_in_one_or_in_many() -> None:
    one = DataQuality(1, ("Radio Cerro",), (), (), ("AT-1",), 1, 1)
    assert quality_words(one)[0] == "1 de 1 fuente no respondió la mayor parte de la semana: Radio Cerro."
    assert "1 de 1 nota descartada era conflicto" in quality_words(one)[-1]
    many = DataQuality(7, ("Radio Cerro", "Diario Sur"), (), (), (), 30, 2)
    assert quality_words(many)[0].startswith("2 de 7 fuentes no respondieron")
    assert "2 de 30 notas descartadas eran conflicto" in quality_words(many)[-1]


def plurals() -> Iterator[str]:
    """Return every text of the program that puts a noun in the plural behind whatever number comes."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.JoinedStr):
                    continue
                for value, words in zip(node.values, node.values[1:], strict=False):
                    if not isinstance(value, ast.FormattedValue) or not isinstance(words, ast.Constant):
                        continue
                    told = ast.unparse(value.value)
                    if COUNTED.match(str(words.value)) and told not in ALWAYS_MANY:
                        yield f"{path.relative_to(ROOT)}:{node.lineno}: {told}{words.value}"
        for path in sorted((ROOT / room).rglob("*.html")):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                for match in re.finditer(rf"\}}\}} (?:{NOUNS})\b", line):
                    yield f"{path.relative_to(ROOT)}:{number}: {match.group()}"


def test_no_text_puts_a_noun_in_the_plural_behind_any_number() -> None:
    assert list(plurals()) == []


def test_an_i_sound_takes_e_and_a_y_sound_does_not() -> None:
    assert listed(["padres", "hijos"]) == "padres e hijos"
    assert listed(["agua", "hielo"]) == "agua y hielo"
    assert listed(["Oruro", "Yacuiba"]) == "Oruro y Yacuiba"
