"""Who is let in to wait, by a clock that the tests set."""

import pytest

from service.serving.admission import CALM_SECONDS, INTERVAL_SECONDS, SHORT, Admission
from service.serving.answers import RETRY_AFTER_SECONDS

MOST = 20


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += seconds


class Server:
    """One request at work at a time, each as long; those that were let in begin in their order."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.admission = Admission(MOST, clock=clock)
        self.at_work = self.waiting = 0

    def ask(self) -> bool:
        let_in = self.admission.lets_in(at_work=self.at_work, waiting=self.waiting)
        self.waiting += let_in
        self._begin()
        return let_in

    def answer_one(self) -> None:
        self.at_work = 0
        self._begin()

    def _begin(self) -> None:
        if self.waiting and not self.at_work:
            self.at_work, self.waiting = 1, self.waiting - 1

    def offer(self, each: int, seconds: float) -> list[tuple[int, bool]]:
        """So many requests and then one answer every hundredth of a second: how many waited, and who was let in."""
        seen = []
        for _ in range(round(seconds / 0.01)):
            seen += [(self.waiting, self.ask()) for _ in range(each)]
            self._clock.pass_by(0.01)
            self.answer_one()
        return seen


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(clock) -> Server:
    return Server(clock)


def test_a_burst_is_let_in_up_to_the_most(server):
    taken = [server.ask() for _ in range(MOST + 3)]

    assert taken == [True] * MOST + [False] * 3


def test_bursts_between_which_the_queue_empties_are_let_in_for_ever(server):
    for _ in range(10):
        assert all(server.ask() for _ in range(MOST))
        server.offer(0, 0.01 * MOST)


def test_a_queue_that_is_long_but_never_full_refuses_nobody(server):
    """As by ten clients that each ask again when they have their answer."""
    for _ in range(10):
        server.ask()

    seen = server.offer(1, 60 * INTERVAL_SECONDS)

    assert all(let_in for _, let_in in seen)
    assert seen[-1][0] == 9


def test_while_an_overload_lasts_only_a_few_wait(server):
    server.offer(3, 5 * INTERVAL_SECONDS)  # it fills, shows that it lasts, and is worked off

    seen = server.offer(3, 10 * INTERVAL_SECONDS)

    assert max(waiting for waiting, _ in seen) == SHORT
    assert sum(let_in for _, let_in in seen) == len(seen) / 3  # as many as are answered


def test_who_comes_back_when_told_to_is_let_in_with_all_others(server, clock):
    server.offer(3, 15 * INTERVAL_SECONDS)
    server.offer(0, 0.01 * (SHORT + 1))
    assert [server.ask() for _ in range(SHORT + 2)] == [True] * (SHORT + 1) + [False]

    clock.pass_by(RETRY_AFTER_SECONDS)
    server.offer(0, 0.01 * (SHORT + 1))

    assert all(server.ask() for _ in range(MOST))


def test_a_pause_between_refusals_does_not_make_the_queue_long_again(server, clock):
    server.offer(3, 15 * INTERVAL_SECONDS)
    clock.pass_by(CALM_SECONDS * 0.9)

    assert [server.ask() for _ in range(MOST)].count(True) <= SHORT + 1


def test_an_overload_that_is_shorter_than_the_interval_leaves_the_queue_long(server):
    server.offer(20, INTERVAL_SECONDS * 0.9)
    waiting = server.waiting
    server.answer_one()

    assert server.ask()
    assert waiting > SHORT


def test_the_most_holds_while_an_overload_lasts_also_where_all_are_at_work(clock):
    admission = Admission(1, clock=clock)

    assert admission.lets_in(at_work=0, waiting=0)
    assert not any(admission.lets_in(at_work=1, waiting=0) for _ in range(5) if clock.pass_by(1) is None)
    assert admission.lets_in(at_work=0, waiting=0)
