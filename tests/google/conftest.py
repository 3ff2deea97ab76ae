"""A fake of Google's server, and a user with a machine of his own, for the tests of this folder."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fake_sheets import FakeSheets
from google_user import GoogleUser, google_user
from workbooks import Ran, environment

from sheet_sync.cli import main
from sheet_sync.stores.google import quota
from sheet_sync.stores.google.quota import Quota, Quotas


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


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds for which the program would have waited: with this, it waits for none of them."""
    asked: list[float] = []
    monkeypatch.setattr(time, "sleep", asked.append)
    boundless = [Quota(10_000, clock=lambda: time.monotonic() + sum(asked), sleep=asked.append) for _ in range(2)]
    monkeypatch.setattr(quota, "SHARED", Quotas(*boundless))
    return asked


@pytest.fixture
def invoke(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], waits: list[float]
) -> Callable[..., Ran]:
    """The command in this process, without a wait, for a user whose home is a folder of the test's."""
    assert waits == []
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NO_GCE_CHECK", "true")  # nobody asks whether this is a server of Google's
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Ran:
        with pytest.raises(SystemExit) as stopped:
            main([*map(str, arguments)])
        captured = capsys.readouterr()
        return Ran(int(stopped.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture
def user(server: FakeSheets, tmp_path: Path, invoke: Callable[..., Ran]) -> GoogleUser:
    return google_user(server, tmp_path, invoke)
