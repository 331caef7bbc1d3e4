"""Run Alembic inside a transaction that somebody else has begun, so that a step is whole or not at all."""

from functools import cache
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


@cache
def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", "service.storage:migrations")
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def newest_revision() -> str | None:
    return _scripts().get_current_head()


def current_revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection, *, to: str = "head") -> None:
    """Run the steps that the database lacks up to that revision; nothing happens where it lacks none."""
    scripts = _scripts()

    def steps(revision: str, _context: MigrationContext) -> Any:
        return scripts._upgrade_revs(to, revision)  # noqa: SLF001 (what Alembic's own command calls)

    with EnvironmentContext(Config(), scripts, fn=steps) as environment:
        environment.configure(connection=connection, transactional_ddl=False)
        environment.run_migrations()
