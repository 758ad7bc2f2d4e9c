"""Words beside a name that say what it is and what it has to do with the fact. All work on the plain text.

Rules after the domain model §5; every list grew on invented sentences (tests/cases/lugares.csv).
"""

import re
from typing import Final

_ARTICLES = r"(?:\s+(?:de|del|la|el|los|las|en|a|al))*\s+$"

TYPE_WORD: Final = re.compile(
    r"\b(?:municipio|municipalidad|localidad|poblacion|pueblo|comunarios|comunarias|pobladores|vecinos"
    r"|habitantes|alcaldia|alcalde|alcaldesa|concejo(?: municipal)?|concejal\w*|cruce|tranca|reten|peaje|ayllus?"
    r"|provincia|altura|ruta|carretera|tramo|central campesina|subalcaldia|centro minero|region|ciudad"
    r"|capital|urbe|poblado|frontera|mancomunidad|tioc|productores"
    r"|campesinos|mineros|cocaleros|transportistas|choferes|comerciantes|regantes|indigenas)"
    + _ARTICLES
    + r"|\b(?:zona|distrito|sector|puente|campamento|colonia|sindicato|camino|mina|feria|junta)\s+(?:de|del)"
    r"(?:\s+(?:la|el|los|las))?\s+$"
)
"""A word that says that the name after it is a place."""

COMMUNITY_WORD: Final = re.compile(
    r"\b(?:localidad|poblacion|poblado|pueblo|comunidad(?:es)?|comunarios|comunarias|pobladores|habitantes|cruce|tranca"
    r"|reten|peaje|altura|ayllu|colonia|sindicato agrario|campamento|puente|tramo)(?:\s+(?:de|del|la|el|los|las"
    r"|a))*\s+$"
)
"""The stricter list for villages and road points, whose names are many and often common words."""

PREPOSITION: Final = re.compile(r"\b(?:en|hacia|desde|hasta|entre|a|de|via)\s+$")
PLACE_PREPOSITION: Final = re.compile(r"\b(?:en|hacia|desde|hasta|entre)\s+$")

ANY_PREPOSITION: Final = re.compile(r"\b(?:en|hacia|desde|hasta|entre|de|del|a|por|para|con|via|sobre)\s+$")
"""What is enough for a name that is a saint or a common word but no surname."""

OF_A_PLACE: Final = re.compile(
    r"\b(?!(?:caso|muerte|hij[oa]|espos[oa]|abogad[oa]|defensa|gobierno|discurso|obra|gestion|palabras|vida|familia"
    r"|partido|apellido|nombre|victima|declaracion|denuncia|contra|apodo|retrato|monumento|busto)\b)\w{4,}\s+de\s+$"
)
"""Something of somewhere, rather than of somebody: `el ingenio de`."""

COMMUNITY_OF: Final = re.compile(r"\bcomunidad(?:es)?(?:\s+(?:de|del))?(?:\s+(?:la|el|los|las))?\s+$")
"""A community bears the name, and many do: that is not the municipality which asks for more."""

NOT_A_PLACE: Final = re.compile(
    r"\b(?:avenidas?|av|calles?|plazas?|plazuela|colegio|escuela|estadio|unidad educativa|club|edificio|cine|teatro"
    r"|hotel|rios?|lago"
    r"|pasaje|parroquia|templo|iglesia|hospital|clinica|condominio|cooperativa|banco|radio|canal|grupo|batallon"
    r"|regimiento|fundacion|instituto|liga|copa|equipo|caso|senador|senadora|diputado|diputada|ministro|ministra"
    r"|presidente|expresidente|fiscal|general|gral|coronel|cnl|doctor|dr|don|dona|ex)\s+$"
    r"|\b(?:avenidas|calles|plazas)\s+(?:\w+\s+){1,3}[ye]\s+$"
    r"|\b(?:fiesta|festividad|dia|virgen|senor|imagen|devocion|novena|misa|batalla|evangelio|tratado|ciclon|club|liga"
    r"|equipo|hinchas|jugador\w*|tecnico)\s+(?:de|del)\s+$|\b(?:deportivo|atletico|real|sporting|barrio)\s+$"
)
"""A word that makes the name after it a street, a building, a team or a person."""

