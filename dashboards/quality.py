"""The quality page: what people made of what was flagged, what was missed, and the card of the model in use."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from conflict.esbo import counted, lacking
from conflict.lapaz import local_day
from conflict.permissions import WHOLE, Ability, allowed
from conflict.record import Person
from conflict.secondreading import Pairs
from conflict.shares import Share
from dashboards.control import missed_words
from dashboards.desk import Desk
from dashboards.entered_views import month_words
from dashboards.figures import decimal, interval_of, percent_of
from dashboards.labels import DISCARD_REASONS
from dashboards.loop_pages import BinView, Line, QualityView
from dashboards.visitor import reader
from dashboards.when import long_day
from register.queries import control as control_queries
from register.queries import entered as entered_queries
from register.queries import models as model_queries
from register.queries import quality as quality_queries
from register.queries import second_readings as second_queries
from register.queries.models import ModelInUse, ShadowSums
from register.queries.quality import Quality, Tenth

PERIOD = timedelta(days=28)
MONTHS = timedelta(days=92)
"""What persons brought is told for three months: it is little, and comes in waves."""
LEAST_DECISIONS = 40
"""Decided rows without which calibration is not spoken of: the same number that the missed rate asks for."""
MOST_LINES = 20
AGREEMENTS = ((0.8, "muy bueno"), (0.6, "bueno"), (0.4, "moderado"), (0.2, "débil"), (0.0, "muy débil"))
"""What a kappa above each number is called."""
NEAR = 0.10
"""Gap between what was said and what came of it that is still called honest."""


def routes(desk: Desk) -> APIRouter:
    """Return the route of the quality page."""
    router = APIRouter()

    @router.get("/calidad", response_class=HTMLResponse)
    def quality() -> Response:
        now, works = desk.clock(), works_here(reader())
        with desk.register.reading() if works else desk.register.whole.reading(WHOLE) as session:
            told = quality_queries.quality(session, now - PERIOD)
            missed = control_queries.missed(session, local_day(now - PERIOD), local_day(now))
            pairs = second_queries.agreement(session, local_day(now - PERIOD))
            model = model_queries.in_use(session)
            shadow = model_queries.shadow(session)
            brought = entered_queries.by_month(session, now - MONTHS)
        with desk.register.reading() as session:
            around = desk.around(session, "Calidad", "calidad")
        view = QualityView(
            frame=around,
            period=f"Últimos {PERIOD.days} días",
            sample=missed_words(missed),
            sample_more=f"{counted(missed.unflagged, 'nota', 'notas')} sin señal en los días sorteados."
            if missed.unflagged
            else "",
            agreement=agreement_words(pairs),
            agreement_more=chance_words(pairs),
            brought=month_words(brought),
            waiting=missed.waiting if works else 0,
            decisions=_decisions(told),
            reasons=tuple(Line(DISCARD_REASONS[reason], str(n), "") for reason, n in told.discarded.items()),
            offices=_shares(told.by_office),
            outlets=_shares(told.by_outlet),
            bins=tuple(_bin(one) for one in told.tenths),
            calibration=calibration_words(told),
            card=_card(model),
            shadow=_shadow(shadow, model),
        )
        return desk.page("calidad.html", view)

    return router


def _decisions(told: Quality) -> tuple[Line, ...]:
    hours = told.median_hours
    return (
        Line("Decididas", str(told.precision.whole), ""),
        Line("Registradas", str(told.registered), ""),
        Line("Unidas a una ficha", str(told.linked), ""),
        Line("Descartadas", str(sum(told.discarded.values())), ""),
        Line("Precisión: registradas o unidas, de las decididas", *_share(told.precision)),
        Line("Precisión de las marcadas «en duda»", *_share(told.doubt)),
        Line("Tiempo hasta decidir, la mitad en menos de", "–" if hours is None else f"{decimal(hours, 1)} h", ""),
    )


def _share(share: Share) -> tuple[str, str]:
    if share.value is None:
        return "–", "sin casos"
    return percent_of(share), f"{share.part} de {share.whole}, {interval_of(share)}"


def _shares(parts: Mapping[str, Share]) -> tuple[Line, ...]:
    return tuple(Line(name, *_share(share)) for name, share in list(parts.items())[:MOST_LINES])


def _bin(one: Tenth) -> BinView:
    return BinView(
        said=f"{decimal(10 * one.said, 1)} de cada 10",
        count=one.kept.whole,
        came=f"{decimal(10 * (one.kept.value or 0.0), 1)} de cada 10",
        interval=interval_of(one.kept),
    )


def works_here(person: Person | None) -> bool:
    """Say whether a person works on a queue, and is told of that; whoever has none is told of the whole country.

    Who leads, audits or keeps the machine sees no row anywhere: narrowed to what they see, every figure would be zero.
    """
    return person is None or allowed(person, Ability.SEE_QUEUE)


def calibration_words(told: Quality) -> str:
    """Say in one sentence whether what the machine says comes true."""
    missing = LEAST_DECISIONS - told.precision.whole
    if missing > 0:
        return f"{lacking(missing, 'decisión', 'decisiones')} para saber si lo que el sistema dice se cumple."
    gap = sum(one.kept.whole * ((one.kept.value or 0.0) - one.said) for one in told.tenths) / told.precision.whole
    if abs(gap) <= NEAR:
        return "Lo que el sistema dice se cumple: sus probabilidades y las decisiones coinciden."
    if gap < 0:
        return "El sistema exagera: de lo que marca, las personas confirman menos de lo que dice."
    return "El sistema se queda corto: de lo que marca, las personas confirman más de lo que dice."


def agreement_words(pairs: Pairs) -> str:
    """Say how often two persons said the same of a text, or how many answers are lacking until it is told."""
    if pairs.lacking:
        return f"{lacking(pairs.lacking, 'segunda lectura', 'segundas lecturas')} para calcularlo."
    return (
        f"Dos personas leyeron por separado {counted(pairs.share.whole, 'nota', 'notas')} y en {pairs.share.part} "
        f"dijeron lo mismo sobre si era un conflicto: {percent_of(pairs.share)}, con 95 % de confianza "
        f"{interval_of(pairs.share)}."
    )


def chance_words(pairs: Pairs) -> str:
    """Say how much of the agreement chance alone does not explain; the words are those of Landis and Koch (1977)."""
    if pairs.lacking:
        return ""
    if pairs.kappa is None:
        return "Todas las respuestas fueron la misma: no se puede saber cuánto de eso es azar."
    strength = next((words for least, words in AGREEMENTS if pairs.kappa > least), "nulo")
    return (
        f"Kappa de Cohen {decimal(pairs.kappa)}: el acuerdo, descontado lo que coincidiría por azar, es {strength}. "
        "1 es acuerdo entero; 0, el del azar. Si es bajo, la misma nota se entiende de dos maneras: conviene conversar "
        "qué se registra."
    )


def _card(model: ModelInUse | None) -> tuple[Line, ...]:
    if model is None:
        return ()
    card = model.card
    return (
        Line("Versión", model.version, f"en uso desde el {long_day(model.since)}"),
        Line("Entrenado", _moment(card.get("made_at")), ""),
        Line("Corpus", str(card.get("corpus_digest", ""))[:12], _corpus(card)),
        Line("Umbral", _number(card, "threshold"), _band(card)),
        Line("Precisión fuera de muestra", _number(card, "precision"), "como en un día real"),
        Line("Cobertura fuera de muestra", _number(card, "recall"), ""),
        Line("Precisión media", _number(card, "average_precision"), ""),
        Line("Etapa correcta", _number(card, "stage_accuracy"), ""),
        Line("Error de calibración", _number(card, "calibration_error"), ""),
    )


def _moment(text: Any) -> str:
    try:
        return long_day(datetime.fromisoformat(str(text)))
    except ValueError:
        return "–"


def _number(card: Mapping[str, Any], name: str) -> str:
    value = card.get(name)
    return decimal(value, 3) if isinstance(value, int | float) else "–"


def _corpus(card: Mapping[str, Any]) -> str:
    return f"{card.get('examples', '–')} ejemplos, {card.get('signals', '–')} con señal"


def _band(card: Mapping[str, Any]) -> str:
    band = card.get("band")
    if not (isinstance(band, list | tuple) and len(band) == 2):
        return ""
    return f"en duda entre {decimal(band[0])} y {decimal(band[1])}"


def _shadow(sums: ShadowSums | None, model: ModelInUse | None) -> str:
    if sums is None or (model is not None and sums.challenger == model.version):
        return ""
    return (
        f"El modelo propuesto {sums.challenger} leyó {counted(sums.read, 'nota', 'notas')} a la sombra desde el "
        f"{long_day(sums.since)}: {sums.both} {'la' if sums.both == 1 else 'las'} marcan los dos, "
        f"{sums.only_champion} solo el que está en uso, "
        f"{sums.only_challenger} solo el propuesto."
    )
