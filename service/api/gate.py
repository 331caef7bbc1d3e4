"""How many requests of a process are worked on at once, how many may wait, and for how long one may take."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from service.errors import TooManyStreamsError

LIVE = "/health/live"

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Gate:
    """Lets so many requests work at once. Whoever only waits for another server steps outside meanwhile.

    Attributes:
        waiting: how many may stand before the gate; the server refuses the others.
        seconds: after which the server answers in the place of a request.
        streams: how many clients may follow events, each of whom keeps a thread and asks the database twice a second.
        outside: how many wait for another server.
    """

    def __init__(self, *, at_work: int, waiting: int, seconds: float, streams: int) -> None:
        self.at_work, self.waiting, self.seconds, self.streams = at_work, waiting, seconds, streams
        self.outside = 0
        self._slots = threading.Semaphore(at_work)
        self._places = threading.Semaphore(streams)
        self._count = threading.Lock()

    def around(self, app: Wsgi) -> Wsgi:
        """The application behind the gate; the probe for life goes past it."""

        def guarded(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            if environ.get("PATH_INFO") == LIVE:
                return app(environ, start_response)
            with self._slots:
                return app(environ, start_response)

        return guarded

    @contextmanager
    def left(self) -> Iterator[None]:
        """Entered by a request at work that begins to wait: another may work meanwhile."""
        self._slots.release()
        self._add(1)
        try:
            yield
        finally:
            self._add(-1)
            self._slots.acquire()

    def begin_stream(self) -> Callable[[], None]:
        """Take one of the places for streams; gives what ends it.

        Raises:
            TooManyStreamsError: none is free.
        """
        if not self._places.acquire(blocking=False):
            raise TooManyStreamsError(self.streams)
        return self._places.release

    def _add(self, change: int) -> None:
        with self._count:
            self.outside += change
