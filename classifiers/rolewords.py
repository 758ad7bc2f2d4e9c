"""The words that tell who demands and who is asked, as patterns for folded text.

Source: how Bolivian headlines are built, as told in the domain model §4.3 to §4.5; none was written for one news item.
"""

import re
from typing import Final

LEADERS: Final = re.compile(
    r"(?:autoridades|ejecutiv[oa]s?|secretari[oa]s? (?:ejecutiv[oa]s?|general(?:es)?)|dirigentes?|dirigencias?|lider(?:es|esas?)?|bases|"
    r"afiliad[oa]s|representantes?|voceros?|personeros|tecnicos|miembros|integrantes|delegad[oa]s|comision|directorio|"
    r"maxim[oa]s? (?:dirigentes?|ejecutiv[oa]s?|autoridad\w*)|sectores?|gestion|administracion|parte|comite ejecutivo|presidente|presidenta) "
    r"(?:(?:nacional|departamental|regional|provincial|sindical|vecinal|civic[oa]) )?(?:del? |de )(?:la |el |los |las )?$"
)
"""Words that stand before the name of an organisation and mean it: whoever speaks for it."""

DOORS: Final = re.compile(
    r"(?:puertas?|frontis|instalaciones|oficinas|dependencias|sede|edificio|predios|planta|inmediaciones|afueras|frente|"
    r"rectorado|ingreso|garita) (?:del? |de |a |al )(?:la |el |los |las )?$"
)

ASKING: Final = re.compile(
    r"\b(?:avis\w+|qued?j\w+|quejan?|exig\w+|exij\w+|pid\w+|pedi(?:r|do|dos|ran?|mos)|demanda\w*|reclam\w+|solicit\w+|emplaz\w+|conmin\w+|interpel\w+|plazos?|ultimatum|"
    r"responsabiliz\w+|acusa\w*|culpa\w*|urge\w*|advier\w+|advirt\w+|advert\w+|carta|votos? resolutivos?|pliegos?|memorial|"
    r"denunci\w+|horas|recuerda\w*|cuestiona\w*|reproch\w+|amenaza\w*|clama\w*|insta\w*|presion\w+|cobra\w*|plante\w+|"
    r"propon\w+|apel\w+|inter?pon\w+|desafi\w+)\b"
)
"""Verbs and nouns after which «a», «al» or «que» names who is asked."""

AGAINST: Final = re.compile(r"\b(?:en )?contra (?:de |del )?(?:la |el |los |las )?$")

BLAMED: Final = re.compile(
    r"\b(?:renuncia|destitucion|incumpli\w+|incumpl\w+|falta de \w+|desatencion|negativa|silencio|indiferencia|abandono|"
    r"promesas?|compromisos?|politicas?|decretos?|proyectos?|leyes|ley|oferta|propuesta|plan|medidas?|decision(?:es)?|resolucion|rechaz\w+|"
    r"cambio|alejamiento|salida|maltratos?|abusos?|gestion|deudas?|respuestas?|atencion|intervencion|revocatoria|retraso|demora|"
    r"designacion|instructivo|ordenanza|convocatoria|presencia|ingreso|operaciones|actividad(?:es)?|desalojo|expulsion|retiro) "
    r"(?:\w+ ){0,3}?(?:del? |de |por parte del? |por parte de )(?:la |el |los |las )?$"
)
"""Things of an institution that people protest against: «la renuncia del», «el incumplimiento de la»."""

FIGHTING: Final = re.compile(
    r"\b(?:presencia|ingreso|operaciones|actividad(?:es)?|desalojo|expulsion|salida|retiro|avasallamientos?|contaminacion|abusos?|explotacion) (?:\w+ ){0,2}?"
    r"(?:del? |de |por |por parte del? |por parte de )(?:la |el |los |las )?$"
)
"""What a group does that another one protests against."""

TAKEN: Final = re.compile(
    r"\b(?:toma(?:n|ron|ran|r|mos)?|ocupa(?:n|ron|ran)?|apedre\w+|cerca(?:n|ron|ran)|queman|quemaron|clausura(?:n|ron)|"
    r"cierran|cerraron|intervienen|expuls\w+|destitu\w+|echan|botan|desconoc\w+) (?:a |al )?(?:la |el |los |las )?$"
)
"""Verbs whose object is the institution that is meant."""

LAMENTS: Final = re.compile(
    r"^(?: \w+){0,4}? (?:lament\w+|report\w+|estim\w+|calcul\w+|cuantific\w+|pierd\w+|cifr\w+|alert\w+ (?:sobre )?perdidas)\b"
)
"""What those do who count the damage of a measure that is not theirs."""

HARMED: Final = re.compile(
    r"\b(?:perjudic\w+|afect\w+|dej\w+|impid\w+|golpe\w+|retien\w+|retuv\w+|agred\w+|hier\w+|mata\w*|asfixi\w+|investig\w+|imput\w+|proces\w+|enjuici\w+) "
    r"(?:\w+ ){0,6}?(?:a |al )(?:la |el |los |las )?$"
)
"""Verbs whose object neither demands nor is asked because of them."""

