"""A batchUpdate: every request of it is applied, or none is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from fake_sheets.areas import Area, Box
from fake_sheets.errors import ApiError, NotModelledError, invalid
from fake_sheets.json_types import Cell, JsonObject
from fake_sheets.masks import Mask, parsed
from fake_sheets.model import Sheet, Spreadsheet
from fake_sheets.protection import guard


@dataclass(frozen=True, slots=True)
class Work:
    """What a request works on, and on whose behalf."""

    spreadsheet: Spreadsheet
    caller: str
    copies_filtered_rows: bool = True

    def sheet(self, body: JsonObject) -> Sheet:
        """The sheet of a GridRange, DimensionRange or GridCoordinate: no id means 0, the first sheet's."""
        return self.spreadsheet.by_id(body.get("sheetId", 0))

    def boxed(self, grid_range: JsonObject) -> tuple[Sheet, Box]:
        """The cells of a GridRange."""
        sheet = self.sheet(grid_range)
        return sheet, sheet.box_of(Area.of(grid_range))

    def guard(self, sheet: Sheet, box: Box) -> None:
        """Refuse what the caller may not edit."""
        guard(sheet, box, self.caller)

    def write(self, sheet: Sheet, row: int, column: int, cell: Cell) -> None:
        """Replace a cell that need not be visible on its own."""
        if cell.get("userEnteredValue") and sheet.merged_over(row, column):
            raise NotModelledError("entering a value under a merged range, beside its first cell")
        sheet.put(row, column, cell)


Handler: TypeAlias = Callable[[Work, JsonObject], JsonObject]
"""Applies one request, and gives what its reply holds."""
HANDLERS: dict[str, Handler] = {}


def handles(name: str) -> Callable[[Handler], Handler]:
    """Marks the function that applies the requests of that name."""

    def keep(handler: Handler) -> Handler:
        HANDLERS[name] = handler
        return handler

    return keep


def apply(work: Work, requests: list[JsonObject]) -> list[JsonObject]:
    """Apply all of them, and give their replies.

    Raises:
        ApiError: Google refuses one of them; nothing is applied.
        NotModelledError: one of them is not modelled; nothing is applied.
    """
    if not requests:
        raise invalid("Must specify at least one request.")
    restore = work.spreadsheet.snapshot()
    try:
        replies = [_applied(work, index, request) for index, request in enumerate(requests)]
    except BaseException:
        restore()
        raise
    return replies


def _applied(work: Work, index: int, request: JsonObject) -> JsonObject:
    if len(request) != 1:
        raise invalid(f"Invalid requests[{index}]: No request set.")
    ((name, body),) = request.items()
    handler = HANDLERS.get(name)
    if handler is None:
        raise NotModelledError(f"requests[{index}].{name}")
    try:
        reply = handler(work, body)
    except ApiError as error:
        raise error.within(f"requests[{index}].{name}") from None
    return {name: reply} if reply else {}


def mask_of(body: JsonObject) -> Mask:
    """The field mask of a request that needs one."""
    if not body.get("fields"):
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    return parsed(body["fields"])
