"""Which paragraphs of a pasted text are not the article, and why.

Read ``cleaning`` first: it is the whole method on one page.
"""

from service.summariser.boilerplate.cleaning import Cleaned, clean

__all__ = ["Cleaned", "clean"]
