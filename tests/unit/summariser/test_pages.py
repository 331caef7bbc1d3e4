"""Whole pages of many kinds, as select-all and copy gives them; all of them are invented.

In a file a line of the article begins with '=', one of the article that is lost with '~', and its headline with '#'.
"""

from pathlib import Path

import pytest

from service.summariser import ALGORITHMS, Options, read, summarise_reading

PAGES = sorted((Path(__file__).parents[2] / "samples" / "pages").glob("*.txt"), key=lambda path: path.name)
MARKS = "=~#"


@pytest.fixture(params=["\n", "\n\n"], ids=["lines", "blank lines"])
def pasted(request):
    """The text of a page, its lines parted in one of the ways that browsers part them."""
    return lambda lines: request.param.join(line.lstrip(MARKS) for line in lines)


@pytest.fixture(params=PAGES, ids=[path.stem for path in PAGES])
def lines(request):
    return request.param.read_text("utf-8").splitlines()


def marked(lines, marks):
    return [line[1:] for line in lines if line[0] in marks]


def test_no_summary_holds_a_sentence_that_is_not_the_articles(lines, pasted):
    reading = read(pasted(lines))
    article = " ".join(marked(lines, "=~"))

    for algorithm in ALGORITHMS:
        chosen = summarise_reading(reading, Options(algorithm=algorithm)).chosen
        assert [choice.sentence.text for choice in chosen if choice.sentence.text not in article] == []


def test_only_those_lines_of_the_article_are_lost_that_are_known_to_be(lines, pasted):
    reading = read(pasted(lines))
    left_out = [reading.text[entry.offset : entry.offset + entry.length] for entry in reading.removed]

    assert [line for line in marked(lines, "=~") if line in left_out] == marked(lines, "~")


def test_the_headline_is_found(lines, pasted):
    expected = marked(lines, "#")

    assert not expected or read(pasted(lines)).document.title == expected[0]
