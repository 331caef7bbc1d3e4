"""Bodies with a Content-Encoding."""

import gzip
import json
import tracemalloc
import zlib

import pytest

from tests.articles import FERRY

PLAIN = json.dumps({"text": FERRY, "sentences": 2}).encode()
BOMB = gzip.compress(bytes(200_000_000), 9)


def send(client, body: bytes, coding: str):
    headers = {"Content-Type": "application/json", "Content-Encoding": coding}
    return client.post("/summarise", data=body, headers=headers)


@pytest.mark.parametrize(
    ("coding", "packed"),
    [("gzip", gzip.compress(PLAIN)), ("deflate", zlib.compress(PLAIN)), ("GZIP", gzip.compress(PLAIN)), ("", PLAIN)],
)
def test_a_packed_body_is_as_good_as_a_plain_one(client, coding, packed):
    plain = client.post("/summarise", data=PLAIN, content_type="application/json")

    assert send(client, packed, coding).json == plain.json


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip, gzip", "x" * 100])
def test_another_encoding_is_a_415_that_tells_which_there_are(client, coding):
    answer = send(client, PLAIN, coding)

    assert answer.status_code == 415
    assert answer.headers["Accept-Encoding"] == "gzip, deflate, identity"


@pytest.mark.parametrize("broken", [b"no gzip", gzip.compress(PLAIN)[:-5], gzip.compress(PLAIN) + b"x", b""])
def test_a_body_that_cannot_be_unpacked_is_a_400(client, broken):
    assert send(client, broken, "gzip").status_code == 400


def test_a_bomb_is_refused_before_it_is_unpacked(client):
    send(client, gzip.compress(PLAIN), "gzip")
    tracemalloc.start()
    answer = send(client, BOMB, "gzip")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert answer.status_code == 413
    assert answer.json["type"] == "/problems/limit-exceeded"
    assert peak < 40_000_000  # of 200 MB; the limit of a body is 4 MB
