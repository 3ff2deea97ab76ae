"""The proof for the part of an Excel table: its columns are those asked for, and nothing else differs."""

from sheet_sync.ooxml.errors import EditCheckFailed
from sheet_sync.ooxml.filters import area_of
from sheet_sync.ooxml.references import Range
from sheet_sync.ooxml.table import TableEdit, columns_of
from sheet_sync.ooxml.xmlpart import XmlPart, attributes

_CHANGING = frozenset({"autoFilter", "sortState", "tableColumns"})
_FORGOTTEN = frozenset({"filterColumn", "sortState"})
"""What a filter may lose with the columns that it was about."""


def check_table(name: str, before: XmlPart, after: XmlPart, edit: TableEdit) -> None:
    """Raises EditCheckFailed unless `after` is the table with its columns edited.

    Args:
        name: of the part.
        before: the part as it was.
        after: the part as it is now.
        edit: what was asked for.
    """
    facts = {
        "elements": _around(before) == _around(after),
        "filter": _filter_kept(before, after),
        "range": _wanted_area(before, edit) == area_of(after.root()),
        "names": _wanted_names(before, edit) == _column_names(after),
        "columns": _columns_kept(before, after, edit),
    }
    for fact, same in facts.items():
        if not same:
            raise EditCheckFailed(f"the {fact} of the table {name} differ")


def _wanted_area(part: XmlPart, edit: TableEdit) -> Range | None:
    area = area_of(part.root())
    return None if area is None else (*area[:3], area[3] + len(edit.added) - edit.dropped)


def _around(part: XmlPart) -> tuple[bytes, dict[str, str], list[bytes]]:
    """What stands before the table, its attributes but the range, and its elements but those that may change."""
    root = part.root()
    values = {name: value for name, value in attributes(root.tag).items() if name != "ref"}
    members = [part.text[c.start : c.end] for c in part.children(root) if c.local not in _CHANGING]
    return part.text[: root.start] + part.text[root.end :], values, members


def _filter_kept(before: XmlPart, after: XmlPart) -> bool:
    """The filter has nothing new, and lacks nothing but what was about columns that are gone."""
    old, new = _filter(before), _filter(after)
    return all(piece in old for piece in new) and all(piece in new or piece[0] in _FORGOTTEN for piece in old)


def _filter(part: XmlPart) -> list[tuple[str, bytes]]:
    element = part.child(part.root(), "autoFilter")
    return [] if element is None else [(c.local, part.text[c.start : c.end]) for c in part.children(element)]


def _column_names(part: XmlPart) -> list[str]:
    return [attributes(column.tag).get("name", "") for column in columns_of(part)]


def _wanted_names(part: XmlPart, edit: TableEdit) -> list[str]:
    names = _column_names(part)
    kept = [edit.renamed.get(place, name) for place, name in enumerate(names[: len(names) - edit.dropped])]
    return [*kept, *edit.added]


def _columns_kept(before: XmlPart, after: XmlPart, edit: TableEdit) -> bool:
    """Columns that are neither new nor renamed are the same, byte for byte, and no two have one identity."""
    old, new = columns_of(before), columns_of(after)
    pairs = enumerate(zip(old[: len(old) - edit.dropped], new, strict=False))
    same = all(
        place in edit.renamed or before.text[one.start : one.end] == after.text[other.start : other.end]
        for place, (one, other) in pairs
    )
    identities = [attributes(column.tag).get("id") for column in new]
    return same and len(set(identities)) == len(identities)
