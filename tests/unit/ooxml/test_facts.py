"""What a reader of values cannot see of a worksheet."""

from raw_xlsx import LINKS, PACKAGE, SPACE, packed, parts_of_workbook, sheet_xml, workbook

from sheet_sync.ooxml import ExcelTable, Package, WorksheetFacts, read_facts


def facts(rows: str, *, before: str = "", after: str = "") -> WorksheetFacts:
    return read_facts(Package.from_bytes(workbook(rows, before=before, after=after)), "Jobs")


def test_an_empty_worksheet_has_no_facts() -> None:
    assert facts("") == WorksheetFacts()


def test_every_cell_with_a_formula_is_found() -> None:
    rows = (
        '<row r="2"><c r="A2"><f>1</f><v>1</v></c><c r="B2" t="shared"><v>0</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/><v>1</v></c><c r="C3" t="inlineStr"><is><t>&lt;f></t></is></c>'
        "</row>"
    )
    assert facts(rows).formulas == {(2, 1), (3, 1)}


def test_array_formulas_and_data_tables_are_known_by_the_ranges_that_they_fill() -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="array" ref="A1:B1048576">x</f><v>1</v></c></row>'
        '<row r="3"><c r="D3"><f t="dataTable" ref="D3:E4"/></c>'
        '<c r="G3"><f t="shared" ref="G3:G9" si="0">1</f></c></row>'
    )
    found = facts(rows)
    assert found.blocks == ((1, 1, 1_048_576, 2), (3, 4, 4, 5))
    assert found.formulas == {(1, 1), (3, 4), (3, 7)}


def test_formulas_without_a_saved_value_are_told_apart() -> None:
    rows = (
        '<row r="1"><c r="A1"><f>1</f></c><c r="B1"><f>1</f><v></v></c><c r="C1"><f>1</f><v/></c>'
        '<c r="D1" t="str"><f>""</f><v></v></c><c r="E1"><f>1</f><v>0</v></c></row>'
    )
    assert facts(rows).unsaved == {(1, 1), (1, 2), (1, 3)}


def test_errors_are_read_with_their_text() -> None:
    rows = (
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t=\'e\'><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="C1" t="str"><v>"e"</v></c></row>'
    )
    assert facts(rows).errors == {(1, 1): "#N/A", (1, 2): "#DIV/0!"}


def test_what_looks_like_a_formula_in_a_text_or_a_comment_is_none() -> None:
    rows = '<row r="1"><c r="A1" t="str"><v><![CDATA[<f>1</f>]]></v></c><c r="B1"><!-- <f/> --><v>1</v></c></row>'
    assert facts(rows).formulas == frozenset()


def test_cells_without_names_are_counted() -> None:
    assert facts('<row/><row><c/><c t="e"><v>#N/A</v></c></row>').errors == {(2, 2): "#N/A"}


def test_merges_and_the_filter_are_read_as_ranges() -> None:
    after = '<autoFilter ref="$A$1:D20"/><mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="C9:C5"/></mergeCells>'
    found = facts("", after=after)
    assert (found.auto_filter, found.merges) == ((1, 1, 20, 4), ((1, 1, 2, 2), (5, 3, 9, 3)))


def test_protection_counts_only_where_it_is_switched_on() -> None:
    assert facts("", after='<sheetProtection sheet="1"/>').protected
    assert facts("", after='<sheetProtection sheet="true"/>').protected
    assert not facts("", after='<sheetProtection objects="1"/>').protected


def test_tables_are_read_from_their_own_parts() -> None:
    parts = parts_of_workbook(sheet_xml(""))
    link = f'<Relationship Id="rId1" Type="{LINKS}/table" Target="../tables/table1.xml"/>'
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships">{link}</Relationships>'.encode()
    )
    parts["xl/tables/table1.xml"] = (
        f'<table xmlns="{SPACE}" displayName="Mine" ref="B2:D9" totalsRowCount="1"><tableColumns count="3">'
        '<tableColumn id="1" name="A &amp; B"/><tableColumn id="2" name="b"/>'
        '<tableColumn id="3" name="c" totalsRowFunction="sum"/></tableColumns></table>'
    ).encode()
    assert read_facts(Package.from_bytes(packed(parts)), "Jobs").tables == (
        ExcelTable(
            "xl/tables/table1.xml", "Mine", (2, 2, 9, 4), ("A & B", "b", "c"), totalled=frozenset({2}), totals=1
        ),
    )
