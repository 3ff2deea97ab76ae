"""XML in every spelling that is still the same document: quotes, prefixes, gaps and encodings."""

import codecs
import random
from collections.abc import Mapping
from enum import StrEnum


class XmlTrap(StrEnum):
    """How a part may be spelt or encoded (DESIGN section 4)."""

    PREFIX = "prefixed elements"
    STRICT = "the strict namespace"
    SINGLE_QUOTES = "single-quoted attributes"
    SPACED_TAGS = "white space inside tags"
    PAIRS = "empty elements as pairs of tags"
    INDENTED = "white space between elements"
    COMMENTS = "comments with markup in them"
    INSTRUCTIONS = "processing instructions"
    CDATA = "CDATA between elements"
    CDATA_TEXTS = "texts in CDATA, with markup in them"
    COMMENTED_TEXTS = "comments within texts"
    REFERENCES = "letters as references"
    STRANGE_ATTRIBUTES = "attributes of other namespaces, mc:Ignorable"
    ALTERNATE_CONTENT = "AlternateContent"
    EXT_LISTS = "extension lists in worksheet and rows"
    CELL_EXT_LISTS = "extension lists in cells"
    DECLARATION = "an XML declaration"
    BOM = "a UTF-8 byte order mark"
    UTF_16_LE = "UTF-16, little end first"
    UTF_16_BE = "UTF-16, big end first"
    UTF_16_BARE = "UTF-16 without byte order mark"
    LATIN_1 = "ISO-8859-1"
    WINDOWS_1252 = "windows-1252"


_CODECS = {
    XmlTrap.DECLARATION: ("utf-8", "UTF-8", b""),
    XmlTrap.BOM: ("utf-8", "", codecs.BOM_UTF8),
    XmlTrap.UTF_16_LE: ("utf-16-le", "UTF-16", codecs.BOM_UTF16_LE),
    XmlTrap.UTF_16_BE: ("utf-16-be", "UTF-16", codecs.BOM_UTF16_BE),
    XmlTrap.UTF_16_BARE: ("utf-16-le", "UTF-16", b""),
    XmlTrap.LATIN_1: ("iso-8859-1", "ISO-8859-1", b""),
    XmlTrap.WINDOWS_1252: ("cp1252", "windows-1252", b""),
}
"""The codec, the name to declare, and the mark in front."""

_COMMENTS = ("<!--note-->", '<!-- <row r="9"><c r="A9"> -->', "<!-- </row></sheetData> -->", "<!--]]>-->")
_INSTRUCTIONS = ("<?note?>", '<?x <row r="2"> </c> ?>', "<?y </sheetData>?>")
_BLANKS = ("<![CDATA[]]>", "<![CDATA[ ]]>")
MANY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
X14AC = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"


