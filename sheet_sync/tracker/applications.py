"""Grid -> applications, one row each, and the problems beside them (SPEC sections 3 and 5)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

import pandas as pd

from sheet_sync.config import Settings
from sheet_sync.grid import CellValue, Problem, one_line
from sheet_sync.tracker import cells
from sheet_sync.tracker.cells import UnreadableCell
from sheet_sync.tracker.day_columns import DayReader
from sheet_sync.tracker.days.dates import in_words
from sheet_sync.tracker.headers.senses import normalised
from sheet_sync.tracker.memory import DEED_FIELDS, keys_in, remembering
from sheet_sync.tracker.outcomes.columns import SAID, StatingColumn, outcome_columns, told_outcomes, way_of
from sheet_sync.tracker.readings import NO_DATE, NO_MARK, DateReading, MarkReading
from sheet_sync.tracker.sync_key import SyncKey
from sheet_sync.tracker.table import Table
from sheet_sync.tracker.whom import whom

TEXT_FIELDS = (
    "company", "position", "contact", "email", "phone", "channel", "talked_about", "language", "outcome",
)  # fmt: skip

Reading = TypeVar("Reading", DateReading, MarkReading)
Values = list[CellValue | UnreadableCell]
Doubtful = tuple[tuple[str, date], ...]
"""Dates with two readings: what stands in the cell, and the day that it was taken for."""


@dataclass(frozen=True)
class Understood:
    """What a table says.

    Attributes:
        applications: one row for every row of the sheet in which anything stands; the index "row" is the sheet's row
            number. Text columns (str, "" for unknown): company, position, contact, email, phone, channel,
            interview_type, talked_about, language, outcome, outcome_group, outcome_kind, promised_words (a phrase that
            was counted, or a date with two readings), promised_remark, interview_problem, mark_problem. `interviews`
            holds tuples of datetime (at midnight without a time of day), `interview_kinds` tuples of str beside them,
            `doubtful_dates` a (text, day) for every interview and mark with two readings. Dates (datetime64[us] at
            midnight, NaT for none): promised, thanked_until and, for thank_you, followed_up and replied, `…_on` and
            `…_round`. Booleans: interview_unreadable, promised_unreadable, outcome_unreadable, `…_done`,
            `…_unreadable`, and contact_arranges: the contact is a recruiter, as the header says.
        keys: what the `Sync key` of a row remembers, for the rows that have one of ours.
        problems: every cell that cannot be read, in the order of rows.
        ambiguous: every date of which the later of two readings was taken; its row is none to check.
    """

    applications: pd.DataFrame
    keys: dict[int, SyncKey]
    problems: tuple[Problem, ...]
    ambiguous: tuple[Problem, ...] = ()


def understand(table: Table, settings: Settings, now: datetime, *, locale: str = "") -> Understood:
    """Read every row of a table; a cell that cannot be read is a `Problem` and harms no other row.

    Args:
        table: the tracker as it was found.
        settings: `rules.date_order` says how dates are written, `rules.holidays` which working days are none.
        now: a naive local date-time: dates without a year are counted from it.
        locale: the spreadsheet's, as in "en_GB"; empty for none.
    """
    reader, days = _Reader(table), DayReader(settings.rules, now, locale)
    texts = {field: reader.texts(field) for field in TEXT_FIELDS}
    keys = keys_in(table)
    columns: dict[str, pd.Series] = texts | whom(table, texts, reader.texts_under)
    columns |= reader.interviews(days)
    for deed, field in DEED_FIELDS.items():
        columns |= reader.marks(deed, field, days)
    columns |= reader.promises(days)
    columns |= reader.outcomes(texts["outcome"], now.date())
    columns["doubtful_dates"] = reader.doubtful_dates()
    frame = _only_applications(table, pd.DataFrame(columns, index=reader.index))
    frame = remembering(frame, keys)
    held = applications_in(frame)
    problems = [problem for problem in reader.problems if problem.row in held]
    frame = _with_problems(frame, problems, reader)
    ambiguous = [problem for problem in reader.ambiguous if problem.row in held]
    return Understood(frame, keys, _by_row(problems), _by_row(ambiguous))


def names_in(table: Table) -> Understood:
    """Whose rows they are and what is remembered of them: what is so on every day, and needs no rules to be read."""
    reader = _Reader(table)
    texts = {field: reader.texts(field) for field in TEXT_FIELDS}
    frame = pd.DataFrame(texts | whom(table, texts, reader.texts_under), index=reader.index)
    return Understood(_only_applications(table, frame), keys_in(table), ())


def _by_row(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.row))


def applications_in(frame: pd.DataFrame) -> frozenset[int]:
    """The rows that hold an application: a company, a position or an interview."""
    held = (frame["company"] != "") | (frame["position"] != "") | frame["interviews"].str.len().gt(0)
    return frozenset(frame.index[held | frame["interview_unreadable"]])


class _Reader:
    """Reads the columns of one table, and collects what cannot be read."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.index = pd.RangeIndex(table.header_row + 1, table.last_row + 1, name="row")
        self.problems: list[Problem] = []
        self.ambiguous: list[Problem] = []
        self._doubtful: dict[int, Doubtful] = {}
        self._rounds: list[tuple[datetime, ...]] = []
        self._replies: Sequence[MarkReading] = ()
        self.interview_headers = self._headers("interview_date")
        self.deciding_headers = self._headers("promised_reply", "outcome", *DEED_FIELDS.values())

    def _headers(self, *fields: str) -> frozenset[str]:
        columns = (column for field in fields for column in self._table.fields.get(field, ()))
        return frozenset(self._table.headers[column] for column in columns)

    def texts(self, field: str) -> pd.Series:
        columns = self._table.fields.get(field)
        if not columns:
            return pd.Series("", index=self.index, dtype="str")
        return self.texts_under(columns[0])

    def texts_under(self, column: int) -> pd.Series:
        """What a column says, "" for nothing."""
        values = self._values(column)
        self._report(self._table.headers[column], values)
        return pd.Series([cells.as_text(value) for value in values], index=self.index, dtype="str")

    def _report(self, header: str, values: Sequence[CellValue | UnreadableCell]) -> None:
        """Every cell that has no value to read is a problem."""
        for row, value in zip(self.index, values, strict=True):
            if isinstance(value, UnreadableCell):
                self.problems.append(_problem(row, header, value, value.remedy))

    def outcomes(self, texts: pd.Series, today: date) -> dict[str, pd.Series]:
        """What became of every row, by its outcome and the columns beside it that state one."""
        beside = self._stating_columns()
        told = told_outcomes(texts.tolist(), beside, today)
        unreadable = self._unreadable(self._only_column("outcome"))
        for column in beside:
            unreadable |= self._unreadable(column.values)
            if column.header not in self.deciding_headers:
                self._report(column.header, column.values)
                self.deciding_headers |= {column.header}
        return {
            "outcome": pd.Series([one.text for one in told], index=self.index, dtype="str"),
            "outcome_group": pd.Series([one.reading.group for one in told], index=self.index, dtype="str"),
            "outcome_kind": pd.Series([one.reading.kind for one in told], index=self.index, dtype="str"),
            "outcome_unreadable": unreadable,
        }

    def _stating_columns(self) -> list[StatingColumn]:
        fields, headers = self._table.fields, self._table.headers
        taken = {column for columns in fields.values() for column in columns} | {*self._table.ours.values()}
        ways = outcome_columns(headers, taken, settled="outcome" in self._table.settled)
        named = {column: way_of(headers[column]) for column in fields.get("outcome", ())}
        ways |= {column: way for column, way in named.items() if way and way.how != SAID}
        return [StatingColumn(headers[column], way, self._values(column)) for column, way in ways.items()]

    def _unreadable(self, values: Sequence[CellValue | UnreadableCell]) -> pd.Series:
        """The rows that have no value to read: an error, or a formula that was not saved."""
        return self._flags(isinstance(value, UnreadableCell) for value in values)

    def interviews(self, days: DayReader) -> dict[str, pd.Series]:
        """The rounds of every row, from however many columns hold them."""
        rounds: list[list[tuple[datetime, str]]] = [[] for _ in self.index]
        unreadable = [False] * len(self.index)
        types = [*self.texts("interview_type")]
        for column in self._table.fields.get("interview_date", ()):
            kind = _kind_of_round(self._table.headers[column])
            values = self._values(column)
            readings = self._told(column, values, days.interviews(values), _TYPE_A_DATE)
            for at, reading in enumerate(readings):
                rounds[at] += [(moment, types[at] or kind) for moment in reading.dates]
                unreadable[at] |= reading.unreadable
        self._rounds = [tuple(moment for moment, _ in row) for row in rounds]
        return {
            "interviews": self._objects(self._rounds),
            "interview_kinds": self._objects(tuple(kind for _, kind in row) for row in rounds),
            "interview_unreadable": pd.Series(unreadable, index=self.index, dtype=bool),
            "interview_type": pd.Series(types, index=self.index, dtype="str"),
        }

    def promises(self, days: DayReader) -> dict[str, pd.Series]:
        """The promised days, after the interviews and the replies have been read."""
        readings: Sequence[DateReading] = [NO_DATE] * len(self.index)
        for column in self._table.fields.get("promised_reply", ())[:1]:
            values = self._values(column)
            promises = days.promises(values, self._rounds, self._replies)
            readings = self._told(column, values, promises, _TYPE_A_PROMISE)
        return {
            "promised": self._days([reading.dates[0] if reading.dates else None for reading in readings]),
            "promised_unreadable": self._flags(reading.unreadable for reading in readings),
            "promised_words": self._texts(reading.words for reading in readings),
            "promised_remark": self._texts(reading.remark for reading in readings),
        }

    def marks(self, deed: str, field: str, days: DayReader) -> dict[str, pd.Series]:
        """What the marks say, after the interviews have been read."""
        readings: Sequence[MarkReading] = [NO_MARK] * len(self.index)
        for column in self._table.fields.get(field, ())[:1]:
            values = self._values(column)
            readings = self._told(column, values, days.marks(values, self._rounds), _TYPE_A_MARK)
        if deed == "replied":
            self._replies = readings
        return {
            f"{deed}_done": self._flags(reading.done for reading in readings),
            f"{deed}_on": self._days([reading.on for reading in readings]),
            f"{deed}_unreadable": self._flags(reading.unreadable for reading in readings),
        }

    def doubtful_dates(self) -> pd.Series:
        """The dates of every row that have two readings, but for a promise: that is told with its words."""
        return self._objects(self._doubtful.get(row, ()) for row in self.index)

    def _told(self, column: int, values: Values, readings: Sequence[Reading], remedy: str) -> Sequence[Reading]:
        """The readings of a column; what cannot be read, or has two readings, is reported."""
        header = self._table.headers[column]
        for row, value, reading in zip(self.index, values, readings, strict=True):
            if reading.unreadable:
                self.problems.append(_problem(row, header, value, f"{reading.why} {remedy}".strip()))
            elif reading.doubtful:
                self._doubt(row, header, cells.as_shown(value), reading)
        return readings

    def _doubt(self, row: int, header: str, shown: str, reading: DateReading | MarkReading) -> None:
        self.ambiguous += [_ambiguous(row, header, shown, taken, other) for taken, other in reading.doubtful]
        if not (isinstance(reading, DateReading) and reading.words):
            taken = tuple((shown, day) for day, _ in reading.doubtful)
            self._doubtful[row] = self._doubtful.get(row, ()) + taken

    def _only_column(self, field: str) -> Values:
        columns = self._table.fields.get(field)
        return self._values(columns[0]) if columns else [None] * len(self.index)

    def _values(self, column: int) -> Values:
        """The column's values, with its errors and unsaved formulas in their places."""
        values: Values = [*self._table.column(column)]
        grid = self._table.grid
        for (row, at), shown in grid.errors.items():
            if at == column and row in self.index:
                values[row - self.index.start] = UnreadableCell(shown, "Mend the formula, or type the value.")
        for row, at in grid.unsaved:
            if at == column and row in self.index:
                values[row - self.index.start] = UnreadableCell("a formula", _SAVE_FIRST)
        return values

    def _objects(self, values: Iterable[object]) -> pd.Series:
        return pd.Series([*values], index=self.index, dtype=object)

    def _texts(self, values: Iterable[str]) -> pd.Series:
        return pd.Series([*values], index=self.index, dtype="str")

    def _flags(self, values: Iterable[bool]) -> pd.Series:
        return pd.Series([*values], index=self.index, dtype=bool)

    def _days(self, days: Sequence[date | None]) -> pd.Series:
        return pd.Series(days, index=self.index, dtype="datetime64[us]")


