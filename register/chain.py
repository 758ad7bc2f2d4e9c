"""The journal's chain: every line carries an HMAC-SHA-256 over the mac of the line before it and its own bytes.

Lines wait in their session and are written last in its transaction, all under the one row that says where the chain
ends: on PostgreSQL that row is locked, and since nothing is locked after it no two transactions wait for each other;
on SQLite only one transaction writes at a time anyway. Key: register/journal_key.py.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from conflict.errors import StorageError
from register.journal_key import missing, print_of
from register.journal_tables import JournalHead
from register.tables import JournalRow

KEY = "journal_key"
LINES = "journal_lines"
FIELDS = (
    "seq",
    "at",
    "actor",
    "office",
    "role",
    "action",
    "object_type",
    "object_id",
    "object_version",
    "reason",
    "details",
)
FIRST_MAC = "0" * 64
"""What the first line is chained to."""
STEP = 2_000

Line = dict[str, Any]


def key_of(session: Session) -> bytes:
    """Return the key that the session was given; raise StorageError when there is none."""
    key = session.info.get(KEY)
    if key is None:
        raise missing()
    return bytes(key)


def add(session: Session, line: Line) -> None:
    """Put a line among those that the session writes at its end; raise StorageError when there is no key."""
    key_of(session)
    session.info.setdefault(LINES, []).append(line)


def seal(session: Session) -> None:
    """Chain and write the waiting lines. Raise StorageError when the chain was made with another key."""
    lines: list[Line] = session.info.pop(LINES, [])
    if not lines:
        return
    key = key_of(session)
    head = session.execute(
        select(JournalHead.seq, JournalHead.mac, JournalHead.key_print).where(JournalHead.id == 1).with_for_update()
    ).one()
    check_print(key, head.key_print)
    seq, mac = head.seq, head.mac
    for line in lines:
        seq += 1
        line["seq"] = seq
        mac = line["mac"] = mac_of(key, mac, line)
    session.execute(insert(JournalRow), lines)
    session.execute(update(JournalHead).where(JournalHead.id == 1).values(seq=seq, mac=mac, key_print=print_of(key)))


def check_print(key: bytes, kept: str) -> None:
    """Raise StorageError when the chain was begun with another key."""
    if kept and not hmac.compare_digest(kept, print_of(key)):
        raise StorageError(
            "journal key is another one",
            "La bitácora se encadenó con otra clave. Ponga la clave de siempre en la carpeta de datos o en "
            "ATALAYA_CLAVE_BITACORA; no se anotó ni se cambió nada.",
        )


def mac_of(key: bytes, before: str, line: Mapping[str, Any]) -> str:
    """Return the mac of a line, given the mac of the one before it."""
    return hmac.new(key, before.encode() + _canonical(line), hashlib.sha256).hexdigest()


def _canonical(line: Mapping[str, Any]) -> bytes:
    """Return a line as bytes: JSON of its fields in their order, keys sorted, the moment in UTC to the microsecond."""
    values = [line[name] for name in FIELDS]
    values[1] = moment_text(line["at"])
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def moment_text(moment: datetime) -> str:
    """Return a moment as the chain writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def lines_of(session: Session) -> Iterator[Line]:
    """Yield the lines in their order, with their macs, read in steps."""
    last = 0
    columns = [getattr(JournalRow, name) for name in (*FIELDS, "mac")]
    while True:
        batch = session.execute(
            select(*columns).where(JournalRow.seq > last).order_by(JournalRow.seq).limit(STEP)
        ).all()
        if not batch:
            return
        for row in batch:
            yield dict(row._mapping)
        last = batch[-1].seq


def name_digest(key: bytes, name: str) -> str:
    """Return how the journal calls somebody without an account: the same for the same name, and never the name."""
    return "p-" + hmac.new(key, b"persona:" + name.encode(), hashlib.sha256).hexdigest()[:16]
