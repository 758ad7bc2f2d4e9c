"""What the domain calls by name: measures, actors, demands, and the cues that turn a word into something else.

Patterns are for folded text (lower case, no accents). Sources: the institution's vocabulary as told in the domain model
§4 (stages, measures, actors, false friends); nothing here was written for one news item.
"""

from typing import Final

from classifiers.scan import pattern
from conflict.codebook import Measure

_BURN = (
    r"queman|quemaron|quema del?|incendian|incendiaron|prenden fuego|prendieron fuego|destrozan|destrozaron|saquean"
    r"|saquearon|apedrean|apedrearon|(?:turba|multitud|poblada) (?:quema|incendia|prende fuego|destroza|saquea|apedrea)"
)
_SOME = (
    r"(?:(?:el|la|los|las|una?|unas|dos|tres|cuatro|cinco|seis|varias?|varios|otr[ao]s?|sus?|parte|de|del|al?) ){0,3}"
)
_PUBLIC = (
    r"alcaldia|subalcaldia|gobernacion|municipalidad|oficinas?|sedes?|edificios?|instalaciones|comando|reten|tranca"
    r"|modulo policial|transito|patrullas?|patrulleros?|ambulancias?|maquinaria|campamentos?|anforas|material electoral"
    r"|(?:vehiculos?|motocicletas?) (?:polic\w+|oficial\w*|municipal\w*)"
)
_HOMES = (
    r"(?:casas?|viviendas?|domicilios?) (?:de|del) (?:la |el |los |las |una? |dos )?"
    r"(?:alcald\w+|dirigent\w+|concejal\w*|autoridad\w*|corregidor\w*|juez\w*|fiscal\w*|polic\w+|civic\w+)"
)
DESTROYED: Final = rf"(?:{_BURN}) {_SOME}(?:{_PUBLIC}|{_HOMES})"
"""A crowd's work, since nobody burns an office in the plural by accident: violence of a conflict (stage `violencia`)."""

