"""Pasted pages of our own, through the whole pipeline by every algorithm: nothing but the article comes back."""

import pytest

from service.summariser import ALGORITHMS, Options, summarise
from tests.conftest import PROJECT

# The words that each article begins and ends with; what stands outside of them is furniture.
BODIES = {
    "harbour_tram": ("Port Ellery (Saltmarsh Courier)", "when the tram was first drawn."),
    "dry_reservoir": ("The reservoir above Dunmarrow has run dry", "in the year of the flood."),
    "leuchtturm": ("Nach neununddreißig Jahren", "den Schein des Turms an den Wolken."),
}
INSIDE = ("What happens to the rails", "Drowned village", "Foto:", "Lesen Sie auch", "Seenotretter suchen")


@pytest.mark.parametrize("sentences", [1, 3, 5])
@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("page", BODIES)
def test_a_summary_of_a_pasted_page_holds_only_its_article(page, algorithm, sentences):
    text = (PROJECT / "tests" / "samples" / f"{page}.txt").read_text()
    first, last = BODIES[page]
    begin, end = text.index(first), text.index(last) + len(last)

    chosen = summarise(text, options=Options(algorithm=algorithm, sentences=sentences)).chosen

    texts = [choice.sentence.text for choice in chosen]
    assert len(texts) == len(set(texts)) == sentences
    for choice in chosen:
        sentence = choice.sentence
        assert text[sentence.offset : sentence.offset + sentence.length] == sentence.text
        assert begin <= sentence.offset
        assert sentence.offset + sentence.length <= end
        assert not any(words in sentence.text for words in INSIDE)
        assert not sentence.text.startswith("Branwick told reporters")
