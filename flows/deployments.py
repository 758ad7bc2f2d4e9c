"""What runs when: the deployments of the three flows.

`serve_flows` is the way of one small machine; `prefect.yaml` describes the same for a work pool with several workers.
"""

from prefect import serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import EntrypointType
from prefect.schedules import Cron

from flows.deployed import assess_flow, collect_flow, cycle_flow

EVERY_THREE_HOURS = "5 */3 * * *"
"""Eight cycles a day, five minutes past, on the clock of La Paz."""

ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
"""A courtesy to whoever looks at Prefect: the lease row in the register is what keeps cycles apart."""


def serve_flows(*, scheduled: bool = True) -> None:
    """Register the deployments with the running Prefect server and execute their runs until told to stop."""
    serve(
        cycle_flow.to_deployment(
            name="cada-tres-horas",
            schedule=Cron(EVERY_THREE_HOURS, timezone="America/La_Paz") if scheduled else None,
            parameters={"by_cadence": True},
            concurrency_limit=ONE_AT_A_TIME,
            tags=["atalaya"],
            entrypoint_type=EntrypointType.MODULE_PATH,
        ),
        collect_flow.to_deployment(
            name="a-mano",
            concurrency_limit=ONE_AT_A_TIME,
            tags=["atalaya"],
            entrypoint_type=EntrypointType.MODULE_PATH,
        ),
        assess_flow.to_deployment(
            name="a-mano",
            concurrency_limit=ONE_AT_A_TIME,
            tags=["atalaya"],
            entrypoint_type=EntrypointType.MODULE_PATH,
        ),
        limit=1,
        print_starting_message=False,
    )


if __name__ == "__main__":
    serve_flows()