MEASURES: Final = (
    (Measure.HUNGER_STRIKE, pattern(r"huelgas? de hambre", r"ayuno (?:voluntario|indefinido)", r"piquetes? de huelga", r"(?:inici\w+|anunci\w+|instal\w+) (?:el |un )?ayuno")),
    (Measure.CRUCIFIXION, pattern(r"crucif\w+", r"se crucific\w+", r"tapiad\w*", r"se tapia\w*", r"tapian", r"cos\w+ los labios", r"encaden\w+", r"se entierran")),
    (Measure.ROAD_BLOCKADE, pattern(r"bloque[aoe]\w*", r"desbloque\w*", r"cort(?:e|an|aron|aran|es)\w* (?:de )?(?:rutas?|(?:el |la |los |las )?(?:caminos?|carreteras?|vias?|rutas?|paso))", r"(?:cierr\w+|cerr(?:ar|aron|aran|o|ad[oa]s?)) (?:el |la |los |las |una? )?(?:\w+ )?(?:caminos?|carreteras?|vias?|rutas?|avenidas?|calles?|puente\w*|paso|salidas?|ingresos?|fronteras?)", r"puntos? de (?:bloqueo|corte)", r"rutas? cortadas?", r"impid\w+ (?:el )?(?:paso|ingreso|transito)", r"(?:impedir|cerrar|cortar)\w* (?:el |la )?(?:paso|ruta|carretera|camino|ingreso|via|frontera|puente)\w*", r"(?:salen|salir|saldran|salida) a (?:las? )?(?:rutas?|vias?|carreteras?)", r"cercar", r"cerco a")),
    (Measure.MARCH, pattern(r"marchas?", r"marchan", r"marcharon", r"marcharan", r"marchar", r"marchistas?", r"caminata de protesta", r"caravana\w*", r"movilizacion(?:es)?", r"se movilizan?", r"(?:salen|saldran|salieron) a las calles")),
    (Measure.STOPPAGE, pattern(r"paros?(?! cardi\w+| respirator\w+| tecnico| biologico| de maquinas)", r"parar[ao]n?(?! de llover)", r"brazos caidos", r"suspension de (?:servicio|labores|actividades) por protesta", r"acata\w+ (?:el |un )?paro", r"no (?:saldran|circularan|trabajaran)")),
    (Measure.LABOUR_STRIKE, pattern(r"(?<!piquete de )(?<!piquetes de )huelgas?(?! de hambre)", r"huelguistas?")),
    (Measure.VIGIL, pattern(r"vigilias?(?! pascual)", r"acampan?", r"acamparon")),
    (Measure.OCCUPATION, pattern(r"tom(?:a|an|aron|aran|ada|adas|ado) (?:de |el |la |los |las |por )*(?:instalacion\w*|edificio|predio\w*|facultad|oficinas?|alcaldia|subalcaldia|planta|gobernacion|pozos?|campo|ingreso|valvulas?|universidad|mina|unidad|colegio|sede|plaza)", r"ocupan? (?:la |las |el )?(?:planta|instalaciones|oficinas?|edificio|predios?)", r"cierre de valvulas", r"cierran (?:el ducto|valvulas)")),
    (Measure.LAND_SEIZURE, pattern(r"avasall(?:a|an|aron|ado|ados|ada|adas|amiento|amientos|adores|ador)", r"asentamientos? ilegal\w*", r"loteador\w*", r"toma de tierras")),
    (Measure.SIT_IN, pattern(r"planton(?:es)?", r"mitin(?:es)?", r"cacerol\w+", r"concentracion(?:es)? (?:de protesta|frente)", r"(?<!marcha de )(?<!marchas de )(?<!caravana de )(?<!caminata de )(?<!bloqueo de )(?<!medida de )(?<!medidas de )protesta[ns]?", r"protestaron", r"protestar(?:an)?", r"ollas vacias")),
    (Measure.EMERGENCY, pattern(r"(?:se declar\w+ |declara\w* |estado de )(?:en )?(?:estado de )?emergencia(?! (?:sanitaria|departamental por|municipal por|por (?:sequia|inundacion|lluvias|incendios|desastres?)))", r"en emergencia (?:y|nacional|por (?:el|la|los|las|una?|sus?|falta))", r"en apronte", r"pie de lucha", r"movilizacion permanente")),
    (Measure.ULTIMATUM, pattern(r"ultimatum", r"plazo de (?:\w+ )?(?:\d+ )?(?:horas|dias)", r"(?:da|dan|dio|dieron|otorga\w*|fija\w*|conced\w+) (?:un )?(?:plazo|tiempo)(?: de)?", r"(?:da|dan|dio|dieron|otorgan?|conceden?|fijan?) (?:\w+ |hasta )?(?:\d+|una?|dos|tres|cuatro|cinco|seis|siete|diez|quince|veinte)? ?(?:horas|dias|semanas?)", r"cuenta regresiva", r"si hasta (?:el|manana|fin)")),
    (Measure.ASSEMBLY, pattern(r"cabildos?", r"ampliados?", r"asamblea (?:de emergencia|permanente|general de)", r"congreso extraordinario")),
    (Measure.CLASH, pattern(r"enfrentamientos?", r"(?:se )?enfrenta(?:n|ron)(?! (?:el|al|los|la|las|una|un|con) (?:fuego|incendi\w+|llamas|crisis|sequia|frio|pandemia|desafio|reto|juicio|proceso|rival|partido))", r"choque entre", r"gasific\w+", r"gases lacrimogenos", r"agentes quimicos", r"desalojo violento", r"a pedradas", r"dinamit\w+", r"petardos", r"motin(?:es)?", r"emboscad\w+", r"refriega", r"a golpes", r"queman? (?:de )?vehiculos", DESTROYED)),
    (Measure.RETENTION, pattern(r"retien\w+", r"retuv\w+", r"retenid[oa]s?(?! de iva)", r"toma de rehenes", r"rehenes", r"secuestr\w+ (?:a )?(?:policias|funcionarios|autoridades|trabajadores|periodistas)")),
    (Measure.LYNCHING, pattern(r"linch\w+", r"chicote\w+", r"justicia comunitaria", r"turba")),
)  # fmt: skip

