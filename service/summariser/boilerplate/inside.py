"""Furniture between the article's own paragraphs."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Final

from service.summariser.boilerplate.blocks import INNER_STOP, Block
from service.summariser.boilerplate.region import HARMLESS

# A caption stands right above its credit; where a blank line parts them it is one
# sentence, shorter than this and than half of the article's usual paragraph.
LONGEST_CAPTION, LONGEST_LONE_CAPTION = 300, 160
# A paragraph that stands alone between labels, is no longer than this and shares fewer
# of its long words than this with the rest of the article is not part of it.
LONGEST_STRANGER, STRANGE = 200, 0.25
# So many lines of furniture make a box of it.
A_BOX: Final = 2
LONG_WORD: Final = 5


def mark_inside(blocks: Sequence[Block], reasons: dict[int, str], region: tuple[int, int]) -> None:
    """Marks what is not the article's between its first and its last paragraph."""
    _mark_duplicates(blocks, reasons, region)
    _mark_captions(blocks, reasons, region)
    _mark_strangers(blocks, reasons, region)
    opening = next((i for i in range(*region) if blocks[i].prose and i not in reasons), region[1])
    for index in range(region[0], opening):
        reasons.setdefault(index, "page-furniture")
    for run in _runs(blocks, reasons, (opening, region[1])):
        _mark_run(blocks, reasons, run)


def _runs(
    blocks: Sequence[Block], reasons: Mapping[int, str], region: tuple[int, int]
) -> Iterator[list[int]]:
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
    """Marks a run's labels up to a colon, which announces a list of the article's own.

    Where the run holds several lines of furniture, its sentences are furniture too.
    """
    box = sum(reasons.get(i, "caption") not in HARMLESS for i in run) >= A_BOX
    listed = run[0] - 1 not in reasons and blocks[run[0] - 1].text.endswith(":")
    for index in run:
        listed = listed and index not in reasons
        if index not in reasons and not listed and (box or blocks[index].bare):
            listed = blocks[index].text.endswith(":") and not box
            if not listed:
                reasons[index] = "run"


def _mark_duplicates(
    blocks: Sequence[Block], reasons: dict[int, str], region: tuple[int, int]
) -> None:
    seen: set[str] = set()
    for index in range(*region):
        block = blocks[index]
        if index in reasons or not block.words:
            continue
        if block.folded in seen:
            reasons[index] = "duplicate"
        seen.add(block.folded)


def _mark_captions(
    blocks: Sequence[Block], reasons: dict[int, str], region: tuple[int, int]
) -> None:
    sizes = [len(blocks[i].text) for i in range(*region) if blocks[i].prose and i not in reasons]
    half = median(sizes) / 2 if sizes else 0
    for index in range(region[0] + 1, region[1]):
        if reasons.get(index) != "photo-credit" or index - 1 in reasons:
            continue
        above = blocks[index - 1]
        longest = LONGEST_CAPTION if blocks[index].beside else min(LONGEST_LONE_CAPTION, half)
        single = blocks[index].beside or not INNER_STOP.search(above.text)
        if len(above.text) <= longest and single:
            reasons[index - 1] = "caption"


def _mark_strangers(
    blocks: Sequence[Block], reasons: dict[int, str], region: tuple[int, int]
) -> None:
    first, last = region
    prose = [i for i in range(first, last) if blocks[i].closed and i not in reasons]
    if len(prose) < 4:
        return
    long_words = {i: {w for w in blocks[i].words if len(w) >= LONG_WORD} for i in prose}
    counts = Counter(word for words in long_words.values() for word in words)
    for index in prose:
        if len(blocks[index].text) > LONGEST_STRANGER or not _stands_alone(blocks, reasons, index):
            continue
        words = long_words[index]
        shared = sum(counts[word] > 1 for word in words)
        if shared < STRANGE * len(words):
            reasons[index] = "page-furniture"


def _stands_alone(blocks: Sequence[Block], reasons: dict[int, str], index: int) -> bool:
    """Whether no sentence of the article stands right above or below."""
    return all(
        not 0 <= i < len(blocks) or i in reasons or blocks[i].bare
        for i in (index - 1, index + 1)
    )
