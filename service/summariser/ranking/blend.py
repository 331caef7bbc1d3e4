"""The default ranker: what the rest of the article comes back to, said early, near the title, in a whole sentence.

No model and no graph: with plain cosines the sum over a sentence's neighbours is one product
with the sum of their vectors, so all of it is linear in the length of the article.

Sources: directed centrality from Zheng and Lapata 2019 (PacSum), https://aclanthology.org/P19-1628/, on
tf-idf vectors in place of a language model's; position and title from Edmundson 1969,
https://doi.org/10.1145/321510.321519. The numbers were swept by tests/quality/sweep.py; see docs/ranking.md.
"""

import re
from collections.abc import Sequence

import numpy as np

from service.summariser.document import Document, Sentence
from service.summariser.ranking.terms import Numbers, TermCounts, count_terms
from service.summariser.words import stems, stop_words, tokenise

LOOK_BACK = -0.4  # weight of a likeness to what was said before, against 1 for what comes later; flat in -0.7 … -0.2
EARLY = 0.4  # weight of the place in the article, against 1 for centrality; flat in 0 … 0.6
EARLY_REACH = 6.0  # sentences; there the bonus for the place has fallen to 37 %
TITLE = 0.5  # weight of the share of the title's words; flat in 0.25 … 1
WHOLE = 12  # words; a shorter sentence loses salience by the share that it lacks; flat in 8 … 15
NEWS = 40  # sentences; a longer text is less and less told as news is, the gist first
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


def blend(document: Document) -> tuple[float, ...]:
    """The rating of each sentence, in document order; 0 or above, up to about 2."""
    sentences = document.sentences
    if not sentences:
        return ()
    terms = [_terms(sentence.text, sentence.words, document.language) for sentence in sentences]
    counts = count_terms(terms)
    newsy = min(1.0, NEWS / len(sentences))
    places = np.arange(len(sentences), dtype=np.float64)
    ratings = _centrality(counts, look_back=newsy * LOOK_BACK + (1 - newsy))
    ratings += EARLY * newsy * np.exp(-places / EARLY_REACH)
    ratings += TITLE * _title_shares(document, terms)
    ratings *= np.minimum(1.0, _lengths(sentences) / WHOLE)
    return tuple(ratings.tolist())


def _terms(text: str, words: Sequence[str], language: str) -> list[str]:
    """Stems of the content words, and numbers, which sumy's tokenizer drops."""
    ignored, stem = stop_words(language), stems(language)
    return [stem[word] for word in words if word.lower() not in ignored] + _NUMBER.findall(text)


def _centrality(counts: TermCounts, *, look_back: float) -> Numbers:
    """Likeness to all later sentences, and to all earlier ones by the weight ``look_back``; from 0 to 1."""
    rows, terms = counts.rows, counts.terms
    weights = counts.counts * np.log1p(counts.sentences / counts.spread)[terms]
    lengths = np.sqrt(np.bincount(rows, weights * weights, counts.sentences))
    weights /= np.where(lengths > 0, lengths, 1.0)[rows]
    order = np.argsort(terms, kind="stable")  # by term, and within a term in document order
    ordered = weights[order]
    running = np.cumsum(ordered)
    totals = np.bincount(terms, weights, len(counts.spread))
    before = running - ordered - (np.cumsum(totals) - totals)[terms[order]]
    after = totals[terms[order]] - before - ordered
    shares = np.bincount(rows[order], ordered * (after + look_back * before), counts.sentences)
    return _stretch(shares)


def _stretch(values: Numbers) -> Numbers:
    lowest, highest = values.min(), values.max()
    if highest - lowest <= 1e-9:  # arithmetic noise
        return np.ones_like(values)
    return (values - lowest) / (highest - lowest)


def _title_shares(document: Document, terms: Sequence[Sequence[str]]) -> Numbers:
    """The share of the title's terms that each sentence has."""
    shares = np.zeros(len(terms))
    if document.title:
        wanted = set(_terms(document.title, tokenise(document.title, document.language), document.language))
        if wanted:
            shares[:] = [len(wanted.intersection(own)) / len(wanted) for own in terms]
    return shares


def _lengths(sentences: Sequence[Sentence]) -> Numbers:
    return np.array([max(len(sentence.words), 1) for sentence in sentences], dtype=np.float64)