CARGO: Final = r"(?:cargamentos?|camion\w*|vehiculos?|droga|mercaderia|contrabando|dinero|pase|iva|aportes|sueldos|salarios|impuestos|documentos|avionetas?|madera|granos?)"
"""Things that customs or the police hold; holding them is no measure of pressure."""

FALSE_FRIENDS: Final = pattern(
    r"(?:des)?bloque\w+ (?:de |del |a |al |tus? |sus? |el |la |los |las |una? |unos |unas )*(?:chakras?|emocion\w*|energias?|metabolismo|mente|mutacion\w*|virus|celulas?|hormonas?|arterias?|grasas?|rayos|sol|solar|llamadas?|mensajes?|whatsapp|spam|numeros?|datos|archivos?|contenidos?|aplicacion\w*|dispositivos?|pantallas?|anuncios publicitarios|penal\w*|remates?|disparos?|cuentas?|celulares|telefonos?|tarjetas?|sitios?|paginas?|usuarios?|imei|ley|leyes|proyecto|creditos?|legislativ\w+|institucional|auriculo\w+|mental|economic\w+|comercial|financier\w+)", r"bloqueo (?:en la red|del central|defensivo|doble)", r"bloqueador(?:es)? solar(?:es)?", r"(?:usan?|usar|uso de|aplican?|aplicar) bloqueador(?:es)?",
    r"(?:cierr\w+|cerr\w+) (?:\w+ ){1,5}por (?:obras|mantenimiento|refaccion|trabajos|derrumbes?|nevadas?|lluvias|deslizamientos?)",
    r"(?:puest[oa]s?|pon(?:e|en|er|ga|gan|dra|dran|drian?)|puso|pusieron|esta|estan|siguen?|ya) en marcha(?! (?:de protesta|hacia|rumbo|contra))", r"marchan? (?:bien|mal|mejor|atras|con normalidad|viento en popa|nupcial|atletica|triunfal|blanca|militar|olimpica)", r"marchas (?:forzadas|militares)", r"march(?:an|aron|o|aran) al altar", r"marchas? (?:atletica|olimpica|nupcial|solidaria|rosa|de la fe)", r"marcha (?:de|con) (?:\w+ )?(?:novillos|reses|ganado|cabezas de ganado)",
    r"(?:seguro|tasa|subsidio|cifra) de paro", r"(?:se|lo|la) paro(?= (?:en|el|la|a|frente))", r"paro de llover", r"protesta de (?:verdad|fe|ley)", r"notas? (?:verbal(?:es)? )?de protesta", r"paro de (?:luz|turbinas?|motores?|labios)",
    r"vigilia (?:pascual|de oracion|de adoracion|eucaristica|de navidad|de pentecostes)", r"(?:scouts|turistas|hinchas|fanaticos) acampa\w*",
    r"caravanas? (?:navidenas?|nupcial(?:es)?|medicas?|culturales?)", r"(?:triunfo|victoria|juego|ritmo|dominio|estilo|ataque) avasallador\w*",
    r"emergencia (?:sanitaria|climatica|hidrica|agricola|ambiental)", r"emergencia (?:\w+ )?por (?:el |la |los |las )?(?:\w+ )?(?:sequia|inundacion\w*|lluvias?|incendios?|desastres?|granizadas?|heladas?|nevadas?|riadas?|crecidas?|desbordes?|deslizamientos?|dengue|covid\w*|sarampion)",
    r"plazo de \w+ (?:anos|meses)", r"plazo (?:\w+ ){1,4}(?:inscri\w+|postula\w+|tribut\w+|empadron\w+)",
    r"cabildo (?:indigenal?|colonial|eclesiastico|metropolitano)", r"(?:antiguo|viejo) cabildo", r"(?:plan|plazo|credito|fue|fueron|sera|seran|sido|programa|presupuesto|horario|servicio|ha|han|contrato|hospital|museo) ampliados?",
    r"enfrenta(?:n|ron) (?:a |al |el |la |los |las |una? |sus? )*(?:\w+ )?(?:crisis|sequia|problem\w+|dificultad\w*|retos?|desafios?|desempleo|pobreza|juicios?|procesos?|cargos|pandemia|inflacion|escasez|incendios?|rival\w*)", r"(?:equipos|selecciones|clubes|elencos|finalistas) se enfrentan", r"se enfrentan en (?:la|una|el|un) (?:cancha|campo de juego|tablero|cuadrilatero)", r"(?:asaltantes|ladrones|atracadores|delincuentes|sicarios|encapuchados armados) (?:\w+ ){0,2}(?:se )?(?:enfrentan?|retienen?|retuvieron|bloquean|bloquearon|toman|tomaron)", r"se enfrentan? (?:en|por) (?:la|el|las) (?:final|semifinal|copa|torneo|liga|clasico|urnas|balotaje|debate)",
    rf"(?:retien\w+|retuv\w+|retenid[oa]s?) (?:\w+ ){{0,2}}{CARGO}",
    r"crucif\w+ de (?:cristo|jesus)", r"(?:cristo|jesus) (?:\w+ )?crucific\w+", r"encaden\w+ (?:\w+ )?(?:victorias|triunfos|derrotas|goles|alzas|caidas)", r"(?:hall|rescat|encontr)\w+ (?:\w+ ){0,4}encadenad\w+",
)  # fmt: skip
"""Phrases in which the word of a measure means something else (domain model §4.2 and §4.6); they hide what they overlap."""

