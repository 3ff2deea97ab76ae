"""The workbooks made of traps: each trap is really in them, and the oracles see damage done to them."""

import random
import re
import zipfile
from io import BytesIO

import pytest
from lxml import etree
from raw_tokens import decoded, token_differences, tokens_kept
from raw_values import raw_values
from raw_xlsx import RawWorkbook, differences, workbook
from trap_packages import ZipTrap
from trap_pen import XmlTrap
from trap_sheets import SheetTrap
from trap_workbooks import ALL_TRAPS, Trap, trap_workbook

SEEDS = range(6)

IN_A_PART = {
    XmlTrap.PREFIX: r"<x:worksheet .*<x:row .*<x:c ",
    XmlTrap.STRICT: r"<worksheet xmlns=\"http://purl\.oclc\.org",
    XmlTrap.SINGLE_QUOTES: r"<c [^>]*r='[A-Z]+[0-9]+'",
    XmlTrap.SPACED_TAGS: r"<c[^>]*\s(/?)>",
    XmlTrap.PAIRS: r"<c [^>]*></c>",
    XmlTrap.INDENTED: r"</row>\s+<row",
    XmlTrap.COMMENTS: r"<sheetData>.*<!-- </row></sheetData> -->.*</sheetData>",
    XmlTrap.INSTRUCTIONS: r"<sheetData>.*<\?y </sheetData>\?>.*</sheetData>",
    XmlTrap.CDATA: r"<v><!\[CDATA\[</row>",
    XmlTrap.REFERENCES: r"<v>&#x?[0-9A-F]+;",
    XmlTrap.STRANGE_ATTRIBUTES: r"mc:Ignorable=.*<row [^>]*x14ac:",
    XmlTrap.ALTERNATE_CONTENT: r"</sheetData>.*<mc:AlternateContent",
    XmlTrap.EXT_LISTS: r"<extLst>.*</extLst></row>",
    XmlTrap.CELL_EXT_LISTS: r"</extLst></c>",
    XmlTrap.DECLARATION: r"^<\?xml version=\"1\.0\" encoding=\"UTF-8\"\?><worksheet",
    XmlTrap.BOM: "^\ufeff<worksheet",
    XmlTrap.UTF_16_LE: 'encoding="UTF-16"\\?><worksheet',
    XmlTrap.UTF_16_BE: 'encoding="UTF-16"\\?><worksheet',
    XmlTrap.UTF_16_BARE: 'encoding="UTF-16"\\?><worksheet',
    XmlTrap.LATIN_1: 'encoding="ISO-8859-1"\\?><worksheet.*ë.*&#21517;',
    XmlTrap.WINDOWS_1252: 'encoding="windows-1252"\\?><worksheet.*€.*&#21517;',
    SheetTrap.ROWS_WITHOUT_R: r"<row>",
    SheetTrap.CELLS_WITHOUT_R: r"<c (?![^>]*r=\")[^>]*>",
    SheetTrap.SPANS: r"<row [^>]*spans=\"2:2 4:9\"",
    SheetTrap.DIMENSION: r"<dimension ref=\"A1\"/>",
    SheetTrap.ROW_STYLES: r"customFormat=\"1\"",
    SheetTrap.COLUMN_STYLES: r"<col min=\"1\" max=\"2\" width=\"9\" style=\"1\"/>",
    SheetTrap.FORMULAS: r"<f>A1&lt;2</f>",
    SheetTrap.SHARED_FORMULAS: r"<f t=\"shared\" ref=.*<f t=\"shared\" si=\"0\"/>",
    SheetTrap.ARRAY_FORMULAS: r"<f t=\"array\"",
    SheetTrap.DATA_TABLES: r"<f t=\"dataTable\"",
    SheetTrap.METADATA: r"(?s)<c [^>]*cm=\"1\".*vm=\"1\".*ph=\"1\"|ph=\"1\".*cm=\"1\"",
    SheetTrap.MERGES: r"<mergeCell ref=\"[A-Z0-9]+:[A-Z0-9]+\"/>",
    SheetTrap.DATES_1904: r"date1904=\"1\"",
    SheetTrap.ISO_DATES: r"<c [^>]*t=\"d\"[^>]*><v>2026-11-23",
    SheetTrap.ERRORS: r"<c [^>]*t=\"e\"[^>]*><v>#N/A",
    SheetTrap.INLINE_STRINGS: r"<is><r>.*<rPh ",
    SheetTrap.SHARED_STRINGS: r"<sst .*<rPr>",
    SheetTrap.STYLE_PAST_END: r"<c [^>]*s=\"4\"",
    SheetTrap.EMPTY_STYLES: r"<styleSheet [^>]*/>",
    SheetTrap.NO_CELL_FORMATS: r"<styleSheet ((?!cellXfs).)*</styleSheet>",
    SheetTrap.STYLE_EXTENSIONS: r"</dxfs><extLst>",
    SheetTrap.ABSOLUTE_TARGETS: r"Target=\"/xl/worksheets/sheet1\.xml\"",
    SheetTrap.OTHER_NAMES: r"Target=\"sheets/jobs\.xml\"",
}  # fmt: skip
IN_THE_ZIP = {
    ZipTrap.DESCRIPTORS: rb"PK\x07\x08",
    ZipTrap.BARE_DESCRIPTORS: rb"PK\x03\x04..\x08\0.{6}\0\0\0\0\0\0\0\0\0\0\0\0",
    ZipTrap.EXTRA_FIELDS: rb"mine.*also",
    ZipTrap.FOLDERS: rb"xl/worksheets/PK",
    ZipTrap.BACKSLASHES: rb"xl\\worksheets\\sheet1\.xml",
    ZipTrap.STORED: rb"<worksheet",
    ZipTrap.ODD_VERSION: rb"PK\x01\x02\x1e\x03\x3e",
    ZipTrap.ZIP64_END: rb"PK\x06\x06.*PK\x06\x07.*PK\x05\x06\0\0\0\0\xff\xff\xff\xff",
    ZipTrap.ZIP64_FIELDS: rb"PK\x01\x02.{38}\xff\xff\xff\xff",
    ZipTrap.ZIP64_LOCAL: rb"PK\x03\x04.{14}\xff\xff\xff\xff\xff\xff\xff\xff",
    ZipTrap.STUB: rb"\A#!stub",
    ZipTrap.GAPS: rb"unusedPK\x03\x04",
    ZipTrap.COMMENT: rb"made by hand\Z",
    ZipTrap.ENTRY_COMMENTS: rb"a commentPK",
}


