"""The three flows that Prefect runs, thin: a task where the world can fail, an artifact that says what came of it.

What must survive is in our register; Prefect shows and schedules. Deployed by module path, so nothing here keeps state.
"""

from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, datetime

import structlog
from prefect import flow, task
from prefect.artifacts import acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed

from conflict.codebook import CycleKind, CycleState
from conflict.esbo import counted, part_of
from conflict.lapaz import told_moment
from conflict.source import Source
from conflict.tally import NETWORK_FAILURES
from feeds.fetch import Fetched
from flows.cycle import Ended, run_cycle
from flows.desk import Fetch
from flows.settings import Settings, read_settings

log = structlog.get_logger()

RETRIES = 1
RETRY_SECONDS = 3.0
"""One more try inside a cycle for a server that could not be reached; the next cycle is the real retry.

Tasks carry no tags: Prefect asks its server for a concurrency slot per tag, which cost 1 to 7 s a cycle in our demo.
"""


given_settings: ContextVar[Settings | None] = ContextVar("given_settings", default=None)
"""Settings that a command line chose; a scheduled run reads the environment."""

finished: ContextVar[list[Ended] | None] = ContextVar("finished", default=None)
"""Where a command line hears of a cycle that ended, even when Prefect's server did not live to hear it."""


class SourceUnreachable(Exception):
    """A source met no server; asks Prefect for one more try."""


def _with_task(fetch: Fetch) -> Fetch:
    """Make the fetch of one source a task with retries, and keep every attempt it made."""

    async def read(source: Source, etag: str | None, last_modified: str | None) -> list[Fetched]:
        attempts: list[Fetched] = []

        @task(
            name="leer-fuente",
            task_run_name=f"leer {source.id}",
            retries=RETRIES,
            retry_delay_seconds=RETRY_SECONDS,
            retry_jitter_factor=0.5,
            cache_policy=NO_CACHE,
            persist_result=False,
        )
        async def read_source() -> str:
            attempts.extend(await fetch(source, etag, last_modified))
            outcome = attempts[-1].attempt.outcome.value
            if outcome in NETWORK_FAILURES:
                raise SourceUnreachable(outcome)
            return outcome

        with suppress(SourceUnreachable):  # the last attempt says so, and it is recorded like any other
            await read_source()
        return attempts

    return read


def _clock(now: str | None) -> Callable[[], datetime]:
    if now is None:
        return lambda: datetime.now(UTC)
    fixed = told_moment(now)
    return lambda: fixed


def cause_of(error: object) -> str:
    """Return what an error says in one line, its beginning where it is long."""
    return " ".join(str(error).split())[:200]


async def _run(kind: CycleKind, now: str | None, by_cadence: bool) -> State[dict[str, object]]:
    """Run one cycle inside a flow run and leave its tables."""
    ended = await run_cycle(
        given_settings.get() or read_settings(), kind, now=_clock(now), by_cadence=by_cadence, wrap_fetch=_with_task
    )
    if (heard := finished.get()) is not None:
        heard.append(ended)
    try:
        await _leave_tables(ended)
    except Exception as error:  # noqa: BLE001 - whatever Prefect's client says when nobody answers; the cycle is kept
        log.warning("prefect_tables_lost", kind=type(error).__name__, cause=cause_of(error))
    name = None if ended.state is CycleState.COMPLETE else ended.state.value.capitalize()
    return Completed(name=name, message=_sentence(ended), data=summary_of(ended))


def summary_of(ended: Ended) -> dict[str, object]:
    """Return what is told of a cycle that ended."""
    return ended.told()


def _sentence(ended: Ended) -> str:
    t = ended.tally
    return (
        f"{part_of(t.ok, t.sources, 'fuente', 'fuentes')}, {counted(t.read, 'nota leída', 'notas leídas')}, "
        f"{counted(t.new, 'nueva', 'nuevas')}, "
        f"{t.signals} con señal, {t.queued} a la cola, {t.seconds:.1f} s"
    )


async def _leave_tables(ended: Ended) -> None:
    """Leave one table with a row per source, and one with what came in, what was kept and what became of the rest."""
    if ended.results:
        rows = [
            {
                "fuente": r.source.id,
                "resultado": r.outcome.value,
                "leídas": r.read,
                "nuevas": r.new,
                "actualizadas": r.updated,
                "ya guardadas": r.duplicate,
                "descartadas": ", ".join(f"{n} {reason}" for reason, n in r.dropped.items()) or "0",
                "ms": r.took_ms,
            }
            for r in sorted(ended.results, key=lambda r: r.source.id)
        ]
        await acreate_table_artifact(rows, key="fuentes", description=_sentence(ended))
    sums = [{"cuenta": name, "valor": str(value)} for name, value in ended.tally.as_spanish().items()]
    await acreate_table_artifact(sums, key="cuentas", description="Lo que entró es lo guardado más lo contado aparte.")


def _run_name() -> str:
    parameters = flow_run.parameters or {}
    moment = parameters.get("now") or datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")
    return f"{flow_run.flow_name} {moment}"


@flow(name="recolectar", flow_run_name=_run_name, retries=0, persist_result=False)
async def collect_flow(now: str | None = None, by_cadence: bool = True) -> State[dict[str, object]]:
    """Lee las fuentes y guarda sus notas."""
    return await _run(CycleKind.COLLECT, now, by_cadence)


@flow(name="evaluar-noticias", flow_run_name=_run_name, retries=0, persist_result=False)
async def assess_flow(now: str | None = None) -> State[dict[str, object]]:
    """Clasifica, ubica, agrupa y pone en la cola las notas guardadas."""
    return await _run(CycleKind.ASSESS, now, by_cadence=False)


@flow(name="ciclo", flow_run_name=_run_name, retries=0, persist_result=False)
async def cycle_flow(now: str | None = None, by_cadence: bool = True) -> State[dict[str, object]]:
    """Recolecta y evalúa: un ciclo completo."""
    return await _run(CycleKind.FULL, now, by_cadence)
