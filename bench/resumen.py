"""Measure the weekly summary over 5,000 records: a preview nobody asked for yet, the same again, PDF and workbook.

Seconds of the clock, and beside them those of the processor: on a busy machine only these can be compared. A first
visit is one to pages that have just started, settled as `servir` settles them; cold is one after a record changed.
"""

import gzip
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from fastapi.testclient import TestClient  # noqa: E402
from sqlalchemy import insert, select  # noqa: E402

from cli.serve import settle  # noqa: E402
from conflict.record import Person  # noqa: E402
from conflict.week import Week, week_named  # noqa: E402
from register.commands import casefile  # noqa: E402
from register.engine import Register, open_register  # noqa: E402
from register.migrate import migrate  # noqa: E402
from register.record_tables import RecordRow  # noqa: E402
from register.settings import Storage  # noqa: E402
from tests.dashboards.conftest import Site  # noqa: E402
from tests.golden_register import write_golden  # noqa: E402

COPIES = 84
TIMES = 12


def main() -> None:
    """Print medians and the worst of each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        storage = Storage(f"sqlite:///{folder / 'a.db'}", folder)
        migrate(storage)
        register = open_register(storage)
        try:
            _fill(register)
            week = week_named("2027-S02")
            site = Site(register, now=week.end)
            _tell("/ primera visita", [_first(site, week) for _ in range(TIMES)])
            client = site.client()
            client.get("/salud")
            settle()
            _tell("/ en frío", [_cold(register, client, week, number) for number in range(TIMES)])
            for path in ("", "/filas?cifra=conflictos_activos", "/pdf", "/excel", "/word"):
                took = []
                for _ in range(TIMES if not path.startswith(("/pdf", "/excel", "/word")) else 3):
                    begun = time.perf_counter()
                    answer = client.get(f"/resumen/{week.code}{path}")
                    took.append(time.perf_counter() - begun)
                    assert answer.status_code == 200, answer.status_code
                size = len(gzip.compress(answer.content, 6)) / 1024
                told = f"mediana {statistics.median(took):.3f} s, peor {max(took):.3f} s"
                print(f"{path or '/':36} {told}, {size:.1f} KB gz")
        finally:
            register.close()


def _tell(name: str, taken: list[tuple[float, float]]) -> None:
    for which, took in zip(("reloj", "procesador"), map(sorted, zip(*taken, strict=True)), strict=True):
        told = f"mediana {statistics.median(took):.3f} s, p95 {took[-2]:.3f} s, peor {took[-1]:.3f} s"
        print(f"{f'{name}, {which}':36} {told}")


def _first(site: Site, week: Week) -> tuple[float, float]:
    """Return the seconds of a page in an application that just started, by clock and by processor."""
    client = site.client()
    client.get("/salud")
    settle()
    return _asked(client, week)


def _cold(register: Register, client: TestClient, week: Week, number: int) -> tuple[float, float]:
    """Return the seconds of a page after a record got another title, by clock and by processor."""
    with register.writing() as session:
        code = session.scalars(select(RecordRow.code).where(RecordRow.state == "abierto")).first()
        assert code is not None
        title = f"Otro título del caso {number}"
        casefile.retitle(session, code=code, title=title, by=Person("Ana Inventada", "Oficina"), now=week.end)
    return _asked(client, week)


def _asked(client: TestClient, week: Week) -> tuple[float, float]:
    begun = time.perf_counter(), time.process_time()
    assert client.get(f"/resumen/{week.code}").status_code == 200
    return time.perf_counter() - begun[0], time.process_time() - begun[1]


def _fill(register: Register) -> None:
    with register.writing() as session:
        write_golden(session)
        columns = [column.name for column in RecordRow.__table__.columns]
        rows = [dict(zip(columns, row, strict=True)) for row in session.execute(select(*RecordRow.__table__.columns))]
        for copy in range(1, COPIES):
            for row in rows:
                origin = row["origin_id"] and row["origin_id"] + copy * 100
                new = row | {"id": row["id"] + copy * 100, "code": f"{row['code']}-{copy}", "origin_id": origin}
                session.execute(insert(RecordRow).values(**new))


if __name__ == "__main__":
    main()
