"""Which paragraphs of a pasted text are not the article, and why.

Read ``cleaning`` first: it is the whole method on one page.
"""

from service.summariser.boilerplate.cleaning import Cleaned, clean
from service.summariser.boilerplate.recurrence import has_short_lines, short_lines

__all__ = ["Cleaned", "clean", "has_short_lines", "short_lines"]
