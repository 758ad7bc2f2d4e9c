"""How far a summary can be trusted, in words: how early we were, what nobody announced, what is not seen; pure."""

from collections.abc import Sequence

from conflict.codebook import AnnouncedState
from conflict.departments import DEPARTMENTS
from conflict.esbo import counted, figure, listed, number, part_of, percent
from conflict.shares import Share
from conflict.weeksummary import DataQuality, Foresight, WeekSummary

FORETOLD = {
    AnnouncedState.STARTED: ("iniciada", "iniciadas"),
    AnnouncedState.PUT_OFF: ("postergada", "postergadas"),
    AnnouncedState.CALLED_OFF: ("levantada", "levantadas"),
    AnnouncedState.PASSED_WITHOUT_FACT: ("vencida sin hecho", "vencidas sin hecho"),
    AnnouncedState.ANNOUNCED: ("que nadie contestó", "que nadie contestó"),
    AnnouncedState.UNKNOWN: ("de la que no se sabe", "de las que no se sabe"),
}


def lead_words(summary: WeekSummary) -> tuple[str, ...]:
    """Return how early we were with the conflicts registered in the week."""
    lead = summary.lead
    if lead.median is None:
        return ("Esta semana no se registró ningún conflicto: no hay anticipación que medir.",)
    total = len(lead.days)
    return (
        f"Mediana {counted(lead.median, 'día', 'días')} en {counted(total, 'conflicto', 'conflictos')} de la "
        f"semana: de la primera alerta a la primera medida.",
        f"{counted(lead.late, 'llegó tarde', 'llegaron tarde')} ({percent(lead.late, total)}), de ellos "
        f"{lead.without_alert} sin alerta previa. {lead.from_facts} con fecha de la medida; en los demás vale el "
        "registro del conflicto.",
    )


def foresight_words(seen: Foresight) -> tuple[str, ...]:
    """Return what the news announced of the measures that began, with n and interval; late and missed ones too."""
    told = []
    if seen.seen.whole:
        late = len(seen.days) - seen.seen.part
        began = counted(seen.seen.whole, "caso empezó sus medidas", "casos empezaron sus medidas")
        told.append(
            f"Anuncios: {began} en la semana; {seen.seen.part} con un anuncio leído antes ({between(seen.seen)}), "
            f"{late} con uno leído tarde y {len(seen.missed)} sin ninguno."
        )
    if seen.median is not None:
        sure = (
            "con menos de seis no hay intervalo"
            if seen.median_range is None
            else f"entre {figure(seen.median_range[0])} y {figure(seen.median_range[1])}"
        )
        told.append(
            f"Del anuncio a la medida: mediana {counted(seen.median, 'día', 'días')} (n = {len(seen.days)}; {sure})."
        )
    if seen.foretold:
        kinds = [(FORETOLD[AnnouncedState(state)], count) for state, count in seen.foretold]
        total = sum(count for _, count in kinds)
        each = listed([f"{count} {one if count == 1 else many}" for (one, many), count in kinds])
        told.append(f"De {counted(total, 'acción anunciada', 'acciones anunciadas')} para la semana: {each}.")
    return tuple(told) or ("Ningún caso empezó sus medidas en la semana: no hay anuncios que medir.",)


def between(share: Share) -> str:
    """Return a share with its 95 % interval: «33,3 %, entre 6 y 79 de cada 100»."""
    low, high = share.interval
    return f"{percent(share.part, share.whole)}, entre {number(100 * low)} y {number(100 * high)} de cada 100"


def quality_words(quality: DataQuality) -> tuple[str, ...]:
    """Return what the figures cannot say, one sentence each."""
    silent = "no respondió" if len(quality.down) == 1 else "no respondieron"
    counts_of = part_of(len(quality.down), quality.sources, "fuente", "fuentes")
    told = [f"{counts_of} {silent} la mayor parte de la semana"]
    if quality.down:
        told[0] += f": {listed(quality.down, 5)}"
    if quality.days_read < 7:
        told.append(f"Las fuentes se leyeron {quality.days_read} de los 7 días")
    if quality.uncovered:
        told.append(f"Sin cobertura: {_names(quality.uncovered)}. Su cero no significa calma")
    if quality.blind:
        counts = {code: f" ({live} de {known})" for code, live, known in quality.blind_live}
        named = listed([f"{DEPARTMENTS[code]}{counts.get(code, '')}" for code in quality.blind])
        told.append(f"Puntos ciegos (menos de dos fuentes vivas): {named}")
    if quality.unplaced:
        told.append(counted(len(quality.unplaced), "caso nuevo sin departamento", "casos nuevos sin departamento"))
    if quality.control_read is None or quality.control_missed is None:
        told.append("Sin muestra de control esta semana: no se sabe cuánto se escapó")
    else:
        sample = Share(quality.control_missed, quality.control_read)
        told.append(
            f"Muestra de control: {part_of(sample.part, sample.whole, 'nota descartada', 'notas descartadas')} "
            f"{'era' if sample.part == 1 else 'eran'} conflicto ({between(sample)})"
        )
    return tuple(f"{words}." for words in told)


def _names(codes: Sequence[str]) -> str:
    return listed([DEPARTMENTS[code] for code in codes])
