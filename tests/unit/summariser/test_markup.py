import pytest

from service.summariser.markup import Page, read_html

STORY = (
    "The old water mill at Tarrow burnt down on Monday night, and nobody was hurt, the fire brigade said.",
    "Its owner, who lives in the village, wants to build it again before the winter comes to the valley.",
    "Neighbours had seen smoke above the roof at about ten, and carried water from the river in buckets.",
    "The wheel, which is said to be three hundred years old, was saved by two apprentices of the smithy.",
)
PAGE = f"""<!doctype html>
<html lang="en-GB"><head><title>Mill burns down at Tarrow | The Tarrow Gazette</title>
<meta property="og:title" content="Mill burns down at Tarrow">
<meta name="author" content="Ada Miller"><meta property="article:published_time" content="2024-03-05T10:00:00Z">
<link rel="canonical" href="/news/mill"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Mill burns down at Tarrow</h1>{"".join(f"<p>{line}</p>" for line in STORY)}</article>
<footer><p>All rights reserved.</p></footer><script>document.write("never")</script></body></html>"""


def test_the_paragraphs_of_an_article_stand_apart_and_the_furniture_is_gone():
    page = read_html(PAGE)

    assert page.text.split("\n\n")[-4:] == list(STORY)
    assert "rights" not in page.text
    assert "Home" not in page.text
    assert "never" not in page.text


def test_a_page_says_what_it_is():
    page = read_html(PAGE, url="https://gazette.example/x?utm=1")

    assert page.title == "Mill burns down at Tarrow"
    assert page.author == "Ada Miller"
    assert page.date == "2024-03-05T10:00:00Z"
    assert page.language == "en-GB"
    assert page.url == "https://gazette.example/news/mill"


@pytest.mark.parametrize("html", ["<p>Hello there.</p>", "Hello there.", "<b>Hello</b> there.", "<div>Hello there."])
def test_a_fragment_is_read_as_it_is(html):
    assert read_html(html).text == "Hello there."


@pytest.mark.parametrize("html", ["", " ", "<html></html>", "<script>x</script>", "<!-- x -->", "\x00"])
def test_a_page_that_shows_nothing_is_an_empty_text(html):
    assert read_html(html) == Page(text="")
