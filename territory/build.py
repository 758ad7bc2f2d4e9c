"""Build the derived tables of the gazetteer from tables of facts: `python -m territory.build --territorio FOLDER`.

Reads municipios.csv, provincias.csv, comunidades_censo2024.csv (INE, census 2024) and tramos_carreteros_abc.csv (ABC)
and writes departamentos, provincias, municipios, comunidades and puntos_camineros into the gazetteer. The other tables
are kept by hand; two of them (nombres_exigentes, provincias_sueltas) say how a name is to be read.

Same facts, same bytes.
"""

import argparse
import csv
import heapq
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from territory.folding import plain

Row = Mapping[str, str]

DEPARTMENTS: Final = (
    ("01", "Chuquisaca", "010101", ""),
    ("02", "La Paz", "020101", ""),
    ("03", "Cochabamba", "030101", "Cbba.|Cbba"),
    ("04", "Oruro", "040101", ""),
    ("05", "Potosí", "050101", "Potosi"),
    ("06", "Tarija", "060101", ""),
    ("07", "Santa Cruz", "070101", "Sta. Cruz|Sta Cruz|SCZ|Scz"),
    ("08", "Beni", "080101", ""),
    ("09", "Pando", "090101", ""),
)
"""Code, name, municipality of the capital (INE codes), spellings of the press."""

_PREFIX: Final = re.compile(
    r"^(?:OTB|COMUNIDAD(?: CAMPESINA)?|COM\.?|COLONIA|COL\.?|SINDICATO(?: AGRARIO)?|JUNTA VECINAL|AYLLU|ZONA|DE|DEL"
    r"|LA)\s+"
)
_DULL: Final = re.compile(
    r"^(?:HOSPITAL|ESCUELA|COLEGIO|IGLESIA|CEMENTERIO|MERCADO|ESTACION|FRONTERA)$"
    r"|\d|[^A-ZÁÉÍÓÚÜÑ' -]|MENONIT|COMUNIDAD|\b(?:NUEV[AO]|VILLA|ALTO|BAJO|CENTRO|CENTRAL|GRANDE)$"
)
_MUNICIPALITY_COLUMNS: Final = (
    "codigo",
    "codigo_listas_2012_2020",
    "nombre",
    "nombre_oficial",
    "provincia",
    "departamento",
    "poblacion",
    "lat",
    "lon",
    "exige",
)
MIN_PERSONS: Final = 200
"""Smallest community (persons, census 2024) worth a name in the gazetteer: a cap on size, not a judgement."""

_ROAD_NOISE: Final = re.compile(
    r"\(.*?\)|\bcr\.?\s*(?:rt|ruta)\b.*|\blim\.?.*|\bpte\.?\b|\bpuente\b|\bentrad\w*\b|\bsalida\b|\bingreso\b"
    r"|\bacceso a\b"
    r"|\breten\b|\binic\w*\b.*|\bfin\b.*|\bcom\..*|\bemp\..*|[,*?].*|\bex-.*|\bobra.*"
)
_ROAD_DULL: Final = re.compile(
    r"[^a-záéíóúüñ '-]|^(?:villa|correo|chaco|poste|mitre|extrema|retiro|rodeo|español|salinas|loma alta|s cruz|central"
    r" chama|cumbre|la cumbre|honduras|paraiso|alcantarilla|cerro (?:chico|grande)|posta sidras|yapacan|robor|de .*"
    r"|acc a .*|camp .*|cementerio .*|pza .*|comunidad .*|cruce ruta .*|.*alcantarilla|.* cr .*)$"
)
"""Ends of road sections whose name is cut, a common word, or no name at all."""

NEAREST: Final = 3
NEAR_KM: Final = 40.0
"""A section has one point, so an end of it lies in the municipality of the communities of its name within `NEAR_KM`,
when there is but one; else in the department that the three nearest communities share. SOURCE: INE, census 2024."""

CENSUS_DAY: Final = "2024-03-23"
LISTS_FROM: Final = "2012-11-21"
"""Days of the censuses (INE) that the two numberings of municipalities belong to."""


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description="Genera las tablas derivadas del nomenclátor.")
    parser.add_argument("--territorio", type=Path, required=True, help="carpeta con las tablas de hechos")
    parser.add_argument("--destino", type=Path, default=Path("data/gazetteer"), help="carpeta del nomenclátor")
    options = parser.parse_args()
    build(options.territorio, options.destino)


def build(facts: Path, target: Path) -> None:
    """Write the derived tables."""
    towns = _read(facts / "municipios.csv")
    demands = {row["nombre"]: row["exige"] for row in _read(target / "nombres_exigentes.csv")}
    free = {row["provincia"] for row in _read(target / "provincias_sueltas.csv")}
    by_department = {name: code for code, name, _, _ in DEPARTMENTS}
    _write(target / "departamentos.csv", ("codigo", "nombre", "capital", "alias"), DEPARTMENTS)
    _write(
        target / "provincias.csv",
        ("codigo", "nombre", "departamento", "poblacion", "suelta"),
        (
            (
                row["codigo_provincia"],
                row["provincia"],
                by_department[row["departamento"]],
                row["poblacion_2024"],
                str(int(row["provincia"] in free)),
            )
            for row in _read(facts / "provincias.csv")
            if not row["provincia"].startswith("(")
        ),
    )
    _write(
        target / "municipios.csv",
        _MUNICIPALITY_COLUMNS,
        (
            (
                row["codigo_ine_2024"],
                row["codigo_en_listas_2012_2020"],
                row["nombre_corto"],
                row["municipio"],
                row["codigo_provincia"],
                by_department[row["departamento"]],
                row["poblacion_2024"],
                row["lat"],
                row["lon"],
                demands.get(row["nombre_corto"], "0"),
            )
            for row in towns
        ),
    )
    taken = {
        plain(row[column]) for row in towns for column in ("municipio", "nombre_corto", "provincia", "departamento")
    }
    communities = list(_communities(_read(facts / "comunidades_censo2024.csv"), towns, taken))
    _write(target / "comunidades.csv", ("codigo", "nombre", "municipio", "personas"), communities)
    taken |= {plain(row[1]) for row in communities}
    near = _Near(_read(facts / "comunidades_censo2024.csv"), towns)
    points = _road_points(_read(facts / "tramos_carreteros_abc.csv"), near, taken)
    _write(target / "puntos_camineros.csv", ("codigo", "nombre", "departamento", "municipio"), points)
    _write(
        target / "codigos_con_vigencia.csv",
        ("codigo", "nombre", "municipio", "desde", "hasta", "procedencia"),
        _moved(towns),
    )


