"""A server for the session, emptied for every test, and what speaks to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_sheets import SCOPE, FakeSheets
from fake_sheets.client import Api
from gspread import service_account


@pytest.fixture(scope="session")
def google() -> Iterator[FakeSheets]:
    with FakeSheets() as server:
        yield server


@pytest.fixture
def server(google: FakeSheets) -> Iterator[FakeSheets]:
    google.reset()
    yield google
    assert google.violations == []


@pytest.fixture
def api(server: FakeSheets, tmp_path: Path) -> Iterator[Api]:
    client = service_account(server.key_file(tmp_path), scopes=[SCOPE])
    with client.http_client.session as session:
        yield Api(server, session)
