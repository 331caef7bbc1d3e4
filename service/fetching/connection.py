"""A socket to an address that was looked at, cut when the time is over."""

import contextlib
import http.client
import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from typing import Any

from service.errors import FetchFailedError, FetchTimedOutError, ForbiddenUrlError
from service.fetching.addresses import Address, Guard
from service.fetching.targets import Target

# One address of several may be dead; the others get their turn.
CONNECT_SECONDS = 4.0
MOST_ADDRESSES = 4
# A look-up cannot be broken off. One that outlives its request keeps its place, so that they cannot pile up.
MOST_LOOKUPS = 32

AddressInfo = tuple[Address, tuple[Any, ...], int]  # the address, the socket address, its family


class Deadline:
    """A moment after which nothing is waited for."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._at = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left. Raises ``FetchTimedOutError`` where none are."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise FetchTimedOutError(self.seconds)
        return left


class Connector:
    """Makes connections that the guard lets through."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._tls = ssl.create_default_context()
        self._lookups = threading.BoundedSemaphore(MOST_LOOKUPS)

    @contextlib.contextmanager
    def connected(self, target: Target, deadline: Deadline) -> Iterator[http.client.HTTPConnection]:
        """A connection to the target that the deadline cuts off, whatever it is waiting for.

        Raises:
            ForbiddenUrlError: the guard does not let it through.
            FetchFailedError: no such host, or it takes no connection.
            FetchTimedOutError: the time is over.
        """
        sock = self._socket(target, deadline)
        try:
            if target.scheme == "https":
                sock = self._tls.wrap_socket(sock, server_hostname=target.host, do_handshake_on_connect=False)
            with _cut_after(deadline.left(), sock):
                if isinstance(sock, ssl.SSLSocket):
                    sock.do_handshake()
                connection = http.client.HTTPConnection(target.host, target.port)
                connection.sock = sock
                yield connection
        except (OSError, http.client.HTTPException, ValueError) as error:
            deadline.left()  # what was cut off failed in some way or other, but it is the time that was over
            raise FetchFailedError(f"The server of the URL broke the exchange off: {_name(error)}.") from error
        finally:
            sock.close()

    def _socket(self, target: Target, deadline: Deadline) -> socket.socket:
        """A socket to the first address that answers, all of them having been looked at."""
        found = self._resolved(target, deadline)
        if not all(self._guard.lets_through(address, target.port) for address, _, _ in found):
            raise ForbiddenUrlError("The URL leads to an address or a port that this service does not reach out to.")
        failure: OSError | None = None
        for _, where, family in found[:MOST_ADDRESSES]:
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                sock.settimeout(min(deadline.left(), CONNECT_SECONDS))
                sock.connect(where)
                sock.settimeout(deadline.left())
            except OSError as error:
                sock.close()
                failure = error
            except FetchTimedOutError:
                sock.close()
                raise
            else:
                return sock
        deadline.left()
        raise FetchFailedError("The server of the URL takes no connection.") from failure

    def _resolved(self, target: Target, deadline: Deadline) -> list[AddressInfo]:
        if target.address is not None:
            family = socket.AF_INET if target.address.version == 4 else socket.AF_INET6
            return [(target.address, (str(target.address), target.port), family)]
        if not self._lookups.acquire(timeout=deadline.left()):
            raise FetchTimedOutError(deadline.seconds)
        answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        threading.Thread(target=self._look_up, args=(target, answers), daemon=True).start()
        try:
            answer = answers.get(timeout=deadline.left())
        except queue.Empty:
            raise FetchTimedOutError(deadline.seconds) from None
        if isinstance(answer, Exception):
            raise FetchFailedError("The host of the URL is not known to the DNS.") from answer
        return [(ipaddress.ip_address(where[0]), where, family) for family, _, _, _, where in answer]

    def _look_up(self, target: Target, answers: queue.SimpleQueue[Any]) -> None:
        try:
            answers.put(socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answers.put(error)
        finally:
            self._lookups.release()


@contextlib.contextmanager
def _cut_after(seconds: float, sock: socket.socket) -> Iterator[None]:
    """A timeout of the socket only bounds one wait; a server that drips a byte a second would reset it each time."""
    watchdog = threading.Timer(seconds, _cut, [sock])
    watchdog.daemon = True
    watchdog.start()
    try:
        yield
    finally:
        watchdog.cancel()


def _cut(sock: socket.socket) -> None:
    """End every wait on the socket, from another thread."""
    with contextlib.suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _name(error: BaseException) -> str:
    """What kind of failure it is; its message may hold what the server sent."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return "its certificate is not valid"
    return "TLS failed" if isinstance(error, ssl.SSLError) else type(error).__name__
