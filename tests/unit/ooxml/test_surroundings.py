"""What may change around the cells, only where it is asked for: columns, filter, recalculation."""

import pytest
from raw_xlsx import LINKS, differences, packed, part, parts_of_workbook, sheet_xml, workbook

from sheet_sync.ooxml import CellEdit, ColumnEdit, Package, UnsupportedWorkbook, WorksheetEdit, apply_edit

ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
FORMULA = '<row r="1"><c r="B1"><f>A1</f><v>1</v></c></row>'


def columns(cols: str, *edits: ColumnEdit) -> str:
    data = workbook(ROW, before=cols)
    edited = part(apply_edit(Package.from_bytes(data), WorksheetEdit("Jobs", {}, columns=edits))).decode()
    return edited[edited.index("<cols>") : edited.index("</cols>")].removeprefix("<cols>")


def test_columns_are_made_where_there_are_none() -> None:
    assert columns("", ColumnEdit(3, 70), ColumnEdit(2, 12.5, hidden=True)) == (
        '<col min="2" max="2" width="12.5" customWidth="1" hidden="1"/>'
        '<col min="3" max="3" width="70" customWidth="1"/>'
    )


@pytest.mark.parametrize("folded", ["", ' hidden="1"'])
def test_a_column_in_a_group_is_split_from_it_and_shows(folded: str) -> None:
    group = f'style="2" width="5"{folded} outlineLevel="1"'
    assert columns(f'<cols><col {group} min="1" max="9"/></cols>', ColumnEdit(4, 7)) == (
        f'<col min="1" max="3" {group}/>'
        '<col min="4" max="4" style="2" width="7" customWidth="1"/>'
        f'<col min="5" max="9" {group}/>'
    )


def test_the_mark_of_the_folded_group_at_its_left_stays_with_a_column() -> None:
    group = '<col min="2" max="3" width="9" hidden="1" outlineLevel="1"/>'
    shaped = columns(f'<cols>{group}<col min="4" max="4" width="9" collapsed="1"/></cols>', ColumnEdit(4, 7))
    assert shaped == group + '<col min="4" max="4" collapsed="1" width="7" customWidth="1"/>'


@pytest.mark.parametrize("hidden", [True, False])
def test_a_column_of_its_own_is_shaped_in_place(*, hidden: bool) -> None:
    shaped = columns("<cols><col min='2' max='2' width='5' hidden='1'/></cols>", ColumnEdit(2, 9, hidden=hidden))
    assert (
        shaped
        == f'<col min="2" max="2" width="9" customWidth="1"{" hidden=" + chr(34) + "1" + chr(34) if hidden else ""}/>'
    )


def restored(cols: str, *places: int) -> str:
    edited = apply_edit(
        Package.from_bytes(workbook(ROW, before=cols)), WorksheetEdit("Jobs", {}, restored_columns=places)
    )
    return part(edited).decode().partition("<sheetData>")[0].rpartition('main">')[2]


OURS = '<col min="3" max="3" width="70" customWidth="1"/><col min="4" max="4" width="9" customWidth="1" hidden="1"/>'


@pytest.mark.parametrize(
    ("around", "becomes"),
    [
        (("", ""), ""),
        (('<col min="1" max="2" width="5"/>', ""), '<cols><col min="1" max="2" width="5"/></cols>'),
        (("", '<col min="5" max="9" style="2" width="5"/>'), '<cols><col min="3" max="9" style="2" width="5"/></cols>'),
        (
            ('<col min="1" max="2" width="5"/>', '<col min="5" max="5" width="5"/>'),
            '<cols><col min="1" max="5" width="5"/></cols>',
        ),
        (
            ('<col min="1" max="2" width="6"/>', '<col min="5" max="5" width="5" hidden="1"/>'),
            '<cols><col min="1" max="2" width="6"/><col min="5" max="5" width="5" hidden="1"/></cols>',
        ),
        (("", '<col min="6" max="9" width="5"/>'), '<cols><col min="6" max="9" width="5"/></cols>'),
    ],
)
def test_a_column_given_back_takes_after_the_range_around_it(around: tuple[str, str], becomes: str) -> None:
    assert restored(f"<cols>{OURS.join(around)}</cols>", 3, 4) == becomes


