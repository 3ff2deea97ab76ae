"""A command on every tracker: many at once, and those that are busy again as long as the user wants to wait."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sheet_sync.cli.options import Options
    from sheet_sync.commands.outcomes import Outcome
    from sheet_sync.many.pool import Work
    from sheet_sync.many.targets import Target

_SECONDS_BETWEEN_TRIES = 1.0
_SHEETS_AT_ONCE = 4
_MANY = 2
_LOOKS_UP = 0.2


@dataclass(frozen=True)
class Form:
    """What a command's JSON document has: the fields of each tracker, null where an error stopped it, and a heading."""

    fields: tuple[str, ...]
    heading: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Command:
    """What is done with each of many trackers; it can be sent to another process, which loads what it needs.

    Attributes:
        name: the function that does it, below `sheet_sync.commands`: "syncing.sync".
        options, now: as they were given.
        keywords: what else the function takes.
    """

    name: str
    options: Options
    now: datetime
    keywords: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, target: Target) -> Outcome:
        """What came of one tracker."""
        module, _, function = self.name.partition(".")
        does = getattr(import_module(f"sheet_sync.commands.{module}"), function)
        settings = self.options.settings_for(target.given)
        outcome: Outcome = does(
            target.given, settings, self.now, sheet=target.sheet or self.options.sheet, **self.keywords
        )
        return outcome


def attempt(once: Callable[[], Outcome], tracker: str, form: Form) -> Outcome:
    """What came of one tracker; whatever stops it becomes one line, and the other trackers go on."""
    from sheet_sync.commands.outcomes import attempted

    return attempted(once, tracker, dict.fromkeys(form.fields))


def outcomes_of(
    command: Callable[[Target], Outcome], targets: Sequence[Target], options: Options, form: Form, *, each: bool = False
) -> list[Outcome]:
    """What came of the command on every tracker, in their order; `Undone` of those left when it was asked to end.

    Raises:
        SheetSyncError: nothing can be done at all; not where that is to be said of `each`, as in a document.
    """
    from sheet_sync.commands.outcomes import undone
    from sheet_sync.errors import SheetSyncError

    rounds = _Rounds(command, targets, options, form)
    failed: Callable[[str], Outcome] = partial(undone, empty=dict.fromkeys(form.fields))
    with suppress(KeyboardInterrupt):
        try:
            rounds.until_none_is_busy()
        except SheetSyncError as error:
            if not (each or options.as_json or rounds.found):
                raise
            failed = partial(_raising, error, form)
    return [rounds.found.get(index) or failed(target.given) for index, target in enumerate(targets)]


def _raising(error: Exception, form: Form, tracker: str) -> Outcome:
    """What stops a run as a whole, said of a tracker."""

    def once() -> Outcome:
        raise error

    return attempt(once, tracker, form)


class _Rounds:
    """What came of the trackers up to now, by their numbers, whatever stops the others."""

    def __init__(
        self, command: Callable[[Target], Outcome], targets: Sequence[Target], options: Options, form: Form
    ) -> None:
        self.found: dict[int, Outcome] = {}
        self._command, self._options, self._form = command, options, form
        self._targets = dict(enumerate(targets))

    def until_none_is_busy(self) -> None:
        """Try all, and those that are busy again, beside each other and read anew, until patience ends."""
        many = len(self._targets) >= _MANY
        with _progress(len(self._targets), self._options) if many else nullcontext(lambda: None) as done:
            self._try([*self._targets], done)
        deadline = time.monotonic() + self._options.wait
        busy = self._busy()
        if self._options.wait and not self._options.quiet:
            for index in busy:
                click.echo(f"sheet-sync: {self.found[index].error} Waiting for it.", err=True)
        while busy and (left := deadline - time.monotonic()) > 0:
            time.sleep(min(_SECONDS_BETWEEN_TRIES, left))
            self._try(busy)
            busy = self._busy()

    def _busy(self) -> list[int]:
        from sheet_sync.errors import TrackerBusyError

        return [index for index, one in self.found.items() if one.exit_code == TrackerBusyError.exit_code]

    def _try(self, indices: Sequence[int], done: Callable[[], object] = lambda: None) -> None:
        """Many of them at once, where the command can be sent to another process."""
        if isinstance(self._command, Command) and (len(indices) >= _MANY or self._options.dask):
            self._at_once(self._command, indices, done)
            return
        for index in indices:
            target = self._targets[index]
            self.found[index] = attempt(partial(self._command, target), target.given, self._form)

    def _at_once(self, command: Command, indices: Sequence[int], done: Callable[[], object]) -> None:
        """Files on the cores of this machine or a cluster, and Google Sheets in threads beside: they only wait."""
        from sheet_sync.commands.outcomes import packed
        from sheet_sync.many.pool import Work
        from sheet_sync.many.targets import one_by_one

        def work(turn: Sequence[int], *, on_google: bool) -> Work[Outcome]:
            tasks = {
                index: partial(packed, partial(_as_sent, command, target, self._form), whole=self._options.as_json)
                for index in turn
                if (target := self._targets[index]).is_google == on_google
            }
            return Work(tasks, self._lost, done)

        for turn in one_by_one({index: self._targets[index] for index in indices}):
            sheets, files = work(turn, on_google=True), work(turn, on_google=False)
            try:
                _do(sheets, files, self._options)
            finally:
                self.found |= {**sheets.results(), **files.results()}

    def _lost(self, index: int, error: BaseException) -> Outcome:
        from sheet_sync.commands.outcomes import of_lost_work

        return of_lost_work(self._targets[index].given, dict.fromkeys(self._form.fields), error)


def _as_sent(command: Command, target: Target, form: Form) -> Outcome:
    """What came of one tracker, elsewhere perhaps: a machine of a cluster knows no paths but whole ones."""
    from sheet_sync.commands.outcomes import renamed

    if not command.options.dask or target.is_google:
        return attempt(partial(command, target), target.given, form)
    here, config = command.options.current_folder, command.options.config
    command = replace(command, options=replace(command.options, config=config and here / config))
    whole = str(here / target.given)
    return renamed(attempt(partial(command, replace(target, given=whole)), whole, form), whole, target.given)


def _do(sheets: Work[Outcome], files: Work[Outcome], options: Options) -> None:
    from concurrent.futures import ThreadPoolExecutor, wait

    from sheet_sync.many.pool import ending_together

    processes = min(options.processes(), len(files))
    with ThreadPoolExecutor(1) as beside, ThreadPoolExecutor(_SHEETS_AT_ONCE) as threads, ending_together():
        at_work = beside.submit(sheets.on, threads, _SHEETS_AT_ONCE)
        if options.dask:
            from sheet_sync.many.cluster import cluster

            with cluster(options.dask) as (executor, at_once):
                files.on(executor, at_once)
        elif processes <= 1:
            with ThreadPoolExecutor(1) as one:
                files.on(one, 1)
        else:
            files.on_processes(processes)
        while not at_work.done():  # a wait without an end hears no Ctrl-C on Windows
            wait([at_work], timeout=_LOOKS_UP)
        at_work.result()


@contextmanager
def _progress(total: int, options: Options) -> Iterator[Callable[[], object]]:
    """A bar on a terminal, and nothing elsewhere."""
    if options.quiet or options.as_json or sys.stderr is None or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("Trackers", total=total)
        yield partial(progress.advance, bar)
