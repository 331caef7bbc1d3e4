"""Sentences that cannot stand alone: bare attributions, halves of quotations, scraps."""

import re

from service.summariser.document import Paragraph
from service.summariser.segmentation.vocabulary import Vocabulary

_QUOTES = '"“”„«»'
# A quotation that stops at a comma waits for who said it: '…,”' and the misprint '…”,'.
_CUT_QUOTATION = re.compile(r"(?:,\s?[\"”“»’']|[\"”“»’']\s?,)$")
_CUT_ENDS = frozenset("\"”“»’',")
_ATTRIBUTION_WORDS = 5  # 'Ms Weld told the court.' is bare; more words may hold news
_CUT_ATTRIBUTION_WORDS = 12  # behind a cut quotation more belongs to it ('… in a daily briefing.')


class Fragments:
    """Tells the fragments among the sentences of one paragraph."""

    def __init__(self, text: str, paragraph: Paragraph, words: Vocabulary) -> None:
        self._words = words
        before = text[max(0, paragraph.offset - 12) : paragraph.offset].rstrip()
        inside = text[paragraph.offset : paragraph.end]
        self._quotes = [quote for quote in _QUOTES if quote in inside]
        self._after_cut_quotation = _CUT_QUOTATION.search(before) is not None

    def holds(self, sentence: str, *, first: bool) -> bool:
        """Whether the sentence is a fragment; ``first`` says that the paragraph begins with it."""
        if sentence[-1] in _CUT_ENDS and _CUT_QUOTATION.search(sentence[-3:]):
            return True
        if self._quotes and sum(map(sentence.count, self._quotes)) % 2:
            return True  # a quotation in it is not closed, or not opened
        if sentence.count(" ") >= _CUT_ATTRIBUTION_WORDS:
            return False
        spoken = sentence.strip('–—-"“”„«» .!?…').split()
        if len(spoken) < 2:
            return sentence.upper() != sentence.lower() or not any(map(str.isalnum, sentence))
        if first and self._after_cut_quotation and len(spoken) <= _CUT_ATTRIBUTION_WORDS:
            return True
        return len(spoken) <= _ATTRIBUTION_WORDS and self._attributes(spoken)

    def _attributes(self, spoken: list[str]) -> bool:
        """Whether it is a speaker and a verb of saying ('He stated', 'Ms Weld said on Monday', 'Disse o ministro').

        A verb of saying with an object ('The firm announced losses') is news.
        """
        words = self._words
        for place, word in enumerate(spoken[:4]):
            lower = word.strip(",:").lower()
            if lower in words.saying:
                return self._says_nothing(spoken[place + 1 :])
            article = lower in words.openers and lower not in words.leading
            named = word[0].isupper() and not article
            if lower not in words.speakers and not named:
                return False
        return False

    def _says_nothing(self, rest: list[str]) -> bool:
        """Whether only a place, a day or a hearer follows the verb."""
        return not rest or rest[0].lower() in self._words.openers or (len(rest) == 1 and rest[0][0].isupper())
