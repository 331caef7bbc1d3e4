"""No word of an article where it does not belong: in the log, in the metrics, or on a disk unasked."""

import requests

from tests.articles import FERRY
from tests.e2e.test_service import running

WORD = "Quisling"
SECRET = f"The harbour master's cat is called {WORD}. Nobody on the island had ever heard of such a cat."
PAGE = f"<html><title>{WORD}</title><body><article><h1>{WORD}</h1><p>{SECRET}</p></article></body></html>"
CHAT = {"model": "standfirst", "messages": [{"role": "user", "content": SECRET}]}
UNREADABLE = f"%PDF-1.7 {SECRET}".encode()
KEY = {"Idempotency-Key": "1"}


def each_way_to_send(address, **options):
    """The secret as every source that there is, well and badly; the statuses that came back."""
    post = f"{address}/summarise"
    query = {name: str(value).lower() for name, value in options.items()}
    plain, html = ({"Content-Type": kind} for kind in ("text/plain", "text/html"))
    answers = [
        requests.post(post, json={"text": SECRET, "title": WORD, "metadata": {WORD: WORD}, **options}, timeout=30),
        requests.post(post, json={"html": PAGE, "url": f"https://example.org/{WORD}", **options}, timeout=30),
        requests.post(post, json={"articles": [{"text": SECRET}, {"text": FERRY}], **options}, timeout=30),
        requests.post(post, json={"text": SECRET, "include_all": True, **options}, headers=KEY, timeout=30),
        requests.post(post, data=SECRET.encode(), headers=plain, params=query, timeout=30),
        requests.post(post, data=PAGE.encode(), headers=html, params=query, timeout=30),
        requests.post(post, files={"file": (f"{WORD}.md", SECRET)}, params=query, timeout=30),
        requests.post(post, files={"file": (f"{WORD}.pdf", UNREADABLE)}, params=query, timeout=30),
        requests.post(post, json={"text": SECRET, "title": 7, **options}, timeout=30),
        requests.post(post, json={"text": SECRET, WORD: WORD, **options}, timeout=30),
        requests.post(post, json={"text": SECRET, "language": WORD, **options}, timeout=30),
        requests.post(f"{address}/v1/chat/completions", json={**CHAT, **options}, timeout=30),
        requests.post(f"{address}/v1/chat/completions", json={**CHAT, "stream": True, **options}, timeout=30),
    ]
    return [answer.status_code for answer in answers]


def test_no_word_of_an_article_is_logged_or_counted_whatever_goes_wrong(tmp_path):
    with running(f"sqlite:///{tmp_path}/x.sqlite3", STANDFIRST_LOG_LEVEL="debug") as (address, process):
        statuses = each_way_to_send(address)
        json = {"Content-Type": "application/json"}
        for path in (
            WORD,
            f"articles/{WORD}",
            f"articles?q={WORD}",
            f"problems/{WORD}",
            f"v1/models/{WORD}",
            f"web/{WORD}",
        ):
            requests.get(f"{address}/{path}", timeout=30)
        requests.post(f"{address}/articles", json={"text": SECRET}, timeout=30)
        requests.post(f"{address}/batches", json={"items": [{"text": SECRET}, {"text": WORD, WORD: 1}]}, timeout=30)
        requests.post(f"{address}/summarise", data=f'{{"text": "{SECRET}', headers=json, timeout=30)
        requests.post(f"{address}/summarise", data=SECRET, headers={"Content-Type": f"text/{WORD}"}, timeout=30)
        requests.post(f"{address}/summarise", data=SECRET.encode("utf-16"), headers=json, timeout=30)
        metrics = requests.get(f"{address}/metrics", timeout=30).text

    log = "".join(process.log)
    assert {200, 201, 422} <= set(statuses)
    assert '"request"' in log
    assert "internal-error" not in log
    assert WORD not in log
    assert WORD not in metrics


def test_what_is_not_to_be_stored_leaves_no_trace_on_the_disk_however_it_comes(tmp_path):
    def traces():
        return [file.name for file in tmp_path.iterdir() if WORD.encode() in file.read_bytes()]

    with running(f"sqlite:///{tmp_path}/x.sqlite3") as (address, _):
        statuses = each_way_to_send(address, store=False)
        while_it_runs = traces()

        requests.post(f"{address}/articles", json={"text": SECRET}, timeout=30)
        with_an_article = traces()

    assert 200 in statuses
    assert 201 not in statuses
    assert while_it_runs == []
    assert with_an_article != []  # else the search would find nothing anywhere
