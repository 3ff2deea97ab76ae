"""The tag of a write, behind what a row's `Sync key` holds: by it a row is found again wherever it goes. Pure.

Content alone does not tell rows apart that the user is editing, nor tells where a row went that was overwritten. A tag
is written with the rest of a row and stays with it through sorting, dragging and cutting, until the next write.
"""

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from sheet_sync.grid import Address
from sheet_sync.stores.google.values import Raw

Line: TypeAlias = Mapping[int, Raw]
"""The cells of one row, by column."""

_TAG = re.compile(r" ?sheet-sync:([0-9a-f]+-[0-9]+)$")


def tagged(raw: Raw, write: str, row: int | str) -> Raw:
    """A key with the tag of a write, in place of an older one; `write` is hexadecimal and of this write alone."""
    text = untagged(str(raw[1])) if raw else ""
    return "stringValue", f"{text} sheet-sync:{write}-{row}".lstrip()


def untagged(text: str) -> str:
    """A text as it is without a tag."""
    return _TAG.sub("", text) if text.endswith(tuple("0123456789")) else text


def takes_a_tag(raw: Raw) -> bool:
    """A cell may hold a tag for a while: it is blank, or a key of ours. What is the user's is never added to."""
    text = untagged(raw[1]) if raw and isinstance(raw[1], str) else ""
    return raw is None or (raw[0] == "stringValue" and (not text or text.startswith("{")))


def pattern_of(writes: Iterable[str]) -> str:
    """A regular expression that finds the tags of these writes."""
    return f" ?sheet-sync:({'|'.join(sorted(writes))})-[0-9]+$"


def tag_of(raw: Raw) -> str:
    """The tag that a cell holds; "" for none."""
    found = _TAG.search(raw[1]) if raw and isinstance(raw[1], str) else None
    return found[1] if found else ""


def key_column(line: Line) -> int | None:
    """The column in which a tag stands in a row; None for none."""
    return next((at for at, raw in line.items() if tag_of(raw)), None)


def tag_in(line: Line) -> str:
    """The tag of a row; "" for none."""
    at = key_column(line)
    return "" if at is None else tag_of(line[at])


def places_of_tags(cells: Mapping[Address, Raw]) -> dict[str, list[Address]]:
    """Where every tag stands: in more than one place, once a row was copied."""
    places: dict[str, list[Address]] = {}
    for at, raw in cells.items():
        if tag := tag_of(raw):
            places.setdefault(tag, []).append(at)
    return places