_TYPE_A_DATE = "Type a date such as 2026-11-23, or clear the cell."
_TYPE_A_PROMISE = "Type the promised day such as 2026-11-23, or words such as “next week”, or clear the cell."
_TYPE_A_MARK = "Type the date on which it was done, such as 2026-11-23, or x, or clear the cell."
_SAVE_FIRST = "Open the file in your spreadsheet program and save it, or type the value."
_SHOWN = 40


def _problem(row: int, header: str, value: CellValue | UnreadableCell, remedy: str) -> Problem:
    shown = cells.as_shown(value)
    advice = value.remedy if isinstance(value, UnreadableCell) else remedy
    message = f"“{one_line(shown, _SHOWN)}” under “{one_line(header)}” cannot be read. {advice}"
    return Problem(row, header, shown, message)


def _ambiguous(row: int, header: str, shown: str, taken: date, other: date) -> Problem:
    """A date that may be read in two ways is told, and is none to mend: the later reading harms nobody."""
    message = (
        f"“{one_line(shown, _SHOWN)}” under “{one_line(header)}” may be {in_words(taken)} or {in_words(other)}; it is "
        f"read as {in_words(taken)}. Type {taken.isoformat()} or {other.isoformat()}, or set date_order."
    )
    return Problem(row, header, shown, message)


