"""The package is cheap to import, and whole."""

import subprocess
import sys

import pytest

from sheet_sync import ooxml


def test_all_that_is_offered_is_there() -> None:
    assert {getattr(ooxml, name).__name__ for name in ooxml.__all__} == set(ooxml.__all__)
    with pytest.raises(AttributeError, match="nothing_such"):
        _ = ooxml.nothing_such  # type: ignore[attr-defined]  # the very point


def test_importing_it_loads_neither_its_own_rooms_nor_any_library() -> None:
    program = (
        "import sheet_sync.ooxml, sys; print([name for name in sys.modules if name.startswith('sheet_sync.ooxml.')])"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert found.strip() == "[]"


def test_editing_a_workbook_loads_no_library() -> None:
    program = "import sys; from sheet_sync.ooxml import edit_workbook; print({'lxml', 'openpyxl'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert found.strip() == "set()"
