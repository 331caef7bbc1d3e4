"""What browsers are told about every answer."""

import pytest

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>"
ARTICLE = {
    "text": f"{MARKUP} The mill burnt down on Monday. {MARKUP} Nobody was hurt, said its owner.",
    "title": MARKUP,
    "url": "https://a.example/?q=<script>",
    "metadata": {MARKUP: MARKUP},
}


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/articles", "/limits", "/nowhere", "/problems/not-found", "/openapi.json"]
)
def test_every_answer_keeps_browsers_from_running_what_is_not_ours(client, path):
    headers = client.get(path).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy.partition("style-src")[0]
    assert "unsafe-eval" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("accept", ["application/json", "text/plain", "text/markdown"])
def test_stored_markup_comes_back_as_no_type_that_a_browser_runs(client, accept):
    made = client.post("/summarise", json=ARTICLE, headers={"Accept": accept})
    again = client.get(made.headers["Location"], headers={"Accept": accept})

    for answer in (made, again):
        assert answer.mimetype == accept
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_markup_is_escaped_in_markdown(client):
    answer = client.post("/summarise", json=ARTICLE, headers={"Accept": "text/markdown"})

    assert "<script>" not in answer.text
    assert "<img" not in answer.text
