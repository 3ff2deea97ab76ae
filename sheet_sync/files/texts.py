"""A text kept for the user in a file of its own, beside the tracker or where they want it."""

from itertools import chain, count
from pathlib import Path

from sheet_sync.files import system, trouble


def write_new(path: Path, text: str) -> Path:
    """Write a private text file; where one of that name is there already, under that name with a number.

    Returns:
        The file that was written.

    Raises:
        TrackerNotWritableError: the folder or disk does not take it.
    """
    numbered = (path.with_name(f"{path.stem} ({number}){path.suffix}") for number in count(2))
    with trouble.writing("", path, path.parent):
        return next(place for place in chain([path], numbered) if _written(place, text))


def _written(place: Path, text: str) -> bool:
    try:
        system.write_new(place, text.encode())
        system.sync_folder(place.parent)
    except FileExistsError:
        return False
    return True


def keep_text(path: Path, data: bytes) -> bool:
    """Let a file hold this, whole or as before, under the mode that it has; False where it does already.

    Raises:
        TrackerNotWritableError: the folder or disk does not take it.
    """
    with trouble.writing("", path, path.parent):
        mode = path.stat().st_mode if system.exists(path) else None
        if mode is not None and path.read_bytes() == data:
            return False
        system.write_private(path.resolve(), data)
        if mode is not None:
            path.chmod(mode)
    return True


def keep_private(path: Path, data: bytes, root: Path) -> None:
    """Let a file of the state folder `root` hold this, whole or as before; its folder is made where it lacks.

    Raises:
        TrackerNotWritableError: the folder or disk does not take it.
    """
    with trouble.writing("", path, path.parent):
        system.make_private_folder(path.parent, root)
        system.write_private(path, data)
