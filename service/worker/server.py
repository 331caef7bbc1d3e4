"""gunicorn's worker: most answer requests, a few work off batches instead.

So a worker for batches starts, stops and is replaced with the others, shares the
engine that was loaded before the fork, and is missed when it gives no sign of life.
"""

from types import FrameType
from typing import Any

import config
from service import serving
from service.worker.runner import runner_of


class Worker(serving.Worker):
    """``works_off_batches`` is set before the fork, see ``config.gunicorn``."""

    works_off_batches = False

    def run(self) -> None:
        if not self.works_off_batches:
            super().run()
            return
        for listener in self.sockets:  # nor may an engine that is forked from here keep the port
            listener.close()
        runner_of(config.load(), self.parts, self._is_wanted).run()

    def _is_wanted(self) -> bool:
        self.notify()
        return bool(self.alive and self.is_parent_alive())

    def handle_quit(self, sig: int, frame: FrameType | None) -> Any:
        """At a quick stop, too, jobs are given back first; they are short."""
        if self.works_off_batches:
            self.alive = False
        else:
            super().handle_quit(sig, frame)
