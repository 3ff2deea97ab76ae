"""The two files that a replacement uses beside the tracker, and that a killed one may leave there.

Under the first name our new content is written. When it is complete it gets the second name, and exchanges its place
with the tracker: so a file of the first name is never anything but ours, while one of the second name may be what the
user saved in the very instant of the exchange.
"""

import os
from hashlib import sha256
from pathlib import Path

from sheet_sync.files import system, trouble

_LONGEST_NAME = 200
"""In bytes; with what we add to it, a name has to stay below 255."""


def partial_of(path: Path) -> Path:
    """Where the new content is written."""
    return path.with_name(f".{short(path.name)}.sheet-sync-tmp")


def swapped_of(path: Path) -> Path:
    """Where the complete new content waits, and where what it replaced is looked at."""
    return path.with_name(f".{short(path.name)}.sheet-sync-swap")


def short(name: str) -> str:
    """A name to which something can still be added."""
    encoded = os.fsencode(name)
    return name if len(encoded) <= _LONGEST_NAME else sha256(encoded).hexdigest()[:16]


def any_beside(path: Path) -> bool:
    """A replacement of the file is under way, or was killed."""
    with trouble.reading(path):
        return system.exists(partial_of(path)) or system.exists(swapped_of(path))
