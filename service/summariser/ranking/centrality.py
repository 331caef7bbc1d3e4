"""What each sentence has in common with those before it and those after it, in time linear in the text."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.summariser.document import Document
from service.summariser.ranking.tfidf import TfIdf, terms_of, terms_of_one


@dataclass(frozen=True, slots=True, eq=False)
class Centrality:
    """Sums of the cosines of tf-idf vectors; a figure a sentence, in document order.

    ``after`` sums up a sentence's cosines with all later ones, ``before`` with all earlier
    ones; ``frequency`` is the mean frequency of its terms in the document: what SumBasic starts from.
    """

    language: str
    terms: Sequence[Sequence[str]]
    after: Sequence[float]
    before: Sequence[float]
    frequency: Sequence[float]

    @classmethod
    def of(cls, document: Document) -> "Centrality":
        terms = terms_of(document)
        vectors = TfIdf.of_terms(terms)
        after, before, frequency = vectors.after(), vectors.before(), vectors.frequency()
        return cls(document.language, terms, after.tolist(), before.tolist(), frequency.tolist())

    def shares_of(self, text: str) -> list[float]:
        """Of each sentence, the share that it has of the terms of another text."""
        return shares_of(text, self.terms, self.language)


def shares_of(text: str, terms: Sequence[Sequence[str]], language: str) -> list[float]:
    """Of the terms of each sentence, the share that they are of those of the text."""
    wanted = set(terms_of_one(text, language)) if text else set()
    return [len(wanted.intersection(own)) / max(len(wanted), 1) for own in terms]
