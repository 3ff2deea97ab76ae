"""The command that makes a Google Sheet ready."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from sheet_sync.cli.options import Options, common
from sheet_sync.cli.rounds import Form
from sheet_sync.cli.running import run

if TYPE_CHECKING:
    from sheet_sync.commands.outcomes import Outcome

_SETUP_FIELDS = ("address", "sheet", "may_edit")


@click.command("setup-google", short_help="Make a Google Sheet ready for its first sync.")
@click.argument("tracker", required=False, metavar="[SHEET]")
@click.option("--key", metavar="FILE", help="The key file that Google gave you.")
@common
def setup_google(tracker: str | None, key: str | None, **given: Any) -> None:  # noqa: ANN401 - click's options
    """Make a Google Sheet ready for its first sync: keep the key, say with whom to share, and try."""
    options = Options(**given)

    def set_up(tracker: str) -> Outcome:
        import platformdirs

        from sheet_sync.commands import setup_google as setups

        own = platformdirs.user_config_path("sheet_sync", appauthor=False) / "sheet_sync.toml"
        setup = setups.Setup(
            config=options.config or own,
            settings=partial(options.settings_for, tracker),
            ask=None if options.as_json or options.quiet or not sys.stdin.isatty() else partial(click.prompt, err=True),
            say=partial(click.echo, err=True) if not (options.as_json or options.quiet) else lambda _: None,
        )
        return setups.set_up(setup, key, tracker or None, options.sheet)

    run(set_up, tracker or "", options, Form(_SETUP_FIELDS))
