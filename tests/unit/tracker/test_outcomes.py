"""What outcomes say, as a table: SPEC sections 4 and 5."""

import pytest

from sheet_sync.tracker.outcomes import read_outcome


@pytest.mark.parametrize(
    ("text", "group", "kind"),
    [
        ("", "open", ""),
        ("Applied", "open", ""),
        ("Interviewing", "open", ""),
        ("Technical interview", "open", ""),
        ("No response", "open", ""),
        ("something else", "open", ""),
        ("no offer yet", "open", ""),
        ("not rejected yet", "open", ""),
        ("Waiting for offer", "open", ""),
        ("Offer", "over", "offer"),
        ("Offer received!", "over", "offer"),
        ("Offer declined", "over", "declined"),
        ("accepted", "over", "accepted"),
        ("Accepted elsewhere", "over", "withdrawn"),
        ("HIRED", "over", "hired"),
        ("Rejected", "over", "rejected"),
        ("Rejected after second round scheduled", "over", "rejected"),
        ("not selected", "over", "rejected"),
        ("Withdrew", "over", "withdrawn"),
        ("Job Req Removed", "over", "cancelled"),
        ("position filled", "over", "filled"),
        ("Ghosted", "over", "ghosted"),
        ("Closed", "over", "closed"),
        ("next round", "goes_on", ""),
        ("Assignment given", "goes_on", ""),
        ("On hold", "on_hold", ""),
        ("Hiring freeze", "on_hold", ""),
    ],
)
def test_an_outcome_is_over_or_goes_on_or_is_on_hold_or_still_open(text: str, group: str, kind: str) -> None:
    reading = read_outcome(text)
    assert (reading.group, reading.kind) == (group, kind)
