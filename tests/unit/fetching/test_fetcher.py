"""What is brought back, what is sent, and how long and how much it may be. The server is real, and on loopback."""

import socket
import time

import pytest

from service.errors import FetchFailedError, FetchTimedOutError, LimitExceededError, UnreadableFileError
from tests.web import drip, fetcher, page, redirect, serving, zipped

pytestmark = pytest.mark.usefixtures("wall")

BOMB = zipped(bytes(50_000_000))
# Far above what is asked for, and far below what a drip would take: no time of ours is measured.
LONG = 20


def test_a_page_comes_with_its_type_and_its_place():
    with serving({"/a b": page(b"<p>x</p>", "text/html; charset=koi8-r"), "/a%20b": page(b"<p>y</p>")}) as (url, _):
        got = fetcher().get(f"{url}/a%20b?q=ä#part")

    assert got.data == b"<p>y</p>"
    assert got.media_type == "text/html"
    assert got.url == f"{url}/a%20b?q=%C3%A4"


def test_redirects_are_followed_to_the_last_place():
    web = {"/": redirect("/b", 301), "/b": redirect("c?x=1", 308), "/c": page(b"end", "text/plain")}
    with serving(web) as (url, seen):
        got = fetcher().get(url)

    assert got.url == f"{url}/c?x=1"
    assert [path for _, path, _, _ in seen] == ["/", "/b", "/c?x=1"]


def test_too_many_redirects_are_an_error():
    with serving({"/": redirect("/")}) as (url, seen), pytest.raises(FetchFailedError, match="more than 5 times"):
        fetcher().get(url)

    assert len(seen) == 6


def test_nothing_is_sent_but_what_every_stranger_would_send():
    with serving({"/": redirect("/b"), "/b": page(b"x", Set_Cookie="a=b")}) as (url, seen):
        web = fetcher()
        web.get(f"{url}/")
        web.get(f"{url}/")

    for _, _, headers, body in seen:
        assert headers.keys() == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
        assert body == b""


def test_proxies_and_netrc_of_the_machine_are_not_used(monkeypatch, tmp_path):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    with serving({"/": page(b"x")}) as (url, seen):
        assert fetcher().get(url).data == b"x"

    assert "Authorization" not in seen[0][2]


@pytest.mark.parametrize("status", [204, 206, 304, 400, 401, 403, 404, 429, 500, 503])
def test_another_status_than_200_is_told(status):
    with serving({"/": page(b"", status=status)}) as (url, _), pytest.raises(FetchFailedError, match=str(status)):
        fetcher().get(url)


@pytest.mark.parametrize("media_type", ["image/png", "application/json", "video/mp4", "application/octet-stream", "x"])
def test_a_type_that_is_not_read_here_is_told_before_it_is_fetched(media_type):
    with serving({"/": page(b"x", media_type)}) as (url, _), pytest.raises(UnreadableFileError, match=media_type):
        fetcher().get(url)


def test_a_page_without_a_type_is_taken():
    with serving({"/": page(b"x", None)}) as (url, _):
        assert fetcher().get(url).media_type is None


@pytest.mark.parametrize("size", [1_000, 1_001])
def test_the_limit_of_size_is_exact(size):
    with serving({"/": page(bytes(size), "text/plain")}) as (url, _):
        if size == 1_000:
            assert len(fetcher(size=1_000).get(url).data) == 1_000
        else:
            with pytest.raises(LimitExceededError, match="1,000 bytes"):
                fetcher(size=1_000).get(url)


def test_a_page_without_an_announced_length_is_cut_off_at_the_limit():
    endless = drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", bytes(100_000))
    with serving({"/": endless}) as (url, _), pytest.raises(LimitExceededError):
        fetcher(size=150_000).get(url)


def test_a_packed_page_is_unpacked():
    with serving({"/": page(zipped(b"<p>x</p>"), Content_Encoding="gzip")}) as (url, _):
        assert fetcher().get(url).data == b"<p>x</p>"


