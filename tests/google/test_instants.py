"""What the user does in the very instant before a write, when no reading can have seen it (SPEC section 7)."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from fake_sheets import FakeSheets, Spreadsheet, User, spreadsheet_of, values
from fake_sheets.areas import letters

from sheet_sync.config import Person, Settings
from sheet_sync.errors import SheetSyncError
from sheet_sync.stores.google.reading import Reply
from sheet_sync.stores.google.requests import Request
from sheet_sync.stores.google.service import Patience, Service
from sheet_sync.stores.google.store import Asked, GoogleStore
from sheet_sync.stores.google.troubles import RefusedRequestError, UnansweredError
from sheet_sync.sync import Report, sync_store
from sheet_sync.undo import undo_store

NOW = datetime(2026, 11, 23, 9)
HEADERS = ("Company", "Position", "Interview date", "Thank-you sent", "Followed up")
Act = Callable[[User], object]


def tracker(headers: tuple[str, ...] = HEADERS) -> Spreadsheet:
    """Four applications, whose names do not stand in the order of their interviews."""
    rows = [
        ("Cobalt", "Chef", date(2026, 11, 12), "x"),
        ("Acme", "Data Analyst", date(2026, 11, 22)),
        ("Dune", "Nurse", date(2026, 12, 1)),
        ("Birch", "Baker", date(2026, 11, 10), "x"),
    ]
    return spreadsheet_of({"Jobs": [headers, *(row[: len(headers)] for row in rows)]})


class LateService:
    """Its first write is given up, and is carried out all the same: later, after some other requests."""

    def __init__(self, service: Service, requests_before: int, just_before: Callable[[], object]) -> None:
        self._service = service
        self._left = requests_before
        self._just_before = just_before
        self._late: tuple[Sequence[Request], Sequence[str]] | None = None
        self.arrived = False

    def read(self) -> Reply:
        self._one_more()
        return self._service.read()

    def write(self, batch: Sequence[Request], kept: Sequence[str] = ()) -> Reply:
        if self._late is None:
            self._late = batch, kept
            raise UnansweredError
        self._one_more()
        return self._service.write(batch, kept)

    def _one_more(self) -> None:
        if self._late is not None:
            self._left -= 1
            if not self._left:
                self.arrive()

    def arrive(self) -> None:
        """The late write is carried out now, or refused, if that has not happened yet."""
        if self._late and not self.arrived:
            self.arrived = True
            self._just_before()
            with suppress(RefusedRequestError):
                self._service.write(*self._late)


class MeantimeService:
    """Something happens on another machine before its first write."""

    def __init__(self, service: Service, act: Callable[[], object]) -> None:
        self._service = service
        self._acts = [act]

    def read(self) -> Reply:
        return self._service.read()

    def write(self, batch: Sequence[Request], kept: Sequence[str] = ()) -> Reply:
        while self._acts:
            self._acts.pop()()
        return self._service.write(batch, kept)


class Scene:
    """A tracker, its owner, and the program."""

    def __init__(self, server: FakeSheets, folder: Path, book: Spreadsheet) -> None:
        self.server = server
        self.folder = folder
        self.book = server.add(book)
        self.owner = User(self.book, "Jobs")
        self.acted = self.done = 0

    def store(self, service: Asked | None = None, machine: str = "state") -> GoogleStore:
        return GoogleStore(self.book.key, service=service or self.service(), state_folder=self.folder / machine)

    def service(self) -> Service:
        google = {"credentials": str(self.server.key_file(self.folder)), "endpoint": self.server.url}
        return Service(self.book.key, self.book.key, google, Patience(seconds=5, first_wait=0.01))

    def sync(self, now: datetime = NOW, store: GoogleStore | None = None) -> Report:
        return sync_store(
            store or self.store(), settings=Settings(me=Person("Alex Morgan", "alex@example.com")), now=now
        )

    def before_writes(self, *acts: Act) -> None:
        """Each act comes right before one write: the first before the first, and so on."""
        waiting = list(acts)

        def hook(_: Spreadsheet) -> None:
            if self.server.requests[-1].method == "POST" and waiting:
                self.acted += 1
                waiting.pop(0)(self.owner)
                self.done += 1

        self.server.before_request = hook

    def table(self) -> list[dict[str, object]]:
        header, *rows = values(self.book.sheet("Jobs"))
        return [dict(zip(header, row, strict=False)) for row in rows]

    def row(self, company: str) -> dict[str, object]:
        return next(row for row in self.table() if row.get("Company") == company)

    def seen(self) -> dict[object, tuple[object, ...]]:
        """What the owner sees in our columns, by company."""
        names = ("Follow-up status", "Follow-up due", "Follow-up reason", "Draft")
        return {row["Company"]: tuple(row.get(name) for name in names) for row in self.table() if row.get("Company")}


@pytest.fixture
def scene(server: FakeSheets, tmp_path: Path) -> Iterator[Scene]:
    """Every act that began came to its end: one that the sheet does not take would prove nothing."""
    made = Scene(server, tmp_path, tracker())
    yield made
    assert made.acted == made.done


def undisturbed(scene: Scene, headers: tuple[str, ...] = HEADERS) -> dict[object, tuple[object, ...]]:
    alone = Scene(scene.server, scene.folder / "alone", tracker(headers))
    alone.folder.mkdir()
    alone.sync()
    return alone.seen()


def edge(owner: User) -> str:
    """The last column of the grid."""
    return letters(owner.sheet.width - 1)


MOVES: dict[str, Act] = {
    "sorted by company": lambda owner: owner.sort("A", f"A2:{edge(owner)}5"),
    "sorted by interview": lambda owner: owner.sort("C", f"A2:{edge(owner)}5", descending=True),
    "a row inserted": lambda owner: owner.insert_rows(3, 2),
    "a row dragged": lambda owner: owner.drag_rows(2, 2, 5),
    "a row cut": lambda owner: owner.cut_and_paste(f"A3:{edge(owner)}3", "A8"),
    "a column inserted": lambda owner: owner.insert_columns("B"),
}


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_rows_that_move_right_before_the_first_write_get_their_own_columns(scene: Scene, move: Act) -> None:
    scene.before_writes(move)

    scene.sync()

    assert scene.seen() == undisturbed(scene)


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_rows_that_move_again_right_before_they_are_put_back_get_their_own_columns(scene: Scene, move: Act) -> None:
    scene.before_writes(MOVES["sorted by company"], move, MOVES["a row inserted"])

    scene.sync()

    assert scene.seen() == undisturbed(scene)


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_inputs_that_stand_where_ours_were_to_be_written_come_back(scene: Scene, move: Act) -> None:
    scene.sync()
    before = {name: scene.row(name)["Interview date"] for name in ("Acme", "Birch", "Cobalt", "Dune")}
    scene.before_writes(move)

    scene.sync(NOW + timedelta(days=2))

    assert {name: scene.row(name)["Interview date"] for name in before} == before


def test_a_draft_typed_right_before_the_write_stays(scene: Scene) -> None:
    scene.sync()
    at = [*scene.table()[0]].index("Draft")
    cell = f"{chr(ord('A') + at)}3"
    scene.before_writes(lambda owner: owner.type(cell, "Dear Acme, in my own words"))

    scene.sync(NOW + timedelta(days=2))

    assert scene.row("Acme")["Draft"] == "Dear Acme, in my own words"


def test_a_draft_typed_right_before_the_row_is_put_back_stays(scene: Scene) -> None:
    scene.sync()
    at = [*scene.table()[0]].index("Draft")
    column = chr(ord("A") + at)

    def type_for_acme(owner: User) -> None:
        row = [line.get("Company") for line in scene.table()].index("Acme") + 2
        owner.type(f"{column}{row}", "Dear Acme, in my own words")

    scene.before_writes(MOVES["sorted by company"], type_for_acme)

    scene.sync(NOW + timedelta(days=2))

    assert scene.row("Acme")["Draft"] == "Dear Acme, in my own words"


def test_a_note_typed_where_a_new_column_comes_stays(scene: Scene) -> None:
    scene.before_writes(lambda owner: owner.type("I3", "ask for Ann"))

    scene.sync()

    assert any("ask for Ann" in row.values() for row in scene.table())


def test_a_first_sync_that_was_interrupted_still_takes_older_interviews_for_thanked(scene: Scene) -> None:
    headers = HEADERS[:3]
    scene.book = scene.server.add(tracker(headers))
    scene.owner = User(scene.book, "Jobs")
    scene.before_writes(MOVES["sorted by company"])

    report = scene.sync()

    assert scene.seen() == undisturbed(scene, headers)
    assert report.added[:2] == ("Thank-you sent", "Followed up")


def test_once_a_first_sync_has_come_to_its_end_a_new_row_is_not_taken_for_thanked(scene: Scene) -> None:
    headers = HEADERS[:3]
    scene.book = scene.server.add(tracker(headers))
    scene.owner = User(scene.book, "Jobs")
    scene.before_writes(MOVES["sorted by company"])
    scene.sync()
    scene.owner.type("A6", "Elm")
    scene.owner.type("B6", "Cook")
    scene.owner.type("C6", date(2026, 11, 22))

    scene.sync(NOW + timedelta(days=1))

    assert scene.row("Elm")["Follow-up status"] in {"Send thank-you", "Thank-you overdue"}


def test_a_worksheet_renamed_while_rows_are_put_back_is_put_right_by_the_next_sync(scene: Scene) -> None:
    scene.sync()
    scene.before_writes(MOVES["sorted by company"], lambda owner: owner.rename("Applications"))
    with pytest.raises(SheetSyncError):
        sync_store(
            scene.store(),
            settings=Settings(me=Person("Alex Morgan", "alex@example.com")),
            now=NOW + timedelta(days=2),
            sheet="Jobs",
        )
    scene.server.before_request = lambda _: None

    scene.sync(NOW + timedelta(days=2))

    header, *rows = values(scene.book.sheet("Applications"))
    table = [dict(zip(header, row, strict=False)) for row in rows]
    drafts = {row["Company"]: str(row["Draft"]) for row in table if row.get("Draft")}
    assert drafts
    assert all(str(company) in draft for company, draft in drafts.items())


LATE = range(1, 8)
"""How many requests come before one that was given up."""


@pytest.mark.parametrize("requests_before", LATE)
def test_a_write_that_google_carries_out_long_after_it_was_given_up_overwrites_nothing(
    scene: Scene, requests_before: int
) -> None:
    scene.sync()
    draft = letters([*scene.table()[0]].index("Draft"))
    acme = next(n for n, row in enumerate(scene.table(), 2) if row["Company"] == "Acme")
    late = LateService(
        scene.service(), requests_before, lambda: scene.owner.type(f"{draft}{acme}", "Dear Acme, in my own words")
    )

    scene.sync(NOW + timedelta(days=2), scene.store(late))
    late.arrive()
    scene.sync(NOW + timedelta(days=2))

    assert late.arrived
    assert scene.row("Acme")["Draft"] == "Dear Acme, in my own words"


@pytest.mark.parametrize("days", [0, 2])
def test_two_machines_that_sync_a_sheet_at_once_take_turns(scene: Scene, days: int) -> None:
    scene.sync()
    now = NOW + timedelta(days=days)
    scene.owner.type("C4", date(2026, 11, 21))

    def on_the_other_machine() -> None:
        scene.sync(now, scene.store(machine="another"))
        scene.owner.sort("A", f"A2:{edge(scene.owner)}5")
        draft = letters([*scene.table()[0]].index("Draft"))
        scene.owner.type(f"{draft}2", "Dear Acme, in my own words")

    scene.sync(now, scene.store(MeantimeService(scene.service(), on_the_other_machine)))

    assert scene.row("Acme")["Draft"] == "Dear Acme, in my own words"
    assert [row["Company"] for row in scene.table()] == ["Acme", "Birch", "Cobalt", "Dune"]
    assert all(str(row["Company"]) in str(row["Draft"]) for row in scene.table() if row["Draft"])


def test_an_undo_whose_rows_move_takes_back_the_right_cells(scene: Scene) -> None:
    scene.sync()
    before = scene.seen()
    scene.sync(NOW + timedelta(days=4))
    assert scene.seen() != before
    scene.before_writes(MOVES["sorted by company"])

    undo_store(scene.store(), settings=Settings(me=Person("Alex Morgan", "alex@example.com")))

    assert scene.seen() == before


def test_an_undo_takes_back_all_of_a_sync_that_was_interrupted(scene: Scene) -> None:
    scene.sync()
    before = scene.seen()
    scene.before_writes(MOVES["sorted by company"], MOVES["a row inserted"])
    scene.sync(NOW + timedelta(days=4))
    assert scene.seen() != before

    undone = undo_store(scene.store(), settings=Settings(me=Person("Alex Morgan", "alex@example.com")))

    assert scene.seen() == before
    assert undone.kept == 0


def test_an_undo_takes_the_columns_of_a_first_sync_away_that_was_interrupted(scene: Scene) -> None:
    scene.before_writes(MOVES["sorted by company"])
    scene.sync()

    undone = undo_store(scene.store(), settings=Settings(me=Person("Alex Morgan", "alex@example.com")))

    assert undone.removed == ("Follow-up status", "Follow-up due", "Follow-up reason", "Draft", "Sync key")
    assert [name for name in values(scene.book.sheet("Jobs"))[0] if name] == list(HEADERS)
