from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.summariser.document import LENGTHS, Budget, Document, Sentence
from service.summariser.selection import REDUNDANCY_CEILING, distinct_words, in_order, likeness, select

WORDS = ("ferry", "island", "He", "But", "county", "owner", "bridge", "12", "subsidy", "school", "winter", "“tide”")
SCARCE = 12


def document(texts, *, language="en", fragments=()):
    sentences, offset = [], 0
    for index, text in enumerate(texts):
        words = tuple(word for word in text.split() if word.isalpha())
        sentences.append(Sentence(text, offset, index, 0, words, fragment=index in fragments))
        offset += len(text) + 1
    return Document(language, tuple(sentences))


texts = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join), min_size=1, max_size=SCARCE)
saliences = st.lists(st.floats(0, 1), min_size=SCARCE, max_size=SCARCE)
budgets = st.one_of(
    st.builds(Budget, st.sampled_from(["sentences", "words", "characters"]), st.integers(1, 200)),
    st.builds(Budget, st.just("ratio"), st.floats(0.01, 1)),
    st.builds(Budget, st.just("length"), st.sampled_from([*LENGTHS])),
)
exclusions = st.sets(st.sampled_from(["quotes", "questions"]))


def chosen_indexes(choices):
    return [choice.sentence.index for choice in choices if choice.chosen]


def used(budget, article, choices):
    """What the summary takes up by each count that the budget must keep, and what it may."""
    text = " ".join(choice.sentence.text for choice in in_order(choices, "position"))
    words = sum(len(choice.sentence.words) for choice in choices if choice.chosen)
    if budget.kind == "ratio":
        return words, budget.amount * article.word_count
    if budget.kind == "words":
        return max(words, len(text.split())), budget.amount
    if budget.kind == "characters":
        return len(text), budget.amount
    return len(chosen_indexes(choices)), LENGTHS.get(budget.amount, budget.amount)


@given(texts, saliences, budgets, exclusions)
def test_the_budget_is_kept_unless_one_sentence_is_too_much(texts, saliences, budget, exclude):
    article = document(texts)
    choices = select(article, saliences[: len(texts)], budget=budget, exclude=exclude)

    size, bound = used(budget, article, choices)

    assert len(chosen_indexes(choices)) == 1 or size <= bound


@pytest.mark.parametrize("kind", ["sentences", "words", "characters", "ratio"])
@given(texts=texts, saliences=saliences, amounts=st.tuples(st.integers(1, 120), st.integers(1, 120)))
def test_a_shorter_summary_is_part_of_a_longer_one(kind, texts, saliences, amounts):
    article, saliences = document(texts), saliences[: len(texts)]
    small, large = (amount / 120 if kind == "ratio" else amount for amount in sorted(amounts))

    shorter = select(article, saliences, budget=Budget(kind, small))
    longer = select(article, saliences, budget=Budget(kind, large))

    assert set(chosen_indexes(shorter)) <= set(chosen_indexes(longer))


@given(texts, saliences, budgets, exclusions)
def test_ranks_have_no_gap_and_salience_falls_with_them(texts, saliences, budget, exclude):
    choices = select(document(texts), saliences[: len(texts)], budget=budget, exclude=exclude)

    ranked = sorted(choices, key=lambda choice: choice.rank)

    assert [choice.rank for choice in ranked] == list(range(1, len(texts) + 1))
    assert [choice.sentence.index for choice in choices] == list(range(len(texts)))
    falling = [choice.salience for choice in ranked]
    assert falling == sorted(falling, reverse=True)
    assert all(0 <= salience <= 1 for salience in falling)
    assert [choice.chosen for choice in ranked] == sorted((choice.chosen for choice in choices), reverse=True)


@given(texts, saliences)
@example(["ferry island"] * 3, [0.5] * SCARCE)
def test_no_two_chosen_sentences_say_nearly_the_same(texts, saliences):
    choices = select(document(texts), saliences[: len(texts)], budget=Budget("sentences", len(texts)))

    said = [distinct_words(choice.sentence.text) for choice in choices if choice.chosen]

    pairs = [(one, other) for place, one in enumerate(said) for other in said[:place]]
    assert all(likeness(one, other) <= REDUNDANCY_CEILING for one, other in pairs)


@settings(max_examples=20)
@given(st.integers(1, 400))
def test_near_equal_lines_are_found_behind_the_front_too(count):
    lines = [f"The ferry to island number {number} runs at noon" for number in range(count)]

    choices = select(document(lines), [1.0] * count, budget=Budget("sentences", count))

    assert chosen_indexes(choices) == [0]