def texts(data: bytes) -> list[str]:
    """Every XML part, decoded, with its byte order mark."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))]
    return ["\ufeff" * (part.mark == b"\xef\xbb\xbf") + part.text for part in map(decoded, parts)]


@pytest.mark.parametrize(("trap", "sign"), IN_A_PART.items(), ids=lambda each: getattr(each, "name", ""))
def test_every_trap_of_a_part_is_really_laid(trap: Trap, sign: str) -> None:
    made = [trap_workbook(frozenset({trap}), seed).data for seed in SEEDS]
    assert any(re.search(sign, text, re.DOTALL) for data in made for text in texts(data))
    plain = [trap_workbook(frozenset(), seed).data for seed in SEEDS]
    assert not any(re.search(sign, text, re.DOTALL) for data in plain for text in texts(data))


@pytest.mark.parametrize(("trap", "sign"), IN_THE_ZIP.items(), ids=lambda each: getattr(each, "name", ""))
def test_every_trap_of_a_zip_is_really_laid(trap: Trap, sign: bytes) -> None:
    assert any(re.search(sign, trap_workbook(frozenset({trap}), seed).data, re.DOTALL) for seed in SEEDS)
    assert not any(re.search(sign, trap_workbook(frozenset(), seed).data, re.DOTALL) for seed in SEEDS)


def test_the_traps_that_show_in_no_single_part_are_laid_too() -> None:
    made = {trap: RawWorkbook(trap_workbook(frozenset({trap}), 3).data) for trap in ALL_TRAPS}
    assert made[SheetTrap.NO_STYLES].linked("styles") is None
    assert "xl/styles.xml" not in made[SheetTrap.DANGLING_STYLES].entries
    assert "styles" in made[SheetTrap.DANGLING_STYLES].links("xl/workbook.xml")
    assert next(iter(made[ZipTrap.SHUFFLED].entries)) != "[content_types].xml"
    offsets = [info.header_offset for info in made[ZipTrap.DIRECTORY_SHUFFLED].entries.values()]
    assert offsets != sorted(offsets)
    untold = {*ALL_TRAPS} - {*IN_A_PART} - {*IN_THE_ZIP}
    assert untold == {SheetTrap.NO_STYLES, SheetTrap.DANGLING_STYLES, ZipTrap.SHUFFLED, ZipTrap.DIRECTORY_SHUFFLED}


def is_well_formed(xml: bytes) -> bool:
    try:
        etree.fromstring(xml)
    except etree.XMLSyntaxError:
        return False
    return True


@pytest.mark.parametrize("trap", [*XmlTrap, *SheetTrap], ids=lambda trap: trap.name)
def test_a_changed_letter_anywhere_in_a_worksheet_is_seen(trap: Trap) -> None:
    dice = random.Random(trap)  # noqa: S311 - dice of a test
    for seed in SEEDS:
        book = RawWorkbook(trap_workbook(frozenset({trap}), seed).data)
        sheet = book.read(book.sheet_part("Jobs"))
        part = decoded(sheet)
        place = dice.randrange(part.text.index("sheetData"), len(part.text))
        letter = chr(ord(part.text[place]) ^ 1)
        damaged = (part.text[:place] + letter + part.text[place + 1 :]).encode(part.codec, "xmlcharrefreplace")
        stretched = re.search(r"spans\s*=\s*(\"[^\"]*|'[^']*)\Z", part.text[:place])
        if not stretched and is_well_formed(part.mark + damaged):
            assert token_differences(sheet, part.mark + damaged, set())


SPELT = '<row r="1"><c r="A1" s="1"><v>1</v></c><!-- a --><c r=\'B1\' t="str"><v><![CDATA[b]]></v></c></row >'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("r='B1'", 'r="B1"'),
        ('r="A1" s="1"', 's="1" r="A1"'),
        ('r="A1" s', 'r="A1"  s'),
        ("<![CDATA[b]]>", "b"),
        ("<!-- a -->", ""),
        ("<!-- a -->", "<!-- b -->"),
        ("</row >", "</row>"),
        ('<row r="1">', "<row>"),
        ('<c r="A1" s', "<c s"),
        ("<v>1</v>", "<v>&#49;</v>"),
    ],
)
def test_the_same_said_in_another_spelling_is_seen(old: str, new: str) -> None:
    assert old in SPELT
    one, other = workbook(SPELT), workbook(SPELT.replace(old, new, 1))
    sheets = [RawWorkbook(data).read("xl/worksheets/sheet1.xml") for data in (one, other)]
    assert token_differences(sheets[0], sheets[1], {(9, 9)})
    assert differences(one, other, "Jobs", [(9, 9)])


def test_another_encoding_or_mark_is_seen() -> None:
    sheet = RawWorkbook(workbook(SPELT)).read("xl/worksheets/sheet1.xml")
    assert token_differences(sheet, b"\xef\xbb\xbf" + sheet, set())
    assert token_differences(sheet, b"\xff\xfe" + sheet.decode().encode("utf-16-le"), set())


def test_styles_may_grow_and_not_be_spelt_anew() -> None:
    styles = b"<a><numFmts count=\"1\"><n x='1'/></numFmts><!-- b --></a>"
    assert tokens_kept(styles, styles.replace(b"</numFmts>", b"<n/></numFmts>").replace(b'"1"', b'"2"'))
    assert not tokens_kept(styles, styles.replace(b"'1'", b'"1"'))
    assert not tokens_kept(styles, styles.replace(b"<!-- b -->", b""))


def test_a_format_that_a_cell_named_past_the_end_is_seen_through() -> None:
    rows = '<row r="1"><c r="A1" s="3"><v>1</v></c></row>'
    before = workbook(rows)
    grown = RawWorkbook(before).read("xl/styles.xml").decode().replace('cellXfs count="3"', 'cellXfs count="4"')
    dated = workbook(rows, styles=grown.replace("</cellXfs>", '<xf numFmtId="14"/></cellXfs>'))
    (found,) = differences(before, dated, "Jobs", [(2, 2)], formats_may_grow=True)
    assert "changes the look" in found
    assert differences(before, dated, "Jobs", [(1, 1)], formats_may_grow=True) == []


def test_values_are_read_from_the_raw_xml() -> None:
    inline = '<c t="inlineStr"><is><t>a_x0041__x005F_</t></is></c>'
    rows = (
        f'<row r="2"><c r="B2" s="2"><v>46349.5</v></c><c t="b"><v>1</v></c>{inline}<c><v>0.1</v></c>'
        '<c r="G2" t="e"><v>#N/A</v></c><c/></row>'
    )
    found = {at: str(value) for at, value in raw_values(workbook(rows), "Jobs").items()}
    expected = ["2026-11-23 12:00:00", "True", "aA_", "0.1", "#N/A", "None"]
    assert list(found.items()) == list(zip([(2, column) for column in (2, 3, 4, 5, 7, 8)], expected, strict=True))
