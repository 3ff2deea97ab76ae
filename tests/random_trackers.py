"""Trackers made at random, each the same for its seed: as plain values, for a workbook and for a Google Sheet."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TypeAlias, cast

from fake_sheets import Failed, Formula, Spreadsheet, spreadsheet_of
from fake_sheets.values import Plain
from openpyxl import Workbook

TODAY = date(2026, 11, 23)
SHEET = "Jobs"
Dice: TypeAlias = random.Random
LOOKED_UP = Formula("=VLOOKUP(A1,Z:Z,1,FALSE)", Failed("N_A"))
"""A formula in Google, which finds nothing; a workbook has the error alone, as openpyxl computes nothing."""
Field: TypeAlias = Callable[[Dice], Plain]


@dataclass(frozen=True)
class RandomTracker:
    """What stands in every worksheet from A1 on, and how its texts like 11/12/2026 are meant."""

    sheets: Mapping[str, Sequence[Sequence[Plain]]]
    date_order: str

    def in_excel(self, path: Path) -> Path:
        """The workbook, saved."""
        book = Workbook()
        book.remove(book.worksheets[0])
        for title, rows in self.sheets.items():
            sheet = book.create_sheet(title)
            for row, values in enumerate(rows, 1):
                for column, value in enumerate(values, 1):
                    cell = sheet.cell(row, column)
                    cell.value = "#N/A" if isinstance(value, Formula) else cast("str", value)
                    if isinstance(value, str):
                        cell.data_type = "s"  # a text that begins with "=" too
        book.save(path)
        return path

    def in_google(self) -> Spreadsheet:
        """The spreadsheet, nowhere yet."""
        return spreadsheet_of(self.sheets)


def _day(dice: Dice, earliest: int = -50, latest: int = 8) -> date:
    return TODAY + timedelta(days=dice.randint(earliest, latest))


def _written(day: date, dice: Dice) -> str:
    """A day as somebody types it into a cell that holds text."""
    patterns = ("%Y-%m-%d", "%m/%d/%Y", "%d.%m.%Y", "%b %d", "%d %B %Y", "%a %d %b %Y", "Zoom %b %d", "%Y-%m-%d 14:30")
    return day.strftime(dice.choice(patterns))


def _interview(dice: Dice) -> Plain:
    day = _day(dice)
    kinds: tuple[Plain, ...] = (
        *(day, day, day),
        *(_moment(day, dice), _written(day, dice), _written(day, dice)),
        *(None, dice.choice(("tbd", "31/02/2026", "-", LOOKED_UP, 46347))),
    )
    return dice.choice(kinds)


def _moment(day: date, dice: Dice) -> datetime:
    """Often on the very day of the sync, before it or after."""
    return datetime.combine(dice.choice((day, TODAY)), dice.choice((time(7, 30), time(14, 30))))


def _later_interview(dice: Dice) -> Plain:
    return dice.choice((None, None, _day(dice), _written(_day(dice), dice)))


def _promise(dice: Dice) -> Plain:
    day = _day(dice, -25, 12)
    words = dice.choice(("by end of next week", "within 5 business days", "next Friday", "no idea", f"by {day:%b %d}"))
    return dice.choice((None, None, day, _written(day, dice), words))


def _tick(dice: Dice) -> Plain:
    day = _day(dice, -30, 0)
    return dice.choice((None, None, None, True, False, "x", "✓", "no", day, day, f"sent {day:%b %d}", "hmm"))


def _rare_tick(dice: Dice) -> Plain:
    return _tick(dice) if dice.random() < 0.3 else None  # whoever has an answer is not written to


def _one_of(*values: Plain) -> Field:
    return lambda dice: dice.choice(values)


COMPANIES = ("Acme", "Globex", "Initech", "Zoë & Söhne", "=1+1 Ltd", "Hooli", "名 Inc", "Stark", "Umbrella", "Wayne")
NEEDED: Mapping[tuple[str, ...], Field] = {
    ("Company", "Employer", "Company name"): _one_of(*COMPANIES),
    ("Position", "Job title", "Role"): _one_of("Data Analyst", "Chef", "Baker", "Nurse", None),
    ("Interview date", "Date of interview", "INTERVIEW_DATE"): _interview,
}
"""What every tracker has: the headers that a column may have, and what stands below."""
OPTIONAL: Mapping[tuple[str, ...], Field] = {
    ("Contact", "Interviewer", "Contact name"): _one_of("Jane Doe", "Dr. Smith; Ann Lee", "Sam Rivera", None),
    ("Contact email", "E-mail of contact"): _one_of("jane@acme.example", "sam@globex.example", None),
    ("Contact phone",): _one_of("+1 555 010 1234", 15550101234, None),
    ("Preferred channel",): _one_of("email", "call me", None),
    ("2nd interview", "Second interview date"): _later_interview,
    ("Final interview", "Final interview date"): _later_interview,
    ("Interview type",): _one_of("video", "phone", "in person", None),
    ("Promised reply by",): _promise,
    ("Thank-you sent", "Thank you\nsent?"): _tick,
    ("Followed up", "Followed up?"): _tick,
    ("Outcome", "Status"): _one_of("Applied", "Interviewing", "On hold", "Rejected", "Offer", "Ghosted", None, None),
    ("Reply received",): _rare_tick,
    ("Talked about",): _one_of("the roadmap", "sourdough\nand rye", "=SUM(A1)", None),
    ("Language",): _one_of("en", "German", None),
    ("My notes", "Salary"): _one_of("call Bob", 52000, 0.5, LOOKED_UP, None),
}


def random_tracker(seed: int) -> RandomTracker:
    """The tracker of this seed."""
    dice = random.Random(seed)  # noqa: S311 - dice of a test
    headers = [*NEEDED.items(), *(one for one in OPTIONAL.items() if dice.random() < 0.6)]
    dice.shuffle(headers)
    columns = [(dice.choice(names), field) for names, field in headers]
    rows: list[list[Plain]] = [[name for name, _ in columns]]
    for _ in range(dice.randint(6, 12)):
        rows.append([field(dice) for _, field in columns])
        if dice.random() < 0.15:
            rows.append([])
    return RandomTracker(_around(rows, dice), dice.choice(("MDY", "DMY")))


def _around(rows: Sequence[Sequence[Plain]], dice: Dice) -> dict[str, Sequence[Sequence[Plain]]]:
    """The table somewhere in its worksheet, and that one among others."""
    titles: Sequence[list[list[Plain]]] = ([], [], [["My job search"], []], [[], [], []])
    above = dice.choice(titles)
    left: list[Plain] = [None] * dice.choice((0, 0, 1, 3))
    sheets: dict[str, Sequence[Sequence[Plain]]] = {SHEET: [*above, *([*left, *row] for row in rows)]}
    others: dict[str, Sequence[Sequence[Plain]]] = {
        "Budget": [["Rent", 900], ["Food", 300]],
        "Settings": [["Setting", "Value"], ["Your name", "Kim Doe"], ["wait_days", dice.randint(3, 9)]],
    }
    chosen = {title: content for title, content in others.items() if dice.random() < 0.3}
    return chosen | sheets if dice.random() < 0.5 else sheets | chosen
