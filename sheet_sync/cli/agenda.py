"""The command that tells what to send today and next."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sheet_sync.cli.options import Options, common, several
from sheet_sync.cli.rounds import Command, Form
from sheet_sync.cli.running import run_each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheet_sync.commands.outcomes import Outcome
    from sheet_sync.many.targets import Target

_FIELDS = ("sheet", "entries", "interviews")


@click.command(short_help="Tell what to send today and next.")
@several
@click.option("--ics", type=click.Path(path_type=Path), metavar="FILE", help="Write a calendar too, or update it.")
@common
def agenda(trackers: tuple[str, ...], *, ics: Path | None, **given: Any) -> None:  # noqa: ANN401 - click's options
    """Tell what to send today and next, with the drafts; nothing is written into a TRACKER."""
    from shutil import get_terminal_size

    options = Options(**given)
    now = options.now()
    width = get_terminal_size().columns if sys.stdout.isatty() else 0
    tell = Command("agenda.agenda", options, now, {"width": width, "kept": ics is not None})

    def keep(targets: Sequence[Target], outcomes: Sequence[Outcome]) -> Outcome | None:
        if ics is None:
            return None
        from sheet_sync.commands import calendar
        from sheet_sync.commands.outcomes import attempted

        told = [(target.given, outcome) for target, outcome in zip(targets, outcomes, strict=True)]
        kept = attempted(partial(calendar.keep, ics, told, now.astimezone()), str(ics), {})
        return calendar.not_kept(kept) if kept.error else kept

    run_each(tell, trackers, options, Form(_FIELDS, {"today": now.date().isoformat()}), keep)
