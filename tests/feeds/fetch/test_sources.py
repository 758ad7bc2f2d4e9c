"""sources.yaml: our own file is right, and a wrong one says line, card, field and what was expected, all at once."""

import csv
import os
from pathlib import Path

import pytest

from conflict.codebook import SourceReach, SourceType
from conflict.errors import DataError
from feeds.sources import load_sources, notices

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("ATALAYA_COMPARTIDO", ROOT.parent / "shared"))

CARD = """\
- id: faro
  nombre: El Faro
  url: https://faro.example.org/feed
  tipo: rss
  departamento: "05"
  municipio: "050203"
  alcance: local
  cadencia_minutos: 60
  activa: true
  notas: ""
"""


def _load(tmp_path, text):
    path = tmp_path / "sources.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_sources(path)


def _refused(tmp_path, text):
    with pytest.raises(DataError) as error:
        _load(tmp_path, text)
    return error.value.spanish


def test_our_own_sources_are_accepted_and_reach_every_department():
    sources = load_sources(ROOT / "sources.yaml")
    assert len(sources) >= 40
    active = [source for source in sources if source.active]
    assert {source.department for source in active} == {"", *(f"0{number}" for number in range(1, 10))}
    assert all(source.notes for source in sources)
    assert all("pausa" in source.notes for source in sources if not source.active)
    assert notices(sources) == ()
    for town in ("Llallagua", "El Alto", "Desaguadero", "Pisiga", "Villazón", "Bermejo", "Gran Chaco"):
        assert any(town in source.name for source in active), town


def test_our_own_municipality_codes_are_the_census_ones():
    table = SHARED / "territory" / "municipios.csv"
    if not table.exists():
        pytest.skip("the census table of municipalities is not on this machine")
    with table.open(encoding="utf-8", newline="") as lines:
        codes = {row["codigo_ine_2024"] for row in csv.DictReader(lines)}
    assert {source.municipality for source in load_sources(ROOT / "sources.yaml")} - {""} <= codes


def test_a_card_becomes_a_source(tmp_path):
    (source,) = _load(tmp_path, CARD)
    assert (source.id, source.department, source.municipality) == ("faro", "05", "050203")
    assert (source.type, source.reach, source.active) == (SourceType.RSS, SourceReach.LOCAL, True)


def test_the_list_may_hang_from_one_key_and_two_fields_may_be_left_out(tmp_path):
    text = "fuentes:\n" + CARD.replace('  municipio: "050203"\n', "").replace('  notas: ""\n', "")
    assert _load(tmp_path, text)[0].municipality == ""


WRONG = [
    ("departamento: \"05\"", "departamento: 05", 5, "departamento", 'escriba departamento: "05"'),
    ("departamento: \"05\"", "departamento: 08", 5, "departamento", "sin comillas"),
    ("departamento: \"05\"", 'departamento: "10"', 5, "departamento", '"01" a "09"'),
    ("departamento: \"05\"", 'departamento: "Potosí"', 5, "departamento", "«Potosí»"),
    ("municipio: \"050203\"", "municipio: 050203", 6, "municipio", 'escriba municipio: "050203"'),
    ("municipio: \"050203\"", 'municipio: "020105"', 6, "municipio", "del departamento"),
    ("id: faro", "id: El Faro", 1, "id", "minúsculas"),
    ("id: faro", "id: 7", 1, "id", "comillas"),
    ("nombre: El Faro", "nombre: No", 2, "nombre", 'nombre: "No"'),
    ("nombre: El Faro", "nombre: [a, b]", 2, "nombre", "una lista"),
    ("https://faro.example.org/feed", "ftp://faro.example.org/feed", 3, "url", "https://"),
    ("https://faro.example.org/feed", "https://u:p@faro.example.org/", 3, "url", "contraseña"),
    ("https://faro.example.org/feed", "https://faro example.org/", 3, "url", "dirección completa"),
    ("tipo: rss", "tipo: json", 4, "tipo", "rss, atom o sitemap"),
    ("alcance: local", "alcance: mundial", 7, "alcance", "nacional, departamental o local"),
    ("cadencia_minutos: 60", "cadencia_minutos: 0", 8, "cadencia_minutos", "entero"),
    ("cadencia_minutos: 60", "cadencia_minutos: una hora", 8, "cadencia_minutos", "«una hora»"),
    ("cadencia_minutos: 60", "cadencia_minutos: 1e3", 8, "cadencia_minutos", "entero"),
    ("activa: true", "activa: sí", 9, "activa", "true o false"),
    ("activa: true", 'activa: "true"', 9, "activa", "sin comillas"),
    ('notas: ""', 'notas: ""\n  nota: x', 11, "nota", "uno de estos campos"),
    ('notas: ""', 'notas: ""\n  tipo: atom', 11, "tipo", "una sola vez"),
    ("  tipo: rss\n", "", 1, "tipo", "falta"),
    ('departamento: "05"\n  municipio: "050203"', 'departamento: ""\n  municipio: ""', 5, "departamento",
     "alcance es local"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "name", "said"), WRONG, ids=[row[1].strip()[:30] for row in WRONG])
