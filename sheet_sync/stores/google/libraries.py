"""The libraries that a Google Sheet needs, and nothing else does."""

import sys
from importlib import import_module

from sheet_sync.errors import SheetSyncError

_LIBRARIES = ("requests", "google.auth", "gspread", "stamina")


def require_libraries() -> None:
    """Make sure that all of them are installed.

    Raises:
        SheetSyncError: one is missing; it says how to install them.
    """
    try:
        for name in _LIBRARIES:
            import_module(name)
    except ModuleNotFoundError as error:
        raise SheetSyncError(
            f"What Google Sheets needs is not installed ({error.name} is missing).",
            f"Run: {sys.executable} -m pip install 'sheet-sync[google]'",
        ) from error
