"""The user's edits are sacred (SPEC section 6), and what is not edited follows the row."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import ANA, BEN, CAT, HEADERS, Make, Row, Tracker, values

MINE = "To: Sam\nSubject: Hello\n\nHi Sam,\n\nmy own words.\n\nYours,\nAlex"
ANOTHER_ROW = "The draft here was written for another row"
WHOLE_NOTICE = "so it stays"


def edited(make: Make, rows: Sequence[Row] = (BEN,), row: int = 2) -> Tracker:
    """A tracker in which the user has edited the draft of one row."""
    tracker = make(rows)
    tracker.sync()
    assert tracker.get(row, "Draft")
    tracker.type(row, "Draft", MINE)
    tracker.sync()
    return tracker


def swap(first: int, second: int, columns: int = len(HEADERS)) -> Callable[[Worksheet], None]:
    """A sort that moves the user's columns of two rows and leaves ours where they are."""

    def work(sheet: Worksheet) -> None:
        for column in range(1, columns + 1):
            one, other = sheet.cell(first, column), sheet.cell(second, column)
            one.value, other.value = other.value, one.value
            one.number_format, other.number_format = other.number_format, one.number_format

    return work


CHANGES: Sequence[tuple[str, str, object]] = (
    ("2026-11-23", "Contact", "Samantha Rivera"),
    ("2026-11-23", "Contact email", "samantha@globex.example"),
    ("2026-11-24", "Talked about", "something else"),
    ("2026-11-24", "Interview type", "in person"),
    ("2026-11-24", "Outcome", "On hold"),
    ("2026-11-24", "Outcome", "Interviewing"),
    ("2026-11-25", "Promised reply by", date(2026, 12, 4)),
    ("2026-11-25", "Preferred channel", "phone"),
    ("2026-11-26", "Contact phone", "+1 555 010 2222"),
    ("2026-11-28", "Promised reply by", date(2026, 11, 26)),
)


def test_an_edited_draft_survives_ten_syncs_with_changing_data(make: Make) -> None:
    tracker = edited(make)

    for today, header, value in CHANGES:
        tracker.type(2, header, value)
        tracker.sync(today)
        assert tracker.get(2, "Draft") == MINE, (header, value)
        assert WHOLE_NOTICE not in tracker.get(2, "Follow-up reason"), (header, value)


def test_an_edited_draft_survives_a_mended_company_and_position(make: Make) -> None:
    tracker = edited(make)

    for header, value in (("Company", "Globex Inc."), ("Position", "Senior Test Engineer"), ("Company", "Hooli")):
        tracker.type(2, header, value)
        tracker.sync("2026-11-24")
        assert tracker.get(2, "Draft") == MINE, value


def test_an_edited_thank_you_beside_a_tick_that_was_there_before_it_survives_a_mended_position(make: Make) -> None:
    tracker = make([{**BEN, "Interview date": date(2026, 11, 24), "Promised reply by": None, "Thank-you sent": "x"}])
    tracker.sync("2026-11-23")
    tracker.sync("2026-11-25")
    assert tracker.get(2, "Draft").startswith("To:")
    tracker.type(2, "Draft", MINE)
    tracker.type(2, "Position", "Chef")

    for today in ("2026-12-01", "2026-12-01", "2026-12-02"):
        tracker.sync(today)

    assert tracker.get(2, "Draft") == MINE


@pytest.mark.parametrize("mark", [date(2026, 11, 25), "x", "yes, emailed"])
def test_an_edited_thank_you_gives_way_to_the_follow_up_once_it_is_marked_sent(make: Make, mark: object) -> None:
    tracker = edited(make)
    for today, header, value in CHANGES[:6]:
        tracker.type(2, header, value)
        tracker.sync(today)
    tracker.type(2, "Thank-you sent", mark)

    tracker.sync("2026-11-26")
    assert tracker.get(2, "Follow-up status") == "Waiting"
    assert tracker.get(2, "Draft") == MINE

    tracker.sync("2026-12-03")
    assert tracker.get(2, "Follow-up status") == "Follow up now"
    assert "Following up" in tracker.get(2, "Draft")
    assert MINE not in tracker.get(2, "Draft")
    assert any(row[len(HEADERS) + 3] == MINE for row in values(tracker.backups()[-1]))


