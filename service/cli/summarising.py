"""``standfirst summarise`` and ``standfirst digest``."""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import click
import orjson
from click.shell_completion import CompletionItem

from service.cli.environment import load_settings
from service.cli.local import JSON, STDIN, Answer, LocalService

FORMS = {"text": "text/plain", "markdown": "text/markdown", "json": JSON}
FAILED = 1
WRONG = 2  # the command line

# The options of the API, under their names there; the service itself says what is wrong with a value.
OPTIONS: tuple[tuple[str, str, str], ...] = (
    ("sentences", "N", "At most so many sentences; 3 if no other length is given."),
    ("ratio", "SHARE", "At most this share of the article's words, in 0..1."),
    ("words", "N", "At most so many words."),
    ("characters", "N", "At most so many characters."),
    ("length", "NAME", "short, medium or long."),
    ("algorithm", "NAME", "See 'standfirst algorithms'."),
    ("query", "WORDS", "Words that the summary should turn around."),
    ("exclude", "KINDS", "quotes, questions, or both with a comma between."),
    ("keep", "OFFSETS", "Passages not to be left out: where they begin, with commas between."),
    ("order", "ORDER", "position or rank."),
    ("language", "NAME", "Code or English name; found by itself if not given."),
    ("seed", "N", "Which draw the algorithm 'random' makes."),
    ("offset-unit", "UNIT", "code-point or utf-16."),
)
FLAGS = (
    ("clean/--no-clean", "clean", True, "Leave page furniture out before ranking."),
    ("include-all", "include_all", False, "In JSON: every sentence with its salience."),
)


def options_of_the_api(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of ``POST /summarise``; those that were given come as the dict ``options``."""

    def gathered(**given: Any) -> Any:
        names = [name.replace("-", "_") for name, _, _ in OPTIONS]
        options = {name: value for name in names if (value := given.pop(name)) is not None}
        for _, name, default, _ in FLAGS:
            if (chosen := given.pop(name)) is not default:
                options[name] = str(chosen).lower()
        return command(options=options, **given)

    gathered.__name__ = command.__name__
    gathered.__doc__ = command.__doc__
    for spelling, name, default, about in reversed(FLAGS):
        gathered = click.option(f"--{spelling}", name, default=default, is_flag=True, help=about)(gathered)
    for name, metavar, about in reversed(OPTIONS):
        complete = _algorithms if name == "algorithm" else None
        gathered = click.option(f"--{name}", metavar=metavar, help=about, shell_complete=complete)(gathered)
    return gathered


def _algorithms(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    from service.summariser import ALGORITHMS  # noqa: PLC0415 (half a second that only a completion needs)

    return [
        CompletionItem(name, help=algorithm.title) for name, algorithm in ALGORITHMS.items() if name.startswith(typed)
    ]


form_option = click.option(
    "--format", "form", type=click.Choice(list(FORMS)), default="text", show_default=True, help="What comes out."
)


@click.command(
    epilog="""\b
Examples:
  standfirst summarise article.html
  standfirst summarise --length short --format markdown *.txt
  curl -s https://example.org/story | standfirst summarise --sentences 2 -
  standfirst summarise --format json report.pdf | jq .keywords

\b
Several sources give one summary each; in JSON one a line. What comes out is
what the service answers, byte for byte; JSON gets a line end behind it.
Exit codes: 0 all was summed up; 1 some was not; 2 an option is wrong."""
)
@click.argument("sources", metavar="FILE|URL|-...", nargs=-1, required=True)
@form_option
@click.option("--title", metavar="TEXT", help="The headline; else it is taken from the article.")
@click.option("--url", metavar="URL", help="Where it was published; Markdown then links to each sentence.")
@options_of_the_api
def summarise(sources: Sequence[str], form: str, title: str | None, url: str | None, options: dict[str, str]) -> None:
    """Sum up files (txt, md, html, pdf, docx), URLs, or standard input, named '-'. Nothing is stored."""
    service = LocalService(load_settings())
    own = {name: value for name, value in (("title", title), ("url", url)) if value is not None}
    worst = 0
    for number, source in enumerate(sources):
        answer = _tried(source, partial(service.summarise, source, options=options | own, accept=FORMS[form]))
        if answer is None or not answer.ok:
            worst = max(worst, _told(source, answer) if answer else FAILED)
            continue
        if len(sources) > 1 and form != "json":
            _head(source, first=number == 0)
        write(answer.body, form)
    sys.exit(worst)


@click.command(
    epilog="""\b
Examples:
  standfirst digest monday/*.html
  standfirst digest --sentences 5 --fair-share --format json a.txt b.txt

\b
Each file is read as by POST /articles, and the digest made of their texts.
Exit codes: 0 it is done; 1 it could not be done; 2 an option is wrong."""
)
@click.argument("sources", metavar="FILE|URL|-...", nargs=-1, required=True)
@form_option
@click.option("--fair-share", is_flag=True, help="Each article has its say before one has its second.")
@options_of_the_api
def digest(sources: Sequence[str], form: str, *, fair_share: bool, options: dict[str, str]) -> None:
    """Sum several articles up in one digest, each sentence attributed."""
    service = LocalService(load_settings())
    articles = []
    for source in sources:
        answer = _tried(source, partial(service.read, source))
        if answer is None or not answer.ok:
            sys.exit(_told(source, answer) if answer else FAILED)
        read = orjson.loads(answer.body)
        articles.append({"text": read["text"], "url": read["url"]})
    if fair_share:
        options = {**options, "fair_share": "true"}
    answer = service.digest(articles, options=options, accept=FORMS[form])
    if not answer.ok:
        sys.exit(_told(", ".join(sources), answer))
    write(answer.body, form)


def write(body: bytes, form: str) -> None:
    """A body to standard output, as it is; JSON has no line end of its own."""
    sys.stdout.buffer.write(body + b"\n" if form == "json" else body)
    sys.stdout.buffer.flush()


def _head(source: str, *, first: bool) -> None:
    """Name what follows, in bold on a terminal."""
    click.secho(f"{'' if first else chr(10)}==> {source} <==", bold=True)


def _tried(source: str, ask: Callable[[], Answer]) -> Answer | None:
    try:
        return ask()
    except OSError as error:
        click.echo(f"{source}: {error.strerror or error}", err=True)
        return None


def _told(source: str, answer: Answer) -> int:
    """Tell a problem in the words of the service; gives the exit code that it stands for."""
    problem = answer.problem
    name = "standard input" if source == STDIN else source
    faults = [fault for fault in problem.get("errors", ()) if fault["detail"] != problem["detail"]]
    told = "; ".join(f"{_option(fault['pointer'])}: {fault['detail']}" for fault in faults)
    click.echo(f"{name}: {problem['title']}. {told or problem['detail']}", err=True)
    return WRONG if problem["type"].endswith("/invalid-fields") else FAILED


def _option(pointer: str) -> str:
    name = pointer.strip("/").replace("_", "-")
    return f"--{name}" if name in {known for known, _, _ in OPTIONS} | {"title", "url"} else name
