"""Warnings about articles that are hardly worth summarising."""

import re

from service.summariser.document import Document, SummaryWarning

FEW = 3  # sentences; of so few there is hardly one to leave out
ENOUGH = 8  # sentences; with fewer, the shares below mean nothing
LIST = 0.6  # share of lines without a stop; prose has below 0.1
TRANSCRIPT = 0.3  # share of sentences that open with a speaker's name and a colon; an interview has 0.4 and more
_STOPPED = re.compile(r"[.!?…:;。！？؟۔।][\"'”’»“)\]」』\s]*$")
_SPEAKER = re.compile(r"(?:[^\W\d_a-zа-я][^\W\d_]*\.?[ \-]?){1,4}:\s")
_UNSTOPPED_LANGUAGES = frozenset({"th"})  # write no stops at all


def remarks(document: Document) -> tuple[SummaryWarning, ...]:
    """What the reader should know about the kind of text, at most one warning."""
    sentences = document.sentences
    if len(sentences) <= FEW:
        detail = f"The article has {counted(len(sentences), 'sentence')}: there is hardly anything to leave out."
        return (SummaryWarning("short-article", detail),)
    if len(sentences) < ENOUGH:
        return ()
    if _share(_SPEAKER, document) >= TRANSCRIPT:
        detail = "This reads like a transcript: a sentence of it may need its question to be understood."
        return (SummaryWarning("transcript", detail),)
    if document.language not in _UNSTOPPED_LANGUAGES and 1 - _share(_STOPPED, document) >= LIST:
        return (SummaryWarning("list", "This reads like a list: its lines do not sum each other up."),)
    return ()


def counted(number: int, thing: str) -> str:
    """So many of a thing, in words for a person."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _share(pattern: re.Pattern[str], document: Document) -> float:
    search = pattern.match if pattern is _SPEAKER else pattern.search
    return sum(search(sentence.text) is not None for sentence in document.sentences) / len(document.sentences)
