"""Which requests are let in to wait, so that a burst is taken whole and an overload that lasts keeps nobody waiting.

A long queue is good for a burst, which it bridges. Under a load that lasts it only makes everybody wait who is let
in, and not one answer more comes of it. The two are told apart by time, as CoDel does it.

Source: Nichols and Jacobson 2012, https://doi.org/10.1145/2208917.2209336; for servers, with two lengths of the queue
in the place of dropped packets, Maurer 2015, https://doi.org/10.1145/2838344.2839461, "Adaptive LIFO and CoDel".
"""

import time
from collections.abc import Callable

from service.serving.answers import RETRY_AFTER_SECONDS

INTERVAL_SECONDS = 0.1  # CoDel's; a burst that fills the queue is worked off in half of it
# Without a refusal, after which an overload is over: those who were refused come back to a queue that takes bursts.
CALM_SECONDS = RETRY_AFTER_SECONDS / 2
SHORT = 1  # how many wait while an overload lasts: the one that is begun when another ends


class Admission:
    """Lets in at most ``most`` requests, and only a few behind those at work while an overload lasts."""

    def __init__(self, most: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._short_at = self._refused_at = clock()
        self._lasts = False

    def lets_in(self, *, at_work: int, waiting: int) -> bool:
        """Whether the request that has just come may wait; it counts in neither number.

        Asked once for each request: the queue grows by them alone, so between two it was at its shortest at the end.
        """
        now = self._clock()
        if waiting < SHORT:
            self._short_at = now
        is_full = at_work + waiting >= self._most
        if self._lasts:
            self._lasts = now - self._refused_at <= CALM_SECONDS
        else:
            self._lasts = is_full and now - self._short_at > INTERVAL_SECONDS
        if is_full or (self._lasts and waiting >= SHORT):
            self._refused_at = now
            return False
        return True
