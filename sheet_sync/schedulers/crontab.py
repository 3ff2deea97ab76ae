"""cron: one line of ours in the user's crontab; the lines of others stay byte for byte."""

import re
import shlex
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO

from sheet_sync.schedulers import kind
from sheet_sync.schedulers.entry import TRIAL, Entry, require_one_line, with_environment

Run = Callable[..., bytes]
_LONGEST = 990
"""In bytes: Debian's cron takes commands below a thousand."""
_NO_CRONTAB = re.compile(r"no crontab for|can't open '[^']*': No such file")
"""As Debian's cron, cronie and busybox say it; whatever else fails must not be taken for an empty crontab."""
_MARK = "# sheet-sync"
_ON_TRIAL = "trial"
_MINUTE = 60
_ROUNDS = 5
_LOOKING = 3
"""cron looks for changes as a minute begins; it would miss one in the second in which it has just looked."""


class Crontab:
    """The crontab of the user who runs the program."""

    name = "cron"
    seconds_to_start = 75

    def __init__(
        self, run: Run = kind.run, clock: Callable[[], float] = time.time, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._run = run
        self._clock = clock
        self._sleep = sleep

    def texts(self, entry: Entry) -> Mapping[str, str]:
        """The line in the crontab."""
        return {"crontab": _line(entry, str(entry.at.minute), entry.key)}

    def has(self, key: str) -> bool:
        """A line of ours has that key."""
        return any(_is_ours(line, key) for line in self._lines())

    def install(self, entry: Entry) -> None:
        """Put the entry's line in the place of its older one, or at the end."""
        self._put(_line(entry, str(entry.at.minute), entry.key), entry.key, _trial(entry.key))

    def remove(self, key: str) -> bool:
        """Take our line of that key away."""
        there = self.has(key)
        self._put("", key, _trial(key))
        return there

    @contextmanager
    def tried(self, entry: Entry) -> Iterator[None]:
        """A second line, for every minute, as long as the context is open."""
        trial = _trial(entry.key)
        self._put(_line(replace(entry, environment={**entry.environment, TRIAL: "1"}), "*", trial), trial)
        try:
            yield
        finally:
            self.end_trial(entry.key)

    def end_trial(self, key: str) -> None:
        """Take that line away, though another process has put it there."""
        self._put("", _trial(key))

    def _lines(self) -> list[bytes]:
        try:
            return BytesIO(self._run(["crontab", "-l"])).readlines()
        except kind.SchedulerError as error:
            if _NO_CRONTAB.search(error.message):
                return []
            raise

    def _put(self, text: str, *keys: str) -> None:
        """Let this be in the place of our lines of those keys, or at the end, and write only what that changes.

        Somebody else may write at the same moment, and crontabs know no lock: so it is looked at again, and done again.
        """
        for _ in range(_ROUNDS):
            if _with(lines := self._lines(), text, keys) == b"".join(lines):
                return
            self._sleep(max(0, _LOOKING - self._clock() % _MINUTE))
            wanted = _with(self._lines(), text, keys)
            self._run(["crontab", "-"], wanted) if wanted else self._run(["crontab", "-r"])
        if _with(lines := self._lines(), text, keys) != b"".join(lines):
            raise kind.SchedulerError("Another program keeps changing the crontab.", "Try again.")


def _with(lines: Sequence[bytes], text: str, keys: Sequence[str]) -> bytes:
    """The crontab with that text in the place of our lines of those keys, or at its end."""
    kept = [line for line in lines if not any(_is_ours(line, key) for key in keys)]
    at = next((index for index, line in enumerate(lines) if line not in kept), len(kept))
    before = b"".join(kept[:at])
    if text and before and not before.endswith(b"\n"):
        before += b"\n"
    return before + text.encode() + b"".join(kept[at:])


def _trial(key: str) -> str:
    return f"{key} {_ON_TRIAL}"


def _is_ours(line: bytes, key: str) -> bool:
    mark = re.escape(f" {_MARK} {key}".encode())
    only = b"" if key.endswith(f" {_ON_TRIAL}") else f"(?! {_ON_TRIAL})".encode()
    return bool(re.search(mark + rb"(?!\S)" + only, line)) and not line.lstrip().startswith(b"#")


def _line(entry: Entry, minute: str, key: str) -> str:
    """Every hour at that minute. To cron a bare % is the end of the line, and the rest is for the shell.

    Raises:
        SchedulerError: cron has no way to write it.
    """
    require_one_line(entry)
    plain = shlex.join(with_environment(entry))
    if "\\" in plain:
        raise kind.SchedulerError("A path with a \\ in it is read differently by different crons.", "Rename it.")
    command = f"{plain} {_MARK} {key}".replace("%", "\\%")
    if len(command.encode()) > _LONGEST:
        raise kind.SchedulerError(
            f"The line would be too long for cron: {len(command.encode())} bytes.",
            "Move the tracker to a folder with a shorter path, or unset long variables such as NO_PROXY.",
        )
    return f"{minute} * * * * {command}\n"
