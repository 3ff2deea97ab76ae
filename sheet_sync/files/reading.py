"""Reading a tracker's file, and telling by its content whether it is still the same."""

import errno
import os
import stat
from hashlib import sha256
from pathlib import Path

from sheet_sync.errors import TrackerBusyError, TrackerNotReadableError
from sheet_sync.files import system, trouble


def real_path(path: Path) -> Path:
    """The path of the file itself, whatever links lead to it.

    Raises:
        TrackerNotReadableError: there is none, or the links lead in a circle.
    """
    try:
        with trouble.reading(path):  # strict, as a link that is not recognised as one would be replaced by a file
            return Path(os.path.realpath(path, strict=True))
    except ValueError as error:
        raise TrackerNotReadableError(f"{str(path)!r}: no file can have such a name.", "Check the path.") from error


def read_bytes(path: Path) -> bytes:
    """The whole content of a file.

    Raises:
        TrackerBusyError: another program has hold of it, or saves it just now.
        TrackerNotReadableError: it is missing, a folder, too large, out of reach or not ours to read.
    """
    with trouble.reading(path):
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(mode):
            raise TrackerNotReadableError(f"{path} is no file.", "Name an .xlsx file.")
        return system.read_whole(path, trouble.LARGEST)


def read_unchanged(path: Path, expecting: str) -> bytes:
    """The content of a file that was read before.

    Args:
        path: the file.
        expecting: the `fingerprint` of what was read.

    Raises:
        TrackerBusyError: it has another content, was deleted, or became a folder.
        TrackerNotReadableError: it cannot be read.
    """
    try:
        data = read_bytes(path)
    except TrackerNotReadableError as error:
        if isinstance(error.__cause__, FileNotFoundError | IsADirectoryError):
            raise trouble.changed(path) from error
        raise
    if fingerprint(data) != expecting:
        raise TrackerBusyError(f"{path} changed since it was read.", "Nothing was written; try again.")
    return data


def fingerprint(data: bytes) -> str:
    """Names a state of a file by its content."""
    return sha256(data).hexdigest()


def fingerprint_of(path: Path) -> str | None:
    """The fingerprint of a file's content; None where there is no such file.

    Raises:
        SheetSyncError: it cannot be read.
    """
    try:
        return fingerprint(read_bytes(path))
    except TrackerNotReadableError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise
