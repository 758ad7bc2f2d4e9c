"""`python -m flows.server start`: Prefect's own server, told the one thing that SQLAlchemy 2.1 asks of it.

Prefect 3.8 makes the runs of a schedule by a bulk INSERT whose rows carry `state`, which is no column but a hybrid
attribute. SQLAlchemy 2.0 passed such keys by; 2.1 refuses them unless the attribute says what to do (SQLAlchemy
documentation, `hybrid_property.bulk_dml`), so that not one run by the clock would ever be made, with a line in the
server's log as the only sign. Prefect writes the states itself right after the runs: there is nothing to do.
"""

import sys
from collections.abc import MutableMapping
from typing import Any


def let_runs_be_planned() -> None:
    """Let the state of planned runs pass; nothing where Prefect says by itself what to do with it."""
    from prefect.server.database.orm_models import FlowRun

    state: Any = FlowRun.__mapper__.all_orm_descriptors["state"]
    if state.bulk_dml_setter is None:
        state.inplace.bulk_dml(_pass_by)


def _pass_by(_cls: type, _row: MutableMapping[str, Any], _state: object) -> None:
    """Leave the row as it is: its state is written from it afterwards."""


def main() -> None:
    """Hand the arguments on to Prefect's `server`, in this process."""
    let_runs_be_planned()
    from prefect.cli import app

    sys.argv[:] = ["prefect", "server", *sys.argv[1:]]
    app()


if __name__ == "__main__":
    main()
