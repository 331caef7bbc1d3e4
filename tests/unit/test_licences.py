"""Whoever deploys the service may use all that comes with it."""

from tests.conftest import PROJECT
from tests.licences import licences, locked, table


def test_nothing_that_the_lock_installs_is_under_the_gpl_alone():
    refused = {name: found for name in locked() if (found := licences(name)) and set(found) <= {"GPL", "unknown"}}

    assert len(locked()) > 50
    assert refused == {}


def test_the_page_of_licences_is_true():
    told = (PROJECT / "docs" / "licences.md").read_text().splitlines()

    assert [line for line in table().splitlines() if line not in told] == []
