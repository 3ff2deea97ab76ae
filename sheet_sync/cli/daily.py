"""The sync of the day: started every hour, done once for each tracker, silent unless there is something to say."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from sheet_sync.cli import notices
from sheet_sync.cli.running import STOPPED
from sheet_sync.cli.subjects import program

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import time

    from sheet_sync.cli.options import Options
    from sheet_sync.cli.subjects import Subject
    from sheet_sync.commands.daily import Run
    from sheet_sync.commands.outcomes import Outcome
    from sheet_sync.many.targets import Target
    from sheet_sync.schedulers import Page


class Daily:
    """What a scheduler starts every hour.

    Args:
        subjects: what it is about.
        at: from when on in the day, in local time.
        options: where the state folder is, and what day it is.
        find: the trackers that this is today.
        sync: brings some of them up to date, or tries it without writing where it is told True.
    """

    def __init__(
        self,
        subjects: Sequence[Subject],
        at: time,
        options: Options,
        find: Callable[[], Sequence[Target]],
        sync: Callable[[list[Target], bool], Sequence[Outcome]],
    ) -> None:
        from sheet_sync.schedulers import Diary, key_of

        self._subjects, self._options, self._find, self._sync = subjects, options, find, sync
        self._at, self._now = at, options.now().astimezone()
        self._place = ", ".join(subject.place for subject in subjects)
        self._key, self._diary = key_of(self._place), Diary(options.state_folder)

    def run(self) -> int:
        """Do what the day still asks for; a start that finds nothing to do is over at once.

        Returns:
            The exit code; 0 too while another start is at work.
        """
        from sheet_sync.commands.outcomes import attempted
        from sheet_sync.errors import SheetSyncError, TrackerNotWritableError

        try:
            return self._run()
        except (OSError, TrackerNotWritableError) as error:  # the disk is full, or the state folder not ours to write
            line = attempted(partial(_fail, error), self._subjects[0].given, {}).error
            notices.tell_once_a_day(self._key, line, self._now.date())
            return SheetSyncError.exit_code

    def _run(self) -> int:
        from filelock import FileLock, Timeout

        from sheet_sync.schedulers import TRIAL

        found, failed = self._found()
        page = self._page()
        if page.is_trial_forsaken(self._now):
            self._forget_trial()
        if TRIAL in os.environ and not page.is_on_trial(self._now):
            return 0  # it was over before the scheduler heard of that
        mended = {*page.failing()} - {*found}
        if not (failed or mended or self._to_do(found)):
            return 0
        self._diary.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(self._diary.folder / f"{self._key}.lock", timeout=0, mode=0o600, fallback_to_soft=False)
        try:
            with lock:
                return self._alone(found, failed)
        except Timeout:
            return self._beside_another()

    def _page(self) -> Page:
        return self._diary.read(self._key)

    def _forget_trial(self) -> None:
        """Who asked for it was killed, and left what starts it."""
        from sheet_sync.errors import SheetSyncError
        from sheet_sync.schedulers import schedulers_here

        with suppress(SheetSyncError):
            for scheduler in schedulers_here(Path.home()):
                scheduler.end_trial(self._key)
            self._diary.write(self._key, self._page().without_trial())

    def _found(self) -> tuple[Mapping[str, Target], Mapping[str, Outcome]]:
        """The trackers by name, or what keeps them from being found: a failure as any other."""
        from sheet_sync.commands.outcomes import attempted
        from sheet_sync.errors import ConfigurationError, SheetSyncError

        error: SheetSyncError
        try:
            return {target.name: target for target in self._find()}, {}
        except SheetSyncError as found_none:
            error = found_none
        except click.UsageError:
            error = ConfigurationError(f"{self._place} names no tracker.", "Add a [[tracker]], or end the schedule.")
        return {}, {self._place: attempted(partial(_fail, error), self._subjects[0].given, {})}

    def _to_do(self, found: Mapping[str, Target]) -> dict[str, Target]:
        page = self._page()
        if page.is_on_trial(self._now):
            return dict(found)
        return {name: one for name, one in found.items() if page.standing(name).is_due(self._at, self._now)}

    def _alone(self, found: Mapping[str, Target], failed: Mapping[str, Outcome]) -> int:
        from sheet_sync.commands.outcomes import Undone, worst

        page, to_do = self._page(), self._to_do(found)
        on_trial = page.is_on_trial(self._now)
        begun = replace(page, begun=self._now.isoformat())
        self._diary.write(self._key, begun.trying() if on_trial else begun)
        synced = self._sync([*to_do.values()], on_trial) if to_do else ()
        outcomes = {**failed, **dict(zip(to_do, synced, strict=True))}
        done = {name: outcome for name, outcome in outcomes.items() if not isinstance(outcome, Undone)}
        if outcomes:
            notices.log(self._diary.log(self._key), outcomes.values(), self._now, " trial" if on_trial else "")
        if on_trial:
            tried = self._page().tried([_failure(one) for one in outcomes.values()])
            self._diary.write(self._key, replace(tried, begun=""))
        else:
            self._turn_the_page(done, [*(found or self._page().trackers)])
        if len(done) < len(outcomes):
            click.echo(STOPPED, err=True)
        return worst(outcome.exit_code for outcome in outcomes.values())

    def _turn_the_page(self, outcomes: Mapping[str, Outcome], trackers: Sequence[str]) -> None:
        """What is new is told before it is noted that it was: whatever happens between, nobody misses it."""
        from sheet_sync.commands.daily import summary, turned

        before = self._page()
        after = turned(before, outcomes, trackers, self._start())
        if not self._options.quiet:
            for line in summary(self._place, [*outcomes.values()], alone=len(trackers) == 1):
                click.echo(line)
        for line in after.failures:
            click.echo(f"sheet-sync: {line}", err=True)
        notices.tell(self._key, after.notice, needed=after.needed)
        now = self._page()  # it may have been scheduled anew meanwhile, or be scheduled no more
        if before.target and not now.target:
            notices.tell(self._key, "", needed=False)
            return
        kept = replace(now, trackers=after.page.trackers, begun="", noticed=after.page.noticed)
        self._diary.write(self._key, kept)

    def _beside_another(self) -> int:
        """Another start is at work; where it should have ended long ago, the user has to know."""
        from sheet_sync.commands.daily import hanging

        after = hanging(self._page(), self._start())
        if after.notice:
            notices.tell(self._key, after.notice, needed=True)
            self._diary.write(self._key, replace(self._page(), noticed=after.page.noticed))
        return 0

    def _start(self) -> Run:
        from sheet_sync.commands.daily import Run
        from sheet_sync.schedulers import last_hour

        return Run(self._place, self._now, last_hour(self._at, self._now).date(), self._end())

    def _end(self) -> str:
        """How the user ends it: by a command, or in a crontab of their own."""
        if not self._page().target:
            return "take its line out of your crontab."
        named = ["--config", str(self._options.config.resolve())] if self._options.config else []
        words = (word for one in self._subjects for word in one.arguments)
        command = [*program(), "schedule", "--remove", *named, *words]
        if sys.platform == "win32":
            return subprocess.list2cmdline([str(Path(sys.executable).with_name("python.exe")), *command[1:]])
        return shlex.join(command)


def _failure(outcome: Outcome) -> str:
    return str(outcome.error or outcome.document.get("error") or "")


def _fail(error: Exception) -> NoReturn:
    raise error
