"""Which trackers a run is about: files, folders, Google Sheets, lists of them."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sheet_sync.config import named_beside
from sheet_sync.errors import ConfigurationError
from sheet_sync.stores import is_google_sheet, key_of

_SUFFIXES = frozenset((".xlsx", ".xlsm"))


@dataclass(frozen=True)
class Target:
    """A tracker as it was named, and its worksheet, where the best one is not meant."""

    given: str
    sheet: str | None = None

    @property
    def is_google(self) -> bool:
        """It is a Google Sheet, and no file."""
        return is_google_sheet(self.given)

    @property
    def name(self) -> str:
        """What tells it from others, for good."""
        return f"{self.place} “{self.sheet}”" if self.sheet else self.place

    @property
    def place(self) -> str:
        """Where it is, in whatever words it was named."""
        if self.is_google:
            return key_of(self.given)
        try:
            return os.path.realpath(self.given)
        except ValueError:  # no file can have such a name
            return self.given


def targets_of(named: Iterable[Target], listed: Path | None = None) -> list[Target]:
    """Every tracker once, in the order in which they are named; a folder stands for the workbooks in it, if any.

    Args:
        named: trackers and folders.
        listed: a file with one tracker a line, in quotes or not; "#" begins a comment, paths start from its folder.

    Raises:
        ConfigurationError: the list cannot be read or names none, or a name is empty.
    """
    given = [*named, *(_listed(listed) if listed else ())]
    if any(not target.given.strip() for target in given):
        raise ConfigurationError(
            "A tracker was given without a name.", "Give a path, or the address of a Google Sheet."
        )
    if listed and not given:
        raise ConfigurationError(f"{listed}, the list of trackers, names none.", "Write one on each line.")
    found: dict[tuple[str, str | None], Target] = {}
    for target in given:
        for one in _within(target):
            found.setdefault((one.place, one.sheet), one)
    return list(found.values())


def one_by_one(targets: Mapping[int, Target]) -> list[list[int]]:
    """Which targets, by their numbers, may be worked on at once: no two worksheets of one tracker. Mostly all may."""
    turns: list[list[int]] = []
    seen: dict[str, int] = {}
    for index, target in targets.items():
        turn = seen.get(target.place, -1) + 1
        seen[target.place] = turn
        turns += [[]] if turn == len(turns) else []
        turns[turn].append(index)
    return turns


def _listed(path: Path) -> list[Target]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise ConfigurationError(f"{path}, the list of trackers, cannot be read: {why}.") from error
    return [Target(named_beside(path, name)) for line in lines if (name := _name_in(line))]


_LINE = re.compile(r"""\s*(?:(["'])(?P<quoted>.*)\1|(?P<plain>.*?))\s*(?:(?<!\S)\#.*)?""")


def _name_in(line: str) -> str:
    """The tracker that a line names: without the quotes that copying a path puts around it, and a comment after it."""
    said = _LINE.fullmatch(line)
    return (said["quoted"] or said["plain"] or "").strip() if said else ""


def _within(target: Target) -> Sequence[Target]:
    if target.is_google or not os.path.isdir(target.given):  # noqa: PTH112 - no name is too long or too odd
        return [target]
    try:
        books = sorted(path for path in Path(target.given).iterdir() if _is_workbook(path))
    except OSError:  # what may not be looked into fails as a tracker, by itself
        return [target]
    return [Target(str(path), target.sheet) for path in books] or [target]


def _is_workbook(path: Path) -> bool:
    """A workbook, and not the mark that a program leaves beside one that it has open."""
    named = path.suffix.lower() in _SUFFIXES and not path.name.startswith((".", "~$"))
    return named and os.path.isfile(path)  # noqa: PTH113 - where that cannot be told it is none
