"""What every test may ask for."""

import os
import shutil
import signal

import pytest

from sheet_sync.stores.google import quota
from sheet_sync.stores.google.quota import Quota, Quotas


@pytest.fixture(autouse=True)
def boundless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests in this process ask Google's double more often in a minute than Google would let one user do."""
    monkeypatch.setattr(quota, "SHARED", Quotas(Quota(10_000), Quota(10_000)))


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> None:
    """A shell's background job ignores Ctrl-C, and so would every program that a test of such a job starts."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def soffice() -> str:
    """The LibreOffice program; on machines without it the test is skipped, unless it is required there."""
    program = shutil.which("soffice")
    if program:
        return program
    if os.environ.get("SHEET_SYNC_REQUIRE_LIBREOFFICE"):
        pytest.fail("LibreOffice is required here, and is not installed")
    pytest.skip("LibreOffice (soffice) is not installed")
