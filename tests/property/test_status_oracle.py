"""10,000 random rows: the vectorised status rules and the row-by-row oracle give the same answers.

The rows come from one seeded generator that aims at the days on which an answer changes. It works backwards:
it picks how far today is past a due day, and dates the interview, promise or thank-you accordingly.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

import pandas as pd
import pytest
from builders import BEFORE_ANY_INTERVIEW, DEEDS, Application, application, frame
from oracle import MESSAGE_OF_RULE, STATUS_OF_RULE, Answer, answers

from sheet_sync.config import Rules
from sheet_sync.etiquette.status import assess

SHEETS = 100
ROWS_PER_SHEET = 100
SEED = 20261123
ENOUGH = 50

TODAYS = (
    date(2026, 6, 17),  # an ordinary Wednesday
    date(2026, 7, 3),  # Independence Day observed
    date(2026, 11, 23),
    date(2026, 11, 25),
    date(2026, 11, 26),  # Thanksgiving
    date(2026, 11, 27),
    date(2026, 11, 28),
    date(2026, 11, 30),
    date(2026, 12, 24),
    date(2026, 12, 25),
    date(2026, 12, 28),
    date(2027, 1, 1),
    date(2027, 1, 4),
    date(2028, 2, 29),
)
TIMES_OF_DAY = (time(), time(8), time(14, 30), time(23, 59, 59))
COMPANIES = ("Acme", " ACME ", "Straße & Co", "STRASSE  & CO", *(f"Company {n}" for n in range(50)), "")
POSITIONS = ("Analyst", "analyst ", "Data  Analyst", "Data\nAnalyst", "")
INTERVIEW_AGES = (0, 1, 2, 3, 6, 7, 8, 14, 15, 16)

_Given = dict[str, object]


@dataclass(frozen=True)
class Sheet:
    """One call of `assess`, and what the oracle answers to it."""

    rows: list[Application]
    numbers: list[int]
    rules: Rules
    now: datetime

    @property
    def expected(self) -> list[Answer]:
        return answers(self.rows, self.rules, self.now)


class Generator:
    """Random sheets, most days of which lie on one side or the other of a boundary."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311  # the same rows every time are the point
        self.rules = Rules()
        self.now = datetime.combine(TODAYS[0], time())

    def sheet(self) -> Sheet:
        self.rules = self._rules()
        self.now = datetime.combine(self.random.choice(TODAYS), self.random.choice(TIMES_OF_DAY))
        rows = [self._row() for _ in range(ROWS_PER_SHEET)]
        numbers = sorted(self.random.sample(range(2, 4 * ROWS_PER_SHEET), ROWS_PER_SHEET))
        return Sheet(rows, numbers, self.rules, self.now)

    @property
    def today(self) -> date:
        return self.now.date()

    def _rules(self) -> Rules:
        if self._happens(0.3):
            return Rules()
        choose = self.random.choice
        return Rules(
            wait_days=choose((7, 7, 1, 5, 10)),
            after_promise_days=choose((1, 1, 2, 3)),
            lapse_after_days=choose((30, 30, 7, 45)),
            thank_you_lapse_days=choose((14, 14, 1, 2, 3, 21)),
            weekdays_only=self._happens(0.6),
            holidays=choose(("", "US")),
        )

    def _row(self) -> Application:
        given: _Given = {
            "company": self.random.choice(COMPANIES),
            "position": self.random.choice(POSITIONS),
            "outcome_group": self.random.choices(("open", "goes_on", "over", "on_hold"), (80, 5, 4, 11))[0],
            "interview_unreadable": self._happens(0.02),
        }
        if self._happens(0.15):
            given["company"] = given["position"] = ""
        interviews = [] if self._happens(0.06) else self._interviews()
        given["interviews"] = tuple(interviews)
        rounds = sorted(interview.date() for interview in interviews) or [self.today]
        latest = max((day for day in rounds if day <= self.today), default=rounds[0])
        promised = given["promised"] = self._promise(latest)
        given["promised_unreadable"] = promised is None and self._happens(0.03)
        given |= self._mark("thank_you", self._thank_you_day(latest, promised), rounds, (24, 55, 19, 2))
        given |= self._mark("followed_up", self._deed_day(latest, promised), rounds, (84, 9, 5, 2))
        given |= self._mark("replied", self._deed_day(latest, promised), rounds, (80, 14, 4, 2))
        if self._happens(0.08):
            given["thanked_until"] = latest + self._days(-1, 0, 1)
        return application(**given)  # type: ignore[arg-type]

    def _interviews(self) -> list[datetime]:
        days = [self._interview_day()]
        while self._happens(0.2):
            days.append(self.random.choice((self._interview_day(), self.today + self._days(0, 1, 5), days[0])))
        return [datetime.combine(day, self._time_of_interview()) for day in days]

    def _interview_day(self) -> date:
        if self._happens(0.55):
            return self.today - timedelta(days=self.random.choice(INTERVIEW_AGES))
        if self._happens(0.25):
            return self.today - timedelta(days=self.rules.thank_you_lapse_days) + self._days(-1, 0, 1)
        return self._day_due_about_now() - timedelta(days=self.rules.wait_days)

    def _time_of_interview(self) -> time:
        if self._happens(0.6):
            return time()
        moment = self.now + timedelta(minutes=self.random.choice((-1, 0, 1)))
        return self.random.choice((moment.time(), time(9), time(23, 59)))

    def _day_due_about_now(self) -> date:
        """A day on which something falls due, lapses or is not yet due today, or nearly so."""
        lapse = self.rules.lapse_after_days
        past = self.random.choice((-3, -2, -1, 0, 1, 2, 3, lapse - 1, lapse, lapse + 1, lapse + 2, lapse + 3))
        return self.today - timedelta(days=past)

    def _promise(self, interview: date) -> date | None:
        if self._happens(0.45):
            return None
        if self._happens(0.4):
            return interview + self._days(-1, 0, 1, 2, 3, 5)
        return self._day_due_about_now() - timedelta(days=self.rules.after_promise_days)

    def _thank_you_day(self, interview: date, promised: date | None) -> date:
        if self._happens(0.15):
            return self._day_due_about_now() - timedelta(days=self.rules.wait_days)
        if self._happens(0.5):
            return interview + self._days(0, 1, 2, 3)
        return self._deed_day(interview, promised)

    def _deed_day(self, interview: date, promised: date | None) -> date:
        if promised is not None and self._happens(0.4):
            return promised + self._days(-1, 0, 1)
        if self._happens(0.3):
            return self.today + self._days(-1, 0, 1)
        return interview + self._days(-1, 0, 1, 2, 3, 6)

    def _mark(self, deed: str, on: date, rounds: list[date], weights: Sequence[int]) -> _Given:
        match self.random.choices(("none", "dated", "tick", "unreadable"), weights)[0]:
            case "dated":
                return {f"{deed}_on": on}
            case "tick":
                day = self.random.choice((None, None, BEFORE_ANY_INTERVIEW, *rounds, rounds[0] + self._days(-1, 1)))
                return {f"{deed}_done": True, f"{deed}_round": day}
            case "unreadable":
                return {f"{deed}_unreadable": True}
        return {}

    def _days(self, *numbers: int) -> timedelta:
        return timedelta(days=self.random.choice(numbers))

    def _happens(self, probability: float) -> bool:
        return self.random.random() < probability


