"""The worker: what comes in is gathered, queued and refused in its main thread, and worked on in others."""

import contextlib
import errno
import os
import re
import select
import selectors
import socket
import time
from collections import deque
from collections.abc import Iterable
from functools import partial
from typing import Any

from gunicorn.http import errors as wire
from gunicorn.workers.gthread import TConn, ThreadWorker

from service.api.gate import LIVE, Wsgi
from service.api.kinds import KINDS, Kind
from service.api.parts import EXTENSION, Parts
from service.serving.admission import Admission
from service.serving.answers import answer
from service.serving.receipt import Receipt

HEAD_SECONDS = 10.0  # for the request line and the headers
WHOLE_SECONDS = 60.0  # for all of a request: 4 MB at half a megabit a second
ANSWER_SECONDS = 30.0  # for the client to take the answer
LOOK_SECONDS = 0.25  # between two looks at what takes too long
# After which the next request is begun beside those at work. Most are answered sooner, and two at once would only take
# the interpreter from each other; but one that waits for a database, or is long, must not hold up the others.
STEP_SECONDS = 0.005
PIECE = 262_144
# Of bodies that are still coming in or waiting, in one process; or two of the largest.
HELD_BYTES = 64 * 1024 * 1024
# Kept for probes, whatever the other threads do.
FREE_THREADS = 4
ACCEPTED_AT_ONCE = 64
# In a row, before a connection is closed all the same: the next may come to a process that has more room.
REFUSALS = 10

PROBE = re.compile(rb"GET " + LIVE.encode() + rb"[ ?]")
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"

