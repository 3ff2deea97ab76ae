"""Formats: found or appended, those that are there never touched."""

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from raw_xlsx import LINKS, SPACE, STYLES, packed, part, parts_of_workbook, sheet_xml, workbook

from sheet_sync.ooxml import CellEdit

Edit = Callable[..., bytes]
DAY = date(2026, 11, 23)


def styles_of(data: bytes) -> bytes:
    return part(data, "xl/styles.xml")


def style_of(data: bytes, cell: str) -> int:
    match = re.search(rb'<c r="%b"(?: s="([0-9]+)")?' % cell.encode(), part(data))
    assert match is not None
    return int(match[1] or 0)


def test_a_date_gets_one_appended_format_made_from_the_cells_own(edit: Edit) -> None:
    edited = edit(workbook('<row r="1"><c r="A1" s="1"/><c r="B1" s="1"/></row>'), {(1, 1): DAY, (1, 2): DAY})
    assert b'<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts><fonts' in styles_of(edited)
    appended = b'<xf numFmtId="164" fontId="0" fillId="1" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    assert appended in styles_of(edited)
    assert b'<cellXfs count="4">' in styles_of(edited)
    assert style_of(edited, "A1") == style_of(edited, "B1") == 3


def test_a_cell_that_shows_dates_already_keeps_its_format(edit: Edit) -> None:
    edited = edit(workbook('<row r="1"><c r="A1" s="2"/></row>'), {(1, 1): DAY})
    assert style_of(edited, "A1") == 2
    assert styles_of(edited) == STYLES.encode()


def test_a_moment_is_shown_with_its_time(edit: Edit) -> None:
    edited = edit(workbook(""), {(1, 1): datetime(2026, 11, 23, 9, 30)})
    assert b'formatCode="yyyy-mm-dd hh:mm"' in styles_of(edited)


def test_an_identical_format_is_found_before_one_is_made(edit: Edit) -> None:
    codes = '<numFmts count="1"><numFmt numFmtId="170" formatCode="yyyy-mm-dd"/></numFmts><fonts'
    xf = '<xf applyNumberFormat="1" numFmtId="170" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    styles = (
        STYLES.replace("<fonts", codes, 1).replace("</cellXfs>", xf).replace('cellXfs count="3"', 'cellXfs count="4"')
    )
    edited = edit(workbook("", styles=styles), {(1, 1): DAY})
    assert styles_of(edited) == styles.encode()
    assert style_of(edited, "A1") == 3


def test_a_new_number_format_takes_an_id_that_conditional_formats_have_not(edit: Edit) -> None:
    dxf = '<dxfs count="1"><dxf><numFmt numFmtId="180" formatCode="0.0"/></dxf></dxfs></styleSheet>'
    edited = edit(workbook("", styles=STYLES.replace("</styleSheet>", dxf)), {(1, 1): DAY})
    assert b'<numFmt numFmtId="181" formatCode="yyyy-mm-dd"/>' in styles_of(edited)


@pytest.mark.parametrize("code", ["d/m/yy", "[$-409]dddd", 'yy"年"', r"\Dyyyy"])
def test_a_format_that_shows_a_day_counts_as_a_date(edit: Edit, code: str) -> None:
    assert style_of(edited_with(edit, code), "A1") == 1


@pytest.mark.parametrize("code", ["0.00", "h:mm", '"day" 0', "[Red]0", r"\d0", "_d0", "General", "mm:ss.0"])
def test_a_format_that_shows_none_is_replaced(edit: Edit, code: str) -> None:
    assert style_of(edited_with(edit, code), "A1") == 3


def edited_with(edit: Edit, code: str) -> bytes:
    escaped = code.replace('"', "&quot;")
    codes = f'<numFmts count="1"><numFmt numFmtId="170" formatCode="{escaped}"/></numFmts><fonts'
    styles = STYLES.replace("<fonts", codes, 1).replace('numFmtId="9"', 'numFmtId="170"')
    return edit(workbook('<row r="1"><c r="A1" s="1"/></row>', styles=styles), {(1, 1): DAY})


def test_a_new_cell_takes_the_format_of_its_row_or_of_its_column(edit: Edit) -> None:
    columns = '<cols><col min="2" max="3" width="9" style="1"/></cols>'
    rows = '<row r="1" s="2" customFormat="1"/><row r="2" s="2"/>'
    edited = edit(workbook(rows, before=columns), {(1, 2): "a", (2, 2): "b", (3, 3): "c", (3, 4): "d"})
    assert [style_of(edited, cell) for cell in ("B1", "B2", "C3", "D3")] == [2, 1, 1, 0]


