import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import LimitExceededError
from service.summariser import ALGORITHMS, Options, read
from service.summariser.digest import digest
from service.summariser.document import Budget
from tests.articles import BAKERY, FERRY

HARBOUR = """Teachers at the island school have asked the county for a winter timetable, the head teacher said. \
Some four hundred people live on the island, and most of them work on the mainland.

The county council will meet on Friday to look for another ferry operator. \
She wants the first boat to leave before seven. \
A brass band will play on the quay when the last boat of the old firm sails.
"""


@pytest.fixture
def readings():
    return [read(FERRY), read(HARBOUR)]


def texts(result):
    return [choice.sentence.text for choice in result.chosen]


def test_every_sentence_is_verbatim_in_its_article(readings):
    for choice in digest(readings, Options(sentences=20)).choices:
        places = [(choice.article, choice.sentence), *((other.article, other.sentence) for other in choice.also_in)]

        for article, sentence in places:
            text = readings[article].text
            assert text[sentence.offset : sentence.offset + sentence.length] == sentence.text


def test_what_two_articles_tell_stands_once_with_the_other_named(readings):
    result = digest(readings, Options(sentences=20))

    (merged,) = (choice for choice in result.chosen if "will meet on Friday" in choice.sentence.text)

    assert [other.article for other in merged.also_in] == [1 - merged.article]
    assert "will meet on Friday" in merged.also_in[0].sentence.text
    assert 0.5 <= merged.also_in[0].similarity <= 1.0


def test_two_that_quote_the_same_words_tell_the_same_fact():
    one = read("“We carried the island as long as we could,” said the owner.")
    other = read(
        "In her letter to the county the head of the firm wrote that it had “carried the island as long as\n"
        "we could” and could not be blamed for the winter."
    )

    (choice,) = digest([one, other], Options()).choices

    assert [corroboration.article for corroboration in choice.also_in] == [1 - choice.article]


def test_what_one_article_alone_tells_has_nothing_beside_it(readings):
    result = digest(readings, Options(sentences=20))

    assert [choice.also_in for choice in result.chosen if "bridge" in choice.sentence.text] == [()]


def test_sentences_come_article_by_article_in_the_order_given(readings):
    result = digest(readings, Options(sentences=6))

    places = [(choice.article, choice.sentence.index) for choice in result.chosen]
    assert places == sorted(places)


def test_where_every_date_is_known_the_earliest_article_comes_first(readings):
    dates = [dt.datetime(2026, 5, 2, tzinfo=dt.UTC), dt.datetime(2026, 5, 1, tzinfo=dt.UTC)]

    result = digest(readings, Options(sentences=6), dates=dates)
    without = digest(readings, Options(sentences=6), dates=[dates[0], None])

    articles = [choice.article for choice in result.chosen]
    assert articles == sorted(articles, reverse=True)
    assert [choice.article for choice in without.chosen] == sorted(articles)


def test_in_a_fair_digest_each_article_speaks_before_one_speaks_twice(readings):
    result = digest([*readings, read(BAKERY)], Options(sentences=3), fair=True)

    assert sorted(choice.article for choice in result.chosen) == [0, 1, 2]


def test_what_is_known_is_left_out(readings):
    known = [sentence.text for sentence in readings[0].document.sentences]

    result = digest([readings[1]], Options(sentences=20), known=known)

    assert not any("will meet on Friday" in text for text in texts(result))
    assert any("brass band" in text for text in texts(result))


def test_where_all_is_known_the_digest_is_empty_and_says_so(readings):
    known = [sentence.text.upper() for reading in readings for sentence in reading.document.sentences]

    result = digest(readings, Options(), known=known)

    assert result.text == ""
    assert [warning.code for warning in result.warnings] == ["nothing-new"]


def test_a_sentence_that_opens_an_article_depends_on_none_of_the_article_before():
    result = digest([read(BAKERY), read("He sailed at noon on Friday with the last boat.")], Options(sentences=20))

    assert [choice.depends_on for choice in result.chosen if choice.article == 1] == [None]


def test_articles_in_two_languages_are_told():
    french = read("Le conseil du comté se réunit vendredi pour trouver un autre exploitant du bac.", language="fr")

    result = digest([read(FERRY, language="en"), french], Options(sentences=3))

    assert "mixed-languages" in [warning.code for warning in result.warnings]


def test_too_many_sentences_are_refused(readings, monkeypatch):
    monkeypatch.setattr("service.summariser.digest.MAX_SENTENCES", 10)

    with pytest.raises(LimitExceededError):
        digest(readings, Options())


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_algorithm_can_make_a_digest_and_makes_the_same_again(readings, algorithm):
    options = Options(algorithm=algorithm, sentences=4)

    assert len(digest(readings, options).chosen) == 4
    assert digest(readings, options) == digest(readings, options)


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from(["sentences", "words", "characters"]),
    st.tuples(st.integers(1, 400), st.integers(1, 400)),
    st.booleans(),
)
def test_digests_nest_and_keep_the_budget(kind, amounts, fair):
    readings = [read(FERRY), read(HARBOUR), read(BAKERY)]
    small, large = sorted(amounts)

    shorter = digest(readings, Options(budget=Budget(kind, small)), fair=fair)
    longer = digest(readings, Options(budget=Budget(kind, large)), fair=fair)

    size = {"sentences": len(shorter.chosen), "words": len(shorter.text.split()), "characters": len(shorter.text)}[kind]
    assert set(texts(shorter)) <= set(texts(longer))
    assert size <= small or [warning.code for warning in shorter.warnings] == ["budget-too-small"]
    falling = [choice.salience for choice in sorted(longer.choices, key=lambda choice: choice.rank)]
    assert falling == sorted(falling, reverse=True)
    assert sorted(choice.rank for choice in longer.choices) == list(range(1, len(longer.choices) + 1))
