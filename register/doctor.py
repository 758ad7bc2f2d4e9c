"""Look at a register without changing it: engine, version, tables, file, and who may write."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from conflict.esbo import counted
from conflict.permissions import WHOLE
from register import second_net
from register.engine import Register, open_register
from register.guesses import guessing
from register.migrate import check_version
from register.queries import counts, cycles, messages, offices
from register.settings import Storage
from register.writerlock import in_wal_window


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, and a sentence about it."""

    name: str
    ok: bool
    sentence: str


def examine(storage: Storage, now: datetime) -> Iterator[Finding]:
    """Yield what was found; raise StorageError when the register cannot even be opened."""
    register = open_register(storage)
    try:
        yield from _sqlite(storage) if register.dialect == "sqlite" else ()
        yield from _tables(register, now)
    finally:
        register.close()


def _sqlite(storage: Storage) -> Iterator[Finding]:
    path = Path(make_url(storage.url).database or "")
    version = sqlite3.sqlite_version
    if in_wal_window(sqlite3.sqlite_version_info[:3]):
        sentence = f"versión {version}, con la falla WAL-reset; Atalaya escribe de a un proceso y queda a salvo"
    else:
        sentence = f"versión {version}"
    yield Finding("SQLite", True, sentence)
    yield Finding("Disco de la base de datos", True, f"{path} en un disco local")


def _tables(register: Register, now: datetime) -> Iterator[Finding]:
    with register.reading(WHOLE) as session:
        check_version(session)
        if register.dialect == "postgresql":
            yield _second_net(session)
        else:
            said = session.execute(text("PRAGMA quick_check(1)")).scalar_one()
            well = said == "ok"
            yield Finding("Integridad", well, "sin daños" if well else f"dañada ({said}). Restaure el último respaldo.")
        sums = counts.overview(session)
        failing, refused = messages.trouble(session)
        last = cycles.latest(session, 1)
        strangers = offices.misnamed(session)
        guessed = guessing(session, now)
    yield Finding(
        "Base de datos",
        True,
        f"{counted(sums['fuentes'], 'fuente', 'fuentes')}, {counted(sums['articulos'], 'nota', 'notas')}, "
        f"{sums['pendientes']} por leer, {sums['cola']} en cola",
    )
    if strangers:
        named = "; ".join(f"{login} («{office}»)" for login, office in strangers)
        yield Finding(
            "Oficinas de las cuentas",
            False,
            f"{named}: ninguna oficina se llama así. Póngales una con: atalaya usuarios rol",
        )
    else:
        yield Finding("Oficinas de las cuentas", True, "cada cuenta que edita fichas tiene una oficina conocida")
    tried = guessed.accounts or guessed.addresses
    yield Finding(
        "Intentos de entrada",
        not tried,
        f"se prueban contraseñas: {counted(guessed.accounts, 'cuenta', 'cuentas')}, "
        f"{counted(guessed.addresses, 'dirección', 'direcciones')} en la última hora. Cada "
        "intento espera un minuto y nadie queda bloqueado; corte esas direcciones en la red"
        if tried
        else "nadie prueba contraseñas",
    )
    told = f"{failing} esperan después de fallar, {refused} rechazados de los últimos cien"
    well = not failing and not refused
    yield Finding("Avisos", well, told if well else f"{told}. Mire: atalaya avisos bandeja")
    wrong = counted(sums["errores"], "nota", "notas")
    yield Finding("Notas con error", not sums["errores"], f"{wrong} que el clasificador no pudo leer")
    if last:
        yield Finding("Último ciclo", last[0].state.value in ("completo", "parcial", "en_curso"), last[0].state.value)
    else:
        yield Finding("Último ciclo", True, "todavía ninguno; corra: atalaya ciclo")


def _second_net(session: Session) -> Finding:
    """Say whether whoever connects is held by the policies of the tables, and whether any table lacks its own."""
    name = "Segunda red"
    if lacking := second_net.unguarded(session):
        return Finding(name, False, f"falta en {', '.join(lacking)}. Vuelva a correr: atalaya migrar")
    if second_net.bound(session):
        return Finding(name, True, "este usuario no es dueño de las tablas: la base le niega lo de otro territorio")
    return Finding(
        name,
        True,
        "este usuario es dueño de las tablas y no la tiene. Está bien para el ciclo y los respaldos; para las páginas, "
        "dé otro con: atalaya base red",
    )
