"""The second net under the pages: row-level security of PostgreSQL, for whoever connects and does not own the tables.

`register.sight` narrows what the program asks; these policies narrow what the database answers, should a query ever
come without its condition. Both say in SQL what `conflict.permissions.within` says, and a test holds the three
together. The owner of the tables (cycle, console, backups) is not bound. SQLite has nothing of the kind.

The purview is declared for one transaction, in settings of ours; without it not a row is answered. Every `(SELECT …)`
of a policy that names no column of its table is worked out once per statement, not once per row; none of them calls a
function in SQL, which would be read and planned anew in every statement.
It guards against a condition that somebody forgot, not against somebody who can send SQL: they could declare anything.
"""

import json
from collections.abc import Collection, Iterator

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from conflict.permissions import Purview, Sight
from register.sight import REACHES_RECEIVER, of_a_record

QUEUE, RECORDS = "atalaya.queue", "atalaya.records"
"""What the names of the settings begin with; they are local to a transaction."""
_OF_ENTRY = (
    *("queue_department", "queue_move", "review", "entered", "queue_lease", "queue_correction", "queue_assignment"),
    *("queue_joined", "second_reading"),
)
_OF_ANNOUNCEMENT = ("announcement_department", "announcement_note", "announcement_proposal")


def bound(session: Session) -> bool | None:
    """Say whether the policies bind whoever is connected; None while there are no tables yet."""
    said: bool | None = session.scalar(text("SELECT row_security_active(to_regclass('record'))"))
    return said


def declare(session: Session, sight: Sight) -> None:
    """Say for the rest of the transaction what may be answered."""
    told = settings(QUEUE, sight.queue) | settings(RECORDS, sight.records)
    names, values = list(told), list(told.values())
    session.execute(_DECLARE, {"names": names, "values": values})


_DECLARE = text("SELECT set_config(n, v, true) FROM unnest(CAST(:names AS text[]), CAST(:values AS text[])) AS t(n, v)")


def refuse(session: Session) -> None:
    """Have a question about a guarded table fail, instead of being answered with less than there is."""
    session.execute(text("SET LOCAL row_security = off"))


def settings(about: str, seen: Purview) -> dict[str, str]:
    """Return a purview as the policies read it: "" for what is not so; lists as PostgreSQL writes them.

    Codes and names are patterns that find them in a list kept as JSON.
    """
    return {
        f"{about}_all": "yes" if seen.everything else "",
        f"{about}_departments": _array(seen.departments),
        f"{about}_municipalities": _array(seen.municipalities),
        f"{about}_office": seen.office,
        f"{about}_unplaced": "yes" if seen.unplaced else "",
    }


def _array(members: Collection[str]) -> str:
    written = (_pattern(one).replace("\\", "\\\\").replace('"', '\\"') for one in members)
    return "{" + ",".join(f'"{one}"' for one in written) + "}" if members else ""


def _pattern(member: str) -> str:
    written = json.dumps(member, ensure_ascii=False)
    for special in ("\\", "%", "_"):
        written = written.replace(special, f"\\{special}")
    return f"%{written}%"


def _told(about: str, what: str) -> str:
    """Return how a policy reads a setting: NULL where nothing was said."""
    return f"nullif(current_setting('{about}_{what}', true), '')"


def _flag(about: str, what: str) -> str:
    return f"(SELECT {_told(about, what)} IS NOT NULL)"


def _list(about: str, what: str) -> str:
    return f"(SELECT {_told(about, what)}::text[])"


def moved() -> str:
    """Return the function that lists the records which one's office gave or was given.

    It reads as the owner does: the policy of transfers asks for their record, and would else ask itself.
    """
    reaching, office = ", ".join(f"'{state}'" for state in REACHES_RECEIVER), _told(RECORDS, "office")
    return (
        "CREATE FUNCTION sight_moved() RETURNS integer[] LANGUAGE sql "  # noqa: S608 - our own words
        "STABLE SECURITY DEFINER SET search_path FROM CURRENT AS "
        f"$$ SELECT array_agg(record_id) FROM transfer WHERE sender = {office} "
        f"OR (receiver = {office} AND state IN ({reaching})) $$"
    )


