"""Plain sumy on one of our documents: the peer of the benchmark and the oracle of the parity test."""

import math
import warnings
from collections import defaultdict

import numpy as np
from nltk.tokenize.destructive import NLTKWordTokenizer
from nltk.tokenize.punkt import PunktSentenceTokenizer
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.nlp.stemmers import Stemmer, null_stemmer
from sumy.nlp.tokenizers import Tokenizer
from sumy.summarizers.kl import KLSummarizer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.luhn import LuhnSummarizer
from sumy.summarizers.reduction import ReductionSummarizer
from sumy.summarizers.sum_basic import SumBasicSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer
from sumy.utils import get_stop_words

from service.summariser.language import LANGUAGES

SUMMARISERS = {
    "lex-rank": LexRankSummarizer,
    "text-rank": TextRankSummarizer,
    "lsa": LsaSummarizer,
    "luhn": LuhnSummarizer,
    "kl": KLSummarizer,
    "sum-basic": SumBasicSummarizer,
    "reduction": ReductionSummarizer,
}


class WordTokenizer:
    """Sumy's tokenizer for words, without the sentence splitter that it loads and that needs NLTK's data."""

    _nltk = NLTKWordTokenizer()

    def to_words(self, sentence):
        return tuple(filter(Tokenizer._is_word, self._nltk.tokenize(sentence)))


class SplitWordTokenizer(WordTokenizer):
    """The same words at sumy's price: it calls ``nltk.word_tokenize``, which splits each sentence into sentences first.

    Where NLTK's data files are not installed, as here, its splitter runs untrained, at the same cost.
    """

    _punkt = PunktSentenceTokenizer()

    def to_words(self, sentence):
        return tuple(word for part in self._punkt.tokenize(sentence) for word in WordTokenizer.to_words(self, part))


class GivenWords:
    """Words that are known."""

    def __init__(self, words):
        self._words = words

    def to_words(self, _sentence):
        return self._words


def model(document, tokenizer=None):
    """Sumy's model of our document, with our words or with those of a tokenizer."""
    paragraphs = defaultdict(list)
    for sentence in document.sentences:
        found = tokenizer or GivenWords(sentence.words)
        paragraphs[sentence.paragraph].append(Sentence(sentence.text, found))
    return ObjectDocumentModel([Paragraph(paragraphs[number]) for number in sorted(paragraphs)])


def summariser(algorithm, language, *, stops=True):
    """Sumy's class as its documentation sets it up."""
    known = LANGUAGES[language]
    made = SUMMARISERS[algorithm](Stemmer(known.name.lower()) if known.stemmer else null_stemmer)
    if stops and known.stop_words:
        made.stop_words = get_stop_words(known.name.lower())
    return made


def rate(made, text):
    """The rating of each sentence of sumy's model, in document order; None where sumy has no answer."""
    ratings = {}

    def collect(infos):
        ratings.update((info.order, float(info.rating)) for info in infos)
        return infos

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        made(text, collect)
    found = [ratings[order] for order in range(len(ratings))]
    return None if not found or any(map(math.isnan, found)) else found