def test_a_bomb_is_not_unpacked_beyond_the_limit():
    with serving({"/": page(BOMB, Content_Encoding="gzip")}) as (url, _), pytest.raises(LimitExceededError):
        fetcher().get(url)


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "compress"])
def test_an_encoding_that_was_not_asked_for_is_told(coding):
    with serving({"/": page(b"x", Content_Encoding=coding)}) as (url, _), pytest.raises(FetchFailedError):
        fetcher().get(url)


@pytest.mark.parametrize("broken", [b"no gzip", zipped(b"x" * 500)[:-9], zipped(b"x") + b"more"])
def test_a_page_that_cannot_be_unpacked_is_told(broken):
    with serving({"/": page(broken, Content_Encoding="gzip")}) as (url, _), pytest.raises(FetchFailedError):
        fetcher().get(url)


def test_a_page_that_breaks_off_is_told():
    def short(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 500\r\n\r\nonly this")

    with serving({"/": short}) as (url, _), pytest.raises(FetchFailedError):
        fetcher().get(url)


def test_a_server_that_speaks_no_http_is_told():
    greeting = b"220 mail.example ESMTP\r\n"
    with serving({"/": lambda handler: handler.wfile.write(greeting)}) as (url, _), pytest.raises(FetchFailedError):
        fetcher().get(url)


def test_tls_with_a_certificate_of_nobody_is_refused():
    with serving({"/": page(b"x")}) as (url, seen), pytest.raises(FetchFailedError, match="TLS"):
        fetcher().get(url.replace("http:", "https:"))

    assert seen == []


@pytest.mark.parametrize(
    ("opening", "drop"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X-Header: a\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b""),
    ],
    ids=["status line", "headers", "body", "chunks", "silence"],
)
def test_a_server_that_drips_is_cut_off_when_the_time_is_over(opening, drop):
    began = time.monotonic()
    with serving({"/": drip(opening, drop)}) as (url, _), pytest.raises(FetchTimedOutError):
        fetcher(seconds=0.7).get(url)

    assert time.monotonic() - began < LONG


def test_a_handshake_that_never_ends_is_cut_off():
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(FetchTimedOutError):
        fetcher(seconds=0.5).get(f"https://127.0.0.1:{silent.getsockname()[1]}/")


def test_a_chain_of_slow_redirects_has_one_time_for_all():
    def slow(handler):
        time.sleep(0.4)
        redirect("/")(handler)

    with serving({"/": slow}) as (url, seen), pytest.raises(FetchTimedOutError):
        fetcher(seconds=1).get(url)

    assert len(seen) < 5


def test_a_look_up_that_hangs_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(2))
    with pytest.raises(FetchTimedOutError):
        fetcher(seconds=0.2).get("http://slow.example/")


def test_an_unknown_host_is_told():
    with pytest.raises(FetchFailedError, match="not known"):
        fetcher().get("http://unknown.example/")


def test_a_closed_port_is_told():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        with pytest.raises(FetchFailedError, match="takes no connection"):
            fetcher().get(f"http://127.0.0.1:{probe.getsockname()[1]}/")


def test_a_message_is_posted_with_its_headers():
    with serving({"/hook": page(b"", status=204)}) as (url, seen):
        status = fetcher().post(f"{url}/hook", b'{"a": 1}', {"Content-Type": "application/json", "X-Signature": "s"})

    method, path, headers, body = seen[0]
    assert (status, method, path, body) == (204, "POST", "/hook", b'{"a": 1}')
    assert headers["Content-Type"] == "application/json"
    assert headers["X-Signature"] == "s"


def test_a_message_follows_no_redirect():
    with serving({"/": redirect("/elsewhere", 307), "/elsewhere": page(b"")}) as (url, seen):
        assert fetcher().post(url, b"x", {}) == 307

    assert len(seen) == 1
