"""A throw-away PostgreSQL cluster for the tests, from the programs of the machine."""

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

from register.migrate import migrate
from register.settings import Storage

TEMPLATE = "atalaya_plantilla"


@dataclass
class Cluster:
    """A running cluster on loopback."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    numbers: "count[int]" = field(default_factory=count)

    def url(self, database: str) -> str:
        return f"postgresql://atalaya@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def make_template(self) -> None:
        self.run(f"CREATE DATABASE {TEMPLATE}")
        migrate(Storage(self.url(TEMPLATE), self.folder))

    def new_database(self) -> str:
        name = f"prueba_{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return self.url(name)


def programs() -> Path | None:
    """Return the folder of initdb and postgres, the newest one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parent.parent.name))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def start_cluster(**more: str) -> Cluster | str:
    """Return a running cluster with settings beside its own, or the reason why there is none."""
    binaries = programs()
    if binaries is None:
        return "PostgreSQL is not installed (no initdb)"
    as_user: list[str] = []
    folder = Path(tempfile.mkdtemp(prefix="atalaya-pg-"))
    if getpass.getuser() == "root":
        try:
            owner = pwd.getpwnam("postgres")
        except KeyError:
            return "PostgreSQL refuses root and there is no user postgres"
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_user = ["runuser", "-u", "postgres", "--"]
    data = folder / "datos"
    subprocess.run(
        [
            *as_user,
            str(binaries / "initdb"),
            "-D",
            str(data),
            "-U",
            "atalaya",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ],
        check=True,
        capture_output=True,
        cwd=folder,
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": folder, "fsync": "off"} | more
    process = subprocess.Popen(
        [*as_user, str(binaries / "postgres"), "-D", str(data)]
        + [word for name, value in options.items() for word in ("-c", f"{name}={value}")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    cluster = Cluster(folder, port, process)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            cluster.run("SELECT 1")
            return cluster
        except psycopg.OperationalError:
            time.sleep(0.1)
    stop_cluster(cluster)
    return "PostgreSQL did not start within 30 seconds"


def stop_cluster(cluster: Cluster) -> None:
    """End the cluster and delete it."""
    cluster.process.terminate()
    try:
        cluster.process.wait(10)
    except subprocess.TimeoutExpired:
        cluster.process.kill()
    shutil.rmtree(cluster.folder, ignore_errors=True)