DEPARTMENT_WORD: Final = re.compile(
    r"\b(?:departamento|departamental|gobernacion|gobernador|gobernadora|asamblea departamental|asambleistas?"
    r"|norte|sur|sud|valles|altiplano|yungas|amazonia|provincias|municipios|municipalidades|sedes|comite civico"
    r"|comite pro|civicos|federacion"
    r"(?: departamental)?|central obrera departamental|cod|magisterio(?: urbano| rural)?|inra|inra de|fiscalia|policia)"
    r"(?:\s+(?:de|del|en|la))*\s+$"
)
"""A word that makes a name shared by department and capital the department."""

CITY_WORD: Final = re.compile(
    r"\b(?:ciudad|alcaldia|alcaldias|alcalde|alcaldesa|municipio|municipalidad|concejo municipal|concejo|concejal\w*"
    r"|concejales|centro|urbe|calles|avenidas|plazas|vecinos|juntas vecinales|gobierno autonomo municipal"
    r"|terminal(?: de buses)?"
    r"|aeropuerto|mercados?|barrios?|capital|penal|carcel|botadero|relleno sanitario|micreros|concejo edil|sede"
    r"|catedral"
    r"|casco viejo|zona sur|ladera)(?:\s+(?:de|del|en|la|oeste|este))*\s+$"
)
"""A word that makes a name shared by department and capital the city."""

CITY_AFTER: Final = re.compile(r"^\s+(?:ciudad|capital)\b")

CITY_LIFE: Final = re.compile(
    r"\b(?:microbus\w*|micreros|micros|minibus\w*|trufis?|pasajes?|alcaldia|alcalde|alcaldesa|concejo|concejal\w*"
    r"|municipio|municipal|municipalidad"
    r"|ciudad|urbe|centro|calles?|avenidas?|plaza|plazuela|mercados?|comerciantes|gremiales|basura|botadero|relleno"
    r"|vecinos|barrios?|zona|distrito|intendencia|universi\w+|facultad|hospital\w*|facultades|puentes? urbanos?|juzgado"
    r"|vigilia|planton|marchas?|marchan|marcharon|marcharan|cabildo|mitin|gasific\w+|huelga de hambre|concentr\w+"
    r"|ampliado|reunion|reuniran?|reune|enfrent\w+|crucific\w+|puertas|piquete|instalaciones|oficinas|tapiad\w+|penal"
    r"|carcel|terminal|protestas?|protestan|llegan?|llegaron|llegada|sede)\b"
)
"""Things that happen in a city rather than anywhere in a department."""

ROAD_BEFORE: Final = re.compile(
    r"\b(?:ruta|carretera|camino|via|tramo|autopista|doble via|vias?|flota|tren|frontera)(?:\s+\w+){0,3}"
    r"(?:\s+(?:a|al|hacia|que une|entre|de|con))*\s+$"
)
ROAD_TO: Final = re.compile(r"\b(?:ruta|carretera|camino|via|salida|autopista)\s+(?:a|al|hacia|que va a)\s+$")
AT_HEIGHT: Final = re.compile(
    r"\b(?:altura|sector|cruce|puente|tranca|reten|peaje|puntos?)(?:\s+(?:de|del|la|el))*\s+$"
)
HAPPENS_AT: Final = re.compile(
    r"\b(?:bloque\w*|cort\w+|cierr\w+|cerr\w+|puntos?|vigilia\w*|march\w+|concentr\w+|enfrent\w+|toma\w*|ingreso|cabildo"
    r"|instal\w+|piquete\w*|plant\w+|protest\w+|heridos|muert\w+|altura|sector|cruce|puente|tranca|reten|peaje)\b"
    r"(?:\s+\w+){0,6}?\s+(?:en|de)(?:\s+(?:el|la|los|las))?(?:\s+(?:ciudad|localidad|zona|sector|municipio)\s+de)?\s+$"
)
"""Something happens, and where."""