def test_a_cell_without_format_of_its_own_takes_that_of_its_model(edit: Edit) -> None:
    rows = '<row r="1"><c r="A1" s="1"/><c r="B1"/><c r="C1" s="2"/></row>'
    model = CellEdit("x", like=(1, 1))
    edited = edit(workbook(rows), {(1, 2): model, (1, 3): model, (5, 1): model, (6, 1): CellEdit(None, like=(1, 1))})
    assert [style_of(edited, cell) for cell in ("B1", "C1", "A5", "A6")] == [1, 2, 1, 1]


def test_wrapped_text_is_aligned_to_the_top_and_keeps_the_rest_of_its_alignment(edit: Edit) -> None:
    alignment = '<alignment horizontal="center" vertical="bottom"/>'
    xf = f'<xf numFmtId="0" xfId="0">{alignment}<protection locked="0"/></xf></cellXfs>'
    rows = '<row r="1"><c r="A1" s="3"/></row>'
    edited = edit(
        workbook(rows, styles=STYLES.replace("</cellXfs>", xf).replace('cellXfs count="3"', 'cellXfs count="4"')),
        {(1, 1): CellEdit("a\nb", wrap=True), (2, 1): CellEdit("c", wrap=True)},
    )
    assert (
        b'<xf numFmtId="0" xfId="0" applyAlignment="1"><alignment horizontal="center" vertical="top" wrapText="1"/>'
        b'<protection locked="0"/></xf>'
    ) in styles_of(edited)
    assert b'applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>' in styles_of(edited)


def test_a_named_number_format_is_used_as_it_stands(edit: Edit) -> None:
    edits = {(1, 1): CellEdit(0.5, number_format='0.0 "&<%>"'), (2, 1): CellEdit("t", number_format="@")}
    styles = styles_of(edit(workbook(""), edits))
    assert b'formatCode="0.0 &quot;&amp;&lt;%&gt;&quot;"' in styles
    assert b'<xf numFmtId="49"' in styles


def test_a_format_index_past_the_end_counts_as_the_first(edit: Edit) -> None:
    edited = edit(workbook('<row r="1"><c r="A1" s="99"/></row>'), {(1, 1): DAY})
    assert b'<xf numFmtId="164" fontId="0" fillId="0"' in styles_of(edited)
    assert style_of(edited, "A1") == 3


PLAIN = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
DATED = b'<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'


@pytest.mark.parametrize(
    ("rows", "before"),
    [
        ('<row r="1"><c r="B1" s="3"><v>1</v></c></row>', ""),
        ("<row r='1'><c r='B1' s = '03'><v>1</v></c></row>", ""),
        ('<row r="2" s="3" customFormat="1"/>', ""),
        ("", '<cols><col min="2" max="2" style="3" width="9"/></cols>'),
    ],
)
def test_a_new_format_takes_no_index_that_something_names_past_the_end(edit: Edit, rows: str, before: str) -> None:
    edited = edit(workbook(rows, before=before), {(1, 1): DAY})
    assert styles_of(edited).partition(b"</cellXfs>")[0].endswith(PLAIN + DATED)
    assert b'<cellXfs count="5">' in styles_of(edited)
    assert style_of(edited, "A1") == 4


def test_a_new_format_takes_no_index_that_another_worksheet_names_past_the_end(edit: Edit) -> None:
    parts = parts_of_workbook(sheet_xml(""))
    links, book = "xl/_rels/workbook.xml.rels", "xl/workbook.xml"
    link = f'<Relationship Id="rId9" Type="{LINKS}/worksheet" Target="worksheets/other.xml"/></Relationships>'
    parts[links] = parts[links].replace(b"</Relationships>", link.encode())
    parts[book] = parts[book].replace(b"</sheets>", b'<sheet name="Other" sheetId="2" r:id="rId9"/></sheets>')
    other = '<?xml version="1.0" encoding="UTF-16"?>' + sheet_xml('<row><c s="3"/><c s="4"/></row>').decode()
    edited = edit(packed(parts | {"xl/worksheets/other.xml": other.encode("utf-16")}), {(1, 1): DAY})
    assert styles_of(edited).partition(b"</cellXfs>")[0].endswith(PLAIN + PLAIN + DATED)
    assert style_of(edited, "A1") == 5


