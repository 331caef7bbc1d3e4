"""The article is taken out of a prompt whole, and nothing of it is lost."""

import pytest

from service.api.prompts import unwrap
from tests.articles import BAKERY, FERRY

ARTICLE = FERRY.strip()

WRAPPERS = [
    "{}",
    "\n\n{}\n",
    "Summarize the following article in 3 sentences:\n\n{}",
    "Summarise the following article in three sentences: {}",
    "Please summarize this article.\n\n{}",
    "Can you please sum up the text below?\n\n{}",
    "Write a concise summary of the text below. Respond in English.\n\n{}\n\nSUMMARY:",
    "TL;DR of this page:\n{}",
    "You are a helpful assistant that summarises articles.\nSummarize the content below.\n---\n{}\n---",
    "Summarize the content responding ONLY with the summary. You must follow the rules:\n- Summary in German.\n\n{}",
    "Provide a short summary:\n1. Use bullet points.\n2. Do not add opinions.\n\n<article>\n{}\n</article>",
    "```\n{}\n```",
    '"""\n{}\n"""',
    "<article>\n{}\n</article>",
    "<text>\n{}\n</text>\n\nSummarize the above text in one paragraph.",
    "input:\n{}",
    "Article:\n\n{}",
    "The following is the input content:\n---\n{}",
    "{}\n\nSummarize the article above in 3 sentences.",
    "{}\n\nPlease write a summary of this article.",
    "Fasse den folgenden Artikel in drei Sätzen zusammen:\n\n{}",
    "Bitte erstelle eine kurze Zusammenfassung. Antworte auf Deutsch.\n\nArtikel:\n{}\n\nZusammenfassung:",
    "Résume l'article suivant en trois phrases :\n\n{}",
    "Fais un résumé de ce texte.\n\n{}\n\nRésumé :",
    "Resume el siguiente artículo en tres frases:\n\n{}",
    "Por favor, escreva um resumo do texto.\n\n{}",
    "Riassumi il seguente articolo:\n\n{}",
    "Vat het volgende artikel samen:\n\n{}",
    "Sammanfatta följande text:\n\n{}",
    "Oppsummer denne artikkelen og teksten under:\n\n{}",
    "Streść poniższy artykuł:\n\n{}",
    "Перескажи следующую статью:\n\n{}",
    "请用三句话总结以下文章：\n\n{}",
    "次の記事を要約してください。\n\n{}",
]


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_the_article_comes_out_of_its_wrapper_whole(wrapper):
    assert unwrap(wrapper.format(ARTICLE)).text == ARTICLE


def test_a_title_in_the_wrapper_is_the_headline():
    framed = unwrap(f"Summarize this article:\n\nTitle: The ferry stops\nURL: https://example.org/f\n\n{ARTICLE}")
    header = unwrap(f"Title: The ferry stops\nLink: https://example.org/f\nContent: {ARTICLE}")

    for found in (framed, header):
        assert found.title == "The ferry stops"
        assert found.text == ARTICLE


@pytest.mark.parametrize(
    "text",
    [
        BAKERY.strip(),
        "Summer is over. The following weeks will be cold.",
        "Give me a break, said the minister. The article of the law is clear.",
        "Write to us. The summary of last year's work is on page two.",
        "You are what you eat. An assistant at the shop disagrees.",
        "Use the stairs. The text on the wall says so.",
        "Title: a word with a history. It comes from Latin.",
        "Text: Maria Berger\n\nDie Fähre fährt nicht mehr.",
        "Here is the content of the letter: we leave. Nobody answered.",
        "--- \nThe mill burnt down.",
        "Resume of the season: nine games lost. The coach stays.",
        "Summary\n\nThe mill burnt down. Nobody was hurt.",
        "The mill burnt down.\n\nContent: our own reporters.",
        "Keep it short: the mill burnt down.",
        "```\nprint(1)\n```\n\nThe code above prints one.",
        "La fábrica hace un resumen. El artículo siguiente es otro.",
        "Vat is een biermerk. Het artikel gaat over bier.",
    ],
)
def test_what_an_article_may_say_is_never_left_out(text):
    assert unwrap(text).text == text
    assert unwrap(text).title is None


def test_a_prompt_that_is_nothing_but_an_instruction_leaves_nothing():
    assert unwrap("Summarize the article in three sentences.").text == ""


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "Summarize " * 100_000,
        "\n" * 500_000 + "x",
        "- " * 400_000,
        "<" * 1_000_000,
        "x\n" + "---\n" * 200_000,
    ],
)
@pytest.mark.timeout(10)
def test_a_hostile_prompt_costs_no_more_than_another(text):
    assert unwrap(text).text == text.strip()
