"""Verbs `bitacora`: is the journal whole, where does its chain end, who read what is reserved, who was refused what."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.failure import say, told_in_spanish
from cli.spanish import SpanishCommand, SpanishGroup
from conflict.errors import DataError, StorageError, reason_in_spanish
from conflict.esbo import counted
from conflict.whole import unended

if TYPE_CHECKING:
    from register.rows import Head

BROKEN = 3


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    group = typer.Typer(cls=SpanishGroup, help="Comprueba la bitácora y guarda su cabeza.", no_args_is_help=True)
    group.command("verificar", cls=SpanishCommand)(verify)
    group.command("cabeza", cls=SpanishCommand)(head)
    group.command("accesos", cls=SpanishCommand)(accesses)
    group.command("intentos", cls=SpanishCommand)(refused)
    app.add_typer(group, name="bitacora")


def verify(
    cabezas: Annotated[
        Path | None,
        typer.Option("--cabezas", metavar="ARCHIVO", help="Cabezas guardadas antes con «bitacora cabeza»."),
    ] = None,
) -> None:
    """Recorre toda la bitácora y comprueba su cadena. Sale con 3 y nombra la primera línea rota."""
    from register.queries import journal
    from register.queries.journal import Broken

    with told_in_spanish(), _opened() as (session, key):
        found = journal.verify(session, key=key, kept=_kept(cabezas) if cabezas else ())
        if isinstance(found, Broken):
            say(f"La bitácora está rota desde la línea {found.seq}: {found.why}.")
            raise SystemExit(BROKEN)
        say(f"Bitácora íntegra: {counted(found.lines, 'línea', 'líneas')}. Cabeza: {found.head.seq} {found.head.mac}")


def head(
    guardar: Annotated[
        Path | None,
        typer.Option("--guardar", metavar="ARCHIVO", help="Añade la cabeza a este archivo, fuera de este equipo."),
    ] = None,
) -> None:
    """Muestra dónde termina la cadena; guardada cada día en otro lugar, nadie puede quitar líneas sin que se note."""
    from register.queries import journal

    with told_in_spanish(), _opened() as (session, _):
        found = journal.head(session)
        line = json.dumps({"fecha": datetime.now(UTC).isoformat(), "seq": found.seq, "mac": found.mac})
        typer.echo(line)
        if guardar is not None:
            _append(guardar, line)


def accesses(
    dias: Annotated[int, typer.Option("--dias", min=1, max=800, help="Cuántos días atrás.")] = 30,
) -> None:
    """Lista quién leyó, exportó o imprimió datos reservados, una línea JSON por acceso."""
    from register.queries import journal

    with told_in_spanish(), _opened() as (session, _):
        for one in journal.accesses(session, since=datetime.now(UTC) - timedelta(days=dias)):
            line = {"fecha": one.at.isoformat(), "actor": one.actor, "oficina": one.office, "rol": one.role}
            line |= {"que": one.what, "tipo": one.object_type, "objeto": one.object_id, "motivo": one.reason}
            typer.echo(json.dumps(line, ensure_ascii=False))


def refused(
    dias: Annotated[int, typer.Option("--dias", min=1, max=800, help="Cuántos días atrás.")] = 30,
) -> None:
    """Lista lo que se negó a cada persona, contado por hora: una línea JSON por persona, acto, objeto y motivo."""
    from register.queries import attempts

    with told_in_spanish(), _opened() as (session, _):
        for one in attempts.since(session, datetime.now(UTC) - timedelta(days=dias)):
            line = {"desde": one.first_at.isoformat(), "hasta": one.last_at.isoformat(), "veces": one.times}
            line |= {"actor": one.actor, "oficina": one.office, "rol": one.role}
            line |= {"acto": one.action, "objeto": one.object_id, "motivo": one.why.value}
            typer.echo(json.dumps(line, ensure_ascii=False))


@contextmanager
def _opened() -> Iterator[tuple[Any, bytes]]:
    """Give the register to read, and the key of its journal."""
    from register.engine import open_register
    from register.journal_key import find_key, missing
    from register.migrate import check_version
    from register.settings import read_storage

    storage = read_storage()
    key = find_key(storage.folder)
    if key is None:
        raise missing()
    register_ = open_register(storage)
    try:
        with register_.reading() as session:
            check_version(session)
            yield session, key
    finally:
        register_.close()


def _kept(path: Path) -> "list[Head]":
    """Read heads that were kept; raise DataError with the line that is none."""
    from register.rows import Head

    heads = []
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                told = json.loads(line)
                heads.append(Head(int(told["seq"]), str(told["mac"])))
            except (ValueError, KeyError, TypeError) as error:
                raise DataError(
                    f"head at line {number}", f"La línea {number} de {path} no es una cabeza de bitácora."
                ) from error
    except (OSError, UnicodeError) as error:
        reason = reason_in_spanish(error) if isinstance(error, OSError) else "no es texto"
        raise DataError(f"heads in {path}", f"No se puede leer {path}: {reason}.") from error
    return heads


def _append(path: Path, line: str) -> None:
    try:
        torn = unended(path)
        with path.open("a", encoding="utf-8") as file:
            file.write(("\n" if torn else "") + line + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StorageError(
            f"head to {path}: {error.strerror}", f"No se puede escribir en {path}: {reason_in_spanish(error)}."
        ) from error
