"""A fake Google Sheets server for tests, over HTTP, checked against Google's discovery document both ways.

    @pytest.fixture(scope="session")
    def google() -> Iterator[FakeSheets]:
        with FakeSheets() as server:
            yield server

    @pytest.fixture
    def server(google: FakeSheets) -> Iterator[FakeSheets]:
        google.reset()
        yield google
        assert google.violations == []     # nothing was asked that the API or the fake does not know

    def test_a_draft_is_written(server: FakeSheets, tmp_path: Path) -> None:
        book = server.add(spreadsheet_of({"Jobs": [["Company", "Interview date"], ["Acme", date(2026, 11, 12)]]}))
        key_file = server.key_file(tmp_path)          # mode 0600, its token_uri on loopback
        server.faults[2] = faults.cut(applied=True)   # the second request is applied, its reply is lost
        server.before_request = lambda book: User(book, "Jobs").type("A2", "Acme Ltd")
        ...                                           # sync book.key through server.url, with key_file
        assert values(book.sheet("Jobs"))[1][0] == "Acme Ltd"
        assert [(one.call, one.status) for one in server.requests] == [("get", 200), ("batchUpdate", 0), ("get", 200)]

What it does not model it refuses: the request is answered 500 and listed in `server.violations`, never guessed at.
`User` acts as Google's editor does; `RandomUser` acts by himself, and says afterwards what he misses.
`server.habits` has switches for what is not known of Google. `rendering` says what was relied on in replies.

Guessed, where neither the reference nor recorded replies say it:
- a range that reaches beyond the grid is refused when writing, and cut to the grid when reading;
- with `ranges`, merges, filters and protected ranges are answered only where they touch one of them;
- the requests of a batch see what those before them did;
- inserted rows and columns inherit format and validation rule, not notes; blank rows of checkboxes have no value;
- the value of an error, pasted, is the same error without its message;
- a basic filter neither grows with what is typed below it nor hides rows anew when values change;
- a sort takes notes, formats and rules along, reads texts whatever their case, and leaves blanks last;
- a worksheet protected as a whole also keeps its filter, its size, and the width of its columns;
- a rule for formats keeps the ranges that it was given, open sides too;
- refusals of a doubled sheet or chart id and of an unknown filter view, and the body of 408 and 502, are worded by us.
"""

from fake_sheets import faults
from fake_sheets.builders import (
    checkboxes,
    colour_by_rule,
    dump,
    filter_over,
    filter_view,
    format_cells,
    give,
    hidden_columns,
    hide_columns,
    look,
    merge,
    protect,
    sheet_of,
    spreadsheet_of,
    value,
    values,
)
from fake_sheets.faults import Fault
from fake_sheets.model import Sheet, Spreadsheet
from fake_sheets.random_user import RandomUser
from fake_sheets.server import FakeSheets
from fake_sheets.service import Received
from fake_sheets.tokens import ROBOT, SCOPE, write_key_file
from fake_sheets.user import User
from fake_sheets.values import Failed, Formula

__all__ = [
    "ROBOT",
    "SCOPE",
    "Failed",
    "FakeSheets",
    "Fault",
    "Formula",
    "RandomUser",
    "Received",
    "Sheet",
    "Spreadsheet",
    "User",
    "checkboxes",
    "colour_by_rule",
    "dump",
    "faults",
    "filter_over",
    "filter_view",
    "format_cells",
    "give",
    "hidden_columns",
    "hide_columns",
    "look",
    "merge",
    "protect",
    "sheet_of",
    "spreadsheet_of",
    "value",
    "values",
    "write_key_file",
]
