"""What hostile texts, pages and files end in over HTTP: ``python -m tests.benchmarks.hostile_http``.

Each is sent to a gunicorn with our settings, one after another, as a client would send it: texts as JSON, pages as
HTML, files as a form. Printed are status, seconds from the first byte sent to the last received, and the kind of
problem; 1 where one took longer than a second, was not answered, or was a fault of ours. What was slow is sent twice
more, and the best of three counts: others may be at work on the machine. Before, harmless pages are sent until every
worker has started the process that reads pages, which takes a second more; what the first of them took is printed.
"""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPConnection

from tests.benchmarks import hostile_files
from tests.benchmarks.http import served

LONGEST_SECONDS = 1.0
WARMING = 30
PATIENCE = 20  # seconds; without an answer after so long there is none
LINE = hostile_files.LINE
BORDER = "border-that-no-file-holds"


def texts() -> Iterator[tuple[str, str]]:
    """Texts within and above the limits of characters, sentences and paragraphs."""
    yield "1 MB line of sentences", (LINE * 11_000)[:1_000_000]
    yield "1 MB line of words", ("word " * 200_000)[:1_000_000]
    yield "1 MB line without a space", "w" * 1_000_000
    yield "1 MB line and a letter", "w" * 1_000_001
    yield "200,000 blank lines", "\n" * 200_000
    yield "200,000 blank lines and an article", LINE * 5 + "\n" * 200_000 + LINE * 5
    yield "100,000 lines of a word", "word\n" * 100_000
    yield "20,000 lines of a word", "word\n" * 20_000
    yield "9,999 sentences", "The mill burnt. " * 9_999
    yield "unclosed tags 100,000 deep, as text", "<div>" * 100_000


def requests() -> Iterator[tuple[str, str, bytes]]:
    """Name, content type and body."""
    for name, text in texts():
        yield f"text: {name}", "application/json", json.dumps({"text": text}).encode()
    for name, html in hostile_files.pages():
        yield f"page: {name}", "text/html; charset=utf-8", html.encode()
    for name, file, data in hostile_files.files():
        yield f"file: {name}", f"multipart/form-data; boundary={BORDER}", _form(file, data)


def _form(name: str, data: bytes) -> bytes:
    head = f'--{BORDER}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return head.encode() + data + f"\r\n--{BORDER}--\r\n".encode()


def send(port: int, content_type: str, body: bytes) -> tuple[float, int, str]:
    """Seconds, the status (0 without an answer), and the problem's detail or the length of the summary."""
    start = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("POST", "/summarise?store=false", body, {"Content-Type": content_type})
        answer = connection.getresponse()
        told = json.loads(answer.read())
    except (OSError, ValueError) as error:
        return time.perf_counter() - start, 0, repr(error)
    finally:
        connection.close()
    kind = f"{told['type'].rpartition('/')[2]}: {told['detail']}" if "detail" in told else "a summary"
    return time.perf_counter() - start, answer.status, kind


def best_of_three(port: int, content_type: str, body: bytes) -> tuple[float, int, str]:
    best = send(port, content_type, body)
    for _ in range(2):
        if best[0] > LONGEST_SECONDS:
            best = min(best, send(port, content_type, body))
    return best


def main() -> int:
    """Try everything; 1 where something was slow or broken."""
    worst, slowest, total = 0, 0.0, 0
    with (
        tempfile.TemporaryDirectory() as folder,
        served("service.wsgi:app", f"sqlite:///{folder}/x.sqlite3") as (
            port,
            _,
        ),
    ):
        pages = [send(port, "text/html", f"<p>{LINE}</p>".encode())[0] for _ in range(WARMING)]
        print(f"the first page took {max(pages):.2f} s, one of the last {pages[-1]:.3f} s")
        for name, content_type, body in requests():
            seconds, status, kind = best_of_three(port, content_type, body)
            bad = seconds > LONGEST_SECONDS or not HTTPStatus.OK <= status < HTTPStatus.INTERNAL_SERVER_ERROR
            worst, slowest, total = worst + bad, max(slowest, seconds), total + 1
            print(
                f"{seconds:6.3f} s {'BAD' if bad else '   '} {status} {len(body) // 1000:>5} kB  {name:44} {kind[:90]}"
            )
    print(f"{total} sent, {worst} slow or broken; the slowest took {slowest:.2f} s")
    return int(worst > 0)


if __name__ == "__main__":
    sys.exit(main())
