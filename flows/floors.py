"""Check the floors, and pin them: the verbs of `atalaya evaluar` that need nothing but the corpus."""

from datetime import datetime
from pathlib import Path

from classifiers.corpus import load_corpus
from classifiers.floors import (
    CEILINGS,
    Floors,
    Measured,
    breaches,
    load_floors,
    measure,
    measure_split,
    pin,
    write_floors,
)
from classifiers.frozen import fingerprint, freeze, read_list, split, write_list
from conflict.errors import DataError
from conflict.esbo import counted


def check_floors(corpus: Path, frozen: Path, floors: Path, now: datetime) -> str:
    """Return the table of figures and floors; raise DataError when one is below."""
    pinned, listed = load_floors(floors), read_list(frozen)
    if fingerprint(listed) != pinned.fingerprint:
        raise DataError(
            f"{frozen} is not the set of {floors}",
            f"{frozen} no es el conjunto con que se fijaron los pisos de {floors}. Recupere los dos del mismo momento.",
        )
    measured = measure(load_corpus(corpus), listed, now)
    table = _table(pinned, measured)
    below = breaches(pinned, measured.values)
    if below:
        names = ", ".join(f"{one.name} ({one.value:.3f}, piso {one.floor:.2f})" for one in below)
        raise DataError(f"below the floor: {names}", f"{table}\nBajo el piso: {names}.")
    return f"{table}\nTodo está sobre su piso."


def pin_floors(corpus: Path, frozen: Path, floors: Path, now: datetime, reason: str = "") -> str:
    """Measure and pin; return the table. With a reason floors may fall and the frozen set is listed anew."""
    old = load_floors(floors) if floors.exists() else None
    whole = load_corpus(corpus)
    listed = read_list(frozen) if frozen.exists() else freeze(whole)
    if reason and split(whole, listed).changed:
        listed = freeze(whole)
    measured = measure_split(split(whole, listed), now) if old is None else measure(whole, listed, now)
    pinned = pin(old, measured, now, reason)
    write_list(frozen, listed)
    write_floors(floors, pinned)
    return f"{_table(pinned, measured)}\nPisos fijados en {floors}."


def _table(pinned: Floors, measured: Measured) -> str:
    head = (
        f"Conjunto congelado: {counted(measured.rows, 'nota', 'notas')}, {measured.signals} con señal; modelo "
        f"{measured.version} entrenado sin ellas."
    )
    lines = [head, f"  {'':<26} {'medido':>7} {'piso':>7}"]
    for name, floor in pinned.floors.items():
        value = measured.values.get(name, float("nan"))
        sign = "≤" if name in CEILINGS else "≥"
        lines.append(f"  {name.replace('_', ' '):<26} {value:>7.3f} {sign} {floor:.2f}")
    return "\n".join(lines)
