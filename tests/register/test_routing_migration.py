"""Rows that a register had before there were offices."""

from pathlib import Path

from sqlalchemy import text

import register.migrate as migrations
from register.engine import open_register
from register.migrate import migrate
from register.settings import Storage

OLD = [("P-1", '["05"]'), ("P-2", '["02", "04"]'), ("P-3", "[]")]


def test_they_get_the_delegation_of_their_department_or_the_national_unit(tmp_path: Path) -> None:
    empty = Storage(f"sqlite:///{tmp_path / 'antigua.db'}", tmp_path)
    register = open_register(empty)
    try:
        with register.writing() as session:
            migrations.upgrade(session, b"k" * 32, "0003")
            for number, (code, departments) in enumerate(OLD, start=1):
                at = "2026-11-20T16:00:00.000000Z"
                session.execute(text("INSERT INTO story_group VALUES (:n, :at, :at)"), {"n": number, "at": at})
                session.execute(
                    text(
                        "INSERT INTO queue_entry (id, code, group_id, state, level, urgency, stage, scope, title,"
                        " searchable, departments, municipalities, measures, floor, opened_at, newest_at, review_by,"
                        " notes, outlets, updated, row_version) VALUES (:n, :code, :n, 'nueva', 'alto', 3, 'medida',"
                        " 'ubicado', 't', 't', :departments, '[]', '[]', '', :at, :at, :at, 1, 1, 0, 1)"
                    ),
                    {"n": number, "code": code, "departments": departments, "at": at},
                )
    finally:
        register.close()
    migrate(empty)
    register = open_register(empty)
    try:
        with register.reading() as session:
            rows = session.execute(text("SELECT code, office, office_basis FROM queue_entry ORDER BY id")).all()
    finally:
        register.close()
    assert [tuple(row) for row in rows] == [
        ("P-1", "of-05", "por_precisar"),
        ("P-2", "of-02", "por_precisar"),
        ("P-3", "of-nacional", "por_precisar"),
    ]
