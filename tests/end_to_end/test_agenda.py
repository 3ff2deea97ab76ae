"""`sheet-sync agenda`: what to send today and next, told and kept as a calendar, and nothing written into the sheet."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from calendars import CalendarProgram, events_in
from ical.event import EventStatus
from rich.text import Text
from workbooks import ALEX, ANA, BEN, CAT, TODAY, Command, Make, Row, Tracker, Untouched, add_settings

from sheet_sync.commands.agenda import agenda as telling
from sheet_sync.config import Settings

DAN: Row = {
    "Company": "Hooli",
    "Position": "Editor",
    "Interview date": date(2026, 11, 18),
    "Promised reply by": date(2026, 11, 29),
    "Thank-you sent": date(2026, 11, 19),
}
"""Waits until Monday, 30 November 2026."""
EVE: Row = {"Company": "Umbrella", "Position": "Chemist", "Interview date": datetime(2026, 11, 25, 14, 30)}
"""An interview is ahead."""
ME = {"Your name": "Alex Morgan", "Your email": "alex@example.com"}


@pytest.fixture
def tracker(make: Make) -> Tracker:
    return make((ANA, BEN, CAT, DAN, EVE), finish=lambda book, _: add_settings(book, ME))


@pytest.fixture
def agenda(run: Command, tracker: Tracker) -> Callable[..., str]:
    def tell(*options: object, today: str = TODAY) -> str:
        ran = run("agenda", tracker.path, "--today", today, *options)
        assert (ran.code, ran.err) == (0, "")
        return ran.out

    return tell


@pytest.fixture
def calendar(agenda: Callable[..., str], tmp_path: Path) -> Callable[..., Path]:
    def keep(*options: object, today: str = TODAY) -> Path:
        agenda("--ics", tmp_path / "search.ics", *options, today=today)
        return tmp_path / "search.ics"

    return keep


def headlines(told: str) -> list[str]:
    return [line for line in told.splitlines()[1:] if line.startswith("  ") and not line.startswith("     ")]


def test_it_tells_what_is_due_and_what_comes_next_by_its_day(agenda: Callable[..., str]) -> None:
    assert headlines(agenda()) == [
        "  Overdue",
        "    Thu 19 Nov  follow-up to Jane Doe, Acme (Data Analyst)",
        "  Today",
        "    Mon 23 Nov  thank-you to Sam Rivera, Globex (Test Engineer)",
        "  Later",
        "    Mon 30 Nov  follow-up, Hooli (Editor)",
        "  Interviews ahead",
        "    Wed 25 Nov, 14:30  Umbrella (Chemist)",
    ]


def test_it_shows_the_very_draft_that_a_sync_writes(agenda: Callable[..., str], tracker: Tracker) -> None:
    told = agenda()

    tracker.sync()

    for row in (2, 3):
        assert all(line in told for line in tracker.get(row, "Draft").splitlines())
    assert agenda() == told


def test_it_shows_a_draft_as_the_user_edited_it(agenda: Callable[..., str], tracker: Tracker) -> None:
    tracker.sync()
    tracker.type(2, "Draft", "Subject: Hello\n\nin my own words")

    assert "in my own words" in agenda()


def test_it_changes_nothing_in_the_tracker(
    agenda: Callable[..., str], tracker: Tracker, untouched: Untouched, tmp_path: Path
) -> None:
    same = untouched(tracker.path)

    agenda("--ics", tmp_path / "search.ics")

    assert same()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((DAN,), "Nothing to send. Waiting is right: Hooli until Mon 30 Nov."),
        ((CAT,), "Nothing to send."),
        (
            tuple({**DAN, "Company": name} for name in ("A1 Ltd", "B2 Ltd", "C3 Ltd", "D4 Ltd", "E5 Ltd")),
            "Nothing to send. Waiting is right: A1 Ltd until Mon 30 Nov, B2 Ltd until Mon 30 Nov, "
            "C3 Ltd until Mon 30 Nov and 2 more.",
        ),
    ],
)
def test_on_a_quiet_day_it_says_so_kindly(run: Command, make: Make, rows: tuple[Row, ...], said: str) -> None:
    told = run("agenda", make(rows).path, "--today", TODAY).out

    assert told.splitlines()[1].strip() == said


def test_scripts_get_one_document(agenda: Callable[..., str], tracker: Tracker) -> None:
    document = json.loads(agenda("--json"))

    (told,) = document["trackers"]
    assert document["today"] == TODAY
    assert (told["tracker"], told["sheet"], told["error"]) == (str(tracker.path), "Applications", None)
    facts = [(one["row"], one["message"], one["due"], one["when"], bool(one["draft"])) for one in told["entries"]]
    assert facts == [
        (2, "follow_up", "2026-11-19", "overdue", True),
        (3, "thank_you", "2026-11-23", "today", True),
        (5, "follow_up", "2026-11-30", "later", False),
    ]
    assert told["interviews"] == [{"row": 6, "company": "Umbrella", "position": "Chemist", "at": "2026-11-25T14:30:00"}]


@pytest.mark.parametrize("width", [60, 100])
def test_on_a_terminal_it_is_a_table_no_wider_than_the_window(tracker: Tracker, width: int) -> None:
    settings = Settings(me=ALEX, state_folder=tracker.settings.state_folder)

    told = telling(str(tracker.path), settings, datetime(2026, 11, 23), sheet=None, width=width)

    shown = [Text.from_ansi(line).plain for line in told.lines[1:]]
    assert max(map(len, shown)) <= width
    assert any("Overdue" in line and "19 Nov" in line for line in shown)
    assert any("Thank you again for the interview" in line or "Thank you again" in line for line in shown)


def test_the_calendar_passes_a_strict_parser_and_has_one_event_per_message(calendar: Callable[..., Path]) -> None:
    path = calendar()

    events = events_in(path)

    assert [event.summary for event in events] == [
        "Follow up with Jane Doe, Acme (Data Analyst)",
        "Thank Sam Rivera, Globex (Test Engineer)",
        "Follow up with Hooli (Editor)",
    ]
    assert [event.start for event in events] == [
        datetime(2026, 11, 23, 9),
        datetime(2026, 11, 23, 9),
        datetime(2026, 11, 30, 9),
    ]
    assert "Subject: Following up" in (events[0].description or "")
    lines = path.read_bytes().split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)


def test_two_runs_write_the_same_calendar(calendar: Callable[..., Path], agenda: Callable[..., str]) -> None:
    first = calendar().read_bytes()

    told = agenda("--ics", calendar())

    assert calendar().read_bytes() == first
    assert told.splitlines()[-1].endswith("search.ics: 3 messages as before.")


def test_events_keep_their_uids_when_rows_are_sorted_and_people_renamed(
    calendar: Callable[..., Path], tracker: Tracker
) -> None:
    before = {str(event.summary): event.uid for event in events_in(calendar())}

    tracker.rework(lambda sheet: sheet.move_range("A2:N2", rows=10))
    tracker.type(3, "Contact", "Samantha Rivera")

    after = {str(event.summary).replace("Samantha", "Sam"): event.uid for event in events_in(calendar())}
    assert after == before


def test_two_people_of_one_interview_keep_their_events_when_their_rows_change_places(
    run: Command, make: Make, tmp_path: Path
) -> None:
    people: list[Row] = [{**BEN, "Contact": name, "Position": None} for name in ("Ann Lee", "Bob Ray")]

    def events(rows: list[Row]) -> dict[str, str]:
        tracker = make(rows, finish=lambda book, _: add_settings(book, ME))
        run("agenda", tracker.path, "--today", TODAY, "--ics", tmp_path / "two.ics")
        return {str(event.summary): str(event.uid) for event in events_in(tmp_path / "two.ics")}

    assert len(events(people)) == 2
    assert events(people) == events(people[::-1])


def test_importing_the_calendar_every_day_updates_it_in_place(calendar: Callable[..., Path], tracker: Tracker) -> None:
    program = CalendarProgram()
    for _ in range(2):
        program.import_file(calendar())
    assert program.shown() == [
        "Follow up with Jane Doe, Acme (Data Analyst)",
        "Thank Sam Rivera, Globex (Test Engineer)",
        "Follow up with Hooli (Editor)",
    ]

    tracker.type(2, "Followed up", date(2026, 11, 23))
    tracker.type(5, "Promised reply by", date(2026, 12, 2))
    for today in ("2026-11-24", "2026-11-24", "2026-11-25"):
        program.import_file(calendar(today=today))

    assert program.shown() == ["Thank Sam Rivera, Globex (Test Engineer)", "Follow up with Hooli (Editor)"]
    assert {event.start for event in program.events.values() if event.status != EventStatus.CANCELLED} == {
        datetime(2026, 11, 25, 9),
        datetime(2026, 12, 3, 9),
    }


def test_what_was_cancelled_long_ago_is_forgotten(calendar: Callable[..., Path], tracker: Tracker) -> None:
    calendar()
    tracker.type(2, "Followed up", date(2026, 11, 23))

    assert "Acme" in calendar(today="2026-11-24").read_text("utf-8")
    assert "Acme" not in calendar(today="2027-02-24").read_text("utf-8")


def test_a_time_zone_of_the_settings_holds_for_the_calendar(make: Make, run: Command, tmp_path: Path) -> None:
    zoned = make((ANA,), finish=lambda book, _: add_settings(book, {**ME, "rules.timezone": "America/New_York"}))

    run("agenda", zoned.path, "--today", TODAY, "--ics", tmp_path / "zoned.ics")

    (event,) = events_in(tmp_path / "zoned.ics")
    assert isinstance(event.start, datetime)
    assert (event.start.hour, str(event.start.tzinfo), event.start.utcoffset()) == (
        9,
        "America/New_York",
        -5 * (datetime(1, 1, 1, 1) - datetime(1, 1, 1)),
    )
    written = (tmp_path / "zoned.ics").read_bytes()
    assert b"BEGIN:VTIMEZONE" in written
    changes = [line for line in written.splitlines() if line.startswith(b"RDATE")]
    assert changes
    assert not any(b"," in change for change in changes)
    assert b"METHOD" not in written


@pytest.mark.parametrize("content", [b"", b"dear diary", b"BEGIN:VCALENDAR\r\nPRODID:other\r\nEND:VCALENDAR\r\n"])
def test_a_file_that_is_no_calendar_of_ours_stays_as_it_is(
    run: Command, tracker: Tracker, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "mine.ics"
    path.write_bytes(content)

    ran = run("agenda", tracker.path, "--today", TODAY, "--ics", path)

    assert (ran.code, path.read_bytes()) == (1, content)
    assert ran.err == (
        f"sheet-sync: {path} is not a calendar that sheet-sync wrote, so it stays as it is. "
        "Give another file to --ics.\n"
    )


def test_a_tracker_that_cannot_be_read_today_keeps_its_events(
    run: Command, make: Make, tracker: Tracker, tmp_path: Path
) -> None:
    path, other = tmp_path / "both.ics", make(({**ANA, "Company": "Wayne"},), name="other.xlsx")
    asked = ("agenda", tracker.path, other.path, "--ics", path, "--today")
    run(*asked, TODAY)
    other.path.write_bytes(b"no workbook any more")
    tracker.type(2, "Followed up", date(2026, 11, 23))

    ran = run(*asked, TODAY)

    assert ran.code == 1
    kept: dict[str, Any] = {str(event.summary): event.status for event in events_in(path)}
    assert kept["Follow up with Jane Doe, Wayne (Data Analyst)"] == EventStatus.CONFIRMED
    assert kept["Follow up with Jane Doe, Acme (Data Analyst)"] == EventStatus.CANCELLED


def test_a_link_that_leads_nowhere_keeps_no_other_tracker_out_of_the_calendar(
    run: Command, tracker: Tracker, tmp_path: Path
) -> None:
    (tmp_path / "loop.xlsx").symlink_to(tmp_path / "loop.xlsx")
    ran = run("agenda", tracker.path, tmp_path / "loop.xlsx", "--today", TODAY, "--ics", tmp_path / "x.ics")
    assert ran.code == 1
    assert len(events_in(tmp_path / "x.ics")) == 3


def test_a_wrong_configuration_is_one_with_a_calendar_too(run: Command, tracker: Tracker, tmp_path: Path) -> None:
    (tmp_path / "wrong.toml").write_text("[mee]\n", "utf-8")
    asked = ("agenda", tracker.path, "--config", tmp_path / "wrong.toml")
    assert run(*asked).code == run(*asked, "--ics", tmp_path / "x.ics").code == 2


def test_without_a_tracker_that_can_be_read_there_is_no_calendar(run: Command, tmp_path: Path) -> None:
    assert run("agenda", "no.xlsx", "--ics", tmp_path / "no.ics").code == 1
    assert not (tmp_path / "no.ics").exists()


def test_a_calendar_of_a_quiet_day_is_one_too(run: Command, make: Make, tmp_path: Path) -> None:
    ran = run("agenda", make((CAT,)).path, "--today", TODAY, "--ics", tmp_path / "quiet.ics")
    assert ran.out.splitlines()[-1].endswith("quiet.ics: 0 messages written.")
    assert events_in(tmp_path / "quiet.ics") == []
    assert b"BEGIN:VTIMEZONE" in (tmp_path / "quiet.ics").read_bytes()


def test_emoji_made_of_several_stay_whole_in_the_calendar(run: Command, make: Make, tmp_path: Path) -> None:
    odd = make(({**ANA, "Company": "👩\u200d💻 Labs"},), finish=lambda book, _: add_settings(book, ME))

    told = run("agenda", odd.path, "--today", TODAY, "--ics", tmp_path / "odd.ics")

    (event,) = events_in(tmp_path / "odd.ics")
    assert str(event.summary) == "Follow up with Jane Doe, 👩\u200d💻 Labs (Data Analyst)"
    assert "👩\u200d💻 Labs" in told.out


def test_a_draft_is_told_as_it_was_typed_and_acts_on_nothing(
    agenda: Callable[..., str], calendar: Callable[..., Path], tracker: Tracker
) -> None:
    tracker.sync()
    tracker.type(2, "Draft", "Hi\u00a0Jane,\u2028any\u3000news?\n_x001B_[31mred_x001B_]0;title_x0007_ \u202eright")

    told = agenda()

    assert "      Hi\u00a0Jane,\n      any\u3000news?\n      [31mred]0;title right\n" in told
    assert "\x1b" not in told
    (event, *_) = events_in(calendar())
    assert "Hi\u00a0Jane,\nany\u3000news?\n[31mred]0;title right" in str(event.description)


def test_an_interview_ahead_is_told_beside_the_thank_you_for_the_last_one(run: Command, make: Make) -> None:
    row = {**BEN, "Interview date": "2026-11-22, 2026-11-27"}
    told = headlines(run("agenda", make((row,)).path, "--today", TODAY).out)
    assert [line.strip() for line in told] == [
        "Today",
        "Mon 23 Nov  thank-you to Sam Rivera, Globex (Test Engineer)",
        "Interviews ahead",
        "Fri 27 Nov  Globex (Test Engineer)",
    ]


def test_a_calendar_that_cannot_be_written_is_told_in_its_place_of_the_document(
    run: Command, tracker: Tracker, tmp_path: Path
) -> None:
    (tmp_path / "mine.ics").write_text("dear diary", "utf-8")
    document = json.loads(run("agenda", tracker.path, "--json", "--ics", tmp_path / "mine.ics").out)
    assert sorted(document) == ["ics", "today", "trackers"]
    assert (document["ics"]["written"], document["ics"]["events"]) == (False, None)
    assert "not a calendar that sheet-sync wrote" in document["ics"]["error"]


def test_many_trackers_are_told_at_once_and_kept_in_one_calendar(
    command: Command, make: Make, tracker: Tracker, tmp_path: Path
) -> None:
    other = make(({**ANA, "Company": "Wayne"},), name="other.xlsx", finish=lambda book, _: add_settings(book, ME))
    asked = ("agenda", tracker.path, other.path, "--today", TODAY)

    alone, both = command(*asked, "--jobs", 1), command(*asked, "--jobs", 2, "--ics", tmp_path / "both.ics")

    assert both.out.startswith(alone.out)
    assert "Wayne" in alone.out
    assert [str(event.summary) for event in events_in(tmp_path / "both.ics")].count(
        "Follow up with Jane Doe, Wayne (Data Analyst)"
    ) == 1
    assert len(events_in(tmp_path / "both.ics")) == 4
    document = json.loads(command(*asked, "--json", "--ics", tmp_path / "both.ics").out)
    assert document["ics"] == {"file": str(tmp_path / "both.ics"), "events": 4, "written": False, "error": None}
    assert [len(told["entries"]) for told in document["trackers"]] == [3, 1]


@pytest.mark.parametrize("text", ["Ä,;\\n\nEND:VEVENT", "x\x07y\u2028z", "🦊" * 60, "=1+1", "a\tb"])
def test_whatever_a_cell_says_the_calendar_stays_sound(run: Command, make: Make, tmp_path: Path, text: str) -> None:
    odd = make(({**ANA, "Company": text.replace("\x07", "")},), finish=lambda book, _: add_settings(book, ME))

    run("agenda", odd.path, "--today", TODAY, "--ics", tmp_path / "odd.ics")

    (event,) = events_in(tmp_path / "odd.ics")
    assert str(event.summary).startswith("Follow up with")
    assert event.status == EventStatus.CONFIRMED


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("-", "- is no file for a calendar. Give --ics a file such as job_search.ics."),
        (".", ". is no file for a calendar. Give --ics a file such as job_search.ics."),
        ("no_folder/x.ics", "no_folder/x.ics: there is no folder no_folder. Make it, or name another one."),
    ],
)
def test_a_calendar_that_cannot_be_kept_there_is_one_line_after_the_agenda(
    run: Command, tracker: Tracker, tmp_path: Path, name: str, said: str
) -> None:
    ran = run("agenda", tracker.path, "--today", TODAY, "--ics", name, cwd=tmp_path)

    assert (ran.code, ran.err) == (1, f"sheet-sync: {said}\n")
    assert "Overdue" in ran.out
    assert not (tmp_path / "-").exists()


def test_on_a_terminal_too_narrow_for_a_table_it_is_plain(tracker: Tracker) -> None:
    def told(width: int) -> tuple[str, ...]:
        settings = Settings(me=ALEX)
        return telling(str(tracker.path), settings, datetime(2026, 11, 23), sheet=None, width=width).lines

    assert told(40) == told(0) != told(80)
