"""Who asks whom for what, in the row, the panel and the record; what no note says is said to be unsaid."""

from dataclasses import replace

import pytest

from conflict.actor import ActorKind, ActorMention, ActorReach, ActorRole, Sector
from conflict.claim import NO_CLAIM, Claim
from conflict.typology import Typology
from dashboards.claims import claim_view, who_words
from tests.dashboards.conftest import Site
from tests.dashboards.seen import seen
from tests.make import a_reading, an_article

CODE = "P-261120-001"


def an_actor(name: str, role: ActorRole, reason: str) -> ActorMention:
    return ActorMention(
        "x", name, name, ActorKind.ORGANISATION, role, Sector.LABOUR, ActorReach.NATIONAL, "", "", "", 0, 3, reason
    )


TOLD = replace(
    a_reading(),
    measures=(),
    actors=(
        an_actor("Central Obrera Boliviana", ActorRole.CLAIMANT, "hace o anuncia la medida"),
        an_actor("Gobierno nacional", ActorRole.ADDRESSEE, "a quien se exige"),
        an_actor("Policía Boliviana", ActorRole.OTHER, "nombrada sin papel claro"),
    ),
    demand="la abrogación del decreto 0000",
    demand_span=(0, 10),
    typology=Typology.LAWS,
)


def test_the_panel_says_who_whom_what_and_why(site: Site) -> None:
    site.fill(an_article(1), reading=lambda n: TOLD)
    panel = seen(site.client().get(f"/cola/{CODE}").text).one("article", "detalle")
    asked = panel.one("dl", "pedido")
    assert [term.text for term in asked.all("dt")] == ["Quién", "A quién", "Qué pide", "De qué trata"]
    assert [words.text for words in asked.all("dd")] == [
        "Central Obrera Boliviana",
        "Gobierno nacional",
        "«la abrogación del decreto 0000»",
        "Leyes y normas",
    ]
    assert "Central Obrera Boliviana (hace o anuncia la medida); Gobierno nacional (a quien se exige)" in panel.text
    assert "Policía" not in panel.one("dl", "pedido").text


def test_a_sector_written_small_begins_its_line_with_a_capital() -> None:
    view = claim_view(Claim(("transportistas", "choferes"), ("alcaldía",)))
    assert (view.who, view.whom) == ("Transportistas; choferes", "Alcaldía")


def test_what_no_note_says_is_said_to_be_unsaid(site: Site) -> None:
    site.fill(an_article(1))
    asked = seen(site.client().get(f"/cola/{CODE}").text).one("dl", "pedido")
    assert [words.text for words in asked.all("dd")] == ["No se lee en las notas"] * 3


def test_the_row_says_who_asks_whom_and_without_a_measure_what(site: Site) -> None:
    site.fill(an_article(1), reading=lambda n: TOLD)
    row = seen(site.client().get("/cola").text).all("a", "fila")[0]
    assert row.one(cls="pedido-fila").text == "Central Obrera Boliviana, ante Gobierno nacional"
    assert row.one(cls="ficha").text == "la abrogación del decreto 0000"


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (NO_CLAIM, ""),
        (Claim(("COB",)), "COB"),
        (Claim(("transportistas",), ("alcaldía",)), "Transportistas, ante alcaldía"),
        (Claim((), ("Alcaldía",)), "ante Alcaldía"),
        (Claim(("COB", "CSUTCB", "FSTMB"), ("Gobierno", "ABC")), "COB y 2 más, ante Gobierno y 1 más"),
    ],
)
def test_many_names_become_one_line(claim: Claim, words: str) -> None:
    assert who_words(claim) == words


def test_a_long_name_is_cut() -> None:
    assert len(who_words(Claim(("Federación " * 20,)))) <= 70
