"""``standfirst keys``: who may call."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import click
from marshmallow import ValidationError

from config.settings import a_rate
from service.cli.environment import EXIT_CODES, give_up, load_settings, open_tables
from service.errors import KeyNameError
from service.use_cases import KeyUseCases

NAME = re.compile(r"[\w.-]{1,100}")


def _name(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not NAME.fullmatch(value):
        raise click.BadParameter("A name is 1 to 100 letters, digits, dots, dashes and underscores.")
    return value


@click.group(epilog=f"\b\n{EXIT_CODES}")
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
    with open_tables(load_settings()) as database:
        try:
            yield KeyUseCases(database)
        except KeyNameError as error:
            give_up(str(error))
