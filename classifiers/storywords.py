"""The words that tell one story from another: who, about what, where; the words that all stories share weigh little.

Synonyms of a sector or a matter become one term (`maestros` and `magisterio`), because two outlets seldom choose the
same one. Sources: actors and matters of the domain model §4.2, §4.3 and §4.4.
"""

import re
from functools import lru_cache
from typing import Final

from classifiers.words import STOP, stem
from conflict.text import fold

TITLE_WEIGHT: Final = 1.5
CONCEPT_WEIGHT: Final = 2.0
COMMON_WEIGHT: Final = 0.2
SUMMARY_CHARS: Final = 600
SHORT_NUMBER: Final = 2

_WORD = re.compile(r"[a-z]+|\d+")
_IDLE = "tras ante desde hasta no hay sin sobre contra segun luego donde cuando tambien"
_EMPTY = STOP | frozenset(_IDLE.split())

_CONCEPTS = {
    "transporte": "transporte transportista transportistas transportado chofer choferes micreros taxistas minibuseros "
    "trufis mototaxistas conductores",
    "carga": "pesado camioneros camiones carga",
    "pasajes": "pasaje pasajes tarifa tarifas",
    "gremiales": "gremial gremiales gremialistas comerciantes vendedores vendedoras minoristas",
    "magisterio": "magisterio maestro maestros maestras docentes profesores normalistas",
    "salud": "medico medicos salud salubristas enfermeras sirmes",
    "coca": "coca cocalero cocaleros cocalera adepcoca",
    "mineria": "minero mineros minera mineria mina cooperativista cooperativistas fencomin fstmb",
    "universidad": "universidad universitario universitarios universitaria catedraticos rector rectorado",
    "combustible": "combustible combustibles diesel gasolina carburante carburantes surtidor surtidores",
    "dolares": "dolar dolares divisa divisas",
    "sueldos": "sueldo sueldos salario salarios salarial haberes impagos impagas adeudados",
    "agua": "agua riego regantes represa acueducto pozo pozos",
    "basura": "basura botadero residuos relleno vertedero",
    "tierras": "tierra tierras predio predios avasallamiento avasalladores loteadores loteamiento",
    "limites": "limites colindancia jurisdiccion",
    "jubilacion": "jubilacion pensiones renta rentas",
    "discapacidad": "discapacidad discapacitados",
    "carne": "carne carniceros matadero",
    "pan": "pan panificadores panaderos harina",
    "cana": "caneros cana zafra ingenio",
    "castana": "castana castaneros zafreros",
    "carcel": "recluso reclusos penal presos carcel reos",
    "escuelas": "colegio colegios escuela escuelas escolar escolares padres",
    "campesinos": "campesino campesinos campesina csutcb bartolinas",
    "indigenas": "indigena indigenas originarios ayllu ayllus tcos",
    "electricidad": "luz electricidad electrico energia",
    "civicos": "civico civicos civica comcipo",
    "leche": "leche lechero lecheros",
    "arroz": "arroz arrocero arroceros",
    "soya": "soya soyero soyeros",
    "cafe": "cafe cafetaleros caficultores",
    "ganado": "ganado ganadero ganaderos",
    "caminos": "asfalto asfaltado pavimento pavimentado",
}
_WHO = (
    "transporte carga gremiales magisterio salud coca mineria universidad jubilados discapacidad carne pan cana "
    "castana carcel escuelas campesinos indigenas civicos leche arroz soya cafe ganado"
)
SECTORS: Final = frozenset(f"@{name}" for name in _WHO.split())
"""Concepts that say who acts; the others say about what."""

_ANYWHERE = (
    "vecinos amas_de_casa comunarios ayllus organizaciones trabajadores productores movilizados seguidores padres "
    "estudiantes pacientes mujeres familiares_victimas loteadores"
)
NO_TRADE: Final = frozenset(_ANYWHERE.split())
"""Groups (keys of `data/vocabulario/grupos.csv`) that every place has of its own: their name tells of no story."""
MANY_IN_TOWN: Final = frozenset({"@escuelas"})
"""Sectors of which a town has many that do not act together: the parents of one school and of another."""

