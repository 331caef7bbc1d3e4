from textwrap import dedent, fill

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.summariser.extraction import INVISIBLE, paragraphs

PROSE = "The boat came in at dusk with nine people on board, and the harbour master wrote down eight of them."
TEXTS = st.text(st.sampled_from("aB.:?“” \t\n\r\u00a0\u200b\u2028\ufeff\u3000*-1"), max_size=200) | st.text(
    max_size=200
)


def shown(text):
    return [text[paragraph.offset : paragraph.end] for paragraph in paragraphs(text)]


def kinds(text):
    return [paragraph.kind for paragraph in paragraphs(text)]


def visible(character):
    return not character.isspace() and character not in INVISIBLE


@given(TEXTS)
def test_every_visible_character_is_in_exactly_one_paragraph(text):
    covered = [place for paragraph in paragraphs(text) for place in range(paragraph.offset, paragraph.end)]

    assert covered == sorted(set(covered))
    assert set(covered) >= {place for place, character in enumerate(text) if visible(character)}


@given(TEXTS)
def test_a_paragraph_neither_begins_nor_ends_with_white_space(text):
    for found in shown(text):
        assert found
        assert visible(found[0])
        assert visible(found[-1])


@pytest.mark.parametrize(
    "break_", ["\n\n", "\r\n\r\n", "\n \t\n", "\n\u00a0\n", "\n\u200b\n", "\u2028\u2028", "\n\n\n\n\n"]
)
def test_blank_lines_of_every_kind_part_paragraphs(break_):
    assert shown(f"One is here.{break_}Two is there.") == ["One is here.", "Two is there."]


def test_each_line_is_a_paragraph_where_the_text_has_one_line_a_paragraph():
    text = f"{PROSE}\n{PROSE} It was not the first time.\nNobody asked.\n{PROSE}"

    assert shown(text) == text.split("\n")


def test_lines_broken_at_a_fixed_width_are_one_paragraph():
    long = " ".join([PROSE] * 3)
    text = f"{fill(long, 72)}\n\n{fill(long, 72)}"

    assert [" ".join(found.split()) for found in shown(text)] == [long, long]


def test_a_wrapped_paragraph_ends_where_the_next_word_would_have_fitted():
    long = " ".join([PROSE] * 3)
    text = f"{fill(long, 60)} End.\n{fill(long, 60)}"

    assert len(paragraphs(text)) == 2


@pytest.mark.parametrize("width", [24, 30, 36])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_the_lines_of_a_narrow_column_are_joined(width, between):
    long = " ".join([PROSE] * 3)

    found = shown(between.join(fill(long, width) for _ in range(3)))

    assert [" ".join(paragraph.split()) for paragraph in found][-1] == long


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"Line {place} of the verse" for place in range(12)),
        "\n".join(("Under the wide and", "starry sky, dig", "the grave and let", "me lie.") * 4),
        "\n".join(f"{place} kg of flour, sieved" for place in range(12)),
    ],
    ids=["verse", "stanza", "list"],
)
def test_narrow_lines_that_had_room_for_more_are_their_own_paragraphs(text):
    assert len(paragraphs(text)) == len(text.splitlines())


def test_a_byline_in_lower_case_does_not_go_on_with_the_headline():
    text = f"The bridge over the river opens again after three years\ndi Marta Colombini\n{PROSE}"

    assert shown(text) == text.split("\n")


def test_indented_first_lines_part_wrapped_paragraphs():
    long = " ".join([PROSE] * 3)
    text = "\n".join(fill(long, 70, initial_indent="    ") for _ in range(3))

    assert len(paragraphs(text)) == 3


@pytest.mark.parametrize("slipped", ["– which nobody", "- which nobody", "1998. That"])
def test_a_dash_or_a_number_that_slipped_to_the_next_line_of_wrapped_text_opens_no_paragraph(slipped):
    line = "the harbour master wrote down the names of those who came in"
    text = f"{line}\n{line}\n{slipped} had ordered of him at that time, and\n{line}\n{line}"

    assert len(paragraphs(text)) == 1


def test_the_items_of_a_list_stay_apart_in_wrapped_text():
    item = fill("- " + PROSE, 60, subsequent_indent="  ")
    text = "\n".join([fill(" ".join([PROSE] * 3), 60), item, item])

    assert len(paragraphs(text)) == 3


def test_a_poem_keeps_its_lines():
    text = dedent("""\
        The gulls have gone to sleep inland,
        the tide has left the boats to lean,
        and all that moves upon the sand
        is paper, walking, once a magazine""")

    assert len(paragraphs(text)) == 4


def test_a_short_line_without_a_stop_before_prose_is_a_heading():
    text = f"{PROSE}\n\nAn empty harbour\n\n{PROSE}"

    assert kinds(text) == ["body", "heading", "body"]


def test_a_question_before_prose_is_a_heading():
    assert kinds(f"What became of the ninth?\n\n{PROSE}") == ["heading", "body"]


def test_a_heading_may_have_one_more_heading_below_it():
    assert kinds(f"The harbour\n\nA night in May\n\n{PROSE}") == ["heading", "heading", "body"]


@pytest.mark.parametrize("line", ["“We counted them twice,”", "He counted them.", "He said:", "* A first link", "___"])
def test_broken_sentences_introductions_bullets_and_rules_are_no_headings(line):
    assert kinds(f"{PROSE}\n\n{line}\n\n{PROSE}")[1] == "body"


def test_a_line_with_nothing_below_it_is_no_heading():
    assert kinds(f"{PROSE}\n\nAn empty harbour") == ["body", "body"]


def test_the_lines_of_a_chat_are_no_headings():
    text = "\n".join(f"{name}: {PROSE[:50]}\n{name}: {PROSE}" for name in ("Ana", "Boris", "Ana", "Boris"))

    assert set(kinds(text)) == {"body"}


def test_a_text_in_capitals_is_not_made_of_headings():
    text = "\n\n".join([PROSE.upper()] * 4)

    assert kinds(text) == ["body"] * 4


@pytest.mark.parametrize(
    "text",
    ["\n" * 200_000, " \t\n" * 200_000, "a" * 1_000_000, "word " * 200_000, "word\n" * 100_000, f"{PROSE}\n" * 10_000],
    ids=["blank lines", "blank lines with spaces", "one word", "one line", "one-word lines", "sentences"],
)
def test_hostile_text_is_read(text):
    """That it takes linear time is measured by tests/benchmarks/cleaning.py."""
    assert all(found.length for found in paragraphs(text))


def test_lines_of_one_width_that_close_sentences_are_paragraphs_of_their_own():
    sentence = "The ferry to the northern islands stayed in harbour for a fifth day on Thursday because of the wind."
    lines = [sentence, sentence, "Bread is short.", sentence, sentence]

    assert [part.length for part in paragraphs("\n".join(lines))] == [len(line) for line in lines]
