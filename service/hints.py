"""Hints that there is work, sent to workers on other machines by a broker.

A hint carries the id of a batch and nothing else. One that is lost costs time, not
work: the database knows what is to be done, and whoever sweeps it sends another.
"""

from collections.abc import Callable
from typing import Any

import structlog
from celery import Celery
from kombu.exceptions import OperationalError

QUEUE = "standfirst"
TASK = "standfirst.work"
# A message that a worker took and did not answer for comes back after so many seconds (Redis).
VISIBILITY_SECONDS = 60

log = structlog.get_logger(__name__)


class Hints:
    """One broker: Redis or RabbitMQ, by its URL."""

    def __init__(self, url: str) -> None:
        self.celery = Celery("standfirst", broker=url)
        self.celery.conf.update(
            task_serializer="json",
            accept_content=["json"],
            task_ignore_result=True,
            task_acks_late=True,
            task_reject_on_worker_lost=True,
            task_default_queue=QUEUE,
            task_publish_retry=False,
            worker_prefetch_multiplier=1,
            worker_hijack_root_logger=False,
            worker_enable_remote_control=False,
            worker_cancel_long_running_tasks_on_connection_loss=False,
            broker_connection_retry_on_startup=True,
            broker_connection_timeout=2,
            broker_transport_options={
                "visibility_timeout": VISIBILITY_SECONDS,
                "socket_timeout": 5,
                "socket_connect_timeout": 2,
                # Without these, publishing to a broker that is away waits for ever.
                "max_retries": 1,
                "interval_start": 0,
            },
        )

    def send(self, batch_id: str, *, count: int) -> None:
        """Tell that a batch has work for so many workers. A broker that is away is no error: see above."""

        def tell(connection: Any) -> None:
            with connection.Producer() as producer:
                for _ in range(count):
                    self.celery.send_task(TASK, args=[batch_id], producer=producer)

        self._reach(tell)

    def are_waiting(self) -> bool:
        """Whether hints lie in the queue that no worker has taken.

        Of a broker that is away, too, this is taken for true: it could not be told anything now.
        """

        def count(connection: Any) -> bool:
            with connection.channel() as channel:
                return bool(channel.queue_declare(QUEUE, durable=True, auto_delete=False).message_count)

        return self._reach(count) is not False

    def _reach(self, act: Callable[[Any], bool | None]) -> bool | None:
        """What is done with a connection to the broker; None, and a word in the log, where the broker fails."""
        with self.celery.connection_for_write() as connection:
            try:
                return act(connection)
            except (OperationalError, OSError, *connection.connection_errors, *connection.channel_errors) as error:
                log.warning("broker-unavailable", cause=type(error).__name__, consequence="Workers hear of it later.")
                return None
