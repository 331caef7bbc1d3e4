"""Products of dense matrices on one thread."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

ALONE = 1 << 18  # multiplications in a call, up to which OpenBLAS wakes no threads
Real = TypeVar("Real", np.float32, np.float64)


def add_products(sums: NDArray[np.float64], rows: NDArray[Real], others: NDArray[Real]) -> None:
    """Add to ``sums`` the scalar products of each row of the one with each row of the other.

    In pieces: on processors that have other things to do, OpenBLAS waits for its
    threads a hundred times longer than a product of this size takes.
    """
    if not rows.size:
        return
    width = max(ALONE // rows.size, 1)
    for start in range(0, len(others), width):
        sums[:, start : start + width] += rows @ others[start : start + width].T
