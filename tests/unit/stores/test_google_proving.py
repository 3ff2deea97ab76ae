"""What a write displaced, told from the instant before it, and where that is now."""

import pytest

from sheet_sync.stores.google.pending import Pending, from_text
from sheet_sync.stores.google.proving import Kept, Plan, RowState, displaced, located
from sheet_sync.stores.google.reading import Sheet
from sheet_sync.stores.google.tags import Line, tag_of, tagged, takes_a_tag, untagged
from sheet_sync.stores.google.values import Raw

KEY = '{"sheet-sync":1}'


def text(value: str) -> Raw:
    return "stringValue", value


def line(company: str, draft: str, key: str) -> Line:
    """Company in A, draft in B, key in C."""
    cells = {1: company, 2: draft, 3: key}
    return {at: text(value) for at, value in cells.items() if value}


def sheet(*rows: Line) -> Sheet:
    """Rows from the second on."""
    cells = {(row, at): raw for row, cells in enumerate(rows, 2) for at, raw in cells.items()}
    return Sheet(id=0, rows=20, columns=3, entered=cells, shown=cells)


def write(row: int, company: str, before: str, after: str, *, key: str = KEY) -> RowState:
    """A draft and a tag written beside a company."""
    found = {2: text(before) if before else None, 3: text(key) if key else None}
    return RowState(row, {1: text(company)}, found, {2: text(after), 3: tagged(text(KEY), "aa", row)})


def kept(**rows: Line) -> Kept:
    lines = {int(name.removeprefix("row")): cells for name, cells in rows.items()}
    return Kept(lines, lines)


OLD_TAG = f"{KEY} sheet-sync:0b-2"

CASES: dict[str, tuple[RowState, Line, dict[int, str | None] | None]] = {
    "the row as it was read": (write(2, "Acme", "", "Hi"), line("Acme", "", KEY), None),
    "the same row by its tag, with an input changed": (
        write(2, "Acme", "old", "Hi", key=OLD_TAG),
        line("Acme Inc", "old", OLD_TAG),
        None,
    ),
    "the same row by its tag, with a draft typed": (
        write(2, "Acme", "old", "Hi", key=OLD_TAG),
        line("Acme", "mine", OLD_TAG),
        {2: "mine", 3: f"{KEY} sheet-sync:aa-2"},
    ),
    "another row": (write(2, "Acme", "", "Hi"), line("Birch", "theirs", "k"), {2: "theirs", 3: "k"}),
    "another row of the same words but another tag": (
        write(2, "Acme", "old", "Hi", key=OLD_TAG),
        line("Acme", "old", f"{KEY} sheet-sync:0b-7"),
        {2: "old", 3: f"{KEY} sheet-sync:0b-7"},
    ),
    "a blank row": (write(2, "Acme", "", "Hi"), {}, {2: None, 3: None}),
}


@pytest.mark.parametrize(("row", "met", "lost"), CASES.values(), ids=CASES)
def test_what_a_write_overwrote_is_told_from_the_instant_before(
    row: RowState, met: Line, lost: dict[int, str | None] | None
) -> None:
    (found,) = displaced(Plan("Jobs", 1, rows=(row,)), kept(row2=met)) or (None,)

    assert (found and {at: raw and raw[1] for at, raw in found.found.items()}) == lost


def test_where_the_headers_have_moved_every_row_is_displaced() -> None:
    plan = Plan("Jobs", 1, headers={2: text("Draft")}, rows=(write(2, "Acme", "", "Hi"),))

    assert displaced(plan, kept(row1={3: text("Draft")}, row2=line("Acme", "", KEY)))


def test_what_was_displaced_is_found_by_its_tag_wherever_it_went_and_whatever_was_typed_beside_it() -> None:
    lost = RowState(2, {1: text("Birch")}, line("", "mine", "k"), write(2, "Acme", "", "Hi").put)
    now = sheet({}, line("Birch & Sons", "Hi", f"{KEY} sheet-sync:aa-2"))

    (back,) = located([lost], now, frozenset(), "bb")

    assert (back.row, back.cells[2]) == (3, (text("Hi"), text("mine")))


def test_what_was_typed_over_our_text_since_stays() -> None:
    lost = RowState(2, {1: text("Birch")}, line("", "mine", "k"), write(2, "Acme", "", "Hi").put)

    (back,) = located([lost], sheet(line("Birch", "newer", f"{KEY} sheet-sync:aa-2")), frozenset(), "bb")

    assert 2 not in back.cells


def test_a_row_that_was_hit_twice_gets_back_what_it_held_before_the_first() -> None:
    first = RowState(2, {}, line("", "mine", ""), {2: text("one"), 3: tagged(None, "aa", 2)})
    again = write(5, "Acme", "", "two")
    met = kept(row5={2: text("one"), 3: tagged(None, "aa", 2)})

    (lost,) = displaced(Plan("Jobs", 1, rows=(again,)), met, [first])

    assert lost.found == {2: text("mine"), 3: None}


def test_a_row_copied_with_its_tag_is_put_right_in_both_places() -> None:
    lost = RowState(2, {}, {2: None, 3: None}, write(2, "Acme", "", "Hi").put)
    twin = line("Birch", "Hi", f"{KEY} sheet-sync:aa-2")

    assert [back.row for back in located([lost], sheet(twin, twin), frozenset(), "bb")] == [2, 3]


@pytest.mark.parametrize(
    ("raw", "may"),
    [
        (None, True),
        (text(KEY), True),
        (text("sheet-sync:aa-2"), True),
        (text("Ann Lee"), False),
        (("numberValue", 3), False),
        (("formulaValue", '{"a"}'), False),
        (("boolValue", True), False),
    ],
)
def test_only_a_blank_cell_or_a_key_of_ours_takes_a_tag(raw: Raw, may: bool) -> None:  # noqa: FBT001 - a table
    assert takes_a_tag(raw) is may


@pytest.mark.parametrize("key", ["", KEY])
def test_a_tag_goes_as_it_came(key: str) -> None:
    raw = tagged(text(key) if key else None, "0f", 12)

    assert raw is not None
    assert untagged(str(raw[1])) == key
    assert tag_of(raw) == "0f-12"
    assert tagged(raw, "1e", 3) == tagged(text(key), "1e", 3)


@pytest.mark.parametrize("plain", ["", "Acme 12", "sheet-sync", "sheet-sync:aa", "see sheet-sync:aa-2 above"])
def test_a_text_of_the_users_has_no_tag(plain: str) -> None:
    assert untagged(plain) == plain
    assert not tag_of(text(plain))


def test_a_note_on_disk_says_all_that_is_owed() -> None:
    pending = Pending(
        Plan("Jobs", 1, {2: text("Draft")}, frozenset({7}), (write(2, "Acme", "", "Hi"),)),
        "nonce",
        (write(3, "Birch", "mine", "Hi"),),
        ("aa",),
    )

    assert from_text(pending.as_text()) == pending


@pytest.mark.parametrize("damaged", ["", "{", "null", "[]", '{"sheet-sync":1}', '{"sheet-sync":2}'])
def test_a_note_that_cannot_be_read_is_none(damaged: str) -> None:
    assert from_text(damaged) is None
