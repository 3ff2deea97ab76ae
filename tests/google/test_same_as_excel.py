"""A tracker gets the same statuses, due days, reasons and drafts in a workbook and in a Google Sheet (issue 5).

What a sync wrote is read here without our stores: with openpyxl, and from what the fake server holds.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fake_sheets import FakeSheets, Spreadsheet, values
from openpyxl import load_workbook
from random_trackers import SHEET, TODAY, random_tracker

from sheet_sync import sync_tracker
from sheet_sync.config import Person, Rules, Settings
from sheet_sync.etiquette.status import STATUSES
from sheet_sync.stores.google import access

WRITTEN = ("Follow-up status", "Follow-up due", "Follow-up reason", "Draft")
TRACKERS = 200
BATCH = 25
SYNCED_TWICE = 10
"""Every tenth, days later once more: a sync takes a while."""
NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 9)

Cells = dict[tuple[int, str], object]
"""What stands below our headers, by row and header; blanks are left out."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("both")


@pytest.fixture
def google_settings(server: FakeSheets, home: Path, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    """The key is loaded once, as it takes a tenth of a second."""
    named = {"credentials": str(server.key_file(home)), "endpoint": server.url}
    loaded = access.credentials_of(named)
    monkeypatch.setattr(access, "credentials_of", lambda _: loaded)
    return named


def cells_below_our_headers(rows: Sequence[Sequence[object]]) -> Cells:
    top = next(at for at, row in enumerate(rows) if WRITTEN[0] in row)
    named = [(column, str(header)) for column, header in enumerate(rows[top]) if header in WRITTEN]
    return {
        (at, header): _plain(row[column])
        for at, row in enumerate(rows[top + 1 :], top + 2)
        for column, header in named
        if column < len(row) and row[column] not in {None, ""}
    }


def _plain(value: object) -> object:
    """A day as a day: a workbook has midnights only."""
    return value.date() if isinstance(value, datetime) else value


def in_excel(path: Path) -> Cells:
    book = load_workbook(path)
    return cells_below_our_headers([list(row) for row in book[SHEET].iter_rows(values_only=True)])


def in_google(book: Spreadsheet) -> Cells:
    return cells_below_our_headers(values(book.sheet(SHEET)))


def both(server: FakeSheets, google: Mapping[str, str], folder: Path, seed: int) -> Iterator[tuple[Cells, Cells]]:
    """What a sync writes into the workbook and the sheet of a seed, and for some what another writes days later."""
    made = random_tracker(seed)
    path, book = made.in_excel(folder / f"{seed}.xlsx"), server.add(made.in_google())
    address = f"https://docs.google.com/spreadsheets/d/{book.key}/edit"
    settings = Settings(
        Person("Alex Morgan", "alex@example.com"),
        Rules(date_order=made.date_order),
        google=google,
        state_folder=folder / "state",
    )
    for now in (NOW, NOW + timedelta(days=5))[: 1 + (seed % SYNCED_TWICE == 0)]:
        for target in (path, address):
            sync_tracker(target, settings=settings, now=now, confirmed=True)
        yield in_excel(path), in_google(book)


@pytest.mark.parametrize("first", range(0, TRACKERS, BATCH))
def test_a_tracker_comes_out_the_same_in_a_workbook_and_in_a_google_sheet(
    server: FakeSheets, google_settings: Mapping[str, str], tmp_path: Path, first: int
) -> None:
    seen: Counter[object] = Counter()
    drafted = 0
    for seed in range(first, first + BATCH):
        for excel, google in both(server, google_settings, tmp_path, seed):
            assert excel == google, f"the tracker of seed {seed}"
            seen.update(value for (_, header), value in excel.items() if header == WRITTEN[0])
        drafted += any(header == "Draft" for _, header in excel)

    assert drafted > BATCH / 2  # else the trackers would say little about drafts
    assert {*STATUSES} <= seen.keys()
