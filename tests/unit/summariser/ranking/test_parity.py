"""The same ratings and the same choice as plain sumy, and each difference that is meant by its name.

Some 700 texts go through every algorithm.
"""

import math
from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sumy.nlp.stemmers import Stemmer
from sumy.summarizers.edmundson import EdmundsonSummarizer
from sumy.summarizers.lex_rank import LexRankSummarizer

from service.summariser.language import LANGUAGES
from service.summariser.ranking import edmundson, rate
from service.summariser.ranking.kl import KL
from service.summariser.ranking.lex_rank import LexRank
from service.summariser.ranking.lsa import Lsa
from service.summariser.ranking.luhn import Luhn
from service.summariser.ranking.model import model
from service.summariser.ranking.reduction import Reduction
from service.summariser.ranking.sum_basic import SumBasic
from service.summariser.ranking.text_rank import TextRank
from service.summariser.words import stems
from tests.benchmarks import plain_sumy
from tests.benchmarks.prose import sentences
from tests.unit.summariser.ranking.documents import document

OURS = {
    "lex-rank": LexRank,
    "text-rank": TextRank,
    "lsa": Lsa,
    "luhn": Luhn,
    "kl": KL,
    "sum-basic": SumBasic,
    "reduction": Reduction,
}
NOISE = 1e-9
AVAILABLE = [code for code, language in LANGUAGES.items() if language.available]
WORDS = ["mill", "Mill", "mills", "river", "fire", "the", "The", "of", "was", "burning", "it", "town", "bridge", "a"]
FIXED = ["", "12.", "...", "😀", "Yes.", "The mill burnt down.", "The mill burnt down.", "Of the.", " ".join(WORDS * 9)]
TEXTS = st.lists(
    st.sampled_from(FIXED) | st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join), min_size=1, max_size=9
)


def ours(algorithm, text, *, stops):
    """Through the whole of the seam with sumy's stop words, through the class without them."""
    if stops:
        return list(rate(text, algorithm=algorithm))
    made = OURS[algorithm](stems(text.language).__getitem__)
    return plain_sumy.rate(made, model(text))


def best(ratings, count):
    return sorted(range(len(ratings)), key=lambda index: (-ratings[index], index))[:count]


def assert_equal(found, expected):
    """Ratings within 1e-9 of each other's size, and the same choice but for ties."""
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        assert math.isclose(one, other, rel_tol=NOISE, abs_tol=NOISE)
    for count in (1, 3, 5):
        chosen, due = set(best(found, count)), set(best(expected, count))
        # Where ratings are the same but for noise, sumy's choice is the noise's.
        for here, there in zip(sorted(chosen - due), sorted(due - chosen), strict=True):
            assert math.isclose(expected[here], expected[there], rel_tol=NOISE, abs_tol=NOISE)


def assert_parity(algorithm, text, *, stops):
    expected = plain_sumy.rate(plain_sumy.summariser(algorithm, text.language, stops=stops), plain_sumy.model(text))
    found = ours(algorithm, text, stops=stops)
    if expected is None:
        assert algorithm in {"lex-rank", "lsa"}
        assert not any(found or ())
    else:
        assert_equal(found, expected)


def hangs_on_the_hash_seed(text, *, stops):
    """Whether a cosine of LexRank is so near the threshold that the order of a set decides."""
    lex_rank = plain_sumy.summariser("lex-rank", text.language, stops=stops)
    contents = [lex_rank._to_words_set(sentence) for sentence in plain_sumy.model(text).sentences]
    frequencies, idf = lex_rank._compute_tf(contents), lex_rank._compute_idf(contents)
    return any(
        abs(lex_rank.cosine_similarity(one, other, tf, other_tf, idf) - lex_rank.threshold) < 1e-12
        for (one, tf), (other, other_tf) in combinations(zip(contents, frequencies, strict=True), 2)
    )


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
@pytest.mark.parametrize("stops", [True, False])
def test_ratings_and_choice_are_sumys(stops, texts):
    text = document(texts)
    assume(not hangs_on_the_hash_seed(text, stops=stops))

    for algorithm in OURS:
        assert_parity(algorithm, text, stops=stops)


