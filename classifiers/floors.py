"""Floors: the least that a model must reach on the frozen part of the corpus, pinned in data/floors.json.

They are measured with a model of their own, fitted as the shipped one is but on nothing of the frozen part; the shipped
model may learn from all. A floor rises when somebody pins anew; it falls only with a reason, which the file keeps
(docs/decisions/0005).
"""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from classifiers.corpus import Corpus
from classifiers.exam import examine
from classifiers.frozen import Split, split
from classifiers.judged import Figures, figures
from classifiers.train import learn
from conflict.errors import DataError, reason_in_spanish
from conflict.whole import whole

MARGIN = 0.01
"""What a figure may lose before it is a fall: libraries round differently, and one text of a hundred matters little."""
CEILINGS = frozenset({"error_de_calibracion"})
"""Figures that must not rise; the others must not fall."""
LEAST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Measured:
    """What a model fitted without the frozen part reaches on it."""

    version: str
    rows: int
    signals: int
    fingerprint: str
    values: dict[str, float]
    figures: Figures


@dataclass(frozen=True, slots=True)
class Lowering:
    """A floor that was lowered, or a frozen set that was changed: when and why, from what to what."""

    date: str
    reason: str
    floors: dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Floors:
    """What is pinned. `measured` are the figures on the day of pinning."""

    rows: int
    signals: int
    fingerprint: str
    floors: dict[str, float]
    measured: dict[str, float]
    date: str
    lowered: tuple[Lowering, ...] = ()


@dataclass(frozen=True, slots=True)
class Breach:
    """A figure beyond its floor."""

    name: str
    floor: float
    value: float


def measure(corpus: Corpus, listed: Mapping[str, str], now: datetime) -> Measured:
    """Fit on what may be learnt from, measure on the frozen part; raise DataError when that part was changed."""
    parts = split(corpus, listed)
    if parts.changed:
        raise DataError(
            f"frozen set changed: {len(parts.changed)} rows",
            f"El conjunto congelado cambió en {len(parts.changed)} filas ({', '.join(parts.changed[:5])}…). Deshaga el "
            "cambio, o congele de nuevo con: atalaya evaluar --fijar-pisos --bajar-pisos «motivo»",
        )
    return measure_split(parts, now)


def measure_split(parts: Split, now: datetime) -> Measured:
    """Fit on the taught part and measure on the frozen one."""
    learnt = learn(parts.taught, now)
    reached = figures(examine(learnt.model(), parts.frozen))
    return Measured(
        learnt.digest[:12],
        len(parts.frozen),
        reached.recall.whole,
        parts.fingerprint,
        values_of(reached),
        reached,
    )


def values_of(reached: Figures) -> dict[str, float]:
    """Return the figures that have a floor, under the Spanish names of the file."""
    told = {
        "cobertura": reached.recall.value,
        "precision_de_un_dia": reached.day_precision,
        "precision_media_de_un_dia": reached.day_average,
        "etapa": reached.stage.value,
        "conflictos_alcanzados": reached.stories.value,
        "error_de_calibracion": reached.day_error,
    }
    return {name: round(value, 4) for name, value in told.items() if value is not None and not math.isnan(value)}


def breaches(floors: Floors, values: Mapping[str, float]) -> tuple[Breach, ...]:
    """Return the figures beyond their floor; one that is missing is beyond it."""
    found = []
    for name, floor in floors.floors.items():
        value = values.get(name, math.inf if name in CEILINGS else -math.inf)
        if (value > floor) if name in CEILINGS else (value < floor):
            found.append(Breach(name, floor, value))
    return tuple(found)


def pin(old: Floors | None, measured: Measured, now: datetime, reason: str = "") -> Floors:
    """Return floors for what was measured: higher where it is better, lower only with a reason.

    Raise DataError when a floor or the frozen set would change for the worse and no reason is given.
    """
    same = old is not None and old.fingerprint == measured.fingerprint
    broken = {one.name: one.floor for one in breaches(old, measured.values)} if old else {}
    wanted = {name: _floor(name, value) for name, value in measured.values.items()}
    if old is not None:
        kept = {name: floor for name, floor in old.floors.items() if name not in broken}
        wanted |= {name: _stricter(name, floor, wanted[name]) for name, floor in kept.items()}
    fallen = {name: (floor, wanted.get(name, math.nan)) for name, floor in broken.items()}
    lowered = old.lowered if old else ()
    if old is not None and (fallen or not same):
        if not reason:
            what = ", ".join(f"{name} de {was:.2f} a {less:.2f}" for name, (was, less) in fallen.items())
            raise DataError(
                f"floors would fall: {fallen}, same frozen set: {same}",
                ("Bajarían los pisos: " + what if fallen else "El conjunto congelado no es el mismo")
                + ". Nada se cambió. Si debe ser así, repita con --bajar-pisos «motivo»; el motivo queda escrito.",
            )
        if len(reason.split()) < LEAST_WORDS:
            raise DataError("reason too short", f"El motivo de --bajar-pisos necesita al menos {LEAST_WORDS} palabras.")
        lowered = (*lowered, Lowering(now.date().isoformat(), " ".join(reason.split()), fallen))
    return Floors(
        measured.rows,
        measured.signals,
        measured.fingerprint,
        wanted,
        dict(measured.values),
        now.date().isoformat(),
        lowered,
    )


def _floor(name: str, value: float) -> float:
    """Return the hundredth that a figure may not pass: a margin under it, above it for a ceiling."""
    if name in CEILINGS:
        return math.ceil((value + MARGIN) * 100) / 100
    return math.floor((value - MARGIN) * 100) / 100


def _stricter(name: str, one: float, other: float) -> float:
    return min(one, other) if name in CEILINGS else max(one, other)


def load_floors(path: Path) -> Floors:
    """Return what is pinned; raise DataError when the file is missing or not as it must be."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Floors(
            rows=told["congelado"]["filas"],
            signals=told["congelado"]["senales"],
            fingerprint=told["congelado"]["huella"],
            floors={name: float(value) for name, value in told["pisos"].items()},
            measured={name: float(value) for name, value in told["medido"].items()},
            date=told["fecha"],
            lowered=tuple(
                Lowering(one["fecha"], one["motivo"], {name: (a, b) for name, (a, b) in one["pisos"].items()})
                for one in told["bajadas"]
            ),
        )
    except OSError as error:
        raise DataError(
            f"{path}: {error.strerror}",
            f"No se puede leer {path}: {reason_in_spanish(error)}. Fije los pisos con: atalaya evaluar --fijar-pisos",
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{path}: {type(error).__name__}", f"{path} no es un archivo de pisos. Recupérelo.") from error


def write_floors(path: Path, floors: Floors) -> None:
    """Write what is pinned, whole or not at all."""
    told: dict[str, Any] = {
        "fecha": floors.date,
        "congelado": {"filas": floors.rows, "senales": floors.signals, "huella": floors.fingerprint},
        "pisos": floors.floors,
        "medido": floors.measured,
        "bajadas": [
            {"fecha": one["date"], "motivo": one["reason"], "pisos": one["floors"]}
            for one in map(asdict, floors.lowered)
        ],
    }
    with whole(path) as partial:
        partial.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
