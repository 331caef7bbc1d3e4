"""Words and stems against NLTK's and sumy's own."""

import warnings
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nltk.tokenize.destructive import NLTKWordTokenizer
from sumy.nlp.stemmers import Stemmer
from sumy.nlp.tokenizers import Tokenizer
from sumy.utils import get_stop_words

from service.summariser import words
from service.summariser.language import LANGUAGES
from service.summariser.words import LONGEST_STEMMED, Memo, stem, stop_words, tokenise
from tests.benchmarks.prose import sentences

# What NLTK's patterns look for, in pieces; letters that Python and NLTK's engine see differently; white space.
PIECES = [
    *"aAsn1 .,:;'\"`-)(]?!»”“’‘…*_/²½\u0301ıſ\u0660",
    *("s", "t", "re", "ve", "ll", "not", "can", "gim", "me", "wan", "na", "got", "ta", "d", "is", "was", "more", "x"),
    *("n't", "N'T", "'ye", "'t", "'n", "--", "—", "''", "``", "...", "cannot", "wanna", "end.", "U.S.", "o'clock"),
    *(" ", " ", " ", " ", "  ", "\n", "\t", "\x1c", "\x85", "\u3000", ". ", '." ', ".” ", "’s "),
]
ODD = [
    "",
    " ",
    ".",
    "...",
    "Don't, can't, won't; I'll, they've, we're, he'd, it's.",
    "I cannot, d'ye see, gimme more'n that: 'tis gonna be 'twas.",
    'He said: "Stop." Then “go on,” she said.”',
    "The end.' )",
    "The end.\n”",
    "rock-'n'-roll at six o'clock, the boys' and girls'.",
    "A well-known, so-called – and long — story--really…",
    "3,000 people at 12:30,or so:he said,1",
    "'Quoted', said 's and 'the rest'",
    "ends with a comma,",
    "ends with spaces.  ",
    "Ελλάδα naïve Zürich ﬁn ½'ye",
]


def by_nltk(text):
    return tuple(filter(Tokenizer._is_word, NLTKWordTokenizer().tokenize(text)))


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("a.\n]")
@example("wannan't")
@example("½'ye")
def test_the_words_are_those_that_nltk_and_sumy_find(text):
    assert tokenise(text, "en") == by_nltk(text)


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_the_words_of_any_text_at_all_are_those_that_nltk_and_sumy_find(text):
    assert tokenise(text, "en") == by_nltk(text)


@pytest.mark.parametrize("text", ODD)
def test_odd_sentences_are_cut_as_nltk_cuts_them(text):
    assert tokenise(text, "en") == by_nltk(text)


@pytest.mark.parametrize("language", ["de", "en", "fr", "ru", "sk"])
def test_prose_is_cut_as_nltk_cuts_it(language):
    for sentence in sentences(100, seed=1, language=language):
        assert tokenise(sentence, language) == by_nltk(sentence)


def test_words_are_spelt_as_in_the_text():
    assert tokenise("The Mayor of Zürich didn't go.", "en") == ("The", "Mayor", "of", "Zürich", "did", "n't", "go")


def test_a_sentence_full_of_stretches_that_only_nltk_can_cut_is_cut_as_a_whole():
    text = " ".join(f"a`{number}b'c'd" for number in range(20))

    assert tokenise(text, "en") == by_nltk(text)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="αβγΩ ,;;.!?:-ά'a1", max_size=40))
def test_greek_is_cut_as_sumy_cuts_it(text):
    sumys = Tokenizer.SPECIAL_WORD_TOKENIZERS["greek"].tokenize(text)

    assert tokenise(text, "el") == tuple(filter(Tokenizer._is_word, sumys))


def test_a_line_break_in_a_greek_sentence_counts_as_a_space():
    assert tokenise("Ο δήμαρχος\nείπε όχι.", "el") == ("Ο", "δήμαρχος", "είπε", "όχι")


@pytest.mark.parametrize("language", [code for code, known in LANGUAGES.items() if known.stemmer and code != "ar"])
def test_the_stems_are_sumys(language):
    sumys = Stemmer(LANGUAGES[language].name.lower())

    for sentence in sentences(60, seed=2, language=language):
        for word in tokenise(sentence, language):
            assert stem(word, language) == sumys(word.lower())


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(LANGUAGES)), st.text(min_size=1, max_size=30))
def test_whatever_is_stemmed_nothing_is_raised_and_no_warning_is_let_out(language, word):
    with warnings.catch_warnings():
        warnings.simplefilter("error")

        assert isinstance(stem(word, language), str)


def test_a_word_has_the_same_stem_whatever_was_stemmed_before():
    arabic = ["يكتبون", "كتاب", "المدرسة", "استعملوا"]
    alone = [words._stemmer("ar")(word) for word in arabic]

    in_turn = words._stemmer("ar")

    assert [in_turn(word) for word in reversed(arabic)] == alone[::-1]


def test_a_language_without_a_stemmer_puts_words_in_lower_case():
    assert stem("ชาว", "th") == "ชาว"
    assert stem("ABC", "th") == "abc"


def test_a_word_longer_than_any_word_is_its_own_stem():
    monster = "Ay" * LONGEST_STEMMED

    assert stem(monster, "en") == monster.lower()


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_stop_words_are_sumys(language):
    known = LANGUAGES[language]
    expected = get_stop_words(known.name.lower()) if known.stop_words else ()

    assert stop_words(language) == {word.lower() for word in expected}


def test_a_memo_never_holds_more_than_it_may():
    memo = Memo(str.upper, most=100)

    assert all(memo[str(number)] == str(number) for number in range(1_000))
    assert len(memo) <= 100


def test_a_memo_does_not_keep_what_is_too_long_to_come_back():
    memo = Memo(str.upper)

    assert memo["a" * 1_000] == "A" * 1_000
    assert not memo


def test_threads_find_the_same_words_and_stems():
    texts = sentences(300, seed=3)
    expected = [[stem(word, "fr") for word in tokenise(text, "fr")] for text in texts]
    words.stems.cache_clear()

    with ThreadPoolExecutor(8) as pool:
        rounds = list(pool.map(lambda _: [[stem(word, "fr") for word in tokenise(t, "fr")] for t in texts], range(8)))

    assert all(found == expected for found in rounds)
