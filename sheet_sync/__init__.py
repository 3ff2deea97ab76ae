"""sheet_sync: what etiquette asks for next, in the tracker itself (docs/library.md)."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sheet_sync.agenda import Agenda, Entry, Meeting, agenda_of
    from sheet_sync.config import Person, Rules, Settings
    from sheet_sync.errors import SheetSyncError, TrackerBusyError
    from sheet_sync.grid import Problem
    from sheet_sync.sync import Change, Report, sync_tracker

__all__ = [
    "Agenda",
    "Change",
    "Entry",
    "Meeting",
    "Person",
    "Problem",
    "Report",
    "Rules",
    "Settings",
    "SheetSyncError",
    "TrackerBusyError",
    "agenda_of",
    "sync_tracker",
]

_ROOMS = {
    "agenda": ("Agenda", "Entry", "Meeting", "agenda_of"),
    "config": ("Person", "Rules", "Settings"),
    "errors": ("SheetSyncError", "TrackerBusyError"),
    "grid": ("Problem",),
    "sync": ("Change", "Report", "sync_tracker"),
}


if not TYPE_CHECKING:  # else every name would seem to be there

    def __getattr__(name: str) -> Any:  # noqa: ANN401 - an attribute may be anything
        """The library's names, imported when they are first asked for: `--help` must not pay for pandas."""
        for room, names in _ROOMS.items():
            if name in names:
                return getattr(import_module(f"sheet_sync.{room}"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The library's names, for those who look."""
    return [*__all__]
