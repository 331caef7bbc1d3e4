"""gunicorn's threaded worker, made to hold under load and in words.

A thread is given to a request only when all of it has come, so clients that send drop by drop hold a few bytes of
memory and no thread. A request that would have to wait behind too many others is refused at once, before a thread
or the application sees it. One that is worked on for too long is answered, and the process that cannot end it is
replaced. Everything that gunicorn would answer as a page of HTML is a problem (RFC 9457).
"""

import contextlib
import errno
import os
import re
import selectors
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any

import orjson
from gunicorn.http import errors as wire
from gunicorn.workers.gthread import TConn, ThreadWorker
from uuid6 import uuid7

from service.api.gate import LIVE, Wsgi
from service.api.kinds import KINDS, Kind
from service.api.parts import EXTENSION, Parts
from service.api.wire import HEAD_BYTES, LINE_BYTES, REQUEST_ID

HEAD_SECONDS = 10.0  # for the request line and the headers
WHOLE_SECONDS = 60.0  # for all of a request: 4 MB at half a megabit a second
ANSWER_SECONDS = 30.0  # for the client to take the answer
PIECE = 262_144
# Of bodies that are still coming in, in one process; or two of the largest.
HELD_BYTES = 64 * 1024 * 1024
# Kept for probes, whatever the other threads do.
FREE_THREADS = 4
RETRY_AFTER_SECONDS = 1

LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r\n", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding:[^\r\n]*chunked", re.IGNORECASE)
EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE)
CHUNK = re.compile(rb"([0-9a-fA-F]{1,15})[^\r\n]*\r\n")
PROBE = re.compile(rb"GET " + LIVE.encode() + rb"[ ?]")
PATH = re.compile(rb"[A-Z]+ ([^\s?]{1,2048})")
NAME = re.compile(rb"\r\nx-request-id:[ \t]*(" + REQUEST_ID.encode() + rb")[ \t]*\r\n", re.IGNORECASE)
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