ACTORS: Final = pattern(
    r"transportistas?", r"transporte (?:pesado|sindicalizado|libre|interprovincial|publico)", r"choferes", r"micreros", r"taxistas", r"minibuseros", r"camioneros",
    r"cocaleros", r"productores", r"interculturales", r"colonizadores", r"campesin[oa]s", r"comunari[oa]s", r"comunidades", r"ayllus?", r"indigenas?", r"originari[oa]s", r"guaranies", r"weenhayek", r"mojenos", r"ponchos rojos", r"bartolinas",
    r"maestr[oa]s", r"magisterio", r"docentes", r"universitari[oa]s", r"estudiantes", r"normalistas", r"padres de familia", r"juntas? escolar(?:es)?", r"papas",
    r"medicos", r"trabajadores", r"sindicatos?", r"obreros", r"fabriles", r"mineros", r"cooperativistas", r"jubilados", r"rentistas", r"petroleros", r"despedid[oa]s", r"residentes",
    r"gremial(?:es|istas)?", r"comerciantes", r"vendedor[ae]s", r"panificadores", r"carniceros", r"lecheros", r"arroceros", r"soyeros", r"ganaderos", r"agropecuarios", r"zafreros", r"castaneros", r"caficultores", r"bananeros", r"importadores", r"microempresarios", r"prestatarios", r"avicultores", r"canicultores", r"caneros", r"quinueros", r"regantes",
    r"vecin[oa]s", r"junta(?:s)? vecinal(?:es)?", r"fejuve", r"otb", r"damnificados", r"afectados", r"civicos", r"comite(?:s)? civico(?:s)?", r"comcipo", r"cob", r"cod", r"csutcb", r"cidob", r"conamaq", r"adepcoca", r"fstmb", r"conalcam", r"pacto de unidad", r"central obrera",
    r"dirigentes?", r"dirigencia", r"federacion(?:es)?", r"confederacion", r"organizaciones sociales", r"sectores? sociales?", r"bases", r"subcentral(?:es)?", r"movilizados", r"marchistas", r"bloqueadores", r"manifestantes", r"activistas", r"colectivos?",
    r"personas con discapacidad", r"discapacitados", r"victimas", r"familiares", r"reclusos", r"internos", r"privados de libertad", r"pacientes", r"enfermos renales", r"policias de base", r"esposas de policias", r"avasalladores", r"loteadores", r"jucus", r"bagalleros", r"chuteros", r"guardaparques", r"ediles", r"evistas", r"seguidores",
)  # fmt: skip

