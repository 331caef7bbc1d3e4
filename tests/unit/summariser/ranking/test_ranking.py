"""What holds for every algorithm: the range, the order, the same answer each time and no text that breaks it."""

import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.summariser.language import LANGUAGES
from service.summariser.ranking import ALGORITHMS, kl, lex_rank, rank, rate
from service.summariser.ranking.edmundson import Edmundson
from service.summariser.ranking.model import model
from tests.benchmarks.prose import sentences
from tests.unit.summariser.ranking.documents import document

SUMYS = ("lex-rank", "text-rank", "lsa", "luhn", "kl", "sum-basic", "edmundson", "reduction", "random")
AVAILABLE = [code for code, language in LANGUAGES.items() if language.available]
DEGENERATE = {
    "one sentence": ["The mill burnt down."],
    "one word": ["Fire"],
    "no word": [""],
    "figures": ["12.", "3.5", "1,000"],
    "emoji": ["😀", "😀😀"],
    "full stops": ["."] * 50,
    "stop words": ["It was the.", "Of and to."],
    "all equal": ["The mill burnt down."] * 40,
    "no two alike": ["Cats purr.", "Dogs bark.", "Cows low."],
    "one of 20,000 equal words": ["mill " * 20_000, "mill"],
    "a word of 20,000 letters": ["a" * 20_000, "mill"],
}
PROSE = document(sentences(60, seed=1), title="Mill fire", headings=["The river"])


def test_sumys_nine_algorithms_are_there_each_with_its_paper():
    assert [name for name in ALGORITHMS if name in SUMYS] == list(SUMYS)
    assert all(algorithm.name == name for name, algorithm in ALGORITHMS.items())
    assert all(algorithm.source.startswith("https://") for algorithm in ALGORITHMS.values())
    assert [name for name, algorithm in ALGORITHMS.items() if not algorithm.deterministic] == ["random"]


@pytest.mark.parametrize("texts", DEGENERATE.values(), ids=DEGENERATE.keys())
@pytest.mark.parametrize("algorithm", SUMYS)
def test_a_degenerate_document_has_a_salience_for_each_sentence(algorithm, texts):
    text = document(texts)

    saliences = rank(text, algorithm=algorithm)

    assert len(saliences) == len(rate(text, algorithm=algorithm)) == len(texts)
    assert all(0.0 <= salience <= 1.0 for salience in saliences)
    assert max(saliences) == 1.0


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.text(max_size=30), min_size=1, max_size=6), st.sampled_from(AVAILABLE), st.none() | st.text(max_size=20)
)
def test_no_text_in_any_language_breaks_any_algorithm(texts, language, title):
    text = document(texts, language=language, title=title)

    for algorithm in SUMYS:
        assert len(rank(text, algorithm=algorithm)) == len(texts)


@pytest.mark.parametrize("algorithm", SUMYS)
def test_a_document_without_sentences_has_no_salience(algorithm):
    assert rank(document([]), algorithm=algorithm) == rate(document([]), algorithm=algorithm) == ()


@pytest.mark.parametrize("algorithm", SUMYS)
def test_the_most_salient_sentence_has_1_and_the_least_salient_0(algorithm):
    saliences = rank(PROSE, algorithm=algorithm)

    assert max(saliences) == 1.0
    assert min(saliences) == 0.0


@pytest.mark.parametrize("algorithm", SUMYS)
def test_saliences_stand_in_the_order_of_the_ratings(algorithm):
    ratings, saliences = rate(PROSE, algorithm=algorithm), rank(PROSE, algorithm=algorithm)

    in_order = sorted(range(len(ratings)), key=ratings.__getitem__)

    assert [saliences[index] for index in in_order] == sorted(saliences)


def test_sentences_that_cannot_be_told_apart_all_have_1():
    assert rank(document(["Cats purr.", "Dogs bark."]), algorithm="lex-rank") == (1.0, 1.0)


@pytest.mark.parametrize("algorithm", SUMYS)
def test_a_repeated_sentence_has_one_rating(algorithm):
    prose = sentences(12, seed=2)

    ratings = rate(document([*prose, prose[4], prose[4]]), algorithm=algorithm)

    assert ratings[4] == pytest.approx(ratings[12], rel=1e-12)
    assert ratings[4] == pytest.approx(ratings[13], rel=1e-12)


