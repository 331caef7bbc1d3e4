import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import LimitExceededError
from service.summariser.markup import Page, decode, read_html

pytestmark = pytest.mark.usefixtures("wherever")

STORY = (
    "The old water mill at Tarrow burnt down on Monday night, and nobody was hurt, the fire brigade said.",
    "Its owner, who lives in the village, wants to build it again before the winter comes to the valley.",
    "Neighbours had seen smoke above the roof at about ten, and carried water from the river in buckets.",
    "The wheel, which is said to be three hundred years old, was saved by two apprentices of the smithy.",
)
MORE = (
    "The mayor of the valley promised on Tuesday that the village would have its flour ground elsewhere for free.",
    "Bakers in the next town offered their ovens as well, and a school collected coins in old milk churns.",
    "Whether the mill was insured is not known; the papers burnt with the office on the second floor.",
)


def paragraphs(lines):
    return "".join(f"<p>{line}</p>" for line in lines)


PAGE = f"""<!doctype html>
<html lang="en-GB"><head><title>Mill burns down at Tarrow | The Tarrow Gazette</title>
<meta property="og:title" content="Mill burns down at Tarrow">
<meta name="author" content="Ada Miller"><meta property="article:published_time" content="2024-03-05T10:00:00Z">
<link rel="canonical" href="/news/mill"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Mill burns down at Tarrow</h1>{paragraphs(STORY)}</article>
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


SOUP_TAGS = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "<ul><li>",
    "<td>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<nav>",
]
SOUP = st.lists(
    st.sampled_from(SOUP_TAGS) | st.text("aé.& <>\"'=\x00\u200b\ud800", max_size=5),
    max_size=30,
).map("".join)


@settings(deadline=None)
@given(SOUP)
def test_any_soup_of_tags_ends_in_a_sane_text_or_a_refusal(html):
    text = read_html(html).text

    assert text == text.strip()
    assert "\n\n\n" not in text
    assert all(line == " ".join(line.split()) for line in text.split("\n"))
    assert not set(text) & set("\x00\u200b\ud800")


@pytest.mark.parametrize(
    "html",
    [
        "<noscript>Hello</noscript>",
        "<button>Hello</button>",
        "<nav>Hello</nav>",
        "<html><body><form>Hello</form>",
        "<html><head><title>Hello</title></head></html>",
        "<i><div></i>" * 3_000 + "Hello",
        "<table><tr><td>" * 30 + "Hello",
        "Hello<!-- never closed",
    ],
)
def test_a_page_that_shows_anything_is_never_empty(html):
    assert read_html(html).text == "Hello"


def test_headings_items_and_rows_stand_alone():
    html = """<h2>What was
        lost</h2><ul><li>the&nbsp;wheel &amp; the race</li><li>nine <b>sacks</b></li></ul>
        <table><tr><th>Year</th><th>Sacks</th></tr><tr><td>2024</td><td>nine</td></tr></table><p>one<br>two</p>"""

    text = read_html(html).text

    assert text == "What was lost\n\nthe wheel & the race\n\nnine sacks\n\nYear Sacks\n\n2024 nine\n\none\n\ntwo"


def test_headings_of_an_article_are_kept():
    lines = [f"<p>{line}</p>" for line in STORY]
    html = PAGE.replace(lines[2], "<h2>What the neighbours saw</h2>" + lines[2])

    assert "\n\nWhat the neighbours saw\n\n" + STORY[2] in read_html(html).text


def test_paragraphs_in_the_next_column_come_back():
    columns = [f'<div class="grid"><div class="story">{paragraphs(part)}</div></div>' for part in (STORY, MORE)]
    html = f"<html><body><article>{'<div>Buy a boat!</div>'.join(columns)}</article></body></html>"

    text = read_html(html).text

    assert [line for line in STORY + MORE if line not in text] == []


def test_a_comment_is_no_paragraph_left_behind():
    story = f'<div class="article"><div class="content">{paragraphs(STORY)}</div></div>'
    remark = f'<div class="remark"><div class="content">{paragraphs(MORE[:1])}</div></div>'

    assert MORE[0] not in read_html(f"<html><body>{story}{remark}</body></html>").text


def test_words_that_are_links_are_not_cut_out_of_a_sentence():
    linked = STORY[1].replace("wants to build", 'wants <span class="link"><a href="/b">to build</a></span>')

    assert STORY[1] in read_html(PAGE.replace(STORY[1], linked)).text


def test_lines_with_two_breaks_between_them_are_paragraphs():
    html = f"<html><body><div class='content'>{'<br> <br>'.join(STORY)}</div></body></html>"

    assert read_html(html).text == "\n\n".join(STORY)


def test_a_picture_between_such_lines_parts_them_as_well():
    html = f"<html><body><div>{STORY[0]}<br>{STORY[1]}<figure></figure>{STORY[2]}<br><br><br>{STORY[3]}<br></div>"

    assert read_html(html).text == "\n\n".join(STORY)


def test_a_card_that_opens_under_the_mouse_is_no_part_of_its_sentence():
    card = '<span><a href="/o">The owner</a><span><a href="/1">Nine sacks</a> <a href="/2">Old wheel</a></span></span>'
    html = PAGE.replace("Its owner", card)

    text = read_html(html).text

    assert "The owner, who lives" in text
    assert "sacks" not in text


def test_a_link_around_whole_blocks_is_a_teaser():
    teaser = f'<div><a href="/other"><h3>Bridge closed</h3><p>{MORE[0]}</p></a></div>'

    assert MORE[0] not in read_html(PAGE.replace("</article>", teaser + "</article>")).text


def test_what_a_browser_keeps_for_later_is_not_shown():
    html = f"<html><body><article>{paragraphs(STORY)}<template>{paragraphs(MORE)}</template></article></body></html>"

    assert "\n\n".join(STORY) in read_html(html).text
    assert not [line for line in MORE if line in read_html(html).text]


def test_the_readings_beside_characters_do_not_stand_in_their_words():
    html = "<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>を読む。</p>"

    assert read_html(html).text == "漢字を読む。"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "L'hôtel a été fermé après l'été. Les élèves étaient déçus."),
        ("cp1252", "A decisão não será tomada até amanhã; a população está à espera de soluções."),
        ("cp1252", "Färjan går på lördag från ön, sade ägaren på måndagen."),
        (
            "cp1250",
            "Převoz přestane jezdit na konci měsíce, řekl v úterý jeho majitel. Na ostrově žije čtyři sta lidí.",
        ),
        ("koi8-r", "Паром перестанет ходить в конце месяца, сказал его владелец во вторник."),
    ],
)
def test_an_encoding_that_nobody_names_is_told_by_the_words(encoding, text):
    assert decode(text.encode(encoding)) == text


def test_a_page_too_large_for_the_extractor_is_read_without_its_furniture():
    html = f"<html><body><nav>Home</nav><main>{paragraphs(STORY) * 1_600}</main><footer>Rights</footer></body></html>"

    text = read_html(html).text

    assert text.startswith(STORY[0])
    assert text.endswith(STORY[-1])


def test_json_ld_is_believed_before_other_marks():
    linked = """<script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"@type": ["NewsArticle"],
        "headline": "Fire at the mill", "author": [{"name": "Ada"}, {"name": "Bo"}], "datePublished": "2024-03-06"}]}"""

    page = read_html(PAGE.replace("<head>", f"<head>{linked}</script>"))

    assert (page.title, page.author, page.date) == ("Fire at the mill", "Ada, Bo", "2024-03-06")


def test_a_page_made_by_scripts_is_read_from_what_it_tells_search_engines():
    linked = json.dumps({"@type": "Article", "articleBody": "<p>" + " ".join(STORY)})
    html = f"<html><script type='application/ld+json'>{linked}</script><div id=app>Please wait</div></html>"

    assert read_html(html).text == " ".join(STORY)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Gazette | Mill burns down</title>", "Mill burns down"),
        ('<meta property="og:title" content="Mill burns | Gazette"></head><body><h1>Mill burns</h1>', "Mill burns"),
        ("<title>Mill burns down - Tarrow Gazette</title>", "Mill burns down"),
        ("<title>Tarrow Gazette</title></head><body><h1>Mill <i>burns</i></h1>", "Mill burns"),
        ("", None),
        ('<meta name="twitter:title" content=" a&#7;&amp;b ">', "a &b"),
    ],
)
def test_a_title_is_taken_from_what_there_is(head, title):
    assert read_html(f"<html><head>{head}<p>{STORY[0]}").title == title


@pytest.mark.parametrize(
    "before", ["<!doctype html>", "<!DOCTYPE HTML>\n", '<?xml version="1.0"?>', "<!-- a > b -->", "<![CDATA[ x ]]>"]
)
def test_a_page_with_nothing_but_a_title_has_only_its_words(before):
    assert read_html(f"{before}<title>Mill burns</title>").text == "Mill burns"


@pytest.mark.parametrize("linked", ["{", "[" * 50_000, '[{"@type": 1}, null, [[]]]', "{}," * 1_000, ""])
def test_json_ld_that_says_nothing_is_passed_over(linked):
    html = PAGE.replace("<head>", f'<head><script type="application/ld+json">{linked}</script>')

    assert read_html(html).title == "Mill burns down at Tarrow"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "http://[", "ftp://a.example/", "//", "", "http://a.example/\x07"]
)
def test_an_address_that_is_none_is_left_out(address):
    assert read_html(f'<link rel="canonical" href="{address}"><p>Hello</p>').url is None


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("Grüße".encode(), "Grüße"),
        (b"\xef\xbb\xbf" + "Grüße".encode(), "Grüße"),
        ("Grüße".encode("utf-16"), "Grüße"),
        ("Grüße aus dem schönen Köln, bis später".encode("cp1252"), "Grüße aus dem schönen Köln, bis später"),
        ('<meta charset="ascii">Grüße\x81'.encode("latin-1"), "Grüße\ufffd"),
        ('<meta charset="iso-8859-1">Grüße “x”'.encode("cp1252"), "Grüße “x”"),
        ('<meta http-equiv=content-type content="text/html; charset=koi8-r">Привет'.encode("koi8-r"), "Привет"),
        ('<meta charset="shift_jis">日本語'.encode("cp932"), "日本語"),
        ('<meta charset="iso-2022-jp">日本語'.encode("iso-2022-jp"), "日本語"),
        ('<meta charset="utf-7">Grüße'.encode(), "Grüße"),
        ('<meta charset="latin-1">Grüße'.encode(), "Grüße"),
        ('<?xml version="1.0" encoding="iso-8859-2"?><p>Łódź'.encode("iso-8859-2"), "Łódź"),
    ],
)
def test_bytes_are_read_in_the_encoding_that_they_are_in(data, shown):
    assert read_html(data).text == shown


@pytest.mark.parametrize(
    "html",
    [
        "<div " + " ".join(f"a{n}='x'" for n in range(5_000)) + ">Hello",
        "<div>" * 100_000 + "Hello",
        "<table><tr><td>" * 200 + "Hello",
        "<br>" * 300_000,
    ],
)
def test_what_no_page_is_built_like_is_refused_before_it_is_parsed(html):
    start = time.perf_counter()

    with pytest.raises(LimitExceededError, match="over the limit of") as caught:
        read_html(html)

    assert caught.value.pointer == "/html"
    assert time.perf_counter() - start < 5