def _moved(towns: Iterable[Row]) -> Iterable[tuple[str, ...]]:
    """Yield both codes of each municipality whose code moved, with the days from and until which a list has it."""
    for town in towns:
        now, before, name = town["codigo_ine_2024"], town["codigo_en_listas_2012_2020"], town["nombre_corto"]
        if before and before != now:
            yield before, name, now, LISTS_FROM, CENSUS_DAY, "INE, listas de 2012 a 2020"
            yield now, name, now, CENSUS_DAY, "", "INE, censo 2024"


class _Near:
    """Where a road point lies, from the communities of the census around it."""

    def __init__(self, communities: Iterable[Row], towns: Sequence[Row]) -> None:
        """Take the points of communities and of municipal seats."""
        codes = _codes(towns)
        self._points = [(float(t["lat"]), float(t["lon"]), t["codigo_ine_2024"]) for t in towns]
        self._named: dict[str, list[tuple[float, float, str]]] = {}
        for row in communities:
            code = codes.get((row["departamento"], plain(row["municipio"])))
            if code and row["lat"]:
                point = (float(row["lat"]), float(row["lon"]), code)
                self._points.append(point)
                self._named.setdefault(plain(_clean(row["nombre"])), []).append(point)

    def place(self, name: str, lat: float, lon: float) -> str:
        """Return a code of six digits, of two when only the department is sure, "" when nothing is near."""
        namesakes = {point[2] for point in self._named.get(name, ()) if _km(point, lat, lon) <= NEAR_KM}
        if len(namesakes) == 1:
            return namesakes.pop()
        nearest = heapq.nsmallest(NEAREST, self._points, key=lambda point: _km(point, lat, lon))
        departments = {code[:2] for _, _, code in nearest}
        return departments.pop() if len(departments) == 1 and _km(nearest[0], lat, lon) <= NEAR_KM else ""


def _km(point: tuple[float, float, str], lat: float, lon: float) -> float:
    """Return a distance in kilometres; flat earth is enough within `NEAR_KM`."""
    return 111.2 * math.hypot(point[0] - lat, (point[1] - lon) * math.cos(math.radians(lat)))


def _communities(rows: Iterable[Row], towns: Sequence[Row], taken: set[str]) -> Iterable[tuple[str, str, str, str]]:
    """Yield communities that are large enough and whose name nobody else in the census bears."""
    codes = _codes(towns)
    cleaned = [(row, _clean(row["nombre"])) for row in rows]
    where = Counter(
        name for name, _ in {(plain(name), (row["departamento"], row["municipio"])) for row, name in cleaned}
    )
    for row, name in sorted(cleaned, key=lambda pair: pair[0]["codigo"]):
        code = codes.get((row["departamento"], plain(row["municipio"])))
        persons = int(row["personas"] or 0)
        if code is None or persons < MIN_PERSONS or len(name) < 5 or _DULL.search(name):
            continue
        if where[plain(name)] > 1 or plain(name) in taken:
            continue
        yield f"com-{row['codigo']}", _title(name), code, str(persons)


def _codes(towns: Iterable[Row]) -> dict[tuple[str, str], str]:
    """Return the codes of municipalities by department and by either of their names, made plain."""
    codes: dict[tuple[str, str], str] = {}
    for town in towns:
        for column in ("municipio", "nombre_corto"):
            codes[town["departamento"], plain(town[column])] = town["codigo_ine_2024"]
    return codes


def _clean(name: str) -> str:
    name = " ".join(name.split())
    while (shorter := _PREFIX.sub("", name)) != name:
        name = shorter
    return name


def _road_points(rows: Iterable[Row], near: _Near, taken: set[str]) -> Iterable[tuple[str, str, str, str]]:
    """Yield the ends of named road sections with their department, and their municipality where it is sure."""
    seen: set[str] = set()
    for row in rows:
        for part in row["sección"].split(" - "):
            name = " ".join(_ROAD_NOISE.sub(" ", part).replace(".", " ").split())
            key = plain(name)
            if len(key) < 5 or key in taken or key in seen or key.startswith(("cr ", "a ", "rio ", "km")):
                continue
            where = near.place(key, float(row["lat"]), float(row["lon"]))
            if not where or _ROAD_DULL.search(name.lower()):
                continue
            seen.add(key)
            yield f"tramo-{key.replace(' ', '-')}", _title(name), where[:2], where if len(where) == 6 else ""


def _title(name: str) -> str:
    small = {"de", "del", "la", "las", "los", "el", "y", "a"}
    words = name.lower().split()
    return " ".join(w if w in small and i else w[:1].upper() + w[1:] for i, w in enumerate(words))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
