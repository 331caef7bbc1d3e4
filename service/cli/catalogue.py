"""``standfirst algorithms`` and ``standfirst languages``: what this installation can do."""

import click
import orjson

from service.cli.environment import load_settings
from service.cli.local import LocalService
from service.cli.summarising import write

form_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="What comes out."
)


@click.command(epilog="\b\nExample:\n  standfirst algorithms")
@form_option
def algorithms(form: str) -> None:
    """List the algorithms, each with its paper; the default is marked."""
    body = LocalService(load_settings()).get("/algorithms").body
    if form == "json":
        write(body, form)
        return
    for item in orjson.loads(body)["items"]:
        click.secho(f"{item['name']}{' (the default)' if item['default'] else ''}", bold=True)
        click.echo(f"  {item['title']}. {item['description']}\n  {item['source']}")


@click.command(epilog="\b\nExample:\n  standfirst languages | grep -v 'needs the extra'")
@form_option
def languages(form: str) -> None:
    """List the languages, and which optional part would add one that is not there."""
    body = LocalService(load_settings()).get("/languages").body
    if form == "json":
        write(body, form)
        return
    for item in orjson.loads(body)["items"]:
        missing = "" if item["available"] else f"needs the extra '{item['extra']}'"
        click.echo(f"{item['code']}  {item['name']:12}  {missing}".rstrip())
