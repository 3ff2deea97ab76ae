"""The command that makes a fresh tracker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sheet_sync.cli.options import Options, common
from sheet_sync.cli.rounds import Form
from sheet_sync.cli.running import run

if TYPE_CHECKING:
    from sheet_sync.commands.outcomes import Outcome

_FIELDS = ("sheet", "rows", "written")


@click.command(short_help="Make a fresh tracker.")
@click.argument("tracker", metavar="PATH")
@click.option("--example", is_flag=True, help="Fill it with rows dated around today, to look at.")
@common
def new(tracker: str, *, example: bool, **given: Any) -> None:  # noqa: ANN401 - click's options
    """Make a fresh tracker at PATH, or in an empty Google Sheet: with drop-downs, colours, settings and a guide."""
    options = Options(**given)

    def make_one(tracker: str) -> Outcome:
        from sheet_sync.commands import making

        settings = options.settings_for(tracker)
        return making.make(tracker, settings, options.now(), sheet=options.sheet, filled=example)

    run(make_one, tracker, options, Form(_FIELDS))
