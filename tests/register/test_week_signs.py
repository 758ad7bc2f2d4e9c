"""What a week takes from announcements and actions: known at the cut, in the right week, and nothing set aside."""

from datetime import timedelta

from conflict.codebook import AnnouncedState, Level, Stage
from conflict.lifecycle import ActionKind, DiscardReason, RecordKind
from conflict.vocabulary import FactKind
from conflict.week import week_of_day
from register.commands import records, reviews
from register.engine import Register
from register.queries import week_signs
from register.tables import QueueEntry
from tests.conftest import NOW
from tests.make import a_reading
from tests.register.test_announcements import ANA, THURSDAY, a_date, bring  # noqa: F401 - fixture

WEEK = week_of_day(THURSDAY)


def told(bring) -> None:  # noqa: F811
    """Bring one announcement for a Thursday."""
    bring(1, a_reading(stage=Stage.ANNOUNCEMENT, deadline=a_date()))


def test_an_announcement_is_noticed_by_the_record_of_its_row_and_foretold_for_its_week(
    register: Register,
    bring,  # noqa: F811
) -> None:
    told(bring)
    with register.writing() as session:
        (entry,) = session.query(QueueEntry).all()
        later = NOW + timedelta(hours=1)
        made = records.open_from_entry(session, entry=entry, kind=RecordKind.ALERT, level=Level.HIGH, by=ANA, now=later)
        code = made.code
    with register.reading() as session:
        (seen,) = week_signs.noticed(session, WEEK)
        assert (seen.record, seen.at) == (code, NOW)
        assert week_signs.noticed(session, WEEK.shifted(-2)) == ()
        (one,) = week_signs.foretold(session, WEEK)
        assert (one.state, one.record) == (AnnouncedState.ANNOUNCED, code)
        assert week_signs.foretold(session, WEEK.shifted(1)) == ()


def test_what_a_person_set_aside_foretold_nothing(register: Register, bring) -> None:  # noqa: F811
    told(bring)
    with register.writing() as session:
        (entry,) = session.query(QueueEntry).all()
        reviews.discard(
            session, code=entry.code, version=entry.row_version, reason=DiscardReason.PAST, comment="", by=ANA, now=NOW
        )
    with register.reading() as session:
        assert week_signs.foretold(session, WEEK) == ()
        assert week_signs.noticed(session, WEEK) == ()


def test_a_mediation_of_ours_is_dialogue(register: Register, bring) -> None:  # noqa: F811
    told(bring)
    with register.writing() as session:
        (entry,) = session.query(QueueEntry).all()
        later = NOW + timedelta(hours=1)
        made = records.open_from_entry(session, entry=entry, kind=RecordKind.ALERT, level=Level.HIGH, by=ANA, now=later)
        code = made.code
        records.act(
            session,
            code=code,
            kind=ActionKind.MEDIATION,
            at=NOW + timedelta(hours=2),
            words="Mesa con las dos partes.",
            proof="",
            by=ANA,
            now=NOW + timedelta(hours=2),
        )
    with register.reading() as session:
        (sign,) = week_signs.signs(session, WEEK)
        assert (sign.record, sign.kind) == (code, FactKind.DIALOGUE)
        assert week_signs.signs(session, WEEK.shifted(8)) == ()