def test_a_wrong_card_says_file_line_card_field_and_what_was_expected(tmp_path, old, new, line, name, said):
    spanish = _refused(tmp_path, CARD.replace(old, new, 1))
    assert f"sources.yaml, línea {line}, tarjeta «" in spanish
    assert f"campo «{name}»" in spanish
    assert said in spanish
    assert len(spanish.splitlines()) == 1


def test_all_errors_of_a_file_are_told_at_once_in_order(tmp_path):
    second = CARD.replace("faro", "eco").replace("tipo: rss", "tipo: x").replace("activa: true", "activa: quizá")
    spanish = _refused(tmp_path, CARD.replace('"05"', "05") + second)
    assert [line.split(", ")[1] for line in spanish.splitlines()] == ["línea 5", "línea 14", "línea 19"]


@pytest.mark.parametrize(
    "twin",
    ["http://faro.example.org/feed", "https://faro.example.org/feed/", "https://www.faro.example.org:443/feed"],
)
def test_bi_100_the_same_feed_twice_is_refused(tmp_path, twin):
    other = CARD.replace("id: faro", "id: eco").replace("https://faro.example.org/feed", twin)
    spanish = _refused(tmp_path, CARD + other)
    assert "línea 11" in spanish
    assert "mismo canal que «faro» (línea 1)" in spanish


def test_the_same_id_twice_is_refused(tmp_path):
    assert "id único" in _refused(tmp_path, CARD + CARD.replace("/feed", "/otro"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "lista de tarjetas"),
        ("hola", "lista de tarjetas"),
        ("[]", "lista de tarjetas"),
        ("- hola\n", "una tarjeta con sus campos"),
        ("- id: a\n nombre: b\n", "no es YAML válido"),
        ("a: 1\n---\nb: 2\n", "no es YAML válido"),
        (b"- id: \xff\xfe\n", "UTF-8"),
        ("- id: !!python/object/apply:os.system [ls]\n", "id"),
        ("- &a {id: *a}\n", "una lista o un grupo de campos"),
    ],
)
def test_what_is_no_file_of_cards_is_refused_with_a_sentence(tmp_path, text, said):
    assert said in _refused(tmp_path, text)


def test_a_missing_file_is_an_error_with_a_sentence(tmp_path):
    with pytest.raises(DataError) as error:
        load_sources(tmp_path / "nada.yaml")
    assert "no se puede leer" in error.value.spanish


def test_bi_045_a_look_alike_is_allowed_and_noticed(tmp_path):
    other = CARD.replace("id: faro", "id: otro").replace("faro.example.org", "fаro.example.org")  # a Cyrillic а
    (notice,) = notices(_load(tmp_path, CARD + other))
    assert "«otro»" in notice
    assert "xn--" in notice
    assert "faro.example.org: confirme" in notice
