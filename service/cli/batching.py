"""``standfirst batch``: many files at once, on every core, and again from where it was interrupted."""

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import click
import orjson

import config
from service.cli.environment import give_up, load_settings
from service.cli.local import LocalService
from service.cli.summarising import options_of_the_api

READ_HERE = {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx"}
AHEAD = 4  # files a process that wait their turn
INTERRUPTED = 130

LineOf = Callable[[str], tuple[bytes, bool]]


@click.command(
    epilog="""\b
Examples:
  standfirst batch articles/ -o summaries.jsonl
  standfirst batch --length short *.html -o summaries.jsonl --jobs 2

\b
One line a file, in the order given:
  {"id": "a.txt", "status": "done", "summary": {…}}
  {"id": "b.pdf", "status": "failed", "problem": {…}}
After Ctrl-C, or a crash, the same command goes on where it stopped: files that
have their line in the output are passed over, and half a line is cut off. With
other options than those of the lines it stops.
Exit codes: 0 all is done; 1 some files failed; 2 an option is wrong; 130 it was
interrupted."""
)
@click.argument("sources", metavar="DIR|FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="JSON Lines.")
@click.option("--jobs", type=click.IntRange(min=1, max=256), help="Processes; as many as there are cores if not given.")
@options_of_the_api
def batch(sources: Sequence[Path], output: Path, jobs: int | None, options: dict[str, str]) -> None:
    """Sum up every file, or every file of a folder and those below it, into one file of JSON Lines."""
    settings = load_settings()
    files = list(dict.fromkeys(_files(sources)))
    if not files:
        give_up(f"There is no file to read in what was given. Files end in: {', '.join(sorted(READ_HERE))}.")
    try:
        with output.open("a+b") as lines:
            known = _known(lines, output, options)
            todo = [file for file in files if file not in known]
            with click.progressbar(length=len(files), file=sys.stderr, label="Summing up") as bar:
                bar.update(len(files) - len(todo))
                failed = sum(known[file] for file in files if file in known)
                failed += _work(todo, lines, partial(_line, settings, options), jobs or os.cpu_count() or 1, bar.update)
    except KeyboardInterrupt:
        click.echo("Interrupted. The same command goes on from here.", err=True)
        sys.exit(INTERRUPTED)
    except OSError as error:
        give_up(f"{output}: {error.strerror or error}")
    click.echo(f"{len(files) - failed} summed up, {failed} failed: {output}", err=True)
    sys.exit(1 if failed else 0)


def _files(sources: Iterable[Path]) -> Iterator[str]:
    """The files that were named, and those of the folders that can be read, by name."""
    for source in sources:
        if not source.is_dir():
            yield str(source)
            continue
        for file in sorted(source.rglob("*")):
            hidden = any(part.startswith(".") for part in file.relative_to(source).parts)
            if file.suffix.lower() in READ_HERE and file.is_file() and not hidden:
                yield str(file)


def _known(lines: BinaryIO, output: Path, options: Mapping[str, str]) -> dict[str, bool]:
    """The files that have their line already, and whether they failed. A torn last line is cut off.

    Raises:
        click.UsageError: a line was made with other options: half of the file would hold something else.
    """
    known = {}
    lines.seek(0)
    whole = 0
    for number, line in enumerate(lines, start=1):
        if not line.endswith(b"\n"):
            break
        try:
            result = orjson.loads(line)
            known[result["id"]] = result["status"] == "failed"
            made_with = result.get("options", {})
        except (orjson.JSONDecodeError, KeyError, TypeError):
            give_up(f"{output}: line {number} is no result of a batch, so nothing is written there. Name another file.")
        if made_with != options:
            told = " ".join(f"{name}={value}" for name, value in made_with.items()) or "none"
            message = f"{output}: line {number} was made with other options ({told}). Give these, or name another file."
            raise click.UsageError(message)
        whole += len(line)
    lines.truncate(whole)
    return known


def _work(todo: Sequence[str], lines: BinaryIO, line_of: LineOf, jobs: int, advance: Callable[[int], None]) -> int:
    """Sum the files up and write a line each, in their order; gives how many failed."""
    failed = 0
    # Ctrl-C reaches the whole group of processes; this one alone decides what comes of it.
    quiet = (signal.SIGINT, signal.SIG_IGN)
    pool = ProcessPoolExecutor(min(jobs, max(len(todo), 1)), initializer=signal.signal, initargs=quiet)
    try:
        for line, well in _in_order(pool, todo, line_of, ahead=AHEAD * jobs):
            lines.write(line)
            lines.flush()
            failed += not well
            advance(1)
    finally:
        pool.shutdown(cancel_futures=True)
    return failed


def _in_order(
    pool: ProcessPoolExecutor, todo: Iterable[str], line_of: LineOf, *, ahead: int
) -> Iterator[tuple[bytes, bool]]:
    """The lines in the order of the files; only so many files are ever waiting."""
    left = iter(todo)
    waiting: deque[Future[tuple[bytes, bool]]] = deque(pool.submit(line_of, file) for file in islice(left, ahead))
    while waiting:
        yield waiting.popleft().result()
        waiting.extend(pool.submit(line_of, file) for file in islice(left, 1))


@cache
def _service(settings: config.Settings) -> LocalService:
    """One in each process of the pool."""
    return LocalService(settings)


def _line(settings: config.Settings, options: Mapping[str, str], file: str) -> tuple[bytes, bool]:
    """The line of a file, and whether it was summed up."""
    head = b'{"id":' + orjson.dumps(file.encode("utf-8", "replace").decode())
    if options:
        head += b',"options":' + orjson.dumps(dict(options))
    try:
        answer = _service(settings).summarise(file, options=options)
    except OSError as error:
        problem = {"type": "about:blank", "title": "The file cannot be read", "detail": error.strerror or str(error)}
        return head + b',"status":"failed","problem":' + orjson.dumps(problem) + b"}\n", False
    if answer.ok:
        return head + b',"status":"done","summary":' + answer.body + b"}\n", True
    return head + b',"status":"failed","problem":' + answer.body + b"}\n", False
