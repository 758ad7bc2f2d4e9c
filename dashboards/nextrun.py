"""When the next collection comes: asked of whoever collects, kept for a minute, and never waited for."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from conflict.errors import NetworkError
from conflict.lapaz import local, local_day
from dashboards.collecting import Collecting
from dashboards.when import short_day

log = structlog.get_logger()

KEPT = timedelta(minutes=1)

Coming = Callable[[datetime], datetime | None]


def never(now: datetime) -> datetime | None:
    """Return None: nobody collects by the clock, or nobody knows."""
    return None


class NextRun:
    """What was last told of the next collection. A page is given that at once; it is asked for anew beside it."""

    def __init__(self, collecting: Collecting) -> None:
        """Know nothing yet."""
        self._collecting = collecting
        self._told: datetime | None = None
        self._asked: datetime | None = None
        self._one = threading.Lock()

    def __call__(self, now: datetime) -> datetime | None:
        """Return when it comes, None while that is not known; what is older than a minute is asked for again."""
        told = self._told  # before it is asked anew, or what a page shows would depend on which thread is quicker
        if (self._asked is None or not timedelta(0) <= now - self._asked < KEPT) and self._one.acquire(blocking=False):
            self._asked = now
            threading.Thread(target=self._ask, args=(now,), name="next-run", daemon=True).start()
        return told if told is not None and told > now else None

    def _ask(self, now: datetime) -> None:
        try:
            self._told = self._collecting.next_run(now)
        except NetworkError as error:
            log.info("next_run_not_known", cause=str(error))
            self._told = None
        finally:
            self._one.release()


def hour_of(coming: datetime | None, now: datetime) -> str:
    """Return «16:00», with the day before it when it is another; "" for nothing known."""
    if coming is None:
        return ""
    hour = f"{local(coming):%H:%M}"
    return hour if local_day(coming) == local_day(now) else f"{short_day(local_day(coming))}, {hour}"
