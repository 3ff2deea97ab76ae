"""A command on every tracker: tried, printed, and the exit code of it all."""

from __future__ import annotations

import json
import sys
import time
import traceback
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sheet_sync.cli.options import Options
    from sheet_sync.commands.outcomes import Outcome

_SECONDS_BETWEEN_TRIES = 1.0


@dataclass(frozen=True)
class Form:
    """What a command's JSON document has: the fields of each tracker, null where an error stopped it, and a heading."""

    fields: tuple[str, ...]
    heading: Mapping[str, Any] = field(default_factory=dict)


def run(
    command: Callable[[str], Outcome],
    trackers: tuple[str, ...],
    options: Options,
    form: Form,
    afterwards: Callable[[list[Outcome]], Outcome | None] = lambda _: None,
) -> None:
    """Try the command on every tracker, print what came of it, and exit with the worst of the codes.

    `afterwards` makes something of them all; its document goes beside the trackers'.
    """
    from sheet_sync.commands.outcomes import attempted, worst

    outcomes = [
        _patiently(partial(attempted, partial(command, tracker), tracker, dict.fromkeys(form.fields)), options)
        for tracker in trackers
    ]
    together = afterwards(outcomes)
    everything = [*outcomes, *([together] if together else [])]
    for outcome in everything:
        _print_outcome(outcome, options)
    if options.as_json:
        heading = {**form.heading, **(together.document if together else {})}
        document = {**heading, "trackers": [outcome.document for outcome in outcomes]}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    sys.exit(worst(outcome.exit_code for outcome in everything))


def _patiently(attempt: Callable[[], Outcome], options: Options) -> Outcome:
    """Try again as long as the tracker is busy and the user wants to wait; each time it is read anew."""
    from sheet_sync.errors import TrackerBusyError

    deadline = time.monotonic() + options.wait
    outcome = attempt()
    if outcome.exit_code == TrackerBusyError.exit_code and options.wait and not options.quiet:
        click.echo(f"sheet-sync: {outcome.error} Waiting for it.", err=True)
    while outcome.exit_code == TrackerBusyError.exit_code and time.monotonic() < deadline:
        time.sleep(min(_SECONDS_BETWEEN_TRIES, max(0, deadline - time.monotonic())))
        outcome = attempt()
    return outcome


def _print_outcome(outcome: Outcome, options: Options) -> None:
    if not options.quiet and not options.as_json:
        for line in outcome.lines:
            click.echo(line)
    if not options.quiet:
        for notice in outcome.notices:
            click.echo(notice, err=True)
    if outcome.error:
        click.echo(f"sheet-sync: {outcome.error}", err=True)
        if options.verbose and outcome.cause:
            click.echo("".join(traceback.format_exception(outcome.cause)), err=True)
