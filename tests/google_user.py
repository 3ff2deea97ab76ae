"""A user of Google Sheets for tests: his machine, his configuration, his sheet, and the command that he runs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fake_sheets import FakeSheets, Spreadsheet, spreadsheet_of, values
from workbooks import Ran

ROWS = (
    ("Company", "Position", "Contact", "Contact email", "Interview date", "Thank-you sent"),
    ("Acme", "Data Analyst", "Jane Doe", "jane@acme.example", date(2026, 11, 12), date(2026, 11, 13)),
    ("Globex", "Test Engineer", "Sam Rivera", "sam@globex.example", date(2026, 11, 22), None),
)
TODAY = "2026-11-23"


@dataclass(frozen=True)
class GoogleUser:
    """Somebody with a key, a configuration and a tracker at the fake Google's."""

    server: FakeSheets
    home: Path
    book: Spreadsheet
    key: Path
    invoke: Callable[..., Ran]

    @property
    def address(self) -> str:
        """The sheet as the browser shows it."""
        return f"https://docs.google.com/spreadsheets/d/{self.book.key}/edit#gid=0"

    @property
    def config(self) -> Path:
        return self.home / "config" / "sheet_sync" / "sheet_sync.toml"

    def configure(self, credentials: object = "", endpoint: str = "") -> None:
        """Write the user's configuration; without `credentials` none are named."""
        named = f'credentials = "{credentials}"\n' if credentials else ""
        self.config.parent.mkdir(parents=True, exist_ok=True)
        self.config.write_text(
            f'[me]\nname = "Alex Morgan"\n\n[google]\n{named}endpoint = "{endpoint or self.server.url}"\n', "utf-8"
        )

    def sync(self, *options: str) -> Ran:
        return self.invoke("sync", self.address, "--today", TODAY, *options)

    def table(self) -> list[dict[object, object]]:
        header, *rows = values(self.book.sheet("Jobs"))
        return [dict(zip(header, row, strict=False)) for row in rows]

    def calls(self) -> list[str]:
        """What was asked of the server since it was last forgotten."""
        return [one.call for one in self.server.requests]


def google_user(server: FakeSheets, home: Path, invoke: Callable[..., Ran]) -> GoogleUser:
    """A user whose key and configuration are in order, and whose tracker was never synced."""
    key = server.key_file(home)
    user = GoogleUser(server, home, server.add(spreadsheet_of({"Jobs": ROWS})), key, invoke)
    user.configure(key)
    return user
