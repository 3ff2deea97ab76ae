"""The options that commands have in common, and what they come to."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from sheet_sync.config import Places, Settings
    from sheet_sync.many.targets import Target

Decorated = TypeVar("Decorated", bound=Callable[..., None])


def _user_folder(kind: str) -> Path:
    import platformdirs

    path: Path = getattr(platformdirs, f"user_{kind}_path")("sheet_sync", appauthor=False)
    return path


@dataclass(frozen=True)
class Options:
    """The options that every command has, and the folders that count where it was typed."""

    config: Path | None
    sheet: str | None
    today: datetime | None
    as_json: bool
    quiet: bool
    verbose: bool
    wait: float = 0
    listed: Path | None = None
    jobs: int | None = None
    dask: str = ""
    current_folder: Path = field(default_factory=Path.cwd)
    user_folder: Path = field(default_factory=lambda: _user_folder("config"))
    state_folder: Path = field(default_factory=lambda: _user_folder("state"))

    def now(self) -> datetime:
        """The start of `--today`, or this moment in the machine's time zone.

        Raises:
            ConfigurationError: there is no such time zone.
        """
        from sheet_sync.errors import ConfigurationError

        try:
            return self.today or datetime.now().astimezone()
        except ValueError as error:
            named = os.environ.get("TZ", "")
            raise ConfigurationError(
                f"TZ={named}: there is no such time zone.", "Name one such as TZ=Europe/Berlin."
            ) from error

    def settings_for(self, tracker: str) -> Settings:
        """The configuration that counts for a tracker."""
        from sheet_sync.config import load_settings

        return replace(load_settings(self.places_for(tracker)), state_folder=self.state_folder)

    def places_for(self, tracker: str) -> Places:
        """Where the configuration for a tracker is looked for."""
        from sheet_sync.config import Places

        return Places(
            named=self.config,
            tracker_folder=Path(tracker).parent,
            current_folder=self.current_folder,
            user_folder=self.user_folder,
        )

    def targets(self, named: tuple[str, ...]) -> list[Target]:
        """The trackers that the command line names, or else the user's own configuration.

        Raises:
            SheetSyncError: the list, the configuration or a folder is no good.
        """
        from sheet_sync.config import Places, load_settings
        from sheet_sync.many.targets import Target, targets_of

        given = [Target(name) for name in named]
        if not given and self.listed is None:
            own = load_settings(Places(named=self.config, user_folder=self.user_folder))
            given = [Target(target, sheet or None) for target, sheet in own.trackers]
        return targets_of(given, self.listed)

    def processes(self) -> int:
        """How many processes work at once."""
        return self.jobs or os.cpu_count() or 1


def common(command: Decorated) -> Decorated:
    """The options everywhere (SPEC section 8), gathered into one."""
    return _with(
        command,
        click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="The configuration file."),
        click.option("--sheet", metavar="NAME", help="The worksheet that holds the tracker."),
        click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Act as on this day."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document, and nothing else."),
        click.option("--quiet", is_flag=True, help="Print errors only."),
        click.option("--verbose", is_flag=True, help="Say more; show where an error arose."),
    )


def several(command: Decorated) -> Decorated:
    """The trackers of a command that takes many."""
    return _with(
        command,
        click.argument("trackers", nargs=-1, metavar="TRACKER..."),
        click.option(
            "--trackers", "listed", type=click.Path(path_type=Path), metavar="FILE", help="A list: one TRACKER a line."
        ),
        click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Work on so many at once."),
        click.option("--dask", metavar="ADDRESS", default="", help="Let a Dask cluster do it: tcp://HOST:PORT."),
    )


wait = click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=0,
    metavar="SECONDS",
    help="Wait so long for a TRACKER that is open or being synced.",
)


def _with(command: Decorated, *options: Callable[[Any], Any]) -> Decorated:
    for option in reversed(options):
        command = option(command)
    return command