def _kind_of_round(header: str) -> str:
    """What a column of interview dates says about their kind: "Phone screen", but nothing in "Interview date 2"."""
    told = re.sub(
        r"\b(dates?|day|time|of|on|and|for|scheduled|interviews?|interviewed|rounds?|\d(st|nd|rd|th)?)\b",
        " ",
        normalised(header),
    )
    return " ".join(re.sub(r"\bdates?\b", " ", header, flags=re.IGNORECASE).split()) if told.strip() else ""


def _only_applications(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Without a totals row, and what else stands between the applications or below them."""
    names = zip(frame.index, frame["company"].tolist(), frame["position"].tolist(), strict=True)
    totals = {row for row, company, position in names if cells.is_total(company, position)}
    return frame.drop(index=sorted(totals | table.other_rows))


def _with_problems(frame: pd.DataFrame, problems: Sequence[Problem], reader: _Reader) -> pd.DataFrame:
    """Each row with its own first problem, told apart: an interview date (row 3 of the table) or a mark (row 10)."""
    interview: dict[int, str] = {}
    mark: dict[int, str] = {}
    for problem in problems:
        if problem.column in reader.interview_headers:
            interview.setdefault(problem.row, problem.message)
        elif problem.column in reader.deciding_headers:
            mark.setdefault(problem.row, problem.message)
    return frame.assign(
        interview_problem=pd.Series([interview.get(row, "") for row in frame.index], frame.index, dtype="str"),
        mark_problem=pd.Series([mark.get(row, "") for row in frame.index], frame.index, dtype="str"),
    )
