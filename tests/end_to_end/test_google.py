"""The installed command on a Google Sheet, by a user with a configuration and a key (SPEC sections 8 and 9)."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_sheets import ROBOT, FakeSheets, faults, spreadsheet_of
from google_user import ROWS, TODAY, GoogleUser, google_user
from workbooks import Command, environment


@pytest.fixture
def user(home: Path, command: Command) -> Iterator[GoogleUser]:
    with FakeSheets() as server:
        yield google_user(server, home, command)
        assert server.violations == []


def test_the_installed_command_syncs_a_google_sheet_and_takes_it_back(user: GoogleUser) -> None:
    synced = user.sync()
    assert (synced.code, synced.err) == (0, "")
    assert [row["Follow-up status"] for row in user.table()] == ["Follow up now", "Send thank-you"]
    assert all(row["Draft"] for row in user.table())

    undone = user.invoke("undo", user.address)
    assert (undone.code, undone.err) == (0, "")
    assert not any(row.get("Draft") for row in user.table())


def test_the_installed_command_sets_up_a_sheet_from_its_key(user: GoogleUser) -> None:
    user.configure()

    done = user.invoke("setup-google", "--key", user.key, user.address)

    assert done.code == 0
    assert ROBOT in done.err
    assert "The first sync: sheet-sync sync" in done.out
    assert user.sync("--config", str(user.config), "--today", TODAY).code == 0


def test_the_installed_command_says_with_whom_to_share(user: GoogleUser) -> None:
    user.book.access = "none"

    failed = user.sync()

    assert failed.code == 1
    assert f"is not shared with {ROBOT}" in failed.err
    assert len(failed.err.splitlines()) == 1


def test_a_run_over_several_sheets_that_waits_for_google_ends_soon_when_asked_to(user: GoogleUser, home: Path) -> None:
    others = [user.server.add(spreadsheet_of({"Jobs": ROWS})) for _ in range(3)]
    user.server.fault_of = lambda _: faults.status(429)
    program = subprocess.Popen(
        [Path(sys.executable).with_name("sheet-sync"), "sync", *(book.key for book in others), "--json"],
        env={**os.environ, **environment(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with program:
        while not user.server.requests:
            time.sleep(0.05)
        program.send_signal(signal.SIGINT)
        out, said = program.communicate(timeout=20)

    assert "Traceback" not in said
    assert program.returncode in (1, 75)
    assert all(one["error"] and not one["written"] for one in json.loads(out)["trackers"])
