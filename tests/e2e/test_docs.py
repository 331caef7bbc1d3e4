"""The examples of README and docs, run as they stand there."""

import doctest
import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

import pytest

from service.summariser import pipeline
from tests.articles import BAKERY, FERRY
from tests.benchmarks import charts
from tests.conftest import PROJECT
from tests.e2e.test_cli_articles import COMMAND, environment
from tests.e2e.test_service import running

PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
INDENTED = re.compile(r"(?:(?<=\n\n)|\A)(?: {4}.*\n)(?:(?: {4}.*)?\n)*")
LIBRARY = re.findall(
    r"^```python\n(.*?)^```$", (PROJECT / "docs/architecture.md").read_text(), re.DOTALL | re.MULTILINE
)
PROGRAMS = re.findall(
    r"^```(python|javascript)\n(.*?)^```$", (PROJECT / "docs/integrations.md").read_text(), re.DOTALL | re.MULTILINE
)

# Indented blocks that are not run, by the word that they begin with. A word that is not here is a command to be run.
SHOWN = {"GET", "POST", "RateLimit-Policy:", '{"id":'}  # what goes over the wire and what is written
ELSEWHERE = {
    "make": "the whole project: installs, or runs these tests",
    "docker": "tests/container",
    "pip-audit": "wants the Internet",
    "kubectl": "wants a cluster; the manifests are checked in tests/container",
    "pg_dump": "PostgreSQL's own tools",
    "pip": "installs from an index, and sends traces to a collector",
    "mkdir": "the secret of the containers: tests/container",
    "STANDFIRST_REQUIRE_KEYS=true": "serves and does not end: tests/e2e/test_operations.py",
}


@dataclass(frozen=True)
class Block:
    page: str
    number: int
    text: str

    def __str__(self) -> str:
        return f"{self.page}-{self.number}"

    @property
    def word(self) -> str:
        return self.text.split(maxsplit=1)[0]


def blocks(page):
    """The shell blocks of a page, fenced and indented, in its order."""
    text = page.read_text()
    found = [(match.start(), match[2]) for match in FENCED.finditer(text) if match[1] == "sh"]
    bare = FENCED.sub(lambda match: "\n" * len(match[0]), text)  # what stands in a fence may be indented, too
    found += [(match.start(), match[0]) for match in INDENTED.finditer(bare)]
    return [Block(page.name, number, block) for number, (_, block) in enumerate(sorted(found))]


BLOCKS = [block for page in PAGES for block in blocks(page)]
RUN = [block for block in BLOCKS if block.word not in SHOWN | ELSEWHERE.keys()]


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """Where it answers, and its database."""
    database_url = f"sqlite:///{tmp_path_factory.mktemp('docs')}/x.sqlite3"
    with running(database_url, STANDFIRST_WORKERS="1") as (address, _):
        yield address.removeprefix("http://"), database_url


@pytest.fixture
def folder(tmp_path):
    """The files that the examples speak of, and the command under its name."""
    (tmp_path / "article.txt").write_text(FERRY)
    (tmp_path / "page.html").write_text(f"<html><body><h1>The ovens</h1><p>{BAKERY}</p></body></html>")
    (tmp_path / "items.jsonl").write_text("".join(json.dumps({"id": name, "text": FERRY}) + "\n" for name in "ab"))
    (tmp_path / "articles").mkdir()
    shutil.copy(PROJECT / "tests/samples/harbour_tram.txt", tmp_path / "articles")
    shutil.copytree(PROJECT / "tests/samples", tmp_path / "tests/samples")
    command = tmp_path / "bin/standfirst"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {COMMAND[0]} -c "{COMMAND[2]}" "$@"\n')
    command.chmod(0o755)
    return tmp_path


def run(command, folder, service):
    address, database_url = service
    settings = environment(PATH=f"{folder}/bin:{environment()['PATH']}", STANDFIRST_DATABASE_URL=database_url)
    there = command.replace("localhost:8000", address).replace("curl ", "curl --fail-with-body ")
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", there],
        cwd=folder,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("block", RUN, ids=str)
def test_an_example_for_the_shell_does_what_it_shows(folder, service, block):
    missing = [tool for tool in ("curl", "jq") if f"{tool} " in block.text and shutil.which(tool) is None]
    if missing:
        pytest.skip(f"This example is NOT tested here: there is no {missing[0]}.")

    ended = run(block.text, folder, service)

    assert ended.returncode == 0, ended.stderr + ended.stdout
    written = [folder / name for name in re.findall(r"(?:-o|>) (\S+\.jsonl)", block.text)]
    assert all(file.read_text() for file in written)
    assert ended.stdout or written or block.word in {"eval", "STANDFIRST_RETENTION_DAYS=30"}


@pytest.mark.parametrize(("language", "code"), PROGRAMS, ids=[language for language, _ in PROGRAMS])
def test_an_example_in_a_language_prints_a_summary(folder, service, language, code):
    command = {"python": [sys.executable], "javascript": ["node", "--input-type=module"]}[language]
    if shutil.which(command[0]) is None:
        pytest.skip("This example is NOT tested here: there is no node.")

    ended = subprocess.run(
        command,
        input=code.replace("localhost:8000", service[0]),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert ended.returncode == 0, ended.stderr
    assert "The island's only ferry will stop running" in ended.stdout


def test_no_exception_outlives_its_example():
    assert {block.word for block in BLOCKS} >= SHOWN | ELSEWHERE.keys()


def test_the_readmes_curls_answer_as_it_says(folder, service):
    if shutil.which("curl") is None:
        pytest.skip("The README's commands are NOT tested here: there is no curl.")

    first, second = (
        run(block.text, folder, service).stdout
        for block in BLOCKS
        if block.page == "README.md" and block.word == "curl"
    )

    assert len(json.loads(first)["sentences"]) == 3
    assert second.startswith("Port Ellery")
    assert "Share This Article" not in second


def test_the_docstring_of_the_library_tells_the_truth():
    tried = doctest.testmod(pipeline)

    assert tried.attempted
    assert tried.failed == 0


@pytest.mark.parametrize("example", LIBRARY)
def test_the_example_of_the_library_runs(example):
    ended = subprocess.run(
        [sys.executable, "-c", example], cwd=PROJECT, capture_output=True, text=True, check=True, timeout=120
    )

    assert "The mill burnt down." in ended.stdout


def test_the_chart_of_the_engine_shows_the_figures_of_the_table():
    page = charts.PAGE.read_text()

    assert all(len(sumys) >= 3 and len(ours) >= 4 for sumys, ours in charts.curves(page).values())
    assert charts.drawn(page) == charts.CHART.read_text(), "Draw it anew: python -m tests.benchmarks.charts"
    assert charts.requests(page).keys() == {"echo", "Standfirst", "naive"}
    assert charts.bars(page) == charts.REQUESTS.read_text(), "Draw it anew: python -m tests.benchmarks.charts"
