"""Who owns the text in a Draft cell: every case of SPEC section 6."""

from dataclasses import replace
from datetime import date

from sheet_sync.plan.ownership import DraftCell, Message, decide
from sheet_sync.tracker.sync_key import SyncKey, draft_fingerprint

FIRST = date(2026, 11, 10)
SECOND = date(2026, 11, 20)
THANKS = Message("thank_you", FIRST, "Hi Jane,\nthank you.")
FOLLOW_UP = Message("follow_up", FIRST, "Hi Jane,\nany news?")
KEY = SyncKey(
    company="acme",
    position="dev",
    message=THANKS.kind,
    interview_round=THANKS.interview_round,
    text=draft_fingerprint(THANKS.text),
)
EDITED = "Hi Jane, thanks a million!"
STAYS = None
"""The text of a decision that leaves the cell as it is."""


def cell(  # noqa: PLR0913 - the facts of a cell
    present: str,
    *,
    due: Message | None,
    key: SyncKey | None = KEY,
    served: bool = False,
    belongs: bool = True,
    of_this_row: bool = True,
) -> DraftCell:
    known = belongs and key is not None
    return DraftCell(present, key, belongs=known, of_this_row=of_this_row, served=served, due=due)


def test_a_message_that_is_due_goes_into_an_empty_cell_and_is_remembered() -> None:
    decision = decide(cell("", due=THANKS, key=None))
    assert decision.text == THANKS.text
    assert (decision.memory.message, decision.memory.interview_round) == ("thank_you", FIRST)
    assert decision.memory.text == draft_fingerprint(THANKS.text)
    assert not decision.notice


def test_an_emptied_draft_asks_for_a_fresh_one() -> None:
    assert decide(cell("  \n", due=THANKS)).text == THANKS.text


def test_an_untouched_draft_follows_the_row() -> None:
    changed = replace(THANKS, text="Hi Ann,\nthank you.")
    assert decide(cell(THANKS.text, due=changed)).text == changed.text


def test_an_untouched_draft_is_cleared_when_no_message_is_due() -> None:
    decision = decide(cell(THANKS.text, due=None))
    assert decision.text == ""
    assert not decision.memory.message


def test_an_untouched_draft_is_rewritten_even_when_the_rows_were_sorted_under_it() -> None:
    assert decide(cell(THANKS.text, due=FOLLOW_UP, belongs=False)).text == FOLLOW_UP.text


def test_a_resave_with_other_line_ends_is_no_edit() -> None:
    assert decide(cell(THANKS.text.replace("\n", "  \r\n"), due=FOLLOW_UP)).text == FOLLOW_UP.text


def test_an_edited_draft_of_the_message_that_is_due_stays_without_a_word() -> None:
    decision = decide(cell(EDITED, due=replace(THANKS, text="another")))
    assert decision.text is STAYS
    assert decision.memory == KEY
    assert not decision.notice


def test_an_edited_draft_stays_when_no_message_is_due_any_more() -> None:
    decision = decide(cell(EDITED, due=None))
    assert (decision.text, decision.notice) == (STAYS, "")


def test_an_edited_draft_stays_in_the_way_of_another_message_and_the_reason_says_so() -> None:
    for due in (FOLLOW_UP, replace(THANKS, interview_round=SECOND)):
        decision = decide(cell(EDITED, due=due))
        assert decision.text is STAYS
        assert "thank-you that you edited" in decision.notice


def test_an_edited_draft_gives_way_to_the_next_message_once_it_was_sent() -> None:
    assert decide(cell(EDITED, due=FOLLOW_UP, served=True)).text == FOLLOW_UP.text


def test_an_edited_draft_that_was_sent_stays_until_another_message_is_due() -> None:
    assert decide(cell(EDITED, due=None, served=True)).text is STAYS


def test_an_edited_draft_beside_a_row_it_was_not_written_for_stays_and_the_reason_says_so() -> None:
    for due in (None, THANKS, FOLLOW_UP):
        decision = decide(cell(EDITED, due=due, belongs=False, served=True))
        assert decision.text is STAYS
        assert decision.memory == KEY
        assert "another row" in decision.notice


def test_an_edited_draft_of_an_interview_that_is_not_the_rows_stays_and_the_reason_says_so() -> None:
    decision = decide(cell(EDITED, due=None, of_this_row=False))
    assert decision.text is STAYS
    assert "another row or interview" in decision.notice


def test_without_a_key_a_text_equal_to_the_fresh_draft_is_ours() -> None:
    decision = decide(cell(THANKS.text + "\n", due=THANKS, key=None))
    assert decision.memory.text == draft_fingerprint(THANKS.text)
    assert not decision.notice


def test_without_a_key_any_other_text_is_the_users() -> None:
    decision = decide(cell(EDITED, due=THANKS, key=None))
    assert decision.text is STAYS
    assert not decision.memory.message
    assert "your own text" in decision.notice


def test_a_withheld_draft_writes_nothing_and_remembers_nothing() -> None:
    decision = decide(cell("", due=replace(THANKS, text=""), key=None))
    assert decision.text == ""
    assert not decision.memory.remembers()
