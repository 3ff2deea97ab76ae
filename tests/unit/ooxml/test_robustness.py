"""Whatever the bytes and whatever the edit: lossless or refused, and never anything else."""

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_xlsx import STYLES, differences, packed, parts_of_workbook, sheet_xml, workbook

from sheet_sync.ooxml import CellEdit, Package, UnsupportedWorkbook, WorksheetEdit, apply_edit, read_facts

ROWS = (
    '<row r="1" spans="1:2"><c r="A1" s="1"><v>1</v></c><c r="B1" t="inlineStr"><is><t>Zoë</t></is></c></row>'
    '<row r="4"><c r="A4"><f>A1</f><v>1</v></c></row>'
)
EDIT = WorksheetEdit("Jobs", {(1, 2): CellEdit("=1+1"), (2, 2): CellEdit(date(2026, 11, 23)), (4, 2): CellEdit(1.5)})


def attempt(data: bytes) -> bool:
    """Whether the edit was made; every failure but a refusal is raised."""
    try:
        package = Package.from_bytes(data)
        read_facts(package, "Jobs")
        edited = apply_edit(package, EDIT)
    except UnsupportedWorkbook:
        return False
    Package.from_bytes(edited)
    return True


@pytest.mark.parametrize("seed", range(4))
def test_flipped_bits_are_refused_or_survive(seed: int) -> None:
    data, dice = packed(parts_of_workbook(sheet_xml(ROWS))), random.Random(seed)  # noqa: S311 - dice of a test
    for _ in range(250):
        damaged = bytearray(data)
        for _ in range(dice.choice((1, 1, 1, 4))):
            damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
        attempt(bytes(damaged))


@pytest.mark.parametrize("name", sorted(parts_of_workbook(b"")))
def test_parts_with_damaged_xml_are_refused_or_survive(name: str) -> None:
    parts, dice = parts_of_workbook(sheet_xml(ROWS)), random.Random(name)  # noqa: S311 - dice of a test
    signs = b"<>/\"'=& x:1A\0\xff!?[]-"
    for _ in range(150):
        damaged = bytearray(parts[name])
        place = dice.randrange(len(damaged))
        damaged[place : place + dice.randrange(4)] = bytes(dice.choices(signs, k=dice.randrange(3)))
        attempt(packed(parts | {name: bytes(damaged)}))


ADDRESSES = st.tuples(st.integers(1, 12), st.integers(1, 6))
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.dates(min_value=date(1900, 1, 1)),
)
CELL = st.sampled_from(
    [
        '<c r="{}"/>',
        '<c r="{}" s="2"><v>1</v></c>',
        "<c r='{}' t='b'><v>1</v></c>",
        '<c r="{}" t="inlineStr"><is><t>a</t></is></c>',
        '<c r="{}" t="str"><v><![CDATA[</c>]]></v></c>',
        "\n<c r=\"{}\"/><!-- <c r='A1'> -->",
    ]
)


@st.composite
def sheets(draw: st.DrawFn) -> str:
    """Rows and cells in ascending order, spelt in many ways, some left out."""
    rows = ""
    for row in sorted(draw(st.sets(st.integers(1, 10), max_size=5))):
        columns = sorted(draw(st.sets(st.integers(1, 5), max_size=4)))
        cells = "".join(draw(CELL).format("ABCDE"[column - 1] + str(row)) for column in columns)
        spans = draw(st.sampled_from(["", ' spans="1:2"', " ht='20'"]))
        rows += f'<row r="{row}"{spans}>{cells}</row>' + draw(st.sampled_from(["", "\n", "<?p?>"]))
    return rows


@settings(deadline=None, max_examples=150)
@given(rows=sheets(), cells=st.dictionaries(ADDRESSES, VALUES, max_size=6), styles=st.sampled_from([STYLES, None]))
def test_any_cells_of_any_sheet_are_written_and_nothing_else(
    rows: str, cells: dict[tuple[int, int], Any], styles: str | None
) -> None:
    data = workbook(rows, styles=styles)
    edits = {at: CellEdit(value) for at, value in cells.items()}
    edited = apply_edit(Package.from_bytes(data), WorksheetEdit("Jobs", edits))
    assert differences(data, edited, "Jobs", cells, formats_may_grow=True) == []
