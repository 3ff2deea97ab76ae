"""A command on every tracker: tried, printed, and the exit code of it all."""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sheet_sync.cli.options import Options
    from sheet_sync.commands.outcomes import Outcome
    from sheet_sync.many.pool import Work
    from sheet_sync.many.targets import Target

_SECONDS_BETWEEN_TRIES = 1.0
_LOOKS_UP = 0.1
_SHEETS_AT_ONCE = 4
_MANY = 2
STOPPED = "sheet-sync: Stopped. Run it again to go on."


@dataclass(frozen=True)
class Form:
    """What a command's JSON document has: the fields of each tracker, null where an error stopped it, and a heading."""

    fields: tuple[str, ...]
    heading: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Command:
    """What is done with each of many trackers; it can be sent to another process, which loads what it needs.

    Attributes:
        name: the function that does it, below `sheet_sync.commands`: "syncing.sync".
        options, now: as they were given.
        keywords: what else the function takes.
    """

    name: str
    options: Options
    now: datetime
    keywords: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, target: Target) -> Outcome:
        """What came of one tracker."""
        module, _, function = self.name.partition(".")
        does = getattr(import_module(f"sheet_sync.commands.{module}"), function)
        settings = self.options.settings_for(target.given)
        outcome: Outcome = does(
            target.given, settings, self.now, sheet=target.sheet or self.options.sheet, **self.keywords
        )
        return outcome


def run(command: Callable[[str], Outcome], tracker: str, options: Options, form: Form) -> None:
    """Try the command on one tracker, print what came of it, and exit with its code."""
    from sheet_sync.many.targets import Target

    _finish(outcomes_of(lambda target: command(target.given), [Target(tracker)], options, form), options, form)


def run_each(  # noqa: PLR0913, PLR0917 - what, with which, and how it is told
    command: Callable[[Target], Outcome],
    trackers: tuple[str, ...],
    options: Options,
    form: Form,
    afterwards: Callable[[Sequence[Target], Sequence[Outcome]], Outcome | None] = lambda *_: None,
    meant: list[Target] | None = None,
) -> None:
    """Try the command on every tracker, print what came of it, and exit with the worst of the codes.

    Many are worked on at once where the command can be sent to another process. `afterwards` makes something of all
    outcomes; its document goes beside theirs. `meant` are targets that are not to be looked for.
    """
    targets = targets_for(trackers, options) if meant is None else meant
    outcomes = outcomes_of(command, targets, options, form)
    _finish(outcomes, options, form, afterwards(targets, outcomes))


def outcomes_of(
    command: Callable[[Target], Outcome], targets: list[Target], options: Options, form: Form
) -> list[Outcome]:
    """What came of the command on every tracker, in their order; `Undone` of those left when it was asked to end."""
    from sheet_sync.commands.outcomes import undone

    if options.dask:
        targets = [
            replace(one, given=one.given if one.is_google else str(Path(one.given).resolve())) for one in targets
        ]
    found: dict[int, Outcome] = {}
    with suppress(KeyboardInterrupt):
        if isinstance(command, Command) and (len(targets) >= _MANY or options.dask):
            _at_once(command, targets, options, form, found)
        else:
            for index, target in enumerate(targets):
                found[index] = attempt(partial(command, target), target.given, options, form)
    empty = dict.fromkeys(form.fields)
    return [found.get(index) or undone(target.given, empty) for index, target in enumerate(targets)]


def targets_for(trackers: tuple[str, ...], options: Options) -> list[Target]:
    """The trackers that are meant; what is wrong with how they were named ends the program in one line."""
    from sheet_sync.errors import SheetSyncError

    try:
        return named_targets(trackers, options)
    except SheetSyncError as error:
        click.echo(f"sheet-sync: {error}", err=True)
        sys.exit(error.exit_code)


def named_targets(trackers: tuple[str, ...], options: Options) -> list[Target]:
    """The trackers that are meant.

    Raises:
        SheetSyncError: the list, the configuration or a folder is no good.
        click.UsageError: neither they nor the command line name any.
    """
    targets = options.targets(trackers)
    if not targets:
        raise click.UsageError("Missing argument 'TRACKER...'.", click.get_current_context())
    return targets


