"""Furniture between the article's own paragraphs."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Final

from service.summariser.boilerplate.blocks import INNER_STOP, NAME, Block, is_table
from service.summariser.boilerplate.phrases import ENDS
from service.summariser.boilerplate.region import HARMLESS

# A caption stands right above its credit; where a blank line parts them it is one
# sentence, shorter than this and than half of the article's usual paragraph.
LONGEST_CAPTION, LONGEST_LONE_CAPTION = 300, 160
# So many lines of furniture make a box of it, with all sentences up to this length in it.
A_BOX, LONGEST_BOXED = 2, 200
# Pulled quotes are short; texts beyond these sizes are not searched for them.
SHORTEST_PULLED, LONGEST_PULLED, MOST_TO_COMPARE, MOST_TEXT_TO_COMPARE = 30, 300, 300, 60_000
# What stands at the end of what a list completes: 'If you …'.
ANNOUNCES: Final = (":", "…", "...")
QUOTES: Final = "\"'“”„«»‘’ "
FEWEST_WORDS, A_DECK = 4, 8


def mark_inside(blocks: Sequence[Block], reasons: dict[int, str], region: tuple[int, int]) -> None:
    """Marks what is not the article's between its first and its last paragraph."""
    mark_own(blocks, reasons, region)
    _mark_pulled(blocks, reasons, region)
    opening = next((i for i in range(*region) if blocks[i].prose and i not in reasons), region[1])
    while opening > region[0] and _is_a_sentence(blocks[opening - 1]) and opening - 1 not in reasons:
        opening -= 1
    for index in range(region[0] + _has_deck(blocks, region), opening):
        reasons.setdefault(index, "byline" if NAME.fullmatch(blocks[index].text) else "page-furniture")
    for run in _runs(blocks, reasons, (opening, region[1])):
        _mark_run(blocks, reasons, run)


def _has_deck(blocks: Sequence[Block], region: tuple[int, int]) -> bool:
    """Whether a line below the headline says more than a label; no sentence, so it stands in no summary."""
    first = blocks[region[0]]
    return first.bare and not first.bullet and len(first.words) >= A_DECK


def _is_a_sentence(block: Block) -> bool:
    return block.closed and not block.bullet and len(block.words) >= FEWEST_WORDS


def mark_own(blocks: Sequence[Block], reasons: dict[int, str], region: tuple[int, int]) -> None:
    """Marks what plain articles hold as well: captions, and paragraphs said twice."""
    _mark_captions(blocks, reasons, region)
    _mark_duplicates(blocks, reasons, region)


def _runs(blocks: Sequence[Block], reasons: Mapping[int, str], region: tuple[int, int]) -> Iterator[list[int]]:
    """Stretches of lines that are not the article's running prose."""
    run: list[int] = []
    for index in range(*region):
        block = blocks[index]
        if index in reasons or block.bullet or not (block.prose or block.heading):
            run.append(index)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _mark_run(blocks: Sequence[Block], reasons: dict[int, str], run: Sequence[int]) -> None:
    """Marks a run's links up to a colon, which announces a list of the article's own.

    Where the run holds several lines of furniture, its labels and sentences are furniture too.
    One numbered line alone between paragraphs is a heading: '3. What to do'.
    """
    if len(run) == 1 and blocks[run[0]].bullet and blocks[run[0]].text[0].isdigit():
        return
    box = sum(reasons.get(i, "caption") not in HARMLESS for i in run) >= A_BOX
    table = not box and is_table([blocks[i] for i in run if i not in reasons])
    listed = run[0] - 1 not in reasons and blocks[run[0] - 1].text.endswith(ANNOUNCES)
    labelled = False
    for index in run:
        block = blocks[index]
        listed = table or (listed and index not in reasons)
        labelled = labelled or reasons.get(index) in ENDS
        if listed or index in reasons:
            continue
        link = block.bare and block.bullet
        if block.text.endswith(ANNOUNCES) and not box:
            listed = True
        elif link or (labelled and block.text[-1] in "?!"):
            reasons[index] = "related-stories"
        elif box and (block.bare or block.size <= LONGEST_BOXED):
            reasons[index] = "related-stories" if block.bullet else "page-furniture"


def _mark_duplicates(blocks: Sequence[Block], reasons: dict[int, str], region: tuple[int, int]) -> None:
    seen: set[str] = set()
    for index in range(*region):
        block = blocks[index]
        if index in reasons or not block.prose:
            continue
        if block.folded in seen:
            reasons[index] = "duplicate"
        seen.add(block.folded)


def _mark_pulled(blocks: Sequence[Block], reasons: dict[int, str], region: tuple[int, int]) -> None:
    """Marks quotes set large: a paragraph that stands word for word in a longer one."""
    left = [i for i in range(*region) if i not in reasons]
    joined = "\n".join(blocks[i].folded for i in left if blocks[i].prose)
    if len(left) > MOST_TO_COMPARE or len(joined) > MOST_TEXT_TO_COMPARE:
        return
    for index in left:
        block = blocks[index]
        said = block.folded.strip(QUOTES)
        if SHORTEST_PULLED <= len(said) <= LONGEST_PULLED and joined.count(said) > block.prose:
            reasons[index] = "duplicate"


def _mark_captions(blocks: Sequence[Block], reasons: dict[int, str], region: tuple[int, int]) -> None:
    sizes = [blocks[i].size for i in range(*region) if blocks[i].prose and i not in reasons]
    half = median(sizes) / 2 if sizes else 0
    for index in range(region[0] + 1, region[1]):
        if reasons.get(index) != "photo-credit" or index - 1 in reasons:
            continue
        above = blocks[index - 1]
        longest = LONGEST_CAPTION if blocks[index].beside else min(LONGEST_LONE_CAPTION, half)
        single = blocks[index].beside or not INNER_STOP.search(above.text)
        if above.size <= longest and single:
            reasons[index - 1] = "byline" if NAME.fullmatch(above.text) else "caption"
    said = {blocks[i].folded for i in range(*region) if reasons.get(i) == "caption"}
    for index in range(*region):
        if blocks[index].folded in said:
            reasons.setdefault(index, "caption")