def test_ratings_that_differ_by_noise_get_the_same_salience():
    texts = ["The mill burnt.", "The bridge fell.", "The mill and the bridge burnt and fell."]

    first, second, _ = rank(document(texts), algorithm="text-rank")

    assert first == second


def test_the_seed_alone_decides_what_random_chooses():
    random.seed(5)
    state = random.getstate()

    first = rank(PROSE, algorithm="random", seed=7)

    assert random.getstate() == state
    assert rank(PROSE, algorithm="random", seed=7) == first
    assert rank(PROSE, algorithm="random", seed=8) != first
    assert sorted(rate(PROSE, algorithm="random", seed=7)) == list(range(60))


@pytest.mark.parametrize("language", AVAILABLE)
@pytest.mark.parametrize("title", [None, "Mill fire"])
def test_edmundson_has_words_for_every_language(language, title):
    text = document(["Ada.", "Ber."], language=language, title=title)

    lists = Edmundson(language, model(text))

    assert lists.bonus_words
    assert lists.stigma_words
    assert lists.null_words


def test_edmundson_puts_a_sentence_with_the_words_of_the_title_first():
    texts = ["Cats purr all day.", "Dogs bark at night.", "The mill is on fire.", "Cows low.", "Hens cluck."]

    saliences = rank(document(texts, title="Fire at the mill", paragraph=5), algorithm="edmundson")

    assert saliences[2] == 1.0


def test_edmundson_puts_a_guess_behind_a_statement():
    texts = ["Cats purr all day.", "Perhaps the mill burnt.", "The mill burnt.", "Cows low at night."]

    ratings = rate(document(texts, paragraph=5), algorithm="edmundson")

    assert ratings[2] == ratings[1] + 1


def test_headings_stand_in_the_paragraph_that_they_come_before():
    texts = model(document(["A.", "B.", "C.", "D."], title="T", headings=["H", "I", "J"], paragraph=2))

    found = [[str(heading) for heading in paragraph.headings] for paragraph in texts.paragraphs]

    assert found == [["T", "H"], ["I", "J"]]


def test_kl_ends_in_time_where_all_candidates_are_equal_at_each_step(monkeypatch):
    monkeypatch.setattr(kl, "MOST_WORK", 500)
    orders = [" ".join(random.Random(seed).sample(["ada", "ber", "cid", "dox", "eva", "fur"], 6)) for seed in range(60)]

    ratings = rate(document(list(dict.fromkeys(orders))), algorithm="kl")

    assert sorted(ratings, reverse=True) == [-place for place in range(len(ratings))]


def test_lex_rank_ends_in_time_where_all_cosines_are_at_the_threshold(monkeypatch):
    monkeypatch.setattr(lex_rank, "MOST_SETTLED", 3)
    monkeypatch.setattr(lex_rank, "ERROR", 1.0)

    assert len(rank(PROSE, algorithm="lex-rank")) == 60


def test_threads_rate_as_one_does():
    documents = [document(sentences(30, seed=seed)) for seed in range(8)]
    expected = [[rank(text, algorithm=algorithm) for algorithm in SUMYS] for text in documents]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: [rank(text, algorithm=algorithm) for algorithm in SUMYS], documents * 3))

    assert found == expected * 3


PRINT_ALL = """
from service.summariser.ranking import ALGORITHMS, rank, rate
from tests.benchmarks.prose import sentences
from tests.unit.summariser.ranking.documents import document

for language in ("en", "cs", "el", "ru", "da"):
    prose = sentences(50, seed=3, language=language)
    for texts in (prose, prose[:12] * 3, [" ".join(text.split()[:3]) for text in prose]):
        for algorithm in ALGORITHMS:
            text = document(texts, language=language, title=prose[0])
            print(rate(text, algorithm=algorithm), rank(text, algorithm=algorithm))
"""


def test_every_process_gives_the_same_bytes_whatever_its_hash_seed():
    def run(seed):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.Popen([sys.executable, "-c", PRINT_ALL], stdout=subprocess.PIPE, env=environment, cwd=root)

    root = Path(__file__).parents[4]
    processes = [run(seed) for seed in ("0", "1", "4242")]
    outputs = [process.communicate()[0] for process in processes]

    assert all(process.returncode == 0 for process in processes)
    assert outputs[0]
    assert outputs[0] == outputs[1] == outputs[2]
