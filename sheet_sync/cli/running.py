"""A command on every tracker: tried, printed, and the exit code of it all."""

from __future__ import annotations

import json
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from sheet_sync.cli.rounds import Form, outcomes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sheet_sync.cli.options import Options
    from sheet_sync.commands.outcomes import Outcome
    from sheet_sync.many.targets import Target

STOPPED = "sheet-sync: Stopped. Run it again to go on."


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
    sys.exit(worst(outcome.exit_code for outcome in outcomes) or (together.exit_code if together else 0))


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