STATUS_OF: tuple[tuple[type[Exception], int], ...] = (
    (wire.LimitRequestLine, 414),
    (wire.LimitRequestHeaders, 431),
    (wire.ExpectationFailed, 417),
    (wire.UnsupportedTransferCoding, 501),
    (wire.ParseException, 400),
)
KIND_OF = {414: "url-too-long", 431: "headers-too-large", 500: "internal-error"}
NO_REQUEST = "This cannot be read as a request: its first line, a header or its framing is not HTTP/1.1."
CUT_OFF = "The connection was closed before all of the request had come. Send it whole."


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """What is not said here is as in gunicorn."""

    wsgi: Any  # the application

    def init_process(self) -> None:
        self.receiving: dict[TConn, Receipt] = {}
        self.waiting: deque[tuple[TConn, Receipt, float]] = deque()  # whole requests, and since when
        self.held = 0
        self.began: dict[TConn, tuple[float, bytes]] = {}  # when it had come, and the head of the request
        self.inside: set[socket.socket] = set()
        self.gave_up: set[TConn] = set()
        self.last_begun = self.last_look = 0.0
        self.ended = select.poll()
        super().init_process()

    def load_wsgi(self) -> None:
        super().load_wsgi()
        self.parts: Parts = self.wsgi.extensions[EXTENSION]
        self.gate, limits = self.parts.gate, self.parts.limits
        self.admission = Admission(self.gate.at_work + self.gate.waiting)
        self.largest_body = max(limits.body_bytes, limits.batch_bytes)
        self.wsgi = self._counted(self.wsgi)

    def _counted(self, app: Wsgi) -> Wsgi:
        """The application; whoever has its answer is inside no more, before the client can ask for more."""

        def counted(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            try:
                return app(environ, start_response)
            finally:
                self.inside.discard(environ["gunicorn.socket"])

        return counted

    def run(self) -> None:
        self.ended.register(self.method_queue.fileno(), select.POLLIN)
        super().run()
        if self.gave_up:  # a thread that cannot be ended would be waited for at the end of the interpreter
            os._exit(0)

    # --- a request comes in: all of this runs in the main thread ----------------------------------

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """One turn: what has come is taken in or refused, then the next is begun.

        While some wait, the turns come between the requests: nothing that came meanwhile could be begun, and
        every call to the system would give the interpreter away and have to wait until it comes back.
        """
        if self.waiting:
            self.ended.poll(STEP_SECONDS * 1000)
            timeout = 0.0
        super().wait_for_and_dispatch_events(timeout)
        while self.waiting and self._has_room():
            conn, receipt, since = self.waiting.popleft()
            self.held -= len(receipt.data)
            self.last_begun = time.monotonic()
            self.inside.add(conn.sock)
            self._begin(conn, receipt, since)

    def accept(self, listener: Any) -> None:
        server = listener.getsockname()
        for _ in range(ACCEPTED_AT_ONCE):
            try:
                sock, client = listener.accept()
            except OSError as error:
                if error.errno not in {errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK}:
                    raise
                return
            self.nr_conns += 1
            self.enqueue_req(TConn(self.cfg, sock, client, server))

    def enqueue_req(self, conn: TConn) -> None:
        """Wait for the whole request. Called with each new connection, and with one that is used again."""
        receipt = self.receiving[conn] = Receipt(time.monotonic(), self.largest_body)
        if conn.parser is not None:
            self._take(receipt, conn.parser.unreader.take_buffered())
        conn.sock.setblocking(False)
        self.on_piece(conn, conn.sock)
        if conn in self.receiving:  # most requests come in one piece, and wait or are refused by now
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_piece, conn))

    def on_piece(self, conn: TConn, sock: Any) -> None:
        receipt = self.receiving[conn]
        try:
            piece = sock.recv(PIECE)
        except (BlockingIOError, InterruptedError):
            piece = None
        except OSError:
            self._drop(conn)
            return
        self._take(receipt, piece or b"")
        if piece == b"" and not receipt.data:
            self._drop(conn)
        elif receipt.is_complete():
            self._queue(conn, receipt)
        elif piece == b"":  # the rest will not come; that needs no thread
            self._refuse(conn, KINDS["bad-request"], detail=CUT_OFF)
        elif receipt.is_endless:
            self._refuse(conn, KINDS["headers-too-large"])
        elif self.held > max(HELD_BYTES, 2 * self.largest_body):
            self._refuse(conn, KINDS["overloaded"])
        elif piece and receipt.waits_for_leave:
            with contextlib.suppress(OSError):
                sock.send(CONTINUE)

    def _take(self, receipt: Receipt, piece: bytes) -> None:
        receipt.data += piece
        self.held += len(piece)

    def _queue(self, conn: TConn, receipt: Receipt) -> None:
        """Let a whole request wait for its turn, if it may. The probe for life has none to wait for."""
        now = time.monotonic()
        if PROBE.match(receipt.data):
            self._forget(conn)
            self.held -= len(receipt.data)
            self._begin(conn, receipt, now)
        elif self.admission.lets_in(at_work=self._at_work(), waiting=len(self.waiting)):
            self._forget(conn)
            self.waiting.append((conn, receipt, now))
        else:
            self._refuse(conn, KINDS["overloaded"])

    def _at_work(self) -> int:
        outside: int = self.gate.outside
        return len(self.inside) - outside

    def _has_room(self) -> bool:
        at_work = self._at_work()
        if at_work >= self.gate.at_work or len(self.began) >= self.cfg.threads - FREE_THREADS:
            return False
        return at_work <= 0 or time.monotonic() - self.last_begun >= STEP_SECONDS

    def _begin(self, conn: TConn, receipt: Receipt, since: float) -> None:
        """Give it to a thread."""
        conn.data_ready = True
        conn.init()
        conn.parser.unreader.unread(bytes(receipt.data))
        self.began[conn] = (since, receipt.head)
        super().enqueue_req(conn)

    def _refuse(self, conn: TConn, kind: Kind, *, detail: str | None = None) -> None:
        """Answer without a thread. Who has sent a whole request keeps the connection: a new one would cost more."""
        receipt = self.receiving[conn]
        may_stay = self.alive and self.nr_conns < self.max_keepalived and receipt.refused < REFUSALS
        stays = may_stay and receipt.can_be_followed
        told = self._problem(kind, detail=detail, head=receipt.head, stays=stays)
        if not self._tell(conn, told) or not stays:
            self._drop(conn)
            return
        self.held -= len(receipt.data)
        self.receiving[conn] = Receipt(time.monotonic(), self.largest_body, receipt.refused + 1)

    def _tell(self, conn: TConn, told: bytes) -> bool:
        with contextlib.suppress(OSError):
            return bool(conn.sock.send(told) == len(told))
        return False

    def _drop(self, conn: TConn) -> None:
        self.held -= len(self._forget(conn).data)
        self.nr_conns -= 1
        conn.close()

    def _forget(self, conn: TConn) -> Receipt:
        with contextlib.suppress(KeyError, ValueError):
            self.poller.unregister(conn.sock)
        return self.receiving.pop(conn)

    def finish_request(self, conn: TConn, fs: Any) -> None:
        self.began.pop(conn, None)
        self.inside.discard(conn.sock)
        self.gave_up.discard(conn)
        super().finish_request(conn, fs)

    # --- what takes too long -----------------------------------------------------------------------

    def murder_pending(self) -> None:
        """Called in every turn of the loop."""
        now = time.monotonic()
        if now - self.last_look < LOOK_SECONDS:
            return
        self.last_look = now
        is_full = self.nr_conns >= self.worker_connections
        for conn, receipt in list(self.receiving.items()):
            seconds = now - receipt.since
            if not receipt.data:
                if seconds > HEAD_SECONDS or is_full or not self.alive:
                    self._drop(conn)
            elif seconds > (WHOLE_SECONDS if receipt.body else HEAD_SECONDS):
                self._refuse(conn, KINDS["request-timed-out"])
            elif is_full:
                self._refuse(conn, KINDS["overloaded"])
        while self.waiting and now - self.waiting[0][2] > self.gate.seconds:
            conn, receipt, _ = self.waiting.popleft()
            self._tell(conn, self._problem(KINDS["overloaded"], head=receipt.head))
            self.receiving[conn] = receipt
            self._drop(conn)
        for conn, (since, head) in list(self.began.items()):
            # What the application has answered may still be streaming: events of a batch, for one.
            if now - since > self.gate.seconds and conn.sock in self.inside and conn not in self.gave_up:
                self._give_up(conn, head)

    def _give_up(self, conn: TConn, head: bytes) -> None:
        """Answer in the place of the thread, and let the process be replaced: nothing else ends a thread."""
        self.gave_up.add(conn)
        self.log.error("A request took longer than %s s. This worker is replaced.", self.gate.seconds)
        self._tell(conn, self._problem(KINDS["deadline-exceeded"], head=head))
        with contextlib.suppress(OSError):
            conn.sock.shutdown(socket.SHUT_RDWR)
        self.alive = False

    # --- in a thread ------------------------------------------------------------------------------

    def handle_request(self, req: Any, conn: TConn) -> Any:
        conn.sock.settimeout(ANSWER_SECONDS)
        req._expected_100_continue = False  # noqa: SLF001 (leave was given, or the body came without)
        try:
            return super().handle_request(req, conn)
        except TimeoutError as error:
            raise OSError(errno.EPIPE, "the client did not take its answer") from error

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:  # noqa: ARG002 (gunicorn's signature)
        """Tell in a problem what gunicorn found wrong with a request, and log no word of it."""
        status = next((status for kind, status in STATUS_OF if isinstance(exc, kind)), 500)
        kind = KINDS[KIND_OF.get(status, "bad-request")]
        if status >= 500 and status != 501:
            self.log.error("Error handling request: %s", type(exc).__name__)
        else:
            self.log.info("Invalid request: %s", type(exc).__name__)
        with contextlib.suppress(OSError):
            client.sendall(self._problem(kind, status=status, detail=NO_REQUEST if status == 400 else None))

    def _problem(
        self,
        kind: Kind,
        *,
        status: int | None = None,
        detail: str | None = None,
        head: bytes = b"",
        stays: bool = False,
    ) -> bytes:
        """What the server answers itself; counted, since the application never sees it."""
        self.parts.metrics.refused(status or kind.status)
        return answer(kind, status=status, detail=detail, head=head, stays=stays)
