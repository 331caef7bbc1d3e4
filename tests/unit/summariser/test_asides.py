"""What is kept and yet stands in no summary as long as there is something else."""

import pytest

from service.summariser import Options, summarise

PROSE = [
    "The ferry to the northern islands stayed in harbour for a fifth day on Thursday because of the wind.",
    "About four hundred passengers of the ferry are waiting on the quay, and many sleep in the school at night.",
    "The forecast gives the ferry a few calm hours on Saturday morning, before the next front reaches the islands.",
    "Two of the islands have had no fresh bread since Monday, although their bakers have flour for a week.",
    "The county will ask the owner of the ferry why its bigger ship is still in dock on the mainland.",
    "Passengers on the quay said that the owner of the ferry has told them nothing since Tuesday morning.",
]
MENU = ["Menu", "Home", "Search", "News", "Sport", "Weather", "Ferry stays in harbour"]


def page(*lines):
    return "\n\n".join(lines)


def chosen(text, **options):
    return [choice.sentence.text for choice in summarise(text, options=Options(**options)).chosen]


@pytest.mark.parametrize(
    "lines",
    [
        ["The wind keeps the ferry in harbour, and four hundred passengers wait.", "By Ada Quill", *PROSE],
        ["The wind keeps the ferry in harbour, and four hundred passengers wait.", "NORTHPORT", *PROSE],
        ["The wind keeps the ferry in harbour, and four hundred passengers wait. (ABC)", *PROSE],
        ["Will the ferry leave the harbour of the islands before the weekend is over?", *PROSE],
        [*PROSE[:3], "The wind keeps the ferry in harbour. It blows. (Ada Quill/Northport Post)", *PROSE[3:]],
        [*PROSE[:3], "Passengers of the ferry wait on the quay: Ada Quill (l.) and Boris Penn.", *PROSE[3:]],
        [*PROSE[:3], "* The wind keeps the ferry in harbour, and four hundred passengers wait.", *PROSE[3:]],
        [*PROSE[:3], ">> The ferry and the wind: all passengers and islands compared.", *PROSE[3:]],
        [*PROSE[:3], "A ferry and its wind", "3 May 2031", "The wind keeps the ferry in harbour again.", *PROSE[3:]],
        [*PROSE[:3], "We have told the passengers of the ferry all that we know.", "Boris Penn", *PROSE[3:]],
        [*PROSE, "About Ada Quill", "The ferry is what Ada Quill of the islands knows most about, and the wind."],
        [*PROSE, "Would you like to tell us what the ferry and the wind mean to your island?"],
    ],
    ids=[
        "deck",
        "above a place",
        "signed",
        "question",
        "caption",
        "sides",
        "item",
        "arrow",
        "teaser",
        "pulled",
        "about the writer",
        "to the reader",
    ],
)
def test_an_aside_is_chosen_after_everything_else(lines):
    text = page(*MENU, *lines)

    summary = chosen(text, sentences=len(PROSE))

    assert summary == PROSE


def test_an_aside_is_kept_in_the_article():
    text = page(*MENU, *PROSE[:3], "* The wind keeps the ferry in harbour, and passengers wait.", *PROSE[3:])

    assert "The wind keeps the ferry in harbour, and passengers wait." in chosen(text, sentences=len(PROSE) + 1)


def test_where_most_of_the_prose_is_a_list_its_items_are_the_article():
    text = page(*MENU, *(f"* {sentence}" for sentence in PROSE))

    assert chosen(text, sentences=2, algorithm="luhn")[0] in PROSE


def test_names_that_a_page_ran_together_stand_in_no_summary():
    glued = (
        "Ada QuillAda Mary QuillFerry owner is heard Ferry stays in harbour MORE told passengers of the ferry of it."
    )

    assert glued not in chosen(page(glued, *PROSE), sentences=3)


def test_a_biography_of_several_sentences_is_an_aside():
    life = (
        "Ada Quill has told the islands of the ferry, the wind and the bread for half of her life, and of the quay. "
        * 4
    )
    text = page(*MENU, *PROSE, *(sentence.replace("the", "that") for sentence in PROSE), "About Ada Quill", life)

    assert not any(sentence.startswith("Ada Quill has") for sentence in chosen(text, sentences=4))