@pytest.fixture(scope="module")
def sheets() -> list[tuple[Sheet, list[Answer]]]:
    generator = Generator(SEED)
    drawn = [generator.sheet() for _ in range(SHEETS)]
    return [(sheet, sheet.expected) for sheet in drawn]


def test_both_readings_of_the_spec_agree(sheets: list[tuple[Sheet, list[Answer]]]) -> None:
    differences = [text for sheet, expected in sheets for text in differences_in(sheet, expected)]

    if differences:
        pytest.fail(f"{len(differences)} rows differ\n\n" + "\n\n".join(differences[:10]), pytrace=False)


def test_every_answer_occurs_often_enough_to_mean_something(sheets: list[tuple[Sheet, list[Answer]]]) -> None:
    given = [answer for _, expected in sheets for answer in expected]
    occurrences = Counter[object](answer.rule for answer in given)
    occurrences.update(answer.status for answer in given)
    occurrences.update(answer.message for answer in given)
    occurrences["on hold"] = sum(answer.status == "Waiting" and answer.due is None for answer in given)
    wanted = {*STATUS_OF_RULE, *STATUS_OF_RULE.values(), *MESSAGE_OF_RULE.values(), "on hold"}

    assert len(given) == SHEETS * ROWS_PER_SHEET == 10_000
    assert {what: occurrences[what] for what in wanted if occurrences[what] < ENOUGH} == {}


def differences_in(sheet: Sheet, expected: list[Answer]) -> list[str]:
    applications = frame(sheet.rows, sheet.numbers)
    assessed = assess(applications, sheet.rules, sheet.now)

    assert list(assessed.index) == sheet.numbers
    actual = [
        (str(status), None if pd.isna(due) else due.to_pydatetime(), str(message))
        for status, due, message in zip(assessed["status"], assessed["due"], assessed["message"], strict=True)
    ]
    wanted = [
        (answer.status, None if answer.due is None else datetime.combine(answer.due, time()), answer.message)
        for answer in expected
    ]
    return [
        "\n".join((description(sheet, place), f"    oracle: {wanted[place]}", f"    assess: {actual[place]}"))
        for place in range(len(wanted))
        if wanted[place] != actual[place]
    ]


def description(sheet: Sheet, place: int) -> str:
    """The row with all that its answer depends on: the rules, its fields, and other rows of the company."""
    company = sheet.rows[place]["company"].casefold().split()
    others = [
        f"    beside row {number}: {known(row)}"
        for number, row in zip(sheet.numbers, sheet.rows, strict=True)
        if row is not sheet.rows[place] and company and row["company"].casefold().split() == company
    ]
    lines = [f"row {sheet.numbers[place]}, now {sheet.now:%a %Y-%m-%d %H:%M:%S}", f"    {sheet.rules}"]
    return "\n".join((*lines, f"    {known(sheet.rows[place])}", *others))


def known(row: Application) -> str:
    """The fields that are not as in a row of which nothing is known."""
    blank: dict[str, object] = dict(application(company="", position=""))
    return ", ".join(
        f"{field}={readable(value)}"
        for field, value in row.items()
        if value != blank[field] and field != "interview_kinds" and not is_implied(field, row)
    )


def is_implied(field: str, row: Application) -> bool:
    """A date says that the deed is done."""
    return any(field == f"{deed}_done" and dict(row)[f"{deed}_on"] is not None for deed in DEEDS)


def readable(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(readable(item) for item in value) + "]"
    if isinstance(value, datetime):
        return f"{value:%a %Y-%m-%d}" if value.time() == time() else f"{value:%a %Y-%m-%d %H:%M:%S}"
    return repr(value)
