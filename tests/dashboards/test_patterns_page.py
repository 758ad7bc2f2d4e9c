"""The page of patterns shows every word and mark that the pages know, and is for those who keep the system."""

from conflict.codebook import Level
from dashboards import labels
from tests.dashboards.conftest import PERSON, Site
from tests.dashboards.seen import seen
from tests.offices import PEOPLE


def test_every_label_and_every_mark_has_its_example(site: Site) -> None:
    admin = next(person for person in PEOPLE.values() if person.role.value == "admin_tecnico")
    page = seen(site.client(admin).get("/patrones").text)
    words = page.text
    for told in (labels.LEVELS, labels.STAGES, labels.MEASURES, labels.RECORD_STATES, labels.SOURCE_STATUSES):
        for label in told.values():
            assert label in words
    assert len(page.all(cls="nivel")) == len(Level)
    assert {next(iter(mark.classes)) for mark in page.all("mark")} == {f"m-{letter}" for letter in "MPADL"}
    assert {"late", "soon", "calm"} <= {name for clock in page.all(cls="reloj") for name in clock.classes}
    assert len(page.all("svg")) >= 7


def test_who_only_works_with_cases_does_not_see_it(site: Site) -> None:
    assert site.client(PERSON).get("/patrones").status_code == 403
