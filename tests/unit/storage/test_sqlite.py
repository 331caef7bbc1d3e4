import pytest

from service.storage.sqlite import wal_is_safe


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 53, 0), (3, 50, 7), (3, 50, 8), (3, 44, 6)])
def test_wal_is_used_with_a_sqlite_that_carries_the_fix(version):
    assert wal_is_safe(version)


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 46, 1), (3, 51, 2), (3, 50, 6), (3, 44, 5), (3, 45, 0)])
def test_wal_is_not_used_with_a_sqlite_that_can_corrupt_it(version):
    assert not wal_is_safe(version)
