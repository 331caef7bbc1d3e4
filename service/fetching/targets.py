"""A URL, taken apart so strictly that no two readers of it can disagree on where it leads."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from service.errors import ForbiddenUrlError
from service.fetching.addresses import Address

LONGEST = 2_048
PORTS = {"http": 80, "https": 443}
# One reader takes these for an end of the host, another for a part of it.
NEVER_IN_A_URL = re.compile(r"[\x00-\x20\x7f\\]")
NAME = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# A name that ends so is an IPv4 address to some: 017700000001, 0x7f.1, 2130706433, 127.1 (WHATWG URL, 3.5).
ENDS_IN_A_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")
# What may stand in a path or query as it is; a percent sign is kept, since it may be an escape.
KEPT = "/?:@!$&'()*+,;=-._~%[]|"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL leads. ``host`` is a name, or an address whose ``address`` is then given; ``path`` has the query."""

    scheme: str
    host: str
    port: int
    path: str
    address: Address | None

    @property
    def authority(self) -> str:
        """As it stands in a URL and in the ``Host`` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def target_of(url: str, *, base: str | None = None) -> Target:
    """Where a URL leads; ``base`` is the page that it stood on.

    Raises:
        ForbiddenUrlError: it is no plain http or https URL; the message says what is wrong with it.
    """
    if len(url) > LONGEST:
        raise ForbiddenUrlError(f"The URL is longer than {LONGEST:,} characters.")
    if NEVER_IN_A_URL.search(url):
        raise ForbiddenUrlError("The URL holds white space, a control character or a backslash. Percent-encode it.")
    try:
        parts = urlsplit(urljoin(base, url) if base else url)
        port = parts.port
    except ValueError as error:
        raise ForbiddenUrlError("The URL cannot be read: its host or port is not well-formed.") from error
    if parts.scheme not in PORTS:
        raise ForbiddenUrlError("The URL must begin with http:// or https://.")
    if "@" in parts.netloc:
        raise ForbiddenUrlError("The URL holds a user name or password. Leave it out.")
    host, address = _host(parts.netloc, parts.hostname or "")
    path = quote(parts.path or "/", safe=KEPT) + (f"?{quote(parts.query, safe=KEPT)}" if parts.query else "")
    return Target(parts.scheme, host, PORTS[parts.scheme] if port is None else port, path, address)


def _host(netloc: str, host: str) -> tuple[str, Address | None]:
    if netloc.startswith("["):
        try:
            address = ipaddress.IPv6Address(host)
        except ValueError as error:
            raise ForbiddenUrlError("The host of the URL is not an IPv6 address.") from error
        if address.scope_id is not None:
            raise ForbiddenUrlError("The host of the URL names a network interface. Leave it out.")
        return str(address), address
    if not host.isascii():
        raise ForbiddenUrlError("The host of the URL is not ASCII. Write it in its xn-- form.")
    if ENDS_IN_A_NUMBER.fullmatch(host):
        try:
            return host, ipaddress.IPv4Address(host)
        except ValueError as error:
            raise ForbiddenUrlError(
                "The host of the URL is an oddly written IPv4 address. Write it a.b.c.d."
            ) from error
    if not NAME.fullmatch(host):
        raise ForbiddenUrlError(
            "The host of the URL is no host name: letters, digits, hyphens, dots, no dot at its end."
        )
    return host, None
