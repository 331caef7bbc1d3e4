"""Directives name a sentence so that the first place that fits is the sentence."""

from hypothesis import given
from hypothesis import strategies as st

from service.use_cases.fragments import Fragments

TEXT = "It rained. The mayor left – late. It rained. “It rained,” she said."


def directive(text, sentence, *, nth=0):
    offset = -1
    for _ in range(nth + 1):
        offset = text.index(sentence, offset + 1)
    return Fragments(text).directive(offset, len(sentence))


def test_a_short_sentence_is_named_whole_and_a_long_one_by_its_ends():
    long = "One two three four five six seven eight nine ten, eleven-twelve thirteen fourteen."

    assert directive("It rained. " + long, "It rained.") == "text=It%20rained"
    assert directive(long, long) == "text=One%20two%20three%20four,ten%2C%20eleven%2Dtwelve%20thirteen%20fourteen"


def test_what_was_said_before_is_told_apart_by_the_words_before_it():
    assert directive(TEXT, "It rained.") == "text=It%20rained"
    assert directive(TEXT, "It rained.", nth=1) == "text=late.-,It%20rained"


def test_a_sentence_that_begins_like_another_is_named_by_more_words():
    first = "The council met on Monday to speak of the bridge and of the harbour and the ferry."
    second = "The council met on Monday to speak of the school and of the roof and the rain."

    assert directive(f"{first} {second}", second).startswith(
        "text=The%20council%20met%20on%20Monday%20to%20speak%20of%20the%20school,"
    )


def test_an_end_that_stands_in_the_sentence_twice_is_named_by_more_words():
    text = "They came to town, they met at the old bridge, then they went to sea, they met at the old bridge."

    assert directive(text, text) == ("text=They%20came%20to%20town,sea%2C%20they%20met%20at%20the%20old%20bridge")


def test_a_sentence_without_a_word_has_no_directive():
    assert Fragments("It rained. …").directive(11, 1) == ""


@given(st.lists(st.sampled_from(["it rained", "she left", "a b c d e f g h i j k l m n"]), min_size=1, max_size=60))
def test_any_repetition_is_named_without_fail(parts):
    text = ". ".join(parts)
    fragments = Fragments(text)

    for part in parts:
        assert fragments.directive(text.index(part), len(part)).startswith("text=")
