"""Articles and summaries, kept in SQLite or PostgreSQL by one implementation."""

from service.storage.articles import Article, Articles
from service.storage.database import Database
from service.storage.pages import Page
from service.storage.summaries import StoredSummary, Summaries, SummaryFilter

__all__ = ["Article", "Articles", "Database", "Page", "StoredSummary", "Summaries", "SummaryFilter"]
