"""What a Prometheus server reads of this instance: counts and times, never a word of an article."""

import os

from flask import Response, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, values
from prometheus_client.multiprocess import MultiProcessCollector

from service.storage import StoredSummary

# Seconds. The fine end is where a summary is made, the coarse end where something is wrong.
BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)

# The library's own variable: where the processes of one service keep their counts.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"


class Metrics:
    """The counts of this process; with ``PROMETHEUS_MULTIPROC_DIR`` set, added up over all of them.

    Attributes:
        process: which of the processes this is. A worker that takes the place of another takes its number
            and counts on from there: with process ids the files would grow in number with every restart.
    """

    def __init__(self) -> None:
        self.process = "parent"
        self._folder = os.environ.get(FOLDER)
        if self._folder:
            values.ValueClass = values.MultiProcessValue(lambda: self.process)  # type: ignore[no-untyped-call]
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "standfirst_requests", "Requests answered.", ["method", "route", "status"], registry=self._registry
        )
        self.seconds = Histogram(
            "standfirst_request_seconds",
            "Time from the request's first line to its answer.",
            ["method", "route"],
            buckets=BUCKETS,
            registry=self._registry,
        )
        self.at_work = Gauge(
            "standfirst_requests_at_work",
            "Requests being answered.",
            multiprocess_mode="livesum",
            registry=self._registry,
        )
        self.summaries = Counter(
            "standfirst_summaries", "Summaries given, by where they came from.", ["origin"], registry=self._registry
        )
        self.sentences = Counter(
            "standfirst_sentences", "Sentences of the articles that were summed up.", registry=self._registry
        )

    def begin(self) -> None:
        self.at_work.inc()

    def end(self, response: Response, seconds: float) -> None:
        """Count an answer under its route's pattern. What no route takes is one row, whatever was asked for."""
        rule = request.url_rule
        method, route = (request.method, rule.rule) if rule else ("any", "none")
        self.requests.labels(method, route, str(response.status_code)).inc()
        self.seconds.labels(method, route).observe(seconds)

    def done(self) -> None:
        self.at_work.dec()

    def summary(self, given: StoredSummary, *, made: bool) -> None:
        """Count a summary that was made for this request, or found in the store."""
        self.summaries.labels("made" if made else "store").inc()
        if made:
            self.sentences.inc(given.content["statistics"]["sentences"])

    def gathered(self) -> CollectorRegistry:
        """What all processes of this service counted."""
        if not self._folder:
            return self._registry
        everyone = CollectorRegistry()
        MultiProcessCollector(everyone, self._folder)  # type: ignore[no-untyped-call]
        return everyone
