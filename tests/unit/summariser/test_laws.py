"""What holds for every summary and every digest, whatever the articles and the options.

Set LAW_CASES=10000 for the long search.
"""

import os
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.errors import EmptyDocumentError
from service.summariser import ALGORITHMS, Options, read, summarise_reading
from service.summariser.digest import digest
from service.summariser.document import LENGTHS, Budget
from service.summariser.selection import distinct_words, likeness

CASES = settings(
    max_examples=int(os.environ.get("LAW_CASES", "150")), deadline=None, suppress_health_check=list(HealthCheck)
)
NEARLY_EQUAL = 0.7  # Jaccard

OPENINGS = (
    "The county",
    "He",
    "But this",
    "Dr. Holm",
    "In 2019,",
    "“We",
    "It is said that",
    "Nobody",
    "Das Amt",
    "€ 3.50",
)
SPOKEN_OF = (
    "ferry island county owner bridge subsidy school winter teachers firm boat quay council Friday operator mainland "
    "crossing ticket captain harbour 12 storm engine price families tide 1,200 passengers timetable Überfahrt hiver"
)
WORDS = SPOKEN_OF.split()
ENDINGS = (
    ".",
    ".",
    "?",
    "!",
    ".” ",
    ",” he said.",
    "…",
    "",
    ".\n\n",
    "\n",
    ".\n\nThe new timetable\n\n",
    ",”\n\nHe stated.\n\n",
)


def sentence_of(opening, first, length, ending):
    words = [WORDS[(first + 7 * step * (first % 5 + 1)) % len(WORDS)] for step in range(length)]
    return " ".join([opening, *words]) + ending


sentences = st.builds(
    sentence_of, st.sampled_from(OPENINGS), st.integers(0, 60), st.integers(0, 40), st.sampled_from(ENDINGS)
)
articles = st.lists(sentences, min_size=1, max_size=25).map(" ".join) | st.text(min_size=1, max_size=200)
budgets = st.one_of(
    st.tuples(st.just("sentences"), st.tuples(st.integers(1, 30), st.integers(1, 30))),
    st.tuples(st.just("words"), st.tuples(st.integers(1, 400), st.integers(1, 400))),
    st.tuples(st.just("characters"), st.tuples(st.integers(1, 2_500), st.integers(1, 2_500))),
    st.tuples(st.just("ratio"), st.tuples(st.floats(0.01, 1), st.floats(0.01, 1))),
    st.tuples(st.just("length"), st.permutations([*LENGTHS]).map(lambda names: tuple(names[:2]))),
)
choices = st.fixed_dictionaries(
    {
        "algorithm": st.just("standfirst") | st.sampled_from([*ALGORITHMS]),
        "query": st.none() | st.sampled_from(["ferry", "school teachers", "nothing of it"]),
        "exclude": st.sets(st.sampled_from(["quotes", "questions"])).map(tuple),
        "order": st.sampled_from(["position", "rank"]),
        "seed": st.integers(0, 3),
    }
)


def two_of(bounds):
    """The smaller and the larger of two budgets of one kind."""
    kind, amounts = bounds
    return [Budget(kind, amount) for amount in sorted(amounts, key=lambda amount: LENGTHS.get(amount, amount))]


def size_and_bound(result, documents):
    """What the summary takes up as its reader counts, and what it may."""
    budget, words = result.budget, len(result.text.split())
    if budget.kind == "ratio":
        return words, budget.amount * sum(len(one.text.split()) for document in documents for one in document.sentences)
    sizes = {"words": words, "characters": len(result.text)}
    return sizes.get(budget.kind, len(result.chosen)), LENGTHS.get(budget.amount, budget.amount)


def hold_the_laws(shorter, longer, documents, place_of):
    for result in (shorter, longer):
        size, bound = size_and_bound(result, documents)
        too_small = "budget-too-small" in [warning.code for warning in result.warnings]
        assert size <= bound or (too_small and len(result.chosen) == 1)

        said = [distinct_words(choice.sentence.text) for choice in result.chosen]
        assert all(likeness(one, other) <= NEARLY_EQUAL for one, other in combinations(said, 2))

        ranked = sorted(result.choices, key=lambda choice: choice.rank)
        assert [choice.rank for choice in ranked] == list(range(1, len(ranked) + 1))
        falling = [choice.salience for choice in ranked]
        assert falling == sorted(falling, reverse=True)
        assert all(0 <= salience <= 1 for salience in falling)
    assert set(map(place_of, shorter.chosen)) <= set(map(place_of, longer.chosen))


def readings_of(texts, title=None):
    for text in texts:
        try:
            yield read(text, title=title, language="en")
        except EmptyDocumentError:
            continue


@CASES
@given(articles, st.none() | st.just("The island loses its ferry"), budgets, choices)
def test_a_summary_keeps_its_budget_nests_and_repeats_nothing(text, title, bounds, chosen):
    for reading in readings_of([text], title):
        shorter, longer = (summarise_reading(reading, Options(budget=one, **chosen)) for one in two_of(bounds))

        assert shorter.chosen
        assert all(
            text[one.sentence.offset : one.sentence.offset + one.sentence.length] == one.sentence.text
            for one in longer.choices
        )
        hold_the_laws(shorter, longer, [reading.document], lambda choice: choice.sentence.index)


@CASES
@given(st.lists(articles, min_size=2, max_size=4), st.booleans(), budgets, choices)
def test_a_digest_keeps_its_budget_nests_and_repeats_nothing(texts, fair, bounds, chosen):
    readings = [*readings_of(texts)]

    if readings:
        shorter, longer = (digest(readings, Options(budget=one, **chosen), fair=fair) for one in two_of(bounds))

        documents = [reading.document for reading in readings]
        hold_the_laws(shorter, longer, documents, lambda choice: (choice.article, choice.sentence.index))
