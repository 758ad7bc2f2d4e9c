"""Promote a challenger, or go back to an earlier model: one pointer moves, and the journal says who moved it.

The journal line and the pointer cannot be one transaction: the line is written first and committed last, with the
pointer moved in between, so that the one instant at which only one of both has happened leaves a valid model in use and
is made good in the journal by the next cycle (`modelo.usar` names what reads from then on).
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from classifiers.model import load_model
from classifiers.shelf import IN_USE, PROPOSED, Pointer, Shelf
from conflict.errors import DataError
from conflict.killpoint import KillPoint, reached
from conflict.promotion import Contest, Objection, objections
from conflict.record import Person
from flows.contest import contest
from flows.models import shelf_of
from flows.settings import Settings
from register.commands import models
from register.engine import Register

SHIPPED = "el de fábrica"
"""How the model that came with the program is called where it has no folder on the shelf."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The challenger, the contest, and what speaks against it."""

    version: str
    contest: Contest
    against: tuple[Objection, ...]


def judge(settings: Settings, register: Register, now: datetime) -> Judgement:
    """Measure the proposed model against the one in use; raise DataError when none is proposed."""
    shelf = shelf_of(settings)
    folder = shelf.challenger()
    if folder is None:
        raise DataError("no challenger", "No hay ningún modelo propuesto. Proponga uno con: atalaya modelo proponer")
    found = contest(settings, register, shelf, folder, now)
    return Judgement(folder.name, found, objections(found))


def promote(settings: Settings, register: Register, now: datetime, by: Person, *, hurry: str = "") -> Judgement:
    """Put the proposed model in use when nothing speaks against it.

    `hurry` is a reason not to wait for what time alone would bring. Raise DataError with every objection otherwise.
    """
    judged = judge(settings, register, now)
    against = [one.sentence for one in judged.against if not (hurry and one.patience)]
    if against:
        raise DataError(
            f"{judged.version} not promoted: {len(against)} objections",
            f"El modelo {judged.version} no se promovió y nada cambió:\n" + "\n".join(f"- {one}" for one in against),
        )
    shelf = shelf_of(settings)
    load_model(shelf.folder / judged.version)
    _move(shelf, register, judged.version, "promover", hurry or "ganó la comparación", by, now)
    shelf.point(PROPOSED, Pointer("", now.isoformat(), "promovido", judged.version))
    return judged


def go_back(settings: Settings, register: Register, now: datetime, by: Person, *, version: str | None = None) -> str:
    """Put the model in use before the present one back, or a named one; return its version ("" for the shipped one).

    Raise DataError when there is nothing to go back to, ModelError when that model cannot be used either.
    """
    shelf = shelf_of(settings)
    pointer = shelf.pointer(IN_USE)
    if version is None:
        if pointer is None:
            raise DataError(
                "nothing to go back to", "Nunca se promovió un modelo: está en uso el que vino con el programa."
            )
        version = pointer.before
    load_model(_folder(shelf, version))
    _move(shelf, register, version, "volver", "vuelta pedida", by, now)
    return version


def _folder(shelf: Shelf, version: str) -> Path:
    return shelf.place(version) if version else shelf.shipped


def _move(shelf: Shelf, register: Register, version: str, action: str, reason: str, by: Person, now: datetime) -> None:
    pointer = shelf.pointer(IN_USE)
    before = pointer.version if pointer else ""
    with register.writing() as session:
        models.told(
            session,
            action=action,
            version=version or SHIPPED,
            reason=reason,
            details={"antes": before or SHIPPED},
            by=by,
            now=now,
        )
        reached(KillPoint.BEFORE_POINTER)
        shelf.point(IN_USE, Pointer(version, now.isoformat(), reason, before))
        reached(KillPoint.AFTER_POINTER)
