"""Which trackers a run is about: files, folders, Google Sheets, lists of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sheet_sync.errors import ConfigurationError
from sheet_sync.stores import is_google_sheet

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


def targets_of(named: Iterable[Target], listed: Path | None = None) -> list[Target]:
    """Every tracker once, in the order in which they are named; a folder stands for the workbooks in it, if any.

    Args:
        named: trackers and folders.
        listed: a file with one tracker a line; "#" begins a comment, and paths start from its folder.

    Raises:
        ConfigurationError: the list cannot be read.
    """
    given = [*named, *(_listed(listed) if listed else ())]
    found: dict[str, Target] = {}
    for target in given:
        for one in _within(target):
            found.setdefault(one.given if one.is_google else str(Path(one.given).resolve()), one)
    return list(found.values())


def _listed(path: Path) -> Iterator[Target]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise ConfigurationError(f"{path}, the list of trackers, cannot be read: {why}.") from error
    for line in lines:
        if (text := line.strip()) and not text.startswith("#"):
            yield Target(text if is_google_sheet(text) else str(path.parent / Path(text).expanduser()))


def _within(target: Target) -> Sequence[Target]:
    folder = Path(target.given)
    if target.is_google or not folder.is_dir():
        return [target]
    books = sorted(path for path in folder.iterdir() if _is_workbook(path))
    return [Target(str(path), target.sheet) for path in books] or [target]


def _is_workbook(path: Path) -> bool:
    """A workbook, and not the mark that a program leaves beside one that it has open."""
    return path.suffix.lower() in _SUFFIXES and not path.name.startswith((".", "~$")) and path.is_file()
