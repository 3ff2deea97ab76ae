"""What a fresh tracker looks like, the same in Excel and in Google Sheets: data, and no library."""

from dataclasses import dataclass
from enum import Enum, auto

from sheet_sync.etiquette import status
from sheet_sync.grid import column_letters
from sheet_sync.plan.columns import WIDTHS, format_of
from sheet_sync.settings_sheet import WORKSHEET as SETTINGS
from sheet_sync.tracker.fields import DUE, OURS, OWN_HEADERS, STATUS, SYNC_KEY

APPLICATIONS = "Applications"
OVERVIEW = "Overview"
GUIDE = "Guide"
WORKSHEETS = (APPLICATIONS, OVERVIEW, SETTINGS, GUIDE)
"""In the order of their tabs."""

INK = "1F3B4D"
OURS_INK = "3E6B5C"
LINE = "D5DCE1"
ENTRY = "FFFBE6"
"""Where the user is to type."""
FONT = "Arial"
TITLE_SIZE = 18
HEADER_HEIGHT = 32
ROW_HEIGHT = 44
"""Points. Every row has room for its reason, and for the beginning of a draft; few programs would make it later."""
DAY_PATTERN = "ddd d mmm yyyy"
MOMENT_PATTERN = "ddd d mmm yyyy, hh:mm"
FILTERED_ROWS = 1_000
"""How far down the filter reaches, so that rows to come are sorted and filtered too."""


class Kind(Enum):
    """What the cells of a column hold."""

    TEXT = auto()
    DAY = auto()
    MOMENT = auto()


@dataclass(frozen=True)
class Column:
    """A column of the tracker.

    Attributes:
        header: as it stands in the header row.
        width: in characters.
        kind: how its cells are shown.
        choices: what its drop-down offers; other words may be typed all the same.
        ours: it is written by the program, and not by the user.
        hidden: it is for the program alone.
    """

    header: str
    width: float
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()
    ours: bool = False
    hidden: bool = False


_CHOICES = {
    "channel": ("email", "phone"),
    "interview_type": ("phone", "video", "in person", "panel"),
    "outcome": ("Applied", "Interviewing", "Next round", "On hold", "Offer", "Rejected", "Withdrawn"),
}
SETTING_CHOICES = {"Weekdays only": ("no", "yes"), "Date order": ("MDY", "DMY", "YMD")}
"""What the worksheet Settings offers, by its labels."""

_USERS = {
    "company": 24,
    "position": 26,
    "contact": 22,
    "email": 28,
    "phone": 17,
    "channel": 12,
    "interview_date": 23,
    "interview_type": 12,
    "promised_reply": 17,
    "thank_you_sent": 17,
    "followed_up": 17,
    "replied": 17,
    "outcome": 14,
    "talked_about": 34,
}
"""The user's columns in their order, and how wide they are."""


def _users_column(field: str, width: float) -> Column:
    days = Kind.DAY if format_of(field).value == "date" else Kind.TEXT
    kind = Kind.MOMENT if field == "interview_date" else days
    return Column(OWN_HEADERS[field], width, kind, _CHOICES.get(field, ()))


def _our_column(header: str) -> Column:
    kind = Kind.DAY if header == DUE else Kind.TEXT
    width = 17 if header == DUE else WIDTHS[header]
    return Column(header, width, kind, ours=True, hidden=header == SYNC_KEY)


COLUMNS = (*(_users_column(field, width) for field, width in _USERS.items()), *map(_our_column, OURS))
"""All of them, ours too: `Sync key` among them tells a sync that it need add none (SPEC section 3)."""

FROZEN_COLUMNS = 2
COLOURED = (OWN_HEADERS["company"], STATUS, DUE)
"""The columns that show the status of their row in colour: the first is always in sight."""

STATUS_COLOURS = {
    status.SEND_THANK_YOU: "FFE2B8",
    status.THANK_YOU_OVERDUE: "FFCFC2",
    status.FOLLOW_UP_NOW: "FFE2B8",
    status.CHECK_ROW: "FFF3A3",
    status.AHEAD: "DCE9F7",
    status.WAITING: "DCE9F7",
    status.NO_INTERVIEW: "F4F6F7",
    status.ANSWERED: "DDF0DC",
    status.FOLLOWED_UP: "DDF0DC",
    status.CLOSED: "E6E6E6",
    status.OTHER_ROW: "E6E6E6",
    status.TOO_LATE: "E6E6E6",
}
"""What asks for the user comes first; the order is that of the overview and of the guide."""

BAR_COLOUR = "4F86A8"

STATUS_MEANINGS = {
    status.SEND_THANK_YOU: "The interview was a day or two ago: send the thank-you that stands under “Draft”.",
    status.THANK_YOU_OVERDUE: "It is late for a thank-you, and still kind to send one: the draft says so.",
    status.FOLLOW_UP_NOW: "The day on which you can ask has come. Send the draft, or call.",
    status.CHECK_ROW: "A cell cannot be read. The reason names it, and says what to type.",
    status.AHEAD: "The interview is still to come. Good luck!",
    status.WAITING: "Nothing to send yet; the due day stands beside it.",
    status.NO_INTERVIEW: "An application alone gets no follow-up. Nothing to do.",
    status.ANSWERED: "They answered, or you are in the next round. It is your turn to read, not to ask.",
    status.FOLLOWED_UP: "You have asked once, and once is enough. Now it is theirs to answer.",
    status.CLOSED: "It is decided: an offer, a rejection, or you withdrew.",
    status.OTHER_ROW: "A later interview for the same position stands in another row, which counts.",
    status.TOO_LATE: "Too much time has passed to write now. Nothing is wrong with your application.",
}


def place_of(header: str) -> int:
    """The column of a header, counted from 1."""
    return 1 + next(at for at, column in enumerate(COLUMNS) if column.header == header)


def letters_of(header: str) -> str:
    """The column of a header as the spreadsheet calls it."""
    return column_letters(place_of(header))


def is_wrapped(column: Column) -> bool:
    """Its texts may stand on several lines."""
    return column.kind is Kind.TEXT and not column.hidden
