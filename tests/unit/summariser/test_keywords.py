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