def test_a_column_given_back_does_not_hide_with_the_one_of_ours_at_its_right() -> None:
    assert restored(f"<cols>{OURS}</cols>", 3) == f"<cols>{OURS.partition('/>')[2]}</cols>"


def test_a_column_given_back_keeps_the_mark_of_the_folded_group_at_its_left() -> None:
    group = '<col min="2" max="2" width="9" hidden="1" outlineLevel="1"/>'
    cols = f'<cols>{group}<col min="3" max="3" width="70" customWidth="1" collapsed="1"/></cols>'
    assert restored(cols, 3) == f'<cols>{group}<col min="3" max="3" width="9.140625" collapsed="1"/></cols>'


def test_a_worksheet_without_widths_has_none_to_give_back() -> None:
    data = workbook(ROW)
    assert apply_edit(Package.from_bytes(data), WorksheetEdit("Jobs", {}, restored_columns=[3])) == data


@pytest.mark.parametrize("cell", ['<c r="B1" s="1"/>', "<c><v>5</v></c>", '<c r="B1" s="1"><v>5</v></c>'])
@pytest.mark.parametrize("behind", ["", "<!-- mine -->", "\n", '<c r="C1"><v>3</v></c>'])
def test_a_cell_is_taken_away_with_its_format_and_the_others_stay(cell: str, behind: str) -> None:
    data = workbook(f'<row r="1"><c r="A1"><v>1</v></c>{cell}{behind}</row>')
    edited = apply_edit(Package.from_bytes(data), WorksheetEdit("Jobs", {(1, 2): CellEdit(None, erase=True)}))
    assert part(edited) == part(data).replace(cell.encode(), b"")


def test_a_cell_before_one_without_address_leaves_a_blank_one_to_keep_its_place() -> None:
    data = workbook('<row r="1"><c><v>1</v></c><c s="1"><v>2</v></c><c><v>3</v></c></row>')
    edited = apply_edit(Package.from_bytes(data), WorksheetEdit("Jobs", {(1, 2): CellEdit(None, erase=True)}))
    assert b'<row r="1"><c><v>1</v></c><c r="B1"/><c><v>3</v></c></row>' in part(edited)


def test_a_cell_that_is_not_there_is_not_taken_away() -> None:
    data = workbook(ROW)
    cells = {(1, 2): CellEdit(None, erase=True), (9, 1): CellEdit(None, erase=True)}
    assert apply_edit(Package.from_bytes(data), WorksheetEdit("Jobs", cells)) == data


def test_a_formula_is_not_taken_away_unless_it_goes_with_its_column() -> None:
    data = workbook(FORMULA)
    with pytest.raises(UnsupportedWorkbook, match="B1 holds a formula"):
        apply_edit(Package.from_bytes(data), WorksheetEdit("Jobs", {(1, 2): CellEdit(None, erase=True)}))
    total = CellEdit(None, erase=True, formula_too=True)
    assert b"<f>" not in part(apply_edit(Package.from_bytes(data), WorksheetEdit("Jobs", {(1, 2): total})))


def filtered(reference: str, name: str = "Jobs!$A$1:$C$9") -> tuple[str, str]:
    names = (
        '<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'
        f'{name}</definedName><definedName name="Mine">Jobs!$A$1:$C$9</definedName></definedNames>'
    )
    data = workbook(ROW, more=names, after=f'<autoFilter ref="{reference}"><filterColumn colId="1"/></autoFilter>')
    edited = apply_edit(
        Package.from_bytes(data), WorksheetEdit("Jobs", {(1, 4): CellEdit("Draft")}, filter_to_column=4)
    )
    found = part(edited, "xl/workbook.xml").decode()
    assert '<definedName name="Mine">Jobs!$A$1:$C$9</definedName>' in found
    sheet = part(edited).decode()
    assert '<filterColumn colId="1"/></autoFilter>' in sheet
    return sheet.partition('<autoFilter ref="')[2].partition('"')[0], found.partition('hidden="1">')[2].partition("<")[
        0
    ]


def test_a_filter_that_ends_there_stays() -> None:
    assert filtered("A1:D9", "Jobs!$A$1:$D$9") == ("A1:D9", "Jobs!$A$1:$D$9")


