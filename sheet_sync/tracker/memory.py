"""What is remembered of every row: the ticks and thank-yous that its `Sync key` tells of (SPEC sections 3 and 4)."""

from collections import Counter
from datetime import date

import pandas as pd

from sheet_sync.tracker.fields import SYNC_KEY
from sheet_sync.tracker.sync_key import SyncKey, fingerprint, read_key
from sheet_sync.tracker.table import Table

DEED_FIELDS = {"thank_you": "thank_you_sent", "followed_up": "followed_up", "replied": "replied"}
"""The deeds that may be ticked, each with its field."""
BEFORE_ANY_INTERVIEW = date(1900, 1, 1)
"""The round of a tick that was first seen when no interview had taken place."""

Names = tuple[str, str]
"""The fingerprints of company and position."""
_ONE_KEY_AND_ONE_ROW = 2


def keys_in(table: Table) -> dict[int, SyncKey]:
    """What the `Sync key` of every row says, for the rows that have one of ours."""
    column = table.ours.get(SYNC_KEY)
    if column is None:
        return {}
    found = {row: read_key(value) for row, value in enumerate(table.column(column), start=table.header_row + 1)}
    return {row: key for row, key in found.items() if key}


def remembering(frame: pd.DataFrame, keys: dict[int, SyncKey]) -> pd.DataFrame:
    """Lay beside each row what is remembered of it, as far as it is still the row that the key was made for.

    Where a name of the row was changed since, it is in doubt whether it still is. An interview then stays thanked, and
    a tick is taken as new: in doubt, nothing is written to the employer.
    """
    certain, mended = _keys_of_rows(frame, keys) if keys else ({}, {})
    remembered = {"thanked_until": {row: key.thanked_until for row, key in {**mended, **certain}.items()}}
    for deed in DEED_FIELDS:
        remembered[f"{deed}_round"] = {row: key.ticks.get(deed) for row, key in certain.items()}
    columns = {
        name: pd.Series([days.get(row) for row in frame.index], index=frame.index, dtype="datetime64[us]")
        for name, days in remembered.items()
    }
    return frame.assign(**columns)


def _keys_of_rows(frame: pd.DataFrame, keys: dict[int, SyncKey]) -> tuple[dict[int, SyncKey], dict[int, SyncKey]]:
    """The keys that surely remember a row, and those that do if one of its names was mended since.

    Sure is the key in the row itself and, where a sort left our columns behind, the only stray one of the row's names.
    """
    columns = zip(frame.index.tolist(), frame["company"].tolist(), frame["position"].tolist(), strict=True)
    rows: dict[int, Names] = {row: (fingerprint(company), fingerprint(position)) for row, company, position in columns}
    own = {row: key for row, key in keys.items() if rows.get(row) == key.names}
    mended = {row: key for row, key in keys.items() if row in rows and key.shares_a_name(rows[row])}
    stray = {key.names: key for row, key in keys.items() if row not in own}
    homeless = {names: row for row, names in rows.items() if row not in own and names in stray}
    shared = Counter(key.names for key in keys.values()) + Counter(names for names in rows.values() if names in stray)
    found = {row: stray[names] for names, row in homeless.items() if shared[names] == _ONE_KEY_AND_ONE_ROW}
    return {**found, **own}, mended
