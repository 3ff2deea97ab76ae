"""The command that tells what to send today and next."""

from __future__ import annotations

import shutil
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sheet_sync.cli.options import Options, common, several
from sheet_sync.cli.running import Form, run_each

if TYPE_CHECKING:
    from sheet_sync.agenda import Agenda
    from sheet_sync.commands.outcomes import Outcome
    from sheet_sync.many.targets import Target

_FIELDS = ("sheet", "entries", "interviews")


@click.command()
@several
@click.option("--ics", type=click.Path(path_type=Path), metavar="FILE", help="Write a calendar too, or update it.")
@common
def agenda(trackers: tuple[str, ...], *, ics: Path | None, **given: Any) -> None:  # noqa: ANN401 - click's options
    """Tell what to send today and next, with the drafts; nothing is written into a TRACKER."""
    options = Options(**given)
    now = options.now()
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    agendas: list[tuple[str, Agenda]] = []

    def tell(target: Target) -> Outcome:
        from sheet_sync.commands import agenda as telling

        settings, sheet = options.settings_for(target.given), target.sheet or options.sheet
        told = telling.agenda(target.given, settings, now, sheet=sheet, width=width)
        if told.agenda:
            agendas.append((target.given, told.agenda))
        return told.outcome

    def keep(outcomes: list[Outcome]) -> Outcome | None:
        if ics is None:
            return None
        from sheet_sync.commands.agenda import keep_calendar
        from sheet_sync.commands.outcomes import attempted

        complete = all(outcome.exit_code == 0 for outcome in outcomes)
        written = partial(keep_calendar, ics, agendas, now.astimezone(), complete=complete)
        return attempted(written, str(ics), {"ics": None})

    run_each(tell, trackers, options, Form(_FIELDS, {"today": now.date().isoformat()}), keep)
