"""Store an archive into an empty register: all of it in one transaction, or nothing.

The tables are brought to the archive's own revision first and to this program's afterwards, so that what an earlier
program exported is read by a later one. Counts and digests of the seal must be those of what was read.
"""

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from conflict.errors import DataError
from register import chain, migrate
from register.archive import KINDS, Head, Sealed, TableShape, no_archive, read_head, row_values
from register.queries.everything import counted
from register.tableset import kept_tables

BATCH = 500
LEFT_BY_STEPS = frozenset({"journal_head"})
"""Tables of the register's own that have rows as soon as they stand."""


def load(session: Session, lines: Iterable[str], *, replace: bool = False) -> dict[str, int]:
    """Store every row of an archive and return the counts by table.

    Raise DataError when the register is not empty (unless `replace`), when the archive is of a revision that this
    program does not know, or when it is cut, changed or breaks a rule of the tables.
    """
    source = iter(lines)
    told = read_head(next(source, ""))
    if not migrate.known(told.revision):
        raise DataError(
            f"archive at revision {told.revision}",
            "El archivo es de una versión más nueva de Atalaya. Actualice el programa; no se guardó nada.",
        )
    _make_room(session, told.revision, replace)
    for shape in told.tables:
        if shape.name in LEFT_BY_STEPS:  # the archive brings its own
            session.execute(sa.delete(sa.table(shape.name)))
    with _triggers_off(session):
        seals = _rows(session, told, source)
    _number_on(session, told)
    migrate.upgrade(session, session.info.get(chain.KEY))
    found = counted(session)
    for name, seal in seals.items():
        if name in found and found[name] < seal.rows:
            raise no_archive(f"{name}: {found[name]} rows stored of {seal.rows}")
    return {name: seal.rows for name, seal in seals.items()}


def _make_room(session: Session, revision: str, replace: bool) -> None:
    """Leave the tables of that revision, all empty."""
    names = set(sa.inspect(session.connection()).get_table_names())
    if "alembic_version" in names:
        kept = {table.name for table in kept_tables()}
        filled = any(_filled(session, name) for name in names & kept - LEFT_BY_STEPS)
        if filled and not replace:
            raise DataError(
                "register not empty",
                "La base de datos de destino ya tiene datos, y una importación completa va a una vacía. Señale otra "
                "con ATALAYA_BASE_DE_DATOS.",
            )
        if filled or migrate.current(session) != revision:
            wipe(session)
    migrate.upgrade(session, session.info.get(chain.KEY), revision)


def _filled(session: Session, name: str) -> bool:
    return session.scalar(sa.select(sa.literal(1)).select_from(sa.table(name)).limit(1)) is not None


def wipe(session: Session) -> None:
    """Drop every table of the register, rows and all; the caller has made sure that nothing is lost by it."""
    if session.get_bind().dialect.name == "postgresql":
        for name in sa.inspect(session.connection()).get_table_names():
            session.execute(sa.text(f'DROP TABLE "{name}" CASCADE'))
        functions = session.scalars(
            sa.text(
                "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
                "WHERE n.nspname = current_schema() AND p.proowner = current_user::regrole AND p.prokind = 'f' "
                "AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
            )
        ).all()
        for function in functions:
            session.execute(sa.text(f"DROP FUNCTION {function} CASCADE"))
        return
    session.execute(sa.text("PRAGMA defer_foreign_keys=ON"))
    virtual_first = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY sql NOT LIKE 'CREATE VIRTUAL%'"
    for name in session.scalars(sa.text(virtual_first)).all():
        if not name.startswith("sqlite_"):
            session.execute(sa.text(f'DROP TABLE IF EXISTS "{name}"'))


@contextlib.contextmanager
def _triggers_off(session: Session) -> Iterator[None]:
    """Let rows be stored as they ended up: triggers judge steps, and a past record made its own long ago.

    Keys, foreign keys and checks stay in force.
    """
    if session.get_bind().dialect.name == "postgresql":
        names = sa.inspect(session.connection()).get_table_names()
        for word in ("DISABLE", "ENABLE"):
            for name in names:
                session.execute(sa.text(f'ALTER TABLE "{name}" {word} TRIGGER USER'))
            if word == "DISABLE":
                yield
        return
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    triggers = [(name, sql) for name, sql in session.execute(sa.text(query))]
    for name, _ in triggers:
        session.execute(sa.text(f'DROP TRIGGER "{name}"'))
    yield
    for _, statement in triggers:
        session.connection().exec_driver_sql(statement)


