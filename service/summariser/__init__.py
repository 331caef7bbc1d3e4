"""Text in, summary out: a plain library without HTTP, SQL, settings, clock or logs."""

from service.summariser.boilerplate import has_short_lines, short_lines
from service.summariser.document import Choice, Document, Reading, Removal, Sentence, Summary, SummaryWarning, Traces
from service.summariser.pipeline import Options, read, summarise, summarise_reading, warm_up
from service.summariser.ranking import ALGORITHMS

__all__ = [
    "ALGORITHMS",
    "Choice",
    "Document",
    "Options",
    "Reading",
    "Removal",
    "Sentence",
    "Summary",
    "SummaryWarning",
    "Traces",
    "has_short_lines",
    "read",
    "short_lines",
    "summarise",
    "summarise_reading",
    "warm_up",
]
