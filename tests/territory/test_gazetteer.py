"""The gazetteer: counts, the seven moved codes, loading, strictness."""

import shutil
import time
from pathlib import Path

import pytest

from conflict.errors import DataError
from territory.build import build
from territory.gazetteer import Gazetteer, load_gazetteer

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "data" / "gazetteer"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(FOLDER)


def test_the_country_is_complete(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.departments) == 9
    assert len(gazetteer.municipalities) == 343
    provinces = {town.province for town in gazetteer.municipalities.values()}
    assert len(provinces) == 113  # 112 and the multi-ethnic territory, which lies in none
    assert all(len(code) == 6 and code.isdigit() for code in gazetteer.municipalities)
    assert sum(town.population for town in gazetteer.municipalities.values()) > 11_000_000


@pytest.mark.parametrize(
    ("name", "code", "listed"),
    [
        ("Huarina", "020203", "020204"),
        ("Santiago de Huata", "020204", "020205"),
        ("Huatajata", "020205", "020206"),
        ("Chua Cocani", "020206", "020203"),
        ("San Julián", "071103", "071104"),
        ("San Antonio de Lomerío", "071104", "071105"),
        ("San Ramón", "071105", "071103"),
    ],
)
def test_the_seven_moved_codes_keep_both_columns(gazetteer: Gazetteer, name: str, code: str, listed: str) -> None:
    town = gazetteer.municipalities[code]
    assert (town.name, town.listed_code) == (name, listed)


def test_no_other_code_has_moved(gazetteer: Gazetteer) -> None:
    moved = [t.code for t in gazetteer.municipalities.values() if t.listed_code and t.listed_code != t.code]
    assert len(moved) == 7


def test_loading_is_quick() -> None:
    def took() -> float:
        began = time.process_time()
        load_gazetteer(FOLDER)
        return time.process_time() - began

    assert min(took() for _ in range(3)) < 0.3


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "g")
    (tmp_path / "g" / "regiones.csv").write_text("codigo,nombre\nr01,Chaco\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_gazetteer(tmp_path / "g")
    assert "regiones.csv" in caught.value.spanish
    assert "departamentos" in caught.value.spanish


@pytest.mark.parametrize(
    ("table", "row", "words"),
    [
        ("lugares_propios", "zx99,Zona Nueva,comunidad,999999,Nadie,0", "«municipio» vale «999999»"),
        ("lugares_propios", "zx99,Zona Nueva,barrio,020105,El Alto,0", "«nivel» vale «barrio»"),
        ("lugares_propios", "zx99,Zona Nueva,comunidad,020105,El Alto,7", "«exige» vale «7»"),
        ("lugares_propios", "zx99,,comunidad,020105,El Alto,0", "falta «nombre»"),
        ("lugares_propios", "z001,Zona Nueva,comunidad,020105,El Alto,0", "ya está en la línea"),
        ("lugares_propios", "zx99,Zona Nueva", "se esperaban 6"),
        ("municipios", "059901,059901,Nuevo,Nuevo,0599,05,10,-18,-66,0", "no está en provincias.csv"),
        ("municipios", "50203,050203,Nuevo,Nuevo,0502,05,10,-18,-66,0", "no tiene seis cifras"),
        ("municipios", "050299,050299,Nuevo,Nuevo,0502,05,mil,-18,-66,0", "se esperaba un número"),
        ("provincias", "0599,Nueva,15,10,0", "no está en departamentos.csv"),
        ("regiones", "r999,Nueva,02|15,,", "los códigos 15"),
        ("regiones", "r999,Nueva,02,050203,", "los municipios 050203 no son"),
        ("gentilicios", "990101,Nadie,nadiense", "«codigo» vale «990101»"),
        ("instituciones", "Empresa Nueva,02,050203", "el municipio 050203 no es del departamento 02"),
        ("homonimos", "Cosa,cosa,nada", "se esperaba uno de: extranjero"),
        ("homonimos", "Cosa,club,", "falta «motivo»"),
        ("extranjero", "Utopía,isla", "se esperaba uno de: pais"),
        ("alias_municipios", "990101,Nadie,Ninguno", "no está en municipios.csv"),
        ("puntos_camineros", "tramo-x,Punto Nuevo,05,990101", "no está en municipios.csv"),
    ],
)
def test_a_line_that_is_wrong_is_named_by_file_and_number(tmp_path: Path, table: str, row: str, words: str) -> None:
    shutil.copytree(FOLDER, tmp_path / "g")
    with (tmp_path / "g" / f"{table}.csv").open("a", encoding="utf-8") as lines:
        lines.write(f"{row}\n")
    with pytest.raises(DataError) as caught:
        load_gazetteer(tmp_path / "g")
    assert f"en {table}.csv, línea " in caught.value.spanish
    assert words in caught.value.spanish


def test_the_builder_writes_the_same_bytes_from_the_same_facts(tmp_path: Path) -> None:
    facts = tmp_path / "facts"
    facts.mkdir()
    (facts / "municipios.csv").write_text(
        "codigo_ine_2024,codigo_en_listas_2012_2020,municipio,nombre_corto,provincia,codigo_provincia,departamento,"
        "poblacion_2024,lat,lon\n050203,050203,Llallagua,Llallagua,Rafael Bustillo,0502,Potosí,39000,-18.42,-66.58\n",
        encoding="utf-8",
    )
    (facts / "provincias.csv").write_text(
        "codigo_provincia,provincia,departamento,n_municipios,poblacion_2024\n0502,Rafael Bustillo,Potosí,4,88695\n",
        encoding="utf-8",
    )
    (facts / "comunidades_censo2024.csv").write_text(
        "departamento,municipio,nombre,codigo,lon,lat,validado,personas,viviendas\n"
        "Potosí,Llallagua,COMUNIDAD CHUSAQUERI,1-A,-66.6,-18.4,1,450,90\n"
        "Potosí,Llallagua,POCA,2-A,-66.6,-18.4,1,12,9\nPotosí,Llallagua,UNCIA SUD,3-A,-66.58,-18.43,1,90,20\n",
        encoding="utf-8",
    )
    (facts / "tramos_carreteros_abc.csv").write_text(
        "sección,n,lat,lon,n_conflicto\nlagunillas alta (reten) - uncia sud,3,-18.43,-66.58,1\n", encoding="utf-8"
    )
    made = []
    for name in ("a", "b"):
        target = tmp_path / name
        target.mkdir()
        for table in ("nombres_exigentes.csv", "provincias_sueltas.csv"):
            shutil.copy(FOLDER / table, target)
        build(facts, target)
        made.append({path.name: path.read_bytes() for path in target.iterdir()})
    assert made[0] == made[1]
    assert b"Chusaqueri" in made[0]["comunidades.csv"]
    assert b"Poca" not in made[0]["comunidades.csv"]
    assert b"Uncia Sud,05,050203" in made[0]["puntos_camineros.csv"], "a community of that name is near"
    assert b"Lagunillas Alta,05,\n" in made[0]["puntos_camineros.csv"], "only the department is sure"
