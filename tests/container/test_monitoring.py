"""The alert rules fire when they should, and name nothing that the service does not tell."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import PROJECT

MONITORING = PROJECT / "docs" / "deploy" / "monitoring"
OF_OURS = re.compile(r"\bstandfirst_[a-z_]+")


@pytest.fixture
def promtool() -> str:
    found = shutil.which("promtool")
    if found is None:
        pytest.skip("The alert rules are NOT tested here: there is no promtool. It comes with Prometheus.")
    return found


def test_each_alert_fires_when_it_should_and_only_then(promtool, tmp_path):
    shutil.copy(MONITORING / "alerts.yaml", tmp_path)
    shutil.copy(Path(__file__).parent / "alerts_test.yaml", tmp_path)

    for command in (["check", "rules", "alerts.yaml"], ["test", "rules", "alerts_test.yaml"]):
        done = subprocess.run([promtool, *command], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_every_alert_has_a_test():
    rules = (MONITORING / "alerts.yaml").read_text()
    tested = (Path(__file__).parent / "alerts_test.yaml").read_text()

    names = re.findall(r"- alert: (\w+)", rules)

    assert names
    assert [name for name in names if f"alertname: {name}\n" not in tested] == []


@pytest.mark.parametrize("name", ["alerts.yaml", "dashboard.json"])
def test_only_metrics_that_the_service_tells_are_asked_for(client, name):
    told = set(OF_OURS.findall(client.get("/metrics").get_data(as_text=True)))

    asked = set(OF_OURS.findall((MONITORING / name).read_text()))

    # a histogram's rows are there from the first request of a route
    assert {metric.removesuffix("_bucket") for metric in asked} <= told


def test_the_dashboard_shows_every_panel_in_a_place_of_its_own():
    panels = json.loads((MONITORING / "dashboard.json").read_text())["panels"]

    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels]

    assert len(set(places)) == len(panels) > 0
    assert all(target["expr"] for panel in panels for target in panel["targets"])
