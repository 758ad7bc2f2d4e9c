"""One cycle from lease to summary: open what it needs, run the steps, say how it ended.

Only one cycle works at a time, held by a lease row in our own database; Prefect's limits are a courtesy on top. A
holder that died is taken over at once, one that fell silent after its lease.
"""

import asyncio
import contextlib
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import structlog

from classifiers.floor import WITHOUT_MODEL
from classifiers.model import Model
from classifiers.shelf import Shelf, card_of
from conflict.codebook import CycleKind, CycleState
from conflict.errors import AtalayaError, BusyError, ModelError, NetworkError, StorageError
from conflict.lapaz import local
from conflict.source import Source
from conflict.tally import Tally, end_state
from conflict.vigilance import signs
from feeds.box import ParseBox
from feeds.fetch import Fetched, Fetcher
from feeds.guard import PrivateNetwork
from feeds.limits import Limits
from feeds.sources import load_sources
from flows.assess import Assessment, assess
from flows.collect import collect
from flows.desk import Desk, Fetch, SourceResult
from flows.holder import is_dead, this_process
from flows.lore import CorrectionsError, load_lore
from flows.models import load_challenger, load_champion, shelf_of
from flows.settings import LEASE_SECONDS, Settings
from flows.tidying import tidy_up
from register.commands import cycles, models
from register.commands import offices as office_commands
from register.commands import sources as source_commands
from register.commands.cycles import Busy, Taken
from register.engine import Register, open_register
from register.queries import cycles as cycle_queries
from register.queries import sources as source_queries
from register.queries import vigilance
from territory.offices import load_offices

log = structlog.get_logger()

UNSPACED_PER_HOST = 16
"""Connections to one host where the operator asked for no space between requests: the demo, tests, an intranet."""

WrapFetch = Callable[[Fetch], Fetch]
"""What a roof may put around the fetch of one source: Prefect makes it a task with retries."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a cycle ended: its state, its sums, and what the operator should know (Spanish sentences)."""

    kind: CycleKind
    state: CycleState
    tally: Tally
    results: tuple[SourceResult, ...] = ()
    notices: tuple[str, ...] = ()

    def told(self) -> dict[str, object]:
        """Return it with the names that users and their programs read."""
        return {"estado": self.state.value, **self.tally.as_spanish(), "avisos": list(self.notices)}


class NoNetworkError(NetworkError):
    """No source could be reached; the cycle ended, and its sums say so."""

    def __init__(self, ended: Ended, cause: str, spanish: str) -> None:
        """Keep the sums beside both faces of the failure."""
        super().__init__(cause, spanish)
        self.ended = ended


def _now() -> datetime:
    return datetime.now(UTC)


async def run_cycle(
    settings: Settings,
    kind: CycleKind,
    *,
    now: Callable[[], datetime] = _now,
    by_cadence: bool = False,
    wrap_fetch: WrapFetch = lambda fetch: fetch,
    tell: Callable[[SourceResult], None] = lambda result: None,
) -> Ended:
    """Run one cycle and return how it ended.

    Raise DataError for a bad sources.yaml, StorageError when the register cannot be used, BusyError when another cycle
    is at work, NoNetworkError when no source could be reached; each is written on the cycle's row first.
    """
    sources = load_sources(settings.sources) if kind is not CycleKind.ASSESS else ()
    register = open_register(settings.storage)
    started = time.monotonic()
    results: list[SourceResult] = []

    def hear(result: SourceResult) -> None:
        results.append(result)
        tell(result)

    try:
        async with _desk(settings, register, kind, now, wrap_fetch, hear) as desk:
            notices: list[str] = []
            tally = Tally()
            try:
                if kind is not CycleKind.ASSESS:
                    tally = await _collect(desk, sources, by_cadence)
                if kind is not CycleKind.COLLECT:
                    tally = await asyncio.to_thread(_assess, desk, settings, tally, notices)
                await asyncio.to_thread(tidy_up, desk)
            except BaseException as error:
                _finish(desk, _state_of(error), replace(tally, seconds=time.monotonic() - started), notices)
                raise
            tally = replace(tally, seconds=time.monotonic() - started)
            state = CycleState.CANCELLED if desk.stop.is_set() else end_state(tally)
            if not tally.balances():
                state = CycleState.FAILED
                log.error("counts_do_not_balance", **tally.as_spanish())
            _finish(desk, state, tally, notices)
    finally:
        register.close()
    log.info("cycle_ended", kind=kind.value, state=state.value, **tally.as_spanish())
    if state is CycleState.NO_NETWORK:
        every = "la única fuente" if tally.sources == 1 else f"ninguna de las {tally.sources} fuentes"
        raise NoNetworkError(
            Ended(kind, state, tally, tuple(results), tuple(notices)),
            f"none of {tally.sources} sources could be reached: {dict(tally.failed)}",
            f"Sin red: no se pudo llegar a {every}. Nada se "
            "marcó como leído; revise la conexión de este equipo. El próximo ciclo leerá lo que falte.",
        )
    return Ended(kind, state, tally, tuple(results), tuple(notices))


