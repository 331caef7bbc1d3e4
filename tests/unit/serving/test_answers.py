"""What the server says in the place of the application."""

import json
import re

import pytest

from service.api.kinds import KINDS
from service.serving.answers import answer


def parted(told: bytes) -> tuple[str, dict[str, str], dict]:
    head, _, body = told.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    assert int(headers["Content-Length"]) == len(body)
    return first, headers, json.loads(body)


@pytest.mark.parametrize("path", ["/limits", '/a"b\\c', "/%25%d%b", "/caf\xe9", "/" + "x" * 2_000])
def test_a_problem_names_the_request_whatever_its_path_holds(path):
    head = f"GET {path}?secret=1 HTTP/1.1\r\nHost: x\r\nX-Request-ID: mine-7\r\n\r\n".encode("latin-1")

    first, headers, problem = parted(answer(KINDS["overloaded"], head=head))

    assert first == "HTTP/1.1 503 Service Unavailable"
    assert headers["Retry-After"] == "1"
    assert headers["X-Request-ID"] == problem["request_id"] == "mine-7"
    assert problem["instance"] == path
    assert problem["type"] == "/problems/overloaded"
    assert problem["title"] == KINDS["overloaded"].title


def test_each_request_without_a_name_gets_one_of_its_own():
    names = {parted(answer(KINDS["overloaded"], head=b"GET / HTTP/1.1\r\n\r\n"))[2]["request_id"] for _ in range(50)}

    assert len(names) == 50
    assert all(re.fullmatch(r"[0-9a-f-]{36}", name) for name in names)


@pytest.mark.parametrize(("stays", "told"), [(True, "keep-alive"), (False, "close")])
def test_it_says_whether_the_connection_stays_open(stays, told):
    assert parted(answer(KINDS["overloaded"], stays=stays))[1]["Connection"] == told


def test_a_detail_of_its_own_takes_the_place_of_the_explanation():
    first, headers, problem = parted(answer(KINDS["bad-request"], status=501, detail="100 % no"))

    assert first == "HTTP/1.1 501 Not Implemented"
    assert problem["detail"] == "100 % no"
    assert problem["status"] == 501
    assert "Retry-After" not in headers
