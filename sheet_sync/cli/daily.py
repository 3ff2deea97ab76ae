"""The sync of the day: started every hour, done once, silent unless there is something to say."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sheet_sync.cli.options import Options
    from sheet_sync.commands.outcomes import Outcome
    from sheet_sync.schedulers import Diary, Page

_LOG_BYTES = 200_000
_LOGS_KEPT = 3
_NOTE = "sheet-sync needs you"
_PATIENCE = 10


def at_most_daily(place: str, hour: str, options: Options, sync: Callable[[bool], Sequence[Outcome]]) -> int:
    """Sync once a day, from that hour on; every start before is over at once, and none overlaps another.

    Args:
        place: the tracker, as its schedule names it.
        hour: from when on, "08:00", in local time.
        options: where the state folder is, and what day it is.
        sync: does it, or tries it without writing where it is told True.

    Returns:
        The exit code.
    """
    from datetime import time

    from filelock import FileLock, Timeout

    from sheet_sync.schedulers import Diary, key_of

    diary, now, key = Diary(options.state_folder), options.now().astimezone(), key_of(place)
    page = diary.read(key)
    on_trial = page.trial == "asked"
    if not on_trial and not page.is_due(time.fromisoformat(hour), now):
        return 0
    diary.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with FileLock(diary.folder / f"{key}.lock", timeout=0, mode=0o600):
            return _once(key, diary, sync, now, on_trial=on_trial)
    except Timeout:
        return 0


def _once(key: str, diary: Diary, sync: Callable[[bool], Sequence[Outcome]], now: datetime, *, on_trial: bool) -> int:
    from dataclasses import replace

    from sheet_sync.commands import daily
    from sheet_sync.commands.outcomes import worst

    outcomes = sync(on_trial)
    _log(diary.log(key), outcomes, now, on_trial=on_trial)
    code = worst(outcome.exit_code for outcome in outcomes)
    if on_trial:
        came_of_it = " ".join(outcome.error for outcome in outcomes if outcome.error) or "fine"
        diary.write(key, replace(diary.read(key), trial=came_of_it))
        return code
    page, failures, notice = daily.turned(diary.read(key), outcomes, now)
    diary.write(key, page)
    for line in daily.summary(outcomes):
        click.echo(line)
    for line in failures:
        click.echo(f"sheet-sync: {line}", err=True)
    _tell(key, page, daily.notice_text(page) if notice else "")
    return code


def _tell(key: str, page: Page, notice: str) -> None:
    """A note on the desktop, where people look; it goes when it is no longer true."""
    import platformdirs

    desktop = platformdirs.user_desktop_path()
    note = (desktop if desktop.is_dir() else Path.home()) / f"{_NOTE} ({key[:4]}).txt"
    if not page.error:
        with suppress(OSError):
            note.unlink(missing_ok=True)
    elif notice:
        with suppress(OSError):
            note.write_text(notice, encoding="utf-8")
        click.echo(notice, err=True)
        _pop_up(f"Your tracker could not be brought up to date for two days: {page.error}")


def _pop_up(text: str) -> None:
    """What the desktop has for it; where it has nothing, the note has to do."""
    if sys.platform == "darwin":
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        command = ["osascript", "-e", f'display notification "{quoted}" with title "{_NOTE}"']
    else:
        command = ["notify-send", _NOTE, text]
    if program := shutil.which(command[0]):
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(  # noqa: S603 - a program of the desktop, found by its name
                [program, *command[1:]], capture_output=True, timeout=_PATIENCE, check=False
            )


def _log(path: Path, outcomes: Sequence[Outcome], now: datetime, *, on_trial: bool) -> None:
    handler = RotatingFileHandler(path, maxBytes=_LOG_BYTES, backupCount=_LOGS_KEPT, encoding="utf-8", errors="replace")
    with suppress(OSError):
        for outcome in outcomes:
            said = [*outcome.lines, *outcome.notices, *filter(None, (outcome.error, outcome.trace))]
            text = "\n".join([f"{now.isoformat(timespec='seconds')}{' trial' if on_trial else ''}", *said])
            handler.emit(logging.LogRecord("sheet_sync", logging.INFO, "", 0, text, None, None))
    handler.close()
