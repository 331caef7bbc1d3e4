"""The bill of materials: what lies on a disk, told in CycloneDX."""

import json
import sys
from importlib.metadata import Distribution, version

import pytest

import service
from service.sbom import bill_of_materials, of_debian, of_python

STATUS = """\
Package: libssl3t64
Status: install ok installed
Architecture: amd64
Source: openssl (3.5.1-1)
Version: 1:3.5.1+dfsg-1~deb13u1
Description: TLS
 Package: not-a-package
 .
 More of it.

Package: gone
Status: deinstall ok config-files
Architecture: all
Version: 1.0

Package: tzdata
Status: install ok installed
Architecture: all
Version: 2026a-1
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "var/lib/dpkg").mkdir(parents=True)
    (tmp_path / "var/lib/dpkg/status").write_text(STATUS)
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/os-release").write_text('NAME="Debian GNU/Linux"\nVERSION_ID="13"\nID=debian\n')
    return tmp_path


def distribution(folder, name: str, *lines: str) -> Distribution:
    place = folder / f"{name}-1.0.dist-info"
    place.mkdir()
    (place / "METADATA").write_text("\n".join(["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0+local", *lines]))
    return Distribution.at(place)


def test_installed_packages_of_debian_are_listed_with_their_source_and_no_others(root):
    assert [one["purl"] for one in of_debian(root)] == [
        "pkg:deb/debian/libssl3t64@1:3.5.1%2Bdfsg-1~deb13u1?arch=amd64&distro=debian-13&upstream=openssl",
        "pkg:deb/debian/tzdata@2026a-1?arch=all&distro=debian-13&upstream=tzdata",
    ]


def test_where_dpkg_keeps_no_list_none_is_made_up(tmp_path):
    assert list(of_debian(tmp_path)) == []


@pytest.mark.parametrize(
    ("lines", "licences"),
    [
        (["License-Expression: MIT OR Apache-2.0", "License: other"], [{"expression": "MIT OR Apache-2.0"}]),
        (
            ["License: BSD", "Classifier: License :: OSI Approved :: BSD License"],
            [{"license": {"name": "BSD License"}}],
        ),
        (["License: New BSD"], [{"license": {"name": "New BSD"}}]),
        (["License: All rights", "        and many words"], None),
        (["Classifier: Topic :: Text Processing"], None),
    ],
)
def test_a_licence_is_told_in_the_words_of_the_distribution(tmp_path, lines, licences):
    [found] = of_python([distribution(tmp_path, "Some_Thing.more", *lines)])

    assert found["purl"] == "pkg:pypi/some-thing-more@1.0%2Blocal"
    assert found["name"] == "Some_Thing.more"
    assert found.get("licenses") == licences


def test_the_bill_holds_what_this_interpreter_has_once_and_in_order(root):
    bill = bill_of_materials(root=root)

    purls = [one["purl"] for one in bill["components"]]
    assert purls == sorted(set(purls))
    assert f"pkg:pypi/flask@{version('flask')}" in purls
    assert f"pkg:generic/python@{sys.version.split()[0]}" in purls
    assert sum(purl.startswith("pkg:deb/") for purl in purls) == 2
    assert bill["metadata"]["component"]["version"] == service.__version__
    assert [one["bom-ref"] for one in bill["components"]] == purls


def test_only_a_given_time_is_told(root):
    assert json.dumps(bill_of_materials(root=root)) == json.dumps(bill_of_materials(root=root))
    assert "timestamp" not in bill_of_materials(root=root)["metadata"]
    assert bill_of_materials(root=root, epoch=1_700_000_000)["metadata"]["timestamp"] == "2023-11-14T22:13:20+00:00"
