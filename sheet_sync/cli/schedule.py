"""The command that lets the machine sync a tracker every day."""

from __future__ import annotations

import os
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sheet_sync.cli.options import Options, common, several
from sheet_sync.cli.rounds import Form
from sheet_sync.cli.running import run_each, targets_for
from sheet_sync.cli.subjects import place_of, subjects_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sheet_sync.cli.subjects import Subject
    from sheet_sync.commands.outcomes import Outcome
    from sheet_sync.many.targets import Target
    from sheet_sync.schedulers import Diary, Entry, Scheduler

_CARRIED = (
    "HOME", "TZ", "LANG", "LC_ALL", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "PYTHONPATH", "GOOGLE_APPLICATION_CREDENTIALS",
    "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE",
)  # fmt: skip
"""What the program may need, and a scheduler does not have."""
_LONGEST_TRIAL = 900
"""Seconds: a thousand trackers take a minute or two, and as many Google Sheets much longer than anybody would wait."""
_LOOKS_UP = 0.2
_FIELDS = ("scheduler", "at", "installed", "last_success", "last_error", "log")


@click.command(short_help="Let this machine sync trackers every day.")
@several
@click.option(
    "--at", type=click.DateTime(["%H:%M"]), metavar="HH:MM", help="From when on in the day; 08:00 if not said."
)
@click.option("--remove", "removing", is_flag=True, help="Remove the schedule.")
@click.option("--print", "printing", is_flag=True, help="Print what would be installed, and install nothing.")
@click.option("--github", "on_github", is_flag=True, help="Print a workflow for GitHub Actions, for Google Sheets.")
@click.option("--trial/--no-trial", default=True, help="Let the scheduler try it once, without writing.")
@common
def schedule(  # noqa: PLR0913 - click's options
    trackers: tuple[str, ...],
    *,
    at: datetime | None,
    removing: bool,
    printing: bool,
    on_github: bool,
    trial: bool,
    **given: Any,  # noqa: ANN401 - click's options
) -> None:
    """Let cron, or what this machine has instead, sync each TRACKER every day; where it does, show how that stands."""
    options = Options(**given)
    if on_github:
        named = targets_for(trackers, options)
        run_each(partial(_workflow, at, options), (), options, Form(("text",)), meant=[_together(named)])

    def one(subject: Subject) -> Outcome:
        from sheet_sync.commands import scheduling
        from sheet_sync.schedulers import Diary, scheduler_here

        scheduler, diary = scheduler_here(Path.home()), Diary(options.state_folder)
        if removing:
            return scheduling.remove(subject.given, subject.place, scheduler, diary)
        entry = entry_of(subject, at, options)
        if printing:
            return scheduling.printed(subject.given, entry, scheduler)
        if at is None and scheduler.has(entry.key):
            return scheduling.shown(subject.given, entry, scheduler, diary)
        trying = partial(_on_trial, scheduler, entry, diary, options) if trial else None
        done = scheduling.install(subject.given, entry, scheduler, diary, trying)
        return scheduling.with_notice(done, options.places_for(subject.given))

    from sheet_sync.many.targets import Target

    if not removing:
        targets_for(trackers, options)
    subjects = {subject.given: subject for subject in subjects_of(trackers, options)}
    run_each(
        lambda target: one(subjects[target.given]),
        (),
        options,
        Form(_FIELDS),
        meant=[Target(name) for name in subjects],
    )


def _together(targets: Sequence[Target]) -> Target:
    from sheet_sync.many.targets import Target

    if not all(target.is_google for target in targets):
        raise click.UsageError("GitHub cannot see your files: --github is for Google Sheets.")
    return Target(", ".join(target.given for target in targets))


def _workflow(at: datetime | None, options: Options, sheets: Target) -> Outcome:
    from datetime import time as hour

    import tzlocal

    from sheet_sync.commands import scheduling

    if options.config:
        raise click.UsageError("With --github, settings come from the sheet's worksheet `Settings`, not from --config.")
    named = ("--sheet", options.sheet) if options.sheet else ()
    begins = at.time() if at else hour(8)
    return scheduling.on_github(sheets.given, begins, tzlocal.get_localzone(), named, options.now().year)


def ended(tracker: str, options: Options) -> str:
    """What is said where a tracker that was scheduled no longer is; "" where it was not (SPEC section 8).

    Raises:
        SheetSyncError: the scheduler refuses it.
    """
    from sheet_sync.schedulers import Diary, key_of, scheduler_here

    place, diary = place_of(tracker), Diary(options.state_folder)
    if not diary.read(key_of(place)).target:
        return ""
    from sheet_sync.commands import scheduling

    return scheduling.remove(tracker, place, scheduler_here(Path.home()), diary).lines[0]


def entry_of(subject: Subject, at: datetime | None, options: Options) -> Entry:
    """What the scheduler is to start, with whole paths and what the environment holds now."""
    from datetime import time as hour

    from sheet_sync.schedulers import Entry

    begins = at.time() if at else hour(8)
    named: list[str] = []
    if options.config:
        named += ["--config", str(options.config.resolve())]
    if options.sheet:
        named += ["--sheet", options.sheet]
    if options.jobs:
        named += ["--jobs", str(options.jobs)]
    if options.dask:
        named += ["--dask", options.dask]
    command = (*_program(), "sync", "--daily", f"{begins:%H:%M}", *named, *subject.arguments)
    return Entry(subject.place, begins, command, _environment(os.environ))


def _program() -> tuple[str, ...]:
    """This program; on Windows without a console, which would open every hour."""
    beside = Path(sys.executable)
    if sys.platform == "win32":
        return str(beside.with_name("pythonw.exe")), "-m", "sheet_sync"
    installed = beside.with_name("sheet-sync")
    return (str(installed),) if installed.exists() else (str(beside), "-m", "sheet_sync")


def _environment(variables: Mapping[str, str]) -> dict[str, str]:
    return {name: variables[name] for name in _CARRIED if variables.get(name)}


def _on_trial(scheduler: Scheduler, entry: Entry, diary: Diary, options: Options) -> str:
    """What came of the entry when the scheduler started it; "" where it did not start it in time."""
    if not options.quiet and not options.as_json:
        click.echo(f"Letting {scheduler.name} try it; this takes up to {scheduler.seconds_to_start} seconds.", err=True)
    diary.write(entry.key, diary.read(entry.key).with_trial())
    begun = time.monotonic()
    with scheduler.tried(entry):
        while not (page := diary.read(entry.key)).came_of_the_trial:
            if time.monotonic() - begun > (_LONGEST_TRIAL if page.is_trying else scheduler.seconds_to_start):
                break
            time.sleep(_LOOKS_UP)
    diary.write(entry.key, diary.read(entry.key).without_trial())
    if page.is_trying:
        return f"it has not ended within {_LONGEST_TRIAL // 60} minutes. The log will tell what came of it."
    return page.came_of_the_trial
