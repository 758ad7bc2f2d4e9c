"""Verb `doctor`: is everything that a cycle needs in its folder, and what to do where it is not."""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli.failure import told_in_spanish
from cli.spanish import SpanishCommand
from conflict.esbo import counted

if TYPE_CHECKING:
    from flows.settings import Settings
    from register.settings import Storage

LEAST_FREE_BYTES = 500 * 1024 * 1024
"""About a month of raw bodies of 60 sources; under this a cycle may stop for lack of space."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its name, whether it is well, and a sentence."""

    name: str
    ok: bool
    sentence: str


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("doctor", cls=SpanishCommand)(doctor)


def doctor() -> None:
    """Revisa Python, disco, base de datos, modelo, nomenclátor, fuentes y último ciclo. Sale con 3 si algo está mal."""
    with told_in_spanish():
        checks = list(_checks())
        for check in checks:
            typer.echo(f"{'✓' if check.ok else '✗'} {check.name}: {check.sentence}")
        if not all(check.ok for check in checks):
            raise SystemExit(3)


def _checks() -> Iterator[Check]:
    from flows.settings import read_settings

    settings = read_settings()
    yield Check("Python", (3, 11) <= sys.version_info[:2] < (3, 14), sys.version.split()[0])
    folder = settings.storage.folder
    yield _tried("Carpeta de datos", lambda: _folder(folder))
    yield from _register_checks(settings.storage)
    yield _tried("Canales", lambda: _channels(settings.storage))
    yield _tried("Correo", _mail)
    yield _tried("Avisos de personas", lambda: _persons(settings.storage))
    yield _tried("Modelo", lambda: _model(settings))
    yield _tried("Nomenclátor", lambda: _gazetteer(settings.gazetteer))
    yield _tried("Vocabulario", lambda: _vocabulary(settings))
    yield _tried("Fuentes", lambda: _sources(settings))


def _tried(name: str, look: Callable[[], str]) -> Check:
    from conflict.errors import AtalayaError

    try:
        return Check(name, True, look())
    except AtalayaError as error:
        return Check(name, False, error.spanish)


def _folder(folder: Path) -> str:
    from conflict.errors import StorageError, reason_in_spanish

    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".prueba"
        try:
            probe.write_text("prueba")
        finally:  # where a file may be made, and nothing written into it
            probe.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(
            f"{folder}: {error.strerror}",
            f"No se puede escribir en {folder}: {reason_in_spanish(error)}. Libere espacio, dé permiso o cambie "
            "ATALAYA_DATOS.",
        ) from error
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        raise StorageError(
            f"{folder}: {free} bytes free",
            f"Quedan {free // 2**20} MB en el disco de {folder} y conviene tener al menos 500 MB. Libere espacio.",
        )
    return f"{folder}, {free // 2**30} GB libres"


def _register_checks(storage: "Storage") -> Iterator[Check]:
    from datetime import UTC, datetime

    from conflict.errors import AtalayaError
    from register.doctor import examine

    try:
        for finding in examine(storage, datetime.now(UTC)):
            yield Check(finding.name, finding.ok, finding.sentence)
    except AtalayaError as error:
        yield Check("Base de datos", False, error.spanish)


def _model(settings: "Settings") -> str:
    from flows.models import load_champion, shelf_of

    return f"versión {load_champion(shelf_of(settings)).version}; reproduce sus textos de control"


def _gazetteer(folder: Path) -> str:
    from territory.codes import load_codes
    from territory.gazetteer import load_gazetteer
    from territory.offices import load_offices
    from territory.outlets import load_outlets

    gazetteer = load_gazetteer(folder)
    load_codes(folder, gazetteer.municipalities)
    load_outlets(folder, gazetteer)
    offices = load_offices(folder, gazetteer.municipalities)
    towns, kept = len(gazetteer.municipalities), counted(len(offices.by_id), "oficina", "oficinas")
    return f"{towns} municipios, {len(gazetteer.senses)} nombres, {kept}"


def _vocabulary(settings: "Settings") -> str:
    from flows.lore import load_lore

    vocabulary = load_lore(settings).vocabulary
    return f"versión {vocabulary.version}, con las correcciones locales"


def _sources(settings: "Settings") -> str:
    from feeds.guard import PrivateNetwork
    from feeds.sources import load_sources

    cards = load_sources(settings.sources)
    PrivateNetwork.parse(settings.private_network)  # raises for what is none, as every cycle would
    active = sum(card.active for card in cards)
    return f"{counted(len(cards), 'fuente', 'fuentes')}, {counted(active, 'activa', 'activas')}"


def _mail() -> str:
    """Say whether mail can go out; raise DataError for a setting that stops it."""
    from reports.settings import read_mail

    found = read_mail()
    if not found.host:
        return "sin servidor (ATALAYA_SMTP): los avisos esperan en la bandeja"
    return f"por {found.host}, puerto {found.port}, de {found.sender}"


def _channels(storage: "Storage") -> str:
    """Say which channels are set; raise DataError for one of another kind, or one that a rule names and nobody set."""
    from conflict.errors import DataError
    from conflict.message import channel_of
    from register.engine import open_register
    from register.queries import messages
    from reports.channels import checked
    from reports.settings import read_channels

    known = {name: checked(name, url) for name, url in read_channels().channels}
    opened = open_register(storage)
    try:
        with opened.reading() as session:
            asked = {channel_of(address) for address in messages.addresses(session)} - {""}
    finally:
        opened.close()
    missing = sorted(asked - known.keys())
    if missing:
        raise DataError("channel without address", f"Falta en ATALAYA_CANALES la dirección de: {', '.join(missing)}.")
    return f"{len(known)} en ATALAYA_CANALES" if known else "ninguno"


def _persons(storage: "Storage") -> str:
    """Say how many persons asked for messages; raise DataError where they cannot reach some of them."""
    from conflict.errors import DataError
    from register.engine import open_register
    from register.queries import person_notices
    from reports.channels import chat_address
    from reports.settings import read_channels, read_mail

    opened = open_register(storage)
    try:
        with opened.reading() as session:
            wishes = [one.wish for one in person_notices.asking(session)]
    finally:
        opened.close()
    mails, chats = sum(wish.wants_mail for wish in wishes), sum(wish.wants_chat for wish in wishes)
    lacking = []
    if mails and not read_mail().host:
        lacking.append(
            f"{counted(mails, 'los pidió', 'los pidieron')} por correo y no hay servidor: ponga ATALAYA_SMTP"
        )
    if chats and chat_address("0", read_channels()) is None:
        lacking.append(
            f"{counted(chats, 'los pidió', 'los pidieron')} por Telegram y ningún canal de ATALAYA_CANALES es tgram://"
        )
    if lacking:
        raise DataError(f"{mails} ask for mail, {chats} for Telegram, and it is not set", f"{'; '.join(lacking)}.")
    return counted(len(wishes), "persona los pidió", "personas los pidieron") if wishes else "nadie los pidió"
