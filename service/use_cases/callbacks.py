"""Tell a client of the end of its batch, in a message that nobody else can have made.

Source: Standard Webhooks 1.0.0, https://github.com/standard-webhooks/standard-webhooks
"""

import base64
import hashlib
import hmac
import time

from service.errors import FetchError
from service.fetching import Fetcher


class Callbacks:
    """``fetcher`` reaches only what may be reached; the receiver knows the ``secret``."""

    def __init__(self, fetcher: Fetcher, secret: str) -> None:
        self._fetcher = fetcher
        self._secret = secret.encode()

    def send(self, url: str, identifier: str, body: bytes) -> int | None:
        """Send a JSON body and give the status that it was answered with, None where there was no answer."""
        moment = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "Webhook-Id": identifier,
            "Webhook-Timestamp": moment,
            "Webhook-Signature": signature(self._secret, identifier, moment, body),
        }
        try:
            return self._fetcher.post(url, body, headers)
        except FetchError:
            return None


def signature(secret: bytes, identifier: str, moment: str, body: bytes) -> str:
    """HMAC-SHA256 of all that the receiver should believe: which message, when, and what it says."""
    signed = b".".join((identifier.encode(), moment.encode(), body))
    return "v1," + base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
