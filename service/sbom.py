"""What is installed where this runs, as a software bill of materials (SBOM) in CycloneDX.

Read from what lies on the disk, and not from what was asked for: the metadata of Python's distributions, and dpkg's
own list where there is one. The same disk gives the same bytes.

Source: CycloneDX 1.6, https://cyclonedx.org/docs/1.6/json/; package URLs, https://github.com/package-url/purl-spec.
"""

import datetime as dt
import platform
import re
import site
import sys
from collections.abc import Iterable, Iterator
from email import message_from_string
from email.message import Message
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any
from urllib.parse import quote

import service

Component = dict[str, Any]


def bill_of_materials(*, root: Path = Path("/"), epoch: int | None = None) -> dict[str, Any]:
    """The bill, as JSON's values.

    Args:
        root: below which dpkg keeps its list.
        epoch: the time it bears, in seconds since 1970; without one it bears none.
    """
    own = {"type": "application", "name": "standfirst", "version": service.__version__}
    described: dict[str, Any] = {
        "tools": {"components": [own]},
        "component": own | {"bom-ref": "standfirst", "licenses": [{"expression": "MIT"}]},
    }
    if epoch is not None:
        described["timestamp"] = dt.datetime.fromtimestamp(epoch, dt.UTC).isoformat()
    # Also what lies beside the interpreter that the environment was made from.
    folders = [*sys.path, *site.getsitepackages([sys.base_prefix])]
    found = [_interpreter(), *of_python(distributions(path=folders)), *of_debian(root)]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": described,
        "components": sorted({one["purl"]: one for one in found}.values(), key=lambda one: str(one["purl"])),
    }


def of_python(installed: Iterable[Distribution]) -> Iterator[Component]:
    """Components of Python's distributions; the service itself is what the bill is about."""
    for one in installed:
        name = re.sub(r"[-_.]+", "-", one.name).lower()
        if name != "standfirst":
            licences = _licences(one)
            component = _component(one.name, one.version, f"pypi/{name}")
            yield component | {"licenses": licences} if licences else component


def _licences(one: Distribution) -> list[dict[str, Any]]:
    """Under what it may be used, in its own words: an expression, classifiers or a short name."""
    told: Message = one.metadata  # type: ignore[assignment]  # as importlib has it, typed for less
    if "License-Expression" in told:
        return [{"expression": told["License-Expression"]}]
    names = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier", []) if line.startswith("License ::")]
    short = str(told.get("License", "")).strip()
    if not names and short and "\n" not in short:  # some put the whole text there
        names = [short]
    return [{"license": {"name": name}} for name in names]


def of_debian(root: Path) -> Iterator[Component]:
    """Components of Debian's packages; none where dpkg keeps no list."""
    listed, system = root / "var/lib/dpkg/status", root / "etc/os-release"
    if not (listed.is_file() and system.is_file()):
        return
    told = dict(line.split("=", 1) for line in system.read_text().splitlines() if "=" in line)
    vendor, release = (told.get(name, "").strip('"') for name in ("ID", "VERSION_ID"))
    for stanza in listed.read_text().split("\n\n"):
        package = message_from_string(stanza)
        if not package.get("Status", "").endswith(" installed"):
            continue
        source = package.get("Source", package["Package"]).split()[0]
        about = {"arch": package["Architecture"], "distro": f"{vendor}-{release}", "upstream": source}
        yield _component(package["Package"], package["Version"], f"deb/{vendor}/{package['Package']}", **about)


def _interpreter() -> Component:
    version = platform.python_version()
    cpe = f"cpe:2.3:a:python:python:{version}:*:*:*:*:*:*:*"
    return _component("python", version, "generic/python") | {"cpe": cpe, "licenses": [{"expression": "Python-2.0"}]}


def _component(name: str, version: str, place: str, **about: str) -> Component:
    qualifiers = "&".join(f"{key}={quote(value, safe='')}" for key, value in sorted(about.items()))
    purl = f"pkg:{quote(place, safe='/')}@{quote(version, safe=':')}{'?' if qualifiers else ''}{qualifiers}"
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
