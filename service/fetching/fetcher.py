"""Get a page, hop by hop; post a message, without hops."""

import http.client
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from http import HTTPStatus

import service
from service.compression import CODINGS, OverTheLimitError, inflate
from service.errors import FetchFailedError, LimitExceededError, UnreadableFileError
from service.fetching.addresses import Guard
from service.fetching.connection import Connector, Deadline
from service.fetching.targets import Target, target_of

PIECE = 65_536
REDIRECTS = {301, 302, 303, 307, 308}
# The kinds of files that are read here. A server that names none is believed by its bytes.
READ_HERE = (
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "text/markdown",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
# No cookies, no credentials, no referrer: nothing but these is ever sent.
ASKING = {
    "User-Agent": f"Standfirst/{service.__version__}",
    "Accept": ", ".join(READ_HERE),
    "Accept-Encoding": "gzip",
    "Connection": "close",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """``seconds`` hold for everything together, look-ups and redirects too; ``size`` in bytes, also once unpacked."""

    seconds: float = 10
    size: int = 4_194_304
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came. ``url`` is where it was found in the end, ``media_type`` what its server called it."""

    url: str
    media_type: str | None
    data: bytes


class Fetcher:
    """``waiting`` is entered by whoever waits for pages, so that others can work meanwhile."""

    def __init__(
        self, limits: FetchLimits, guard: Guard, *, waiting: Callable[[], AbstractContextManager[None]] = nullcontext
    ) -> None:
        self.limits = limits
        self.waiting = waiting
        self._connector = Connector(guard)

    def get(self, url: str, *, deadline: Deadline | None = None) -> Fetched:
        """The page at a URL, within the limits, and within the deadline of a larger piece of work if there is one.

        Raises:
            ForbiddenUrlError: the URL, or one that it is redirected to, may not be reached.
            FetchFailedError: its server does not give the page.
            FetchTimedOutError: it took too long.
            LimitExceededError: it is too large.
            UnreadableFileError: it is of a kind that is not read here.
        """
        until = deadline or self.deadline()
        target = target_of(url)
        for _ in range(self.limits.redirects + 1):
            with (
                self._connector.connected(target, until) as connection,
                _asked(connection, target, "GET", ASKING) as response,
            ):
                place = response.headers.get("Location")
                if response.status not in REDIRECTS or place is None:
                    return self._page(target, response, until)
            target = target_of(_as_utf8(place), base=target.url)
        raise FetchFailedError(f"The URL is redirected more than {self.limits.redirects} times.")

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Send a message and give the status that it is answered with; a redirect is not followed.

        Raises:
            ForbiddenUrlError, FetchFailedError, FetchTimedOutError: as in ``get``.
        """
        target = target_of(url)
        with (
            self._connector.connected(target, self.deadline()) as connection,
            _asked(connection, target, "POST", {**ASKING, **headers}, body) as response,
        ):
            return response.status

    def deadline(self) -> Deadline:
        return Deadline(self.limits.seconds)

    def _page(self, target: Target, response: http.client.HTTPResponse, deadline: Deadline) -> Fetched:
        if response.status != HTTPStatus.OK:
            raise FetchFailedError(f"The server of the URL answered {response.status} in place of a page.")
        media_type = response.headers.get("Content-Type")
        essence = (media_type or "").partition(";")[0].strip().lower()
        if essence and essence not in READ_HERE:
            raise UnreadableFileError(
                f"The page at the URL is of type '{essence[:80]}'. Read are: html, txt, md, pdf, docx."
            )
        data = self._unpacked(self._body(response, deadline), response.headers.get("Content-Encoding"))
        return Fetched(target.url, media_type, data)

    def _body(self, response: http.client.HTTPResponse, deadline: Deadline) -> bytes:
        if (response.length or 0) > self.limits.size:
            raise self._too_large()
        body = bytearray()
        while piece := response.read1(PIECE):
            deadline.left()
            body += piece
            if len(body) > self.limits.size:
                raise self._too_large()
        deadline.left()
        if response.length:
            raise http.client.IncompleteRead(b"", response.length)
        return bytes(body)

    def _unpacked(self, data: bytes, coding: str | None) -> bytes:
        name = (coding or "identity").strip().lower()
        if name == "identity":
            return data
        if name not in CODINGS:
            raise FetchFailedError("The server of the URL sent its page in an encoding that was not asked for.")
        try:
            return inflate(data, name, most=self.limits.size)
        except OverTheLimitError as error:
            raise self._too_large() from error
        except ValueError as error:
            raise FetchFailedError("The server of the URL sent a page that cannot be unpacked.") from error

    def _too_large(self) -> LimitExceededError:
        return LimitExceededError(what="The page at the URL", limit=self.limits.size, unit="bytes", pointer="/url")


@contextmanager
def _asked(
    connection: http.client.HTTPConnection,
    target: Target,
    method: str,
    headers: Mapping[str, str],
    body: bytes | None = None,
) -> Iterator[http.client.HTTPResponse]:
    connection.request(method, target.path, body, {"Host": target.authority, **headers})
    with closing(connection.getresponse()) as response:  # its own file keeps the socket open
        yield response


def _as_utf8(header: str) -> str:
    """Headers are read as Latin-1; an address in one is more often UTF-8."""
    return header.encode("latin-1", "replace").decode("utf-8", "replace").strip()