WHOLE: Final = dict.fromkeys(["jubilado", "jubilados", "jubilada", "jubiladas", "rentista", "rentistas"], "@jubilados")
"""Words that say who acts where their stem names a matter: teachers who march about «la jubilación» are not retired."""

CONCEPTS: Final = {stem(word): f"@{name}" for name, words in _CONCEPTS.items() for word in words.split()}

_SHARED = (
    "bloqueo bloqueos bloquean bloquear bloqueada bloquearan desbloqueo marcha marchan marchas paro paros huelga "
    "vigilia medida medidas presion extrema protesta protestas protestan movilizacion movilizaciones movilizados "
    "movilizan dialogo dialogar reunion mesa acuerdo acuerdos acta firman comision cuarto intermedio conflicto "
    "conflictos ampliado asamblea cabildo convoca convocatoria gobierno ministro ministerio viceministro presidente "
    "alcaldia alcalde gobernacion gobernador policia policias autoridades dirigente dirigentes dirigencia sector "
    "sectores bases organizacion organizaciones confederacion federacion sindicato trabajadores vecinos pobladores "
    "comunarios afiliados anuncia anuncian advierte advierten amenaza amenazan exige exigen exigir demanda demandas "
    "demandan pide piden pedido rechaza rechazan rechazo ratifica ratifican levantan levanta suspende suspenden "
    "inician instalan continua continuan cumple persiste plazo horas dia dias semana jornada lunes martes miercoles "
    "jueves viernes sabado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre manana hoy ayer tarde noche ano anos bolivia boliviano bolivianos pais nacional departamento "
    "departamental municipal ciudad ciudades zona calle calles avenida ruta rutas via vias carretera carreteras "
    "camino caminos puntos centro plaza puertas proyecto ley decreto norma solucion respuesta falta nuevo nueva "
    "primer segundo tercer vez parte cerca dos tres cuatro cinco seis siete ocho diez afirmo informo dijo indico "
    "aseguro senalo explico"
)
COMMON: Final = frozenset(stem(word) for word in _SHARED.split())
"""Stems that all conflicts share."""


def story_terms(title: str, summary: str) -> dict[str, float]:
    """Return the terms of an article and their weights: concepts most, shared words of all conflicts least."""
    weights: dict[str, float] = {}
    for text, factor in ((summary[:SUMMARY_CHARS], 1.0), (title, TITLE_WEIGHT)):
        for word in _WORD.findall(fold(text)):
            term, weight = _term(word)
            if weight:
                weights[term] = max(weights.get(term, 0.0), weight * factor)
    return weights


@lru_cache(maxsize=200_000)
def _term(word: str) -> tuple[str, float]:
    """Return the term that a folded word counts as and its weight, 0 for a word that says nothing."""
    if word in _EMPTY or len(word) == 1:
        return word, 0.0
    if word.isdigit():
        return word, 1.0 if len(word) > SHORT_NUMBER else COMMON_WEIGHT
    if word in WHOLE:
        return WHOLE[word], CONCEPT_WEIGHT
    base = stem(word)
    if base in CONCEPTS:
        return CONCEPTS[base], CONCEPT_WEIGHT
    return base, COMMON_WEIGHT if base in COMMON else 1.0


def telling(term: str) -> bool:
    """Say whether a term tells one story from another, as numbers of two figures and the shared words do not."""
    return term not in COMMON and not (term.isdigit() and len(term) <= SHORT_NUMBER)


def subject(title: str, summary: str) -> str:
    """Return the first sector that the headline, or else the summary, names: who the story is about; "" for none."""
    for text in (title, summary[:SUMMARY_CHARS]):
        words = _WORD.findall(fold(text))
        for word, following in zip(words, [*words[1:], ""], strict=False):
            term = _term(word)[0]
            if term in SECTORS:
                return "@carga" if (term, following) == ("@transporte", "pesado") else term
    return ""
