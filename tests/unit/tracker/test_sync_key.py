"""What a row remembers."""

from datetime import date

import pytest

from sheet_sync.tracker.sync_key import SyncKey, draft_fingerprint, fingerprint, read_key

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    "key",
    [
        SyncKey("a", "b", "p", "thank_you", DAY, "c"),
        SyncKey("a", "b", thanked_until=DAY),
        SyncKey("a", "b", ticks={"replied": DAY, "thank_you": date(1900, 1, 1)}),
        SyncKey("a", "b", theirs=("Draft",)),
        SyncKey("a", "b", "p", "follow_up", DAY, "c", DAY, {"thank_you": DAY}, ("Draft", "Follow-up due")),
    ],
)
def test_a_key_is_read_as_it_was_written(key: SyncKey) -> None:
    assert read_key(key.as_text()) == key


ROW = SyncKey("acme", "dev", "jane")


@pytest.mark.parametrize(
    ("key", "may_be"),
    [
        (SyncKey("acne", "dev", "jane", "thank_you", DAY), True),
        (SyncKey("acme", "developer", "jane", "thank_you", DAY), True),
        (SyncKey("globex", "dev", "ann", "thank_you", DAY), False),
        (SyncKey("globex", "dev", "", "thank_you", DAY), False),
        (SyncKey("globex", "dev", "jane", "thank_you", date(2025, 1, 1)), False),
        (SyncKey("globex", "boss", "jane", "thank_you", DAY), False),
    ],
)
def test_a_mended_name_leaves_the_other_name_the_contact_and_the_interview(key: SyncKey, *, may_be: bool) -> None:
    assert key.is_mended_for(ROW, {DAY}) is may_be


def test_a_key_with_nothing_to_remember_is_an_empty_cell() -> None:
    assert SyncKey("a", "b").as_text() == ""


@pytest.mark.parametrize("cell", [None, "", "abc", 5, "{}", "[1]", '{"sheet-sync":1}', '{"sheet-sync":1,"row":3}', "{"])
def test_what_is_no_key_of_ours_is_none(cell: object) -> None:
    assert read_key(cell) is None


@pytest.mark.parametrize("text", ["a\r\nb", "a\rb", "a  \nb\t", "\na\nb\n\n", "a_x000D_\nb"])
def test_line_ends_and_trailing_blanks_are_no_edit(text: str) -> None:
    assert draft_fingerprint(text) == draft_fingerprint("a\nb")


@pytest.mark.parametrize("text", ["a b", "a\n\nb", "A\nb", " a\nb c"])
def test_any_other_change_is_an_edit(text: str) -> None:
    assert draft_fingerprint(text) != draft_fingerprint("a\nb")


def test_a_name_is_the_same_whatever_its_case_and_spacing() -> None:
    assert fingerprint(" ACME  Corp") == fingerprint("Acme corp")
    assert fingerprint("Acme") != fingerprint("Acme 2")
