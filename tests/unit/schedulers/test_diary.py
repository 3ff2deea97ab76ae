"""What scheduled runs remember: whether the day's work is done, what was told, and when the user needs to know."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sheet_sync.schedulers import FINE, Diary, Page, Standing, last_hour

BERLIN = ZoneInfo("Europe/Berlin")

UNREADABLE = (
    b"",
    b"[1]",
    b"null",
    b"\xff",
    b'{"trackers": []}',
    b'{"trackers": {"a": 1}}',
    b'{"trackers": {"a": {"succeeded": "yesterday"}}}',
    b'{"trackers": {"a": {"succeeded": "2026-11-23T08:00"}}}',
    b'{"trackers": {"a": {"failing_since": 5}}}',
    b'{"begun": "today"}',
    b'{"at": "morning"}',
    b'{"options": ["--sheet"]}',
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("succeeded", "now", "due"),
    [
        ("", "2026-11-23T07:59", True),
        ("2026-11-23T08:00", "2026-11-23T09:00", False),
        ("2026-11-23T07:59", "2026-11-23T08:00", True),
        ("2026-11-22T08:00", "2026-11-23T07:59", False),
        ("2026-11-21T23:00", "2026-11-23T07:59", True),
        ("2026-11-22T23:00", "2026-11-23T08:00", True),
        ("2027-11-23T08:00", "2026-11-23T09:00", True),
        ("2026-10-24T08:00", "2026-10-25T07:30", False),
        ("2026-10-24T08:00", "2026-10-25T08:00", True),
    ],
    ids=[
        "never",
        "done today",
        "done before the hour",
        "the next morning before the hour",
        "asleep for a day",
        "late yesterday",
        "the clock was wrong",
        "the night in which the clock goes back",
        "the morning after that night",
    ],
)
def test_a_day_has_its_work_from_the_hour_on(succeeded: str, now: str, due: bool) -> None:  # noqa: FBT001 - a table
    standing = Standing(succeeded=at(succeeded).isoformat() if succeeded else "")
    assert standing.is_due(time(8), at(now)) is due


def test_the_day_begins_at_its_hour_and_not_at_midnight() -> None:
    assert last_hour(time(8), at("2026-11-24T07:59")) == datetime(2026, 11, 23, 8)
    assert last_hour(time(8), at("2026-11-24T08:00")) == datetime(2026, 11, 24, 8)
    assert last_hour(time(0), at("2026-11-24T00:00")) == datetime(2026, 11, 24)


def test_who_travels_west_does_the_work_of_a_day_once() -> None:
    standing = Standing(succeeded=at("2026-11-23T08:00").isoformat())
    new_york = at("2026-11-23T09:00").astimezone(ZoneInfo("America/New_York"))
    assert not standing.is_due(time(8), new_york)
    assert not standing.is_due(time(8), new_york + timedelta(hours=6))
    assert standing.is_due(time(8), new_york + timedelta(hours=29))


def test_a_failure_is_told_once_a_day_whatever_it_says_and_again_after_a_success() -> None:
    now, day = at("2026-11-23T08:00"), date(2026, 11, 23)
    told = Standing().after_failure("broken", now).after_telling(day)
    assert not told.is_news(day)
    assert not told.after_failure("broken at 08:01", now).is_news(day)
    assert told.after_success(now).after_failure("broken", now).is_news(day)
    assert told.is_news(date(2026, 11, 24))


def test_a_failure_in_the_future_was_a_mistake_of_the_clock() -> None:
    ahead = Standing().after_failure("broken", at("2027-11-23T08:00"))
    now = at("2026-11-23T08:00")
    standing = ahead.after_failure("broken", now)
    assert standing.fails_for_days(now + timedelta(days=2))


def test_what_fails_for_two_days_is_known_until_it_works() -> None:
    now = at("2026-11-23T08:00")
    standing = Standing().after_failure("broken", now)
    assert not standing.fails_for_days(now + timedelta(hours=47))
    assert standing.after_failure("gone", now + timedelta(hours=47)).fails_for_days(now + timedelta(days=2))
    assert not standing.after_success(now).fails_for_days(now + timedelta(days=9))


def test_the_last_success_of_several_is_the_latest_whatever_the_offset_of_its_clock() -> None:
    summer, winter = "2026-10-25T02:30:00+02:00", "2026-10-25T02:10:00+01:00"
    trackers = {"a": Standing(succeeded=summer), "b": Standing(succeeded=winter), "c": Standing(error="broken")}
    page = Page(trackers=trackers)
    assert page.last_success() == winter
    assert [*page.failing()] == ["c"]
    assert Page().last_success() == ""


def test_a_trial_is_asked_for_begun_and_answered() -> None:
    now = at("2026-11-23T08:00")
    page = Page().with_trial(now)
    assert (page.is_on_trial(now), page.is_trying, page.came_of_the_trial) == (True, False, "")
    page = page.trying()
    assert (page.is_on_trial(now), page.is_trying, page.came_of_the_trial) == (False, True, "")
    assert page.tried(["", ""]).came_of_the_trial == FINE
    assert page.tried(["", "no such file.", "broken."]).came_of_the_trial == "no such file. broken."
    assert page.tried(["broken."] * 9).came_of_the_trial.endswith("broken. And 6 more; the log has them all.")
    assert page.tried([""]).without_trial() == Page()


def test_a_trial_for_which_nobody_waits_any_more_is_none() -> None:
    now = at("2026-11-23T08:00")
    page = Page().with_trial(now)
    for later in (timedelta(hours=1), timedelta(hours=-1)):
        assert not page.is_on_trial(now + later)
        assert page.is_trial_forsaken(now + later)
        assert page.trying().is_trial_forsaken(now + later)
    assert not page.is_trial_forsaken(now + timedelta(minutes=5))
    assert not Page().is_trial_forsaken(now)
    assert not page.tried([""]).is_trial_forsaken(now + timedelta(days=1))


def test_pages_are_kept_private_and_one_that_cannot_be_read_is_an_empty_one(tmp_path: Path) -> None:
    diary = Diary(tmp_path / "state")
    standing = Standing(succeeded=at("2026-11-23T08:00").isoformat(), told="2026-11-23 broken")
    trackers = {"/a.xlsx": standing, "/b.xlsx": Standing()}
    page = Page(target="/a.xlsx", at="08:00", options={"--sheet": "Jobs"}, trackers=trackers)
    diary.write("key", page)
    (kept,) = diary.folder.iterdir()
    assert diary.read("key") == page
    assert kept.stat().st_mode & 0o077 == 0
    for content in UNREADABLE:
        kept.write_bytes(content)
        assert diary.read("key") == Page()
    diary.forget("key")
    diary.forget("key")
    assert diary.read("key") == Page()
