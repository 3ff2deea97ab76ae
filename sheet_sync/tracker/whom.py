"""Whom a row names: its contact, or whoever is written to where that one is blank (SPEC section 2.6)."""

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from sheet_sync.tracker.headers.lexicon import REACHED
from sheet_sync.tracker.headers.one_person import arranges
from sheet_sync.tracker.table import Table

PERSON = ("contact", *REACHED)
"""The fields that say who somebody is, and how to reach them."""


def whom(table: Table, texts: Mapping[str, pd.Series], read: Callable[[int], pd.Series]) -> dict[str, pd.Series]:
    """The contact of every row with the address and number of the same person, and `contact_arranges`.

    Args:
        table: the tracker.
        texts: what its columns of these fields say; "" for unknown.
        read: what another column says.
    """
    other = {field: columns[0] for field, columns in table.stand_in.items()}
    shared = [field for field in REACHED if other.get(field) in table.fields.get(field, ())]
    absent = _blank(texts[field] for field in PERSON if field not in shared)
    nobody = pd.Series("", index=absent.index, dtype="str")
    stand_ins = {field: read(other[field]) for field in other if field not in shared}
    taken = absent & ~_blank(stand_ins.values()) if stand_ins else absent & False
    found = {
        field: texts[field].where(~taken, stand_ins.get(field, nobody)) if field not in shared else texts[field]
        for field in PERSON
    }
    return found | {"contact_arranges": _arranges(table, taken)}


def _blank(columns: Iterable[pd.Series]) -> pd.Series:
    return pd.concat([column == "" for column in columns], axis="columns").all(axis="columns")


def _arranges(table: Table, taken: pd.Series) -> pd.Series:
    """Whether the header says of a row's contact that they arrange interviews."""
    headers = (table.header_of("contact"), *(table.headers[at] for at in table.stand_in.get("contact", ())))
    first, other = (bool(header) and arranges(str(header)) for header in (*headers, "")[:2])
    return (taken & other) | (~taken & first)
