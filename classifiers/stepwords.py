"""The words by which a news item walks through a conflict, one class each, as patterns for single folded words.

After the wording of each stage in the domain model §4.1, §4.2 and §4.5. A class is what a word usually does there, not
a verdict: *acuerdo* after *sin* ends nothing, and what stands around it is read with it (classifiers/steps.py).
"""

import re
from typing import Final


def _words(alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives.split()))


MEASURE: Final = _words(
    r"""
    bloqueos? paros? marchas? huelgas? vigilias? tomas? cortes? cierres? planton(?:es)? mitin(?:es)? cercos?
    protestas? movilizacion(?:es)? medidas? caravanas? ayunos? paralizacion(?:es)? piquetes? caminatas?
    concentracion(?:es)? presion(?:es)? avasallamientos? asentamientos? crucifixion(?:es)? manifestacion(?:es)?
    barricadas? candados? fogatas? llantas carpas? puntos
    """
)
"""The measure as a thing, which others announce, keep up, lift or suffer."""

ACT: Final = _words(
    r"""
    bloque\w+ march(?!as?$)\w+ par(?:an|aron|aran|ara|ar|alizan?|alizaron|alizaran|alizar|alizo)
    tom(?:an|aron|aran|ado|ada|adas|ados|ar|aban|o) ocup\w+ cierr\w+ cerr\w+ cort(?:an|aron|aran|ar|ad[oa]s?)
    moviliz\w+ protest\w+ avasall\w+ ayun\w+ tranc\w+ concentran? concentr(?:aron|aran|arse) tap(?:an|aron|iad\w+|ian)
    plant(?:an|aron) cercan cercaron asient\w+ manifiest\w+ manifest(?:aron|aran|arse)
    """
)
"""The measure as something done: its tense tells whether it is announced, under way or over."""

