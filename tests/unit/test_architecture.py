"""The walls between the layers stand, and the linter that holds them would notice a hole."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tests.conftest import PROJECT


def lint_imports(folder: Path) -> subprocess.CompletedProcess:
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for folder in ("service", "config"):
        shutil.copytree(PROJECT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_layers_are_kept(copy):
    assert lint_imports(copy).returncode == 0


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("service/storage/articles.py", "from service.api import problems"),
        ("service/summariser/selection.py", "from service.storage import Database"),
        ("service/summariser/document.py", "from service.summariser import pipeline"),
        ("service/use_cases/articles.py", "import flask"),
        ("service/use_cases/summaries.py", "import sqlalchemy"),
        ("service/api/summaries.py", "import config"),
        ("service/new_layer.py", "import service.errors"),
    ],
)
def test_a_deliberate_violation_breaks_the_lint(copy, module, line):
    file = copy / module
    file.write_text(f"{file.read_text() if file.exists() else ''}\n\ndef hidden():\n    {line}\n")

    assert lint_imports(copy).returncode != 0


def test_every_arrow_of_the_documented_diagram_is_an_import_and_every_part_is_named():
    page = (PROJECT / "docs/architecture.md").read_text()
    arrows = re.findall(r"^ {4}(\w+) --> (\w+)$", page, re.MULTILINE)
    graph = grimp.build_graph("service", cache_dir=None)
    parts = graph.find_children("service") - {"service.__main__"}

    assert len(arrows) > 10
    for user, used in arrows:
        assert graph.direct_import_exists(importer=f"service.{user}", imported=f"service.{used}", as_packages=True), (
            f"{user} imports nothing of {used}"
        )
    assert {part for part in parts if f"`{part}`" not in page} == set()
