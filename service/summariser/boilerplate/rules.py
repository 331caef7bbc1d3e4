"""Furniture that a line gives away by itself, wherever it stands."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from service.summariser.boilerplate.blocks import Block, heads_fixtures
from service.summariser.boilerplate.credits import (
    AGENCIES,
    AGENCY,
    CAPTION,
    CREDIT_CALL,
    CREDIT_END,
    CREDIT_LINE,
    NAMED_CREDIT,
    NAMES_CREDIT,
    PAIR_IN_BRACKETS,
)
from service.summariser.boilerplate.phrases import ADDRESS, BYLINE, CLOSED_LABELS, LABELS, NOTICE, PROMPTS, SPEECH

# Longer, a line is no label, credit, caption, prompt or byline. Development pages.
LONGEST_LABEL, LONGEST_CREDIT, LONGEST_CAPTION, LONGEST_PROMPT = 100, 90, 500, 400
MOST_BYLINE_WORDS, MOST_CREDIT_WORDS = 16, 8
# Longer, what holds a quotation (a name in quotes is none) is the article, whatever is quoted.
LONGEST_UNQUOTED: Final = 120
# 'By A. Name on Monday at 9:30 a.m.' closes with a stop and is no sentence.
CLOCK: Final = re.compile(r"\d [ap]\.m\.$")
# What comes back so often is the page's, as 'Article continues below'.
OFTEN: Final = 3
LONGEST_NAME, MOST_NAME_WORDS = 30, 3
FEWEST_NOTICE_WORDS: Final = 5
OPEN_ENDS: Final = ("...", "…", " min.", "!")
CREDIT_REACH: Final = 110
# 'Agency/A. Name' and nothing else.
LONGEST_NAMES: Final = 60
CREDIT_SIGNS: Final = (":", " by ", " von ", " courtesy ", "...")
CUES: Final = frozenset().union(*(prompt.cues for prompt in PROMPTS))


def mark_furniture(blocks: Sequence[Block], spared: Collection[int]) -> dict[int, str]:
    """The reason of each block that is furniture by its own wording or form."""
    found = {i: _own_reason(block) for i, block in enumerate(blocks) if i not in spared}
    return {
        index: reason for index, reason in found.items() if reason and not heads_fixtures(blocks[index : index + 2])
    }


def mark_repeated(blocks: Sequence[Block], reasons: Mapping[int, str]) -> dict[int, str]:
    """The reasons, with the lines that come back again and again."""
    counts = Counter(block.folded for block in blocks if not block.bullet)
    often = {
        index: "page-furniture"
        for index, block in enumerate(blocks)
        if counts[block.folded] >= OFTEN and not block.bullet
    }
    return often | dict(reasons)


def mark_thread(blocks: Sequence[Block], reasons: dict[int, str]) -> None:
    """Marks where readers' comments begin: a name, a time and what was said, again and again."""
    threads = [
        index - 1
        for index, reason in reasons.items()
        if reason == "date-line" and 0 < index < len(blocks) - 1 and _is_signed(blocks[index - 1 : index + 2])
    ]
    if len(threads) >= OFTEN:
        reasons[min(threads)] = "comment-form"


def _is_signed(window: Sequence[Block]) -> bool:
    name, _, said = window
    return not name.closed and name.size <= LONGEST_NAME and len(name.words) <= MOST_NAME_WORDS and said.closed


def find_notices(blocks: Sequence[Block]) -> set[int]:
    """The blocks that tell the reader of a correction; such are never dropped.

    Where the word stands in a line of its own, the prose below it is meant as well. An item of a list is a
    link, unless it is a sentence.
    """
    found: set[int] = set()
    for index, block in enumerate(blocks):
        if (block.bullet and not block.closed) or not NOTICE.match(block.folded):
            continue
        if len(block.words) >= FEWEST_NOTICE_WORDS:
            found.add(index)
        elif index + 1 < len(blocks) and blocks[index + 1].prose:
            found.update((index, index + 1))
    return found


def _own_reason(block: Block) -> str | None:
    if not block.has_words:
        return None
    return _label(block) or _prompt(block) or _byline(block) or _credit(block)


def _label(block: Block) -> str | None:
    if block.prose or len(block.folded) > LONGEST_LABEL:
        return None
    match = LABELS.match(block.folded)
    if match is None or match.lastgroup is None:
        return None
    reason = match.lastgroup.replace("_", "-")
    closed = block.closed and not block.folded.endswith(OPEN_ENDS)
    return None if closed and reason not in CLOSED_LABELS else reason


def _prompt(block: Block) -> str | None:
    if len(block.folded) > LONGEST_PROMPT or CUES.isdisjoint(block.words):
        return None
    if len(block.folded) > LONGEST_UNQUOTED and SPEECH.search(block.folded):
        return None
    addressed = not ADDRESS.isdisjoint(block.words)
    for prompt in PROMPTS:
        speaks = addressed or not prompt.addressed
        if speaks and not prompt.cues.isdisjoint(block.words) and prompt.pattern.search(block.folded):
            return prompt.reason
    return None


def _byline(block: Block) -> str | None:
    short = len(block.folded) <= LONGEST_CREDIT and len(block.words) <= MOST_BYLINE_WORDS
    if not short or block.heading or (block.closed and not CLOCK.search(block.folded)):
        return None
    return "byline" if BYLINE.match(block.folded) else None


def _credit(block: Block) -> str | None:
    size = len(block.folded)
    if size <= LONGEST_CREDIT and not block.closed and CREDIT_LINE.match(block.folded):
        return "photo-credit"
    if size > LONGEST_CAPTION or not (CAPTION.match(block.folded) or _is_credited(block)):
        return None
    named = size <= LONGEST_CREDIT and len(block.words) <= MOST_CREDIT_WORDS
    return "photo-credit" if named and not block.closed else "caption"


def _is_credited(block: Block) -> bool:
    """Whether a block closes with a credit that names itself or an agency."""
    ending = block.text[-CREDIT_REACH:]
    if any(sign in ending for sign in CREDIT_SIGNS) and CREDIT_CALL.search(ending):
        return True
    if len(block.text) <= LONGEST_NAMES and NAMES_CREDIT.fullmatch(block.text):
        return True
    if PAIR_IN_BRACKETS.search(ending):
        return True
    if AGENCIES.isdisjoint(block.words):
        return False
    if not block.closed and NAMED_CREDIT.fullmatch(block.folded):
        return True
    named = CREDIT_END.search(ending.lower())
    return named is not None and AGENCY.search(named.group()) is not None