def test_a_filter_is_stretched_together_with_its_name() -> None:
    assert filtered("A1:C9") == ("A1:D9", "Jobs!$A$1:$D$9")


def test_a_filter_is_drawn_back_together_with_its_name() -> None:
    assert filtered("A1:F9", "'My &amp; Jobs'!$A$1:$F$9") == ("A1:D9", "'My &amp; Jobs'!$A$1:$D$9")


def test_a_filter_at_the_right_of_the_column_stays() -> None:
    assert filtered("F1:H9", "Jobs!$F$1:$H$9") == ("F1:H9", "Jobs!$F$1:$H$9")


def test_a_worksheet_without_filter_gets_none() -> None:
    data = workbook(ROW)
    assert apply_edit(Package.from_bytes(data), WorksheetEdit("Jobs", {}, filter_to_column=4)) == data


def test_the_name_of_a_filter_that_is_gone_stays() -> None:
    name = '<definedName name="_xlnm._FilterDatabase" localSheetId="0">Jobs!$A$1:$C$9</definedName>'
    data = workbook(ROW, more=f"<definedNames>{name}</definedNames>")
    assert apply_edit(Package.from_bytes(data), WorksheetEdit("Jobs", {}, filter_to_column=4)) == data


def recalculated(rows: str, more: str) -> str:
    data = workbook(rows, more=more)
    edit = WorksheetEdit("Jobs", {(1, 1): CellEdit(1)}, recalculate=True)
    edited = apply_edit(Package.from_bytes(data), edit)
    return part(edited, "xl/workbook.xml").decode().partition("</sheets>")[2]


@pytest.mark.parametrize(
    ("more", "becomes"),
    [
        ("", '<calcPr fullCalcOnLoad="1"/></workbook>'),
        ('<calcPr calcId="9"/>', '<calcPr calcId="9" fullCalcOnLoad="1"/></workbook>'),
        ('<calcPr calcId="9" fullCalcOnLoad="0"/>', '<calcPr calcId="9" fullCalcOnLoad="1"/></workbook>'),
        ('<calcPr fullCalcOnLoad="true"/>', '<calcPr fullCalcOnLoad="true"/></workbook>'),
        ("<definedNames/><oleSize/>", '<definedNames/><calcPr fullCalcOnLoad="1"/><oleSize/></workbook>'),
        ("<pivotCaches/>", '<calcPr fullCalcOnLoad="1"/><pivotCaches/></workbook>'),
    ],
)
def test_formulas_are_computed_anew_when_the_workbook_is_opened(more: str, becomes: str) -> None:
    assert recalculated(FORMULA, more) == becomes


@pytest.mark.parametrize("formula", ["<f>1", "<x:f t='shared'/>", "<f>1".encode("utf-16")])
def test_formulas_are_found_in_other_worksheets_of_whatever_form(formula: str | bytes) -> None:
    parts = parts_of_workbook(sheet_xml(ROW))
    links, book = "xl/_rels/workbook.xml.rels", "xl/workbook.xml"
    link = f'<Relationship Id="rId9" Type="{LINKS}/worksheet" Target="worksheets/other.xml"/></Relationships>'
    parts[links] = parts[links].replace(b"</Relationships>", link.encode())
    parts[book] = parts[book].replace(b"</sheets>", b'<sheet name="Other" sheetId="2" r:id="rId9"/></sheets>')
    parts["xl/worksheets/other.xml"] = formula.encode() if isinstance(formula, str) else formula
    edit = WorksheetEdit("Jobs", {(1, 1): CellEdit(1)}, recalculate=True)
    edited = apply_edit(Package.from_bytes(packed(parts)), edit)
    assert b"fullCalcOnLoad" in part(edited, book)


def test_a_workbook_without_formulas_is_not_recalculated() -> None:
    assert recalculated(ROW, "<calcPr/>") == "<calcPr/></workbook>"


def test_recalculation_touches_the_workbook_part_and_no_other() -> None:
    data = workbook(FORMULA)
    edit = WorksheetEdit("Jobs", {(1, 1): CellEdit(1)}, recalculate=True)
    found = differences(data, apply_edit(Package.from_bytes(data), edit), "Jobs", [(1, 1)])
    assert {line.partition(" ")[0] for line in found} == {"xl/workbook.xml"}
