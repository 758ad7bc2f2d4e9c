"""Settings of the machine's side, from the environment: one variable, one reader.

`ATALAYA_BASE_DE_DATOS` and `ATALAYA_DATOS` are read by `register.settings`; everything else of the flows is here.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from conflict.errors import DataError
from flows.asked import Collector
from register.settings import Storage, read_storage

PROJECT = Path(__file__).resolve().parent.parent
"""Where sources.yaml and data/ lie when the project is used from its own folder."""

DEFAULT_CONTACT = "https://www.defensoria.gob.bo"
LEASE_SECONDS = 300
"""How long a cycle may stay silent before another may take over (docs/decisions/0004)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run needs to know about its surroundings.

    `private_network` is the text of ATALAYA_RED_PRIVADA (`host:port,host:port`), the only hole of the address guard.
    `spacing_seconds` is the least time between two requests to one host. `fault` names a kill point ("" for none).
    """

    storage: Storage
    sources: Path
    gazetteer: Path
    vocabulary: Path
    model: Path
    corpus: Path
    private_network: str
    contact: str
    spacing_seconds: float
    concurrency: int
    parse_workers: int
    fault: str
    prefect_api: str

    @property
    def resources(self) -> Path:
        """Return the folder of the institution's tables: calendars, terms, switches."""
        return self.corpus.parent

    @property
    def floors(self) -> Path:
        """Return the file of the least scores."""
        return self.resources / "floors.json"

    @property
    def frozen(self) -> Path:
        """Return the list of the part of the corpus on which they are measured."""
        return self.resources / "frozen.csv"

    @property
    def own_vocabulary(self) -> Path:
        """Return the folder of what the office corrected; it may not exist."""
        return self.storage.folder / "vocabulario_local"

    @property
    def user_agent(self) -> str:
        """Say who asks and where to complain."""
        return f"Atalaya/0.2 (+{self.contact}; lector de canales RSS)"


def read_settings() -> Settings:
    """Read the environment once."""
    data = Path(os.environ.get("ATALAYA_RECURSOS") or PROJECT / "data")
    testing = os.environ.get("ATALAYA_PRUEBAS") == "1"
    return Settings(
        storage=read_storage(),
        sources=Path(os.environ.get("ATALAYA_FUENTES") or PROJECT / "sources.yaml"),
        gazetteer=data / "gazetteer",
        vocabulary=data / "vocabulario",
        model=Path(os.environ.get("ATALAYA_MODELO") or data / "models"),
        corpus=data / "corpus",
        private_network=os.environ.get("ATALAYA_RED_PRIVADA", ""),
        contact=_contact(),
        spacing_seconds=_number("ATALAYA_ESPERA_POR_SITIO", 5.0, 0.0, 600.0),
        concurrency=int(_number("ATALAYA_LECTURAS_A_LA_VEZ", 32, 1, 256)),
        parse_workers=int(_number("ATALAYA_PROCESOS_DE_ANALISIS", 2, 1, 32)),
        fault=os.environ.get("ATALAYA_FALLA", "") if testing else "",
        prefect_api=os.environ.get("PREFECT_API_URL", ""),
    )


def _contact() -> str:
    """Return the address for complaints; raise DataError for what no header can hold."""
    text = os.environ.get("ATALAYA_CONTACTO", "").strip() or DEFAULT_CONTACT
    if not (text.isascii() and text.isprintable()):
        raise DataError(
            f"ATALAYA_CONTACTO={text[:60]!r} does not fit a header",
            "La variable ATALAYA_CONTACTO va en cada pedido a un medio y no puede llevar tildes ni saltos de línea. Se "
            "esperaba una dirección, como https://www.ejemplo.bo o prensa@ejemplo.bo.",
        )
    return text


def _number(name: str, default: float, low: float, high: float) -> float:
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise DataError(
            f"{name}={text!r} is not a number within {low:g} and {high:g}",
            f"La variable {name} vale «{text}» y se esperaba un número entre {low:g} y {high:g}. Corríjala o quítela.",
        )
    return value


def prefect_environment(storage: Storage, api: str = "") -> dict[str, str]:
    """Return what Prefect reads: everything of it inside our folder, no telemetry, patience on slow machines."""
    environment = {
        "PREFECT_HOME": str((storage.folder / "prefect").resolve()),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        "PREFECT_CLI_PROMPT": "false",
        "DO_NOT_TRACK": "1",
    }
    if api:
        environment["PREFECT_API_URL"] = api
    return environment


def guard_prefect() -> str:
    """Let a server that is started from here answer only to who knows a word, and return that word.

    It is made anew at each start and inherited by every process of ours; one that was set before is respected (OWASP
    ASVS 5.0.0, 13.2.1). Prefect asks for it everywhere but at its pulse.
    """
    word = os.environ.setdefault("PREFECT_SERVER_API_AUTH_STRING", f"atalaya:{secrets.token_urlsafe(18)}")
    return os.environ.setdefault("PREFECT_API_AUTH_STRING", word)


def read_collector(api: str = "") -> Collector | None:
    """Return who collects when a person asks for it: the Prefect of this address or of the environment, if any."""
    found = api or os.environ.get("PREFECT_API_URL", "")
    return Collector(found, os.environ.get("PREFECT_API_AUTH_STRING", "")) if found else None


def enter_prefect(storage: Storage, api: str = "", *, quiet: bool = False) -> None:
    """Put Prefect's settings in force for this process; must come before Prefect is imported.

    With `quiet` only its errors reach the terminal, for output that a program reads or a person watches.
    """
    environment = prefect_environment(storage, api)
    if quiet:
        environment["PREFECT_LOGGING_LEVEL"] = "ERROR"
    for name, value in environment.items():
        os.environ.setdefault(name, value)
