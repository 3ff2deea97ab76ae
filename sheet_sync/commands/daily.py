"""The sync of the day, as schedulers start it every hour: what is said of it, and what is remembered."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sheet_sync.commands.outcomes import Outcome, counted, worst
from sheet_sync.errors import TrackerBusyError
from sheet_sync.etiquette.status import MESSAGES
from sheet_sync.schedulers import Page


def summary(outcomes: Sequence[Outcome]) -> list[str]:
    """One line for each tracker in which something changed and a message is due; none on a quiet day."""
    return [line for outcome in outcomes if (line := _due_line(outcome))]


def _due_line(outcome: Outcome) -> str:
    statuses = outcome.document.get("statuses") or {}
    due = {name: number for name, number in statuses.items() if name in MESSAGES and number}
    if not due or not outcome.document.get("written"):
        return ""
    counts = ", ".join(f"{name}: {number}" for name, number in due.items())
    messages = counted(sum(due.values()), "message")
    return f"{outcome.document['tracker']}: {messages} to send ({counts}). The drafts are in the sheet."


def turned(page: Page, outcomes: Sequence[Outcome], now: datetime) -> tuple[Page, list[str], bool]:
    """The page after a run, the failures to be told now, and whether the user is to be given notice.

    A failure is told once a day; that the file is open is no failure until it lasts for days.
    """
    failed = [outcome for outcome in outcomes if outcome.exit_code]
    if not failed:
        return page.after_success(now), [], False
    error = " ".join(outcome.error for outcome in failed)
    busy = worst(outcome.exit_code for outcome in failed) == TrackerBusyError.exit_code
    news = not busy and page.is_news(error, now)
    after = page.after_failure(error, now)
    if news:
        after = replace(after, told=now.date().isoformat())
    notice = after.needs_notice(now)
    if notice:
        after = replace(after, noticed=now.date().isoformat())
    return after, [outcome.error for outcome in failed] if news else [], notice


def notice_text(page: Page) -> str:
    """What the user reads after two days without success."""
    last = f"The last sync that worked was on {_day(page.succeeded)}." if page.succeeded else "It has not worked yet."
    return (
        f"sheet-sync could not bring your tracker up to date since {_day(page.failing_since)}:\n{page.target}\n\n"
        f"What went wrong: {page.error}\n\n{last}\n\nThis note goes away by itself as soon as it works again. "
        "To stop the daily sync: sheet-sync schedule --remove, with the path above.\n"
    )


def _day(moment: str) -> str:
    on: date = datetime.fromisoformat(moment).date()
    return f"{on:%a} {on.day} {on:%b %Y}"
