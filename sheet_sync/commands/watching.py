"""`sheet-sync watch`: a file is synced a moment after it was saved and closed."""

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain
from pathlib import Path
from threading import Event
from typing import TypeAlias

from sheet_sync.commands.outcomes import Outcome
from sheet_sync.errors import TrackerBusyError

_QUIET_FOR = 1_000
"""Milliseconds without a change after which a program has done saving."""

_LOOKS_AGAIN = 3_000
"""Milliseconds after which a file that was open is tried again."""

Look: TypeAlias = tuple[int, int, int] | None


def changes_in(folders: Iterable[Path], stop: Event) -> Iterator[set[Path]]:
    """What changes in some folders, once it is quiet; nothing, from time to time. Ends when told to stop.

    Folders are watched and not the files: programs save by putting a new file in the place of the old one.
    """
    from watchfiles import watch  # noqa: PLC0415 - only here

    batches = watch(
        *sorted(folder for folder in {*folders} if folder.is_dir()),
        recursive=False,
        step=_QUIET_FOR,
        rust_timeout=_LOOKS_AGAIN,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
    )
    for batch in batches:
        yield {Path(name) for _, name in batch}


def keep_synced(
    find: Callable[[], Collection[Path]],
    changes: Iterable[set[Path]],
    sync: Callable[[Path], Outcome],
    is_stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Outcome]:
    """Sync every file at once, and again whenever somebody else has saved it; what came of each.

    Args:
        find: the files, to which others may come.
        changes: the paths that changed, as `changes_in` tells them; an empty set when some time has passed.
        sync: brings one file up to date. While it answers that the file is open, it is asked again and again.
        is_stopped: the user has asked it to end; no further sync begins then.
    """
    seen: dict[Path, Look] = {}
    waiting: list[Path] = []
    ours: frozenset[Path] = frozenset()
    open_ones: frozenset[Path] = frozenset()
    for batch in chain([set()], changes):
        paths = find()
        told = batch or {path for path in paths if _look(path) != seen.get(path)}  # of a folder made anew nobody tells
        waiting += [path for path in paths if (path in told or path not in seen) and path not in waiting]
        for path in [path for path in waiting if _look(path) is not None]:
            if is_stopped():
                return
            waiting.remove(path)
            if _look(path) == seen.get(path):  # our own write, or none at all
                continue
            before, outcome = _look(path), sync(path)
            if outcome.exit_code == TrackerBusyError.exit_code:
                waiting.append(path)
                if path not in open_ones:
                    open_ones |= {path}
                    yield outcome
                continue
            open_ones -= {path}
            after_ours, ours = path in ours, ours - {path}
            if outcome.document.get("written"):  # somebody may have saved since: only a sync that finds no work knows
                ours |= {path}
                waiting.append(path)
            else:
                seen[path] = before
            if not after_ours or outcome.document.get("written") or outcome.exit_code:
                yield outcome


def _look(path: Path) -> Look:
    """By which a file that was saved again is known; None while there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
