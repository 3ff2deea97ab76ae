"""cron: one line of ours in the user's crontab; the lines of others stay byte for byte."""

import shlex
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from sheet_sync.schedulers import kind
from sheet_sync.schedulers.entry import Entry, require_one_line, with_environment

Run = Callable[..., bytes]
_LONGEST = 990
"""In bytes: Debian's cron takes commands below a thousand."""
_NO_CRONTAB = 1
_MARK = "# sheet-sync"
_TRIAL = "trial"


class Crontab:
    """The crontab of the user who runs the program."""

    name = "cron"
    seconds_to_start = 75

    def __init__(self, run: Run = kind.run) -> None:
        self._run = run

    def texts(self, entry: Entry) -> Mapping[str, str]:
        """The line in the crontab."""
        return {"crontab": _line(entry, str(entry.at.minute), entry.key)}

    def has(self, key: str) -> bool:
        """A line of ours has that key."""
        return any(_is_ours(line, key) for line in self._lines())

    def install(self, entry: Entry) -> None:
        """Put the entry's line in the place of its older one, or at the end."""
        self._put(entry.key, _line(entry, str(entry.at.minute), entry.key))

    def remove(self, key: str) -> bool:
        """Take our line of that key away."""
        there = self.has(key)
        if there:
            self._put(key, None)
        return there

    @contextmanager
    def tried(self, entry: Entry) -> Iterator[None]:
        """A second line, for every minute, as long as the context is open."""
        trial = f"{entry.key} {_TRIAL}"
        self._put(trial, _line(entry, "*", trial))
        try:
            yield
        finally:
            self._put(trial, None)

    def _lines(self) -> list[bytes]:
        return self._run(["crontab", "-l"], allowed=(0, _NO_CRONTAB)).splitlines(keepends=True)

    def _put(self, key: str, text: str | None) -> None:
        lines = self._lines()
        new = [] if text is None else [text.encode(errors="surrogateescape")]
        places = [index for index, line in enumerate(lines) if _is_ours(line, key)]
        kept = [line for index, line in enumerate(lines) if index not in places]
        at = places[0] if places else len(kept)
        wanted = b"".join([*kept[:at], *new, *kept[at:]])
        if wanted:
            self._run(["crontab", "-"], wanted)
        elif lines:
            self._run(["crontab", "-r"])


def _is_ours(line: bytes, key: str) -> bool:
    return line.rstrip().endswith(f" {_MARK} {key}".encode()) and not line.lstrip().startswith(b"#")


def _line(entry: Entry, minute: str, key: str) -> str:
    """cron itself reads a bare % as the end of the line, and the shell the rest."""
    require_one_line(entry)
    command = f"{shlex.join(with_environment(entry))} {_MARK} {key}".replace("%", "\\%")
    if len(command.encode(errors="surrogateescape")) > _LONGEST:
        raise kind.SchedulerError("The path is too long for cron.", "Move the tracker to a folder with a shorter path.")
    hours = "*"
    return f"{minute} {hours} * * * {command}\n"
