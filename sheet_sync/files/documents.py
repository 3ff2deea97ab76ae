"""A small private document of one tracker in the state folder, always whole: the new one or the old one."""

from contextlib import AbstractContextManager
from pathlib import Path

from sheet_sync.files import system, trouble


class Document:
    """One text that is kept of a tracker.

    Args:
        what: what an error calls it.
        root: the user's state folder.
        place: where it is kept, below the root.
        path: the tracker.
    """

    def __init__(self, what: str, root: Path, place: Path, path: Path) -> None:
        self._what = what
        self._root = root
        self._place = place
        self._path = path

    def text(self) -> str | None:
        """What is kept, None for nothing.

        Raises:
            TrackerNotWritableError: it cannot be looked at.
        """
        with self._failing():
            if not system.exists(self._place):
                return None
            return system.read_whole(self._place, trouble.LARGEST).decode(errors="replace")

    def keep(self, text: str) -> None:
        """Keep this in the place of what was kept, lastingly.

        Raises:
            TrackerNotWritableError: the folder or disk does not take it.
        """
        with self._failing():
            system.make_private_folder(self._place.parent, self._root)
            system.write_private(self._place, text.encode(errors="surrogatepass"))

    def drop(self) -> None:
        """Keep nothing any more."""
        with self._failing():
            self._place.unlink(missing_ok=True)

    def _failing(self) -> AbstractContextManager[None]:
        return trouble.keeping(self._what, self._path, self._place.parent)
