"""One round of the clock, every few minutes: what was missed of the week, what is to be told, what waits to go."""

from datetime import datetime
from pathlib import Path

import structlog

from flows.escalation import escalate
from flows.messages import due_work, send
from flows.to_persons import tell_persons
from flows.weekly import publish_missed
from register.engine import Register
from reports.settings import NO_CHANNELS, ChannelSettings, MailSettings

log = structlog.get_logger()


def prepare_and_send(
    register: Register,
    settings: MailSettings,
    *,
    resources: Path,
    now: datetime,
    channels: ChannelSettings = NO_CHANNELS,
) -> tuple[dict[str, int], dict[str, int]]:
    """Prepare what is due and send what waits, also when something cannot be prepared; return the counts of both.

    Raise what went wrong with the preparing, once everything else has gone.
    """
    made: dict[str, int] = {}
    try:
        if told := publish_missed(register, now=now):
            log.warning("week_published_late", told=told)
        made |= due_work(register, now=now, base=settings.base)
        made |= escalate(register, resources=resources, now=now, base=settings.base)
        made |= tell_persons(register, resources=resources, now=now, base=settings.base)
    finally:
        went = send(register, settings, now=now, channels=channels)
    return made, went
