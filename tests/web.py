"""A small web on loopback, and a wall around it: no test of fetching may send a packet anywhere else."""

import gzip
import ipaddress
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from service.fetching import Fetcher, FetchLimits, Guard, networks

LOOPBACK = networks("127.0.0.0/8")


@dataclass
class Wall:
    """What the code under test looked up and connected to; connections that leave loopback fail."""

    connections: list[tuple] = field(default_factory=list)
    lookups: list[str] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=dict)  # each look-up takes the next answer, the last one stays

    def connect(self, sock: socket.socket, where: tuple) -> None:
        self.connections.append(where)
        if not ipaddress.ip_address(where[0]).is_loopback:
            raise OSError("this is a test: nothing leaves the machine")
        ORIGINAL_CONNECT(sock, where)

    def getaddrinfo(self, host: str, port: int, *_: object, **__: object) -> list[tuple]:
        self.lookups.append(host)
        answers = self.names.get(host)
        if not answers:
            raise socket.gaierror("no such name")
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        return [
            (socket.AF_INET6 if ":" in part else socket.AF_INET, socket.SOCK_STREAM, 6, "", (part, port))
            for part in answer.split()
        ]


ORIGINAL_CONNECT = socket.socket.connect


@contextmanager
def serving(answers: dict[str, Callable[[BaseHTTPRequestHandler], None]]) -> Iterator[tuple[str, list]]:
    """A server on loopback; gives its address and the requests it gets."""
    seen: list = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            seen.append((self.command, self.path, dict(self.headers), self.rfile.read(length)))
            answers[self.path.partition("?")[0]](self)

        do_POST = do_GET  # noqa: N815 (the server asks for this name)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that hangs up is what many of these tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def page(body: bytes, media_type: str | None = "text/html", status: int = 200, **headers: str):
    """What answers with a body."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        if media_type is not None:
            handler.send_header("Content-Type", media_type)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def redirect(place: str, status: int = 302):
    return page(b"", status=status, Location=place)


def drip(opening: bytes, drop: bytes):
    """What sends a drop every tenth of a second for as long as anyone listens."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(opening)
        for _ in range(600):
            handler.wfile.write(drop)
            handler.wfile.flush()
            if handler.server.__dict__.get("_BaseServer__shutdown_request") or threading.Event().wait(0.1):
                return

    return answer


def zipped(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def fetcher(allowed=LOOPBACK, **limits) -> Fetcher:
    return Fetcher(FetchLimits(**{"seconds": 10, **limits}), Guard(allowed))
