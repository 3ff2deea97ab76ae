"""The command that lets the machine sync a tracker every day."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sheet_sync.cli.entries import end, entry_of, on_trial, words_of
from sheet_sync.cli.options import Options, common, several
from sheet_sync.cli.rounds import Form
from sheet_sync.cli.running import run_each, targets_for
from sheet_sync.cli.subjects import Subject, subjects_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sheet_sync.commands.outcomes import Outcome
    from sheet_sync.many.targets import Target

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
    if removing and (at or printing or on_github):
        raise click.UsageError("--remove goes with none of --at, --print and --github.", click.get_current_context())
    if on_github:
        named = targets_for(trackers, options)
        run_each(partial(_workflow, at, options), (), options, Form(("text",)), meant=[_together(named)])
    only_asking = not (trackers or options.listed or at or removing or printing)
    if only_asking and (known := _all_scheduled(options)):
        _each(known, options, partial(_shown, options))
    if removing:
        _each(subjects_of(trackers, options), options, partial(_ended, options))
    targets_for(trackers, options)
    _each(subjects_of(trackers, options), options, partial(_scheduled, at, options, printing=printing, trial=trial))


def _each(subjects: Sequence[Subject], options: Options, does: Callable[[Subject], Outcome]) -> None:
    from sheet_sync.many.targets import Target

    known = {subject.given: subject for subject in subjects}
    meant = [Target(name) for name in known]
    run_each(lambda target: does(known[target.given]), (), options, Form(_FIELDS), meant=meant)


def _all_scheduled(options: Options) -> list[Subject]:
    """What is scheduled on this machine, where the user asks about nothing in particular, and configures nothing."""
    from sheet_sync.schedulers import Diary

    if options.targets(()):
        return []
    return [Subject(page.target, page.target, ()) for page in Diary(options.state_folder).all()]


def _shown(options: Options, subject: Subject) -> Outcome:
    from sheet_sync.commands import scheduling
    from sheet_sync.schedulers import Diary, key_of, schedulers_here, that_has

    key = key_of(subject.place)
    scheduler, diary = that_has(key, schedulers_here(Path.home())), Diary(options.state_folder)
    if not scheduler.has(key):
        return scheduling.missing(subject.given, scheduler, diary.read(key))
    return scheduling.shown(subject.given, key, scheduler, diary)


def _ended(options: Options, subject: Subject) -> Outcome:
    from sheet_sync.schedulers import Diary

    return end(subject.given, subject.place, Diary(options.state_folder))


def _scheduled(at: datetime | None, options: Options, subject: Subject, *, printing: bool, trial: bool) -> Outcome:
    """What was asked for of one subject: installed, printed, or shown where it is installed as it was typed."""
    from sheet_sync.commands import scheduling
    from sheet_sync.schedulers import Diary, key_of, schedulers_here, that_has

    diary, key = Diary(options.state_folder), key_of(subject.place)
    scheduler = that_has(key, schedulers_here(Path.home()))
    page, entry = diary.read(key), entry_of(subject, at, options, diary)
    if printing:
        return scheduling.printed(subject.given, entry, scheduler)
    if at is None and scheduler.has(key) and not words_of(options).items() - page.options.items():
        if page.is_trial_forsaken(datetime.now().astimezone()):
            scheduler.end_trial(key)
        return scheduling.shown(subject.given, key, scheduler, diary)
    trying = partial(on_trial, scheduler, entry, diary, options) if trial else None
    done = scheduling.install(subject.given, entry, scheduler, diary, trying)
    alone = options if "--trackers" in subject.arguments else replace(options, listed=None)
    named = (subject.given,) if "--" in subject.arguments else ()
    return scheduling.with_notice(done, [options.places_for(target.given) for target in alone.targets(named)])


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