async def _collect(desk: Desk, sources: tuple[Source, ...], by_cadence: bool) -> Tally:
    def sync() -> tuple[Source, ...]:
        with desk.writing, desk.register.writing() as session:
            before = {source.id for source in source_queries.added(session)}
            source_commands.sync(session, sources=sources, now=desk.now())
            known = {source.id: source for source in source_queries.to_read(session)}
            own = {source.id for source in source_queries.added(session)}
        for taken in sorted(before - own):
            log.info("added_source_taken_over", source_id=taken)
        return tuple(known[ident] for ident in [source.id for source in sources] + sorted(own))

    return await collect(desk, await asyncio.to_thread(sync), by_cadence=by_cadence)


def _assess(desk: Desk, settings: Settings, tally: Tally, notices: list[str]) -> Tally:
    model: Model | None = None
    shelf = shelf_of(settings)
    try:
        model = load_champion(shelf)
        _remember(desk, model, shelf)
    except ModelError as error:
        notices.append(error.spanish)
        log.error("model_refused", cause=str(error))
    try:
        lore = load_lore(settings)
    except CorrectionsError as error:
        notices.append(f"{error.spanish} Mientras tanto se lee sin las correcciones locales.")
        log.error("corrections_refused", cause=str(error))
        lore = load_lore(settings, corrected=False)
    offices = load_offices(settings.gazetteer, lore.gazetteer.municipalities)
    with desk.writing, desk.register.writing() as session:
        office_commands.sync(session, offices=offices.by_id.values(), now=desk.now())
    challenger = None if model is None else load_challenger(shelf)
    sums: Assessment = assess(desk, model, lore, offices, challenger)
    if model is not None:
        notices += _odd(desk)
    if sums.expired:
        log.warning("queue_rows_expired", rows=sums.expired)
    return replace(
        tally,
        assessed=sums.assessed,
        pending=sums.pending,
        errors=sums.errors,
        signals=sums.signals,
        queued=sums.queued,
    )


def _odd(desk: Desk) -> list[str]:
    """Return what is odd about what the classifier read lately, as sentences."""
    with desk.register.reading() as session:
        today, before = vigilance.days_read(session, desk.now(), WITHOUT_MODEL)
    found = signs(today, before)
    for sign in found:
        log.warning("classifier_odd", tone=sign.tone.value, texts=today.texts, flagged=today.flagged, empty=today.empty)
    return [sign.sentence for sign in found]


def _remember(desk: Desk, model: Model, shelf: Shelf) -> None:
    """Let the register know which model reads from now on, with its card for the quality page."""
    card = {name: value for name, value in card_of(shelf.champion()).items() if name != "canaries"}
    with desk.writing, desk.register.writing() as session:
        models.used(session, version=model.version, card=card, now=desk.now())


