"""What a schedule is about, in words that hold wherever the scheduler starts."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheet_sync.cli.options import Options


@dataclass(frozen=True)
class Subject:
    """A tracker or folder, a list of trackers, or those of the user's configuration.

    Attributes:
        given: as the user names it.
        place: its whole path, or the key of a Google Sheet.
        arguments: by which a command is told, wherever it starts.
    """

    given: str
    place: str
    arguments: tuple[str, ...]


def subjects_of(trackers: Sequence[str], options: Options) -> list[Subject]:
    """What the command line names, each once: every tracker, and a list; with neither, the user's configuration."""
    found = {place_of(name): _tracker(name) for name in trackers}
    if options.listed is not None:
        place = str(options.listed.resolve())
        found[place] = Subject(str(options.listed), place, ("--trackers", place))
    return [*found.values()] or [_configured(options)]


def place_of(target: str) -> str:
    """A tracker's name from wherever the scheduler starts: a whole path, or the key of a Google Sheet."""
    from sheet_sync.many.targets import Target

    return Target(target).place


def _tracker(name: str) -> Subject:
    from sheet_sync.many.targets import Target

    place = place_of(name)
    return Subject(name, place, ("--", name if Target(name).is_google else place))


def _configured(options: Options) -> Subject:
    """`--config` goes with every entry, whatever it is about."""
    from sheet_sync.config import FILE_NAME

    path = options.config or options.user_folder / FILE_NAME
    return Subject(str(path), str(path.resolve()), ())


def program() -> tuple[str, ...]:
    """This program; on Windows without a console, which would open every hour."""
    beside = Path(sys.executable)
    if sys.platform == "win32":
        silent = beside.with_name("pythonw.exe")
        return str(silent if silent.exists() else beside), "-m", "sheet_sync"
    installed = beside.with_name("sheet-sync")
    return (str(installed),) if installed.exists() else (str(beside), "-m", "sheet_sync")