@pytest.mark.parametrize("stops", [True, False])
@pytest.mark.parametrize("count", [2, 7, 20])
@pytest.mark.parametrize("language", AVAILABLE)
def test_ratings_and_choice_are_sumys_in_every_language(language, count, stops):
    prose = sentences(count, seed=count, language=language)
    text = document([*prose, prose[0], "12."], language=language)

    for algorithm in OURS:
        assert_parity(algorithm, text, stops=stops)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("algorithm", sorted(OURS.keys() - {"kl"}))
def test_ratings_and_choice_are_sumys_for_longer_texts(algorithm, seed):
    prose = sentences(140, seed=seed)

    assert_parity(algorithm, document([*prose, *prose[:3], "Yes.", "Yes.", " ".join(prose[:60])]), stops=True)


def test_the_choice_of_kl_is_sumys_for_a_longer_text():
    assert_parity("kl", document(sentences(90, seed=4)), stops=True)


@pytest.mark.parametrize("algorithm", ["text-rank", "reduction"])
def test_the_ratings_are_sumys_where_no_matrix_is_written(algorithm, monkeypatch):
    monkeypatch.setattr("service.summariser.ranking.overlap.FEW", 0)
    prose = sentences(30, seed=5)

    for texts in (
        prose,
        prose[:1],
        ["Yes."] * 3,
        ["", "12."],
        [*prose, "Mill.", "Mill.", "Fire.", " ".join(prose * 5)],
    ):
        assert_parity(algorithm, document(texts), stops=False)


def test_the_ratings_of_lex_rank_are_sumys_where_frequent_terms_are_dense(monkeypatch):
    monkeypatch.setattr("service.summariser.ranking.cosine.FEW", 2)

    for seed in range(3):
        assert_parity("lex-rank", document(sentences(60, seed=seed)), stops=False)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_the_ratings_of_edmundson_are_sumys_with_the_same_lists(texts):
    text = document(texts, title="Mill fire", headings=["The river"])
    lists = edmundson.Edmundson("en", model(text))
    sumys = EdmundsonSummarizer(Stemmer("english"))
    sumys._bonus_words, sumys._stigma_words, sumys._null_words = lists.bonus_words, lists.stigma_words, lists.null_words

    assert_equal(list(rate(text, algorithm="edmundson")), plain_sumy.rate(sumys, model(text)))


# --- what differs on purpose ----------------------------------------------------------------------


def test_difference_lex_rank_of_sentences_without_a_common_word_is_zero_and_not_nan():
    text = document(["Cats purr.", "Dogs bark."])

    assert plain_sumy.rate(plain_sumy.summariser("lex-rank", "en"), plain_sumy.model(text)) is None
    assert rate(text, algorithm="lex-rank") == (0.0, 0.0)


def test_difference_lsa_of_a_text_without_words_rates_its_sentences_zero_where_sumy_leaves_them_out():
    text = document(["12.", "13."])

    assert plain_sumy.rate(plain_sumy.summariser("lsa", "en"), plain_sumy.model(text)) is None
    assert rate(text, algorithm="lsa") == (0.0, 0.0)


def test_difference_a_cosine_at_the_threshold_is_decided_by_sumys_cosine_over_sets_of_numbers(monkeypatch):
    asked = []
    sumys = LexRankSummarizer.cosine_similarity
    monkeypatch.setattr(LexRank, "cosine_similarity", lambda *given: asked.append(given) or sumys(*given[-5:]))
    others = iter("abcdefghijklmnopqr")
    texts = [" ".join(["mill", *(f"{next(others)}alo" for _ in range(9))]) for _ in range(2)]
    # Each of the ten words of both stands in two sentences, so that the cosine is 1/10.
    text = document([*texts, " ".join(texts[0].split()[1:]), " ".join(texts[1].split()[1:])])

    rate(text, algorithm="lex-rank")

    assert asked
    assert all(isinstance(term, int) for given in asked for term in given[-5])
