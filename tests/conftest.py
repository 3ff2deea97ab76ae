"""What every test may ask for."""

import os
import shutil

import pytest


@pytest.fixture(scope="session")
def soffice() -> str:
    """The LibreOffice program; on machines without it the test is skipped, unless it is required there."""
    program = shutil.which("soffice")
    if program:
        return program
    if os.environ.get("SHEET_SYNC_REQUIRE_LIBREOFFICE"):
        pytest.fail("LibreOffice is required here, and is not installed")
    pytest.skip("LibreOffice (soffice) is not installed")
