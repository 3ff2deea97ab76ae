"""What scheduled runs leave for people: a log, and on the desktop a note and a pop-up when they are needed."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from contextlib import closing, suppress
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from sheet_sync.commands.outcomes import Outcome

_LOG_BYTES = 200_000
_LOGS_KEPT = 3
_LONGEST_RECORD = _LOG_BYTES - 1_000
_NOTE = "sheet-sync needs you"
_POPPED_UP = "A tracker could not be brought up to date. A note on the desktop says why."
_PATIENCE = 10
_SESSION_BUS = "DBUS_SESSION_BUS_ADDRESS"


def tell(key: str, notice: str, *, needed: bool) -> None:
    """Leave a note where people look, and let it pop up; it goes away when it is no longer needed.

    Args:
        key: of the schedule, so that each has a note of its own.
        notice: what is new, "" for nothing.
        needed: what an earlier note says still holds.
    """
    note = _note(key)
    if not needed:
        with suppress(OSError):
            note.unlink(missing_ok=True)
    elif notice:
        with suppress(OSError):
            note.write_text(notice, encoding="utf-8", errors="replace")
        click.echo(notice, err=True)
        _pop_up(_POPPED_UP)


def tell_once_a_day(key: str, notice: str, today: date) -> bool:
    """The same where nothing else can be remembered: the day on which the note was written tells that it was told.

    Returns:
        It was told now.
    """
    note = _note(key)
    with suppress(OSError):
        if datetime.fromtimestamp(note.stat().st_mtime).astimezone().date() == today:
            return False
    tell(key, notice, needed=True)
    return True


def _note(key: str) -> Path:
    import platformdirs

    desktop = platformdirs.user_desktop_path()
    return (desktop if desktop.is_dir() else Path.home()) / f"{_NOTE} ({key}).txt"


def _pop_up(text: str) -> None:
    """What the desktop has for it; where it has nothing, the note has to do."""
    if sys.platform == "darwin":
        command = ["osascript", "-e", f'display notification "{text}" with title "{_NOTE}"']
    else:
        command = ["notify-send", _NOTE, text]
    if program := shutil.which(command[0]):
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(  # noqa: S603 - a program of the desktop, found by its name
                [program, *command[1:]], env=_of_the_session(), capture_output=True, timeout=_PATIENCE, check=False
            )


def _of_the_session() -> Mapping[str, str]:
    """The environment, with the way to the user's desktop that cron's jobs are not told."""
    if sys.platform in {"darwin", "win32"} or _SESSION_BUS in os.environ:
        return os.environ
    folder = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    return {_SESSION_BUS: f"unix:path={folder}/bus", **os.environ}


class _Log(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - as logging calls it, which prints a trace
        """Let whoever writes deal with it."""
        del record
        raise  # noqa: PLE0704 - called while an error is dealt with


def log(path: Path, outcomes: Collection[Outcome], now: datetime, what: str = "") -> None:
    """Write down what came of a run; of one of several trackers its first line, with whatever went wrong.

    A log that cannot be written is no reason to stop.
    """
    text = "\n".join([f"{now.isoformat(timespec='seconds')}{what}", *_said(outcomes)])
    short = text.encode(errors="replace")[:_LONGEST_RECORD].decode(errors="ignore")
    with (
        suppress(OSError),
        closing(_Log(path, maxBytes=_LOG_BYTES, backupCount=_LOGS_KEPT, encoding="utf-8", errors="replace")) as handler,
    ):
        handler.emit(logging.LogRecord("sheet_sync", logging.INFO, "", 0, short, None, None))


def _said(outcomes: Collection[Outcome]) -> Iterator[str]:
    """Of an error that comes of many trackers, where it arose is written once."""
    traces: set[str] = set()
    for outcome in outcomes:
        yield from outcome.lines if len(outcomes) == 1 else outcome.lines[:1]
        yield from outcome.notices
        yield from filter(None, [outcome.error])
        arose = outcome.trace.rsplit("\n  File ", maxsplit=1)[-1].split("\n")[0]
        if outcome.trace and arose not in traces:
            traces.add(arose)
            yield outcome.trace
