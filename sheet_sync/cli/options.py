"""The options that commands have in common, and what they come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from sheet_sync.config import Settings

Command = TypeVar("Command", bound=Callable[..., None])


@dataclass(frozen=True)
class Options:
    """The options that every command has."""

    config: Path | None
    sheet: str | None
    today: datetime | None
    as_json: bool
    quiet: bool
    verbose: bool
    wait: float = 0

    def now(self) -> datetime:
        """The start of `--today`, or this moment in the machine's time zone."""
        return self.today or datetime.now().astimezone()

    def settings_for(self, tracker: str) -> Settings:
        """The configuration that counts for a tracker."""
        import platformdirs

        from sheet_sync.config import Places, load_settings

        places = Places(
            named=self.config,
            tracker_folder=Path(tracker).parent,
            current_folder=Path.cwd(),
            user_folder=platformdirs.user_config_path("sheet_sync", appauthor=False),
        )
        state = platformdirs.user_state_path("sheet_sync", appauthor=False)
        return replace(load_settings(places), state_folder=state)


def common(command: Command) -> Command:
    """The options everywhere (SPEC section 8), gathered into one."""
    options = (
        click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="The configuration file."),
        click.option("--sheet", metavar="NAME", help="The worksheet that holds the tracker."),
        click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Act as on this day."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document, and nothing else."),
        click.option("--quiet", is_flag=True, help="Print errors only."),
        click.option("--verbose", is_flag=True, help="Say more; show where an error arose."),
    )
    for option in reversed(options):
        command = option(command)
    return command


wait = click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=0,
    metavar="SECONDS",
    help="Wait so long for a TRACKER that is open or being synced.",
)
trackers_argument = click.argument("trackers", nargs=-1, required=True, metavar="TRACKER...")