def _rows(session: Session, told: Head, source: Iterator[str]) -> dict[str, Sealed]:
    """Store the rows; return the seals, which were found true."""
    loaders = {shape.name: _Loader(session, shape) for shape in told.tables}
    seal: dict[str, Any] | None = None
    current: _Loader | None = None
    for line in source:
        try:
            read = json.loads(line)
            if seal is not None:
                raise KeyError("lines after the seal")
            if "cierre" in read:
                seal = read["cierre"]
                continue
            loader = loaders[read["tabla"]]
            if current is not None and loader is not current:
                current.finish()
            current = loader
            loader.take(line, read["fila"])
        except (ValueError, KeyError, TypeError) as error:
            raise no_archive(f"line: {type(error).__name__}") from error
        except IntegrityError as error:
            raise no_archive(f"a rule of the tables: {type(error.orig).__name__}") from error
    if seal is None:
        raise no_archive("no seal")
    try:
        sealed = {name: loader.sealed() for name, loader in loaders.items()}
    except IntegrityError as error:
        raise no_archive(f"a rule of the tables: {type(error.orig).__name__}") from error
    if seal != {name: {"filas": one.rows, "sha256": one.digest} for name, one in sealed.items()}:
        raise no_archive("counts or digests differ")
    return sealed


class _Loader:
    """Stores the rows of one table in steps; a row that points to a later one of its table waits for it."""

    def __init__(self, session: Session, shape: TableShape) -> None:
        self._session = session
        self._shape = shape
        columns: list[Any] = [sa.column(name, KINDS[kind]) for name, kind in shape.columns.items()]
        self._insert = sa.insert(sa.table(shape.name, *columns))
        self._ready: list[dict[str, Any]] = []
        self._waiting: list[dict[str, Any]] = []
        self._seen: set[Any] = set()
        self._count = 0
        self._digest = hashlib.sha256()
        self._prefix = len(f'{{"tabla":"{shape.name}","fila":')

    def take(self, line: str, told: dict[str, Any]) -> None:
        """Take one row."""
        self._digest.update(f"{line.rstrip()[self._prefix : -1]}\n".encode())
        self._count += 1
        self._offer(row_values(self._shape, told))
        if len(self._ready) >= BATCH:
            self._store()

    def _offer(self, row: dict[str, Any]) -> None:
        if not self._shape.own:
            self._ready.append(row)
        elif all(row[name] is None or row[name] in self._seen for name in self._shape.own):
            self._ready.append(row)
            self._seen.add(row[self._shape.key[0]])
        else:
            self._waiting.append(row)

    def _store(self) -> None:
        if self._ready:
            self._session.execute(self._insert, self._ready)
            self._ready = []

    def finish(self) -> None:
        """Store what is left."""
        while self._waiting:
            before, again = len(self._waiting), self._waiting
            self._waiting = []
            for row in again:
                self._offer(row)
            if len(self._waiting) == before:
                raise no_archive(f"{self._shape.name}: rows that point to none")
        self._store()

    def sealed(self) -> Sealed:
        """Store what is left, and return count and digest of all."""
        self.finish()
        return Sealed(self._count, self._digest.hexdigest())


def _number_on(session: Session, told: Head) -> None:
    """Let PostgreSQL number on after the highest key; SQLite does so by itself."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for shape in told.tables:
        column = shape.key[0]
        if len(shape.key) == 1 and shape.columns[column] == "entero":
            values = {"name": shape.name, "column": column}
            sequence = session.scalar(sa.text("SELECT pg_get_serial_sequence(:name, :column)"), values)
            if sequence is not None:
                key: Any = sa.column(column, sa.Integer())
                highest = session.scalar(sa.select(sa.func.max(key)).select_from(sa.table(shape.name)))
                if highest:
                    session.execute(sa.select(sa.func.setval(sequence, highest)))
