"""Standfirst: the few sentences that sum an article up, verbatim and with their place."""
