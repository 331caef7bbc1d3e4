import pytest

from service.summariser import read
from service.summariser.document import Document, Keyword, Sentence
from service.summariser.keywords import keywords
from tests.articles import FERRY


def document(*texts, language="en"):
    return Document(language, tuple(Sentence(t, 0, i, 0, tuple(t.split())) for i, t in enumerate(texts)))


def test_forms_of_one_word_count_together():
    assert keywords(document("The ferry stops", "Two ferries stopped"))[:2] == (
        Keyword("ferry", 2),
        Keyword("stops", 2),
    )


def test_a_capital_at_the_head_of_a_sentence_makes_no_name():
    assert keywords(document("Ferry lost", "The ferry", "Weld came", "Weld went"))[:2] == (
        Keyword("ferry", 2),
        Keyword("Weld", 2),
    )


def test_stop_words_are_no_keywords_and_counts_fall():
    found = keywords(read(FERRY).document)

    assert not {"the", "and", "has"} & {keyword.text for keyword in found}
    assert [keyword.count for keyword in found] == sorted((keyword.count for keyword in found), reverse=True)


def test_what_is_cut_off_a_verb_is_no_keyword():
    found = keywords(read("The ferry didn't stop. It won't stop. He doesn't know why, and SHE DIDN'T ask.").document)

    assert not any("'" in keyword.text for keyword in found)


def test_short_words_of_a_language_without_stop_words_are_no_keywords():
    assert keywords(document("Den fergen er og den", language="no")) == (Keyword("fergen", 1),)


def test_a_chinese_keyword_may_have_two_signs():
    assert keywords(document("渡轮 停 航", language="zh")) == (Keyword("渡轮", 1),)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Die Fähre hat Verspätung, sagte er, und die Fähre habe gewartet", "Fähre"),
        ("es", "La nave que espera, dijo, es más grande que la nave del puerto", "nave"),
        ("fr", "Une mer, une île, une mer", "mer"),
        ("pt", "O navio ainda não tem carga, disse, e o navio ainda espera", "navio"),
        ("ru", "Паром, который был здесь, и который будет, паром", "паром"),
        ("nl", "De veerboot wordt gebouwd, en de veerboot wordt wit", "veerboot"),
    ],
)
def test_what_holds_a_sentence_together_is_no_keyword(language, text, expected):
    found = keywords(document(text.replace(",", ""), language=language))

    assert found[0] == Keyword(expected, 2)
    assert all(keyword.count == 1 for keyword in found[1:])


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_an_article_without_a_space_is_no_part_of_a_keyword(apostrophe):
    text = f"l{apostrophe}île L{apostrophe}île qu{apostrophe}île aujourd{apostrophe}hui"

    assert keywords(document(text, language="fr"))[0] == Keyword("île", 3)