CLASSES: Final = (
    (
        "autoridad",
        _words(
            r"""
            autoridad(?:es)? gobierno ministr[oa]s? ministerio viceministr[oa]s? viceministerio president[ea]
            presidencia vicepresidente alcald(?:e|esa|es|ia|ias) gobernador(?:a|es)? gobernacion
            polici(?:a|as|al|ales) fiscal(?:es|ia)? defensor(?:a|es|ia)? juez(?:a)? jueces juzgado abc ypfb ejecutivo
            vocer[oa] tribunal comandante comuna concejo concejal(?:es)? inra aduana comibol iglesia obispos?
            militares ejercito efectivos uniformados comision anh ine tse ted asfi senado diputados distrital
            directora? gerente rector intendencia intendente transito sedes emapa empresa secretari[oa]
            canciller(?:ia)? embajada subgobernador procurador mandatario cartera estado
            """
        ),
    ),
    (
        "anuncio",
        _words(
            r"""
            emergencia apronte alerta plazos? ultimatum horas ampliados? cabildos? asambleas? congreso anunci\w+
            amenaz\w+ amag\w+ advi[er]\w+ advert\w+ alist\w+ prepar\w+ convoc\w+ defin\w+ evalu\w+ analiz\w+ decid\w+
            decision resuelv\w+ resolv\w+ resol(?:ucion|utivo) aprueb\w+ aprob\w+ determin\w+ ratific\w+ descart\w+
            vota\w* voto sopesa\w* emplaz\w+ conmin\w+ avisa\w* aviso condicion\w* preve[n]? acord\w+ instruy\w+
            llaman? citan? citaron contrario manana lunes martes miercoles jueves viernes sabado domingo proxim[oa]s?
            venc\w+ endurec\w+ podria\w* faculta\w*
            """
        ),
    ),
    (
        "curso",
        _words(
            r"""
            instal\w+ inici\w+ cumpl\w+ acat\w+ mant(?:iene|ienen|uvo|uvieron|endra|endran|ener) continu\w+ prosig\w+
            persist\w+ sig(?:ue|uen) arranc\w+ ingres\w+ entran? entraron salen sale salieron salio llegan? llegaron
            llego suman? sumaron plieg\w+ plegaron masific\w+ radicaliz\w+ retom\w+ reanud\w+ amanec\w+ dias? jornada
            segund[oa] tercer[ao]? cuart[oa] quint[oa] sext[oa] septim[oa] octav[oa] noven[oa] decim[oa] recorren?
            llevan lleva permanec\w+ apost\w+ impiden? impid\w+ rodea\w* encadena\w+ crucific\w+ acampa\w* vivo hoy
            ahora pernoct\w+ velan?
            """
        ),
    ),
    (
        "fin",
        _words(
            r"""
            levant\w+ suspend\w+ suspension depon\w+ depus\w+ replieg\w+ repleg\w+ desbloque\w+ tregua pausa\w*
            intermedio posterg\w+ aplaz\w+ acuerd\w+ firma\w* habilit\w+ reabr\w+ reabiert\w+ reapert\w+ restablec\w+
            normaliz\w+ normalidad retir\w+ despej\w+ abandon\w+ liber\w+ vuelv\w+ volvi\w+ retorn\w+ finaliz\w+
            termin\w+ conclu\w+ conjur\w+ abren? abrio abrieron libres? expedit\w+ transitable\w* pact\w+ acta
            convenio cese desist\w+ dej(?:an?|o|aron) devuelv\w+ entregan? regres\w+ recogen? desarm\w+ reinici\w+
            solucion\w* sueltan quitan sacan
            """
        ),
    ),
    (
        "trato",
        _words(
            r"""
            dialog\w+ mesas? reun\w+ negoci\w+ mediar? mediacion mediador\w* ofrec\w+ ofert\w+ recib\w+ propon\w+
            propuest\w+ propus\w+ instan? exhort\w+ concilia\w+ audiencias? aprehen\w+ imput\w+ detien\w+ deten\w+
            detuv\w+ proces\w+ descont\w+ descuent\w+ sancion\w+ ilegal\w* garantiz\w+ explic\w+ respond\w+
            respuest\w+ asegur\w+ acus\w+ investig\w+ querella\w* recurso ordena\w* orden corredor gestion\w*
            comprom\w+ atend\w+ atiend\w+ busca\w* espera\w* veedur\w* verific\w+
            """
        ),
    ),
    (
        "efecto",
        _words(
            r"""
            perdid\w+ pierd\w+ desabastec\w+ escase\w+ varad\w+ afect\w+ encarec\w+ clases vuelos? pasajer\w+
            terminal(?:es)? flotas? filas? desvi\w+ cancel\w+ reprogram\w+ virtual\w* perjudic\w+ perjuic\w+ precio
            suben? falta\w* sin turist\w+ hotel\w* mercados? combustible alimentos oxigeno camiones carga trunc\w+
            atrapad\w+ parad[oa]s? millones exporta\w+ hospital\w* ambulanci\w+
            """
        ),
    ),
    (
        "violencia",
        _words(
            r"""
            enfrent\w+ herid[oa]s? muert[oa]s? mueren? muri\w+ fallec\w+ gas(?:es)? gasific\w+ dinamita\w* piedras?
            pedradas? apedre\w+ golp\w+ agred\w+ agres\w+ retien\w+ reten\w+ retuv\w+ rehen(?:es)? secuestr\w+
            embosc\w+ quem[ao]\w* incendi\w+ destro\w+ saque\w+ linch\w+ chicot\w+ disparos? balas? balead\w+
            desaloj\w+ interv\w+ refriega choques? chocan choc(?:aron|o) violen\w+ operativo ataca\w* ataque pelea\w*
            turba dispers\w+ lesionad\w+ machetes? palos perdigon\w* explos\w+ petardos? arremet\w+ irrump\w+
            maniat\w+ asesin\w+ matan? tension batalla
            """
        ),
    ),
    (
        "demanda",
        _words(
            r"""
            exig\w+ pid\w+ demand\w+ reclam\w+ rechaz\w+ solicit\w+ denunci\w+ cuestion\w+ critic\w+ observ\w+
            repudi\w+ insist\w+ pliego carta quej\w+ oposicion oponen?
            """
        ),
    ),
)
"""Who is asked; what is announced or decided; what goes on; what ends or pauses; what is offered, asked or charged in
answer; what others suffer; what hurts; what is demanded. The first class that a word meets is its own."""

LINKS: Final = frozenset(
    [
        *("por", "tras", "ante", "contra", "durante", "si", "no", "desde", "hasta", "para", "mientras", "pero"),
        *("aunque", "entre", "con"),
    ]
)
"""Words that turn the step after them: *por el bloqueo* is a reason, *tras el bloqueo* a past."""
