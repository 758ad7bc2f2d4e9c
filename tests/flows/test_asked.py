"""A collection asked for on a page: a real Prefect runs it and says where it stands until its notes are stored."""

from datetime import UTC, datetime, timedelta

import pytest

from cli.children import child, wait_until_it_answers
from cli.ports import LOOPBACK
from conflict.asked import AskedState
from conflict.errors import NetworkError
from flows.asked import Collector
from flows.settings import prefect_environment
from tests.flows.conftest import TONIGHT, House
from tests.flows.test_degraded import closed_port
from tests.flows.test_prefect_lost import until
from tests.ports import own_port

WORD = "atalaya:prueba"


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_what_is_asked_for_on_a_page_is_collected(lite: House) -> None:
    storage = lite.settings.storage
    lite.press.set_clock(TONIGHT)
    api = f"http://{LOOPBACK}:{own_port(24_700)}/api"
    port = api.rpartition(":")[2].removesuffix("/api")
    guarded = {"PREFECT_SERVER_API_AUTH_STRING": WORD, "PREFECT_API_AUTH_STRING": WORD}
    guarded["PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS"] = "2"  # a minute by itself
    environment = prefect_environment(storage, api) | guarded
    log = storage.folder / "registro" / "prefect.log"
    collector, seen = Collector(api, WORD), []
    with child(["flows.server", "start", "--host", LOOPBACK, "--port", port], environment, log) as server:
        wait_until_it_answers(f"{api}/health", server, log, 400)
        with child(["flows.deployments"], environment | lite.environment, storage.folder / "horario.log"):
            until(lambda: _asked(collector))
            until(lambda: collector.next_run(datetime.now(UTC)) is not None)
            told = collector.next_run(began := datetime.now(UTC))
            assert told is not None, "no run by the clock was planned"
            assert began < told <= began + timedelta(hours=3)
            assert collector.next_run(told + timedelta(minutes=1)) == told + timedelta(hours=3)

            def ended() -> bool:
                run = collector.latest()
                assert run is not None
                seen.append(run.state)
                return run.state in (AskedState.DONE, AskedState.FAILED)

            until(ended)
        with pytest.raises(NetworkError) as refused:
            Collector(api, "otra:palabra").latest()
        assert WORD not in str(refused.value)
    assert seen[-1] is AskedState.DONE
    assert set(seen) <= {AskedState.QUEUED, AskedState.READING, AskedState.DONE}
    assert lite.ask("SELECT kind, state FROM cycle") == [("ciclo", "completo")]
    assert lite.ask("SELECT count(*) FROM article") > [(0,)]


def _asked(collector: Collector) -> bool:
    """Ask once the deployment is known; nothing was asked for before."""
    assert collector.latest() is None
    try:
        collector.ask()
    except NetworkError:
        return False
    return True


def test_a_prefect_that_is_not_there_is_an_error_with_a_sentence() -> None:
    with pytest.raises(NetworkError, match="did not answer GET deployments") as told:
        Collector(f"http://127.0.0.1:{closed_port()}/api").ask()
    assert "no responde" in told.value.spanish
