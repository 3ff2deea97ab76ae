"""A spreadsheet as the fake keeps it: sheets of sparse rows, and what is attached to ranges of them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from fake_sheets.areas import Area, Box
from fake_sheets.errors import TOO_MANY_CELLS, NotModelledError, invalid
from fake_sheets.json_types import Cell, CellRow, JsonObject

CELL_LIMIT = 10_000_000
ROW_HEIGHT = {"pixelSize": 21}
COLUMN_WIDTH = {"pixelSize": 100}


@dataclass(frozen=True, slots=True)
class Attached:
    """What Google keeps for a range and moves with it: a filter, a protection, a rule for formats.

    Attributes:
        areas: where it applies; a filter and a protection have one.
        body: the rest of the message.
        exempt: the ranges that a protection leaves free.
    """

    areas: tuple[Area, ...]
    body: JsonObject
    exempt: tuple[Area, ...] = ()

    def moved(self, move: Callable[[Area], Area | None]) -> "Attached | None":
        """The same elsewhere; None when no range of it is left."""
        areas = _present(map(move, self.areas))
        return replace(self, areas=areas, exempt=_present(map(move, self.exempt))) if areas else None


def _present(areas: Iterable[Area | None]) -> tuple[Area, ...]:
    return tuple(area for area in areas if area is not None)


@dataclass
class Sheet:
    """One worksheet. Rows, columns and their cells are counted from 0."""

    sheet_id: int
    title: str
    rows: list[CellRow] = field(default_factory=list)
    row_properties: list[JsonObject] = field(default_factory=list)
    columns: list[JsonObject] = field(default_factory=list)
    hidden: bool = False
    grid: JsonObject = field(default_factory=dict)
    """frozenRowCount, frozenColumnCount, hideGridlines …: as set, where not nothing."""
    more: JsonObject = field(default_factory=dict)
    """tabColor, rightToLeft …: what is only kept."""
    merges: list[Area] = field(default_factory=list)
    basic_filter: Attached | None = None
    filter_views: list[Attached] = field(default_factory=list)
    protected_ranges: list[Attached] = field(default_factory=list)
    conditional_formats: list[Attached] = field(default_factory=list)
    charts: list[JsonObject] = field(default_factory=list)

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        return len(self.columns)

    @property
    def box(self) -> Box:
        """The whole grid."""
        return Box(0, 0, self.height, self.width)

    def cell(self, row: int, column: int) -> Cell:
        """The cell; empty where it is blank."""
        return self.rows[row].get(column, {})

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Replace a cell; an empty one makes it blank."""
        others = {at: kept for at, kept in self.rows[row].items() if at != column}
        self.rows[row] = {**others, column: cell} if cell else others

    def box_of(self, area: Area) -> Box:
        """The cells of a range.

        Raises:
            ApiError: it reaches beyond the grid.
        """
        box = area.box(self.height, self.width)
        if box.bottom > self.height or box.right > self.width or box.top >= box.bottom or box.left >= box.right:
            raise invalid(
                f"Range ({self.quoted}!{box.a1}) exceeds grid limits. "
                f"Max rows: {self.height}, max columns: {self.width}"
            )
        return box

    @property
    def quoted(self) -> str:
        return self.title if self.title.isalnum() else "'" + self.title.replace("'", "''") + "'"

    def merged_over(self, row: int, column: int) -> bool:
        """The cell lies under a merged range whose first cell it is not."""
        if not self.merges:
            return False
        boxes = (area.box(self.height, self.width) for area in self.merges)
        return any(box.has(row, column) and (box.top, box.left) != (row, column) for box in boxes)

    def attachments(self) -> Iterator[Attached]:
        """Everything that moves with the cells, merged ranges apart."""
        if self.basic_filter:
            yield self.basic_filter
        yield from (*self.filter_views, *self.protected_ranges, *self.conditional_formats)

    def move_attachments(self, move: Callable[[Area], Area | None]) -> None:
        """Rows or columns came or went: every range follows.

        Raises:
            NotModelledError: there is a chart, whose place and sources would have to follow too.
        """
        if self.charts:
            raise NotModelledError("moving the cells of a worksheet with a chart")
        self.merges = list(_present(map(move, self.merges)))
        self.basic_filter = self.basic_filter and self.basic_filter.moved(move)
        self.filter_views = _moved(self.filter_views, move)
        self.protected_ranges = _moved(self.protected_ranges, move)
        self.conditional_formats = _moved(self.conditional_formats, move)

    def resize(self, height: int, width: int) -> None:
        """Cut the grid, or grow it by blank rows and columns."""
        self.row_properties = _sized(self.row_properties, height, ROW_HEIGHT)
        self.columns = _sized(self.columns, width, COLUMN_WIDTH)
        del self.rows[height:]
        self.rows = [*self.rows, *({} for _ in range(height - len(self.rows)))]
        if any(row and max(row) >= width for row in self.rows):
            self.rows = [{at: cell for at, cell in row.items() if at < width} for row in self.rows]


def _moved(all_of_them: list[Attached], move: Callable[[Area], Area | None]) -> list[Attached]:
    moved = (one.moved(move) for one in all_of_them)
    return [one for one in moved if one is not None]


def _sized(properties: list[JsonObject], count: int, fresh: JsonObject) -> list[JsonObject]:
    return [*properties[:count], *(fresh for _ in range(count - len(properties)))]


def _nobody_knows(formula: str) -> str | float:
    raise NotModelledError(f"entering {formula}: it would have to be computed")


@dataclass
class Spreadsheet:
    """A whole spreadsheet, and who may do what with it.

    Attributes:
        access: what the caller may do: "editor", "viewer" or "none".
        result_of: what a formula comes to that the caller enters; the test says it, and it stays.
    """

    key: str
    title: str = "Job search"
    locale: str = "en_US"
    time_zone: str = "America/New_York"
    sheets: list[Sheet] = field(default_factory=list)
    access: str = "editor"
    result_of: Callable[[str], str | float] = _nobody_knows

    def sheet(self, title: str | None = None) -> Sheet:
        """The worksheet of that title, for tests; without a title the first one."""
        return next(sheet for sheet in self.sheets if title in {None, sheet.title})

    def by_id(self, sheet_id: int, kind: str = "grid") -> Sheet:
        """The worksheet of that id.

        Raises:
            ApiError: there is none.
        """
        for sheet in self.sheets:
            if sheet.sheet_id == sheet_id:
                return sheet
        raise invalid(f"No {kind} with id: {sheet_id}")

    def fits_with(self, more: int) -> None:
        """Hold the limit of cells, before more of them are made.

        Raises:
            ApiError: there would be too many.
        """
        if sum(sheet.height * sheet.width for sheet in self.sheets) + more > CELL_LIMIT:
            raise invalid(TOO_MANY_CELLS)

    def snapshot(self) -> Callable[[], None]:
        """What takes everything back to the present state; cheap, for rows and cells are never changed in place."""
        kept = {**self.__dict__, "sheets": list(self.sheets)}
        states = [(sheet, _state(sheet)) for sheet in self.sheets]

        def restore() -> None:
            self.__dict__.update(kept)
            for sheet, state in states:
                sheet.__dict__.update(state)

        return restore


def _state(sheet: Sheet) -> JsonObject:
    return {name: value.copy() if isinstance(value, list | dict) else value for name, value in sheet.__dict__.items()}
