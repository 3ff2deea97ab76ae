"""Numbered copies in a private folder, the newest of which are kept: backups, and reports of what went wrong."""

import re
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from sheet_sync.files import system, trouble
from sheet_sync.files.leftovers import short

_NUMBERED = re.compile(r"(\d+)-")


class Copies:
    """The copies that are kept of one tracker.

    Args:
        what: what an error calls one, "The backup", say.
        root: the user's state folder.
        folder: where the copies are, below the root.
        path: the tracker.
        name: what a copy is called, after its number.
    """

    def __init__(self, what: str, root: Path, folder: Path, path: Path, name: str) -> None:
        self._what = what
        self._root = root
        self._folder = folder
        self._path = path
        self._name = short(name)

    def all(self) -> list[Path]:
        """The copies that are kept, the oldest first.

        Raises:
            TrackerNotWritableError: their folder cannot be looked into.
        """
        with self._failing():
            if not system.exists(self._folder):
                return []
            return sorted(copy for copy in self._folder.iterdir() if _NUMBERED.match(copy.name))

    def add(self, data: bytes) -> Path:
        """Keep a copy, unless the newest one is the same already.

        Raises:
            TrackerNotWritableError: the folder or disk does not take it.
        """
        copies = self.all()
        with self._failing():
            if copies and system.read_whole(copies[-1], trouble.LARGEST) == data:
                return copies[-1]
            system.make_private_folder(self._folder, self._root)
            copy = self._folder / f"{_number(copies) + 1:06}-{self._name}"
            system.write_private(copy, data)
        return copy

    def prune(self, keep: int) -> None:
        """Take the oldest away, until `keep` are left; one that will not go waits for the next time."""
        for old in self.all()[:-keep]:
            with suppress(OSError):
                old.unlink()

    def _failing(self) -> AbstractContextManager[None]:
        return trouble.keeping(self._what, self._path, self._folder)


def _number(copies: list[Path]) -> int:
    numbered = _NUMBERED.match(copies[-1].name) if copies else None
    return int(numbered[1]) if numbered else 0
