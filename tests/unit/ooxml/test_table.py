"""The part of an Excel table: columns added, renamed and taken away in its bytes; all else stays."""

from pathlib import Path

import pytest
from raw_xlsx import LINKS, PACKAGE, SPACE, packed, part, parts_of_workbook, sheet_xml

from sheet_sync.ooxml import (
    CellEdit,
    EditCheckFailed,
    ExcelTable,
    Package,
    TableEdit,
    UnsupportedWorkbook,
    WorksheetEdit,
    apply_edit,
    edit_workbook,
    free_names,
    read_facts,
)
from sheet_sync.ooxml.table import changed_table
from sheet_sync.ooxml.tablecheck import check_table
from sheet_sync.ooxml.xmlpart import XmlPart

NAME = "xl/tables/table1.xml"
COLUMNS = '<tableColumn id="1" name="Company"/><tableColumn id="4" name="Draft" dataDxfId="2"/>'
TABLE = (
    f'<?xml version="1.0"?>\n<table xmlns="{SPACE}" xmlns:xr="urn:r" id="7" xr:uid="{{1}}" displayName="Jobs" '
    f'ref="B2:C9"><autoFilter ref="B2:C9" xr:uid="{{2}}"/><tableColumns count="2">{COLUMNS}</tableColumns>'
    '<tableStyleInfo name="x"/><extLst><ext uri="{3}"/></extLst></table>\n'
)


def changed(table: str, **edit: object) -> str:
    return changed_table(XmlPart.parse(table.encode(), NAME), TableEdit(NAME, **edit)).decode()  # type: ignore[arg-type]


def test_added_columns_widen_the_range_the_filter_and_the_list_and_nothing_else() -> None:
    assert changed(TABLE, added=("A & B", 'say "x"')) == TABLE.replace("B2:C9", "B2:E9").replace(
        f'count="2">{COLUMNS}',
        f'count="4">{COLUMNS}<tableColumn id="5" name="A &amp; B"/><tableColumn id="6" name="say &quot;x&quot;"/>',
    )


def test_what_was_added_is_taken_away_again_byte_for_byte() -> None:
    assert changed(changed(TABLE, added=("One", "Two")), dropped=2) == TABLE


def test_a_table_with_prefixed_elements_and_odd_quotes_grows_in_kind() -> None:
    table = TABLE.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
    table = table.replace('count="2"', "count='2'")
    assert changed(table, added=("New",)) == table.replace("B2:C9", "B2:D9").replace("count='2'", "count='3'").replace(
        '"2"/></x:tableColumns>', '"2"/><x:tableColumn id="5" name="New"/></x:tableColumns>'
    )


def test_a_table_in_another_encoding_keeps_it() -> None:
    table = TABLE.replace('"1.0"', '"1.0" encoding="utf-16"')
    grown = changed_table(XmlPart.parse(table.encode("utf-16"), NAME), TableEdit(NAME, added=("Größe",)))
    assert '<tableColumn id="5" name="Größe"/>' in grown.decode("utf-16")


def test_a_table_without_filter_gets_none_and_a_missing_count_is_not_made_up() -> None:
    table = TABLE.replace('<autoFilter ref="B2:C9" xr:uid="{2}"/>', "").replace(' count="2"', "")
    assert "autoFilter" not in changed(table, added=("New",))
    assert "count" not in changed(table, added=("New",))


def test_a_renamed_column_keeps_all_but_its_name_and_its_total() -> None:
    total = 'totalsRowFunction="custom" dataDxfId="2"><totalsRowFormula>1</totalsRowFormula></tableColumn>'
    assert changed(TABLE.replace('dataDxfId="2"/>', total), renamed={1: "Column1"}) == TABLE.replace(
        'name="Draft" dataDxfId="2"/>', 'name="Column1" dataDxfId="2"></tableColumn>'
    )