class Pen:
    """Writes elements in the spellings that the traps ask for, at random."""

    def __init__(self, traps: frozenset[XmlTrap], dice: random.Random, prefix: str = "") -> None:
        self.traps, self.dice, self.prefix = traps, dice, prefix

    def has(self, trap: XmlTrap, chance: float = 0.3) -> bool:
        return trap in self.traps and self.dice.random() < chance

    def element(self, name: str, values: Mapping[str, object] | None = None, inside: str = "") -> str:
        """An element; a name without prefix gets the pen's."""
        full = name if ":" in name else self.prefix + name
        space = self.dice.choice(" \n\t") if self.has(XmlTrap.SPACED_TAGS) else ""
        tag = full + "".join(self._attribute(key, str(value)) for key, value in (values or {}).items()) + space
        if not inside and not self.has(XmlTrap.PAIRS):
            return f"<{tag}/>"
        return f"<{tag}>{inside}</{full}{space}>"

    def listed(self, name: str, values: Mapping[str, object], members: list[str]) -> str:
        """An element with its members, and gaps before, between and after them."""
        return self.element(name, values, "".join(self.gap() + member for member in members) + self.gap())

    def gap(self) -> str:
        """What may stand between two elements and means nothing."""
        pieces = [
            *([self.dice.choice(("\n", "\n    ", "\r\n", " \t"))] if self.has(XmlTrap.INDENTED, 0.7) else []),
            *([self.dice.choice(_COMMENTS)] if self.has(XmlTrap.COMMENTS, 0.15) else []),
            *([self.dice.choice(_INSTRUCTIONS)] if self.has(XmlTrap.INSTRUCTIONS, 0.15) else []),
            *([self.dice.choice(_BLANKS)] if self.has(XmlTrap.CDATA, 0.1) else []),
        ]
        return "".join(pieces)

    def preface(self) -> str:
        """What may stand before the root element."""
        return self.dice.choice(_COMMENTS) if self.has(XmlTrap.COMMENTS) else ""

    def text(self, text: str) -> str:
        """Text inside an element."""
        if self.has(XmlTrap.CDATA_TEXTS) and text.isascii() and "]]>" not in text:
            return f"<![CDATA[{text}]]>"
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;")
        if self.has(XmlTrap.COMMENTED_TEXTS) and escaped.isalnum():
            escaped = escaped[:1] + "<!-- <v> -->" + escaped[1:]
        if self.has(XmlTrap.REFERENCES) and escaped.isalnum():
            escaped = self.dice.choice(("&#{};", "&#x{:X};")).format(ord(escaped[0])) + escaped[1:]
        return escaped

    def extensions(self) -> str:
        """An extension list whose content looks like cells of another namespace."""
        inside = '<o:c r="A1"><o:f>1</o:f><o:v>7</o:v></o:c><o:row r="1"/>'
        return self.element("extLst", {}, self.element("ext", {"xmlns:o": "urn:o", "uri": "{0-0}"}, inside))

    def alternate(self) -> str:
        """A choice between contents, as newer programs leave it around what older ones do not know."""
        inside = '<mc:Choice Requires="x14ac"><x14ac:row r="1"/></mc:Choice><mc:Fallback/>'
        return f'<mc:AlternateContent xmlns:mc="{MANY}" xmlns:x14ac="{X14AC}">{inside}</mc:AlternateContent>'

    def namespaces(self) -> dict[str, object]:
        """What a root declares for the attributes that may be strewn about."""
        if XmlTrap.STRANGE_ATTRIBUTES not in self.traps:
            return {}
        return {"xmlns:mc": MANY, "xmlns:x14ac": X14AC, "mc:Ignorable": "x14ac"}

    def strange(self) -> dict[str, object]:
        """Attributes that are not the spreadsheet's own."""
        if not self.has(XmlTrap.STRANGE_ATTRIBUTES):
            return {}
        return {f"x14ac:{self.dice.choice(('r', 's', 't', 'spans', 'dyDescent'))}": self.dice.choice(("0.25", "a>b"))}

    def encoded(self, text: str) -> bytes:
        """A whole part as bytes; letters that the encoding lacks become references."""
        choices = [trap for trap in _CODECS if trap in self.traps]
        if not choices or self.dice.random() < 0.3:
            return text.encode()
        codec, declared, mark = _CODECS[self.dice.choice(sorted(choices))]
        declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
        if XmlTrap.SINGLE_QUOTES in self.traps:
            declaration = declaration.replace('"', "'")
        return mark + (declaration + text).encode(codec, "xmlcharrefreplace")

    def _attribute(self, name: str, value: str) -> str:
        escaped = value.replace("&", "&amp;").replace("<", "&lt;")
        space = self.dice.choice(("\n", "  ", "\t")) if self.has(XmlTrap.SPACED_TAGS) else " "
        equals = self.dice.choice((" = ", "\n=", "= ")) if self.has(XmlTrap.SPACED_TAGS, 0.2) else "="
        if self.has(XmlTrap.SINGLE_QUOTES, 0.6):
            return f"{space}{name}{equals}'{escaped.replace(chr(39), '&apos;')}'"
        return f'{space}{name}{equals}"{escaped.replace(chr(34), "&quot;")}"'