TOWARDS: Final = re.compile(
    r"\b(?:march\w+|camin\w+|salidas?|viajes?|pasajes|buses|envi\w+|parti\w+|parten|avanz\w+|caravana|rumbo|dirig\w+|viaj\w+|traslad\w+|ir|iran|baj\w+|encamin\w+"
    r"|hacia)"
    r"(?:\s+\w+){0,2}?\s+(?:a|hacia|hasta|rumbo a)(?:\s+(?:la|el))?(?:\s+(?:ciudad|sede)(?:\s+de)?)?\s+$"
    r"|\b(?:hacia|rumbo a)\s+$"
)
FROM: Final = re.compile(r"\b(?:desde|procedentes? de|llegad[oa]s de|part\w+ de|sali\w+ de|provenientes? de)\s+$")
_ACTORS = (
    r"transport\w+|choferes|micreros|minibuseros|buseros|camioneros|taxistas|mototaxistas|maestr[oa]s|magisterio|docentes"
    r"|medic[oa]s|enfermeras|salubristas|\w*trabajador[ea]s|campesin[oa]s|comunari[oa]s|pobladores|moradores|habitantes"
    r"|mineros|cooperativistas|palliris|cocaler[oa]s|productor[ea]s|gremiales|gremialistas|comerciantes|ambulantes"
    r"|feriantes|artesanos|civic[oa]s|universitari[oa]s|estudiantes|normalistas|bachilleres|indigenas|guaranies|vecin[oa]s"
    r"|ganaderos|lecheros|caneros|zafreros|soyeros|arroceros|bananeros|cafetaleros|quinueros|castaneros|madereros"
    r"|pescadores|petroleros|carniceros|panificadores|panaderos|avicultores|apicultores|viticultores|fruticultores"
    r"|agropecuarios|agricultores|exportadores|importadores|constructores|empresari[oa]s|jubilad[oa]s|rentistas|padres"
    r"|federacion\w*|comite civico|central(?: obrera| campesina)?|subcentral|cod|sindicatos?|dirigentes?|delegaciones"
    r"|delegacion|autoridades|mujeres|jovenes|marchas?|caravanas?|columnas?|marchistas|regantes|fabriles"
    r"|colegio medico|camara\w*(?: \w+){0,4}|policias|afiliad[oa]s|originari[oa]s|ayllus?|capitania|interculturales"
    r"|colonizadores|avasalladores|asociacion\w*|mallkus|caciques|corregidores"
)
_OF = (
    r"(?:\s+(?:de familia|departamental(?:es)?|regional(?:es)?|unica|urban[oa]s?|rural(?:es)?|mineros|auriferos"
    r"|campesin[oa]s|indigenas?|originari[oa]s?))*\s+(?:de|del)(?:\s+(?:la|el|los|las))?"
    r"(?:\s+(?:municipios?|provincias?|localidad|poblacion|comunidad(?:es)?|distrito|zona|ayllus?|region"
    r"|departamento|ciudad"
    r"|norte|sur|valle)(?:\s+(?:de|del))?(?:\s+(?:la|el|los|las))?)?\s+$"
)
ACTOR_OF: Final = re.compile(rf"\b(?:{_ACTORS}|familias|victimas){_OF}")
"""Somebody, and then where they are from: `castañeros del municipio de`."""

ACTOR_OF_A_PLACE: Final = re.compile(rf"\b(?:{_ACTORS}){_OF}")
"""The same, where what follows is hardly a surname (families and victims of somebody are left out)."""

