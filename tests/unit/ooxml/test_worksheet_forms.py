"""The forms in which programs write worksheets: each takes an edit with every other byte kept."""

import codecs
from collections.abc import Callable

import pytest
from raw_xlsx import SPACE, packed, part, parts_of_workbook, sheet_xml, workbook

from sheet_sync.ooxml import UnsupportedWorkbook

Edit = Callable[..., bytes]
NEW = b'<c r="B1" t="inlineStr"><is><t>x</t></is></c>'
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def with_sheet(sheet: bytes) -> bytes:
    return packed(parts_of_workbook(sheet))


def data_of(sheet: bytes) -> bytes:
    return sheet[sheet.index(b"<sheetData") :]


@pytest.mark.parametrize(
    ("rows", "becomes"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c></row>', b'<row r="1"><c r="A1"><v>1</v></c>%b</row>'),
        ('<row r="1"><c r="C1"><v>1</v></c></row>', b'<row r="1">%b<c r="C1"><v>1</v></c></row>'),
        ('<row r="1"><c r="B1"><v>1</v></c></row>', b'<row r="1">%b</row>'),
        ('<row r="1"><c r="B1"/><c r="C1"/></row>', b'<row r="1">%b<c r="C1"/></row>'),
        ('<row r="1"/>', b'<row r="1">%b</row>'),
        ('<row r="1" />', b'<row r="1">%b</row>'),
        ("<row r='1'><c r='A1'/></row>", b"<row r='1'><c r='A1'/>%b</row>"),
        ('<row r="1"></row>', b'<row r="1">%b</row>'),
        ('<row r="3"/>', b'<row r="1">%b</row><row r="3"/>'),
        ("<row><c><v>1</v></c></row>", b"<row><c><v>1</v></c>%b</row>"),
        ("<row><c/><c><v>1</v></c><c/></row>", b"<row><c/>%b<c/></row>"),
        ('<row r="1">\n <c r="A1"/>\n</row>', b'<row r="1">\n <c r="A1"/>%b\n</row>'),
        ('<row r="1"><c r="A1"/><!-- a --></row>', b'<row r="1"><c r="A1"/>%b<!-- a --></row>'),
        ('<row r="1"><c r="A1"/><extLst/></row>', b'<row r="1"><c r="A1"/>%b<extLst/></row>'),
        ('<!-- <row r="9"> --><row r="1"/>', b'<!-- <row r="9"> --><row r="1">%b</row>'),
        ('<?x <row?><row r="1"><c r="A1"/></row>', b'<?x <row?><row r="1"><c r="A1"/>%b</row>'),
        (
            '<row r="1"><c r="A1" t="str"><v><![CDATA[</c></row>]]></v></c></row>',
            b'<row r="1"><c r="A1" t="str"><v><![CDATA[</c></row>]]></v></c>%b</row>',
        ),
        ('<row note="a>b" r="1"><c r="A1"/></row>', b'<row note="a>b" r="1"><c r="A1"/>%b</row>'),
        ('<row note=" r=\'7\'" r="1"/>', b'<row note=" r=\'7\'" r="1">%b</row>'),
        ('<row\n r = "1"\n><c\tr="A1"\n/></row\n>', b'<row\n r = "1"\n><c\tr="A1"\n/>%b</row\n>'),
        ('<row r="1" spans="1:1"/>', b'<row r="1" spans="1:2">%b</row>'),
        ("<row spans='3:4 6:7' r='1'/>", b"<row spans='2:7' r='1'>%b</row>"),
        ('<row r="1" spans="1:5"/>', b'<row r="1" spans="1:5">%b</row>'),
        ('<row r="1"><!-- </row> --><c r="A1"/></row>', b'<row r="1"><!-- </row> --><c r="A1"/>%b</row>'),
        ('<row r="1"><c r="A1"/><?c <c r="B1"?></row>', b'<row r="1"><c r="A1"/>%b<?c <c r="B1"?></row>'),
        ('<row r="1"><![CDATA[ ]]><c r="A1"/></row>', b'<row r="1"><![CDATA[ ]]><c r="A1"/>%b</row>'),
        ('<![CDATA[\n]]><row r="1"/><!---->', b'<![CDATA[\n]]><row r="1">%b</row><!---->'),
        (
            '<row r="1"><c r="A1"><!-- <f> --><v>1<!-- </v></c> --></v></c></row>',
            b'<row r="1"><c r="A1"><!-- <f> --><v>1<!-- </v></c> --></v></c>%b</row>',
        ),
        ('<row r="1"><c r="A1"/><c><v>2</v></c></row>', b'<row r="1"><c r="A1"/>%b</row>'),
        ('<row><c r="C1"/><c/></row>', b'<row>%b<c r="C1"/><c/></row>'),
        (
            '<row r="1"><c r="A1"><v>1</v><extLst><ext uri="u"/></extLst></c><c r="C1"/></row>',
            b'<row r="1"><c r="A1"><v>1</v><extLst><ext uri="u"/></extLst></c>%b<c r="C1"/></row>',
        ),
        (
            '<row r="1" xmlns:a="urn:a" a:r="7" a:spans="1:1" spans="1:1"/>',
            b'<row r="1" xmlns:a="urn:a" a:r="7" a:spans="1:1" spans="1:2">%b</row>',
        ),
        ('<row r="1" spans="odd"/>', b'<row r="1" spans="odd">%b</row>'),
    ],
)
def test_a_cell_goes_where_it_belongs(edit: Edit, rows: str, becomes: bytes) -> None:
    assert data_of(part(edit(workbook(rows), {(1, 2): "x"}))).startswith(b"<sheetData>" + becomes.replace(b"%b", NEW))


