"""Whether the program was asked to end: whoever works or waits for long looks at it from time to time."""

from time import monotonic, sleep

_LOOKS_UP = 0.1


class Request:
    """Is made by a signal's handler: without a lock, since the thread that it interrupts may hold that lock."""

    def __init__(self) -> None:
        self._made = False

    def is_set(self) -> bool:
        """It was made."""
        return self._made

    def set(self) -> None:
        """Make it."""
        self._made = True

    def clear(self) -> None:
        """Forget it."""
        self._made = False


ENDING = Request()
"""The program is asked to end: no task begins any more, and what a task does is brought to its end, but not awaited."""


def pause(seconds: float) -> None:
    """Wait so long, or until the program is asked to end."""
    until = monotonic() + seconds
    while not ENDING.is_set() and (left := until - monotonic()) > 0:
        sleep(min(left, _LOOKS_UP))
