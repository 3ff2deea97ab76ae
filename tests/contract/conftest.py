"""A fake of Google's server for the tests of this folder."""

from collections.abc import Iterator

import pytest
from fake_sheets import FakeSheets


@pytest.fixture(scope="session")
def google() -> Iterator[FakeSheets]:
    with FakeSheets() as server:
        yield server


@pytest.fixture
def server(google: FakeSheets) -> Iterator[FakeSheets]:
    """Whatever a test asks of it, it knows, and so does the real one."""
    google.reset()
    yield google
    assert google.violations == []
