"""The crontab: one line of ours, and every byte of the others as it was."""

import shlex
from collections.abc import Sequence
from datetime import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sheet_sync.errors import ConfigurationError
from sheet_sync.schedulers import Entry
from sheet_sync.schedulers.crontab import Crontab
from sheet_sync.schedulers.kind import SchedulerError

OTHERS = b"# mine\r\nMAILTO=\xe9\n*/5 * * * * echo 100\\%\n0 1 * * * true # sheet-sync backup\nno line break at the end"


class Machine:
    """A user's crontab, as the `crontab` command gives and takes it."""

    def __init__(self, content: bytes | None, error: str = "no crontab for alex") -> None:
        self.content = content
        self.error = error
        self.writes = 0

    def run(self, command: Sequence[str], given: bytes = b"") -> bytes:
        if command[1] == "-l":
            if self.content is None:
                raise SchedulerError(self.error)
            return self.content
        self.writes += 1
        self.content = given if command[1] == "-" else None
        return b""


def cron_on(machine: Machine, second: float = 30) -> tuple[Crontab, list[float]]:
    slept: list[float] = []
    return Crontab(machine.run, clock=lambda: second, sleep=slept.append), slept


def entry(target: str = "/home/alex/my tracker.xlsx", at: time = time(8, 5)) -> Entry:
    command = ("/opt/sheet sync/bin/sheet-sync", "sync", "--daily", f"{at:%H:%M}", "--", target)
    return Entry(target, at, command, {"HOME": "/home/alex", "LANG": "de_DE.UTF-8"})


def words_that_the_shell_gets(line: bytes) -> list[str]:
    """As cron does it: five fields, then the command, whose `\\%` is a percent sign; then as a shell splits it."""
    command = line.decode().rstrip("\n").split(" ", 5)[5]
    assert "%" not in command.replace("\\%", "")
    return shlex.split(command.replace("\\%", "%"), comments=True)


@pytest.mark.parametrize("target", ["/a/plain.xlsx", "/a/my 100% tracker's.xlsx", '/ü/"$HOME" `x`; & #1.xlsx', "/a/%%"])
def test_the_shell_gets_exactly_the_command_with_its_environment(target: str) -> None:
    machine = Machine(None)
    cron, _ = cron_on(machine)
    cron.install(entry(target))
    assert machine.content is not None
    assert machine.content.startswith(b"5 * * * * ")
    assert words_that_the_shell_gets(machine.content) == [
        "/usr/bin/env",
        "HOME=/home/alex",
        "LANG=de_DE.UTF-8",
        *entry(target).command,
    ]


def test_an_entry_comes_after_those_of_others_and_leaves_them_byte_for_byte() -> None:
    machine = Machine(OTHERS)
    cron, _ = cron_on(machine)
    cron.install(entry())
    assert machine.content
    assert machine.content.startswith(OTHERS + b"\n5 * * * * ")
    assert cron.has(entry().key)
    assert cron.remove(entry().key)
    assert machine.content == OTHERS + b"\n"


def test_an_entry_takes_the_place_of_its_older_one() -> None:
    machine = Machine(b"")
    cron, _ = cron_on(machine)
    cron.install(entry())
    machine.content = (machine.content or b"") + OTHERS
    cron.install(entry(at=time(9, 30)))
    first, *rest = machine.content.splitlines(keepends=True)
    assert first.startswith(b"30 * * * * ")
    assert b"".join(rest) == OTHERS


def test_a_trial_is_a_second_line_for_every_minute_while_it_lasts() -> None:
    machine = Machine(OTHERS + b"\n")
    cron, _ = cron_on(machine)
    cron.install(entry())
    installed = machine.content
    with cron.tried(entry()):
        assert machine.content
        assert machine.content.splitlines()[-1].startswith(b"* * * * * ")
        assert b" SHEET_SYNC_TRIAL=1 " in machine.content.splitlines()[-1]
        assert machine.content.startswith(installed or b"")
    assert machine.content == installed


def test_what_changes_nothing_is_not_written() -> None:
    machine = Machine(OTHERS)
    cron, _ = cron_on(machine)
    assert not cron.remove(entry().key)
    assert machine.writes == 0
    cron.install(entry())
    cron.install(entry())
    assert machine.writes == 1


