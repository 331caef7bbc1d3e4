"""A URL → a page, and nothing that an attacker could aim with it.

::

    fetcher        get a page, hop by hop; post a message, without hops
      connection     a socket to an address that was looked at, cut when the time is over
        addresses      which addresses may be reached
      targets        a URL, taken apart so that no two readers of it disagree

Every hop is taken apart, resolved and looked at anew, and the connection is made to the very
address that was looked at, so an answer of the DNS that changes in between changes nothing.
"""

from service.fetching.addresses import Guard, networks
from service.fetching.fetcher import Fetched, Fetcher, FetchLimits

__all__ = ["FetchLimits", "Fetched", "Fetcher", "Guard", "networks"]
