"""The words that tell what is demanded, as patterns for folded text."""

import re
from typing import Final

WANT: Final = re.compile(
    r"\b(?:(?:para|de|a|sin|al) )?(?:exig(?:en|e|ir|iendo|ieron|io|iran|imos)|exijan?|piden?|pedir|pidiendo|pidieron|pidio|pediran?|demandan?|demandaron|demandando|demandar|"
    r"reclaman?|reclamaron|reclamando|reclamar|reclamo|solicitan?|solicitaron|solicitar|insisten en|ruegan(?: por)?|claman(?: por)?|en demanda de|en reclamo de|en procura de|en busca de|en exigencia de|a favor de)\b|"
    r"\b(?:plazo|horas|dias|semanas|ultimatum)\b(?: (?!para)[\w,]+){0,8} para\b(?! (?:el|la|los|las|un|una|que) )"
)
"""Words after which the thing wanted stands."""

REFUSE: Final = re.compile(
    r"\b(?:rechaz(?:an|a|aron|o|ar|ando|aran)|en rechazo (?:a|al|de|del)|se oponen? (?:a|al)|repudian?|en contra del?|contra (?:el|la|los|las) "
    r"(?:alza|suba|incremento|proyecto|ley|decreto|medida|impuesto|despidos?|reforma|norma|contrato|resolucion|ordenanza|corte|cierre|cobro|traslado|botadero|avasallamiento\w*|contaminacion|explotacion|ingreso|construccion|anulacion|reduccion|fallo|sentencia|designacion|cambio|subida|tarifa\w*)|"
    r"por (?:el |la |los |las )?(?:falta|incumplimiento|alza|escasez|retraso|demora|corte|cobro|deuda|despido|suba|mal estado|contaminacion|no pago|avasallamiento|desabastecimiento|cierre|abandono|pago|incremento|subida)|"
    r"(?:denuncian?|denunciaron) (?:el |la |los |las )?(?:incumplimiento|avasallamiento\w*|despidos?|contaminacion|abandono|falta|malos tratos|irregularidades|corrupcion)|"
    r"en protesta por|ante (?:el |la )?(?:falta|incumplimiento|escasez|alza|retraso|demora|negativa))\b"
)
"""Words that are part of what is wanted: that something should not be."""

CAUSE: Final = re.compile(
    r"\b(?:(?:bloque|paro|paran|parar|march|huelga|vigilia|protest|emergencia|ampliado|cabildo|planton|ultimatum|plazo|crucif|cosen|caravana|moviliza|toma[nr]|medidas|enfrenta)\w*(?: \w+){0,6}? |cierran?(?: \w+){1,5}? )"
    r"(por (?!(?:el |la |los |las )?(?:centro|calles?|avenidas?|rutas?|tarde|noche|manana|dia|semana|momento|ciudad|plaza|parte|orden|via|carretera|pais|mundo)\b|\w+(?:er|do|to|mo|vo) (?:dia|ano|vez)|todo|lo |eso|ahora|dos|tres|cuatro|cinco|\d|una? (?:dia|hora|semana)|horas|tiempo|turnos?|unanimidad|mayoria|aclamacion|ejemplo|dirigentes|vida)"
    r"(?:(?:el|la|los|las|un|una|sus?|mas|mejor(?:es)?|mayor|nuevos?|nuevas?) )?([a-z]{4,}))"
)
"""What a measure is held for: «bloquean por el pago de la zafra», but not «marchan por el centro»."""
AGAINST: Final = re.compile(r"\bcontra (?:el|la|los|las) (\w+)")
OR_ELSE: Final = re.compile(r"\bsi (?:manana |hasta el \w+ )?no (?:hay|se|les|cumpl|atiend|llega|pagan?|responde)\w*")

SUBJECT: Final = re.compile(r"^ (?:(?:la|el|los|las) )?")
TO: Final = re.compile(r"^ (?:a|al|ante|de|del)(?: (?:la|el|los|las|sus?))? ")
AND_TO: Final = re.compile(r"^ (?:y|e) (?:a|al) (?:(?:la|el|los|las) )?")
ONE_WORD: Final = re.compile(r"^\w+")
END: Final = re.compile(
    r"[.;:\n»”\"?!]|,? (?:y|e) (?:anunci|advier|amenaz|bloque|march|inici|instal|convoc|dan |dieron|se declar|no descart|decid|resolv|ratific|mantien|sigue|continu)|, (?:segun|inform|dij|afirm|señal|senal|sostuv|mientras|pero|aunque|tras |luego|quien|informaron|advirt|anunci)| (?:mientras|pero|aunque|tras un|segun|y cumplen|con (?:un |una )?(?:bloqueo|paro|marcha|vigilia|huelga)|desde (?:este|el|hoy|manana|ayer))\b| bajo amenaza| o (?:bloque|march|ir|parar)| de lo contrario| caso contrario| si no "
)
EMPTY: Final = re.compile(
    r"^hace \w+|^(?:que )?(?:la |el |los |las |una? |su )?(?:respuestas?|atencion|soluciones|solucion|dialogo|audiencia|disculpas?)?\W*$"
)
OBJECT: Final = re.compile(r"\b(?:a|al|ante|del?|contra)(?: (?:la|el|los|las))? $")
LIFT: Final = re.compile(
    r"\b(?:levantar|levanten|suspender|suspendan|deponer|depongan|desbloque\w+|despejar|despejen|desocupar|desocupen|habilitar|liberar|cese|cesar|dialogar|retomen|dejar las medidas|levantamiento|retorn\w+ al dialogo|dialogo)\b"
)
"""What authorities ask of those who protest; it is no demand of theirs."""
