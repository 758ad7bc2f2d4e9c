"""`base red` lets the pages in under the second net, and says why where it cannot."""

import pytest

from register.journal_key import make_key
from register.settings import Storage
from tests.cli.conftest import Run, told
from tests.postgres import Cluster


def test_without_postgresql_it_says_that_there_is_no_second_net(run: Run) -> None:
    assert run("migrar").returncode == 0
    done = run("base", "red")
    assert done.returncode == 3
    assert "solo con PostgreSQL" in told(done)


@pytest.mark.postgres
def test_the_role_is_let_in_and_doctor_sees_the_net(
    run: Run, cluster: Cluster, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("datos")
    make_key(folder)
    storage = Storage(cluster.new_database(), folder)
    pages = cluster.bound(storage)
    mine = {"ATALAYA_DATOS": str(folder), "ATALAYA_BASE_DE_DATOS": storage.url}
    done = run("base", "red", "--rol", "atalaya_web", **mine)
    assert done.returncode == 0
    assert "segunda red bajo" in told(done) or "segunda red bajo" in done.stdout
    assert (
        "✓ Segunda red: este usuario no es dueño"
        in run("doctor", **(mine | {"ATALAYA_BASE_DE_DATOS": pages.url})).stdout
    )
    missing = run("base", "red", "--rol", "nadie", **mine)
    assert missing.returncode == 3
    assert "CREATE ROLE" in told(missing)
