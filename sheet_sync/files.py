"""Files: locks, backups and replacement in one step. Knows nothing of workbooks (SPEC section 7)."""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

import platformdirs
from filelock import FileLock, Timeout

from sheet_sync.errors import TrackerBusyError, TrackerNotReadableError, TrackerNotWritableError

PRIVATE = 0o600
PRIVATE_FOLDER = 0o700


def real_path(path: Path) -> Path:
    """The path of the file itself, whatever links lead to it.

    Raises:
        TrackerNotReadableError: the links lead in a circle.
    """
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:
        raise TrackerNotReadableError(f"{path}: its links lead nowhere.", "Name the file itself.") from error


def read_bytes(path: Path) -> bytes:
    """The whole content of a file.

    Raises:
        TrackerNotReadableError: it is missing, a folder, or not ours to read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
            raise TrackerNotReadableError(f"{path} is no file.", "Name an .xlsx file.")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise TrackerNotReadableError(f"{path}: there is no such file.", "Check the path.") from error
    except IsADirectoryError as error:
        raise TrackerNotReadableError(f"{path} is a folder.", "Name the .xlsx file in it.") from error
    except PermissionError as error:
        raise TrackerNotReadableError(f"{path} may not be read.", "Give yourself the right to read it.") from error
    except OSError as error:
        raise TrackerNotReadableError(f"{path} cannot be read: {error.strerror}.", "Try again.") from error


def fingerprint(data: bytes) -> str:
    """Names a state of a file by its content."""
    return sha256(data).hexdigest()


class StateFolder:
    """Locks and backups of one file, in the user's state folder, keyed by the file's real path."""

    def __init__(self, root: Path | None, path: Path) -> None:
        self._root = root or platformdirs.user_state_path("sheet_sync", appauthor=False)
        self._path = path
        self._key = f"{sha256(os.fsencode(path)).hexdigest()[:16]}"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the file's lock against other syncs.

        Raises:
            TrackerBusyError: another sync holds it.
        """
        folder = self._made("locks")
        try:
            with FileLock(folder / f"{self._key}.lock", timeout=0):
                yield
        except Timeout as error:
            raise TrackerBusyError(
                f"{self._path} is being synced already.", "Nothing was written; try again later."
            ) from error

    def clear_leftover(self) -> None:
        """Remove what a killed sync left beside the file, unless another sync is just at work on it."""
        if leftover_of(self._path).exists():
            with suppress(TrackerBusyError), self.locked():
                remove_leftover(self._path)

    def back_up(self, data: bytes, keep: int) -> Path | None:
        """Keep a copy of the file's content, the newest `keep` of them; None when none are wanted."""
        if keep < 1:
            return None
        folder = self._made("backups", self._key)
        copies = self.backups()
        number = int(copies[-1].name.split("-")[0]) + 1 if copies else 1
        copy = folder / f"{number:06}-{self._path.name}"
        _write_synced(copy, data, PRIVATE)
        for old in self.backups()[:-keep]:
            old.unlink()
        return copy

    def backups(self) -> list[Path]:
        """The copies that are kept, the oldest first."""
        folder = self._root / "backups" / self._key
        return sorted(copy for copy in folder.glob("*-*") if re.match(r"\d+-", copy.name))

    def note(self, text: str | None) -> None:
        """Remember what was last written to the file; None forgets it."""
        place = self._made("journals") / f"{self._key}.json"
        if text is None:
            place.unlink(missing_ok=True)
        else:
            _write_synced(place, text.encode(), PRIVATE)

    def last_note(self) -> str | None:
        """What was last remembered; None for nothing."""
        with suppress(FileNotFoundError):
            return (self._root / "journals" / f"{self._key}.json").read_text(encoding="utf-8")
        return None

    def _made(self, *parts: str) -> Path:
        folder = self._root.joinpath(*parts)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        except OSError as error:
            raise TrackerNotWritableError(
                f"The folder {folder} for locks and backups cannot be made: {error.strerror}.",
                "Set XDG_STATE_HOME to a folder of your own.",
            ) from error
        return folder


def opened_elsewhere(path: Path) -> str | None:
    """The program that holds the file open, and for whom where it says so; None when no lock file stands beside it."""
    excel = path.with_name(f"~${path.name}")
    if excel.exists():
        return "Excel" + _for_user(_excel_user(excel))
    libreoffice = path.with_name(f".~lock.{path.name}#")
    if libreoffice.exists():
        return "LibreOffice" + _for_user(_libreoffice_user(libreoffice))
    return None


def _for_user(user: str) -> str:
    return f" by {user}" if user else ""


def _excel_user(lock: Path) -> str:
    """The first byte counts the letters of the name that follows."""
    with suppress(OSError, IndexError):
        data = lock.read_bytes()
        return _one_line(data[1 : 1 + data[0]].decode("ascii", errors="ignore"))
    return ""


def _libreoffice_user(lock: Path) -> str:
    with suppress(OSError):
        name = lock.read_text(encoding="utf-8", errors="ignore").split(",")[0]
        return _one_line(name)
    return ""


def _one_line(name: str) -> str:
    return "".join(c for c in name if c.isprintable()).strip()[:60]


def require_writable(path: Path) -> None:
    """Even the superuser heeds a file that its owner made read-only.

    Raises:
        TrackerNotWritableError: the file has no write permission, or we have none.
    """
    mode = path.stat().st_mode
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(path, os.W_OK):
        raise TrackerNotWritableError(
            f"{path} is read-only; nothing was written.", "Allow writing to it, then sync again."
        )


def leftover_of(path: Path) -> Path:
    """The temporary file that a sync of `path` writes beside it, and that a killed one may leave there."""
    return path.with_name(f".{path.name}.sheet-sync-tmp")


def remove_leftover(path: Path) -> None:
    """Clear away what a killed sync left; to be called under the file's lock."""
    with suppress(FileNotFoundError):
        leftover_of(path).unlink()


def replace_in_one_step(path: Path, data: bytes, *, expecting: str) -> None:
    """Put `data` in the place of the file: the whole old content or the whole new one, same owner and mode.

    Args:
        path: the real path, no symlink.
        data: the new content.
        expecting: the `fingerprint` of the content that is to be replaced.

    Raises:
        TrackerBusyError: the file has changed since it was read.
        TrackerNotWritableError: the folder or disk does not take the new file; the old one is untouched.
    """
    temporary = leftover_of(path)
    try:
        old = path.stat()
        _write_synced(temporary, data, stat.S_IMODE(old.st_mode))
        _keep_owner(temporary, old)
        if fingerprint(read_bytes(path)) != expecting:
            raise TrackerBusyError(f"{path} changed while it was being synced.", "Nothing was written; try again.")
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise TrackerNotWritableError(
            f"{path} could not be replaced: {error.strerror or error}; it is as it was.",
            "Check the folder's permissions and the free space.",
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink()


def _write_synced(path: Path, data: bytes, mode: int) -> None:
    with suppress(FileNotFoundError):
        path.unlink()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), PRIVATE)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(mode)


def _keep_owner(path: Path, old: os.stat_result) -> None:
    if hasattr(os, "chown") and (path.stat().st_uid, path.stat().st_gid) != (old.st_uid, old.st_gid):
        with suppress(PermissionError):
            os.chown(path, old.st_uid, old.st_gid)
            path.chmod(stat.S_IMODE(old.st_mode))


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last; folders cannot be opened on Windows."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