@pytest.mark.parametrize(
    "data", [b"<sheetData/>", b"<sheetData />", b"<sheetData></sheetData>", b"<sheetData >\n</sheetData>"]
)
def test_an_empty_worksheet_takes_a_cell(edit: Edit, data: bytes) -> None:
    sheet = sheet_xml("").replace(b"<sheetData></sheetData>", data)
    assert b'<row r="1">' + NEW + b"</row>" in part(edit(with_sheet(sheet), {(1, 2): "x"}))


def test_rows_go_between_and_behind_the_others(edit: Edit) -> None:
    edited = part(edit(workbook('<row r="2"/>\n<row r="5"/>\n'), {(1, 1): 1, (3, 1): 3, (4, 1): 4, (7, 1): 7}))
    one = b'<row r="%d"><c r="A%d"><v>%d</v></c></row>'
    new = [one % (number, number, number) for number in (1, 3, 4, 7)]
    expected = b'%b<row r="2"/>%b%b\n<row r="5"/>%b\n</sheetData>' % tuple(new)
    assert expected in edited


def test_rows_without_number_count_on_from_the_last_one_that_has_one(edit: Edit) -> None:
    edited = part(
        edit(workbook('<row r="3"/><row><c/></row><row r="7"/><row/>'), {(4, 2): "x", (5, 1): 5, (8, 2): "y"})
    )
    expected = b"""<row r="3"/><row><c/><c r="B4" t="inlineStr"><is><t>x</t></is></c></row>\
<row r="5"><c r="A5"><v>5</v></c></row><row r="7"/><row><c r="B8" t="inlineStr"><is><t>y</t></is></c></row>"""
    assert expected in edited


def test_what_surrounds_the_rows_may_be_of_any_kind(edit: Edit) -> None:
    ignorable = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac" '
        'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'
    )
    choice = '<mc:AlternateContent><mc:Choice Requires="x14ac"><sheetData/></mc:Choice></mc:AlternateContent>'
    sheet = sheet_xml('<row r="1" x14ac:dyDescent="0.25"/>', before=choice, after=f"{choice}<extLst/>").decode()
    edited = part(edit(with_sheet(sheet.replace("<worksheet", f"<worksheet {ignorable}").encode()), {(1, 2): "x"}))
    assert b'<row r="1" x14ac:dyDescent="0.25">' + NEW + b"</row>" in edited
    assert edited.count(choice.encode()) == 2


@pytest.mark.parametrize("around", ["sheetData", "row", "c"])
def test_cells_of_which_there_are_alternatives_are_refused(edit: Edit, around: str) -> None:
    sheet = sheet_xml('<row r="1"><c r="A1"/></row>').decode().replace("xmlns=", 'xmlns:mc="urn:mc" xmlns=', 1)
    start, end = sheet.index(f"<{around}"), sheet.rindex(f"</{around}>" if around != "c" else "</row>")
    end += len(f"</{around}>") if around != "c" else 0
    wrapped = f"<mc:AlternateContent><mc:Choice>{sheet[start:end]}</mc:Choice></mc:AlternateContent>"
    with pytest.raises(UnsupportedWorkbook):
        edit(with_sheet((sheet[:start] + wrapped + sheet[end:]).encode()), {(1, 2): "x"})


def test_prefixed_elements_get_prefixed_company(edit: Edit) -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{SPACE}"><x:sheetData><x:row r="1"><x:c r="A1"/></x:row></x:sheetData></x:worksheet>'
    )
    edited = part(edit(with_sheet(sheet.encode()), {(1, 2): "x", (2, 1): True}))
    assert b'<x:c r="B1" t="inlineStr"><x:is><x:t>x</x:t></x:is></x:c></x:row>' in edited
    assert b'<x:row r="2"><x:c r="A2" t="b"><x:v>1</x:v></x:c></x:row>' in edited


def test_the_strict_namespace_is_known(edit: Edit) -> None:
    assert NEW in part(edit(with_sheet(sheet_xml("").replace(SPACE.encode(), STRICT.encode())), {(1, 2): "x"}))


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_a_utf_16_part_stays_utf_16(edit: Edit, codec: str) -> None:
    text = (
        '<?xml version="1.0" encoding="UTF-16"?>'
        + sheet_xml('<row r="1"><c r="A1" t="str"><v>né</v></c></row>').decode()
    )
    mark = codecs.BOM_UTF16_LE if codec.endswith("le") else codecs.BOM_UTF16_BE
    edited = part(edit(with_sheet(mark + text.encode(codec)), {(1, 2): "Zoë 😀"}))
    assert edited.startswith(mark)
    assert "<t>Zoë 😀</t>" in edited[2:].decode(codec)


