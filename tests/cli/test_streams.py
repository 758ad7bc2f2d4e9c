"""What is written to stdout arrives, or it is said that it does not; a reader that leaves is no fault of anybody."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.failure import told_in_spanish
from conflict.message import MessageKind
from register.commands import messages
from register.engine import open_register
from register.migrate import migrate
from register.settings import Storage
from tests.conftest import NOW, ROOT


def exported(environment: dict[str, str], out: int) -> "subprocess.CompletedProcess[str]":
    folder = Path(environment["ATALAYA_DATOS"])
    storage = Storage(f"sqlite:///{folder / 'atalaya.db'}", folder)
    migrate(storage)
    register = open_register(storage)
    with register.writing() as session:
        kinds = (MessageKind.DAILY,)
        messages.add_rule(session, address="a@b.example", office="", kinds=kinds, approval=False, now=NOW)
    register.close()
    return subprocess.run(
        [sys.executable, "-m", "cli", "exportar", "bitacora"],
        cwd=ROOT,
        env=environment,
        stdout=out,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_full_disk_behind_stdout_is_said_and_is_not_the_data_folders(environment: dict[str, str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = exported(environment, full.fileno())
    assert (done.returncode, done.stderr.count("\n")) == (3, 1), done.stderr
    assert "No se puede escribir en la salida: no queda espacio." in done.stderr


def test_a_reader_that_left_is_no_fault(environment: dict[str, str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = exported(environment, writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_that_leaves_in_the_middle_is_not_taken_for_a_broken_disk(tmp_path: Path) -> None:
    storage = Storage(f"sqlite:///{tmp_path / 'atalaya.db'}", tmp_path)
    migrate(storage)
    register = open_register(storage)
    try:
        with pytest.raises(SystemExit) as left, told_in_spanish(), register.reading():
            raise BrokenPipeError
    finally:
        register.close()
    assert left.value.code == 0
