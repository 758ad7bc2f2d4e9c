"""What is late for too long reaches the superior, once; with no rule for it anywhere that is counted, never silent."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from conflict.lapaz import LA_PAZ
from conflict.lifecycle import RecordKind, RecordState
from conflict.message import MessageKind
from conflict.office import Office, OfficeKind, superiors
from flows.escalation import escalate
from register.commands import messages, offices
from register.engine import Register
from register.message_tables import MessageRow
from register.queries import messages as message_queries
from register.record_tables import RecordRow
from register.tables import QueueEntry
from reports.mail import MOST_ESCALATED
from tests.conftest import NOW
from tests.dashboards.conftest import Site, site  # noqa: F401 - fixtures
from tests.flows.test_messages import BASE, office  # noqa: F401 - fixture
from tests.registercopies import more_of

RESOURCES = Path(__file__).parents[2] / "data"
REGIONAL = Office("of-llallagua", "Coordinación Regional Llallagua", "Regional Llallagua",
                  OfficeKind.COORDINATION, "05", "050203", "de prueba")  # fmt: skip
POTOSI = Office("of-05", "Delegación Defensorial Departamental Potosí", "Delegación Potosí",
                OfficeKind.DELEGATION, "05", "050101", "de prueba")  # fmt: skip
UNIT = Office("of-nacional", "Unidad de Prevención y Transformación de Conflictos", "Unidad Nacional",
              OfficeKind.NATIONAL, "02", "020101", "de prueba")  # fmt: skip
AFTERNOON = (NOW + timedelta(days=4)).astimezone(LA_PAZ).replace(hour=16, minute=5)


@pytest.fixture
def late(office: Register) -> Register:  # noqa: F811
    """Give the register its offices; its record is overdue for days and its critical row unseen."""
    with office.writing() as session:
        offices.sync(session, offices=[REGIONAL, POTOSI, UNIT], now=NOW)
        for row in session.query(QueueEntry):
            row.office = REGIONAL.id
    return office


def rule(register: Register, address: str, of: str, *kinds: MessageKind) -> None:
    with register.writing() as session:
        messages.add_rule(session, address=address, office=of, kinds=kinds, approval=False, now=NOW)


def subjects(register: Register) -> list[str]:
    with register.reading() as session:
        return [subject for _, _, _, subject, _ in message_queries.outbox(session)]


def at(register: Register, now) -> dict[str, int]:
    return escalate(register, resources=RESOURCES, now=now, base=BASE)


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ("of-llallagua", ("of-05", "of-nacional", "")),
        ("of-05", ("of-nacional", "")),
        ("of-nacional", ("",)),
        ("", ("",)),
    ],
)
def test_an_office_has_its_superiors_in_order(of: str, expected: tuple[str, ...]) -> None:
    assert superiors(of, [(one.id, one.kind, one.department) for one in (REGIONAL, POTOSI, UNIT)]) == expected


def test_an_overdue_matter_is_told_to_the_nearest_superior_once_a_day(late: Register) -> None:
    rule(late, "delegado@oficina.example", "of-05", MessageKind.OVERDUE)
    rule(late, "unidad@oficina.example", "of-nacional", MessageKind.OVERDUE)
    rule(late, "llallagua@oficina.example", "of-llallagua", MessageKind.OVERDUE)
    counts = [at(late, AFTERNOON + timedelta(minutes=m))["escalados"] for m in (0, 5, 10)]
    assert counts == [1, 0, 0]
    assert subjects(late) == ["Atalaya: 1 asunto vencido pasa a usted"]
    assert at(late, AFTERNOON + timedelta(days=1))["escalados"] == 1


def test_many_matters_are_told_by_their_number_and_the_first_of_them(late: Register) -> None:
    rule(late, "delegado@oficina.example", "of-05", MessageKind.OVERDUE)
    with late.reading() as session:
        like = session.scalars(select(RecordRow.id).order_by(RecordRow.id)).first()
    draft = {"state": lambda n: RecordState.DRAFT.value, "kind": lambda n: RecordKind.ALERT.value}
    more_of(late, RecordRow, like, 300, code=lambda n: f"AT-2026-99-{n:04}", **draft)
    counts = at(late, AFTERNOON + timedelta(days=7))
    assert counts["escalados"] == 1
    assert subjects(late) == ["Atalaya: 301 asuntos vencidos pasan a usted"]
    with late.reading() as session:
        told = session.scalars(select(MessageRow.text)).one()
    assert told.count("/registros/") == MOST_ESCALATED
    assert f"Y {301 - MOST_ESCALATED} más en la página de plazos." in told


def test_without_a_rule_at_the_superior_it_climbs_and_without_any_it_is_counted(late: Register) -> None:
    assert at(late, AFTERNOON)["escalados_sin_destinatario"] == 1
    rule(late, "gerencia@oficina.example", "", MessageKind.OVERDUE)
    made = at(late, AFTERNOON)
    assert (made["escalados"], made["escalados_sin_destinatario"]) == (1, 0)


def test_a_critical_row_that_nobody_opened_is_told_at_once_and_once(late: Register) -> None:
    rule(late, "canal:guardia", "of-05", MessageKind.CRITICAL)
    assert at(late, NOW + timedelta(minutes=29)) == {"sin_atender": 0, "sin_atender_sin_destinatario": 0}
    assert [at(late, NOW + timedelta(minutes=m))["sin_atender"] for m in (31, 36, 90)] == [1, 0, 0]
    assert subjects(late) == ["[Crítico] 1 fila sin atender"]


def test_a_critical_row_that_finds_no_rule_is_counted_too(late: Register) -> None:
    counted = [at(late, NOW + timedelta(minutes=m))["sin_atender_sin_destinatario"] for m in (29, 31)]
    rule(late, "canal:guardia", "of-05", MessageKind.CRITICAL)
    assert [*counted, at(late, NOW + timedelta(minutes=36))["sin_atender_sin_destinatario"]] == [0, 1, 0]


def test_before_sixteen_nothing_late_is_told_and_nothing_young_ever(late: Register) -> None:
    rule(late, "delegado@oficina.example", "of-05", MessageKind.OVERDUE)
    assert "escalados" not in at(late, AFTERNOON.replace(hour=15))
    assert at(late, NOW.astimezone(LA_PAZ).replace(hour=16))["escalados"] == 0
