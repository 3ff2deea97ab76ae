"""A user who does anything at any moment, remembers every word that he typed, and looks for it afterwards."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from fake_sheets.areas import letters
from fake_sheets.errors import NotModelledError
from fake_sheets.json_types import Cell
from fake_sheets.model import Sheet, Spreadsheet
from fake_sheets.user import User, last_used
from fake_sheets.values import Plain, cell_of, plain

WEIGHTS: dict[str, float] = {
    "type_input": 6,
    "edit_draft": 4,
    "clear_input": 1,
    "add_application": 1,
    "insert_blank_row": 2,
    "delete_row": 1,
    "sort_rows": 2,
    "drag_row": 1,
    "cut_row": 1,
    "insert_column": 0,
    "hide_column": 0,
    "sort_own_columns_only": 0,
}
"""How often he does what. The last ones change the layout, or tear rows apart: only where a test asks for them."""
_LONGEST_INSERTION = 3


@dataclass
class RandomUser:
    """Acts over the table of one worksheet; a hook by itself: `server.before_request = user`.

    A row is known by its marker: the text in the column `marker`, which no two rows share, and which nobody changes.

    Attributes:
        seed: decides everything: the same gives the same again.
        title: the worksheet.
        inputs: what he may type below each of his headers, but the marker's.
        marker, draft: the headers of the columns that tell rows apart, and that hold the drafts.
        header_row: counted from 1.
        chance: how likely he does something at a moment.
        weights: WEIGHTS, where a test wants others.
        left: what he left in his columns, by marker and header: all of it must still be there.
        drafts: the drafts that he typed, by marker.
        marks: the headers below which anything but "no" says that a message was sent: its draft has served then.
        served: the markers of the rows that he marked so: their drafts may go.
        deleted: the markers of the rows that he deleted.
        done: what he did, in order, to be read when a seed fails.
    """

    seed: int
    title: str
    inputs: Mapping[str, Sequence[Plain]]
    marker: str = "Company"
    draft: str = "Draft"
    header_row: int = 1
    chance: float = 0.7
    weights: Mapping[str, float] = field(default_factory=dict)
    left: dict[str, dict[str, Any]] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    marks: Collection[str] = ()
    served: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    done: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)  # noqa: S311 - chance, not secrets

    def __call__(self, book: Spreadsheet) -> None:
        """Do something, or nothing."""
        if not self.left:
            self.look_at(book)
        if self.rng.random() < self.chance:
            self.act(book)

    def look_at(self, book: Spreadsheet) -> None:
        """Remember what stands in his columns now."""
        table = _Table(book.sheet(self.title), self)
        self.left = {marker: table.inputs_of(row) for marker, row in table.rows.items()}

    def act(self, book: Spreadsheet, action: str = "") -> None:
        """Do one of the actions: that of this name, or one by weight; nothing where its outcome is not modelled."""
        weights = {**WEIGHTS, **self.weights}
        name = action or self.rng.choices(list(weights), list(weights.values()))[0]
        table = _Table(book.sheet(self.title), self)
        restore = book.snapshot()
        try:
            told = _ACTIONS[name](self, User(book, self.title), table) if table.rows else None
        except NotModelledError:
            restore()
            return
        if told is not None:
            self.done.append(f"{name}: {told}")

    def complaints(self, book: Spreadsheet) -> list[str]:
        """What he finds changed that he did not change, and drafts of his that are gone."""
        table = _Table(book.sheet(self.title), self)
        found = [f"{marker} is there twice, or was deleted" for marker in table.surplus(self.deleted)]
        for marker, inputs in self.left.items():
            if marker not in table.rows:
                found.append(f"{marker} is gone")
                continue
            now = table.inputs_of(table.rows[marker])
            found += [
                f"{marker}: {header} was {was!r}, is {now[header]!r}"
                for header, was in inputs.items()
                if now[header] != was
            ]
        return found + self._lost_drafts(table)

    def _lost_drafts(self, table: "_Table") -> list[str]:
        present = {
            marker: table.value(table.rows[marker], self.draft) for marker in self.drafts if marker in table.rows
        }
        return [
            f"{marker}: his draft {self.drafts[marker]!r} became {text!r}"
            for marker, text in present.items()
            if text != self.drafts[marker] and marker not in self.served
        ]

    def strangers(self, book: Spreadsheet, *headers: str) -> list[str]:
        """The cells below these headers that name the marker of another row."""
        table = _Table(book.sheet(self.title), self)
        markers = {*table.rows, *self.deleted}
        return [
            f"{marker}: {header} speaks of {other}"
            for marker, row in table.rows.items()
            for header in headers
            for other in markers - {marker}
            if other in str(table.value(row, header) or "")
        ]


class _Table:
    """Where things stand in the worksheet at this moment."""

    def __init__(self, sheet: Sheet, user: RandomUser) -> None:
        self.sheet = sheet
        self.user = user
        header = sheet.rows[user.header_row - 1]
        self.columns = {str(plain(cell)): at for at, cell in sorted(header.items(), reverse=True) if plain(cell)}
        self.last_row, self.last_column = last_used(sheet)
        self.markers = [
            (str(text), row)
            for row in range(user.header_row + 1, self.last_row + 1)
            if (text := self.value(row, user.marker)) is not None
        ]
        self.rows = dict(self.markers)

    def value(self, row: int, header: str) -> Any:  # noqa: ANN401 - whatever the cell holds
        return plain(self.cell(row, header)) if header in self.columns else None

    def cell(self, row: int, header: str) -> Cell:
        return self.sheet.cell(row - 1, self.columns[header])

    def inputs_of(self, row: int) -> dict[str, Any]:
        return {header: self.value(row, header) for header in self.user.inputs}

    def name(self, row: int, header: str) -> str:
        """A cell as A1."""
        return f"{letters(self.columns[header])}{row}"

    def all_of(self, first: int, last: int, last_column: int = 0) -> str:
        """Rows over all columns that are in use, as A1."""
        return f"A{first}:{letters((last_column or self.last_column) - 1)}{last}"

    def sorts_along(self, header: str) -> bool:
        """The column of this header is sorted with the others: where there is a filter, if that takes it in."""
        if self.sheet.basic_filter is None or header not in self.columns:
            return True
        return self.columns[header] in self.sheet.basic_filter.areas[0].box(self.sheet.height, self.sheet.width).columns

    def surplus(self, deleted: set[str]) -> list[str]:
        names = [marker for marker, _ in self.markers]
        return [name for name in self.rows if names.count(name) > 1 or name in deleted]


def _some_row(user: RandomUser, table: _Table) -> tuple[str, int]:
    return user.rng.choice(table.markers)


def _type_input(user: RandomUser, hands: User, table: _Table) -> str:
    marker, row = _some_row(user, table)
    header = user.rng.choice(list(user.inputs))
    return _enter(user, hands, table, (marker, row, header), user.rng.choice(user.inputs[header]))


def _clear_input(user: RandomUser, hands: User, table: _Table) -> str:
    marker, row = _some_row(user, table)
    header = user.rng.choice(list(user.inputs))
    hands.clear(table.name(row, header))
    user.left[marker][header] = table.value(row, header)
    return f"{marker}, {header}"


def _enter(user: RandomUser, hands: User, table: _Table, where: tuple[str, int, str], value: Plain) -> str:
    marker, row, header = where
    hands.type(table.name(row, header), value)
    user.left.setdefault(marker, {})[header] = table.value(row, header)
    if header in user.marks and value != "no":
        user.served.add(marker)
    return f"{marker}, {header}: {plain(cell_of(value))!r}"


def _edit_draft(user: RandomUser, hands: User, table: _Table) -> str | None:
    if user.draft not in table.columns:
        return None
    marker, row = _some_row(user, table)
    text = f"Dear {marker} team,\nmy own words {len(user.done)}"
    hands.type(table.name(row, user.draft), text)
    user.drafts[marker] = text
    return f"{marker}: {text!r}"


def _add_application(user: RandomUser, hands: User, table: _Table) -> str | None:
    row = table.last_row + 1
    if row > table.sheet.height:
        return None
    marker = f"Newcomer {len(user.left) + len(user.deleted)}"
    hands.type(table.name(row, user.marker), marker)
    user.left[marker] = table.inputs_of(row)
    for header, choices in user.inputs.items():
        _enter(user, hands, table, (marker, row, header), user.rng.choice(choices))
    return f"{marker} in row {row}"


def _insert_blank_row(user: RandomUser, hands: User, table: _Table) -> str:
    above = user.rng.randint(user.header_row + 1, table.last_row)
    count = user.rng.randint(1, _LONGEST_INSERTION)
    hands.insert_rows(above, count)
    return f"{count} above {above}"


def _delete_row(user: RandomUser, hands: User, table: _Table) -> str | None:
    if len(table.rows) == 1:
        return None
    marker, row = _some_row(user, table)
    hands.delete_rows(row)
    user.deleted.add(marker)
    user.left.pop(marker, None)
    user.drafts.pop(marker, None)
    return marker


def _sort_rows(user: RandomUser, hands: User, table: _Table) -> str | None:
    """By the filter, where there is one, else over everything in use."""
    if any(properties.get("hiddenByFilter") for properties in table.sheet.row_properties):
        return None
    whole = "" if table.sheet.basic_filter else table.all_of(user.header_row + 1, table.last_row)
    column = user.rng.choice([user.marker, *user.inputs])
    descending = user.rng.random() < 1 / 2
    hands.sort(letters(table.columns[column]), whole, descending=descending)
    if not table.sorts_along(user.draft):
        _find_drafts(user, hands)
    return f"by {column}{' downwards' * descending}"


def _sort_own_columns_only(user: RandomUser, hands: User, table: _Table) -> str:
    """Over the columns up to the last of his own: what is right of them stays, in rows that are others now."""
    last = max(table.columns[header] for header in (user.marker, *user.inputs)) + 1
    hands.sort(letters(table.columns[user.marker]), table.all_of(user.header_row + 1, table.last_row, last))
    _find_drafts(user, hands)
    return f"up to column {letters(last - 1)}"


def _find_drafts(user: RandomUser, hands: User) -> None:
    """A sort that does not take the drafts along leaves them in rows of other markers: that was his own doing."""
    table = _Table(hands.sheet, user)
    typed = set(user.drafts.values())
    user.drafts = {
        marker: text for marker, row in table.rows.items() if (text := table.value(row, user.draft)) in typed
    }


def _drag_row(user: RandomUser, hands: User, table: _Table) -> str:
    marker, row = _some_row(user, table)
    above = user.rng.randint(user.header_row + 1, table.last_row)
    hands.drag_rows(row, row, above)
    return f"{marker} above {above}"


def _cut_row(user: RandomUser, hands: User, table: _Table) -> str | None:
    """To a blank row below the table; where it stood there are blanks."""
    row = table.last_row + user.rng.randint(1, 2)
    if row > table.sheet.height:
        return None
    marker, source = _some_row(user, table)
    hands.cut_and_paste(table.all_of(source, source), f"A{row}")
    return f"{marker} to {row}"


def _insert_column(user: RandomUser, hands: User, table: _Table) -> str:
    before = letters(user.rng.randrange(table.last_column))
    hands.insert_columns(before)
    return f"before {before}"


def _hide_column(user: RandomUser, hands: User, table: _Table) -> str:
    column = letters(user.rng.randrange(table.last_column))
    hands.hide_columns(column)
    return column


_ACTIONS: dict[str, Callable[[RandomUser, User, _Table], str | None]] = {
    "type_input": _type_input,
    "edit_draft": _edit_draft,
    "clear_input": _clear_input,
    "add_application": _add_application,
    "insert_blank_row": _insert_blank_row,
    "delete_row": _delete_row,
    "sort_rows": _sort_rows,
    "drag_row": _drag_row,
    "cut_row": _cut_row,
    "insert_column": _insert_column,
    "hide_column": _hide_column,
    "sort_own_columns_only": _sort_own_columns_only,
}
