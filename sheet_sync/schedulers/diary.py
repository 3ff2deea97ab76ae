"""What scheduled runs remember of each other: whether the day's work is done, and what was told already."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from sheet_sync.files import keep_private

FINE = "fine"
"""What came of a trial that went well."""
_ASKED, _BEGUN = "asked", "begun"

_SAID = 3
"""Failures of a trial that are told one by one."""
_SILENCE = timedelta(days=2)


@dataclass(frozen=True)
class Standing:
    """How the daily sync of one tracker stands; moments are ISO strings in local time with offset, "" for never.

    Attributes:
        succeeded: when it last succeeded.
        failing_since: when the first of the failures since then was.
        error: the last failure's line, "" after a success.
        told: the failure that was told last, behind the day on which it was.
    """

    succeeded: str = ""
    failing_since: str = ""
    error: str = ""
    told: str = ""

    def is_due(self, at: time, now: datetime) -> bool:
        """No success since the hour last came, be it yesterday; one in the future was a clock's mistake."""
        begun = datetime.combine(now.date(), at, now.tzinfo)
        if begun > now:
            begun -= timedelta(days=1)
        return not self.succeeded or not begun <= datetime.fromisoformat(self.succeeded) <= now

    def after_success(self, now: datetime) -> "Standing":
        """The day's work is done."""
        return Standing(succeeded=now.isoformat())

    def after_failure(self, error: str, now: datetime) -> "Standing":
        """It failed, for the first time or again."""
        return replace(self, failing_since=self.failing_since or now.isoformat(), error=error)

    def is_news(self, now: datetime) -> bool:
        """Its failure was not told yet on this day."""
        return self.told != self._telling(now)

    def after_telling(self, now: datetime) -> "Standing":
        """The user was told of the failure."""
        return replace(self, told=self._telling(now))

    def fails_for_days(self, now: datetime) -> bool:
        """It has failed for so long that the user has to know."""
        return bool(self.failing_since) and now - datetime.fromisoformat(self.failing_since) >= _SILENCE

    def _telling(self, now: datetime) -> str:
        return f"{now.date().isoformat()} {self.error}"


@dataclass(frozen=True)
class Page:
    """What is remembered of one entry of a scheduler.

    Attributes:
        target: what it is about, with its whole path.
        at: from when on in the day, "08:00".
        noticed: the day on which the user was last given notice of days without success.
        trial: how far a trial is, that somebody asked for and waits for; then what came of it.
        trackers: how each of its trackers stands.
    """

    target: str = ""
    at: str = ""
    noticed: str = ""
    trial: str = ""
    trackers: Mapping[str, Standing] = field(default_factory=dict)

    def standing(self, tracker: str) -> Standing:
        """How a tracker stands; one that is new was never synced."""
        return self.trackers.get(tracker, Standing())

    @property
    def is_on_trial(self) -> bool:
        """The next start is to be a trial."""
        return self.trial == _ASKED

    @property
    def is_trying(self) -> bool:
        """A trial is under way."""
        return self.trial == _BEGUN

    @property
    def came_of_the_trial(self) -> str:
        """`FINE`, or what went wrong; "" as long as it is not over."""
        return "" if self.trial in (_ASKED, _BEGUN) else self.trial

    def with_trial(self) -> "Page":
        """Let the next start be a trial."""
        return replace(self, trial=_ASKED)

    def trying(self) -> "Page":
        """The trial has begun."""
        return replace(self, trial=_BEGUN)

    def tried(self, errors: Iterable[str]) -> "Page":
        """The trial is over; an error for each tracker, "" where there was none."""
        said = [*filter(None, errors)]
        more = f" And {len(said) - _SAID} more; the log has them all." if len(said) > _SAID else ""
        return replace(self, trial=" ".join(said[:_SAID]) + more or FINE)

    def without_trial(self) -> "Page":
        """What came of it was heard."""
        return replace(self, trial="")

    def last_success(self) -> str:
        """When one of them last succeeded."""
        return max((one.succeeded for one in self.trackers.values() if one.succeeded), default="", key=_moment)

    def failing(self) -> dict[str, Standing]:
        """The trackers of which the last sync failed."""
        return {name: one for name, one in self.trackers.items() if one.error}


class Diary:
    """The pages of all entries, in the state folder."""

    def __init__(self, state_folder: Path) -> None:
        self.folder = state_folder / "schedules"
        self._root = state_folder

    def read(self, key: str) -> Page:
        """The page of an entry; an empty one where there is none, or none that can be read."""
        try:
            return _page(json.loads((self.folder / f"{key}.json").read_bytes()))
        except (OSError, ValueError, AttributeError):
            return Page()

    def write(self, key: str, page: Page) -> None:
        """Keep a page.

        Raises:
            TrackerNotWritableError: the folder or disk does not take it.
        """
        keep_private(self.folder / f"{key}.json", json.dumps(asdict(page)).encode(), self._root)

    def forget(self, key: str) -> None:
        """Its entry was removed; its log stays."""
        (self.folder / f"{key}.json").unlink(missing_ok=True)

    def log(self, key: str) -> Path:
        """Where an entry's runs write what they did."""
        return self.folder / f"{key}.log"


def _page(content: Any) -> Page:  # noqa: ANN401 - whatever JSON holds
    texts = {name: str(content.get(name, "")) for name in ("target", "at", "noticed", "trial")}
    trackers = content.get("trackers", {})
    return Page(**texts, trackers={name: _standing(said) for name, said in trackers.items()})


def _standing(said: Mapping[str, Any]) -> Standing:
    standing = Standing(**{name: str(said.get(name, "")) for name in Standing.__dataclass_fields__})
    for moment in filter(None, (standing.succeeded, standing.failing_since)):
        if _moment(moment).tzinfo is None:
            raise ValueError(moment)
    return standing


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
