"""What is kept on this machine of one Google Sheet: a lock, the last edit, backups, and a write under way."""

import json
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path

import platformdirs

from sheet_sync import files, journal
from sheet_sync.journal import LastEdit
from sheet_sync.stores.google import pending as pendings
from sheet_sync.stores.google.pending import Pending

_BOTH_STATES = 2
"""The backup that is restored stays, and the present state is kept beside it."""


class State:
    """The state of one spreadsheet, by its key."""

    def __init__(self, root: Path | None, key: str, backups: int) -> None:
        root = root or platformdirs.user_state_path("sheet_sync", appauthor=False)
        path = Path(f"google-{key}")
        name = sha256(key.encode()).hexdigest()[:16]
        self._files = files.StateFolder(root, path)
        self._kept = backups
        self.last = files.Document("The note of the last sync", root, root / "journals" / f"{name}.google.json", path)
        self.pending = files.Document(
            "The note of the sync", root, root / "journals" / f"{name}.google.pending.json", path
        )

        self.begun = files.Document("The note of the sync", root, root / "journals" / f"{name}.google.begun.json", path)
        self.unfinished = files.Document(
            "The note of the first sync", root, root / "journals" / f"{name}.google.unfinished.json", path
        )

    def keep_unfinished(self, headers: Iterable[str]) -> None:
        """Keep which columns a sync is about to add, after those that one before it added without coming to its end."""
        self.unfinished.keep(json.dumps([*self.unfinished_columns(), *headers], ensure_ascii=False))

    def unfinished_columns(self) -> tuple[str, ...]:
        """The headers of the columns that were added by syncs which came to no end."""
        try:
            return tuple(map(str, json.loads(self.unfinished.text() or "[]")))
        except (ValueError, TypeError):
            return ()

    def begin(self, edit: LastEdit) -> LastEdit:
        """Note an edit before it is written: together with those before it that came to no end."""
        before = journal.from_text(self.begun.text() or "")
        whole = before.followed_by(edit) if before and before.worksheet == edit.worksheet else edit
        self.begun.keep(journal.as_text(whole))
        return whole

    def finish(self, edit: LastEdit | None) -> None:
        """An edit came to its end: it is the last one; None is remembered as no edit."""
        if edit is None:
            self.last.drop()
        else:
            self.last.keep(journal.as_text(edit))
        self.begun.drop()
        self.unfinished.drop()

    def locked(self) -> AbstractContextManager[None]:
        """Holds off other syncs of the sheet from this machine."""
        return self._files.locked()

    def back_up(self, write: Pending) -> None:
        """Keep what a write is about to replace, with all by which its rows are known."""
        self._files.back_up(
            write.as_text().encode(errors="surrogatepass"), self._kept and max(self._kept, _BOTH_STATES)
        )

    def backups(self) -> Iterator[Pending]:
        """What earlier writes replaced, the newest first."""
        for path in reversed(self._files.backups()):
            found = pendings.from_text(files.read_bytes(path).decode(errors="replace"))
            if found:
                yield found

    def newest_backup(self) -> Path | None:
        """Where the newest backup is kept."""
        return next(reversed(self._files.backups()), None)
