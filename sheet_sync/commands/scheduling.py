"""`sheet-sync schedule`: the daily sync is installed, shown and removed."""

import shlex
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from sheet_sync.commands.outcomes import Outcome, counted
from sheet_sync.config import Places
from sheet_sync.errors import ConfigurationError, SheetSyncError
from sheet_sync.many.targets import Target
from sheet_sync.schedulers import FINE, Diary, Entry, Page, Scheduler, closed_folder, key_of, workflow
from sheet_sync.schedulers.github import KEY_SECRET, PLACE, TRACKERS_SECRET

_TOLD = 5
"""Failing trackers that are told one by one."""


def install(given: str, entry: Entry, scheduler: Scheduler, diary: Diary, trying: Callable[[], str] | None) -> Outcome:
    """Install the daily sync of a tracker, in the place of an older one, and let the scheduler try it.

    Raises:
        SheetSyncError: there is no such file or folder, or the scheduler refuses it.
    """
    if not (Target(entry.target).is_google or Path(entry.target).exists()):
        raise SheetSyncError(f"{given}: there is no such file or folder.", "Check the path.")
    scheduler.install(entry)
    page = replace(diary.read(entry.key), target=entry.target, at=f"{entry.at:%H:%M}", options=entry.options)
    diary.write(entry.key, page)
    lines = [
        f"{given}: synced every day from {entry.at:%H:%M} on, by {scheduler.name}.",
        f"  What the runs do is written in {diary.log(entry.key)}.",
    ]
    closed = closed_folder(Path(entry.target), Path.home()) if sys.platform == "darwin" else ""
    if closed:
        lines.append(
            f"  macOS may close {closed} to programs that run by themselves: give {entry.command[0]} Full Disk Access "
            "(System Settings, Privacy & Security), or move the tracker to another folder."
        )
    document = _document(given, scheduler, f"{entry.at:%H:%M}", diary.read(entry.key), diary.log(entry.key))
    if trying is None:
        return Outcome(tuple(lines), document)
    came_of_it = trying()
    if came_of_it == FINE:
        return Outcome((*lines, f"  {scheduler.name} tried it: it works."), document)
    error = f"{given}: {_failure(came_of_it, scheduler)}"
    return Outcome(tuple(lines), {**document, "error": error}, exit_code=1, error=error)


def _failure(came_of_it: str, scheduler: Scheduler) -> str:
    if came_of_it:
        return f"the schedule is installed, but the trial failed: {came_of_it}"
    hint = " (`sudo service cron start`)" if scheduler.name == "cron" else ""
    patience = f"{scheduler.seconds_to_start} seconds"
    return f"the schedule is installed, but {scheduler.name} did not start it within {patience}. Is it running?{hint}"


def missing(given: str, scheduler: Scheduler, page: Page) -> Outcome:
    """What is said of an entry that somebody has taken away by hand."""
    line = f"{given}: no longer known to {scheduler.name}. Schedule it again, or forget it with --remove."
    return Outcome((line,), {**_document(given, scheduler, page.at, page, None), "installed": False})


def shown(given: str, key: str, scheduler: Scheduler, diary: Diary) -> Outcome:
    """How the daily sync of a tracker, or of several, stands."""
    page, log = diary.read(key), diary.log(key)
    last, failing = page.last_success(), page.failing()
    since = f"the last one was on {_moment(last)}" if last else "none has been done yet"
    lines = [f"{given}: synced every day{f' from {page.at} on' if page.at else ''}, by {scheduler.name}; {since}."]
    if len(page.trackers) > 1:
        lines.append(f"  {counted(len(page.trackers), 'tracker')}, {len(failing) or 'none'} of which cannot be synced.")
    lines += [f"  It fails since {_moment(one.failing_since)}: {one.error}" for one in [*failing.values()][:_TOLD]]
    lines.append(f"  What the runs do is written in {log}.")
    return Outcome(tuple(lines), _document(given, scheduler, page.at, page, log))


def printed(given: str, entry: Entry, scheduler: Scheduler) -> Outcome:
    """What would be installed, word for word."""
    lines: list[str] = []
    for place, text in scheduler.texts(entry).items():
        lines += [f"{place}:", *(f"  {line}" for line in text.splitlines())]
    document = _document(given, scheduler, f"{entry.at:%H:%M}", Page(), None)
    return Outcome(tuple(lines), {**document, "installed": False, "texts": dict(scheduler.texts(entry))})


def remove(given: str, place: str, scheduler: Scheduler, diary: Diary) -> Outcome:
    """End the daily sync of a tracker; everything else that the scheduler does stays as it is."""
    key = key_of(place)
    there = scheduler.remove(key)
    page = diary.read(key)
    diary.forget(key)
    line = f"{given}: {'no longer synced every day' if there else 'it was not scheduled'}."
    return Outcome((line,), {**_document(given, scheduler, page.at, page, diary.log(key)), "installed": False})


def with_notice(done: Outcome, places: Sequence[Places]) -> Outcome:
    """The outcome, with a notice where a configuration counts here that runs started elsewhere do not find."""
    lost = {place.chosen() for place in places if place.chosen() != replace(place, current_folder=None).chosen()}
    notices = [
        f"{chosen} does not count for the scheduled runs, which start elsewhere. Put it beside the tracker, or "
        f"schedule it with `--config {shlex.quote(str(chosen))}`."
        for chosen in sorted(filter(None, lost))
    ]
    return replace(done, notices=(*done.notices, *notices))


def on_github(given: str, at: time, zone: ZoneInfo, options: Sequence[str], year: int) -> Outcome:
    """A workflow that syncs Google Sheets on GitHub's machines, and what is to be done with it.

    Raises:
        ConfigurationError: a worksheet's name cannot stand in a workflow, or the time zone has no name.
    """
    if any(not option.isprintable() or "${{" in option for option in options):
        raise ConfigurationError("That name of a worksheet cannot stand in a workflow.", "Rename the worksheet.")
    if zone.key not in available_timezones():
        raise ConfigurationError("The name of your time zone is not known.", "Put it before: TZ=Europe/Berlin …")
    text = workflow(at, zone, options, year)
    steps = (
        f"Keep this as {PLACE} in a private copy of sheet-sync's repository on GitHub. There, under Settings, Secrets "
        f"and variables, Actions, make two secrets: {TRACKERS_SECRET}, with the sheet's address (one a line), and "
        f"{KEY_SECRET}, with the content of your Google key file. Then start it once by hand, under Actions."
    )
    document = {"tracker": given, "place": PLACE, "text": text, "error": None}
    return Outcome(tuple(text.splitlines()), document, notices=(steps,))


def _document(given: str, scheduler: Scheduler, at: str, page: Page, log: Path | None) -> dict[str, Any]:
    return {
        "tracker": given,
        "scheduler": scheduler.name,
        "at": at or None,
        "installed": True,
        "last_success": page.last_success() or None,
        "last_error": " ".join(one.error for one in page.failing().values()) or None,
        "log": str(log) if log else None,
        "error": None,
    }


def _moment(text: str) -> str:
    at = datetime.fromisoformat(text)
    return f"{at:%a} {at.day} {at:%b}, {at:%H:%M}"
