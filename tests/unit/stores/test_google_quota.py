"""Whoever asks Google takes turns: no span holds too many, and nobody waits without need."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock
from time import monotonic, sleep

import pytest

from sheet_sync.stores.google.quota import Quota


class VirtualTime:
    """A clock that goes on only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def quota(self, requests: int = 3, seconds: float = 60) -> Quota:
        return Quota(requests, seconds, lambda: self.now, self.sleep)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime()


def starts(time: VirtualTime, quota: Quota, number: int, lasting: float = 0) -> list[float]:
    """When each of so many requests began, counted from now."""
    began, found = time.now, []
    for _ in range(number):
        with quota.turn():
            found.append(time.now - began)
            time.now += lasting
    return found


def test_as_many_as_the_quota_go_at_once_and_the_next_when_the_span_is_over(time: VirtualTime) -> None:
    assert starts(time, time.quota(3), 7) == [0, 0, 0, 60, 60, 60, 120]


def test_a_place_is_free_a_span_after_its_answer(time: VirtualTime) -> None:
    assert starts(time, time.quota(3), 5, lasting=10) == [0, 10, 20, 70, 80]


def test_who_asks_seldom_never_waits(time: VirtualTime) -> None:
    starts(time, time.quota(3), 20, lasting=30)

    assert time.slept == []


def test_a_turn_tells_how_long_it_was_waited_for(time: VirtualTime) -> None:
    quota = time.quota(1)
    with quota.turn() as first:
        time.now += 5
    time.now += 20
    with quota.turn() as second:
        pass

    assert (first, second) == (0, 40)


def test_a_request_that_fails_counts_too(time: VirtualTime) -> None:
    quota = time.quota(1)
    with pytest.raises(ValueError, match="refused"), quota.turn():
        raise ValueError("refused")

    assert starts(time, quota, 1) == [60]


def test_a_pause_holds_up_everybody_and_a_shorter_one_does_not_end_it(time: VirtualTime) -> None:
    quota = time.quota(3)
    quota.pause(20)
    quota.pause(5)

    assert starts(time, quota, 2) == [20, 20]


def test_where_all_places_are_taken_by_requests_under_way_the_next_waits_for_the_first_answer() -> None:
    quota, began, both = Quota(1, 0.2), [], Barrier(2)

    def ask(lasting: float) -> None:
        with quota.turn():
            began.append(monotonic())
            if lasting:
                both.wait()
                sleep(lasting)

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(ask, 0.3)
        both.wait()
        threads.submit(ask, 0).result()
        first.result()

    assert began[1] - began[0] >= 0.5


def spans(moments: list[float], requests: int) -> list[float]:
    """The seconds from each moment to the one that is so many later."""
    return [later - earlier for earlier, later in zip(moments, moments[requests:], strict=False)]


def test_busy_threads_together_keep_within_the_quota_and_lose_no_turn() -> None:
    quota, moments, lock = Quota(5, 0.2), list[float](), Lock()

    def ask(number: int) -> None:
        with quota.turn():
            sleep(0.002 * (number % 3))
            with lock:
                moments.append(monotonic())

    with ThreadPoolExecutor(12) as threads:
        list(threads.map(ask, range(30)))

    assert len(moments) == 30
    assert min(spans(sorted(moments), 5)) >= 0.2
    assert max(moments) - min(moments) < 2.5
