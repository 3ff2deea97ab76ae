"""The edit under test, every time with the independent checker behind it."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from raw_xlsx import differences

from sheet_sync.ooxml import CellEdit, Package, WorksheetEdit, apply_edit

Edit = Callable[..., bytes]


@pytest.fixture(name="edit")
def fixture_edit() -> Edit:
    """Writes cells into the worksheet Jobs and proves that nothing else changed."""

    def edit(data: bytes, cells: Mapping[tuple[int, int], Any]) -> bytes:
        edits = {at: value if isinstance(value, CellEdit) else CellEdit(value) for at, value in cells.items()}
        edited = apply_edit(Package.from_bytes(data), WorksheetEdit("Jobs", edits))
        assert differences(data, edited, "Jobs", cells, formats_may_grow=True) == []
        return edited

    return edit
