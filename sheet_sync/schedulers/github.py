"""GitHub Actions: a workflow that syncs Google Sheets on GitHub's machines, for people whose own is often off."""

import shlex
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

TRACKERS_SECRET = "SHEET_SYNC_TRACKERS"  # noqa: S105 - the name of it
KEY_SECRET = "SHEET_SYNC_KEY"  # noqa: S105 - the name of it
PLACE = ".github/workflows/sheet_sync.yml"

_WINTER_AND_SUMMER = (1, 7)
_BUSY = 75
_WORKFLOW = """\
# Made by `sheet-sync schedule --github`. The addresses of the sheets and the key are secrets of the repository.
name: sheet-sync
on:
  schedule:{times}
  workflow_dispatch:
permissions:
  contents: read
concurrency:
  group: sheet-sync
  cancel-in-progress: false
jobs:
  sync:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    env:
      TZ: {zone}
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install -q -c constraints.txt .
      - name: Sync
        env:
          TRACKERS: ${{{{ secrets.{trackers} }}}}
          KEY: ${{{{ secrets.{key} }}}}
        run: |
          umask 077
          printf '%s' "$KEY" > "$RUNNER_TEMP/key.json"
          printf '%s\\n' "$TRACKERS" > "$RUNNER_TEMP/trackers.txt"
          export GOOGLE_APPLICATION_CREDENTIALS="$RUNNER_TEMP/key.json"
          unset KEY TRACKERS
          {command} || [ $? -eq {busy} ]
"""


def workflow(at: time, zone: ZoneInfo, options: Sequence[str], year: int) -> str:
    """The text of the workflow.

    GitHub's clock knows no summer time: it is started at each hour of UTC that is `at` in some part of the year. A sync
    too many changes nothing.

    Args:
        at: the hour, in local time.
        zone: that of the user.
        options: what else `sheet-sync sync` is given.
        year: for which the hours are reckoned.
    """
    starts = {datetime.combine(date(year, month, 1), at, zone).astimezone(UTC) for month in _WINTER_AND_SUMMER}
    hours = sorted({(start.hour, start.minute) for start in starts})
    return _WORKFLOW.format(
        times="".join(f'\n    - cron: "{minute} {hour} * * *"' for hour, minute in hours),
        zone=zone.key,
        trackers=TRACKERS_SECRET,
        key=KEY_SECRET,
        command=shlex.join(["sheet-sync", "sync", "--quiet", *options, "--trackers"]) + ' "$RUNNER_TEMP/trackers.txt"',
        busy=_BUSY,
    )
