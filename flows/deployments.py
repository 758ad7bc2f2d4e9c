"""What runs when: the deployments of the flows.

`serve_flows` is the way of one small machine; `prefect.yaml` describes the same for a work pool with several workers.
"""

import sys
from typing import Any, cast

from prefect import serve
from prefect.deployments.runner import RunnerDeployment
from prefect.flows import Flow
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.asked import BY_CLOCK, BY_HAND, ONLY_BY_HAND
from flows.deployed import assess_flow, collect_flow, cycle_flow
from flows.priority import step_back
from flows.scheduled import (
    EVERY_FIVE_MINUTES,
    MONDAY_DRAFT,
    MONDAY_PUBLISH,
    draft_flow,
    messages_flow,
    publish_flow,
)

EVERY_THREE_HOURS = "5 */3 * * *"
"""Eight cycles a day, five minutes past, on the clock of La Paz."""


def serve_flows(*, scheduled: bool = True) -> None:
    """Register the deployments with the running Prefect server and execute their runs until told to stop."""
    serve(
        _deployment(cycle_flow, BY_CLOCK, EVERY_THREE_HOURS if scheduled else None, by_cadence=True),
        _deployment(cycle_flow, BY_HAND, by_cadence=False),
        _deployment(collect_flow, BY_HAND),
        _deployment(assess_flow, BY_HAND),
        _deployment(draft_flow, "lunes-06", MONDAY_DRAFT if scheduled else None),
        _deployment(publish_flow, "lunes-08", MONDAY_PUBLISH if scheduled else None),
        _deployment(messages_flow, "cada-cinco-minutos", EVERY_FIVE_MINUTES if scheduled else None),
        limit=1,
        print_starting_message=False,
    )


def _deployment(flow: Flow[..., Any], name: str, cron: str | None = None, **parameters: Any) -> RunnerDeployment:
    deployment = flow.to_deployment(
        name=name,
        schedule=Cron(cron, timezone="America/La_Paz") if cron else None,
        parameters=parameters,
        concurrency_limit=None,  # a slot whose holder died may never be given back: docs/decisions/0004
        tags=["atalaya"],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return cast(RunnerDeployment, deployment)  # a coroutine only inside a running loop, and there is none here


if __name__ == "__main__":
    step_back()  # what it runs, runs in processes that it starts
    serve_flows(scheduled=ONLY_BY_HAND not in sys.argv)
