"""The flows of the week that Prefect runs by the clock, thin: each names what it did and leaves a line of words."""

from collections.abc import Callable
from datetime import UTC, datetime

from prefect import flow

from conflict.lapaz import told_moment
from conflict.week import closed_week, week_named
from flows.rounds import prepare_and_send
from flows.settings import read_settings
from flows.weekly import draft_all, publish_all
from register.engine import open_register
from reports.settings import read_channels, read_mail

EVERY_FIVE_MINUTES = "*/5 * * * *"
MONDAY_DRAFT = "0 6 * * 1"
MONDAY_PUBLISH = "0 8 * * 1"
"""Six and eight on Monday on the clock of La Paz (page specification, weekly summary)."""


def _now(now: str | None) -> datetime:
    return datetime.now(UTC) if now is None else told_moment(now)


@flow(name="resumen-borrador", retries=2, retry_delay_seconds=60, persist_result=False)
def draft_flow(now: str | None = None, week: str = "") -> str:
    """Hace los borradores de la semana cerrada: país, departamentos y oficinas."""
    return _with_register(draft_all, now, week)


@flow(name="resumen-publicar", retries=2, retry_delay_seconds=60, persist_result=False)
def publish_flow(now: str | None = None, week: str = "") -> str:
    """Publica los que nadie publicó de la semana cerrada; van marcados como borrador automático sin revisar."""
    return _with_register(publish_all, now, week)


@flow(name="avisos", retries=0, persist_result=False)
def messages_flow(now: str | None = None) -> dict[str, int]:
    """Prepara los avisos que tocan y envía los que esperan."""
    ours = read_settings()
    register = open_register(ours.storage)
    try:
        made, went = prepare_and_send(
            register, read_mail(), resources=ours.resources, now=_now(now), channels=read_channels()
        )
        return {f"preparados_{kind}": count for kind, count in made.items()} | went
    finally:
        register.close()


def _with_register(work: Callable[..., str], now: str | None, week: str) -> str:
    moment = _now(now)
    register = open_register(read_settings().storage)
    try:
        asked = week_named(week) if week else closed_week(moment)
        return work(register, asked, now=moment)
    finally:
        register.close()
