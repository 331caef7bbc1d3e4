"""What a client can ask for, whether by HTTP, from the command line or in the background."""

from service.use_cases.articles import ArticleUseCases, NewArticle
from service.use_cases.batches import BatchUseCases, Hints, Item
from service.use_cases.callbacks import Callbacks
from service.use_cases.content import Presentation
from service.use_cases.idempotency import Answer, IdempotencyUseCases
from service.use_cases.jobs import JobUseCases
from service.use_cases.keys import NOBODY, Caller, KeyUseCases
from service.use_cases.limits import Limits
from service.use_cases.retention import Purged, RetentionUseCases
from service.use_cases.sources import Source, Upload, article_of, articles_of
from service.use_cases.summaries import SummaryUseCases, Wish

__all__ = [
    "NOBODY",
    "Answer",
    "ArticleUseCases",
    "BatchUseCases",
    "Callbacks",
    "Caller",
    "Hints",
    "IdempotencyUseCases",
    "Item",
    "JobUseCases",
    "KeyUseCases",
    "Limits",
    "NewArticle",
    "Presentation",
    "Purged",
    "RetentionUseCases",
    "Source",
    "SummaryUseCases",
    "Upload",
    "Wish",
    "article_of",
    "articles_of",
]
