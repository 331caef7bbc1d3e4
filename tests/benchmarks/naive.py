"""The peer: what people write in an afternoon, Flask around sumy's LexRank.

Its sentence splitter is NLTK's punkt, as sumy's own; without NLTK's data files, which no wheel
brings, punkt runs untrained, at the same cost.
"""

import nltk
from flask import Flask, jsonify, request
from sumy.nlp.stemmers import Stemmer
from sumy.nlp.tokenizers import Tokenizer
from sumy.parsers.plaintext import PlaintextParser
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.utils import get_stop_words

app = Flask(__name__)
WORDS = nltk.tokenize.NLTKWordTokenizer()


class UntrainedTokenizer(Tokenizer):
    """sumy's tokenizer where NLTK's data is not installed."""

    def _get_sentence_tokenizer(self, _language):
        return nltk.tokenize.PunktSentenceTokenizer()

    def to_words(self, sentence):  # as nltk.word_tokenize, which sumy calls: into sentences first
        parts = self._sentence_tokenizer.tokenize(sentence)
        words = (word for part in parts for word in WORDS.tokenize(part))
        return tuple(filter(self._is_word, words))


@app.post("/summarise")
def summarise():
    parser = PlaintextParser.from_string(request.get_json()["text"], UntrainedTokenizer("english"))
    summarizer = LexRankSummarizer(Stemmer("english"))
    summarizer.stop_words = get_stop_words("english")
    sentences = summarizer(parser.document, 3)
    return jsonify(summary=" ".join(str(sentence) for sentence in sentences))
