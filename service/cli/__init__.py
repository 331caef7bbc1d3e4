"""The same service, called by a person: ``standfirst``, or ``python -m service``."""

import json
import os
import sys

import click

import service
from config import logs
from config.settings import listing, unknown_variables
from service.cli import batching, catalogue, database, keys, summarising
from service.cli.environment import EXIT_CODES, load_settings
from service.sbom import bill_of_materials


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=f"""\b
Examples:
  standfirst summarise article.html
  curl -s https://example.org/story | standfirst summarise --sentences 2 -
  standfirst batch articles/ -o summaries.jsonl
  standfirst serve
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
    load_settings()
    sys.stdout.flush()
    command = [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn", "service.wsgi:app"]
    os.execv(sys.executable, command)  # noqa: S606 (our own interpreter, no shell)


@main.command(epilog="\b\nExample:\n  STANDFIRST_BATCH_WORKERS=8 standfirst worker")
def worker() -> None:
    """Work off batches until it is stopped, on any machine that reaches the database.

    Without a broker the database is asked what there is to do; with STANDFIRST_BROKER_URL a broker tells. While the
    database or the broker cannot be reached, it says so and waits.
    """
    settings = load_settings()
    logs.configure(level=settings.log_level, style=settings.log_format)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when the engine is loaded
    from service.worker.alone import work_alone  # noqa: PLC0415

    work_alone(settings)


@main.command("config", epilog="\b\nExample:\n  standfirst config | grep RETENTION")
def show_config() -> None:
    """Show every setting: variable, value and where it comes from. Secrets that were set are masked."""
    rows = listing(load_settings())
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for variable, value, origin in rows:
        click.echo(f"{variable:{widths[0]}}  {value:{widths[1]}}  {origin}")
    for variable in unknown_variables():
        click.echo(f"{variable} is no setting; no part of the service reads it.", err=True)


@main.command(epilog="\b\nExample:\n  docker run --rm standfirst python -m service sbom > sbom.cdx.json")
def sbom() -> None:
    """List what is installed where this runs, as a CycloneDX bill of materials.

    It bears a time only where SOURCE_DATE_EPOCH gives one, so the same image gives the same bytes.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is not None and not epoch.isdecimal():
        raise click.UsageError("SOURCE_DATE_EPOCH must be seconds since 1970, as a whole number.")
    click.echo(json.dumps(bill_of_materials(epoch=int(epoch) if epoch else None), indent=2, ensure_ascii=False))


for command in (
    summarising.summarise,
    summarising.digest,
    batching.batch,
    catalogue.algorithms,
    catalogue.languages,
    database.db,
    keys.keys,
):
    main.add_command(command)