MUNICIPAL_WORD: Final = re.compile(
    r"\b(?:municipio|municipalidad|alcaldia|alcalde|alcaldesa|concejo municipal|concejal\w*"
    r"|gobierno autonomo municipal)\s+(?:de|del)\s+$"
)
"""A word that makes a name the municipality and not the province or region of that name."""

FROM_AFAR: Final = re.compile(
    r"\b(?:procedentes?|provenientes?|llegad[oa]s|llegaron|llegan|llegaran|vienen|viene|venid[oa]s|oriund[oa]s?)"
    r"(?:\s+\w+){0,2}\s+(?:de|desde)\s+$"
)
"""Where somebody or something comes from."""

BORDER_WITH: Final = re.compile(
    r"\b(?:limites?|limitrofe|colindancias?|colindantes?|linderos?|disputa|pugna)(?:\s+\w+){0,2}\s+con\s+$"
)
"""The other side of a boundary."""

ADDRESSEE: Final = re.compile(
    r"\b(?:ante (?:el|la|los|las) (?:\w+\s+){1,4}|ministerio(?:\s+\w+){0,3}\s+|sede(?:\s+\w+){0,2}\s+)(?:de|en)\s+$"
)

NATIONAL: Final = re.compile(
    r"\b(?:a nivel nacional|nacional(?:es)?|todo el pais|en el pais|del pais|al pais|nueve departamentos"
    r"|el gobierno|gobierno"
    r"|ministros?|ministra|ministerio|viceministr\w+|presidente|asamblea legislativa|diputad[oa]s?|senado|senador\w*"
    r"|cob|csutcb"
    r"|central obrera boliviana|confederacion|cidob|conamaq|fstmb|cscib|bartolinas|pacto de unidad|tse"
    r"|tribunal supremo|magisterio"
    r"|evismo|evistas|arcistas|transporte pesado|medicos|maestros|cooperativas mineras|cooperativistas|empresarios"
    r"|ley)\b"
)
"""Words that make a text without any place a matter of the whole country."""

LOCAL: Final = re.compile(
    r"\b(?:(?:la|esta|nuestra) ciudad|(?:el|este) municipio|alcaldia|alcalde|alcaldesa|concejo municipal|micreros"
    r"|gobernacion|gobernador|gobernadora|la comuna|ejecutivo municipal|intendencia)\b"
)
LOCAL_CITY: Final = re.compile(
    r"\b(?:(?:la|esta|nuestra) ciudad|(?:el|este) municipio|alcaldia|alcalde|alcaldesa|concejo municipal|micreros"
    r"|la comuna|ejecutivo municipal|intendencia)\b"
)

ABROAD_AFTER: Final = re.compile(
    r"^\s{1,3}(?:en |de )?(?:peru|argentina|chile|brasil|paraguay|colombia|venezuela|ecuador|mexico|espana|honduras"
    r"|cuba"
    r"|estados unidos|eeuu|ee  ?uu|tenerife|de tenerife|canarias|entre rios|uruguay|costa rica|filipinas)\b"
)
PERSON_BEFORE: Final = re.compile(r"(?:^|[\s(“\"'‘])[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+\s+$")
NOT_FIRST_NAMES: Final = frozenset(
    [
        "en",
        "de",
        "desde",
        "hacia",
        "hasta",
        "a",
        "por",
        "para",
        "entre",
        "la",
        "el",
        "los",
        "las",
        "un",
        "una",
        "municipio",
        "alcalde",
        "alcaldesa",
        "alcaldia",
        "provincia",
        "ciudad",
        "departamento",
        "comite",
        "federacion",
        "central",
        "ruta",
        "carretera",
        "villa",
        "puerto",
        "radio",
        "gobierno",
        "gobernacion",
        "tras",
        "ante",
        "cerca",
        "bloqueo",
        "paro",
        "marcha",
        "cruce",
        "tranca",
        "conflicto",
        "y",
        "e",
        "con",
        "sin",
        "sobre",
        "segun",
        "san",
        "santa",
        "norte",
        "sur",
    ]
)
