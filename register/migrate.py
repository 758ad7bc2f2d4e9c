"""Bring a database to the version of this program, from wherever it is; repeated, it changes nothing."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from conflict.errors import StorageError
from register import searchindex
from register.advisory import Advisory, hold
from register.engine import open_register
from register.failure import storage_error
from register.journal_key import find_key, make_key, missing
from register.journal_tables import JournalHead
from register.localdisk import demand_writable
from register.settings import Storage

STEPS = Path(__file__).parent / "migrations"
_FIRST_CHAINED = "0003"
_NUMBERED = "0026"
"""From this step on the search knows the numbers of notes in records."""


def migrate(storage: Storage, key: bytes | None = None) -> list[str]:
    """Apply the missing steps and return their numbers.

    The journal's key is looked for where the storage keeps it, and made where no line was chained yet, unless `key` is
    given: a restored database brings its own.
    Raise StorageError when the database is of a newer program, the file not ours, or a folder for reading only; nothing
    is changed then.
    """
    register = open_register(storage)
    try:
        demand_writable(storage.folder, "ATALAYA_DATOS")
        if register.place is not None:
            demand_writable(register.place.parent, "ATALAYA_BASE_DE_DATOS")
        with register.writing() as session:
            before = current(session)
            if hold(session, Advisory.MIGRATION):
                before = current(session)
            if before is not None and before not in _numbers():
                raise _newer(before)
            if key is None and _may_make_key(session, before):
                make_key(storage.folder)
            key = key or find_key(storage.folder)
            if key is None:
                raise missing()
            if before == head():
                return []
            upgrade(session, key)
            numbers = _numbers()
            return numbers[numbers.index(before) + 1 if before else 0 :]
    except (CommandError, SQLAlchemyError) as error:
        if isinstance(error, SQLAlchemyError):
            raise storage_error(error) from error
        raise StorageError(
            f"migration: {error}", "No se pudo actualizar la base de datos; quedó como estaba."
        ) from error
    finally:
        register.close()


def _may_make_key(session: Session, before: str | None) -> bool:
    """Say whether no line was chained yet: later a new key would hide that the old one is lost."""
    if before is None or before < _FIRST_CHAINED:
        return True
    return not session.scalar(select(JournalHead.key_print).where(JournalHead.id == 1))


def upgrade(session: Session, key: bytes | None, revision: str = "head") -> None:
    """Apply the steps up to a revision within the caller's transaction; at the newest one the search is made anew.

    The key is the journal's: lines that were written before there was a chain are chained with it.
    """
    configuration = _configuration()
    configuration.attributes["connection"] = session.connection()
    configuration.attributes["journal_key"] = key
    before = current(session)
    command.upgrade(configuration, revision)
    if revision != "head":
        return
    if searchindex.missing(session):
        searchindex.rebuild(session)
    elif before is not None and before < _NUMBERED:
        searchindex.reindex(session, searchindex.SearchKind.RECORD)


def known(revision: str) -> bool:
    """Say whether this program has such a step."""
    return revision in _numbers()


def check_version(session: Session) -> None:
    """Raise StorageError when the database is not of this program's version."""
    found = current(session)
    if found == head():
        return
    if found is not None and found not in _numbers():
        raise _newer(found)
    raise StorageError(
        f"database at {found}, program at {head()}",
        "La base de datos es de una versión anterior o está vacía. Actualícela con: atalaya migrar",
    )


def head() -> str:
    """Return the number of the newest step of this program."""
    return _numbers()[-1]


def _numbers() -> list[str]:
    script = ScriptDirectory.from_config(_configuration())
    return [step.revision for step in reversed(list(script.walk_revisions()))]


def current(session: Session) -> str | None:
    """Return the number of the step at which the database is; None for one without tables of ours."""
    return MigrationContext.configure(session.connection()).get_current_revision()


def _configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(STEPS))
    configuration.set_main_option("path_separator", "os")
    return configuration


def _newer(found: str) -> StorageError:
    return StorageError(
        f"database at {found}, which this program does not know",
        "La base de datos es de una versión más nueva de Atalaya. Actualice el programa; no se cambió nada.",
    )


def steps() -> list[Any]:
    """Return the steps themselves, for a test that there is one head and no gap."""
    return list(ScriptDirectory.from_config(_configuration()).walk_revisions())
