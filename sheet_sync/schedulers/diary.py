"""What scheduled runs remember of each other: whether the day's work is done, and what was told already."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path

from sheet_sync.files import keep_private

_SILENCE = timedelta(days=2)


@dataclass(frozen=True)
class Page:
    """What is remembered of one entry; moments are ISO strings in local time with their offset, "" for never.

    Attributes:
        target: the tracker.
        at: from when on in the day, "08:00".
        succeeded: when it last succeeded.
        failing_since: when the first of the failures since then was.
        error: the last failure's line, "" after a success.
        told: the day on which that failure was told.
        noticed: the day on which the user was last given notice of days without success.
        trial: "asked" where the next start is to be a trial; then what came of it.
    """

    target: str = ""
    at: str = ""
    succeeded: str = ""
    failing_since: str = ""
    error: str = ""
    told: str = ""
    noticed: str = ""
    trial: str = ""

    def is_due(self, at: time, now: datetime) -> bool:
        """No success since the hour last came, be it yesterday; one in the future was a clock's mistake."""
        begun = datetime.combine(now.date(), at, now.tzinfo)
        if begun > now:
            begun -= timedelta(days=1)
        return not self.succeeded or not begun <= datetime.fromisoformat(self.succeeded) <= now

    def after_success(self, now: datetime) -> "Page":
        """The day's work is done."""
        return replace(self, succeeded=now.isoformat(), failing_since="", error="", told="", noticed="")

    def after_failure(self, error: str, now: datetime) -> "Page":
        """It failed, for the first time or again."""
        return replace(self, failing_since=self.failing_since or now.isoformat(), error=error)

    def is_news(self, error: str, now: datetime) -> bool:
        """This failure was not told yet on this day."""
        return self.error != error or self.told != now.date().isoformat()

    def needs_notice(self, now: datetime) -> bool:
        """It has failed for two days, and this day the user was not given notice."""
        if not self.failing_since or self.noticed == now.date().isoformat():
            return False
        return now - datetime.fromisoformat(self.failing_since) >= _SILENCE


class Diary:
    """The pages of all entries, in the state folder."""

    def __init__(self, state_folder: Path) -> None:
        self.folder = state_folder / "schedules"
        self._root = state_folder

    def read(self, key: str) -> Page:
        """The page of an entry; an empty one where there is none, or none that can be read."""
        try:
            content = json.loads((self.folder / f"{key}.json").read_bytes())
            page = Page(**{name: str(text) for name, text in content.items() if name in Page.__dataclass_fields__})
        except (OSError, ValueError, AttributeError):
            return Page()
        return page if all(_is_moment(text) for text in (page.succeeded, page.failing_since) if text) else Page()

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


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
