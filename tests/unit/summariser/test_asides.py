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
        ["Correction: The ferry of the islands has two ships in dock and not one, as we wrote on Monday.", *PROSE],
        [*PROSE, "Clarification", "The ferry of the islands has two ships in dock and not one, as we wrote on Monday."],
        [*PROSE[:3], "Watch: The wind and the ferry", "The owner of the ferry speaks of the islands.", *PROSE[3:]],
        ["Video", "A ferry and its wind today", "Two passengers discuss why the ferry stays in harbour.", *PROSE],
        [*PROSE[:3], "Read more", "Islands", "Ferry owner is heard", "The owner of the ferry is heard.", *PROSE[3:]],
        [*PROSE[:3], "Ada Quill", "Passenger", "The ferry carries Ada Quill to the islands.", "Wind", *PROSE[3:]],
        [*PROSE[:3], "Sign up for our newsletter", "All that you need of the ferry and the islands.", *PROSE[3:]],
        [*PROSE[:3], "Wind", "Calendars and mugs for everybody with much better paper.", "Ferry", *PROSE[3:]],
        [*PROSE[:3], "Wind", "The owner of the ferry told passengers on the quay of the...", "Ferry", *PROSE[3:]],
        [
            *PROSE,
            "About Northport Ferries",
            "The ferry and the islands are what Northport Ferries is for.",
            "It has ships.",
        ],
        [*PROSE, "Northport Ferries is a leading operator of the ferry to the islands, and a global one."],
        ["Northport Ferries is a leading operator worldwide.", "Donate", *PROSE],
        ["We publish the ferry of the islands because readers like you chip in.", *PROSE],
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
        "correction",
        "correction under a label",
        "film",
        "film above the article",
        "teaser under a link",
        "who somebody is",
        "call to subscribe",
        "stranger",
        "cut off",
        "about the sender",
        "sender at the end",
        "sender at the beginning",
        "appeal",
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


def test_a_quotation_alone_between_boxes_stays():
    said = "“Nobody has said a word to us since dawn, and children are hungry,” one woman said."
    text = page(*MENU, *PROSE[:3], "Advertisement", said, "Advertisement", *PROSE[3:])

    assert said in chosen(text, sentences=len(PROSE) + 1, algorithm="sum-basic")


def test_portraits_below_the_names_of_those_portrayed_are_the_article():
    portraits = {
        "Ada Quill": "For Ada Quill the ferry is a matter of bread, as she bakes for two islands.",
        "Boris Penn": "The owner of the ferry told Boris Penn on Thursday that passengers will wait.",
        "Cleo Hart": "Nobody in the harbour knows the ship better than Cleo Hart, who painted it twice.",
    }
    lines = [line for portrait in portraits.items() for line in portrait]

    sentences = summarise(page(*MENU, *PROSE[:2], *lines, *PROSE[2:])).reading.document.sentences

    assert not [sentence.text for sentence in sentences if sentence.aside and sentence.text in portraits.values()]


def test_the_first_paragraph_below_an_offer_to_listen_is_the_article():
    text = page(*MENU, "Listen to this story", *PROSE)

    assert chosen(text, sentences=len(PROSE)) == PROSE


def test_a_text_of_nothing_but_a_correction_is_summed_up():
    correction = "Correction: The ferry sails at nine and not at ten."

    assert chosen(correction) == [correction]