def _at_once(
    command: Command, targets: Sequence[Target], options: Options, form: Form, found: dict[int, Outcome]
) -> None:
    """Files on the cores of this machine or a cluster, and Google Sheets in threads beside: they only wait.

    What came of each goes into `found`, whatever stops the others.
    """
    from sheet_sync.commands.outcomes import of_lost_work, packed
    from sheet_sync.many.pool import Work
    from sheet_sync.many.targets import one_by_one

    empty = dict.fromkeys(form.fields)
    tasks = [
        partial(packed, partial(attempt, partial(command, target), target.given, options, form), whole=options.as_json)
        for target in targets
    ]
    with _progress(len(targets), options) as done:

        def work(indices: Sequence[int]) -> Work[Outcome]:
            def lost(index: int, error: BaseException) -> Outcome:
                return of_lost_work(targets[index].given, empty, error)

            return Work({index: tasks[index] for index in indices}, lost, done)

        for turn in one_by_one(targets):
            sheets = [index for index in turn if targets[index].is_google]
            files = [index for index in turn if not targets[index].is_google]
            on_sheets, on_files = work(sheets), work(files)
            try:
                _do(on_sheets, on_files, min(options.processes(), max(1, len(files))), options)
            finally:
                found |= {**on_sheets.results(), **on_files.results()}


def _do(sheets: Work[Outcome], files: Work[Outcome], processes: int, options: Options) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from sheet_sync.many.pool import ending_together

    with ThreadPoolExecutor(1) as beside, ThreadPoolExecutor(_SHEETS_AT_ONCE) as threads, ending_together():
        at_work = beside.submit(sheets.on, threads, _SHEETS_AT_ONCE)
        if options.dask:
            from sheet_sync.many.cluster import cluster

            with cluster(options.dask) as (executor, at_once):
                files.on(executor, at_once)
        elif processes == 1:
            with ThreadPoolExecutor(1) as one:
                files.on(one, 1)
        else:
            files.on_processes(processes)
        at_work.result()


@contextmanager
def _progress(total: int, options: Options) -> Iterator[Callable[[], object]]:
    """A bar on a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty() or options.quiet or options.as_json:
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("Trackers", total=total)
        yield partial(progress.advance, bar)


def _finish(
    outcomes: list[Outcome],
    options: Options,
    form: Form,
    together: Outcome | None = None,
) -> None:
    from sheet_sync.commands.outcomes import Undone, worst

    everything = [*outcomes, *([together] if together else [])]
    for outcome in everything:
        print_outcome(outcome, options)
    if any(isinstance(outcome, Undone) for outcome in outcomes):
        click.echo(STOPPED, err=True)
    if options.as_json:
        heading = {**form.heading, **(together.document if together else {})}
        _print_document(heading, outcomes)
    sys.exit(worst(outcome.exit_code for outcome in everything))


def _print_document(heading: Mapping[str, Any], outcomes: Sequence[Outcome]) -> None:
    """One tracker after the other: those of a career office would fill the memory."""
    from sheet_sync.commands.outcomes import unpacked

    as_text = partial(json.dumps, ensure_ascii=False, indent=2)
    before, _, after = as_text({**heading, "trackers": []}).rpartition("]")
    click.echo(before, nl=False)
    for index, outcome in enumerate(outcomes):
        text = as_text(unpacked(outcome).document).replace("\n", "\n    ")
        click.echo(f"{',' if index else ''}\n    {text}", nl=False)
    click.echo(f"{chr(10) + '  ' if outcomes else ''}]{after}")


def attempt(once: Callable[[], Outcome], tracker: str, options: Options, form: Form) -> Outcome:
    """Try again as long as the tracker is busy and the user wants to wait; each time it is read anew."""
    from sheet_sync.commands.outcomes import attempted
    from sheet_sync.errors import TrackerBusyError

    once_more = partial(attempted, once, tracker, dict.fromkeys(form.fields))
    deadline = time.monotonic() + options.wait
    outcome = once_more()
    if outcome.exit_code == TrackerBusyError.exit_code and options.wait and not options.quiet:
        click.echo(f"sheet-sync: {outcome.error} Waiting for it.", err=True)
    while outcome.exit_code == TrackerBusyError.exit_code and time.monotonic() < deadline:
        if _pause(min(_SECONDS_BETWEEN_TRIES, max(0, deadline - time.monotonic()))):
            break
        outcome = once_more()
    return outcome


def _pause(seconds: float) -> bool:
    """Wait so long, or until the program is asked to end; whether it is."""
    from sheet_sync.many.pool import ENDING

    until = time.monotonic() + seconds
    while not ENDING.is_set() and time.monotonic() < until:
        time.sleep(_LOOKS_UP)
    return ENDING.is_set()


def print_outcome(outcome: Outcome, options: Options) -> None:
    """What came of one tracker, as far as it is asked for."""
    if not options.quiet and not options.as_json:
        for line in outcome.lines:
            click.echo(line)
    if not options.quiet:
        for notice in outcome.notices:
            click.echo(notice, err=True)
    if outcome.error:
        click.echo(f"sheet-sync: {outcome.error}", err=True)
        if options.verbose and outcome.trace:
            click.echo(outcome.trace, err=True)
