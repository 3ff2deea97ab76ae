"""A job-seeker's days with a tracker, by a script of chance: the same for its seed, in Excel and in Google.

She types, sorts and renames as people do, reads the drafts every day, sends what stands there, and marks it. She keeps
no list of her own: that nobody hears from her twice, or too early, is up to the program.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Protocol, cast

from fake_sheets import Spreadsheet, User, values
from fake_sheets.areas import letters
from fake_sheets.values import Plain
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import put

MONDAY = date(2026, 11, 23)
SHEET = "Jobs"
HEADERS = (
    "Company", "Position", "Contact", "Interview date", "Promised reply by", "Thank-you sent", "Followed up",
    "Outcome", "Reply received", "Notes",
)  # fmt: skip
OTHER_NAMES = {
    "Interview date": "Date of interview",
    "Contact": "Contact person",
    "Promised reply by": "Reply promised by",
    "Thank-you sent": "Thank you sent?",
}
"""What a header may be called from one day to the next."""
FIRST_ROWS = 8
ASKS = {"Follow up now": "follow_up", "Send thank-you": "thank_you", "Thank-you overdue": "thank_you"}
"""The statuses that ask for a message."""
PEOPLE = ("Ann Lee", "Bob Ray", "Cora Fox", "Dan Webb", "Eve Cole", "Finn Hart", "Gina Moss", "Hugo Lane")


class Grid(Protocol):
    """A worksheet in a program, and the hands on it. Rows and columns are counted from 1."""

    def rows(self) -> list[list[Plain]]:
        """Everything that it shows, from A1."""

    def put(self, row: int, column: int, value: Plain) -> None:
        """Type a value, or clear the cell with None."""

    def sort(self, column: int) -> None:
        """Sort all rows below the header by a column, blanks last."""

    def close(self) -> None:
        """Save it, and let go of it."""


@dataclass
class ExcelGrid:
    """A workbook, opened, changed and saved with openpyxl."""

    path: Path
    _open: Workbook | None = None

    def rows(self) -> list[list[Plain]]:
        return [[_plain(value) for value in row] for row in self._sheet.iter_rows(values_only=True)]

    def put(self, row: int, column: int, value: Plain) -> None:
        put(self._sheet, row, column, value)

    def sort(self, column: int) -> None:
        filled = [list(line) for line in self._sheet.iter_rows(min_row=2, values_only=True)]
        filled.sort(key=lambda line: (line[column - 1] is None, str(line[column - 1] or "").casefold()))
        for row, line in enumerate(filled, 2):
            for at, value in enumerate(line, 1):
                put(self._sheet, row, at, value)

    def close(self) -> None:
        if self._open is not None:
            self._open.save(self.path)
        self._open = None

    @property
    def _sheet(self) -> Worksheet:
        self._open = self._open or load_workbook(self.path)
        return cast("Worksheet", self._open[SHEET])


@dataclass
class GoogleGrid:
    """A Google Sheet in its owner's browser."""

    book: Spreadsheet

    def rows(self) -> list[list[Plain]]:
        return [[_plain(value) for value in row] for row in values(self.book.sheet(SHEET))]

    def put(self, row: int, column: int, value: Plain) -> None:
        User(self.book, SHEET).type(f"{letters(column - 1)}{row}", value)

    def sort(self, column: int) -> None:
        last = len(self.rows())
        width = self.book.sheet(SHEET).width
        User(self.book, SHEET).sort(letters(column - 1), f"A2:{letters(width - 1)}{last}")

    def close(self) -> None:
        """Google keeps every keystroke."""


def _plain(value: object) -> Plain:
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return value or None  # type: ignore[return-value]  # what a cell may hold


@dataclass(frozen=True)
class Sent:
    """A message that she sent."""

    company: str
    kind: str
    on: date
    text: str


