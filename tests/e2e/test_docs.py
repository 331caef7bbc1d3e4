"""The examples of docs/cli.md and of the library, run as they stand there."""

import doctest
import re
import shutil
import subprocess
import sys

import pytest

from service.summariser import pipeline
from tests.articles import BAKERY, FERRY
from tests.benchmarks import charts
from tests.conftest import PROJECT
from tests.e2e.test_cli_articles import COMMAND, environment

BLOCKS = re.findall(r"^```sh\n(.*?)^```$", (PROJECT / "docs/cli.md").read_text(), re.DOTALL | re.MULTILINE)
LIBRARY = re.findall(
    r"^```python\n(.*?)^```$", (PROJECT / "docs/architecture.md").read_text(), re.DOTALL | re.MULTILINE
)


@pytest.fixture
def folder(tmp_path):
    """The files that the examples speak of, and the command under its name."""
    (tmp_path / "article.txt").write_text(FERRY)
    (tmp_path / "page.html").write_text(f"<html><body><h1>The ovens</h1><p>{BAKERY}</p></body></html>")
    (tmp_path / "articles").mkdir()
    shutil.copy(PROJECT / "tests/samples/harbour_tram.txt", tmp_path / "articles")
    command = tmp_path / "bin/standfirst"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {COMMAND[0]} -c "{COMMAND[2]}" "$@"\n')
    command.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_the_examples_of_the_command_line_do_what_they_show(folder, block):
    settings = environment(PATH=f"{folder}/bin:{environment()['PATH']}")

    ended = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block], cwd=folder, env=settings, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 0, ended.stderr
    written = [folder / name for name in re.findall(r"(?:-o|>) (\S+\.jsonl)", block)]
    assert ended.stdout or written
    assert all(file.read_text() for file in written)


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
