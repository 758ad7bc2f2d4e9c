"""What an official code means on a day: seven municipalities have another code in the lists of 2012 to 2020.

The codes 0202 03 to 06 and 0711 03 to 05 are each used for two municipalities, San Julián among them (domain model
§5.1), so a code alone says nothing there: it takes the day of its list, or the name beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from conflict.errors import DataError
from territory.folding import plain
from territory.tables import read_table

_COLUMNS = ("codigo", "nombre", "municipio", "desde", "hasta", "procedencia")


@dataclass(frozen=True, slots=True)
class DatedCode:
    """A code that lists of some days (`until` not included, None: still) use for a municipality of today's code."""

    code: str
    name: str
    municipality: str
    since: date
    until: date | None


def load_codes(folder: Path, municipalities: Mapping[str, object]) -> tuple[DatedCode, ...]:
    """Read codigos_con_vigencia.csv; raise DataError with the line that is wrong or contradicts another."""
    found: list[DatedCode] = []
    for line in read_table(folder / "codigos_con_vigencia.csv", _COLUMNS):
        line.required("desde")
        since, until = line.day("desde"), line.day("hasta")
        town = line.known("municipio", municipalities, "municipios.csv")
        if since is None or (until is not None and until <= since):
            raise line.refuse("«hasta» debe ser posterior a «desde»")
        one = DatedCode(line.required("codigo"), line.required("nombre"), town, since, until)
        for other in found:
            apart = (one.until and one.until <= other.since) or (other.until and other.until <= one.since)
            if other.code == one.code and not apart:
                raise line.refuse(f"el código {one.code} ya es de {other.name} en esas fechas")
        found.append(one)
    return tuple(found)


def municipality_of(
    codes: tuple[DatedCode, ...],
    municipalities: Mapping[str, object],
    code: str,
    *,
    name: str = "",
    on: date | None = None,
) -> str:
    """Return today's code (census 2024) of the municipality that a list calls `code`.

    A name decides over the day, since lists are copied with the wrong date. Raise DataError for a code that nobody
    uses, one that two municipalities share when neither name nor day says which, and a name that is neither of them.
    """
    shared = [one for one in codes if one.code == code]
    if not shared:
        if code in municipalities:
            return code
        raise DataError(f"unknown code {code!r}", f"El código «{code}» no es de ningún municipio. Revise la lista.")
    if name:
        named = {one.municipality for one in shared if plain(one.name) == plain(name)}
        if len(named) == 1:
            return named.pop()
        bearers = " y ".join(dict.fromkeys(one.name for one in shared))
        raise DataError(
            f"code {code} is not {name!r}", f"El código {code} es de {bearers}, no de «{name}». Corrija uno de los dos."
        )
    dated = {one.municipality for one in shared if on and one.since <= on and (one.until is None or on < one.until)}
    if len(dated) == 1:
        return dated.pop()
    raise DataError(
        f"code {code} is ambiguous",
        f"El código {code} cambió de municipio entre listas. Indique el nombre o la fecha de la lista.",
    )
