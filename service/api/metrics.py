"""What a Prometheus server reads of this instance: counts and times, never a word of an article."""

import datetime as dt
import os
from collections.abc import Iterator

from flask import Response, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Metric, values
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from service.storage import Backlog, StoredSummary

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
        self._refused: dict[int, Counter] = {}  # by status: under overload, looking it up costs more than to count

    def begin(self) -> None:
        self.at_work.inc()

    def end(self, response: Response, seconds: float) -> None:
        """Count an answer under its route's pattern. What no route takes is one row, whatever was asked for."""
        rule = request.url_rule
        method, route = (request.method, rule.rule) if rule else ("any", "none")
        self.requests.labels(method, route, str(response.status_code)).inc()
        self.seconds.labels(method, route).observe(seconds)

    def refused(self, status: int) -> None:
        """Count an answer that the server gave in the place of the application."""
        if status not in self._refused:
            self._refused[status] = self.requests.labels("any", "none", str(status))
        self._refused[status].inc()

    def done(self) -> None:
        self.at_work.dec()

    def summary(self, given: StoredSummary, *, made: bool) -> None:
        """Count a summary that was made for this request, or found in the store."""
        self.summaries.labels("made" if made else "store").inc()
        if made:
            self.sentences.inc(given.content["statistics"]["sentences"])

    def gathered(self, backlog: Backlog | None) -> Collector:
        """What all processes of this service counted, and the backlog where it is known."""
        counted = self._registry
        if self._folder:
            counted = CollectorRegistry()
            MultiProcessCollector(counted, self._folder)  # type: ignore[no-untyped-call]
        return _Gathered(counted, backlog)


class _Gathered(Collector):
    def __init__(self, counted: CollectorRegistry, backlog: Backlog | None) -> None:
        self._counted = counted
        self._backlog = backlog

    def collect(self) -> Iterator[Metric]:
        yield from self._counted.collect()
        if self._backlog is None:
            return
        jobs = GaugeMetricFamily("standfirst_jobs", "Jobs of the batches that are kept, by state.", labels=["state"])
        for state, number in self._backlog.jobs.items():
            jobs.add_metric([state], number)
        yield jobs
        since = self._backlog.due_since
        waits = 0.0 if since is None else max(0.0, (dt.datetime.now(dt.UTC) - since).total_seconds())
        yield GaugeMetricFamily("standfirst_next_job_due_seconds", "How long the next job has been due.", waits)