def test_a_fragment_is_chosen_only_where_there_is_nothing_else():
    article = document(["The ferry stops.", "He stated."], fragments={1})
    alone = document(["He stated."], fragments={0})

    assert chosen_indexes(select(article, [0.1, 1.0], budget=Budget("sentences", 2))) == [0]
    assert chosen_indexes(select(alone, [1.0], budget=Budget("sentences", 2))) == [0]


def test_a_sentence_that_points_back_waits_for_the_one_it_points_to():
    article = document(
        [
            "The island will lose its only ferry in May.",
            "Marit Holm has run the firm since 2009.",
            "She blamed the county for it.",
            "Teachers fear that families will move away.",
        ]
    )

    two = select(article, [1.0, 0.4, 0.9, 0.5], budget=Budget("sentences", 2))
    four = select(article, [1.0, 0.4, 0.9, 0.5], budget=Budget("sentences", 4))

    assert chosen_indexes(two) == [0, 3]
    assert chosen_indexes(four) == [0, 1, 2, 3]
    assert [choice.depends_on for choice in four] == [None, None, 1, None]


def test_the_first_of_the_ranking_is_one_that_could_be_all_of_the_summary():
    article = document(["Nobody knows.", "The island loses its only ferry because the county will not pay any more"])

    asked = select(article, [1.0, 0.6], budget=Budget("sentences", 1), opening=12)
    not_asked = select(article, [1.0, 0.6], budget=Budget("sentences", 1))

    assert chosen_indexes(asked) == [1]
    assert chosen_indexes(not_asked) == [0]
    assert [choice.salience for choice in asked] == [1.0, 1.0]


def test_what_stands_between_two_quotations_is_not_quoted():
    between = 'The "hot line" that both of them had paid for is a "sham".'
    quoting = 'The firm, she said, "carried the island as long as it could".'

    choices = select(document([between, quoting]), [1, 1], budget=Budget("sentences", 2), exclude={"quotes"})

    assert chosen_indexes(choices) == [0]


def test_excluded_kinds_are_left_out():
    article = document(
        [
            "Who will run the ferry?",
            "“We carried the island as long as we could,” said the owner.",
            "The so-called “tide money” ends.",
        ]
    )

    choices = select(article, [1.0, 0.9, 0.1], budget=Budget("sentences", 3), exclude={"quotes", "questions"})

    assert chosen_indexes(choices) == [2]


def test_where_everything_is_excluded_the_best_sentence_is_chosen_all_the_same():
    choices = select(document(["Who?", "And when?"]), [0.1, 0.9], budget=Budget("words", 5), exclude={"questions"})

    assert chosen_indexes(choices) == [1]


def test_the_order_of_the_answer_is_that_of_the_article_or_of_the_ranks():
    choices = select(document(["One ferry.", "Two islands."]), [0.1, 0.9], budget=Budget("sentences", 2))

    assert [choice.sentence.index for choice in in_order(choices, "position")] == [0, 1]
    assert [choice.sentence.index for choice in in_order(choices, "rank")] == [1, 0]


def test_characters_count_the_spaces_between_sentences():
    article = document(["aaa bbb.", "ccc ddd."])

    assert len(chosen_indexes(select(article, [1, 1], budget=Budget("characters", 17)))) == 2
    assert len(chosen_indexes(select(article, [1, 1], budget=Budget("characters", 16)))) == 1


def test_words_hold_by_the_count_of_white_space_too():
    article = document(["12 33 44 ferry", "island 55 66 77"])

    assert article.word_count == 2
    assert len(chosen_indexes(select(article, [1, 1], budget=Budget("words", 7)))) == 1
    assert len(chosen_indexes(select(article, [1, 1], budget=Budget("words", 8)))) == 2


def test_a_language_without_a_word_list_has_no_dangling_openings():
    article = replace(document(["One ferry.", "But he said so."]), language="ar")

    choices = select(article, [0.5, 1.0], budget=Budget("sentences", 1))

    assert chosen_indexes(choices) == [1]


@given(texts, saliences, budgets, exclusions, st.integers(0, 25))
def test_the_same_are_chosen_whether_or_not_the_others_are_ranked(texts, saliences, budget, exclude, opening):
    article, known = document(texts), saliences[: len(texts)]
    every = select(article, known, budget=budget, exclude=exclude, opening=opening)

    chosen = select(article, known, budget=budget, exclude=exclude, opening=opening, every=False)

    assert chosen == tuple(choice for choice in every if choice.chosen)
