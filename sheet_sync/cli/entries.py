"""Entries of this machine's scheduler: made of what was typed, tried, and ended."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheet_sync.cli.subjects import place_of, program

if TYPE_CHECKING:
    from sheet_sync.cli.options import Options
    from sheet_sync.cli.subjects import Subject
    from sheet_sync.commands.outcomes import Outcome
    from sheet_sync.schedulers import Diary, Entry, Scheduler

_CARRIED = (
    "HOME", "TZ", "LANG", "LC_ALL", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "PYTHONPATH", "GOOGLE_APPLICATION_CREDENTIALS",
    "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy", "SSL_CERT_FILE",
    "REQUESTS_CA_BUNDLE",
)  # fmt: skip
"""What the program may need, and a scheduler does not have."""
_LOOKS_UP = 0.2


def entry_of(subject: Subject, at: datetime | None, options: Options, diary: Diary) -> Entry:
    """What the scheduler is to start, with whole paths and what the environment holds now.

    What was not typed this time stays as it was scheduled before.
    """
    from datetime import time as hour

    from sheet_sync.schedulers import Entry, key_of

    page = diary.read(key_of(subject.place))
    begins = at.time() if at else hour.fromisoformat(page.at or "08:00")
    words = {**page.options, **words_of(options)}
    named = [word for pair in words.items() for word in pair]
    command = (*program(), "sync", "--daily", f"{begins:%H:%M}", *named, *subject.arguments)
    environment = {name: os.environ[name] for name in _CARRIED if os.environ.get(name)}
    return Entry(subject.place, begins, command, environment, words)


def words_of(options: Options) -> dict[str, str]:
    """The options that count for scheduled runs too."""
    given = {
        "--config": str(options.config.resolve()) if options.config else "",
        "--sheet": options.sheet or "",
        "--jobs": str(options.jobs or ""),
        "--dask": options.dask,
    }
    return {name: value for name, value in given.items() if value}


def on_trial(scheduler: Scheduler, entry: Entry, diary: Diary, options: Options) -> str:
    """What came of the entry when the scheduler started it; "" where it did not start it in time."""
    from sheet_sync.schedulers import LONGEST_TRIAL

    if not options.quiet and not options.as_json:
        click.echo(f"Letting {scheduler.name} try it; this takes up to {scheduler.seconds_to_start} seconds.", err=True)
    diary.write(entry.key, diary.read(entry.key).with_trial(datetime.now().astimezone()))
    begun = time.monotonic()
    try:
        with scheduler.tried(entry):
            while not (page := diary.read(entry.key)).came_of_the_trial:
                patience = LONGEST_TRIAL.total_seconds() if page.is_trying else scheduler.seconds_to_start
                if time.monotonic() - begun > patience:
                    break
                time.sleep(_LOOKS_UP)
    except KeyboardInterrupt:
        click.echo("The schedule is installed; its trial was stopped.", err=True)
        raise
    finally:
        diary.write(entry.key, diary.read(entry.key).without_trial())
    if page.is_trying:
        return f"it has not ended within {LONGEST_TRIAL.seconds // 60} minutes. The log will tell what came of it."
    return page.came_of_the_trial


def end(given: str, place: str, diary: Diary) -> Outcome:
    """End the daily sync of a tracker, a folder, a list or the configuration, and whatever it has left.

    Raises:
        SheetSyncError: the scheduler refuses it.
    """
    from sheet_sync.cli import notices
    from sheet_sync.commands import scheduling
    from sheet_sync.schedulers import key_of, schedulers_here, that_has

    key = key_of(place)
    done = scheduling.remove(given, place, that_has(key, schedulers_here(Path.home())), diary)
    notices.tell(key, "", needed=False)
    return done


def ended(tracker: str, options: Options) -> list[str]:
    """What is said where a tracker that was scheduled no longer is, or still is as one of several (SPEC section 8).

    Raises:
        SheetSyncError: the scheduler refuses it.
    """
    from sheet_sync.schedulers import Diary, key_of

    place, diary = place_of(tracker), Diary(options.state_folder)
    scheduled = bool(diary.read(key_of(place)).target) or _is_known(key_of(place))
    said = [end(tracker, place, diary).lines[0]] if scheduled else []
    others = [page.target for page in diary.all() if page.target != place and page.is_about(place)]
    return said + [f"It is still synced every day as a part of {other}: take it out of there." for other in others]


def _is_known(key: str) -> bool:
    from sheet_sync.errors import SheetSyncError
    from sheet_sync.schedulers import schedulers_here

    with suppress(SheetSyncError):
        return any(scheduler.has(key) for scheduler in schedulers_here(Path.home()))
    return False