def test_an_edited_thank_you_gives_way_although_a_name_was_mended_before_it_was_marked_sent(make: Make) -> None:
    tracker = edited(make)
    tracker.type(2, "Company", "Globex Inc.")
    tracker.sync("2026-11-24")
    tracker.type(2, "Thank-you sent", date(2026, 11, 24))

    tracker.sync("2026-11-29")

    assert tracker.get(2, "Follow-up status") == "Follow up now"
    assert "Following up" in tracker.get(2, "Draft")


@pytest.mark.parametrize("mark", [date(2026, 12, 24), "not yet", "no", date(2026, 11, 1)])
def test_a_mark_that_says_nothing_was_sent_for_the_round_lets_no_edited_draft_go(make: Make, mark: object) -> None:
    tracker = edited(make)
    tracker.type(2, "Thank-you sent", mark)

    for today in ("2026-11-24", "2026-11-30", "2026-12-10"):
        tracker.sync(today)
        assert tracker.get(2, "Draft") == MINE, today


def test_an_edited_draft_stays_when_the_row_is_closed_or_answered_before_it_was_sent(make: Make) -> None:
    tracker = edited(make)

    for header, value in (("Reply received", date(2026, 11, 24)), ("Outcome", "Rejected"), ("Interview date", None)):
        tracker.type(2, header, value)
        tracker.sync("2026-11-25")
        assert tracker.get(2, "Draft") == MINE, value


def test_an_edited_draft_in_the_way_of_another_round_stays_and_the_reason_begins_by_saying_so(make: Make) -> None:
    tracker = edited(make)
    tracker.type(2, "Interview date", date(2026, 11, 26))

    tracker.sync("2026-11-27")

    assert tracker.get(2, "Follow-up status") == "Send thank-you"
    assert tracker.get(2, "Draft") == MINE
    assert tracker.get(2, "Follow-up reason").startswith("The draft here is an earlier thank-you that you edited")
    tracker.type(2, "Draft", None)
    tracker.sync("2026-11-27")
    assert "Thursday, November 26" in tracker.get(2, "Draft")
    assert WHOLE_NOTICE not in tracker.get(2, "Follow-up reason")


def test_an_emptied_draft_comes_back_fresh(make: Make) -> None:
    tracker = edited(make)
    tracker.type(2, "Draft", None)

    tracker.sync()

    assert tracker.get(2, "Draft").startswith("To: Sam Rivera <sam@globex.example>")


def test_a_draft_of_blanks_counts_as_emptied(make: Make) -> None:
    tracker = edited(make)
    tracker.type(2, "Draft", "  \n ")

    tracker.sync()

    assert tracker.get(2, "Draft").startswith("To: Sam Rivera <sam@globex.example>")


def test_an_untouched_draft_follows_the_data_of_its_row(make: Make) -> None:
    tracker = make([BEN])
    tracker.sync()

    tracker.type(2, "Contact", "Kim Park")
    tracker.type(2, "Company", "Hooli")
    tracker.sync()

    assert "Hi Kim," in tracker.get(2, "Draft")
    assert "Hooli" in tracker.get(2, "Draft")
    assert "Globex" not in tracker.get(2, "Draft")


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Thank-you sent", date(2026, 11, 23)),
        ("Outcome", "Rejected"),
        ("Interview date", date(2026, 12, 1)),
        ("Outcome", "On hold"),
    ],
)
def test_an_untouched_draft_is_cleared_when_no_message_is_due(make: Make, header: str, value: object) -> None:
    tracker = make([BEN])
    tracker.sync()
    tracker.type(2, header, value)

    tracker.sync()

    assert tracker.get(2, "Draft") is None


def test_an_untouched_thank_you_is_reworded_when_it_is_late(make: Make) -> None:
    tracker = make([BEN])
    tracker.sync()
    tracker.sync("2026-11-25")

    assert tracker.get(2, "Follow-up status") == "Thank-you overdue"
    assert "late" in tracker.get(2, "Draft")