MEASURE_OF: Final = re.compile(
    r"\b(?:bloqueos?|desbloqueos?|paros?|marchas?|huelgas?|vigilias?|protestas?|cabildos?|ampliados?|medidas?|movilizacion(?:es)?|demandas?|"
    r"pliegos?|exigencias?|emergencia|conflictos?|ultimatum|amenazas?|reclamos?|plantones|planton|caravanas?|toma|cercos?|pedidos?|"
    r"congreso|asamblea|anuncios?|plazos?|piquetes?|convocatoria|llamado) (?:\w+ ){0,3}?(?:del? |de |por |que (?:mantienen?|realizan?|cumplen?|hacen|anuncian?|protagonizan?|sostienen?) )"
    r"(?:la |el |los |las )?$"
)
"""A measure that belongs to who is named after it."""

SAYS: Final = re.compile(
    r"\b(?:segun|anuncio|anunciaron|anuncian|informo|informaron|advirtio|advirtieron|advierten?|denunciaron|denuncio|exigieron|exigen|exige|señalo|senalo|"
    r"afirmo|dijo|dijeron|ratifico|ratificaron|declaro|declararon|sostuvo|instalaron|iniciaron|bloquearon|bloquean|marchan|marcharon|protagonizan|"
    r"protagonizaron|convocado por|convocada por|convocan|convoco|encabezad[oa] por|protagonizad[oa] por|acatad[oa] por|organizad[oa] por|protestan|protestaron|paran|se suman|paralizan) (?:por )?(?:la |el |los |las )?$"
)
"""Words right before their subject."""

ACTS: Final = re.compile(
    r"\b(?:anunci\w+|exig\w+|exij\w+|piden?|pidi\w+|pediran?|demanda(?:n|ron|ran?|ra)?|reclam\w+|rechaz\w+|bloque\w+|desbloque\w+|march\w+|parali[zc]\w+|inici\w+|instal\w+|toma(?:n|ron|ran?)|"
    r"acata\w*|cumple[n]?|cumplen|cumplieron|cumpliran?|(?:se )?declar\w+|adviert\w+|advirt\w+|amenaz\w+|convoc\w+|dan|da|daran?|dio|dieron|conmin\w+|emplaz\w+|denunci\w+|protest\w+|"
    r"levant\w+|suspend\w+|mantien\w+|radicaliz\w+|masific\w+|ratific\w+|cercan?|cercaran?|cierran?|cerr\w+|retien\w+|retuv\w+|ocupa\w*|avasall\w+|enfrent\w+|se crucific\w+|se tapia\w*|"
    r"moviliz\w+|paran|paro|pararan?|van|va|iran?|alista\w*|prepara\w*|resuelv\w+|resolv\w+|determin\w+|decid\w+|defin\w+|otorg\w+|fija\w*|romp\w+|abandon\w+|vuelv\w+|retom\w+|"
    r"reanud\w+|aceptan?|aceptaron|observ\w+|cuestiona\w*|repudi\w+|se opon\w+|solicit\w+|interpel\w+|insist\w+|persist\w+|continua\w*|salen|salieron|saldran|llegan|llegaron|parten|partieron|"
    r"concentr\w+|plante\w+|buscan|quieren|no descarta\w*|entreg\w+|presenta\w*|queman|quemaron|impid\w+|cortan?|cortaron|reinstal\w+|siguen|sigue|acusan?|acusaron|lamenta\w*|se suman?|sumaron|"
    r"respald\w+|apoy\w+|dejan|dejaron|clausur\w+|trancan?|lanzan|ayunan?|acampa\w*|firma\w*|logr\w+|realiza\w*|inciden|reiter\w+|amplian?|posterg\w+|rebas\w+|apedre\w+|linch\w+|"
    r"critic\w+|reprueb\w+|desconoc\w+|se niega\w*|niegan|no permit\w+|evalua\w*|analiza\w*|se reun\w+|debat\w+|vot\w+|aprueb\w+|aprob\w+|emiten?|emitieron|hacen|hicieron|piensan|estan|esta|entran|ingres\w+|intent\w+|se encaden\w+|ponen|pone|suman|extienden|esperan)\b"
)
"""What those do who demand; the first of them after a name makes it the subject."""

CLAIMS: Final = re.compile(
    r"\b(?:exig\w+|demanda(?:n|ron)?|reclam\w+|(?<!en )rechaz(?:a|an|o|aron)|acus(?:a|an|o|aron)|protest(?:a|an|o|aron)|bloque(?:a|an|o con|aron|ara|aran)|march(?:a|an|aron|ara|aran)|se declar\w+ en emergencia|acata\w* (?:el |un )?paro|pide[n]?|pidi\w+|conmin\w+|emplaz\w+|"
    r"(?:convoc\w+|anunci\w+|amenaz\w+|alist\w+) (?:\w+ ){0,2}?(?:cabildo|paro|marcha|bloqueo|movilizacion\w*|medidas|huelga|vigilia)|interpon\w+|recurr\w+|denunci\w+|da plazo|dan plazo)\b"
)
"""What an institution does when it is itself the one who demands."""

