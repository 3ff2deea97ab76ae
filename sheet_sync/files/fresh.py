"""A file where none was."""

import os
from contextlib import suppress
from pathlib import Path

from sheet_sync.errors import TrackerNotWritableError
from sheet_sync.files import system, trouble


def write_fresh(path: Path, data: bytes) -> None:
    """Write a file of which nothing stands there yet, whole or not at all; only its owner can read it.

    Raises:
        TrackerNotWritableError: there is such a file already, or the folder or disk does not take it.
    """
    if not path.parent.is_dir():
        raise TrackerNotWritableError(f"{path}: there is no folder “{path.parent}”.", "Make it first, or name another.")
    with trouble.writing("", path, path.parent):
        if os.path.lexists(path):
            raise _there_already(path)
        try:
            system.write_new(path, data)
            system.sync_folder(path.parent)
        except FileExistsError:
            raise _there_already(path) from None
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise


def _there_already(path: Path) -> TrackerNotWritableError:
    return TrackerNotWritableError(f"{path} is there already, and was left as it is.", "Choose another name.")
