"""Every part in every encoding: it is understood, and stays in the encoding that it is in."""

import codecs
import io
from collections.abc import Callable
from datetime import date

import pytest
from python_calamine import CalamineWorkbook
from raw_tokens import decoded
from raw_xlsx import packed, part, parts_of_workbook, sheet_xml

Edit = Callable[..., bytes]
SHEET = "xl/worksheets/sheet1.xml"
PARTS = parts_of_workbook(sheet_xml('<row r="1"><c r="A1" t="str"><v>né €</v></c></row>'))


def encode(content: bytes, codec: str, declared: str, mark: bytes = b"") -> bytes:
    """A part in another encoding; letters that it lacks as references."""
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return mark + (declaration + content.decode()).encode(codec, "xmlcharrefreplace")


ENCODINGS = [
    ("utf-8", "", b""),
    ("utf-8", "utf-8", codecs.BOM_UTF8),
    ("utf-8", "", codecs.BOM_UTF8),
    ("utf-16-le", "UTF-16", codecs.BOM_UTF16_LE),
    ("utf-16-be", "utf-16", codecs.BOM_UTF16_BE),
    ("utf-16-le", "", codecs.BOM_UTF16_LE),
    ("utf-16-le", "UTF-16", b""),
    ("utf-16-be", "UTF-16", b""),
    ("iso-8859-1", "ISO-8859-1", b""),
    ("iso-8859-15", "iso-8859-15", b""),
    ("cp1252", "windows-1252", b""),
    ("ascii", "US-ASCII", b""),
]


@pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda each: f"{each[0]}, declared {each[1]}, {each[2]!r}")
@pytest.mark.parametrize("name", sorted(PARTS))
def test_every_part_may_be_in_any_encoding(edit: Edit, name: str, encoding: tuple[str, str, bytes]) -> None:
    data = packed(PARTS | {name: encode(PARTS[name], *encoding)})
    edited = edit(data, {(1, 2): "Zoë 名 €", (2, 1): date(2026, 11, 23)})
    changed = decoded(part(edited, name))
    assert (changed.codec, changed.mark) == decoded(part(data, name))[1:]
    assert decoded(part(edited)).text.count("<c ") == 3


@pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda each: f"{each[0]}, declared {each[1]}, {each[2]!r}")
@pytest.mark.parametrize("name", ["[Content_Types].xml", "xl/_rels/workbook.xml.rels"])
def test_a_list_of_parts_grows_in_its_own_encoding(edit: Edit, name: str, encoding: tuple[str, str, bytes]) -> None:
    bare = parts_of_workbook(PARTS[SHEET], styles=None)
    edited = edit(packed(bare | {name: encode(bare[name], *encoding)}), {(1, 2): date(2026, 11, 23)})
    changed = decoded(part(edited, name))
    assert "styles.xml" in changed.text
    assert (changed.codec, changed.mark) == decoded(encode(bare[name], *encoding))[1:]


@pytest.mark.parametrize(("codec", "declared"), [encoding[:2] for encoding in ENCODINGS[-4:]])
def test_in_an_old_encoding_new_letters_become_references_that_every_program_reads(
    edit: Edit, codec: str, declared: str
) -> None:
    sheet = encode(sheet_xml('<row r="1"><c r="A1" t="str"><v>plain</v></c></row>'), codec, declared)
    edited = edit(packed(PARTS | {SHEET: sheet}), {(1, 2): "Zoë € 名 😀"})
    assert b"<t>Zo&#235; &#8364; &#21517; &#128512;</t>" in part(edited)
    (row,) = CalamineWorkbook.from_filelike(io.BytesIO(edited)).get_sheet_by_name("Jobs").to_python()
    assert row == ["plain", "Zoë € 名 😀"]
