"""The same service, called by a person: ``standfirst``, or ``python -m service``."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from marshmallow import ValidationError

import config
import service
from config.settings import a_rate, listing, unknown_variables
from service.errors import KeyNameError, StorageUnavailableError
from service.storage import Database
from service.use_cases import KeyUseCases, RetentionUseCases

NAME = re.compile(r"[\w.-]{1,100}")

EXIT_CODES = """Exit codes: 0 it is done; 1 it could not be done, or the answer is no;
2 the command line or a setting is wrong. Settings are environment variables,
see 'standfirst config'."""


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=f"""\b
Examples:
  standfirst serve
  standfirst config
  standfirst db upgrade
  standfirst keys create reader
  STANDFIRST_RETENTION_DAYS=30 standfirst db purge

\b
{EXIT_CODES}""",
)
@click.version_option(service.__version__, prog_name="standfirst")
def main() -> None:
    """Sum articles up in their own sentences."""


@main.command(epilog="\b\nExample:\n  STANDFIRST_BIND=0.0.0.0:8000 standfirst serve")
def serve() -> None:
    """Serve the API until it is stopped. The database is brought up to date first."""
    _settings()
    sys.stdout.flush()
    command = [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn", "service.wsgi:app"]
    os.execv(sys.executable, command)  # noqa: S606 (our own interpreter, no shell)


@main.command("config", epilog="\b\nExample:\n  standfirst config | grep RETENTION")
def show_config() -> None:
    """Show every setting: variable, value and where it comes from. Secrets that were set are masked."""
    rows = listing(_settings())
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for variable, value, origin in rows:
        click.echo(f"{variable:{widths[0]}}  {value:{widths[1]}}  {origin}")
    for variable in unknown_variables():
        click.echo(f"{variable} is no setting; no part of the service reads it.", err=True)


@main.group(epilog=f"\b\n{EXIT_CODES}")
def db() -> None:
    """Look after the database of STANDFIRST_DATABASE_URL."""


@db.command(epilog="\b\nExample:\n  standfirst db upgrade")
def upgrade() -> None:
    """Bring the tables up to date. Also done by serve; run by many at once, one does it."""
    with _database(_settings()) as database:
        database.upgrade()
    click.echo("The tables are up to date.")


@db.command(epilog="\b\nExample:\n  standfirst db check && standfirst serve")
def check() -> None:
    """Tell whether the database answers and its tables are those of this version; exit code 1 if not."""
    with _database(_settings()) as database:
        current = database.is_current()
    if not current:
        _give_up("The tables are those of another version. Run: standfirst db upgrade")
    click.echo("The tables are up to date.")


@db.command(epilog="\b\nExample:\n  standfirst db backup /backups/standfirst-$(date +%F).sqlite3")
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write all that is stored to a new SQLite FILE, while the service runs. To restore, put it in place.

    For SQLite; with PostgreSQL use its own pg_dump.
    """
    with _database(_settings()) as database:
        if not database.is_sqlite:
            _give_up("This is PostgreSQL: use pg_dump and pg_restore.")
        try:
            database.back_up(file)
        except OSError as error:
            _give_up(f"{file} cannot be written: {error.strerror}")
    click.echo(f"{file} holds all that was stored.")


@db.command(epilog="\b\nExamples:\n  standfirst db purge\n  standfirst db purge --days 30")
@click.option("--days", type=click.IntRange(min=1, max=36_500), help="In place of STANDFIRST_RETENTION_DAYS.")
def purge(days: int | None) -> None:
    """Delete articles first stored more than STANDFIRST_RETENTION_DAYS ago, with all that came of them.

    Old answers under an Idempotency-Key go too. Run it daily, by cron for one; it may run beside the service.
    """
    settings = _settings()
    with _database(settings) as database:
        purged = RetentionUseCases(database).purge(days=days or settings.retention_days)
    if not (days or settings.retention_days):
        click.echo("Articles are kept for ever: STANDFIRST_RETENTION_DAYS is 0.")
    click.echo(
        f"Deleted: {purged.articles} articles, {purged.summaries} summaries, {purged.batches} batches, "
        f"{purged.idempotency_keys} answers under an Idempotency-Key."
    )


def _name(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not NAME.fullmatch(value):
        raise click.BadParameter("A name is 1 to 100 letters, digits, dots, dashes and underscores.")
    return value


@main.group(epilog=f"\b\n{EXIT_CODES}")
def keys() -> None:
    """Make, list and revoke the keys of callers. What is stored with a key is seen with that key alone."""


def _rate(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    try:
        a_rate(value or "")
    except ValidationError as error:
        raise click.BadParameter(str(error.messages[0])) from error
    return value


@keys.command(epilog="\b\nExample:\n  standfirst keys create reader --rate-limit 100/minute")
@click.argument("name", callback=_name)
@click.option("--rate-limit", callback=_rate, help="In place of STANDFIRST_RATE_LIMIT, for example 100/minute.")
def create(name: str, rate_limit: str | None) -> None:
    """Make a key and print it. It is shown this once: only its hash is kept."""
    with _keys() as use_cases:
        click.echo(use_cases.create(name, rate_limit=rate_limit))


@keys.command("list", epilog="\b\nExample:\n  standfirst keys list")
def list_keys() -> None:
    """List the keys, the oldest first, by name and last letters."""
    with _keys() as use_cases:
        for key in use_cases.every():
            made = f"{key.created_at:%Y-%m-%d}"
            state = f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at else "valid"
            click.echo(f"{key.name:20}  …{key.ending}  {made}  {state:18}  {key.rate_limit or '-'}")


@keys.command(epilog="\b\nExample:\n  standfirst keys revoke reader")
@click.argument("name")
def revoke(name: str) -> None:
    """End a key at once, in every process. What was stored with it stays, for nobody to see until it is renewed."""
    with _keys() as use_cases:
        use_cases.revoke(name)
    click.echo(f"The key '{name}' is revoked.")


@keys.command(epilog="\b\nExample:\n  standfirst keys renew reader")
@click.argument("name")
def renew(name: str) -> None:
    """Print a new key in the place of a lost or revoked one, which ends. It sees what that one saw."""
    with _keys() as use_cases:
        click.echo(use_cases.renew(name))


@contextmanager
def _keys() -> Iterator[KeyUseCases]:
    with _database(_settings()) as database:
        try:
            yield KeyUseCases(database)
        except KeyNameError as error:
            _give_up(str(error))


def _settings() -> config.Settings:
    try:
        return config.load()
    except config.SettingsError as error:
        raise click.UsageError(str(error)) from error


@contextmanager
def _database(settings: config.Settings) -> Iterator[Database]:
    """The database of the settings; where it does not answer, the command ends in words."""
    database = Database(settings.database_url, password=settings.database_password)
    try:
        yield database
    except StorageUnavailableError as error:
        _give_up(f"The database of STANDFIRST_DATABASE_URL cannot be used: {error.__cause__}")
    finally:
        database.close()


def _give_up(message: str) -> None:
    """End with exit code 1."""
    raise click.ClickException(message)
