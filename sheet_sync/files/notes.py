"""What is remembered of the last replacement of a file, true also after a crash at any instant.

Before a replacement it is declared as pending; after it, the pending note takes the place of the last one.
"""

import json
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path

from sheet_sync.files import system, trouble


@dataclass(frozen=True)
class Intent:
    """A replacement, before it happens or after.

    Attributes:
        old: the fingerprint of the content that is replaced.
        new: the fingerprint of what takes its place.
        note: what is to be remembered of it; None for nothing.
        saved: when somebody else than we last saved the file, in seconds since 1970; None where it was not noted.
    """

    old: str
    new: str
    note: str | None
    saved: float | None = None


class Notes:
    """The last and the pending note of one file, in the state folder."""

    def __init__(self, root: Path, key: str, path: Path) -> None:
        self._root = root
        self._path = path
        self._folder = root / "journals"
        self._last = self._folder / f"{key}.json"
        self._pending = self._folder / f"{key}.pending.json"

    def declare(self, intent: Intent) -> None:
        """Note what is about to happen."""
        with self._failing():
            system.make_private_folder(self._folder, self._root)
            system.write_private(self._pending, json.dumps(asdict(intent), ensure_ascii=False).encode())

    def withdraw(self) -> None:
        """It did not happen."""
        with self._failing():
            self._pending.unlink(missing_ok=True)

    def fulfil(self) -> None:
        """It happened."""
        with self._failing():
            self._pending.replace(self._last)

    def pending(self) -> Intent | None:
        """What was declared, and neither withdrawn nor fulfilled."""
        return self._read(self._pending)

    def last(self) -> Intent | None:
        """What happened last."""
        return self._read(self._last)

    def fingerprints(self) -> set[str]:
        """The contents that are known to be ours, or to be kept elsewhere."""
        return {content for intent in (self.pending(), self.last()) if intent for content in (intent.old, intent.new)}

    def _read(self, place: Path) -> Intent | None:
        with self._failing():
            if not system.exists(place):
                return None
            text = system.read_whole(place, trouble.LARGEST)
        try:
            content = json.loads(text)
            old, new, note = str(content["old"]), str(content["new"]), content["note"]
            saved = content.get("saved")
            return Intent(old, new, note, saved and float(saved))
        except (ValueError, TypeError, KeyError):  # of another version; ours are never half written
            return None

    def _failing(self) -> AbstractContextManager[None]:
        return trouble.keeping("The note of the last sync", self._path, self._folder)
