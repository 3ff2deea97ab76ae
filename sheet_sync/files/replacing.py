"""A file replaced in one step: the whole old content or the whole new one, same owner, mode and attributes."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sheet_sync.errors import SheetSyncError, TrackerNotWritableError
from sheet_sync.files import system, trouble
from sheet_sync.files.exchange import exchanged
from sheet_sync.files.leftovers import partial_of, swapped_of
from sheet_sync.files.reading import fingerprint, read_bytes

_NO_ATTRIBUTE = {errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM, errno.EACCES, errno.ENODATA, errno.EINVAL}
_MOST_SAVES_MEANWHILE = 10
_ANYBODY_MAY_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def require_writable(path: Path) -> None:
    """Even the superuser heeds a file that its owner made read-only.

    Raises:
        TrackerNotWritableError: the file has no write permission, or we have none; or it has a second name, which a
            replacement would leave with the old content.
    """
    with trouble.reading(path):
        found = path.stat()
        writable = found.st_mode & _ANYBODY_MAY_WRITE and os.access(path, os.W_OK)
    if not writable:
        raise TrackerNotWritableError(
            f"{path} is read-only; nothing was written.", "Allow writing to it, then sync again."
        )
    if found.st_nlink > 1:
        raise TrackerNotWritableError(
            f"{path} has another name somewhere (a hard link), which would keep the old content; nothing was written.",
            "Keep one name of the two, or make the other one a symbolic link, then sync again.",
        )


def stage(path: Path, data: bytes) -> None:
    """Write the new content beside the file, complete and lasting, with all that the file has beside its content.

    Raises:
        TrackerBusyError: the file is no longer there, or a link or a folder by now.
        TrackerNotWritableError: the folder or disk does not take it.
    """
    with trouble.replacing(path):
        old = path.lstat()
        if not stat.S_ISREG(old.st_mode):
            raise trouble.changed(path)
        written = system.write_new(partial_of(path), data, finish=lambda new: _make_alike(new, path, old))
        staged = partial_of(path).lstat()
        if (staged.st_dev, staged.st_ino) != (written.st_dev, written.st_ino):
            raise trouble.changed(path)


def put_in_place(path: Path, *, old: str, new: str) -> None:
    """Let what was staged take the place of the file.

    Args:
        path: the real path, no symlink.
        old: the fingerprint of the content that is to be replaced.
        new: the fingerprint of what was staged.

    Raises:
        TrackerBusyError: the file has changed since it was read; it is as its last writer left it.
        TrackerNotWritableError: the folder or disk does not let it happen; the file is as it was.
    """
    with trouble.replacing(path):
        partial_of(path).rename(swapped_of(path))
    swap_in(path, old=old, new=new)


def swap_in(path: Path, *, old: str, new: str) -> None:
    """As `put_in_place`, for content that waits complete under its second name."""
    with trouble.replacing(path):
        if not exchanged(swapped_of(path), path):
            swapped_of(path).replace(path)
            return
    try:
        replaced_the_old = _holds(swapped_of(path), old)
    except BaseException:
        _take_back(path, new)
        raise
    if not replaced_the_old:
        _take_back(path, new)
        raise trouble.changed(path)
    with suppress(OSError):  # the next run clears it
        swapped_of(path).unlink()


def _take_back(path: Path, placed: str) -> None:
    """What was displaced returns. If the user has saved over that by now, theirs is newer still, and returns in turn.

    Args:
        path: the file.
        placed: the fingerprint of what was put in its place.
    """
    for _ in range(_MOST_SAVES_MEANWHILE):
        returning = _content_or_unknown(swapped_of(path))
        try:
            exchanged(swapped_of(path), path)
        except OSError as error:
            raise TrackerNotWritableError(
                f"{path} was replaced, but what it held before cannot be looked at ({error.strerror}).",
                "The next sync of it puts that right.",
            ) from error
        if _holds(swapped_of(path), placed):
            return
        placed = returning


def _content_or_unknown(path: Path) -> str:
    """Its fingerprint; what cannot be read is like nothing that is known."""
    with suppress(SheetSyncError):
        return fingerprint(read_bytes(path))
    return ""


def _holds(path: Path, content: str) -> bool:
    """The file has that content, and nobody is about to change it."""
    with trouble.replacing(path):
        return not system.being_written(path) and fingerprint(read_bytes(path)) == content


def require_lasting(path: Path) -> None:
    """Wait until the disk has the replacement.

    Raises:
        TrackerNotWritableError: it was made, but the disk does not confirm it.
    """
    try:
        system.sync_folder(path.parent)
    except OSError as error:
        raise TrackerNotWritableError(
            f"{path} was written, but its disk reports: {error.strerror}.", "Check the disk, then sync again."
        ) from error


def _make_alike(new: Path, path: Path, old: os.stat_result) -> None:
    """Owner first: a change of owner takes rights away; the access list last: it is finer than the mode.

    What is alike already is left alone: some disks have one owner and mode for all files, and refuse to set any.
    """
    made = new.stat()
    if hasattr(os, "chown") and (made.st_uid, made.st_gid) != (old.st_uid, old.st_gid):
        with suppress(PermissionError):
            os.chown(new, old.st_uid, old.st_gid)
    if stat.S_IMODE(new.stat().st_mode) != stat.S_IMODE(old.st_mode):
        new.chmod(stat.S_IMODE(old.st_mode))
    _copy_attributes(path, new)


def _copy_attributes(source: Path, target: Path) -> None:
    """Extended attributes, access lists among them; some belong to the system, and some file systems have none."""
    if not hasattr(os, "listxattr"):
        return
    with _where_there_are_any():
        for name in os.listxattr(source):
            with _where_there_are_any():
                os.setxattr(target, name, os.getxattr(source, name))


@contextmanager
def _where_there_are_any() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in _NO_ATTRIBUTE:
            raise
