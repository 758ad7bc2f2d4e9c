"""Open the register and give sessions: one kind that writes, one that cannot.

SQLite: WAL, full synchronous, foreign keys, BEGIN IMMEDIATE for writers (a deferred transaction that turns into a
writer fails at once whatever the timeout) and one writer at a time. PostgreSQL: psycopg 3, thirty seconds for a
statement, none compiled first nor shared out among processes (that takes longer than any of ours runs). The caller of
`writing` owns the transaction: everything inside is committed together, or nothing is.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from conflict.errors import DataError, StorageError
from conflict.killpoint import RegisterPoint, reached
from conflict.permissions import WHOLE, Sight
from register import chain, searchindex, second_net
from register.failure import storage_error
from register.journal_key import find_key
from register.localdisk import OpenedFile, demand_ours
from register.remembered import TOLD
from register.settings import Storage
from register.sight import SIGHT, narrow
from register.writerlock import WriterLock

BUSY_MS = 10_000
PATIENCE = "30s"
WRITER_CACHE, READER_CACHE = 64 * 2**20, 16 * 2**20
"""Bytes of pages that a connection to SQLite may keep (its own 2 MB hold no index of a million articles)."""
CHECKPOINT_PAGES = 8_000
"""Pages in the log from which a commit moves them into the file: 32 MB, eight times less often than by default. What
is committed is in the log and synchronised there, whatever this number."""
STATEMENTS = 2_000
"""Compiled statements that are kept. Each is compiled once for every shape that a sight has, since an office with four
municipalities asks otherwise than one with nine; one that was thrown away costs ten times its own time again."""
POOL = 10
"""Connections to PostgreSQL that stay open, of fifteen or twenty that may be: opening one takes longer than a page. The
last one given back is the first one used again: it knows the statements of the pages already."""


Transaction: TypeAlias = Session
"""What commands and queries are given; other rooms hand it on and never look inside."""


class Register:
    """An open register. Close it when the work is done."""

    def __init__(self, url: URL, folder: Path) -> None:
        """Open engines for writing and for reading; nothing is connected yet.

        `folder` holds what is no table: the journal's key, the files of evidence. `place` is the file of SQLite, None
        for PostgreSQL.
        """
        self.folder = folder
        self.place: Path | None = None
        self.dialect = url.get_backend_name()
        self._journal_key: bytes | None = None
        self._lock: WriterLock | None = None
        self._file: OpenedFile | None = None
        self._bound: bool | None = None if self.dialect == "postgresql" else False
        if self.dialect == "sqlite":
            self.place = Path(url.database or "")
            self._lock = WriterLock(self.place)
            self._file = OpenedFile(self.place)
            self._writer = _sqlite_engine(url, writes=True)
            self._reader = _sqlite_engine(url, writes=False)
        else:
            self._writer = _postgres_engine(url)
            self._reader = self._writer.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session whose work is one transaction; raise StorageError when the database cannot do it."""
        turn = self._lock.held() if self._lock else contextlib.nullcontext()
        with _told(), turn, self._same_file(), self._session() as session, session.begin():
            if self._is_bound(session):
                second_net.declare(session, WHOLE)
            yield session
            searchindex.settle(session)
            chain.seal(session)
            reached(RegisterPoint.AFTER_JOURNAL)

    @contextlib.contextmanager
    def _same_file(self) -> Iterator[None]:
        if self._file:
            self._file.demand_same()
        yield

    def _session(self) -> Session:
        if self._journal_key is None:
            self._journal_key = find_key(self.folder)
        return Session(self._writer, expire_on_commit=False, info={chain.KEY: self._journal_key})

    @contextlib.contextmanager
    def reading(self, sight: Sight | None = None) -> Iterator[Session]:
        """Give a session that sees one state of the register and cannot change it; with a sight, only that much.

        Without one, who is bound by the second net is refused the tables under it: their emptiness would be a lie.
        """
        info: dict[Any, Any] = {SIGHT: sight, TOLD: {}}
        with _told(), self._same_file(), Session(self._reader, info=info) as session, session.begin():
            if sight is not None:
                event.listen(session, "do_orm_execute", narrow)
            if self._is_bound(session):
                second_net.refuse(session) if sight is None else second_net.declare(session, sight)
            yield session

    def _is_bound(self, session: Session) -> bool:
        if self._bound is None:
            self._bound = second_net.bound(session)
        return bool(self._bound)

    def close(self) -> None:
        """Give the connections back."""
        self._reader.dispose()
        self._writer.dispose()


def open_register(storage: Storage) -> Register:
    """Open the register at that address.

    Raise DataError for an address that is none; StorageError for a bad folder, a file that is damaged or not ours, and
    one on a network. What PostgreSQL has to say comes with the first statement.
    """
    try:
        url = make_url(storage.url)
    except (ArgumentError, ValueError) as error:  # the latter for a port that is no number
        raise DataError(
            "database URL is not readable",
            "ATALAYA_BASE_DE_DATOS no es una dirección de base de datos. Se esperaba algo como "
            "sqlite:///var/atalaya.db o postgresql://usuario@servidor/atalaya.",
        ) from error
    if url.get_backend_name() == "postgresql":
        return Register(url.set(drivername="postgresql+psycopg"), storage.folder)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        raise DataError(
            f"database {url.get_backend_name()} is not supported",
            "ATALAYA_BASE_DE_DATOS admite SQLite en un archivo o PostgreSQL, y trae otra cosa.",
        )
    demand_ours(Path(url.database))
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise storage_error(error) from error
    return Register(url, storage.folder)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (StorageError, BrokenPipeError):  # a reader of our output that left says nothing of the data folder
        raise
    except (SQLAlchemyError, OSError) as error:
        raise storage_error(error) from error


def _sqlite_engine(url: URL, *, writes: bool) -> Engine:
    engine = create_engine(
        url, hide_parameters=True, query_cache_size=STATEMENTS, connect_args={"timeout": BUSY_MS / 1000}
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # transactions are begun by us, below
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_MS}",
            "trusted_schema=OFF",
            "secure_delete=ON",
            "mmap_size=0",
            f"cache_size=-{(WRITER_CACHE if writes else READER_CACHE) // 1024}",
            f"wal_autocheckpoint={CHECKPOINT_PAGES}",
            f"query_only={'OFF' if writes else 'ON'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgres_engine(url: URL) -> Engine:
    alone = "-c jit=off -c max_parallel_workers_per_gather=0"
    options = f"-c statement_timeout={PATIENCE} -c lock_timeout={PATIENCE} -c timezone=UTC {alone}"
    return create_engine(
        url,
        hide_parameters=True,
        query_cache_size=STATEMENTS,
        pool_size=POOL,
        pool_use_lifo=True,
        pool_pre_ping=True,
        pool_timeout=30,
        connect_args={"options": options, "connect_timeout": 10},
    )