def test_a_crontab_that_cannot_be_read_is_not_taken_for_an_empty_one() -> None:
    machine = Machine(None, error="you (alex) are not allowed to use this program (crontab)")
    cron, _ = cron_on(machine)
    with pytest.raises(SchedulerError, match="not allowed"):
        cron.install(entry())
    assert machine.writes == 0


def test_a_crontab_with_nothing_but_our_entry_goes_with_it() -> None:
    machine = Machine(None)
    cron, _ = cron_on(machine)
    cron.install(entry())
    assert cron.remove(entry().key)
    assert machine.content is None


@pytest.mark.parametrize(("second", "waits"), [(0.0, 3.0), (2.5, 0.5), (3.0, 0.0), (59.9, 0.0)])
def test_nothing_is_written_while_cron_looks_for_changes(second: float, waits: float) -> None:
    cron, slept = cron_on(Machine(OTHERS), second)
    cron.install(entry())
    assert slept == [waits]


def test_what_another_program_writes_while_we_wait_for_our_turn_stays() -> None:
    machine = Machine(OTHERS + b"\n")

    def write_meanwhile(_: float) -> None:
        machine.content = (machine.content or b"") + b"6 6 * * * added-just-now\n"

    cron = Crontab(machine.run, clock=lambda: 0, sleep=write_meanwhile)
    cron.install(entry())
    lines = (machine.content or b"").splitlines()
    assert lines[-2] == b"6 6 * * * added-just-now"
    assert cron.has(entry().key)


def test_what_another_program_overwrites_is_written_again() -> None:
    machine = Machine(OTHERS + b"\n")
    cron, _ = cron_on(machine)
    overwritten: list[bytes] = []

    def run(command: Sequence[str], given: bytes = b"") -> bytes:
        if command[1] == "-" and not overwritten:
            overwritten.append(given)
            return b""
        return machine.run(command, given)

    Crontab(run, clock=lambda: 30, sleep=lambda _: None).install(entry())
    assert overwritten
    assert cron.has(entry().key)


def test_a_crontab_that_another_program_keeps_overwriting_is_not_taken_for_ours() -> None:
    machine = Machine(OTHERS)

    def run(command: Sequence[str], given: bytes = b"") -> bytes:
        return machine.run(command, given) if command[1] == "-l" else b""

    with pytest.raises(SchedulerError, match="keeps changing"):
        Crontab(run, clock=lambda: 30, sleep=lambda _: None).install(entry())


def test_a_line_of_ours_is_known_whatever_its_owner_wrote_after_it() -> None:
    machine = Machine(OTHERS + b"\n")
    cron, _ = cron_on(machine)
    cron.install(entry())
    machine.content = (machine.content or b"").rstrip() + b" >> /tmp/log\n"
    assert cron.has(entry().key)
    assert cron.remove(entry().key)
    assert machine.content == OTHERS + b"\n"


def test_what_a_killed_trial_left_is_taken_away_and_the_entry_stays() -> None:
    machine = Machine(OTHERS + b"\n")
    cron, _ = cron_on(machine)
    cron.install(entry())
    installed = machine.content
    trial = cron.tried(entry())
    trial.__enter__()
    assert machine.content != installed
    cron.end_trial(entry().key)
    assert machine.content == installed


def test_a_name_that_cron_cannot_take_is_refused_in_one_line() -> None:
    cron, _ = cron_on(Machine(OTHERS))
    for target, error in [("/a\nb", ConfigurationError), ("/a\\b", SchedulerError), ("/" + "a" * 990, SchedulerError)]:
        with pytest.raises(error) as refused:
            cron.install(entry(target))
        assert "\n" not in str(refused.value)


@given(
    others=st.lists(st.binary(max_size=20).filter(lambda line: b"\n" not in line), max_size=5),
    name=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\\"), max_size=30),
)
@example(others=[b"0 8 * * * x # sheet-sync 0123456789ab"], name="%")
def test_whoever_was_scheduled_before_is_so_byte_for_byte_afterwards(others: list[bytes], name: str) -> None:
    before = b"".join(line + b"\n" for line in others)
    machine = Machine(before)
    cron, _ = cron_on(machine)
    cron.install(entry(f"/{name}"))
    with cron.tried(entry(f"/{name}")):
        pass
    assert words_that_the_shell_gets((machine.content or b"")[len(before) :])[-1] == f"/{name}"
    cron.remove(entry(f"/{name}").key)
    assert (machine.content or b"") == before
