"""``standfirst db``: look after the database."""

from pathlib import Path

import click

from service.cli.environment import EXIT_CODES, give_up, load_settings, open_database, open_tables
from service.use_cases import RetentionUseCases


@click.group(epilog=f"\b\n{EXIT_CODES}")
def db() -> None:
    """Look after the database of STANDFIRST_DATABASE_URL."""


@db.command(epilog="\b\nExample:\n  standfirst db upgrade")
def upgrade() -> None:
    """Bring the tables up to date. Also done by serve; run by many at once, one does it."""
    with open_database(load_settings()) as database:
        database.upgrade()
    click.echo("The tables are up to date.")


@db.command(epilog="\b\nExample:\n  standfirst db check && standfirst serve")
def check() -> None:
    """Tell whether the database answers and its tables are those of this version; exit code 1 if not."""
    with open_tables(load_settings()):
        click.echo("The tables are up to date.")


@db.command(epilog="\b\nExample:\n  standfirst db backup /backups/standfirst-$(date +%F).sqlite3")
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write all that is stored to a new SQLite FILE, while the service runs. To restore, put it in place.

    For SQLite; with PostgreSQL use its own pg_dump.
    """
    with open_database(load_settings()) as database:
        if not database.is_sqlite:
            give_up("This is PostgreSQL: use pg_dump and pg_restore.")
        try:
            database.back_up(file)
        except OSError as error:
            give_up(f"{file} cannot be written: {error.strerror}")
    click.echo(f"{file} holds all that was stored.")


@db.command(epilog="\b\nExamples:\n  standfirst db purge\n  standfirst db purge --days 30")
@click.option("--days", type=click.IntRange(min=1, max=36_500), help="In place of STANDFIRST_RETENTION_DAYS.")
def purge(days: int | None) -> None:
    """Delete articles first stored more than STANDFIRST_RETENTION_DAYS ago, with all that came of them.

    Old answers under an Idempotency-Key go too. Run it daily, by cron for one; it may run beside the service.
    """
    settings = load_settings()
    with open_tables(settings) as database:
        purged = RetentionUseCases(database).purge(days=days or settings.retention_days)
    if not (days or settings.retention_days):
        click.echo("Articles are kept for ever: STANDFIRST_RETENTION_DAYS is 0.")
    click.echo(
        f"Deleted: {purged.articles} articles, {purged.summaries} summaries, {purged.batches} batches, "
        f"{purged.idempotency_keys} answers under an Idempotency-Key."
    )
