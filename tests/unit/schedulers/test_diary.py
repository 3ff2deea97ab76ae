"""What scheduled runs remember: whether the day's work is done, what was told, and when the user needs to know."""

from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sheet_sync.schedulers import Diary, Page

BERLIN = ZoneInfo("Europe/Berlin")


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
    page = Page(succeeded=at(succeeded).isoformat() if succeeded else "")
    assert page.is_due(time(8), at(now)) is due


def test_a_failure_is_told_once_a_day_and_another_one_at_once() -> None:
    now = at("2026-11-23T08:00")
    page = Page(error="broken", told="2026-11-23", failing_since=now.isoformat())
    assert not page.is_news("broken", now + timedelta(hours=1))
    assert page.is_news("gone", now + timedelta(hours=1))
    assert page.is_news("broken", now + timedelta(days=1))


def test_the_user_is_given_notice_after_two_days_once_a_day_until_it_works() -> None:
    now = at("2026-11-23T08:00")
    page = Page().after_failure("broken", now)
    assert not page.needs_notice(now + timedelta(hours=47))
    assert page.after_failure("broken", now + timedelta(hours=47)).needs_notice(now + timedelta(days=2))
    assert not Page(failing_since=page.failing_since, noticed="2026-11-25").needs_notice(at("2026-11-25T12:00"))
    assert not page.after_success(now).needs_notice(now + timedelta(days=9))


def test_pages_are_kept_private_and_one_that_cannot_be_read_is_an_empty_one(tmp_path: Path) -> None:
    diary = Diary(tmp_path / "state")
    page = Page(target="/a.xlsx", at="08:00", succeeded=at("2026-11-23T08:00").isoformat(), told="2026-11-23")
    diary.write("key", page)
    (kept,) = diary.folder.iterdir()
    assert diary.read("key") == page
    assert kept.stat().st_mode & 0o077 == 0
    for content in (b"", b"[1]", b"\xff", b'{"succeeded": "yesterday"}', b'{"succeeded": "2026-11-23T08:00"}'):
        kept.write_bytes(content)
        assert diary.read("key") == Page()
    diary.forget("key")
    diary.forget("key")
    assert diary.read("key") == Page()
