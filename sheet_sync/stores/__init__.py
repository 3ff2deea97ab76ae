"""Where trackers live: a store knows cells, formats and columns to add, not what they mean."""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from sheet_sync.config import Settings
from sheet_sync.errors import TrackerMovedError
from sheet_sync.grid import Book, SheetEdit
from sheet_sync.journal import LastEdit


@dataclass(frozen=True)
class Restored:
    """What a restored backup replaced: where the tracker is kept as it was until then."""

    kept: str


class Store(Protocol):
    """A tracker that can be read and edited."""

    def read(self) -> Book:
        """The whole tracker, with a token of the state that was read."""

    def write(self, edit: SheetEdit, *, expecting: str, remember: bool = True) -> None:
        """Apply an edit, all of it or nothing, to the state of which `expecting` is the token.

        It is remembered as the last edit, or else nothing is any more.
        """

    def last_edit(self) -> LastEdit | None:
        """What the last write changed; None where nothing is remembered."""

    def saved_at(self, token: str) -> datetime | None:
        """When somebody else than we last changed the state of that token; None where nobody tells."""

    def restore(self) -> Restored:
        """Put the newest backup in the place of the whole tracker, of which a copy is made first."""


_ROUNDS = 5

Answer = TypeVar("Answer")


def until_it_stands(once: Callable[[], Answer]) -> Answer:
    """What a whole run answers, begun anew where the tracker moved under it: its owner may be at work in it.

    Raises:
        TrackerMovedError: it moves too often.
    """
    for _ in range(_ROUNDS - 1):
        with suppress(TrackerMovedError):
            return once()
    return once()


_SPREADSHEET_ADDRESS = re.compile(r"https?://docs\.google\.com/spreadsheets/")
_SPREADSHEET_KEY = re.compile(r"[A-Za-z0-9_-]{40,}")
_LOCATED = re.compile(r"/d/([A-Za-z0-9_-]+)")


def open_store(target: str | Path, settings: Settings) -> Store:
    """The store of a target: a path to .xlsx or .xlsm, or the URL or key of a Google Sheet."""
    if is_google_sheet(target):
        from sheet_sync.stores.google.libraries import require_libraries  # noqa: PLC0415 - they may be missing

        require_libraries()
        from sheet_sync.stores.google.store import GoogleStore  # noqa: PLC0415 - nor do Excel files need Google's

        return GoogleStore(
            str(target), google=settings.google, backups=settings.backups, state_folder=settings.state_folder
        )
    from sheet_sync.stores.excel import ExcelStore  # noqa: PLC0415 - only Excel files need the Excel libraries

    return ExcelStore(Path(target), backups=settings.backups, state_folder=settings.state_folder)


def is_google_sheet(target: str | Path) -> bool:
    """The target is the URL or the key of a Google Sheet, and no file of that name exists."""
    text = str(target)
    key = _SPREADSHEET_KEY.fullmatch(text) is not None and not os.path.exists(text)  # noqa: PTH110 - no name is too long
    return _SPREADSHEET_ADDRESS.match(text) is not None or key


def key_of(target: str) -> str:
    """The key of a Google Sheet, of which its URL is another way to write it."""
    within = _LOCATED.search(target)
    return within[1] if within else target.strip()