def test_a_part_in_an_old_encoding_gets_letters_as_references(edit: Edit) -> None:
    text = (
        '<?xml version="1.0" encoding="ISO-8859-1"?>'
        + sheet_xml('<row r="1"><c r="A1" t="str"><v>né</v></c></row>').decode()
    )
    edited = part(edit(with_sheet(text.encode("latin-1")), {(1, 2): "Zoë 名"}))
    assert b"<v>n\xe9</v>" in edited
    assert b"<t>Zo&#235; &#21517;</t>" in edited


def test_a_byte_order_mark_stays(edit: Edit) -> None:
    edited = part(edit(with_sheet(codecs.BOM_UTF8 + b'<?xml version="1.0"?>' + sheet_xml("")), {(1, 2): "x"}))
    assert edited.startswith(codecs.BOM_UTF8 + b'<?xml version="1.0"?><worksheet')


@pytest.mark.parametrize(
    ("cell", "becomes"),
    [
        ('<c r="A1" s="1" t="s" cm="1" vm="2" ph="1"><v>0</v></c>', b'<c r="A1" s="1"><v>7</v></c>'),
        ('<c r="A1" t="d"><v>2026-11-23</v></c>', b'<c r="A1"><v>7</v></c>'),
        ('<c s="1" r="A1"/>', b'<c r="A1" s="1"><v>7</v></c>'),
        ("<c r='A1' s='1'/>", b'<c r="A1" s="1"><v>7</v></c>'),
        ('<c r="A1" t="e"><v>#N/A</v></c>', b'<c r="A1"><v>7</v></c>'),
        ('<c r="A1" t="str"><v><![CDATA[<f>]]></v></c>', b'<c r="A1"><v>7</v></c>'),
        ('<c r="A1"><!-- <f>1</f> --><v>1</v></c>', b'<c r="A1"><v>7</v></c>'),
        ('<c r="A1" s="99" t="b"><v>1</v></c>', b'<c r="A1" s="99"><v>7</v></c>'),
        (
            '<c r="A1" t="inlineStr"><is><r><rPr><color/></rPr><t> a </t></r><r><t>b</t></r></is></c>',
            b'<c r="A1"><v>7</v></c>',
        ),
    ],
)
def test_an_overwritten_cell_keeps_its_format_and_nothing_else(edit: Edit, cell: str, becomes: bytes) -> None:
    assert becomes + b"</row>" in part(edit(workbook(f'<row r="1">{cell}</row>'), {(1, 1): 7}))


def test_a_cleared_cell_keeps_its_format(edit: Edit) -> None:
    edited = edit(workbook('<row r="1"><c r="A1" s="1" t="b"><v>1</v></c></row>'), {(1, 1): None, (9, 9): None})
    assert b'<row r="1"><c r="A1" s="1"/></row></sheetData>' in part(edited)


def test_an_edit_that_changes_nothing_returns_the_very_bytes(edit: Edit) -> None:
    data = workbook("")
    assert edit(data, {}) == data
    assert edit(data, {(3, 3): None}) == data


@pytest.mark.parametrize(
    ("dimension", "becomes"),
    [
        ('<dimension ref="A1"/>', b'"A1:D9"'),
        ("<dimension ref='B2:F20'/>", b"'B2:F20'"),
        ('<dimension ref="C3:D4"/>', b'"C3:D9"'),
    ],
)
def test_a_dimension_is_stretched_where_it_is_exceeded(edit: Edit, dimension: str, becomes: bytes) -> None:
    assert b"<dimension ref=" + becomes in part(edit(workbook("", before=dimension), {(9, 4): 1, (30, 30): None}))


def test_a_missing_dimension_is_not_invented(edit: Edit) -> None:
    assert b"dimension" not in part(edit(workbook(""), {(9, 4): 1}))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"/><row r="1"/>',
        '<row r="1"/><row r="1"/>',
        '<row r="x"/>',
        '<row r="0"/>',
        '<row r="1048577"/>',
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="1"><c r="A1"/><c r="A1"/></row>',
        '<row r="1"><c r="A2"/></row>',
        '<row r="1"><c r="1A"/></row>',
        '<row r="1"><foo/></row>',
        '<foo/><row r="1"/>',
    ],
)
def test_rows_and_cells_in_doubtful_order_are_refused(edit: Edit, rows: str) -> None:
    with pytest.raises(UnsupportedWorkbook):
        edit(workbook(rows), {(1, 2): "x"})


def test_text_in_columns_of_two_letters_finds_its_place(edit: Edit) -> None:
    edited = part(edit(workbook('<row r="1"><c r="Z1"/><c r="AB1"/></row>'), {(1, 27): 1}))
    assert b'<c r="Z1"/><c r="AA1"><v>1</v></c><c r="AB1"/>' in edited