def test_the_memory_of_a_sort_goes_only_with_the_columns_that_it_names() -> None:
    sort = '<sortState ref="B3:C9"><sortCondition ref="{}3:{}9"/></sortState>'
    inside = TABLE.replace(' xr:uid="{2}"/>', f' xr:uid="{{2}}">{sort.format("C", "C")}</autoFilter>')
    assert "sortState" in changed(inside, added=("New",))
    assert "sortState" not in changed(inside, dropped=1)
    assert "sortState" not in changed(
        TABLE.replace("<tableColumns", sort.format("B", "B") + "<tableColumns"), dropped=1
    )


def filtered(conditions: str) -> str:
    return TABLE.replace(' xr:uid="{2}"/>', f">{conditions}</autoFilter>")


def test_a_column_by_which_rows_are_filtered_is_not_taken_away() -> None:
    table = filtered('<filterColumn colId="1"><filters><filter val="x"/></filters></filterColumn>')
    with pytest.raises(UnsupportedWorkbook, match=r"filtered by column C.*clear that filter"):
        changed(table, dropped=1)
    assert 'colId="1"' in changed(table, added=("New",))


def test_a_hidden_button_goes_with_its_column() -> None:
    table = filtered('<filterColumn colId="0" hiddenButton="1"/><filterColumn colId="1" hiddenButton="1"/>')
    assert 'colId="0"' in changed(table, dropped=1)
    assert 'colId="1"' not in changed(table, dropped=1)


@pytest.mark.parametrize(
    "table",
    [
        TABLE.replace('ref="B2:C9"', 'ref="nonsense"', 1),
        TABLE.replace("tableColumns", "tableOthers"),
        TABLE.replace("B2:C9", "B2:D9"),
    ],
)
def test_a_table_that_does_not_list_its_columns_rightly_is_refused(table: str) -> None:
    with pytest.raises(UnsupportedWorkbook, match="which columns its Excel table has"):
        changed(table, added=("New",))


HARM = [
    ('name="x"', 'name="y"'),
    ('displayName="Jobs"', 'displayName="Other"'),
    ('name="Company"', 'name="Firm"'),
    ('id="5" name="New"', 'id="4" name="New"'),
    ('name="New"', 'name="Wrong"'),
    ('ref="B2:D9"><auto', 'ref="B2:E9"><auto'),
    ('<autoFilter ref="B2:D9" xr:uid="{2}"/>', '<autoFilter ref="B2:D9"><filterColumn colId="0"/></autoFilter>'),
    (' dataDxfId="2"', ""),
    ("</table>\n", "</table>"),
]


@pytest.mark.parametrize(("old", "new"), HARM)
def test_the_proof_sees_every_other_change_of_a_table(old: str, new: str) -> None:
    edit = TableEdit(NAME, added=("New",))
    good = changed(TABLE, added=("New",))
    assert old in good
    before = XmlPart.parse(TABLE.encode(), NAME)
    check_table(NAME, before, XmlPart.parse(good.encode(), NAME), edit)
    with pytest.raises(EditCheckFailed, match="table"):
        check_table(NAME, before, XmlPart.parse(good.replace(old, new, 1).encode(), NAME), edit)


def test_names_for_columns_without_header_are_the_first_free_ones_whatever_their_case() -> None:
    assert [*free_names(["a", "COLUMN2"], 3)] == ["Column1", "Column3", "Column4"]


_HEADER = '<c r="{}2" t="inlineStr"><is><t>{}</t></is></c>'
ROWS = (
    f'<row r="2">{_HEADER.format("B", "Company")}{_HEADER.format("C", "Draft")}</row>'
    '<row r="3"><c r="B3"><v>1</v></c><c r="C3"><v>2</v></c>{}</row>'
)