@pytest.mark.parametrize("styles", [None, f'<styleSheet xmlns="{SPACE}"/>'])
def test_where_there_are_no_formats_at_all_a_named_one_stays_plain(edit: Edit, styles: str | None) -> None:
    edited = edit(workbook('<row r="1"><c r="B1" s="1"><v>1</v></c></row>', styles=styles), {(1, 1): DAY})
    assert style_of(edited, "A1") == 2
    assert styles_of(edited).count(b"<xf ") == (4 if styles is None else 3)


@pytest.mark.parametrize(
    "styles",
    [
        f'<styleSheet xmlns="{SPACE}"/>',
        f'<styleSheet xmlns="{SPACE}"></styleSheet>',
        f'<styleSheet xmlns="{SPACE}"><cellXfs/></styleSheet>',
        f'<styleSheet xmlns="{SPACE}"><numFmts count="0"/><cellXfs count="0"></cellXfs></styleSheet>',
        f'<styleSheet xmlns="{SPACE}"><dxfs count="0"/></styleSheet>',
    ],
)
def test_missing_lists_of_formats_are_made_in_their_places(edit: Edit, styles: str) -> None:
    edited = edit(workbook("", styles=styles), {(1, 1): DAY})
    changed = styles_of(edited)
    assert changed.index(b"<numFmt ") < changed.index(b"<xf ")
    assert changed.count(b"<numFmts") == changed.count(b"<cellXfs") == 1
    assert b"dxfs" not in changed or changed.index(b"</cellXfs>") < changed.index(b"<dxfs")
    assert style_of(edited, "A1") == 1


def test_extensions_comments_and_strange_attributes_of_the_styles_stay(edit: Edit) -> None:
    styles = STYLES.replace("<fonts", '<fonts xmlns:x14ac="urn:ac" x14ac:knownFonts="1"', 1).replace(
        "</styleSheet>",
        '<dxfs count="1"><dxf/></dxfs><extLst><ext uri="u"><cellXfs count="9"/></ext></extLst></styleSheet>',
    )
    styles = "<!-- <cellXfs/> -->" + styles.replace('<cellXfs count="3">', "<cellXfs count='3'><!-- <xf/> -->")
    edited = edit(workbook("", styles=styles), {(1, 1): DAY})
    assert b"<cellXfs count='4'><!-- <xf/> --><xf" in styles_of(edited)
    assert style_of(edited, "A1") == 3


@pytest.mark.parametrize("root", ["<styleSheet xmlns='{}'/>", '<styleSheet xmlns="{}" />'])
def test_an_empty_styles_part_is_filled_behind_whatever_stands_before_it(edit: Edit, root: str) -> None:
    styles = "<!-- <styleSheet/> -->" + root.format(SPACE)
    edited = edit(workbook("", styles=styles), {(1, 1): DAY})
    assert styles_of(edited).startswith(styles.removesuffix("/>").encode() + b"><numFmts")
    assert style_of(edited, "A1") == 1


def test_prefixed_styles_get_prefixed_company(edit: Edit) -> None:
    styles = f"<x:styleSheet xmlns:x='{SPACE}'><x:cellXfs count='1'><x:xf numFmtId='0'/></x:cellXfs></x:styleSheet>"
    changed = styles_of(edit(workbook("", styles=styles), {(1, 1): DAY}))
    assert b'<x:numFmts count="1"><x:numFmt' in changed
    assert b"<x:cellXfs count='2'><x:xf numFmtId='0'/><x:xf numFmtId=\"164\"" in changed


def test_a_missing_styles_part_is_made_and_announced(edit: Edit) -> None:
    edited = edit(workbook("", styles=None), {(1, 1): DAY})
    assert b'formatCode="yyyy-mm-dd"' in styles_of(edited)
    assert b'PartName="/xl/styles.xml"' in part(edited, "[Content_Types].xml")
    assert b'/relationships/styles" Target="styles.xml"/></Relationships>' in part(edited, "xl/_rels/workbook.xml.rels")


def test_a_missing_styles_part_is_not_missed_by_text(edit: Edit) -> None:
    data = workbook("", styles=None)
    assert part(edit(data, {(1, 1): "x"}), "[Content_Types].xml") == part(data, "[Content_Types].xml")


def test_a_link_to_styles_that_are_not_there_is_given_its_part(edit: Edit) -> None:
    parts = parts_of_workbook(sheet_xml(""))
    del parts["xl/styles.xml"]
    edited = edit(packed(parts), {(1, 1): DAY})
    assert b"yyyy-mm-dd" in styles_of(edited)
    assert part(edited, "xl/_rels/workbook.xml.rels") == parts["xl/_rels/workbook.xml.rels"]