DEMANDS: Final = pattern(
    r"exig\w+", r"demanda(?:n|ron)", r"en demanda de", r"reclam(?:a|an|o|os|aron|ando)", r"pid(?:e|en|iendo|ieron)", r"rechaz(?:a|an|o|aron|ando)", r"denunci(?:a|an|aron) (?:incumplimiento|avasallamiento|despidos)", r"emplaz\w+", r"conmina\w*", r"piden la renuncia", r"renuncia de[l]?", r"abrogacion", r"abrogar", r"anulacion", r"pliego(?: petitorio)?", r"incumpl\w+", r"se opone\w*", r"repudi\w+", r"cuestiona\w*", r"solicita\w*", r"contra (?:el|la|los|las) (?:alza|proyecto|ley|decreto|medida|impuesto|despidos?|incremento|reforma|norma|contrato)", r"en contra de", r"reivindic\w+", r"advierten?", r"amenaza(?:n|ron)?", r"por (?:el )?incumplimiento", r"en rechazo a[l]?", r"en protesta por",
)  # fmt: skip

ANNOUNCE: Final = pattern(r"anunci\w+", r"alist\w+", r"advier\w+", r"advirti\w+", r"amenaz\w+", r"convoc\w+", r"definir\w*", r"no descarta\w*", r"acatara\w*", r"prepar\w+", r"resuelv\w+", r"resolv\w+", r"ratific\w+", r"iniciar\w*", r"desde (?:el|manana|las|este|la proxima)", r"a partir de[l]?", r"de lo contrario", r"caso contrario", r"si no (?:hay|se|les|cumpl\w+|atiend\w+)", r"radicaliz\w+", r"van al paro", r"en puertas", r"saldran", r"instalaran", r"bloquearan", r"marcharan")  # fmt: skip
HANDLING: Final = pattern(r"dialog\w+", r"mesas? (?:de|tecnica)\w*", r"mediacion", r"media(?:r|n|dor)?", r"reun\w+", r"negocia\w+", r"perdidas?", r"desabastecimiento", r"varad[oa]s", r"pasajeros", r"aprehendid\w+", r"defensoria", r"corredor humanitario", r"comision", r"propuesta", r"instan?", r"intervencion", r"efectivos", r"sin clases", r"suspenden clases")  # fmt: skip
WITHDRAWAL: Final = pattern(r"levant(?:a|an|aron|o|amiento)", r"suspend(?:e|en|ieron|io)", r"cuarto intermedio", r"tregua", r"acuerdo\w*", r"acuerdan", r"firm(?:a|an|aron)", r"repliegu\w*", r"repleg\w+", r"se reabre", r"habilitan?", r"posterg\w+", r"depon\w+", r"pausa")  # fmt: skip
ABROAD: Final = pattern(r"peru", r"lima", r"puno", r"juliaca", r"arequipa", r"argentin[oa]s?", r"buenos aires", r"jujuy", r"salta", r"chile(?:n[oa]s?)?", r"santiago de chile", r"iquique", r"arica", r"brasil(?:en[oa]s?)?", r"ecuador", r"ecuatorian[oa]s?", r"quito", r"colombia(?:n[oa]s?)?", r"bogota", r"venezuela", r"venezolan[oa]s?", r"caracas", r"mexico", r"mexican[oa]s?", r"estados unidos", r"washington", r"trump", r"francia", r"frances\w*", r"paris", r"espana", r"espanol\w*", r"madrid", r"barcelona", r"italia", r"alemania", r"aleman\w*", r"reino unido", r"londres", r"rusia", r"ucrania", r"israel\w*", r"gaza", r"palestin\w+", r"iran", r"china", r"india", r"corea", r"japon", r"cuba", r"haiti", r"panama", r"guatemala", r"honduras", r"nicaragua", r"paraguay\w*", r"uruguay\w*", r"montevideo", r"asuncion", r"onu", r"europa", r"bangladesh", r"kenia", r"nepal", r"siria", r"libano", r"turquia")  # fmt: skip
HOME: Final = pattern(r"bolivia\w*", r"la paz", r"el alto", r"cochabamba\w*", r"santa cruz", r"crucen\w+", r"pacen\w+", r"altean\w+", r"altenos?", r"oruro", r"orurenos?", r"potosi\w*", r"sucre", r"chuquisaca\w*", r"tarij\w+", r"beni\w*", r"trinidad", r"pando", r"cobija", r"chapare", r"yungas", r"chaco", r"abc", r"ypfb", r"comibol", r"gobernacion", r"yacuiba", r"bermejo", r"villazon", r"desaguadero", r"pisiga", r"riberalta", r"guayaramerin", r"puerto suarez", r"copacabana")  # fmt: skip
SPORT: Final = pattern(r"futbol\w*", r"gol(?:es)?", r"partido (?:de|ante|contra|amistoso)", r"seleccion", r"torneo", r"campeon\w*", r"copa", r"libertadores", r"sudamericana", r"dt", r"(?:director|cuerpo|equipo|mando) tecnico", r"tecnico (?:del? )?(?:plantel|equipo|seleccion|rival|interino|cruceno|paceno|argentino|brasileno|espanol)", r"tecnico \w+ (?:el|al|a|un|su) (?:once|equipo|plantel|rival|refuerzo)", r"delantero", r"arquero", r"hinchas?", r"estadio", r"liga", r"fbf", r"bolivar (?:gana|vence|empata)", r"strongest", r"wilstermann", r"aurora", r"tigre", r"jugador\w*", r"club", r"voley\w*", r"tenis\w*", r"medallas?", r"atleta\w*", r"maraton", r"fecha \d+", r"clasico", r"lucha libre", r"ciclis\w+", r"basquet\w*")  # fmt: skip
COURT: Final = pattern(r"juez\w*", r"juicio", r"audiencia", r"fiscal\w*", r"tribunal", r"imputad\w+", r"sentencia\w*", r"carcel", r"detencion preventiva", r"condena\w*", r"acusad\w+", r"tse", r"tcp")  # fmt: skip
PARTY: Final = pattern(r"diputad\w+", r"senador\w*", r"legislativ\w+", r"asamblea legislativa", r"bancada", r"candidat\w+", r"partidos?", r"elecciones", r"comision de", r"sesion", r"camara de (?:diputados|senadores)", r"oposicion", r"presidente")  # fmt: skip
DISASTER: Final = pattern(r"sequia", r"inundacion\w*", r"lluvias?", r"riadas?", r"incendios?", r"granizada", r"mazamorra", r"deslizamiento", r"nevada", r"helada", r"derrumbe", r"terremoto", r"sismo", r"accidente", r"embarrancamiento", r"volcadura", r"dengue", r"covid\w*", r"vacuna\w*", r"sanitari\w+")  # fmt: skip
CRIME: Final = pattern(r"robo", r"asalto", r"atrac\w+", r"droga", r"cocaina", r"narco\w*", r"homicidio", r"asesin\w+", r"feminicid\w+", r"estafa", r"delincuent\w+", r"felcn", r"felcc", r"cadaver", r"violacion")  # fmt: skip
PAST: Final = pattern(r"aniversario", r"conmemor\w+", r"record\w+", r"homenaje", r"a(?:nos|niversarios) (?:del?|despues)", r"hace \w+ anos", r"hace una decada", r"historia\w*", r"documental", r"libro", r"masacre", r"en (?:19\d\d|200\d|201\d)")  # fmt: skip
FESTIVE: Final = pattern(r"desfil\w+", r"carnaval", r"corso", r"festival", r"feria", r"procesion", r"entrada folklorica", r"concurso", r"concierto", r"pelicula", r"homenaj\w+", r"inaugur\w+", r"navidad\w*", r"fraternidad\w*", r"solidari\w+")  # fmt: skip
NEGATED: Final = pattern(r"no habra", r"descarta\w*", r"no (?:bloque\w+|march\w+|acata\w+)", r"sin bloqueos?", r"niega\w*", r"desmient\w+")  # fmt: skip

CUES: Final = (
    ("actor", ACTORS), ("demanda", DEMANDS), ("anuncio", ANNOUNCE), ("gestion", HANDLING), ("repliegue", WITHDRAWAL), ("exterior", ABROAD), ("pais", HOME),
    ("deporte", SPORT), ("tribunal", COURT), ("partido", PARTY), ("desastre", DISASTER), ("delito", CRIME), ("pasado", PAST), ("festivo", FESTIVE), ("negado", NEGATED),
)  # fmt: skip