def policies() -> dict[str, str]:
    """Return by table the condition under which a row is answered, and may be written."""
    office = f"(SELECT {_told(RECORDS, 'office')})"
    offices = f"(SELECT array_agg(id) FROM office WHERE name = {_told(QUEUE, 'office')})::text[]"  # noqa: S608 - our own words
    moved_ones = "(SELECT sight_moved())::integer[]"
    signal = f"EXISTS (SELECT FROM signal s WHERE s.id = control_item.signal_id AND ({_places(QUEUE, 's.')}))"
    article = f"SELECT FROM signal s WHERE s.article_id = reading_neighbour.article_id AND ({_places(QUEUE, 's.')})"
    found = {table.__tablename__: _seen(table.__tablename__, "record_id", "record") for table in of_a_record()}
    found |= {table: _seen(table, "entry_id", "queue_entry") for table in _OF_ENTRY}
    found |= {table: _seen(table, "announcement_id", "announcement") for table in _OF_ANNOUNCEMENT}
    return found | {
        "queue_entry": _or_all(QUEUE, f"{_places(QUEUE)} OR office = ANY ({offices})"),
        "announcement": _or_all(QUEUE, _places(QUEUE)),
        "control_item": _or_all(QUEUE, signal),
        "reading_neighbour": _or_all(QUEUE, f"EXISTS ({article})"),
        "record": _or_all(RECORDS, f"{_places(RECORDS)} OR office = {office} OR id = ANY ({moved_ones})"),
        "reserved_identity": _seen("reserved_identity", "harm_id", "record_harm"),
    }


def _or_all(about: str, condition: str) -> str:
    return f"{_flag(about, 'all')} OR {condition}"


def _seen(table: str, number: str, above: str) -> str:
    """Return the condition that what a row hangs from is answered: the policy of that table says so."""
    about = RECORDS if above.startswith("record") else QUEUE
    return _or_all(about, f"EXISTS (SELECT FROM {above} above WHERE above.id = {table}.{number})")


def _places(about: str, row: str = "") -> str:
    """Return the condition for what carries its departments and municipalities itself."""
    names = _list(about, "municipalities")
    within = f"{names} IS NULL OR {row}municipalities = '[]' OR {row}municipalities LIKE ANY ({names}::text[])"
    placed = f"{row}departments LIKE ANY ({_list(about, 'departments')}::text[]) AND ({within})"
    return f"({placed}) OR ({row}departments = '[]' AND {_flag(about, 'unplaced')})"


def statements(there: Collection[str]) -> Iterator[str]:
    """Yield what puts the net under the tables that are there; a table that comes later is guarded by its own step."""
    yield moved()
    for table in policies():
        if table in there:
            yield from guard(table)


def guard(table: str) -> tuple[str, str]:
    """Return what puts the net under one table, for the step of migration that makes it."""
    condition = policies()[table]
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY sight ON {table} USING ({condition}) WITH CHECK ({condition})",
    )


def unguarded(session: Session) -> list[str]:
    """Return the guarded tables that stand in the database without their policy."""
    asked = "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid WHERE c.relrowsecurity"
    safe = set(session.scalars(text(asked)))
    there = set(inspect(session.connection()).get_table_names())
    return sorted(there & policies().keys() - safe)


def grants(role: str, schema: str) -> Iterator[str]:
    """Yield what lets a role do the work of the pages on the tables of today and of later steps, and nothing else.

    Both names are quoted already. The role may not change tables nor touch the triggers that keep the journal.
    """
    rows, numbers = "SELECT, INSERT, UPDATE, DELETE", "USAGE, SELECT"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {role}"
    yield f"GRANT {rows} ON ALL TABLES IN SCHEMA {schema} TO {role}"
    yield f"GRANT {numbers} ON ALL SEQUENCES IN SCHEMA {schema} TO {role}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT {rows} ON TABLES TO {role}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT {numbers} ON SEQUENCES TO {role}"
    yield f"REVOKE UPDATE, DELETE ON journal FROM {role}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {role}"
