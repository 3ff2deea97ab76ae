"""What a daily sync says, and what it remembers, of one tracker and of hundreds."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sheet_sync.commands.daily import Run, Turned, hanging, summary, turned
from sheet_sync.commands.outcomes import Outcome
from sheet_sync.schedulers import Page, Standing, last_hour

NOW = datetime(2026, 11, 23, 8, tzinfo=ZoneInfo("Europe/Berlin"))
END = "sheet-sync schedule --remove -- /clients"


def synced(name: str, *, written: bool = True, **statuses: int) -> Outcome:
    counts = {status.replace("_", " ").replace("thank you", "thank-you"): number for status, number in statuses.items()}
    return Outcome(document={"tracker": name, "statuses": counts, "written": written})


def failed(name: str, code: int = 1, error: str = "is broken") -> Outcome:
    return Outcome(document={"tracker": name}, exit_code=code, error=f"{name} {error}.")


def start(hours: float = 0) -> Run:
    now = NOW + timedelta(hours=hours)
    return Run("/clients", now, last_hour(NOW.time(), now).date(), END)


def turn(page: Page, hours: float = 0, **outcomes: Outcome) -> Turned:
    return turned(page, outcomes, {**page.trackers, **outcomes}, start(hours))


def test_of_one_tracker_a_line_tells_what_is_due() -> None:
    outcome = synced("a.xlsx", Follow_up_now=2, Waiting=4, Check_row=1)
    assert summary("/a.xlsx", [outcome], alone=True) == [
        "a.xlsx: 2 messages to send (Follow up now: 2). See the sheet."
    ]


@pytest.mark.parametrize(
    "outcome",
    [synced("a", Waiting=3), synced("a", written=False, Follow_up_now=2), failed("a"), failed("a", 75)],
    ids=["nothing due", "nothing changed", "failed", "open"],
)
def test_on_a_quiet_day_nothing_is_said(outcome: Outcome) -> None:
    assert summary("/a", [outcome], alone=True) == summary("/all", [outcome, outcome], alone=False) == []


def test_of_several_trackers_the_sum_comes_first_and_those_without_messages_are_left_out() -> None:
    outcomes = [synced("a", Follow_up_now=2), synced("b", Waiting=1), failed("c"), synced("d", Send_thank_you=1)]
    assert summary("/clients", outcomes, alone=False) == [
        "/clients: 3 messages to send in 2 trackers. See the sheets.",
        "  a (Follow up now: 2)",
        "  d (Send thank-you: 1)",
    ]


def test_two_worksheets_of_a_tracker_are_told_apart() -> None:
    outcomes = [synced("a", Follow_up_now=1), synced("a", Follow_up_now=2)]
    for number, outcome in enumerate(outcomes):
        outcome.document["sheet"] = f"Jobs {number}"
    assert summary("/all", outcomes, alone=False)[1:] == [
        "  a, “Jobs 0” (Follow up now: 1)",
        "  a, “Jobs 1” (Follow up now: 2)",
    ]


def test_of_hundreds_only_the_first_are_named() -> None:
    said = summary("/clients", [synced(str(number), Follow_up_now=1) for number in range(300)], alone=False)
    assert said[0].startswith("/clients: 300 messages to send in 300 trackers.")
    assert said[-1] == "  and 280 more; `sheet-sync report` tells of each."
    assert len(said) == 22

    outcomes = {str(number): failed(str(number)) for number in range(300)}
    assert len(turned(Page(), outcomes, outcomes, start()).failures) == 21


def test_what_fails_is_told_once_a_day_though_others_come_and_go() -> None:
    first = turn(Page(), a=failed("a"), b=failed("b", 75, "is open"), c=synced("c"))
    assert first.failures == ("a is broken.",)

    second = turn(first.page, 1, a=failed("a"), b=synced("b"))
    assert second.failures == ()
    third = turn(second.page, 2, a=failed("a"), c=failed("c"))
    assert third.failures == ("c is broken.",)
    assert turn(third.page, 24, a=failed("a"), c=failed("c")).failures == ("a is broken.", "c is broken.")


def test_an_open_file_between_two_failures_does_not_make_the_second_one_news() -> None:
    page = turn(Page(), a=failed("a")).page
    page = turn(page, 1, a=failed("a", 75, "is open")).page
    assert turn(page, 2, a=failed("a")).failures == ()


def test_each_tracker_is_due_until_it_was_synced_itself() -> None:
    page = turn(Page(), a=failed("a"), b=synced("b")).page
    assert page.standing("a").is_due(NOW.time(), NOW + timedelta(hours=1))
    assert not page.standing("b").is_due(NOW.time(), NOW + timedelta(hours=1))
    assert page.standing("new in the folder").is_due(NOW.time(), NOW + timedelta(hours=1))


def test_a_tracker_that_is_no_longer_meant_is_forgotten() -> None:
    page = turn(Page(), a=failed("a"), b=synced("b")).page
    after = turned(page, {}, ["b"], start(72))
    assert [*after.page.trackers] == ["b"]
    assert (after.notice, after.needed) == ("", False)


def test_what_fails_for_two_days_open_files_too_is_noticed_once_a_day_and_named() -> None:
    page = turn(Page(), a=synced("a"), b=failed("b", 75, "is open")).page
    page = turn(page, 24, a=failed("a"), b=failed("b", 75, "is open")).page

    after = turn(page, 48, a=failed("a"), b=failed("b", 75, "is open"))
    assert after.needed
    assert after.notice == (
        "sheet-sync could not bring up to date:\n\n"
        "b\n  since Mon 23 Nov 2026. It has not worked yet.\n  What went wrong: b is open.\n\n"
        "This note goes away by itself as soon as it works again. To stop the daily sync: "
        "sheet-sync schedule --remove -- /clients\n"
    )

    again = turn(after.page, 49, b=failed("b", 75, "is open"))
    assert (again.notice, again.needed) == ("", True)
    later = turn(again.page, 72, a=failed("a"), b=failed("b", 75, "is open"))
    assert "a\n  since Tue 24 Nov 2026. The last sync that worked was on Mon 23 Nov 2026." in later.notice
    assert not turn(later.page, 73, a=synced("a"), b=synced("b")).needed


def test_a_list_that_cannot_be_read_makes_nobody_forgotten() -> None:
    page = Page(trackers={"a": Standing().after_success(NOW)})
    after = turned(page, {"/list.txt": failed("/list.txt")}, page.trackers, start())
    assert after.page.standing("a") == page.standing("a")
    assert after.failures == ("/list.txt is broken.",)


def test_names_that_cannot_be_printed_take_one_line_of_the_notice() -> None:
    page = Page(trackers={"a\nb\udce9.xlsx": Standing().after_failure("It is broken.", NOW)})
    notice = turn(page, 48).notice
    assert "a\ufffdb\ufffd.xlsx\n  since" in notice
    notice.encode()


def test_a_run_that_never_ends_is_noticed_once_a_day() -> None:
    page = Page(target="/a.xlsx", begun=NOW.isoformat())
    assert hanging(page, start(23)).notice == ""
    first = hanging(page, start(24))
    assert "still busy with a sync that began on Mon 23 Nov 2026:\n\n/clients" in first.notice
    assert hanging(first.page, start(25)).notice == ""
    assert hanging(first.page, start(48)).notice == first.notice
    assert turn(first.page, 49, a=synced("a")).page.begun == ""
