import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.summariser import ALGORITHMS, Options, read, summarise
from service.summariser.document import Budget
from service.summariser.pipeline import DEFAULT_ALGORITHM
from tests.articles import BAKERY, FERRY


def codes(summary):
    return [warning.code for warning in summary.warnings]


def test_every_sentence_is_verbatim_where_it_says_it_stands():
    for choice in summarise(FERRY, options=Options(sentences=20)).choices:
        sentence = choice.sentence

        assert FERRY[sentence.offset : sentence.offset + sentence.length] == sentence.text


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_same_article_gives_the_same_summary(algorithm):
    options = Options(algorithm=algorithm, seed=7)

    assert summarise(FERRY, options=options) == summarise(FERRY, options=options)


def test_the_default_algorithm_is_on_offer_and_deterministic():
    assert ALGORITHMS[DEFAULT_ALGORITHM].deterministic


@pytest.mark.parametrize("budget", [Budget("words", 3), Budget("characters", 10), Budget("ratio", 0.01)])
def test_a_budget_below_the_best_sentence_gives_it_whole_and_warns(budget):
    summary = summarise(FERRY, options=Options(budget=budget))

    assert len(summary.chosen) == 1
    assert "budget-too-small" in codes(summary)
    assert summary.warnings[-1].pointer == f"/{budget.kind}"


@given(st.sampled_from(["words", "characters"]), st.integers(1, 900))
def test_a_budget_is_kept_or_the_summary_warns(kind, amount):
    summary = summarise(FERRY, options=Options(budget=Budget(kind, amount)))

    size = len(summary.text) if kind == "characters" else max(len(summary.text.split()), summary.word_count)

    assert size <= amount or codes(summary) == ["budget-too-small"]


def test_more_sentences_than_there_are_is_told():
    summary = summarise(BAKERY, options=Options(sentences=50))

    assert len(summary.chosen) == 5
    assert "fewer-sentences" in codes(summary)
    assert summary.warnings[-1].detail == "Only 5 sentences can stand in a summary; 50 were asked for."


def test_a_single_sentence_is_told_as_one():
    summary = summarise("The mill burnt down.", options=Options(language="en"))

    details = [warning.detail for warning in summary.warnings]

    assert details == [
        "The article has 1 sentence: there is hardly anything to leave out.",
        "Only 1 sentence can stand in a summary; 3 were asked for.",
    ]


def test_a_budget_stands_in_place_of_the_number_of_sentences():
    summary = summarise(FERRY, options=Options(sentences=1, budget=Budget("length", "short")))

    assert summary.budget == Budget("length", "short")
    assert len(summary.chosen) == 2


def test_a_query_finds_its_sentence():
    assert "petition" in summarise(FERRY, options=Options(sentences=1, query="petition names")).text


def test_a_short_article_is_called_short():
    assert "short-article" in codes(summarise("The ferry stops in May. The county looks for another."))
    assert codes(summarise(FERRY)) == []


def test_a_transcript_is_called_one():
    lines = [f"Anna Weld: Did the ferry number {number} sail? Marit Holm: It sailed at noon." for number in range(8)]

    assert "transcript" in codes(summarise("\n\n".join(lines)))


def test_keywords_come_with_their_counts():
    summary = summarise(FERRY)

    assert summary.terms[0].text == "island"
    assert [term.count for term in summary.terms] == sorted((term.count for term in summary.terms), reverse=True)
    assert summary.keywords == tuple(term.text for term in summary.terms)


@pytest.mark.parametrize("headline", ["Island loses its only ferry", "# Island loses its only ferry"])
def test_the_title_is_taken_from_a_first_line_that_is_a_headline(headline):
    text = f"{headline}\n\nThe island lost its only ferry on Tuesday. The council will meet on Friday to find another."

    assert read(text).document.title == "Island loses its only ferry"
    assert read(text, title="Mine").document.title == "Mine"
