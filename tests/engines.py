"""Run a measurement on the engines asked for, each on a register of its own that is thrown away."""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from register.settings import Storage
from tests.postgres import Cluster, start_cluster, stop_cluster

BOTH = "los dos"


def add_choice(asked: argparse.ArgumentParser) -> None:
    """Add the option that chooses the engine."""
    asked.add_argument("--motor", choices=("sqlite", "postgresql", BOTH), default=BOTH)


def on_each(motor: str, measure: Callable[[str, Path, Cluster | None], bool], **settings: str) -> int:
    """Measure with the engine's name, a folder and the running cluster, None for SQLite; return the exit code.

    `settings` are those of the server that differ from what PostgreSQL comes with.
    Without PostgreSQL on this machine what asks for it fails.
    """
    good = True
    with tempfile.TemporaryDirectory() as place:
        if motor != "postgresql":
            good = measure("SQLite", Path(place), None)
        if motor != "sqlite":
            cluster = start_cluster(**settings)
            if isinstance(cluster, str):
                print(f"PostgreSQL: {cluster}")
                return 1
            try:
                good = measure("PostgreSQL", Path(place), cluster) and good
            finally:
                stop_cluster(cluster)
    return 0 if good else 1


def storage_of(place: Path, cluster: Cluster | None) -> Storage:
    """Return where an empty register may be made."""
    if cluster is None:
        return Storage(f"sqlite:///{place / 'atalaya.db'}", place)
    cluster.run("CREATE DATABASE banco")
    return Storage(cluster.url("banco"), place)
