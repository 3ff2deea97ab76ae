"""The worksheet Guide: how to live with the tracker, on one page."""

from sheet_sync.settings_sheet import WORKSHEET as SETTINGS

TITLE = "How this tracker works"
_IN_SHORT = (
    "One row for each application. sheet-sync reads your rows, works out what good manners ask for next, and drafts "
    "the message. It never sends anything, and never changes a cell of yours."
)
WIDTHS = (26, 84)

Step = tuple[str, str]

_SIGN = f"In the worksheet {SETTINGS}, type your name beside “Your name”, and your email and phone below it."
_ROWS = (
    "One row for each application, right below the headers: the company and the position first, the rest as you "
    "learn it. Where a cell offers a list, other words will do too."
)
_INTERVIEWS = (
    "Type its day under “Interview date”, with the time if you like. Ask when you can expect an answer, and note "
    "it under “Promised reply by”: a date, or just what they said, such as “next week”."
)
_SYNC_A_FILE = (
    "Save and close this file, then run “sheet-sync sync {tracker}”. It can also run by itself every morning."
)
_SYNC_A_GOOGLE_SHEET = (
    "Run “sheet-sync sync” with the address of this sheet. You can leave it open. It can also run by itself every "
    "morning."
)
_READ = (
    "The green-headed columns at the right tell what is due, when and why, with the message drafted. Send it "
    "yourself, as it is or in your own words. Then type the day under “Thank-you sent” or “Followed up”."
)
_WHOLE_DRAFT = " To see the whole of a draft, double-click the line below its row number."
_ANSWER = "Type the day under “Reply received”, and choose an “Outcome” when it is decided."
_MANNERS = (
    ("Thank you", "Within 24 to 48 hours of every interview, by email."),
    ("Follow up", "Once: the day after the promised answer, or a week after the interview when none was promised."),
    ("Then wait", "Never a second follow-up. And when in doubt, do not write."),
)
_GOOD_TO_KNOW = (
    ("Your drafts", "Change a draft as you like: what you have changed is never overwritten while it is unsent."),
    (
        "Your columns",
        "Add, move, sort and filter as you like. Only leave the headers of the green columns as they are.",
    ),
    ("Second thoughts", "sheet-sync undo takes the last sync back; sheet-sync remove takes the green columns out."),
)
WHAT_STATUSES_MEAN = "What the statuses mean"


def sections(tracker: str = "") -> tuple[tuple[str, tuple[Step, ...]], ...]:
    """The guide in its sections: a heading, and labels with what they mean.

    Args:
        tracker: the name of the workbook, "" for a Google Sheet.
    """
    sync = _SYNC_A_FILE.format(tracker=tracker) if tracker else _SYNC_A_GOOGLE_SHEET
    steps = {
        "In short": _IN_SHORT,
        "1. Say who signs": _SIGN,
        "2. Add your rows": _ROWS,
        "3. After an interview": _INTERVIEWS,
        "4. Sync": sync,
        "5. Read, send, note": _READ + _WHOLE_DRAFT if tracker else _READ,
        "6. When they answer": _ANSWER,
    }
    return (
        ("Step by step", tuple(steps.items())),
        ("Good manners, in short", _MANNERS),
        ("Good to know", _GOOD_TO_KNOW),
    )
