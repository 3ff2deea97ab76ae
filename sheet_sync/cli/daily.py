"""The sync of the day: started every hour, done once for each tracker, silent unless there is something to say."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from sheet_sync.cli import notices
from sheet_sync.cli.running import STOPPED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import time

    from sheet_sync.cli.options import Options
    from sheet_sync.cli.subjects import Subject
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
        from filelock import FileLock, Timeout

        found, failed = self._found()
        if not (failed or self._to_do(found)):
            return 0
        self._diary.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with FileLock(self._diary.folder / f"{self._key}.lock", timeout=0, mode=0o600):
                return self._alone(found, failed)
        except Timeout:
            return 0

    def _page(self) -> Page:
        return self._diary.read(self._key)

    def _found(self) -> tuple[Mapping[str, Target], Mapping[str, Outcome]]:
        """The trackers by name, or what keeps them from being found: a failure as any other."""
        from sheet_sync.commands.outcomes import attempted
        from sheet_sync.errors import SheetSyncError

        try:
            return {target.name: target for target in self._find()}, {}
        except SheetSyncError as error:
            raised = error

        def fail() -> Outcome:
            raise raised

        return {}, {self._place: attempted(fail, self._subjects[0].given, {})}

    def _to_do(self, found: Mapping[str, Target]) -> dict[str, Target]:
        page = self._page()
        if page.is_on_trial:
            return dict(found)
        return {name: one for name, one in found.items() if page.standing(name).is_due(self._at, self._now)}

    def _alone(self, found: Mapping[str, Target], failed: Mapping[str, Outcome]) -> int:
        from sheet_sync.commands.outcomes import Undone, worst

        to_do, on_trial = self._to_do(found), self._page().is_on_trial
        if on_trial:
            self._diary.write(self._key, self._page().trying())
        synced = self._sync([*to_do.values()], on_trial) if to_do else ()
        outcomes = {**failed, **dict(zip(to_do, synced, strict=True))}
        done = {name: outcome for name, outcome in outcomes.items() if not isinstance(outcome, Undone)}
        notices.log(self._diary.log(self._key), outcomes.values(), self._now, " trial" if on_trial else "")
        if on_trial:
            self._diary.write(self._key, self._page().tried([outcome.error for outcome in done.values()]))
        else:
            self._turn_the_page(done, [*(found or self._page().trackers)])
        if len(done) < len(outcomes):
            click.echo(STOPPED, err=True)
        return worst(outcome.exit_code for outcome in outcomes.values())

    def _turn_the_page(self, outcomes: Mapping[str, Outcome], trackers: Sequence[str]) -> None:
        from sheet_sync.commands.daily import summary, turned

        after = turned(self._page(), outcomes, trackers, self._now, self._end())
        self._diary.write(self._key, after.page)
        if not self._options.quiet:
            for line in summary(self._place, [*outcomes.values()], alone=len(trackers) == 1):
                click.echo(line)
        for line in after.failures:
            click.echo(f"sheet-sync: {line}", err=True)
        notices.tell(self._key, after.notice, needed=after.needed)

    def _end(self) -> str:
        """The command that ends it."""
        named = ["--config", str(self._options.config.resolve())] if self._options.config else []
        return shlex.join(
            ["sheet-sync", "schedule", "--remove", *named, *(word for one in self._subjects for word in one.arguments)]
        )
