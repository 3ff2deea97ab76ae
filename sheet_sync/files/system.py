"""The few calls to the system by which whole files are read and written; none of their failures goes unnoticed."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PRIVATE = 0o600
PRIVATE_FOLDER = 0o700
_CHUNK = 1 << 20
_BINARY = getattr(os, "O_BINARY", 0)
_NO_SYNC_HERE = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF}


def read_whole(path: Path, limit: int) -> bytes:
    """The content of a file.

    Raises:
        OSError: it cannot be read, is longer than `limit` bytes (EFBIG), or changes meanwhile (EBUSY).
    """
    with _opened(path, os.O_RDONLY) as handle:
        before = os.fstat(handle)
        if before.st_size > limit:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
        content = b"".join(iter(lambda: os.read(handle, _CHUNK), b""))
        after = os.fstat(handle)
    if (len(content), after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(path))
    return content


def write_new(path: Path, data: bytes, finish: Callable[[Path], None] = lambda _: None) -> os.stat_result:
    """Write a file that did not exist, readable by its owner alone, and wait until the disk has it.

    Args:
        path: where.
        data: its content.
        finish: what else belongs to the file before it counts as written.

    Returns:
        What tells this file from every other.
    """
    with _opened(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as handle:
        rest = memoryview(data)
        while rest:
            written = os.write(handle, rest)
            if not written:
                raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
            rest = rest[written:]
        finish(path)
        os.fsync(handle)
        return os.fstat(handle)


def write_private(place: Path, data: bytes) -> None:
    """Put a private file in its place, at once and lastingly: never half of it, whatever happens."""
    temporary = place.with_name(f".{place.name}.tmp")
    try:
        temporary.unlink(missing_ok=True)
        write_new(temporary, data)
        temporary.replace(place)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(place.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names of a folder, on systems that know of this."""
    with suppress(PermissionError), _opened(folder, os.O_RDONLY) as handle:
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in _NO_SYNC_HERE:
                raise


def make_private_folder(folder: Path, root: Path) -> None:
    """Make a folder at or below `root`, and see to it that nobody else may look into the folders from there on."""
    for part in (root, *(root / name for name in _steps(folder, root))):
        part.mkdir(parents=part == root, exist_ok=True, mode=PRIVATE_FOLDER)
        if part.stat().st_mode & 0o077:
            with suppress(PermissionError):
                part.chmod(PRIVATE_FOLDER)


def _steps(folder: Path, root: Path) -> Iterator[Path]:
    parts = folder.relative_to(root).parts
    return (Path(*parts[:length]) for length in range(1, len(parts) + 1))


def exists(path: Path) -> bool:
    """Something of that name is there; a name that cannot be one is not.

    Raises:
        OSError: the system cannot tell.
    """
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return False
        raise
    return True


def being_written(path: Path) -> bool:
    """Somebody has the file open for writing; False too where the system cannot tell."""
    if sys.platform != "linux":
        return False
    import fcntl  # noqa: PLC0415 - not on every system

    with _opened(path, os.O_RDONLY) as handle:
        try:  # a lease is given on a file only while nobody writes to it
            fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        except OSError as error:
            return error.errno == errno.EAGAIN
    return False


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    """A file's handle; that it cannot be closed is a failure too, as some disks tell only then that they are full."""
    handle = os.open(path, flags | _BINARY, PRIVATE)
    try:
        yield handle
    except BaseException:
        with suppress(OSError):
            os.close(handle)
        raise
    os.close(handle)
