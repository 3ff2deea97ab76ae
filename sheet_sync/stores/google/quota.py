"""Google's quota: everybody in this process who asks Google takes turns."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sheet_sync.ending import ENDING, pause
from sheet_sync.errors import TrackerBusyError


class Quota:
    """So many requests in any span of time, for all threads together; up to so many go at once.

    A request's place is taken until a whole span after its answer. Google counts it somewhere in between, so whatever
    the network does, no span of Google's holds too many.

    Args:
        requests: how many a span may hold. Google allows 60 readings and 60 writes a user and minute.
        seconds: of a span.
        clock: seconds that only go forward.
        sleep: waits so many seconds of that clock.
    """

    def __init__(
        self,
        requests: int = 60,
        seconds: float = 60,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = pause,
    ) -> None:
        self._untaken = requests
        self._seconds = seconds
        self._clock = clock
        self._sleep = sleep
        self._ends: deque[float] = deque()
        self._paused_until = clock()
        self._lock = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[float]:
        """A request's turn; it begins with the seconds that it was waited for, and ends with the answer.

        Raises:
            TrackerBusyError: the program is asked to end.
        """
        began = self._clock()
        while (wait := self._wait_or_take()) > 0:
            self._sleep(wait)
            if ENDING.is_set():
                raise TrackerBusyError("It was stopped while Google was waited for.", "Run it again to go on.")
        try:
            yield self._clock() - began
        finally:
            with self._lock:
                self._ends.append(self._clock())

    def pause(self, seconds: float) -> None:
        """Let no turn begin for a while: Google has refused a request because there were too many."""
        with self._lock:
            self._paused_until = max(self._paused_until, self._clock() + seconds)

    def _wait_or_take(self) -> float:
        """Take a place, or tell the seconds before which none can be free."""
        with self._lock:
            now = self._clock()
            while self._ends and self._ends[0] + self._seconds <= now:
                self._ends.popleft()
                self._untaken += 1
            if now < self._paused_until:
                return self._paused_until - now
            if not self._untaken:
                return (self._ends[0] if self._ends else now) + self._seconds - now
            self._untaken -= 1
            return 0


@dataclass(frozen=True)
class Quotas:
    """Google counts readings and writes apart."""

    reading: Quota = field(default_factory=Quota)
    writing: Quota = field(default_factory=Quota)


SHARED = Quotas()
"""The one of this process."""
