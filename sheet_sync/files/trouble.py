"""What the system says when it fails, in words that help (SPEC section 8)."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sheet_sync.errors import SheetSyncError, TrackerBusyError, TrackerNotReadableError, TrackerNotWritableError

LARGEST = 512 * 1024 * 1024
"""In bytes: no tracker is as large."""
ON_WINDOWS = os.name == "nt"
_BUSY = {errno.EBUSY, errno.ETXTBSY, errno.EAGAIN}
_WINDOWS_SHARING_VIOLATIONS = {32, 33}
_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM}
_GONE = {errno.ENOENT, errno.ENOTDIR}
_OUT_OF_REACH = {
    errno.EIO, errno.ENOTCONN, errno.ESTALE, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ENETDOWN, errno.ENETUNREACH,
    errno.ETIMEDOUT, errno.ENODEV, errno.ENXIO,
}  # fmt: skip


def is_busy(error: OSError) -> bool:
    """Another program has hold of the file."""
    held_on_windows = ON_WINDOWS and error.errno == errno.EACCES
    return held_on_windows or error.errno in _BUSY or getattr(error, "winerror", 0) in _WINDOWS_SHARING_VIOLATIONS


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Failures to read a file as errors of ours.

    Raises:
        TrackerBusyError: another program has hold of it.
        TrackerNotReadableError: anything else.
    """
    try:
        yield
    except OSError as error:
        raise _in_use(path) if is_busy(error) else _not_readable(path, error) from error


@contextmanager
def replacing(path: Path) -> Iterator[None]:
    """Failures to replace a tracker as errors of ours.

    Raises:
        TrackerBusyError: another program has hold of it, or has taken it away.
        TrackerNotWritableError: anything else.
    """
    try:
        yield
    except OSError as error:
        if is_busy(error):
            raise _in_use(path) from error
        if error.errno in {*_GONE, errno.EISDIR}:
            raise changed(path) from error
        reason, remedy = _why(path.parent, error)
        raise TrackerNotWritableError(f"{path} could not be replaced: {reason}; it is as it was.", remedy) from error


@contextmanager
def writing(what: str, path: Path, folder: Path, *, or_else: str = "") -> Iterator[None]:
    """Failures to write something beside or about a tracker as errors of ours.

    Args:
        what: "The backup", say; "" for the file of that path itself.
        path: the tracker, or that file.
        folder: the folder that fails.
        or_else: another remedy, where the folder is not just full.

    Raises:
        TrackerNotWritableError: always an error of that kind; the tracker is as it was.
    """
    try:
        yield
    except OSError as error:
        reason, remedy = _why(folder, error)
        remedies = remedy if error.errno in _FULL else f"{remedy} {or_else}".strip()
        failed = f"{what} of {path} failed" if what else f"{path} could not be written"
        raise TrackerNotWritableError(f"{failed}: {reason}; nothing was written.", remedies) from error


keeping = partial(writing, or_else="Or set XDG_STATE_HOME to another folder of your own.")
"""As `writing`, for what is kept in the state folder."""


def changed(path: Path) -> TrackerBusyError:
    """The file is no longer the one that was read."""
    return TrackerBusyError(f"{path} changed while it was being synced.", "Nothing was written; try again.")


def _in_use(path: Path) -> TrackerBusyError:
    return TrackerBusyError(
        f"{path} is in use by another program.", "Nothing was written; close it there, or leave it to the next run."
    )


def _not_readable(path: Path, error: OSError) -> SheetSyncError:
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return TrackerNotReadableError(f"{path}: there is no such file.", "Check the path.")
        case errno.EISDIR:
            return _folder(path)
        case errno.ELOOP:
            return TrackerNotReadableError(f"{path}: its links lead nowhere.", "Name the file itself.")
        case errno.EACCES | errno.EPERM:
            return TrackerNotReadableError(f"{path} may not be read.", "Give yourself the right to read it.")
        case errno.EFBIG:
            size = f"more than {LARGEST >> 20} MB"
            return TrackerNotReadableError(f"{path} holds {size}: no tracker is as large.", "Is it the right file?")
    reason, remedy = _why(path.parent, error)
    return TrackerNotReadableError(f"{path} cannot be read: {reason}.", remedy)


def _folder(path: Path) -> TrackerNotReadableError:
    if not os.access(path, os.R_OK | os.X_OK):
        return TrackerNotReadableError(f"{path}, a folder, may not be read.", "Give yourself the right to read it.")
    return TrackerNotReadableError(f"{path} is a folder.", "Name the .xlsx file in it.")


def _why(folder: Path, error: OSError) -> tuple[str, str]:
    """The reason and the remedy, where a folder does not take or give a file."""
    said = error.strerror or str(error)
    number = error.errno
    if number in _FULL:
        return f"no room is left in the folder {folder} ({said})", "Free some space there, then sync again."
    if number == errno.EROFS:
        return f"the disk of the folder {folder} can only be read ({said})", "Move it to one that can be written."
    if number in _FORBIDDEN:
        return f"the folder {folder} may not be written ({said})", "Give yourself the right to change files there."
    if number in _OUT_OF_REACH or number in _GONE:
        return (
            f"the folder {folder} cannot be reached ({said})",
            "Check its disk or network connection, then sync again.",
        )
    return f"the folder {folder} failed ({said})", "Check its disk, then sync again."
