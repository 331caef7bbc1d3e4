"""What is told of a request from its bytes."""

import pytest

from service.serving.receipt import Receipt

HEAD = b"POST /summarise HTTP/1.1\r\nHost: x\r\n"


def received(data: bytes) -> Receipt:
    receipt = Receipt(since=0.0, most=1_000)
    receipt.data += data
    return receipt


@pytest.mark.parametrize(
    ("data", "follows"),
    [
        (HEAD + b"Content-Length: 2\r\n\r\nhi", True),
        (b"GET / HTTP/1.1\r\n\r\n", True),
        (HEAD + b"Connection: keep-alive\r\n\r\n", True),
        (HEAD + b"Content-Length: 20\r\n\r\nConnection: close   ", True),
        (HEAD + b"Content-Length: 2\r\n\r\nhi and more", False),
        (HEAD + b"Connection: close\r\n\r\n", False),
        (HEAD + b"connection: TE, Close\r\n\r\n", False),
        (b"GET / HTTP/1.0\r\n\r\n", False),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", False),
        (HEAD + b"Content-Length: 2000\r\n\r\nhi", False),  # more than is read
    ],
)
def test_a_connection_can_be_used_again_where_the_end_of_the_request_is_known_and_nobody_objects(data, follows):
    receipt = received(data)

    assert receipt.is_complete()
    assert receipt.can_be_followed is follows
