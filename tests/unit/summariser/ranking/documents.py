"""Documents made of sentences, for the tests of ranking."""

from service.summariser.document import Document, Sentence
from service.summariser.words import tokenise


def document(texts, *, language="en", title=None, headings=(), paragraph=3):
    """The sentences in order, so many to a paragraph."""
    made = [Sentence(text, 0, index, index // paragraph, tokenise(text, language)) for index, text in enumerate(texts)]
    heads = [Sentence(text, 0, index, index, tokenise(text, language)) for index, text in enumerate(headings)]
    return Document(language, tuple(made), title, tuple(heads))
