"""Words around a date that say whether it is a limit, a beginning, or something gone by.

Folded text unless said otherwise. Lists after the announcement phrases of the domain model §4.4, grown on invented
sentences (tests/cases/plazos.csv).
"""

import re
from typing import Final

from classifiers.calendar_words import SPAN

_FALLS: Final = r"(?:vence|fenece|expira|caduca)(?:n|ran?)?"
LEAD: Final = re.compile(
    rf"\b(?P<lead>desde|hasta|a partir|antes|a mas tardar|{_FALLS}"
    r"|(?:concluye|concluira|finaliza|termina|se cumple)(?=\s)|para)\b"
    r"(?P<between>(?:\s+(?:de|del|el|este|proximo|la|las|los|a|horas?|hrs\.?|h|medianoche|primeras?|dia|manana|tarde|noche"
    r"|madrugada|mediodia|cero|mismo|\d{1,2}(?:[:.]\d{2})?),?)*)\s*$"
)
"""The word that says how the day counts, with only hours and articles between it and the day."""

_PLAZO: Final = r"(?:plazo|ultimatum|conminatoria|emplaz\w+|tregua|cuarto intermedio)"
LIMITS: Final = ("hasta", "antes", "a mas tardar")
ENDS: Final = ("concluye", "concluira", "finaliza", "termina", "se cumple")
"""Verbs of an end that is a limit only where the sentence speaks of a term."""
TERM: Final = re.compile(rf"\b{_PLAZO}\b")
ACTION: Final = r"(?:paro|bloque|huelga|marcha|vigilia|hace|carcel|prision|detencion|dias de)"
ULTIMATUMS: Final = (
    re.compile(rf"\b{_PLAZO}\b(?P<gap>[^.;\n]{{0,60}}?)\b{SPAN}"),
    re.compile(
        r"\b(?:da|dan|dio|dieron|daran|dara|dando|otorg\w+|conced\w+|fij(?:a|an|o|aron|ara|aran))\b"
        rf"(?P<gap>[^.;\n]{{0,35}}?)\b{SPAN}"
    ),
    re.compile(rf"(?P<gap>)\b{SPAN}(?:\s+mas)?\s+(?:de\s+(?:plazo|tregua|cuarto intermedio)|para\s+que)\b"),
)
WITHIN: Final = re.compile(rf"\b(?:en|dentro de)\s+(?:los\s+|las\s+)?(?:proxim[ao]s\s+)?{SPAN}")
EXPIRED: Final = re.compile(
    r"\b(?:vencio|vencido|cumplido|cumplio|cumplirse|fenecio|fenecido|concluyo|expiro|agotado|termino|transcurrid[oa]s?"
    r"|pasad[oa]s?|tras|despues de|incumpl\w+|ampli(?:aron|o|an|a)\b|ampliad[oa] (?:el|la))\b[^.;\n]{0,40}$"
)
STREET: Final = re.compile(
    r"\b(?:avenida|av\.?|calle|plaza|plazuela|barrio|zona|villa|colegio|escuela|estadio|ue|feriado|unidad educativa"
    r"|mercado|puente|urbanizacion|cooperativa|tragedia|masacre|hechos|aniversario|elecciones|decreto\s.{0,20}|ley\s.{0,20})"
    r"(?:\s+(?:del?|el|la))*\s*$"
)
ANNOUNCES: Final = re.compile(
    r"\b(?:anunci|amenaz|advier|advirt|alist|convoc|program|prev(?:e|en|isto|ista)\b|planea|planific|ratific|defin"
    r"|determin|decid|resolv|resuel|instru|conmin|emplaz|ultimatum|plazo|si no\b|de no\b|caso contrario"
    r"|lo contrario|vuelven a|proxim|prepar|acord|acuerd|retom|reanud|llam\w+ a|aguard|esper|cuarto intermedio"
    r"|v(?:a|an) a \w+r\b|marcha\b"
    r"|cabildo|ampliado|paro\b|huelga\b|bloqueo\b)"
)
FUTURE: Final = re.compile(r"[aeidb]rán?\b")
"""A verb in the future tense; its accent tells it from nouns (`carretera`), so it is sought in the unfolded text."""
PAST: Final = re.compile(
    r"\b(?!anunci|amenaz|advirt|alist|convoc|program|ratific|defin|determin|decid|resolv|instru|conmin|emplaz|die|otorg"
    r"|fij|declar|acord|aprob|inform|dij|señal|indic|rechaz|exig|pid|tomaron la decision)\w+(?:aron|ieron|eron)\b"
    r"|\bfue\b|\bfueron\b|\beran?\b|\bayer\b|\banoche\b"
)
PRETERITE: Final = re.compile(
    r"\b(?!anunci|amenaz|advirt|alist|convoc|program|ratific|defin|determin|decid|resolv|instru|conmin|emplaz|otorg|fij"
    r"|declar|acord|aprob|inform|señal|indic|rechaz|exig|pid|afirm|asegur|sostuv|explic|manifest)\w{2,}ó\b"
)
SINCE: Final = re.compile(
    r"\b(?:bloquea(?:n|d\w+)?|cumpl\w+|mantien\w+|acat\w+|permanec\w+|sigu\w+|continu\w+|persist\w+|llev\w+|esta(?:n|ba\w*)?"
    r"|marchan|protest\w+|paraliz\w+|cerrad\w+|cortad\w+|rige|vigent\w+|registra\w*|varad\w+|inici(?:ad\w+|o|aron))\b[^,]*$"
)
NEVER_BEFORE: Final = re.compile(
    r"\b(?:los|cada|pasado|ultimo|anterior|todos|(?:lunes|martes|miercoles|jueves) a)\s+$|^de\s+$|[^a]\sde\s+$"
)
NEVER_AFTER: Final = re.compile(
    r"^\s*(?:,\s*)?(?:pasad[oa]|anterior|ultimo|santo|de (?:carnaval|ramos|ceniza|corpus|cada)"
    r"|a (?:viernes|sabado|domingo|jueves))\b"
)
DETERMINER: Final = re.compile(r"(?:\b(?:este|el|proximo|mismo|dia|del|al)\s+)*$")
DAY_PART: Final = re.compile(r"\b(?:la|esta|cada|una|media|de|ayer)\s+$")
AMBIGUOUS_HOUR: Final = re.compile(r"medianoche|\b24[:.]00|\b24 horas")
HAPPENED: Final = re.compile(r"[^.;]{0,25}?\b\w+(?:aron|ieron)\b")
"""Right after a weekday without `desde` or `hasta`: `el lunes anunciaron…` tells when it was said."""
AFTERMATH: Final = re.compile(
    r"\b(?:tras|despues de|luego de|durante)\b[^,;:]{0,40}\b(?:de|del)\s+(?:este\s+|dia\s+)?$"
)
"""Right before a day: `tras el paro del lunes` tells of the last one."""
GOES_ON: Final = re.compile(
    r"\b(?:cumplen?|llevan?|ingresan?|entran?|van)\b[^.;]{0,40}\b(?:dias?|horas|semanas?|jornadas?)\b[^.;,]{0,20}$"
)
"""Right before a day: `cumple cinco días este miércoles` tells of what goes on."""
PENALTY: Final = re.compile(
    r"\s+(?:calendario\s+)?(?:de|para)\s+(?:carcel|prision|detencion|arresto|vacacion\w*|gracia|licencia|suspension|credito"
    r"|paro|bloqueo|huelga|marcha|vigilia|baja)\b"
)
"""Right after a length of time: what is given is that, not a term."""
PAPERWORK: Final = re.compile(
    r"\b(?:inscri\w+|registr(?:ar|arse|o)|matricul\w+|postul\w+|empadron\w+|impuestos?|tribut\w+|soat|censo|vacuna\w*"
    r"|inspeccion tecnica|descuentos?|admision|tramit\w+|licencias?|facturas?|habilitados?|renov\w+)\b"
)
PRESSURE: Final = re.compile(
    r"\b(?:bloque\w+|paros?\b|parar\w+|march\w+|huelga\w*|vigilia\w*|tom(?:ar\w+|a de)|protest\w+|moviliz\w+"
    r"|conflict\w+|amenaz\w+|emplaz\w+|conmin\w+|ultimatum|radicaliz\w+|medidas|cabildo|ampliado|emergencia)"
)
"""What makes a term more than paperwork when the sentence speaks of both."""
DENIED: Final = re.compile(r"\bno habra (?:paro|bloqueo|marcha|huelga|movilizacion)")
SAID: Final = re.compile(r"\b\w{2,}(?:ó|aron|ieron)\s+$")
"""Right before a bare day, in the unfolded text: `advirtió este miércoles que…` tells when it was said."""
FALLS_DUE: Final = re.compile(rf"\s*,?\s*(?:{_FALLS})\b")
"""Right after a day: what comes is a limit."""