ANSWERS: Final = re.compile(
    r"\b(?:convoc\w+|llam\w+|invit\w+|ofrec\w+|garantiz\w+|respond\w+|promet\w+|compromet\w+|anunci\w+|asegur\w+|neg\w+|nieg\w+|rechaz\w+|firm\w+|acord\w+|acuerd\w+|instal\w+|posterg\w+|dialog\w+|"
    r"descart\w+|pid\w+|exig\w+|propon\w+|propus\w+|plante\w+|explic\w+|admit\w+|reconoc\w+|dispon\w+|presentar?\w*|envi\w+|aplic\w+|cumpl\w+|atend\w+|atiend\w+|espera\w*|analiza\w*|evalua\w*|da|dan|"
    r"lament\w+|conden\w+|denunci\w+|califi\w+|inici\w+|desaloj\w+|recib\w+|busca\w*|dice\w*|dij\w+|afirm\w+|advier\w+|advirt\w+|abrog\w+|derog\w+|anula\w*|retir\w+|paga\w*|aprueb\w+|promulg\w+|cita\w*|acept\w+|suspend\w+|ve|confia|alista\w*|prepara\w*|reun\w+|cede\w*|no cede|minimiza\w*)\b"
)
"""What an institution does when a demand has reached it."""

WITH: Final = re.compile(
    r"\b(?:acuerd\w+|acta|dialog\w+|reun\w+|negoci\w+|convenio|mesa|encuentro|firm\w+|conflicto|pugna|disputa|pelea|audiencia|entrevista) (?:\w+ ){0,5}?(?:con|entre) (?:la |el |los |las )?$"
)

THAT: Final = re.compile(r"\b(?:que|para que|a que) (?:la |el |los |las )?$")
"""«Exigen que el», «para que la»: who is named has to do it."""

TO: Final = re.compile(r"(?:^|\W)(?:a|al|ante|hacia|hasta|frente a|frente al)(?: las?| el| los| sus?)? ?$")
UNION: Final = re.compile(
    r"\b(?:federacion|confederacion|asociacion|sindicatos?|union|camara|central|coordinadora|comites?|juntas?|cooperativas?|frente|movimiento|"
    r"consejo|agrupacion|gremio|colectivo)(?: (?:departamental|nacional|regional|provincial|unic[oa]|sindical|mixt[oa]|general|local))* (?:del? |de )(?:la |los |las )?$"
)
"""What makes an organisation of the trade named after it, though the vocabulary does not know it."""

BEFORE: Final = re.compile(r"\bante (?:la |el |los |las )?$")
"""Where something is denounced; it is asked for nothing."""

OF: Final = re.compile(r"^ (?:de|del|de la|de el|de los|de las|de una?|de sus?|en la|en el|en) $")
COORDINATED: Final = re.compile(
    r"^(?:,? (?:y|e|ni|como|junto (?:a|con)|ademas de)|,)(?: tambien)?(?: (?:a|al|de|del|contra|con|por))?(?: (?:la|el|los|las|sus?))? $"
)
"""What may stand between two names that share a role."""

STREET: Final = re.compile(
    r"\b(?:resist\w+|desalojo|ayun\w+|bloque\w+|paro\w*|march\w+|huelga\w*|vigilia\w*|protest\w+|toma\w*|ocup\w+|planton\w*|moviliz\w+|concentr\w+|cacerol\w+|petard\w+|mitin\w*|cabildo\w*|emergencia|ultimatum|demand\w+|exig\w+|pid\w+|reclam\w+|rechaz\w+|conflicto\w*|avasall\w+|enfrent\w+|amenaz\w+|plazo|cerco|pliego|medidas|instala\w*|llegan?|suspend\w+|crucif\w+|tapi\w+|encaden\w+|retien\w+|retuv\w+|queman?|cosen|cort(?:e|an)|cierran?|cerr\w+|golpes|machete|pedradas|gasific\w+|apronte|reprochan?|acusan?|denunci\w+|se quejan?|quejas?|insist\w+|rueg\w+|piquete\w*|cuarto intermedio|tregua|acuerdo|levant\w+|desbloque\w+|apoyan?|renuncia|incumpl\w+|linch\w+|pelea\w*|disput\w+|tension|votan?|caminata|parar\w*|sin clases|dialogo|negoci\w+|firm\w+)\b"
)
"""Without any of these words nobody demands anything."""

BOUNDARY: Final = re.compile(r"\n|[.;:!?](?=\s|$|[«\"“])|\bmientras(?: que)?\b|\bpero\b|\baunque\b")
