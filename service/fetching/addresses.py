"""Which addresses may be reached."""

import ipaddress
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

WEB_PORTS = frozenset({80, 443})


def networks(listed: str) -> tuple[Network, ...]:
    """The networks of a list such as ``10.0.0.0/8, fd12::/16``. Raises ``ValueError``."""
    return tuple(ipaddress.ip_network(part.strip()) for part in listed.split(",") if part.strip())


# Where the clouds keep a machine's credentials, and what only neighbours on a wire have. No setting opens them.
NEVER = networks("169.254.0.0/16, fe80::/10, fd00:ec2::254/128, 100.100.100.200/32, 168.63.129.16/32, 192.0.0.192/32")
# What the standard library calls global in some of its versions, or always.
NOT_PUBLIC = networks(
    "0.0.0.0/8, 100.64.0.0/10, 192.0.0.0/24, 192.88.99.0/24, 198.18.0.0/15, 224.0.0.0/4, 240.0.0.0/4, "
    "2001::/23, 2001:db8::/32, 2002::/16, 3fff::/20"
)
# All that the public internet has in IPv6 (IANA, IPv6 Global Unicast Address Assignments). Outside of it lie, among
# others, the forms that hold an IPv4 address: ::/96, ::ffff:0:0/96, ::ffff:0:0:0/96, 64:ff9b::/96, 64:ff9b:1::/48.
PUBLIC_IPV6 = ipaddress.IPv6Network("2000::/3")


def is_public(address: Address) -> bool:
    if address.version == 6 and address not in PUBLIC_IPV6:
        return False
    return address.is_global and not address.is_multicast and not _in(address, NOT_PUBLIC)


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets public addresses through on the ports of the web, and ``allowed`` networks on any port."""

    allowed: tuple[Network, ...] = ()

    def lets_through(self, address: Address, port: int) -> bool:
        if _in(address, NEVER):
            return False
        return _in(address, self.allowed) or (port in WEB_PORTS and is_public(address))


def _in(address: Address, among: tuple[Network, ...]) -> bool:
    return any(address.version == network.version and address in network for network in among)