@pytest.mark.parametrize(
    "resaved",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "  \n"),
        lambda text: text + "\n\n",
        lambda text: f"\n{text} ",
    ],
)
def test_a_draft_saved_again_with_other_line_ends_or_trailing_blanks_is_no_edit(
    make: Make, resaved: Callable[[str], str]
) -> None:
    tracker = make([BEN])
    tracker.sync()
    tracker.type(2, "Draft", resaved(tracker.get(2, "Draft")))
    tracker.type(2, "Contact", "Kim Park")

    tracker.sync()

    assert "Hi Kim," in tracker.get(2, "Draft")


def test_a_text_of_the_users_own_where_none_was_due_is_never_overwritten(make: Make) -> None:
    tracker = make([CAT])
    tracker.sync()
    tracker.type(2, "Draft", MINE)
    tracker.sync()
    tracker.type(2, "Interview date", date(2026, 11, 22))

    tracker.sync()

    assert tracker.get(2, "Follow-up status") == "Send thank-you"
    assert tracker.get(2, "Draft") == MINE
    assert tracker.get(2, "Follow-up reason").startswith("The draft here is your own text")


def test_without_its_sync_key_an_edited_draft_is_the_users_and_any_other_ours(make: Make) -> None:
    tracker = edited(make, [BEN, ANA])
    tracker.delete_column("Sync key")
    tracker.sync()
    tracker.type(2, "Contact", "Kim Park")
    tracker.type(3, "Contact", "Kim Park")

    tracker.sync()

    assert tracker.get(2, "Draft") == MINE
    assert "Hi Kim," in tracker.get(3, "Draft")


# A sort that takes the user's columns along and leaves ours behind.


@pytest.mark.parametrize("other", [ANA, CAT, {**BEN, "Company": "Hooli"}, {**BEN, "Position": "Developer"}])
def test_a_partial_sort_never_shows_an_edited_draft_without_saying_that_it_is_another_rows(
    make: Make, other: Row
) -> None:
    tracker = edited(make, [BEN, other])
    tracker.rework(swap(2, 3))

    for today in ("2026-11-23", "2026-11-23", "2026-11-24", "2026-12-01"):
        tracker.sync(today)
        assert tracker.get(2, "Draft") == MINE, today
        assert tracker.get(2, "Follow-up reason").startswith(ANOTHER_ROW), today
    assert tracker.get(3, "Draft") != MINE


def test_a_partial_sort_between_rounds_of_one_application_does_not_hide_whose_the_draft_is(make: Make) -> None:
    earlier = {**BEN, "Interview date": date(2026, 11, 10), "Thank-you sent": date(2026, 11, 11)}
    tracker = edited(make, [BEN, earlier])
    tracker.rework(swap(2, 3))

    tracker.sync()

    assert tracker.get(2, "Follow-up status") == "See other row"
    assert tracker.get(2, "Draft") == MINE
    assert WHOLE_NOTICE in tracker.get(2, "Follow-up reason")


def test_a_partial_sort_that_is_taken_back_leaves_no_trace(make: Make) -> None:
    tracker = edited(make, [BEN, CAT])
    before = [row[: len(HEADERS) + 4] for row in values(tracker.path)]
    tracker.rework(swap(2, 3))
    tracker.sync()
    tracker.rework(swap(2, 3))

    tracker.sync()

    assert [row[: len(HEADERS) + 4] for row in values(tracker.path)] == before


@pytest.mark.parametrize("name", [{"Company": "Hooli"}, {"Position": "Developer"}, {"Company": "A", "Position": "B"}])
def test_an_edited_draft_is_not_served_by_the_mark_of_the_row_that_a_sort_put_it_into(make: Make, name: Row) -> None:
    thanked = {**BEN, **name, "Interview date": date(2026, 11, 22), "Thank-you sent": date(2026, 11, 23)}
    tracker = edited(make, [BEN, thanked])
    tracker.rework(swap(2, 3))

    for today in ("2026-11-24", "2026-12-02"):
        tracker.sync(today)
        assert tracker.get(2, "Draft") == MINE, today
        assert tracker.get(2, "Follow-up reason").startswith(ANOTHER_ROW), today
    assert tracker.get(2, "Follow-up status") == "Follow up now"


