"""What every scheduler can do, and how their programs are run."""

import subprocess
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from sheet_sync.errors import SheetSyncError
from sheet_sync.schedulers.entry import Entry

_PATIENCE = 60


class SchedulerError(SheetSyncError):
    """The scheduler of this machine refused something, or is not there."""


class Scheduler(Protocol):
    """A scheduler of the machine; each method raises `SchedulerError` where it refuses."""

    name: str
    """As people call it: "cron"."""
    seconds_to_start: int
    """How long an entry that is tried may take to be started, at most."""

    def texts(self, entry: Entry) -> Mapping[str, str]:
        """What would be written, and where."""

    def has(self, key: str) -> bool:
        """An entry of that key is installed."""

    def install(self, entry: Entry) -> None:
        """Install the entry, in the place of an older one of its key."""

    def remove(self, key: str) -> bool:
        """Remove the entry of that key and nothing else; False where there was none."""

    def tried(self, entry: Entry) -> AbstractContextManager[None]:
        """The installed entry is started once by the scheduler itself, while or before the context is open."""

    def end_trial(self, key: str) -> None:
        """Take away what a trial has left that never came to its end."""


def run(command: Sequence[str], given: bytes = b"", *, allowed: Sequence[int] = (0,)) -> bytes:
    """What a program of the system prints.

    Raises:
        SchedulerError: it is missing, hangs, or fails with another exit code than those allowed.
    """
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603 - ours
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SchedulerError(f"`{command[0]}` cannot be run: {error}.") from error
    if done.returncode not in allowed:
        said = (done.stderr or done.stdout).decode(errors="replace").strip()
        raise SchedulerError(f"`{' '.join(command)}` failed with exit code {done.returncode}: {said}")
    return done.stdout