@contextlib.asynccontextmanager
async def _desk(
    settings: Settings,
    register: Register,
    kind: CycleKind,
    now: Callable[[], datetime],
    wrap_fetch: WrapFetch,
    tell: Callable[[SourceResult], None],
) -> AsyncIterator[Desk]:
    """Take the lease and open the desk; give everything back at the end."""
    fetcher = Fetcher(  # first: settings that it refuses must not leave a cycle that began and never ended
        Limits(),
        PrivateNetwork.parse(settings.private_network),
        settings.user_agent,
        spacing_seconds=settings.spacing_seconds,
        per_host=1 if settings.spacing_seconds else UNSPACED_PER_HOST,
        at_once=settings.concurrency,
    )
    holder = this_process()
    cycle_id = await asyncio.to_thread(_take, register, kind, holder, now())
    async with contextlib.AsyncExitStack() as stack:
        if kind is not CycleKind.ASSESS:
            await stack.enter_async_context(fetcher)
        box = stack.enter_context(ParseBox(workers=settings.parse_workers))

        async def once(source: Source, etag: str | None, last_modified: str | None) -> list[Fetched]:
            return [await fetcher.fetch(source, etag=etag, last_modified=last_modified, now=now())]

        desk = Desk(
            register,
            settings.storage.folder,
            now,
            holder,
            cycle_id,
            wrap_fetch(once),
            box,
            tell,
        )
        stack.enter_context(_stop_on_signal(desk))
        heart = asyncio.create_task(_keep_lease(desk))
        stack.callback(heart.cancel)
        yield desk


def _take(register: Register, kind: CycleKind, holder: str, now: datetime) -> int:
    with register.reading() as session:
        running = cycle_queries.running(session)
    with register.writing() as session:
        taken = cycles.take(
            session,
            kind=kind,
            holder=holder,
            now=now,
            wall=_now(),
            lease_seconds=LEASE_SECONDS,
            holder_is_dead=running is not None and is_dead(running.holder),
        )
    match taken:
        case Taken(cycle_id, recovered):
            if recovered is not None:
                log.warning("cycle_recovered", abandoned=recovered, cycle_id=cycle_id)
            return cycle_id
        case Busy(other, since):
            hour = local(since).strftime("%H:%M")
            raise BusyError(
                f"another cycle holds the lease since {since.isoformat()}: {other}",
                f"Ya hay una recolección en curso (desde las {hour}). Espere a que termine; si se colgó, la siguiente "
                f"la releva sola a los {LEASE_SECONDS // 60} minutos.",
            )


async def _keep_lease(desk: Desk) -> None:
    """Say every minute that this cycle is alive; stop it when another one took it for dead."""

    def renew() -> bool:
        with desk.writing, desk.register.writing() as session:
            return cycles.renew(session, cycle_id=desk.cycle_id, wall=_now(), lease_seconds=LEASE_SECONDS)

    while True:
        await asyncio.sleep(LEASE_SECONDS / 5)
        try:
            if not await asyncio.to_thread(renew):
                log.error("lease_lost", cycle_id=desk.cycle_id)
                desk.stop.set()
                return
        except StorageError as error:
            log.warning("lease_not_renewed", cause=str(error))


@contextlib.contextmanager
def _stop_on_signal(desk: Desk) -> Iterator[None]:
    """Let SIGTERM end the run after the sources in hand, instead of in the middle of one."""
    loop = asyncio.get_running_loop()
    try:
        before = signal.getsignal(signal.SIGTERM)
        loop.add_signal_handler(signal.SIGTERM, desk.stop.set)
    except (NotImplementedError, RuntimeError, ValueError):
        yield  # not the main thread, or a system without signals: the lease covers it
        return
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
        signal.signal(signal.SIGTERM, before or signal.SIG_DFL)  # the loop leaves the system's own in its place


def _state_of(error: BaseException) -> CycleState:
    match error:
        case StorageError(full=True):
            return CycleState.STOPPED_DISK
        case asyncio.CancelledError() | KeyboardInterrupt():
            return CycleState.CANCELLED
        case _:
            return CycleState.FAILED


def _finish(desk: Desk, state: CycleState, tally: Tally, notices: list[str]) -> None:
    """Write how the cycle ended; when even that cannot be written, the lease tells the next one."""
    try:
        with desk.writing, desk.register.writing() as session:
            cycles.finish(
                session,
                cycle_id=desk.cycle_id,
                state=state,
                summary=tally.as_spanish() | {"avisos": notices},
                now=desk.now(),
            )
    except AtalayaError as error:
        log.error("cycle_end_not_written", cause=str(error), state=state.value)
