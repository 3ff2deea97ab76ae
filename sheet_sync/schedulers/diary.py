"""What scheduled runs remember of each other: whether the day's work is done, and what was told already."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sheet_sync.files import keep_private

FINE = "fine"
"""What came of a trial that went well."""
LONGEST_TRIAL = timedelta(minutes=15)
"""A thousand trackers take a minute or two, and as many Google Sheets longer than anybody would wait."""
_ASKED, _BEGUN = "asked", "begun"
_SAID = 3
"""Failures of a trial that are told one by one."""
_SILENCE = timedelta(days=2)
_HUNG = timedelta(days=1)


def last_hour(at: time, now: datetime) -> datetime:
    """When the hour of a day's work came last, by the clock on the wall: without a zone."""
    begun = datetime.combine(now.date(), at)
    return begun if begun <= now.replace(tzinfo=None) else begun - timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """How the daily sync of one tracker stands; moments are ISO strings in local time with offset, "" for never.

    Attributes:
        succeeded: when it last succeeded.
        failing_since: when the first of the failures since then was.
        error: the last failure's line, "" after a success.
        told: the day, from its hour on, on which the user was last told that it fails.
    """

    succeeded: str = ""
    failing_since: str = ""
    error: str = ""
    told: str = ""

    def is_due(self, at: time, now: datetime) -> bool:
        """No success since the hour last came, be it yesterday; one in the future was a clock's mistake.

        The hour is that on the wall: when the clock goes back in autumn, or its owner travels west, it comes but once.
        """
        if not self.succeeded:
            return True
        succeeded = _moment(self.succeeded)
        return succeeded.replace(tzinfo=None) < last_hour(at, now) or succeeded > now

    def after_success(self, now: datetime) -> "Standing":
        """The day's work is done."""
        return Standing(succeeded=now.isoformat())

    def after_failure(self, error: str, now: datetime) -> "Standing":
        """It failed, for the first time or again."""
        since = self.failing_since if self.failing_since and _moment(self.failing_since) <= now else now.isoformat()
        return replace(self, failing_since=since, error=error)

    def is_news(self, day: date) -> bool:
        """That it fails was not told yet on this day; a success between makes it news again."""
        return self.told != day.isoformat()

    def after_telling(self, day: date) -> "Standing":
        """The user was told of the failure."""
        return replace(self, told=day.isoformat())

    def fails_for_days(self, now: datetime) -> bool:
        """It has failed for so long that the user has to know."""
        return bool(self.failing_since) and now - _moment(self.failing_since) >= _SILENCE


@dataclass(frozen=True)
class Page:
    """What is remembered of one entry of a scheduler.

    Attributes:
        target: what it is about, with its whole path.
        at: from when on in the day, "08:00".
        options: what else the scheduled runs are given: "--sheet" and its value, say.
        noticed: the day on which the user was last given notice of days without success.
        begun: when the run began that is under way, "" for none.
        trial: how far a trial is, that somebody asked for and waits for; then what came of it.
        asked: when it was asked for.
        trackers: how each of its trackers stands.
    """

    target: str = ""
    at: str = ""
    noticed: str = ""
    begun: str = ""
    trial: str = ""
    asked: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    trackers: Mapping[str, Standing] = field(default_factory=dict)

    def standing(self, tracker: str) -> Standing:
        """How a tracker stands; one that is new was never synced."""
        return self.trackers.get(tracker, Standing())

    def is_on_trial(self, now: datetime) -> bool:
        """The next start is to be a trial, for which somebody still waits."""
        return self.trial == _ASKED and not self.is_trial_forsaken(now)

    def is_trial_forsaken(self, now: datetime) -> bool:
        """Who asked for the trial was killed meanwhile, or switched off with the machine."""
        if self.trial not in (_ASKED, _BEGUN):
            return False
        return not self.asked or not timedelta() <= now - _moment(self.asked) <= LONGEST_TRIAL

    def hangs(self, now: datetime) -> bool:
        """The run that is under way should have ended long ago."""
        return bool(self.begun) and now - _moment(self.begun) >= _HUNG

    @property
    def is_trying(self) -> bool:
        """A trial is under way."""
        return self.trial == _BEGUN

    @property
    def came_of_the_trial(self) -> str:
        """`FINE`, or what went wrong; "" as long as it is not over."""
        return "" if self.trial in (_ASKED, _BEGUN) else self.trial

    def with_trial(self, now: datetime) -> "Page":
        """Let the next start be a trial."""
        return replace(self, trial=_ASKED, asked=now.isoformat())

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
        return replace(self, trial="", asked="")

    def last_success(self) -> str:
        """When one of them last succeeded."""
        return max((one.succeeded for one in self.trackers.values() if one.succeeded), default="", key=_moment)

    def is_about(self, tracker: str) -> bool:
        """It syncs that tracker, or a worksheet of it."""
        return any(name == tracker or name.startswith(f"{tracker} “") for name in self.trackers)

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

    def all(self) -> list[Page]:
        """The pages of all entries that were made by `schedule`, by their targets."""
        pages = [self.read(path.stem) for path in self.folder.glob("*.json")]
        return sorted((page for page in pages if page.target), key=lambda page: page.target)

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
    texts = {name: str(content.get(name, "")) for name in ("target", "at", "noticed", "begun", "trial", "asked")}
    _require_moments(texts["begun"], texts["asked"])
    time.fromisoformat(texts["at"] or "00:00")
    options = {str(name): str(value) for name, value in content.get("options", {}).items()}
    trackers = {name: _standing(said) for name, said in content.get("trackers", {}).items()}
    return Page(**texts, options=options, trackers=trackers)


def _standing(said: Mapping[str, Any]) -> Standing:
    standing = Standing(**{name: str(said.get(name, "")) for name in Standing.__dataclass_fields__})
    _require_moments(standing.succeeded, standing.failing_since)
    return standing


def _require_moments(*texts: str) -> None:
    for text in filter(None, texts):
        if _moment(text).tzinfo is None:
            raise ValueError(text)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
