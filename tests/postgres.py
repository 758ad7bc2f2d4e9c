"""A throw-away PostgreSQL cluster for the tests, from the programs of the machine."""

import getpass
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

from register.migrate import migrate
from register.settings import Storage
from register.web_role import let_in
from tests.ports import own_port

PATIENCE = 120
"""Seconds for what takes one on an idle machine."""
TEMPLATE = "atalaya_plantilla"
ROLE = "atalaya_web"


@dataclass
class Cluster:
    """A running cluster on loopback."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    command: list[str] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=count)

    def url(self, database: str) -> str:
        return f"postgresql://atalaya@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def shut_down(self, mode: signal.Signals) -> None:
        """End the server: SIGINT is fast, SIGQUIT immediate (postgresql.org/docs/current/server-shutdown.html)."""
        os.kill(int((self.folder / "datos" / "postmaster.pid").read_text().split()[0]), mode)
        self.process.wait(PATIENCE)

    def start(self) -> None:
        """Start the server on its data again and wait until it answers."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:  # somebody may hold its port for a moment
            self.process = subprocess.Popen(
                self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder
            )
            if self.answers(PATIENCE):
                return
            time.sleep(0.5)
        raise RuntimeError(f"PostgreSQL did not start within {PATIENCE} seconds")

    def answers(self, seconds: float) -> bool:
        """Wait so long for an answer; say whether it came. A server that has ended gives none: another may be there."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            try:
                self.run("SELECT 1")
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return self.process.poll() is None
        return False

    def make_template(self) -> None:
        self.run(f"CREATE DATABASE {TEMPLATE}")
        migrate(Storage(self.url(TEMPLATE), self.folder))

    def new_database(self) -> str:
        name = f"prueba_{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return self.url(name)

    def bound(self, storage: Storage) -> Storage:
        """Return the same register as the role of the pages reaches it, under the second net."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (ROLE,)).fetchone() is None:
                connection.execute(f"CREATE ROLE {ROLE} LOGIN")
        let_in(storage, ROLE)
        return Storage(storage.url.replace("//atalaya@", f"//{ROLE}@"), storage.folder)

    def drop(self, url: str) -> None:
        """Delete a database, whoever is still connected to it."""
        self.run(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")


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
    for _ in range(5):  # a program of this machine may still take the port before the server does
        port = own_port(25_000)
        options = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": folder, "fsync": "off"}
        command = [*as_user, str(binaries / "postgres"), "-D", str(data)]
        command += [word for name, value in (options | more).items() for word in ("-c", f"{name}={value}")]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
        cluster = Cluster(folder, port, process, command)
        if cluster.answers(PATIENCE):
            return cluster
    stop_cluster(cluster)
    return f"PostgreSQL did not start within {PATIENCE} seconds"


def stop_cluster(cluster: Cluster) -> None:
    """End the cluster and delete it."""
    cluster.process.terminate()
    try:
        cluster.process.wait(10)
    except subprocess.TimeoutExpired:
        cluster.process.kill()
    shutil.rmtree(cluster.folder, ignore_errors=True)
