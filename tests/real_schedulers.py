"""What tests with a scheduler of this machine have in common."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from workbooks import Ran, run_command

MOST_SECONDS = 75


def sheet_sync(home: Path, *arguments: object, **variables: str) -> Ran:
    """The installed command, for a user of that home, with some variables of its own."""
    return run_command(home, *arguments, variables=variables)


def done(home: Path, *arguments: object, **variables: str) -> str:
    """What it says when it does what it is asked."""
    ran = sheet_sync(home, *arguments, **variables)
    assert ran.code == 0, ran.err
    return ran.out


def until(holds: Callable[[], object]) -> bool:
    """Wait until something holds, a bit more than a minute at most."""
    deadline = time.monotonic() + MOST_SECONDS
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.2)
    return bool(holds())


def next_minute() -> str:
    """One that no scheduler has begun to look at."""
    return f"{datetime.now(UTC) + timedelta(seconds=65):%H:%M}"