@dataclass(eq=False, slots=True)
class Receipt:
    """What has come of a request so far, and whether that is all of it."""

    since: float
    most: int  # bytes of a body beyond which the application is asked at once, since it will refuse
    data: bytearray = field(default_factory=bytearray)
    body: int = 0  # where the body begins; 0 while the headers are coming
    end: int | None = None  # where a body of known length ends
    mark: int = 0  # how far the chunks were followed

    @property
    def is_endless(self) -> bool:
        """Whether the headers are larger than any that are taken."""
        return not self.body and len(self.data) > HEAD_BYTES

    @property
    def head(self) -> bytes:
        """The request line and the headers, as far as they have come."""
        return bytes(self.data[: self.body or HEAD_BYTES])

    def is_complete(self) -> bool:
        if not self.body and not self._find_body():
            # A first line without an end is told by the parser.
            return len(self.data) > LINE_BYTES + 2 and b"\r\n" not in self.data[: LINE_BYTES + 2]
        if self.end is None:
            return self._follow_chunks() or len(self.data) - self.body > self.most
        return len(self.data) >= self.end or self.end - self.body > self.most

    def _find_body(self) -> bool:
        place = self.data.find(b"\r\n\r\n", max(0, self.mark - 3))
        self.mark = len(self.data)
        if place < 0:
            return False
        self.body = self.mark = place + 4
        head = bytes(self.data[: self.body])
        length, is_chunked = LENGTH.search(head), CHUNKED.search(head)
        if length and is_chunked:  # the parser will refuse
            self.end = self.body
        elif not is_chunked:
            self.end = self.body + (int(length[1]) if length else 0)
        return True

    @property
    def waits_for_leave(self) -> bool:
        """Whether the client sends its body only when it is told to."""
        return len(self.data) == self.body and bool(EXPECTS.search(self.data))

    def _follow_chunks(self) -> bool:
        """Whether the last chunk is there; what is no chunk is told by the parser."""
        while self.mark < len(self.data):
            found = CHUNK.match(self.data, self.mark)
            if found is None:
                return len(self.data) - self.mark > LINE_BYTES or b"\r\n" in self.data[self.mark :]
            size = int(found[1], 16)
            if size == 0:
                return self.data.startswith(b"\r\n", found.end()) or self.data.find(b"\r\n\r\n", found.end()) >= 0
            if found.end() + size + 2 > len(self.data):
                return False
            self.mark = found.end() + size + 2
        return False


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """What is not said here is as in gunicorn."""

    wsgi: Any  # the application

    def init_process(self) -> None:
        self.receiving: dict[TConn, Receipt] = {}
        self.held = 0
        self.began: dict[TConn, tuple[float, bytes]] = {}  # when, and the head of the request
        self.inside: set[socket.socket] = set()
        self.gave_up: set[TConn] = set()
        super().init_process()

    def load_wsgi(self) -> None:
        super().load_wsgi()
        self.parts: Parts = self.wsgi.extensions[EXTENSION]
        self.gate, limits = self.parts.gate, self.parts.limits
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
        super().run()
        if self.gave_up:  # a thread that cannot be ended would be waited for at the end of the interpreter
            os._exit(0)

    # --- a request comes in: all of this runs in the main thread ----------------------------------

    def enqueue_req(self, conn: TConn) -> None:
        """Wait for the whole request. Called with each new connection, and with one that is used again."""
        receipt = Receipt(time.monotonic(), self.largest_body)
        self.receiving[conn] = receipt
        if conn.parser is not None:
            self._take(receipt, conn.parser.unreader.take_buffered())
        conn.sock.setblocking(False)
        self.on_piece(conn, conn.sock)
        if conn in self.receiving:  # most requests come in one piece, and are handed over or refused by now
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
            self._hand_over(conn, receipt)
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

    def _hand_over(self, conn: TConn, receipt: Receipt) -> None:
        """To a thread, if the queue before the gate is not full."""
        if self._is_full() and not PROBE.match(receipt.data):
            self._refuse(conn, KINDS["overloaded"])
            return
        self._forget(conn)
        conn.data_ready = True
        conn.init()
        conn.parser.unreader.unread(bytes(receipt.data))
        self.began[conn] = (time.monotonic(), receipt.head)
        self.inside.add(conn.sock)
        super().enqueue_req(conn)

    def _is_full(self) -> bool:
        gate, at_most = self.gate, self.gate.at_work + self.gate.waiting
        most_threads: int = self.cfg.threads - FREE_THREADS
        return len(self.inside) - gate.outside >= at_most or len(self.began) >= most_threads

    def _refuse(self, conn: TConn, kind: Kind, *, detail: str | None = None) -> None:
        with contextlib.suppress(OSError):
            conn.sock.send(self._problem(kind, detail=detail, head=self.receiving[conn].head))
        self._drop(conn)

    def _drop(self, conn: TConn) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        conn.close()

    def _forget(self, conn: TConn) -> None:
        receipt = self.receiving.pop(conn)
        self.held -= len(receipt.data)
        with contextlib.suppress(KeyError, ValueError):
            self.poller.unregister(conn.sock)

    def finish_request(self, conn: TConn, fs: Any) -> None:
        self.began.pop(conn, None)
        self.inside.discard(conn.sock)
        self.gave_up.discard(conn)
        super().finish_request(conn, fs)

    # --- what takes too long: looked at in every turn of the loop ----------------------------------

    def murder_pending(self) -> None:
        now = time.monotonic()
        for conn, receipt in list(self.receiving.items()):  # in the order in which they came
            is_idle, seconds = not receipt.data, now - receipt.since
            if is_idle and (seconds > HEAD_SECONDS or not self.alive):
                self._drop(conn)
            elif seconds > (WHOLE_SECONDS if receipt.body else HEAD_SECONDS):
                self._refuse(conn, KINDS["request-timed-out"])
            elif self.nr_conns >= self.worker_connections:
                self._refuse(conn, KINDS["overloaded"])
        for conn, (began, head) in list(self.began.items()):
            # What the application has answered may still be streaming: events of a batch, for one.
            if now - began > self.gate.seconds and conn.sock in self.inside and conn not in self.gave_up:
                self._give_up(conn, head)

    def _give_up(self, conn: TConn, head: bytes) -> None:
        """Answer in the place of the thread, and let the process be replaced: nothing else ends a thread."""
        self.gave_up.add(conn)
        self.log.error("A request took longer than %s s. This worker is replaced.", self.gate.seconds)
        with contextlib.suppress(OSError):
            conn.sock.send(self._problem(KINDS["deadline-exceeded"], head=head))
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

    def _problem(self, kind: Kind, *, status: int | None = None, detail: str | None = None, head: bytes = b"") -> bytes:
        """What the server answers itself; counted, since the application never sees it."""
        self.parts.metrics.refused(status or kind.status)
        return answer(kind, status=status, detail=detail, head=head)


def answer(kind: Kind, *, status: int | None = None, detail: str | None = None, head: bytes = b"") -> bytes:
    """A problem as it goes over the wire; the connection is closed behind it."""
    code = HTTPStatus(status or kind.status)
    path, name = PATH.match(head), NAME.search(head)
    request_id = name[1].decode() if name else str(uuid7())
    body = orjson.dumps(
        {
            "type": kind.type,
            "title": kind.title,
            "status": code,
            "detail": detail or kind.explanation,
            "instance": path[1].decode("latin-1") if path else "",
            "request_id": request_id,
        }
    )
    headers = {
        "Content-Type": "application/problem+json",
        "Content-Length": len(body),
        "X-Request-ID": request_id,
        "Connection": "close",
    }
    if code == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = RETRY_AFTER_SECONDS
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {code} {code.phrase}\r\n{lines}\r\n".encode() + body
