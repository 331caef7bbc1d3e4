"""The link of each sentence, opened in a browser: it jumps to that very sentence."""

import re
import threading
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

# Each stands alone in its paragraph, so that the paragraph tells where the browser went.
PARAGRAPHS = [
    "The council met on Monday evening to talk about the old harbour bridge and what is to become of it.",
    "“We will not pay for it,” said the mayor – and left the room before anyone could ask her anything more.",
    "Some 30% of the cost, or about £1,250,000, is to come from the county; the rest, if any, from tolls.",
    "Die Brücke über den Öresund wird größer, älter und schöner, sagte der Bürgermeister von Malmö am Freitag.",
    "The <b>engineers</b> wrote that <a href='#x'>the pier</a> moved by <em>four centi</em>metres since the spring.",
    "The council met on Monday evening to talk about the school, which has had no roof over its hall since May.",
    "It was late.",
    "Nobody answered.",
    "A well-known, long-serving harbour-master — his name was not given — called the plan “half-baked, at best”.",
    "It was late.",
    "The ferry company&nbsp;lost money on the line,<br>and will stop sailing it at the end of the month, it said.",
    "Is it safe? #1 &amp; #2 of the bridge's arches (built 1901) are, the report's authors wrote: yes &amp; no.",
    "Критики говорят, что мост простоит ещё сто лет, если его будут красить каждую весну и каждую осень.",
    "Nobody answered.",
    "The old harbour bridge is old, and the bridge of the old harbour will be the old harbour bridge for years.",
    "東京の議会は月曜日に橋の建設を承認した。",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    body = "\n".join(f"<p id='p{number}'>{text}</p>" for number, text in enumerate(PARAGRAPHS))
    style = "p { margin: 0 0 3000px; width: 30em; }"
    head = f"<!doctype html><meta charset='utf-8'><title>The bridge</title><style>{style}</style>"
    page = f"{head}<article>{body}</article>"
    (folder / "bridge.html").write_text(page, encoding="utf-8")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/bridge.html", page
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def sentences(service, site):
    url, page = site
    wish = {"html": page, "url": url, "include_all": True, "clean": False, "store": False, "language": "en"}
    answer = requests.post(f"{service}/summarise", json=wish, timeout=10)
    return answer.json()["sentences"]


def paragraph_reached(browser, link):
    """Number of the paragraph at the place to which the browser scrolled, the link being opened anew."""
    tab = browser.new_page(viewport={"width": 800, "height": 600})
    tab.goto(link)
    # The jump comes with the layout; a page that did not jump stays at its top.
    tab.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    number = tab.evaluate(
        """() => [...document.querySelectorAll('p')].findIndex(p => {
            const box = p.getBoundingClientRect(); return box.top < innerHeight && box.bottom > 0 })"""
    )
    tab.close()
    return number


def paragraphs_of(sentences):
    """Number of the paragraph that holds each sentence, in the order of the page."""
    number = 0
    for sentence in sentences:
        words = bare(sentence["text"])
        number += next(step for step, text in enumerate(PARAGRAPHS[number:]) if words in bare(text))
        yield number


def bare(text):
    return re.sub(r"\s+", "", unescape(re.sub("<[^>]*>", "", text)))


def test_the_link_of_each_sentence_jumps_to_it(browser, sentences):
    in_order = sorted(sentences, key=lambda sentence: sentence["offset"])
    wanted = list(paragraphs_of(in_order))

    reached = [paragraph_reached(browser, sentence["link"]) for sentence in in_order]

    assert set(wanted) == set(range(len(PARAGRAPHS)))
    missed = [
        (sentence["text"], sentence["link"], number)
        for sentence, number, where in zip(in_order, reached, wanted, strict=True)
        if number != where
    ]
    assert missed == []
