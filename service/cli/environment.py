"""What the commands share: the settings, the database, and how a command ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

import config
from service.errors import StorageUnavailableError
from service.storage import Database

EXIT_CODES = """Exit codes: 0 it is done; 1 it could not be done, or the answer is no;
2 the command line or a setting is wrong; 130 it was interrupted. Settings are environment variables,
see 'standfirst config'."""


def load_settings() -> config.Settings:
    try:
        return config.load()
    except config.SettingsError as error:
        raise click.UsageError(str(error)) from error


@contextmanager
def open_database(settings: config.Settings) -> Iterator[Database]:
    """The database of the settings; where it does not answer, the command ends in words."""
    database = Database(settings.database_url, password=settings.database_password)
    try:
        yield database
    except StorageUnavailableError as error:
        # What the driver says, without the statement and its values.
        cause = error.__cause__
        give_up(f"The database of STANDFIRST_DATABASE_URL cannot be used: {getattr(cause, 'orig', cause)}")
    finally:
        database.close()


@contextmanager
def open_tables(settings: config.Settings) -> Iterator[Database]:
    """The database, if its tables are those of this version."""
    with open_database(settings) as database:
        if not database.is_current():
            give_up("The database has no tables, or those of another version. Run: standfirst db upgrade")
        yield database


def give_up(message: str) -> NoReturn:
    """End with exit code 1."""
    raise click.ClickException(message)
