"""What a command answers: lines for people, a document for scripts, and an exit code (SPEC section 8)."""

import json
import traceback
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from unicodedata import category

from sheet_sync.errors import ConfigurationError, SheetSyncError, TrackerBusyError
from sheet_sync.grid import JOINERS, CellValue, Problem, one_line

_WORST_FIRST = (ConfigurationError.exit_code, SheetSyncError.exit_code, TrackerBusyError.exit_code, 0)


@dataclass(frozen=True)
class Outcome:
    """What came of one tracker.

    Attributes:
        lines: for people, on standard output.
        document: the tracker's entry in the JSON document.
        exit_code: 0, 1, 2 or 75.
        error: the one line that says what is wrong, "" for nothing.
        trace: where the error arose, for `--verbose`.
        notices: sentences for standard error.
    """

    lines: tuple[str, ...] = ()
    document: dict[str, Any] = field(default_factory=dict)
    exit_code: int = 0
    error: str = ""
    trace: str = ""
    notices: tuple[str, ...] = ()


def attempted(run: Callable[[], Outcome], tracker: str, empty: dict[str, Any]) -> Outcome:
    """Run a command on one tracker; whatever stops it becomes one line, and the other trackers go on."""
    try:
        return run()
    except SheetSyncError as error:
        return _failed(tracker, empty, one_line(str(error)), error.exit_code, error)
    except OSError as error:
        line = f"{tracker}: {error.strerror or error}{f' ({error.filename})' if error.filename else ''}."
        return _failed(tracker, empty, one_line(line), SheetSyncError.exit_code, error)
    except Exception as error:  # noqa: BLE001 - the promise is one line, never a traceback
        line = f"{tracker}: unexpected {type(error).__name__}: {str(error).rstrip('.')}. --verbose shows where."
        return _failed(tracker, empty, one_line(line), SheetSyncError.exit_code, error)


def renamed(outcome: Outcome, was: str, name: str) -> Outcome:
    """What came of a tracker that was worked on by another name, as if by this one."""

    def told(text: str) -> str:
        return text.replace(was, name)

    document = {**outcome.document, "tracker": name}
    if document.get("error"):
        document["error"] = told(document["error"])
    return replace(
        outcome,
        lines=tuple(map(told, outcome.lines)),
        notices=tuple(map(told, outcome.notices)),
        error=told(outcome.error),
        document=document,
    )


class Undone(Outcome):
    """Of a tracker on which the work was not done, as the program was asked to end."""


def undone(tracker: str, empty: dict[str, Any]) -> Undone:
    """What is said of it in a document; to people one line is said for all."""
    error = f"{tracker}: not done, as the program was stopped."
    return Undone(document={"tracker": tracker, **empty, "error": one_line(error)}, exit_code=SheetSyncError.exit_code)


_PACKED = "packed"
_BULKY = ("changes", "problems")


def packed(once: Callable[[], Outcome], *, whole: bool) -> Outcome:
    """What came of one of many trackers, with its document small enough to be kept until all are done.

    Args:
        once: does it.
        whole: the document is wanted as a whole, and `unpacked` gives it back; else without its long lists.
    """
    outcome = once()
    if not whole:
        return replace(outcome, document={name: it for name, it in outcome.document.items() if name not in _BULKY})
    return replace(outcome, document={_PACKED: zlib.compress(json.dumps(outcome.document).encode(), 1)})


def unpacked(outcome: Outcome) -> Outcome:
    """The outcome with its document as the command made it."""
    small = outcome.document.get(_PACKED)
    return outcome if small is None else replace(outcome, document=json.loads(zlib.decompress(small)))


def of_lost_work(tracker: str, empty: dict[str, Any], error: BaseException) -> Outcome:
    """What is said of a tracker whose process, or machine, was lost on the way."""
    line = f"{tracker}: the process that worked on it was lost ({type(error).__name__}). The next run tries again."
    return _failed(tracker, empty, one_line(line), SheetSyncError.exit_code, error)


def _failed(tracker: str, empty: dict[str, Any], line: str, exit_code: int, cause: BaseException) -> Outcome:
    known = (tracker, one_line(tracker), str(Path(tracker)))
    named = line if any(name in line for name in known) else f"{printable(tracker)}: {line}"
    document = {"tracker": tracker, **empty, "error": named}
    trace = "".join(traceback.format_exception(cause))
    return Outcome(document=document, exit_code=exit_code, error=named, trace=trace)


def worst(exit_codes: Iterable[int]) -> int:
    """The exit code of a run over several trackers: the worst of theirs.

    That the configuration is wrong is said for the run as a whole, or else it is one tracker's failure.
    """
    codes = {*exit_codes}
    if len(codes) > 1:
        codes = {SheetSyncError.exit_code if code == ConfigurationError.exit_code else code for code in codes}
    return min(codes, key=_WORST_FIRST.index, default=0)


def as_json(value: CellValue) -> str | int | float | bool | None:
    """A cell's value in a JSON document: dates as ISO strings."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def problem_document(problem: Problem) -> dict[str, Any]:
    """A problem in a JSON document."""
    return {
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "message": problem.message,
    }


def problem_line(problem: Problem) -> str:
    """A problem for people."""
    return f"  row {problem.row}: {one_line(problem.message)}"


def printable(name: str) -> str:
    """A tracker's name as part of a line: that of a file may hold line breaks, and what acts on a terminal."""
    return "".join(c if c.isprintable() or c in JOINERS or category(c) == "Zs" else "\ufffd" for c in name)


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 row", "2 rows"."""
    return f"{number} {one if number == 1 else many or one + 's'}"
