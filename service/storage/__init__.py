"""Articles and summaries, kept in SQLite or PostgreSQL by one implementation."""

from service.storage.articles import Article, ArticleFilter, Articles
from service.storage.batches import Backlog, Batch, Batches, Job, NewJob, Outcome, Result
from service.storage.database import Database, Transaction
from service.storage.idempotency import IdempotencyKey, IdempotencyKeys
from service.storage.identifiers import made_at
from service.storage.inserts import Packed
from service.storage.keys import Key, Keys
from service.storage.lines import ArticleLines
from service.storage.pages import Page, PageRequest, Position
from service.storage.search import MOST_SCORED, Query, parse
from service.storage.summaries import NewSummary, StoredSummary, Summaries, SummaryFilter, SummedUp
from service.storage.tables import ANONYMOUS

__all__ = [
    "ANONYMOUS",
    "MOST_SCORED",
    "Article",
    "ArticleFilter",
    "ArticleLines",
    "Articles",
    "Backlog",
    "Batch",
    "Batches",
    "Database",
    "IdempotencyKey",
    "IdempotencyKeys",
    "Job",
    "Key",
    "Keys",
    "NewJob",
    "NewSummary",
    "Outcome",
    "Packed",
    "Page",
    "PageRequest",
    "Position",
    "Query",
    "Result",
    "StoredSummary",
    "Summaries",
    "SummaryFilter",
    "SummedUp",
    "Transaction",
    "made_at",
    "parse",
]
