import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.summariser import read
from service.summariser.document import Document, Sentence
from service.summariser.ranking import Centrality, agreement, focus, rank
from service.summariser.ranking.blend import blended
from service.summariser.ranking.tfidf import TfIdf
from tests.articles import BAKERY, FERRY

WORDS = ("ferry", "island", "bridge", "winter", "school")


def document_of(texts, *, title=None):
    sentences = [Sentence(text, 0, index, 0, tuple(text.rstrip(".").split())) for index, text in enumerate(texts)]
    return Document("en", tuple(sentences), title)


def likeness_sums(document):
    """Centrality the slow way: a cosine for every two sentences."""
    vectors = TfIdf.of(document)
    rows = vectors.counts.rows[vectors.order]
    terms = vectors.counts.terms[vectors.order]
    elements = [
        (int(row), int(term), float(weight)) for row, term, weight in zip(rows, terms, vectors.weights, strict=True)
    ]
    after, before = [0.0] * len(document.sentences), [0.0] * len(document.sentences)
    for row, term, weight in elements:
        for other, other_term, other_weight in elements:
            if term == other_term and row < other:
                after[row] += weight * other_weight
                before[other] += weight * other_weight
    return after, before


@given(
    st.lists(
        st.lists(st.sampled_from(["ferry", "island", "bridge", "winter", "school"]), max_size=6).map(" ".join),
        min_size=1,
    )
)
def test_the_sums_of_cosines_are_those_of_all_pairs(texts):
    document = document_of(texts)
    vectors = TfIdf.of(document)

    after, before = likeness_sums(document)

    assert vectors.after().tolist() == pytest.approx(after)
    assert vectors.before().tolist() == pytest.approx(before, abs=1e-9)


@given(st.lists(st.tuples(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), st.booleans()), min_size=1))
def test_the_sums_over_other_groups_are_those_of_all_pairs(rows):
    document = document_of([text for text, _ in rows])
    groups = np.cumsum([begins for _, begins in rows])
    vectors = TfIdf.of(document)
    matrix = np.zeros((len(rows), len(vectors.counts.spread)))
    matrix[vectors.counts.rows[vectors.order], vectors.counts.terms[vectors.order]] = vectors.weights

    cosines = matrix @ matrix.T
    expected = np.where(groups[:, None] == groups[None, :], 0.0, cosines).sum(axis=1)

    assert vectors.elsewhere(groups).tolist() == pytest.approx(expected.tolist(), abs=1e-9)


@given(st.lists(st.text(max_size=40), max_size=20), st.none() | st.text(max_size=20))
def test_salience_lies_between_0_and_1_whatever_the_text(texts, title):
    document = document_of(texts, title=title)

    saliences = rank(document, algorithm="standfirst")

    assert len(saliences) == len(texts)
    assert all(0 <= salience <= 1 for salience in saliences)


def test_what_the_article_comes_back_to_beats_an_aside():
    document = document_of(
        [
            "The county looks for an operator of the island ferry after the owner gave up the line.",
            "A brass band played on the quay while children ate pancakes in the sun last Sunday afternoon.",
            "The owner of the ferry lost money on the line for six years, the county said on Friday.",
            "Two firms asked the county for the books of the ferry line before they make an offer.",
        ]
    )

    ratings = blended(document)

    assert ratings[0] == max(ratings)
    assert ratings[1] < ratings[2]


def test_the_title_lifts_the_sentence_that_says_it():
    texts = [
        "Ferries cross the sound twice every day in good weather.",
        "A bakery heats its ovens with waste wood now.",
    ]

    plain = blended(document_of(texts))
    titled = blended(document_of(texts, title="Bakery burns waste wood"))

    assert titled[1] > plain[1]
    assert titled[0] == plain[0]


def test_a_long_text_is_not_summed_up_by_its_first_page():
    chapter = [sentence.text for article in (FERRY, BAKERY) for sentence in read(article).document.sentences]
    texts = [f"{text} Part {number}." for number in range(40) for text in chapter]
    ratings = blended(document_of(texts))

    best = sorted(range(len(texts)), key=lambda index: -ratings[index])[:50]

    assert max(best) > len(texts) * 0.7


def test_a_query_turns_the_saliences_towards_its_words():
    document = read(FERRY).document
    plain = rank(document, algorithm="standfirst")

    focused = focus(plain, Centrality.of(document).shares_of("bridge wind"))

    assert "bridge" in document.sentences[focused.index(max(focused))].text
    assert all(0 <= salience <= 1 for salience in focused)
    assert focus(plain, Centrality.of(document).shares_of("zeppelin")) == plain


def test_agreement_is_1_when_all_is_chosen_and_between_0_and_1_else():
    document = read(FERRY).document

    assert agreement(document, range(len(document.sentences))) == 1.0
    assert agreement(document, [0]) > agreement(document, [5])
    assert 0.0 <= agreement(document, [5]) <= 1.0


def test_what_the_paper_says_beats_what_somebody_is_quoted_as_saying():
    said = "The owner of the ferry lost money on the line to the islands for six years in a row"
    others = [
        "The county looks for an operator of the ferry to the islands this year.",
        "Two firms asked for the books.",
    ]

    told, quoted = (blended(document_of([*others, text])) for text in (f"{said}.", f"“{said}.”"))

    assert quoted[2] < told[2]
    assert quoted[:2] == told[:2]
