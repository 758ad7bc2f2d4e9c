"""Look at a register without changing it: engine, version, tables, file, and who may write."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url

from register.engine import Register, open_register
from register.migrate import check_version
from register.queries import counts, cycles, messages, offices
from register.settings import Storage
from register.writerlock import in_wal_window

NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p"})
"""A WAL needs shared memory between processes, which these do not give (sqlite.org/wal.html)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, and a sentence about it."""

    name: str
    ok: bool
    sentence: str


def examine(storage: Storage) -> Iterator[Finding]:
    """Yield what was found; raise StorageError when the register cannot even be opened."""
    register = open_register(storage)
    try:
        yield from _sqlite(storage) if register.dialect == "sqlite" else ()
        yield from _tables(register)
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
    kind = file_system(path)
    local = kind not in NETWORK_FILE_SYSTEMS
    yield Finding(
        "Disco de la base de datos",
        local,
        f"{path} en un disco local"
        if local
        else f"{path} está en una carpeta de red ({kind}). Muévala a un disco local.",
    )


def file_system(path: Path) -> str:
    """Return the kind of file system a path lies on, "" where the system does not tell (proc(5), mounts)."""
    try:
        mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    except OSError:
        return ""
    whole = str(path.resolve())
    fitting = [
        (point, kind) for _, point, kind, *_ in mounts if whole == point or whole.startswith(point.rstrip("/") + "/")
    ]
    return max(fitting, key=lambda one: len(one[0]), default=("", ""))[1]


def _tables(register: Register) -> Iterator[Finding]:
    with register.reading() as session:
        check_version(session)
        if register.dialect == "sqlite":
            said = session.execute(text("PRAGMA quick_check(1)")).scalar_one()
            well = said == "ok"
            yield Finding("Integridad", well, "sin daños" if well else f"dañada ({said}). Restaure el último respaldo.")
        sums = counts.overview(session)
        failing, refused = messages.trouble(session)
        last = cycles.latest(session, 1)
        strangers = offices.misnamed(session)
    yield Finding(
        "Base de datos",
        True,
        f"{sums['fuentes']} fuentes, {sums['articulos']} notas, {sums['pendientes']} por leer, {sums['cola']} en cola",
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
    told = f"{failing} esperan después de fallar, {refused} rechazados de los últimos cien"
    well = not failing and not refused
    yield Finding("Avisos", well, told if well else f"{told}. Mire: atalaya avisos bandeja")
    yield Finding("Notas con error", not sums["errores"], f"{sums['errores']} notas que el clasificador no pudo leer")
    if last:
        yield Finding("Último ciclo", last[0].state.value in ("completo", "parcial", "en_curso"), last[0].state.value)
    else:
        yield Finding("Último ciclo", True, "todavía ninguno; corra: atalaya ciclo")
