"""HTML pages and files as articles, on both databases."""

import io

import pytest

from tests.articles import FERRY

PAGE = f"""<!doctype html><html lang="en"><head><title>Ferry stops | The Islander</title>
<meta property="og:title" content="Island ferry stops"><meta name="author" content="Nora Vik">
<link rel="canonical" href="https://islander.example/ferry"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Island ferry stops</h1>
{"".join(f"<p>{paragraph}</p>" for paragraph in FERRY.strip().split(chr(10) * 2))}
</article><footer>Copyright The Islander</footer></body></html>"""


def test_a_page_is_read_and_summed_up(client):
    made = client.post("/summarise", json={"html": PAGE})

    article = client.get(f"/articles/{made.json['articles'][0]['id']}").json
    assert made.status_code == 201
    assert article["title"] == "Island ferry stops"
    assert article["url"] == "https://islander.example/ferry"
    assert "The island's only ferry" in article["text"]
    assert "<p>" not in article["text"]
    for sentence in made.json["sentences"]:
        assert article["text"][sentence["offset"] :].startswith(sentence["text"])
        assert sentence["link"].startswith("https://islander.example/ferry#:~:text=")


def test_what_the_caller_says_goes_before_what_the_page_says(client):
    article = client.post("/articles", json={"html": PAGE, "title": "Mine", "url": "https://a.example/"}).json

    assert article["title"] == "Mine"
    assert article["url"] == "https://a.example/"


def test_a_page_can_be_the_body_itself(client):
    by_field = client.post("/summarise", json={"html": PAGE, "sentences": 2})

    by_body = client.post("/summarise?sentences=2", data=PAGE.encode(), content_type="text/html")

    assert by_body.status_code == 200
    assert by_body.json == by_field.json


@pytest.mark.parametrize(
    ("name", "content"), [("a.txt", FERRY), ("a.html", PAGE), ("a.md", f"# Island ferry stops\n\n{FERRY}")]
)
def test_a_file_is_read_and_summed_up(client, name, content):
    form = {"file": (io.BytesIO(content.encode()), name), "sentences": "2", "store": "true", "metadata": '{"a": 1}'}

    answer = client.post("/summarise", data=form, content_type="multipart/form-data")

    assert answer.status_code == 201
    assert len(answer.json["sentences"]) == 2
    assert answer.json["articles"][0]["metadata"] == {"a": 1}


@pytest.mark.parametrize(
    ("form", "status", "pointer"),
    [
        ({}, 422, "/text"),
        ({"file": "not a file"}, 422, "/file"),
        ({"file": (FERRY.encode(), "a.txt"), "text": FERRY}, 422, "/file"),
        ({"file": (FERRY.encode(), "a.txt"), "sentences": "many"}, 422, "/sentences"),
        ({"file": (b"", "a.txt")}, 422, "/file"),
        ({"text": FERRY, "exclude": (b"quotes", "a.txt")}, 422, "/exclude/0"),
        ({"file": (b"\x7fELF\x02\x01\x01" + bytes(200), "a.txt")}, 422, "/file"),
    ],
)
def test_a_bad_form_names_its_field(client, form, status, pointer):
    sent = {name: (io.BytesIO(part[0]), part[1]) if isinstance(part, tuple) else part for name, part in form.items()}

    answer = client.post("/summarise", data=sent, content_type="multipart/form-data")

    assert answer.status_code == status
    assert answer.json["errors"][0]["pointer"] == pointer


def test_a_part_of_a_form_that_is_not_utf_8_is_a_400(client):
    parts = (f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n' for name in ("text", "title"))
    text, title = (part.encode() for part in parts)
    body = text + FERRY.encode() + b"\r\n" + title + b"caf\xe9\r\n--x--\r\n"

    answer = client.post("/summarise", data=body, content_type="multipart/form-data; boundary=x")

    assert answer.status_code == 400
    assert answer.json["detail"] == "A part of the form is not UTF-8. Send UTF-8."


def test_a_form_that_is_none_is_a_400(client):
    answer = client.post("/summarise", data=b"nothing", content_type="multipart/form-data; boundary=x")

    assert answer.status_code in {400, 422}
    assert answer.mimetype == "application/problem+json"


def test_two_sources_are_refused(client):
    answer = client.post("/summarise", json={"html": PAGE, "text": FERRY})

    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json["errors"]] == ["/html", "/text"]
