"""What is written for Compose and Kubernetes names only what the service has."""

from collections.abc import Iterator
from typing import Any

import click
import kubernetes_validate
import pytest
import yaml

from config import Settings
from config.settings import unknown_variables
from service.app import create_app
from service.cli import main
from tests.conftest import PROJECT

MANIFESTS = sorted((PROJECT / "docs" / "deploy" / "kubernetes").glob("*.yaml"))
VERSIONS = ["1.30", "1.34"]


def manifests() -> list[dict[str, Any]]:
    return [manifest for path in MANIFESTS for manifest in yaml.safe_load_all(path.read_text())]


def compose() -> dict[str, Any]:
    return yaml.safe_load((PROJECT / "docker-compose.yml").read_text())


def containers() -> Iterator[dict[str, Any]]:
    for manifest in manifests():
        if manifest["kind"] == "Deployment":
            pod = manifest["spec"]["template"]["spec"]
            yield from pod["containers"]
            yield from pod["initContainers"]


def assert_is_a_command(command: list[str]) -> None:
    assert command[:3] == ["python", "-m", "service"]
    found: click.Command = main
    for word in command[3:]:
        assert isinstance(found, click.Group)
        found = found.commands[word]
    assert not isinstance(found, click.Group)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("manifest", manifests(), ids=lambda it: f"{it['kind']}-{it['metadata']['name']}")
def test_kubernetes_accepts_the_manifest(manifest, version):
    kubernetes_validate.validate(manifest, version, strict=True)


def test_the_selectors_of_the_manifests_find_pods():
    pods = [it["spec"]["template"]["metadata"]["labels"] for it in manifests() if it["kind"] == "Deployment"]
    specs = [it["spec"] for it in manifests() if "spec" in it]
    selectors = [spec["selector"] for spec in specs if "selector" in spec]
    selectors += [spec["podSelector"] for spec in specs if "podSelector" in spec]

    found = [[pod for pod in pods if pod.items() >= it.get("matchLabels", it).items()] for it in selectors]

    assert len(found) == 5
    assert all(found)


def test_every_container_is_locked_down():
    for container in containers():
        assert container["securityContext"]["readOnlyRootFilesystem"]
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        assert not container["securityContext"]["allowPrivilegeEscalation"]
        assert "memory" in container["resources"]["limits"]


def test_every_probe_asks_what_there_is():
    routes = {rule.rule for rule in create_app(Settings()).url_map.iter_rules()}
    probes = [container[name] for container in containers() for name in container if name.endswith("Probe")]

    assert {probe["httpGet"]["path"] for probe in probes} == {"/health/live", "/health/ready"}
    assert {probe["httpGet"]["path"] for probe in probes} <= routes


def test_every_command_is_one_of_the_command_line():
    commands = [container["command"] for container in containers() if "command" in container]
    commands += [
        it["command"] for it in compose()["services"].values() if it.get("image") == "standfirst" and "command" in it
    ]

    assert len(commands) == 5
    for command in commands:
        assert_is_a_command(command)


def test_every_variable_is_a_setting():
    given = [it["data"] for it in manifests() if it["kind"] == "ConfigMap"]
    given += [it.get("environment", {}) for it in compose()["services"].values()]

    assert unknown_variables({name: value for variables in given for name, value in variables.items()}) == ()


def test_every_service_of_compose_is_in_a_profile_and_locked_down():
    services = compose()["services"]

    assert {profile for it in services.values() for profile in it["profiles"]} == {"single", "scale"}
    assert [name for name, it in services.items() if it["profiles"] == ["single"]] == ["web"]
    for service in services.values():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert "restart" in service
    assert [name for name, it in services.items() if "cap_add" in it] == ["database"]


def test_only_one_service_is_up_without_a_word():
    assert (PROJECT / ".env").read_text() == "COMPOSE_PROFILES=single\n"
