"""Clients that store one article after the other, and remember what they were promised."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Self

import requests

BROKEN = "broken off"
PAUSE = 0.05  # seconds after what was no success: nobody is helped by asking as fast as a processor can
PROBLEM = "application/problem+json"


def an_article(number: int, seed: int) -> str:
    """A text that no other number has."""
    draw = random.Random(f"{seed}-{number}")
    things = ["crane", "ferry", "kettle", "lantern", "orchard", "quarry", "tram", "viaduct"]
    verbs = ["carried", "counted", "found", "left", "mended", "painted", "sold", "watched"]
    return " ".join(
        f"The {draw.choice(things)} of {number} {draw.choice(verbs)} {draw.randrange(10**6)} of "
        f"the {draw.choice(things)}s that day."
        for _ in range(6)
    )


class Load:
    """Clients at work until they are stopped, at most ``most`` requests each.

    Attributes:
        promised: every summary that was answered 201, by its id.
        answers: how many answers there were of each status, and how many requests broke off.
        wrong: what no client should be told: a 5xx that is no 503 problem with Retry-After.
    """

    def __init__(self, address: str, *, clients: int = 4, seed: int = 0, most: int = 50_000) -> None:
        self._address = address
        self._seed, self._most, self._count = seed, most, clients
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._turns = [threading.Lock() for _ in range(clients)]
        self.promised: dict[str, dict[str, Any]] = {}
        self.answers: Counter[int | str] = Counter()
        self.wrong: list[str] = []
        self._threads = [threading.Thread(target=self._work, args=(n,), daemon=True) for n in range(clients)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    @contextmanager
    def calm(self) -> Iterator[None]:
        """No request is on its way meanwhile."""
        with ExitStack() as held:
            for turn in self._turns:
                held.enter_context(turn)
            yield

    def _work(self, client: int) -> None:
        for number in range(client, self._most * self._count, self._count):
            if self._stop.is_set():
                return
            with self._turns[client]:
                self._store(an_article(number, self._seed))

    def _store(self, text: str) -> None:
        try:
            answer = requests.post(f"{self._address}/summarise", json={"text": text}, timeout=60)
            kept = answer.json()
        except requests.RequestException:
            with self._lock:
                self.answers[BROKEN] += 1
            self._stop.wait(PAUSE)
            return
        with self._lock:
            self.answers[answer.status_code] += 1
            if answer.status_code == 201:
                self.promised[kept["id"]] = kept
            elif not is_deliberate(answer):
                self.wrong.append(f"{answer.status_code} {answer.text[:200]}")
        if answer.status_code != 201:
            self._stop.wait(PAUSE)


def is_deliberate(answer: requests.Response) -> bool:
    """Whether an answer that is no success is the 503 that tells when to come back."""
    problem = answer.headers.get("Content-Type") == PROBLEM and "Retry-After" in answer.headers
    return answer.status_code == 503 and problem


def lost(address: str, promised: dict[str, dict[str, Any]]) -> list[str]:
    """Ids of the summaries that are not there just as they were promised."""
    session = requests.Session()
    return [
        identifier
        for identifier, summary in promised.items()
        if session.get(f"{address}/summaries/{identifier}", timeout=30).json() != summary
    ]


def halves(address: str) -> int:
    """How many summaries stand without their article, and articles without a summary."""
    summaries = [summary["articles"][0]["id"] for summary in everything(address, "/summaries")]
    articles = [article["id"] for article in everything(address, "/articles")]
    return len(set(summaries) ^ set(articles)) + len(summaries) - len(set(summaries))


def everything(address: str, path: str) -> list[dict[str, Any]]:
    """Every item of a list."""
    session, items, cursor = requests.Session(), [], None
    while True:
        query = {"limit": "100", **({"cursor": cursor} if cursor else {})}
        page = session.get(address + path, params=query, timeout=30).json()
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            return items
