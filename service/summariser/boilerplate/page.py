"""The blocks of a page with what is asked of them, when it is known which of them are not the article."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from service.summariser.boilerplate.blocks import NAME, Block
from service.summariser.boilerplate.outside import kind_of_afterword, opens
from service.summariser.boilerplate.phrases import BEHIND

# So many paragraphs at the end of an article may be about it.
TAIL: Final = 3
# Most paragraphs of an article close like sentences; of those that do not, some are captions.
MOSTLY_CLOSED: Final = 0.8
# So much of the prose stands above the label behind which a press release tells of its sender.
ABOVE_BEHIND: Final = 0.4


class Page:
    """``kept`` are the paragraphs that are left, ``ends`` the last of them, ``behind`` those about the sender.

    ``below_labels`` are those with something above that went or is no sentence. ``names`` is the number of lines left
    that are names, or look like one.
    """

    def __init__(self, blocks: Sequence[Block], reasons: Mapping[int, str]) -> None:
        self.blocks, self.reasons = blocks, reasons
        self.kept = [index for index, block in enumerate(blocks) if index not in reasons and not block.bare]
        self._afterwords: dict[int, bool] = {}
        self._said: Counter[str] = Counter()
        self.ends = self._ends()
        self.opening = next((i for i in self.kept if i + 1 < len(blocks) and opens(*blocks[i : i + 2])), 0)
        self.closes = sum(blocks[i].closed for i in self.kept) >= MOSTLY_CLOSED * len(self.kept)
        self.whole = sum(blocks[index].size for index in self.kept)
        self.behind = self._behind()
        self.names = sum(
            block.bare and index not in reasons and NAME.fullmatch(block.text) is not None
            for index, block in enumerate(blocks)
        )
        self.beginnings = self.kept[:2]
        self.below_labels = [index for index in self.kept if self.reason(index - 1) or self.is_bare(index - 1)]

    def _ends(self) -> frozenset[int]:
        """The last paragraphs: three, a third at most, and those that are about the article by their wording."""
        found, others = [], min(TAIL, len(self.kept) // TAIL)
        for index in reversed(self.kept):
            others -= not self.is_afterword(index)
            if others < 0:
                break
            found.append(index)
        return frozenset(found)

    def _behind(self) -> frozenset[int]:
        above = 0
        for index, block in enumerate(self.blocks):
            if index in self.reasons:
                continue
            if not block.bare:
                above += block.size
            elif above >= ABOVE_BEHIND * self.whole and BEHIND.fullmatch(block.text):
                return frozenset(kept for kept in self.kept if kept > index)
        return frozenset()

    def is_afterword(self, index: int) -> bool:
        if index not in self._afterwords:
            block = self.blocks[index]
            self._afterwords[index] = kind_of_afterword(block.text, block.size) is not None
        return self._afterwords[index]

    def share(self, indices: Collection[int]) -> float:
        """How much of the prose these are."""
        return sum(self.blocks[index].size for index in indices) / self.whole

    def is_bare(self, index: int) -> bool:
        return 0 <= index < len(self.blocks) and self.blocks[index].bare

    def is_twin(self, index: int) -> bool:
        """Whether the block says what the one above says."""
        return 0 < index < len(self.blocks) and self.blocks[index].folded == self.blocks[index - 1].folded

    def reason(self, index: int) -> str:
        """Why the block went; empty where it did not, or where there is none."""
        return self.reasons.get(index, "")

    def labels_above(self, index: int, reach: int) -> list[int]:
        """The lines right above that went or that no sentence ends, nearest first."""
        found = []
        for above in range(index - 1, max(index - 1 - reach, -1), -1):
            if above not in self.reasons and not self.blocks[above].bare:
                break
            found.append(above)
        return found

    def shares_few(self, index: int, share: float) -> bool:
        """Whether fewer of the block's long words than this share stand elsewhere in the article."""
        words = self.blocks[index].long_words
        others = "\n".join(self.blocks[other].folded for other in self.kept if other != index)
        return sum(word in others for word in words) < share * len(words)

    def is_strange(self, index: int, share: float) -> bool:
        """The same by whole words, for many blocks: ``shares_few`` reads all the others for each."""
        if not self._said:
            self._said.update(word for kept in self.kept for word in self.blocks[kept].long_words)
        words = self.blocks[index].long_words
        return sum(self._said[word] > 1 for word in words) < share * len(words)
