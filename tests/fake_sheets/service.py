"""The API without its wire: a received request in, a status and a body out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fake_sheets import cell_requests, dimensions, look_requests, sheet_requests
from fake_sheets.batch import Work, apply
from fake_sheets.conforming import document
from fake_sheets.discovery import faults_in_message, faults_in_query
from fake_sheets.errors import ApiError, NotModelledError, bad_request
from fake_sheets.json_types import JsonObject
from fake_sheets.masks import Mask, MaskError, below, masked, parsed, unknown_path, wants
from fake_sheets.model import Spreadsheet
from fake_sheets.rendering import pieces_named, rendered

_HANDLERS_OF = (cell_requests, dimensions, look_requests, sheet_requests)  # imported for the requests that they handle
_MESSAGES = {"get": "Spreadsheet", "batchUpdate": "BatchUpdateSpreadsheetResponse"}


@dataclass
class Received:
    """A request as it came in, and what was answered: the tests count and read these.

    Attributes:
        number: counted from 1, since the server was reset.
        query: the parameters of the address, each with its values.
        body: the JSON that was sent, {} for none.
        status: what was answered; 0 where the connection was cut.
        time: when it came, in seconds of a clock that only goes forward.
    """

    number: int
    method: str
    path: str
    query: Mapping[str, Sequence[str]]
    body: JsonObject
    time: float
    status: int = 0
    call: str = ""
    key: str = ""


@dataclass
class Habits:
    """Where it is not known how Google behaves: a test may try either.

    Attributes:
        copies_filtered_rows: copyPaste takes rows along that a filter hides.
        applies_before_reading_ranges: a batchUpdate whose `responseRanges` cannot be read is applied all the same,
            though a 400 is answered.
    """

    copies_filtered_rows: bool = True
    applies_before_reading_ranges: bool = False


@dataclass
class Service:
    """Spreadsheets by key, and the two methods on them."""

    spreadsheets: dict[str, Spreadsheet] = field(default_factory=dict)
    habits: Habits = field(default_factory=Habits)

    def answer(self, received: Received, caller: str) -> JsonObject:
        """The body of the reply.

        Raises:
            ApiError: Google refuses.
            NotModelledError: the request or the reply is not as the discovery document has it, or not modelled.
        """
        _refuse(received, faults_in_query(received.call, received.query))
        mask = _mask_of(received)
        spreadsheet = self.permitted(received)
        if received.call == "get":
            body = self._got(spreadsheet, received, caller, mask)
        else:
            body = self._updated(spreadsheet, received, caller, mask)
        _refuse(received, faults_in_message(_MESSAGES[received.call], body), "the reply: ")
        return body

    def permitted(self, received: Received) -> Spreadsheet:
        """The spreadsheet that is asked for, where the caller may do so."""
        spreadsheet = self.spreadsheets.get(received.key)
        if spreadsheet is None:
            raise ApiError(404, "Requested entity was not found.")
        if spreadsheet.access == "none" or (spreadsheet.access == "viewer" and received.call != "get"):
            raise ApiError(403, "The caller does not have permission")
        return spreadsheet

    def _got(self, spreadsheet: Spreadsheet, received: Received, caller: str, mask: Mask) -> JsonObject:
        query = received.query
        grid_data = query.get("includeGridData", ["false"])[-1].lower() == "true"
        return rendered(spreadsheet, caller, ranges=query.get("ranges", []), mask=mask, grid_data=grid_data)

    def _updated(self, spreadsheet: Spreadsheet, received: Received, caller: str, mask: Mask) -> JsonObject:
        _refuse(received, faults_in_message("BatchUpdateSpreadsheetRequest", received.body))
        _refuse(received, _unmodelled(received.body))
        restore = spreadsheet.snapshot()
        work = Work(spreadsheet, caller, copies_filtered_rows=self.habits.copies_filtered_rows)
        replies = apply(work, received.body.get("requests", []))
        body: JsonObject = {"spreadsheetId": spreadsheet.key, "replies": replies}
        try:
            if received.body.get("includeSpreadsheetInResponse") and wants(mask, "updatedSpreadsheet"):
                body["updatedSpreadsheet"] = _after(spreadsheet, received.body, caller, mask)
        except ApiError:
            if not self.habits.applies_before_reading_ranges:
                restore()
            raise
        except NotModelledError:
            restore()
            raise
        answered: JsonObject = masked(body, mask)
        return answered


def _after(spreadsheet: Spreadsheet, body: JsonObject, caller: str, mask: Mask) -> JsonObject:
    ranges = body.get("responseRanges", [])
    pieces_named(spreadsheet, ranges)
    grid_data = body.get("responseIncludeGridData", False)
    inner = below(mask, "updatedSpreadsheet")
    return rendered(spreadsheet, caller, ranges=ranges, mask=inner, grid_data=grid_data)


def _unmodelled(body: JsonObject) -> list[str]:
    return [name for name in body if name == "commentsViewMode"]


def _mask_of(received: Received) -> Mask:
    text = received.query.get("fields", [""])[-1]
    if not text:
        return None
    try:
        mask = parsed(text)
    except MaskError as error:
        raise NotModelledError(f"the field mask {text!r}: {error}") from None
    path = unknown_path(mask, _MESSAGES[received.call], document()["schemas"])
    if path is not None:
        description = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
        raise bad_request("Request contains an invalid argument.", path, description)
    return mask


def _refuse(received: Received, faults: Sequence[str], what: str = "") -> None:
    if faults:
        raise NotModelledError(f"{received.call}: {what}{'; '.join(faults[:5])}")
