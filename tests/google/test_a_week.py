"""Ten days with a tracker, by a script: nobody hears from her twice or too early, and nothing she typed is lost.

`SHEET_SYNC_WEEKS` says how many scripts are played.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest
from fake_sheets import FakeSheets, spreadsheet_of
from fake_sheets.values import Plain
from openpyxl import Workbook
from scripted_week import HEADERS, MONDAY, SHEET, Days, ExcelGrid, GoogleGrid, Sent
from workbooks import OURS

from sheet_sync import sync_tracker
from sheet_sync.config import Person, Settings
from sheet_sync.stores.google import access

SEEDS = range(int(os.environ.get("SHEET_SYNC_WEEKS", "1")))
LENGTH = 10
Target = str | Path


@dataclass
class Play:
    """A script, played to its end."""

    days: Days
    typed_before: dict[date, dict[str, dict[str, Plain]]]
    """What stood in the inputs when the day's drafts were read."""


def in_excel(folder: Path, seed: int) -> tuple[Days, Target]:
    path, book = folder / f"{seed}.xlsx", Workbook()
    book.worksheets[0].title = SHEET
    book.save(path)
    return Days(ExcelGrid(path), seed), path


def in_google(server: FakeSheets, seed: int) -> tuple[Days, Target]:
    book = server.add(spreadsheet_of({SHEET: [(None,)]}))
    book.sheet(SHEET).resize(60, 20)
    return Days(GoogleGrid(book), seed), f"https://docs.google.com/spreadsheets/d/{book.key}/edit"


@pytest.fixture
def settings(server: FakeSheets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Of somebody with a key, which is loaded once, as that takes a tenth of a second."""
    google = {"credentials": str(server.key_file(tmp_path)), "endpoint": server.url}
    loaded = access.credentials_of(google)
    monkeypatch.setattr(access, "credentials_of", lambda _: loaded)
    return Settings(Person("Alex Morgan", "alex@example.com"), google=google, state_folder=tmp_path / "state")


def play(days: Days, sync: Callable[..., object]) -> Play:
    """A sync every morning and every evening, and her day between them."""
    typed: dict[date, dict[str, dict[str, Plain]]] = {}
    for number in range(LENGTH):
        days.today = MONDAY + timedelta(days=number)
        days.grid.close()
        sync(now=datetime.combine(days.today, time(8)))
        typed[days.today] = {company: dict(inputs) for company, inputs in days.inputs.items()}
        days.morning()
        days.day()
        days.grid.close()
        sync(now=datetime.combine(days.today, time(20)))
    return Play(days, typed)


@pytest.fixture
def played(settings: Settings, server: FakeSheets, tmp_path: Path) -> Callable[[int], tuple[Play, Play]]:
    def both(seed: int) -> tuple[Play, Play]:
        begun = (in_excel(tmp_path, seed), in_google(server, seed))
        plays = [play(days, partial(sync_tracker, at, settings=settings)) for days, at in begun]
        return plays[0], plays[1]

    return both


def due(sent: Sent, inputs: dict[str, Plain]) -> date:
    """The first day on which a message may go out, by the rules of the article and not of the program."""
    interview, promised = inputs["Interview date"], inputs.get("Promised reply by")
    assert isinstance(interview, date)
    if sent.kind == "thank_you":
        return interview + timedelta(days=1)
    if isinstance(promised, date) and promised >= interview:
        return promised + timedelta(days=1)
    return interview + timedelta(days=7)


def settled(sent: Sent, inputs: dict[str, Plain]) -> bool:
    """Nothing more was to be written: they said no, or answered and promised nothing more."""
    replied, promised = inputs.get("Reply received"), inputs.get("Promised reply by")
    awaited = isinstance(promised, date) and isinstance(replied, date) and promised > replied
    thanks_are_fresh = sent.kind == "thank_you" and sent.on <= due(sent, inputs) + timedelta(days=1)
    return bool(inputs.get("Outcome") or (replied and not awaited and not thanks_are_fresh))


def wrong_messages(play: Play) -> Iterator[str]:
    """What those to whom she wrote would complain about."""
    for (company, kind), times in Counter((one.company, one.kind) for one in play.days.sent).items():
        if times > 1:
            yield f"{company}: {kind} {times} times"
    for one in play.days.sent:
        inputs = play.typed_before[one.on][one.company]
        if one.on < due(one, inputs):
            yield f"{one}: too early"
        if settled(one, inputs):
            yield f"{one}: answered already"
        if one.kind == "follow_up" and not inputs.get("Thank-you sent"):
            yield f"{one}: not thanked yet"
        if one.company not in one.text:
            yield f"{one}: meant for somebody else"


def wrong_cells(days: Days) -> Iterator[str]:
    """What she would miss."""
    yield from days.complaints
    for line in days.table():
        found = {name: line[name] for name in HEADERS[1:] if line.get(name)}
        if found != days.inputs[str(line["Company"])]:
            yield f"{line}: she typed {days.inputs[str(line['Company'])]}"
    if len(days.table()) != len(days.inputs):
        yield "a row is gone, or there is one too many"


def seen(line: dict[str, Plain]) -> dict[str, Plain]:
    """What she sees of a row: the key is hidden, and no two writes leave the same tag in it."""
    return {name: value for name, value in line.items() if name in (*HEADERS, *OURS[:-1])}


@pytest.mark.parametrize("seed", SEEDS)
def test_in_ten_days_nobody_hears_from_her_twice_or_too_early_and_nothing_is_lost(
    played: Callable[[int], tuple[Play, Play]], seed: int
) -> None:
    excel, google = played(seed)

    for one in (excel, google):
        assert [*wrong_messages(one), *wrong_cells(one.days)] == []
    assert [seen(line) for line in google.days.table()] == [seen(line) for line in excel.days.table()]
    assert google.days.sent == excel.days.sent
    assert {"thank_you", "follow_up", "edit"} <= excel.days.acts.keys()
