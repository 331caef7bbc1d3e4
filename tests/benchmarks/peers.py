"""The engine against other summarisers, in one run and in turn: python -m tests.benchmarks.peers.

They are no dependencies: `pip install summa lexrank newspaper4k` into an environment of your own puts them beside us,
and a peer that is not there is left out with a word. Each gets the text, and is asked for three sentences; the time is
the processor's, in a warm process. crabcamp's lexrank wants sentences and a corpus: it gets ours, and the article.
newspaper4k wants a title: it gets the first words; its splitter, NLTK's, is untrained here, at the same cost.
"""

import statistics
from importlib import import_module

from nltk.tokenize.punkt import PunktSentenceTokenizer

from tests.benchmarks.engine import ours, spans, timed
from tests.benchmarks.prose import article

SIZES = (25, 100, 1_000)
RUNS = {25: 25, 100: 15, 1_000: 5}
OURS = ("standfirst", "lex-rank", "text-rank")


def summa():
    summarise = import_module("summa.summarizer").summarize
    return lambda text: summarise(text, words=60)


def crabcamp():
    lexrank = import_module("lexrank")
    stops = lexrank.STOPWORDS["en"]

    def summarise(text):
        sentences = [found for _, _, found in spans(text)]
        return lexrank.LexRank([sentences], stopwords=stops).get_summary(sentences, summary_size=3, threshold=0.1)

    return summarise


def newspaper4k():
    nlp, words = import_module("newspaper.nlp"), import_module("newspaper.text").StopWords("en")
    nlp.split_sentences._tokenizer = PunktSentenceTokenizer()
    return lambda text: nlp.summarize(" ".join(text.split(None, 8)[:8]), text, words, 3)


PEERS = {"summa, TextRank": summa, "crabcamp lexrank": crabcamp, "newspaper4k": newspaper4k}


def main():
    print(__doc__)
    subjects = {name: (lambda text, name=name: ours(text, name)) for name in OURS}
    for name, load in PEERS.items():
        try:
            subjects[name] = load()
        except ImportError as error:
            print(f"{name} is left out: {error}")
    print(f"{'milliseconds at':20}" + "".join(f"{size:>10,}" for size in SIZES))
    rows = {name: [] for name in subjects}
    for size in SIZES:
        text = article(size, seed=size)
        taken = {name: [timed(work, text)] for name, work in subjects.items()}
        for _ in range(RUNS[size]):
            for name, work in subjects.items():
                taken[name].append(timed(work, text))
        for name, times in taken.items():
            rows[name].append(statistics.median(times[1:]) * 1000)
    for name, medians in rows.items():
        print(f"{name:20}" + "".join(f"{median:10.2f}" for median in medians))


if __name__ == "__main__":
    main()
