"""The sync of the day, as schedulers start it every hour: what is said of it, and what is remembered."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sheet_sync.commands.outcomes import Outcome, counted, printable
from sheet_sync.errors import TrackerBusyError
from sheet_sync.etiquette.status import MESSAGES
from sheet_sync.grid import one_line
from sheet_sync.schedulers import Page, Standing

_TOLD = 20
"""Trackers that are named one by one; of a career office's hundreds nobody reads more."""


def summary(target: str, outcomes: Sequence[Outcome], *, alone: bool) -> list[str]:
    """What is due in the trackers that changed: a line; with several, one more for each. None on a quiet day.

    Args:
        target: what the schedule is about.
        outcomes: what came of a run.
        alone: it is one tracker and no more.
    """
    due = [(outcome.document, found) for outcome in outcomes if (found := _due(outcome))]
    if not due:
        return []
    messages = counted(sum(sum(found.values()) for _, found in due), "message")
    if alone:
        ((document, found),) = due
        return [f"{printable(document['tracker'])}: {messages} to send ({_counts(found)}). See the sheet."]
    head = f"{printable(target)}: {messages} to send in {counted(len(due), 'tracker')}. See the sheets."
    names = Counter(str(document["tracker"]) for document, _ in due)
    lines = [f"  {_named(document, names)} ({_counts(found)})" for document, found in due]
    return [head, *_first_of(lines, "`sheet-sync report` tells of each")]


def _counts(due: Mapping[str, int]) -> str:
    return ", ".join(f"{name}: {number}" for name, number in due.items())


def _named(document: Mapping[str, Any], names: Mapping[str, int]) -> str:
    """A tracker, with its worksheet where several of it are synced."""
    name = printable(document["tracker"])
    return f"{name}, “{one_line(document['sheet'])}”" if names[document["tracker"]] > 1 else name


def _due(outcome: Outcome) -> dict[str, int]:
    """The messages of a tracker that a sync has changed."""
    if not outcome.document.get("written"):
        return {}
    return {name: number for name, number in outcome.document["statuses"].items() if name in MESSAGES and number}


def _first_of(lines: Sequence[str], where: str = "the log has them all") -> Iterator[str]:
    yield from lines[:_TOLD]
    if len(lines) > _TOLD:
        yield f"  and {len(lines) - _TOLD} more; {where}."


@dataclass(frozen=True)
class Run:
    """A start by a scheduler.

    Attributes:
        target: what its schedule is about.
        now: its moment, in local time.
        day: the day whose work it does, which begins at its hour.
        end: how the user ends the schedule.
    """

    target: str
    now: datetime
    day: date
    end: str


@dataclass(frozen=True)
class Turned:
    """A page after a run, and what it gives occasion to say.

    Attributes:
        page: what is to be remembered.
        failures: lines that are to be told now.
        notice: what the user must know now, "" for nothing new.
        needed: something has failed for days, whether that is new or not.
    """

    page: Page
    failures: tuple[str, ...]
    notice: str
    needed: bool


def turned(page: Page, outcomes: Mapping[str, Outcome], trackers: Collection[str], run: Run) -> Turned:
    """Turn the page of an entry after a run.

    A failure is told once a day; that the file is open is no failure until it lasts for days.

    Args:
        page: what was remembered.
        outcomes: what came of the trackers that were due.
        trackers: all that the entry is about; the others are forgotten.
        run: when it was, and how it can be ended.
    """
    stand = {name: page.standing(name) for name in trackers}
    stand |= {name: _after(stand.get(name, Standing()), outcome, run.now) for name, outcome in outcomes.items()}
    news = [name for name, outcome in outcomes.items() if _is_trouble(outcome) and stand[name].is_news(run.day)]
    failures = tuple(_first_of([outcomes[name].error for name in news]))
    stand |= {name: stand[name].after_telling(run.day) for name in news}
    lasting = {name: one for name, one in stand.items() if one.error and one.fails_for_days(run.now)}
    today = run.day.isoformat()
    notice = _notice(lasting, run.end) if lasting and page.noticed != today else ""
    after = replace(page, trackers=stand, begun="", noticed=today if notice else page.noticed)
    return Turned(after, failures, notice, needed=bool(lasting))


def hanging(page: Page, run: Run) -> Turned:
    """The page where a run of an earlier day is still at work: a disk or a network may be gone."""
    today = run.day.isoformat()
    if not page.hangs(run.now):
        return Turned(page, (), "", needed=False)
    notice = (
        f"sheet-sync is still busy with a sync that began on {_day(page.begun)}:\n\n{printable(run.target)}\n\n"
        "Its disk or network may be gone. Restart the computer; the next sync then goes on."
    )
    return Turned(replace(page, noticed=today), (), notice if page.noticed != today else "", needed=True)


def _after(standing: Standing, outcome: Outcome, now: datetime) -> Standing:
    return standing.after_failure(outcome.error, now) if outcome.exit_code else standing.after_success(now)


def _is_trouble(outcome: Outcome) -> bool:
    return outcome.exit_code not in (0, TrackerBusyError.exit_code)


def _notice(lasting: Mapping[str, Standing], end: str) -> str:
    told = "\n\n".join(_first_of([_of_one(name, one) for name, one in lasting.items()]))
    return (
        f"sheet-sync could not bring up to date:\n\n{told}\n\nThis note goes away by itself as soon as it works again. "
        f"To stop the daily sync: {end}\n"
    )


def _of_one(name: str, one: Standing) -> str:
    last = f"The last sync that worked was on {_day(one.succeeded)}." if one.succeeded else "It has not worked yet."
    return f"{printable(name)}\n  since {_day(one.failing_since)}. {last}\n  What went wrong: {one.error}"


def _day(moment: str) -> str:
    on: date = datetime.fromisoformat(moment).date()
    return f"{on:%a} {on.day} {on:%b %Y}"