def with_table(  # noqa: PLR0913 - all that a table may have around it
    table: str = TABLE,
    *,
    rows: str = ROWS.format(""),
    names: str = "",
    after: str = "",
    query: bool = False,
    slicer: str = "",
) -> bytes:
    """A workbook with a table, and with a query behind it where that is asked for."""
    parts = parts_of_workbook(sheet_xml(rows, after=after), workbook=names)
    link = f'<Relationship Id="rId1" Type="{LINKS}/{{}}" Target="{{}}"/>'
    links = f'<Relationships xmlns="{PACKAGE}/relationships">{link}</Relationships>'
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = links.format("table", "../tables/table1.xml").encode()
    parts[NAME] = table.encode()
    if slicer:
        parts["xl/slicerCaches/slicerCache1.xml"] = slicer.encode()
    if query:
        parts["xl/tables/_rels/table1.xml.rels"] = links.format("queryTable", "../q.xml").encode()
    return packed(parts)


def table_of(data: bytes) -> ExcelTable:
    (table,) = read_facts(Package.from_bytes(data), "Jobs").tables
    return table


def test_tables_are_told_apart_by_what_they_allow() -> None:
    plain = table_of(with_table())
    assert (plain.headed, plain.totals, plain.linked) == (True, 0, False)
    assert not table_of(with_table(TABLE.replace(' ref="B2', ' headerRowCount="0" ref="B2', 1))).headed
    assert table_of(with_table(TABLE.replace(' ref="B2', ' tableType="xml" ref="B2', 1))).linked
    assert table_of(with_table(query=True)).linked


def without_draft(data: bytes) -> bytes:
    cells = {(row, 3): CellEdit(None, erase=True) for row in (2, 3)}
    return apply_edit(Package.from_bytes(data), WorksheetEdit("Jobs", cells, tables=[TableEdit(NAME, dropped=1)]))


def test_a_column_is_taken_out_of_the_table_and_of_the_worksheet() -> None:
    edited = without_draft(with_table())
    assert b'ref="B2:B9"' in part(edited, NAME)
    assert b"C2" not in part(edited)
    assert part(edited).count(b"<c ") == 2


@pytest.mark.parametrize("formula", ["SUM(Jobs[Draft])", "SUM(jobs[[Company]:[DRAFT]])", "Jobs[[#This Row],[Draft]]"])
@pytest.mark.parametrize("as_name", [False, True])
def test_a_column_that_a_formula_names_is_not_taken_away(formula: str, *, as_name: bool) -> None:
    names = f'<definedNames><definedName name="mine">{formula}</definedName></definedNames>' if as_name else ""
    rows = ROWS.format("" if as_name else f'<c r="E3"><f>{formula}</f><v>1</v></c>')
    with pytest.raises(UnsupportedWorkbook, match=r"(cell E3|list of names).*“Jobs”.*“Draft”.*delete that formula"):
        without_draft(with_table(rows=rows, names=names))


@pytest.mark.parametrize("formula", ["SUM(Jobs[Company])", "SUM(Other[Draft])", "Draft+1"])
def test_other_formulas_do_not_keep_a_column(formula: str) -> None:
    rows = ROWS.format(f'<c r="E3"><f>{formula}</f><v>1</v></c>')
    assert formula.encode() in part(without_draft(with_table(rows=rows)))


SLICER = '<cache xmlns:x15="urn:x"><x15:tableSlicerCache tableId="{}" column="{}"/></cache>'


def test_a_column_that_a_slicer_is_about_is_not_taken_away() -> None:
    with pytest.raises(UnsupportedWorkbook, match=r"slicer.*“Jobs”.*“Draft”.*delete that slicer"):
        without_draft(with_table(slicer=SLICER.format(7, 4)))
    for other in (SLICER.format(7, 1), SLICER.format(8, 4)):
        assert b"Draft" not in part(without_draft(with_table(slicer=other)), NAME)


def test_cells_set_by_hand_grow_no_table_and_heed_no_protection(tmp_path: Path) -> None:
    data, target = with_table(after='<sheetProtection sheet="1"/>'), tmp_path / "set.xlsx"
    (tmp_path / "given.xlsx").write_bytes(data)
    edit_workbook(tmp_path / "given.xlsx", target, "Jobs", {(2, 4): "New", (3, 4): 7})
    assert part(target.read_bytes(), NAME) == part(data, NAME)
    assert b"<v>7</v>" in part(target.read_bytes())