def test_untouched_drafts_follow_a_partial_sort_to_their_rows(make: Make) -> None:
    tracker = make([BEN, ANA, CAT])
    tracker.sync()
    before = {row["Company"]: row["Draft"] for row in tracker.rows().values()}
    tracker.rework(swap(2, 4))
    tracker.rework(swap(2, 3))

    tracker.sync()

    assert {row["Company"]: row["Draft"] for row in tracker.rows().values()} == before


def test_a_sort_of_whole_rows_changes_nothing(make: Make) -> None:
    tracker = edited(make, [BEN, ANA, CAT])
    tracker.rework(swap(2, 4, columns=len(HEADERS) + 5))

    assert tracker.sync().written is False
    assert tracker.get(4, "Draft") == MINE


def test_rows_that_the_user_inserts_deletes_and_fills_get_what_is_theirs(make: Make) -> None:
    tracker = edited(make, [BEN, ANA, CAT])
    tracker.rework(lambda sheet: sheet.insert_rows(2))
    for header, value in {**ANA, "Company": "Hooli"}.items():
        tracker.type(2, header, value)
    tracker.rework(lambda sheet: sheet.delete_rows(4))

    tracker.sync()

    rows = tracker.rows()
    assert [row["Company"] for row in rows.values()] == ["Hooli", "Globex", "Initech"]
    assert [row["Follow-up status"] for row in rows.values()] == ["Follow up now", "Send thank-you", "No interview yet"]
    assert "Hooli" in rows[2]["Draft"]
    assert rows[3]["Draft"] == MINE
    assert WHOLE_NOTICE not in rows[3]["Follow-up reason"]
    assert rows[4]["Draft"] is None


def test_an_edited_draft_outlives_a_sync_without_a_name_to_sign_with(make: Make) -> None:
    tracker = edited(make, [BEN, ANA])
    nobody = type(tracker.settings.me)()

    tracker.sync(me=nobody)

    assert tracker.get(2, "Draft") == MINE
    assert tracker.get(3, "Draft") is None


@pytest.mark.parametrize("typed", [42, True, date(2026, 1, 1)])
def test_what_is_no_text_and_was_typed_over_a_draft_stays_as_it_was_typed(make: Make, typed: object) -> None:
    tracker = make([BEN])
    tracker.sync()
    tracker.type(2, "Draft", typed)
    before = tracker.raw(2, "Draft")

    report = tracker.sync()

    assert "Draft" not in {change.column for change in report.changes}
    assert tracker.raw(2, "Draft") == before


@pytest.mark.parametrize(
    "garbage",
    [
        "garbage",
        7,
        "{}",
        "[]",
        '{"sheet-sync":1}',
        '{"sheet-sync":1,"row":[1,2],"draft":["x","2026-99-99",3]}',
        '{"sheet-sync":1,"row":["a","b"],"ticks":{"thank_you":5}}',
        '{"sheet-sync":1,"row":["a","b"],"ticks":{"nonsense":"2026-11-22"},"thanked":"soon"}',
        '{"sheet-sync":1,"row":["a","b"],"draft":["thank_you","2026-11-22",{"a":1}]}',
        '{"sheet-sync":1,"row":["a","b"],"theirs":[["Draft"]]}',
        '{"sheet-sync":1,"row":["a","b"],"theirs":7}',
        '{"sheet-sync":1,"row":[["a"],{"b":1}],"draft":[[],{},[]]}',
    ],
)
def test_whatever_is_typed_into_a_sync_key_harms_no_row(make: Make, garbage: object) -> None:
    tracker = edited(make, [BEN, ANA])
    before = tracker.get(3, "Draft")
    tracker.type(2, "Sync key", garbage)

    tracker.sync()

    assert tracker.get(2, "Draft") == MINE
    assert tracker.get(3, "Draft") == before
    assert tracker.sync().written is False
