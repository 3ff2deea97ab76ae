"""What a value becomes in the XML of a cell."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from python_calamine import CalamineWorkbook
from raw_xlsx import part, workbook

from sheet_sync.ooxml import UnsupportedWorkbook

Edit = Callable[..., bytes]
EMPTY = workbook("")


def read_back(data: bytes, row: int, column: int) -> object:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("Jobs")
    return sheet.to_python(skip_empty_area=False)[row - 1][column - 1]


def test_text_is_written_inline(edit: Edit) -> None:
    assert b'<row r="1"><c r="A1" t="inlineStr"><is><t>Waiting</t></is></c></row>' in part(
        edit(EMPTY, {(1, 1): "Waiting"})
    )


def test_a_text_that_starts_with_an_equals_sign_stays_text(edit: Edit) -> None:
    edited = edit(EMPTY, {(1, 1): "=1+1"})
    assert b"<t>=1+1</t>" in part(edited)
    assert b"<f>" not in part(edited)
    assert read_back(edited, 1, 1) == "=1+1"


@pytest.mark.parametrize(
    ("text", "xml"),
    [
        ('a & b <c> "d"', b'<t>a &amp; b &lt;c&gt; "d"</t>'),
        (" padded ", b'<t xml:space="preserve"> padded </t>'),
        ("two\nlines", b'<t xml:space="preserve">two\nlines</t>'),
        ("old\r\nline\rends", b'<t xml:space="preserve">old\nline\nends</t>'),
        ("_x0041_ is literal", b"<t>_x005F_x0041_ is literal</t>"),
        ("bell \x07 and \ufffe", b"<t>bell _x0007_ and _xFFFE_</t>"),
        ("]]>", b"<t>]]&gt;</t>"),
        ("Zoë 名 😀", "<t>Zoë 名 😀</t>".encode()),
        ("", b"<t></t>"),
    ],
)
def test_text_is_escaped_so_that_it_reads_back_as_it_was(edit: Edit, text: str, xml: bytes) -> None:
    assert xml in part(edit(EMPTY, {(1, 1): text}))


@pytest.mark.parametrize(
    ("value", "xml"),
    [
        (42, b'<c r="A1"><v>42</v></c>'),
        (-1.5, b'<c r="A1"><v>-1.5</v></c>'),
        (1e300, b'<c r="A1"><v>1e+300</v></c>'),
        (0.1 + 0.2, b'<c r="A1"><v>0.30000000000000004</v></c>'),
        (1 / 3, b'<c r="A1"><v>0.3333333333333333</v></c>'),
        (-0.0, b'<c r="A1"><v>-0.0</v></c>'),
        (999_999_999_999_999, b'<c r="A1"><v>999999999999999</v></c>'),
        (True, b'<c r="A1" t="b"><v>1</v></c>'),
        (False, b'<c r="A1" t="b"><v>0</v></c>'),
    ],
)
def test_numbers_and_truths_are_written_as_such(edit: Edit, value: object, xml: bytes) -> None:
    edited = edit(EMPTY, {(1, 1): value})
    assert xml in part(edited)
    assert read_back(edited, 1, 1) == value


@pytest.mark.parametrize(
    ("value", "serial", "serial_1904"),
    [
        (date(2026, 11, 23), b"<v>46349</v>", b"<v>44887</v>"),
        (datetime(2026, 11, 23, 18, 0, tzinfo=UTC), b"<v>46349.75</v>", b"<v>44887.75</v>"),
        (date(1904, 1, 1), b"<v>1462</v>", b"<v>0</v>"),
    ],
)
def test_dates_become_serial_numbers_of_the_workbooks_own_calendar(
    edit: Edit, value: date, serial: bytes, serial_1904: bytes
) -> None:
    assert serial in part(edit(EMPTY, {(1, 1): value}))
    assert serial_1904 in part(edit(with_1904(), {(1, 1): value}))


def with_1904() -> bytes:
    from raw_xlsx import packed, parts_of_workbook, sheet_xml  # noqa: PLC0415 - one test needs the single parts

    parts = parts_of_workbook(sheet_xml(""))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<sheets>", b'<workbookPr date1904="1"/><sheets>')
    return packed(parts)


@pytest.mark.parametrize(
    ("day", "serial"),
    [(date(1900, 1, 1), b"<v>1</v>"), (date(1900, 2, 28), b"<v>59</v>"), (date(1900, 3, 1), b"<v>61</v>")],
)
def test_the_29th_of_february_1900_that_never_was_is_counted(edit: Edit, day: date, serial: bytes) -> None:
    assert serial in part(edit(EMPTY, {(1, 1): day}))


def test_a_date_reads_back_as_a_date(edit: Edit) -> None:
    edited = edit(EMPTY, {(1, 1): date(2026, 11, 23), (2, 1): datetime(2026, 11, 23, 9, 30)})
    assert read_back(edited, 1, 1) == date(2026, 11, 23)
    assert read_back(edited, 2, 1) == datetime(2026, 11, 23, 9, 30)


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("x" * 32_768, "32768 characters"),
        ("😀" * 16_384, "32768 characters"),
        ("half \ud83d", "half a character"),
        (float("nan"), "number"),
        (float("inf"), "number"),
        (10**400, "number"),
        (date(1899, 12, 31), "1899-12-31"),
    ],
)
def test_what_no_cell_can_hold_is_refused_by_the_name_of_the_cell(edit: Edit, value: object, word: str) -> None:
    with pytest.raises(UnsupportedWorkbook, match=f"C7.*{word}|{word}.*C7"):
        edit(EMPTY, {(7, 3): value})


def test_a_date_before_1904_is_refused_by_a_workbook_that_counts_from_there(edit: Edit) -> None:
    with pytest.raises(UnsupportedWorkbook, match="1903-12-31"):
        edit(with_1904(), {(1, 1): date(1903, 12, 31)})


def test_the_longest_text_is_written_whole(edit: Edit) -> None:
    assert read_back(edit(EMPTY, {(1, 1): "x" * 32_767}), 1, 1) == "x" * 32_767


def test_a_value_of_a_foreign_type_is_a_mistake_of_the_caller(edit: Edit) -> None:
    with pytest.raises(TypeError, match="complex"):
        edit(EMPTY, {(1, 1): 1j})


@pytest.mark.parametrize("at", [(0, 1), (1, 0), (1_048_577, 1), (1, 16_385)])
def test_a_cell_outside_the_sheet_is_refused(edit: Edit, at: tuple[int, int]) -> None:
    with pytest.raises(UnsupportedWorkbook, match="no cell"):
        edit(EMPTY, {at: 1})