@dataclass
class Days:
    """Her days, one after the other.

    Attributes:
        grid: the tracker, as her program shows it.
        seed: of the script.
        inputs: what she typed, by company and field: what must stand there in the end.
        sent: what she sent, in its order.
        acts: what she did, for the record, and that the script is no idle one.
        complaints: what she found wrong on the way.
    """

    grid: Grid
    seed: int
    inputs: dict[str, dict[str, Plain]] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    acts: Counter[str] = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)
    edited: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=lambda: {name: name for name in HEADERS})
    today: date = MONDAY

    def __post_init__(self) -> None:
        self._chance = Random(self.seed)  # noqa: S311 - a script, not secrets
        for column, header in enumerate(HEADERS, 1):
            self.grid.put(1, column, header)
        for number in range(FIRST_ROWS):
            self._add(number, self._chance.randint(-16, 3))

    def morning(self) -> None:
        """After a sync: read the drafts, edit some, send some, mark what was sent."""
        for row, line in self._lines():
            company, draft = str(line["Company"]), line.get("Draft")
            self._look_for_edits(company, draft)
            if not draft or line["Follow-up status"] not in ASKS:
                continue
            if company not in self.edited and self._chance.random() < 1 / 4:
                self._edit(row, company, str(draft))
            elif self._chance.random() < 2 / 3:
                self._send(row, company, str(draft))

    def day(self) -> None:
        """Three things that happen in the course of a day."""
        for act in self._chance.sample(_ACTS, 3):
            self.acts[act.__name__] += 1
            act(self)

    def table(self) -> list[dict[str, Plain]]:
        """The tracker, with the headers that it began with."""
        return [line for _, line in self._lines()]

    def _lines(self) -> list[tuple[int, dict[str, Plain]]]:
        header, *rows = self.grid.rows()
        first = {now: name for name, now in self.names.items()}
        named = [first.get(str(text), str(text)) for text in header]
        lines = [(row, dict(zip(named, line, strict=False))) for row, line in enumerate(rows, 2)]
        return [(row, line) for row, line in lines if line.get("Company")]

    def _look_for_edits(self, company: str, draft: Plain) -> None:
        if company in self.edited and draft != self.edited[company]:
            self.complaints.append(f"{self.today} {company}: her draft became {draft!r}")
            del self.edited[company]

    def _edit(self, row: int, company: str, draft: str) -> None:
        self.acts["edit"] += 1
        self.edited[company] = f"{draft}\nPS: my own words of {self.today}"
        self._put(row, "Draft", self.edited[company])

    def _send(self, row: int, company: str, draft: str) -> None:
        """What stands there goes out; a message for which it is not the time is emptied, as the reason says."""
        status = self._of(company)["Follow-up status"]
        kind = "follow_up" if "Subject: Following up" in draft else "thank_you"
        if ASKS[str(status)] == kind:
            self.acts[kind] += 1
            self.edited.pop(company, None)
            self.sent.append(Sent(company, kind, self.today, draft))
            marks = {"thank_you": "Thank-you sent", "follow_up": "Followed up"}
            mark: Plain = self.today if self._chance.random() < 1 / 2 else "x"
            self._type(company, marks[kind], mark)
        elif self.edited.pop(company, None):
            self._put(row, "Draft", None)

    def _add(self, number: int, interview_in: int | None) -> None:
        company, row = f"Company{number:02}", len(self.grid.rows()) + 1
        interview = None if interview_in is None else self.today + timedelta(days=interview_in)
        thanked = "x" if interview and (self.today - interview).days > 2 and number % 3 else None
        given: dict[str, Plain] = {
            "Position": "Baker",
            "Contact": PEOPLE[number % len(PEOPLE)],
            "Interview date": interview,
        }
        self._put(row, "Company", company)
        self.inputs[company] = {}
        for name, value in (*given.items(), ("Thank-you sent", thanked)):
            if value:
                self._type(company, name, value)

    def _type(self, company: str, name: str, value: Plain) -> None:
        row = next(row for row, line in self._lines() if line["Company"] == company)
        self.inputs[company][name] = value
        self._put(row, name, value)

    def _put(self, row: int, name: str, value: Plain) -> None:
        header = [str(text) for text in self.grid.rows()[0]]
        self.grid.put(row, header.index(self.names.get(name, name)) + 1, value)

    def _of(self, company: str) -> dict[str, Plain]:
        return next(line for line in self.table() if line["Company"] == company)

    def _any(self, wanted: Callable[[dict[str, Plain]], object]) -> str | None:
        found = sorted(str(line["Company"]) for line in self.table() if wanted(line))
        return self._chance.choice(found) if found else None

    def adds_an_application(self) -> None:
        self._add(len(self.inputs), self._chance.choice([None, -1, 0, 1, 2]))

    def hears_of_an_interview(self) -> None:
        if company := self._any(lambda line: not line.get("Interview date")):
            self._type(company, "Interview date", self.today + timedelta(days=self._chance.randint(0, 2)))

    def hears_a_promise(self) -> None:
        if company := self._any(_is_over_and_open):
            self._type(company, "Promised reply by", self.today + timedelta(days=self._chance.randint(0, 4)))

    def gets_a_reply(self) -> None:
        if company := self._any(_is_over_and_open):
            self._type(company, "Reply received", self.today)

    def gets_a_refusal(self) -> None:
        if company := self._any(_is_over_and_open):
            self._type(company, "Outcome", "Rejected")

    def takes_a_note(self) -> None:
        if company := self._any(lambda _: True):
            self._type(company, "Notes", f"noted on {self.today}")

    def sorts(self) -> None:
        header = self.grid.rows()[0]
        by = self._chance.choice(["Company", "Contact", "Interview date"])
        self.grid.sort(header.index(self.names[by]) + 1)

    def renames_a_column(self) -> None:
        name = self._chance.choice([*OTHER_NAMES])
        other = OTHER_NAMES[name] if self.names[name] == name else name
        self._put(1, name, other)
        self.names[name] = other

    def empties_a_draft(self) -> None:
        if company := self._any(lambda line: line.get("Draft")):
            self.edited.pop(company, None)
            row = next(row for row, line in self._lines() if line["Company"] == company)
            self._put(row, "Draft", None)


def _is_over_and_open(line: dict[str, Plain]) -> bool:
    interview = line.get("Interview date")
    closed = line.get("Outcome") or line.get("Reply received") or line.get("Followed up")
    return isinstance(interview, date) and interview < MONDAY and not closed


_ACTS: Sequence[Callable[[Days], None]] = (
    Days.adds_an_application,
    Days.hears_of_an_interview,
    Days.hears_a_promise,
    Days.gets_a_reply,
    Days.gets_a_refusal,
    Days.takes_a_note,
    Days.sorts,
    Days.renames_a_column,
    Days.empties_a_draft,
)
