"""Standfirst: the few sentences that sum an article up, verbatim and with their place."""

__version__ = "0.1.0"
