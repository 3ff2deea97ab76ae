"""Many trackers in one run: each stands for itself, and all are worked on at once."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from workbooks import ANA, BEN, CAT, HEADERS, TODAY, Command, Row, add_settings, environment, values, write_tracker

ROWS: Sequence[Sequence[Row]] = ([ANA], [BEN, CAT], [ANA, BEN], [CAT])


def signed(path: Path, rows: Sequence[Row]) -> Path:
    return write_tracker(path, rows, finish=lambda book, _: add_settings(book, {"Your name": "Alex Morgan"}))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four trackers, and between them one that is none."""
    made = tmp_path / "clients"
    made.mkdir()
    for number, rows in enumerate(ROWS):
        signed(made / f"{number}.xlsx", rows)
    (made / "1 broken.xlsx").write_bytes(b"no workbook")
    return made


def drafts(path: Path) -> list[object]:
    header, *rows = values(path)
    return [row[header.index("Draft")] for row in rows]


def test_a_folder_is_synced_as_if_each_tracker_were_alone(command: Command, folder: Path, tmp_path: Path) -> None:
    alone = [signed(tmp_path / f"alone {number}.xlsx", rows) for number, rows in enumerate(ROWS)]
    for path in alone:
        assert command("sync", path, "--today", TODAY).code == 0

    ran = command("sync", folder, "--today", TODAY, "--jobs", 2)

    assert [drafts(folder / f"{number}.xlsx") for number in range(4)] == [drafts(path) for path in alone]
    assert [line.split(",")[0] for line in ran.out.splitlines() if not line.startswith(" ")] == [
        str(folder / f"{number}.xlsx") for number in range(4)
    ]
    assert ran.code == 1
    assert ran.err.startswith(f"sheet-sync: {folder / '1 broken.xlsx'}: The file is no Excel workbook.")
    assert len(ran.err.splitlines()) == 1


def test_the_document_of_many_is_in_the_order_in_which_they_are_named(command: Command, folder: Path) -> None:
    named = [folder / "3.xlsx", folder / "1 broken.xlsx", folder / "0.xlsx"]

    document = json.loads(command("sync", *named, "--today", TODAY, "--json").out)

    assert [one["tracker"] for one in document["trackers"]] == [str(path) for path in named]
    assert [bool(one["error"]) for one in document["trackers"]] == [False, True, False]
    assert document["trackers"][1]["rows"] is None


def test_the_trackers_of_a_list_are_synced(run: Command, folder: Path, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("clients/0.xlsx\n# clients/1.xlsx\n", "utf-8")

    assert run("sync", "--trackers", listed, "--today", TODAY).code == 0

    assert "Draft" in values(folder / "0.xlsx")[0]
    assert values(folder / "1.xlsx")[0] == list(HEADERS)


def configured(home: Path, text: str) -> None:
    place = home / "config" / "sheet_sync" / "sheet_sync.toml"
    place.parent.mkdir(parents=True)
    place.write_text(text, "utf-8")


def test_without_a_name_the_trackers_of_the_users_configuration_are_meant(
    run: Command, home: Path, folder: Path
) -> None:
    configured(home, f'[[tracker]]\ntarget = "{folder / "0.xlsx"}"\nsheet = "Applications"\n')

    assert run("sync", "--today", TODAY).code == 0

    assert "Draft" in values(folder / "0.xlsx")[0]


def test_a_shared_folder_names_no_trackers(run: Command, folder: Path) -> None:
    (folder / "sheet_sync.toml").write_text('[[tracker]]\ntarget = "1.xlsx"\n', "utf-8")

    ran = run("sync", "--today", TODAY, cwd=folder)

    assert (ran.code, ran.err.split("`")[0]) == (2, "sheet-sync: Missing argument 'TRACKER...'. ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[tracker]\ntarget = "a.xlsx"\n', "tracker must be a list of tables: [[tracker]]."),
        ('[[tracker]]\nsheet = "a"\n', "a [[tracker]] needs its target"),
        ('[[tracker]]\ntarget = "a.xlsx"\nshet = "a"\n', "there is no setting “tracker.shet”; did you mean"),
        ('[[tracker]]\ntarget = "a.xlsx"\nsheet = 1\n', "tracker.sheet must be text in quotes."),
    ],
)
def test_a_wrong_entry_is_an_error_that_names_it(run: Command, home: Path, text: str, said: str) -> None:
    configured(home, text)

    ran = run("sync", "--today", TODAY)

    assert ran.code == 2
    assert said in ran.err


def test_a_report_tells_in_one_line_how_a_tracker_stands(run: Command, folder: Path) -> None:
    ran = run("report", folder, "--today", TODAY)

    said = [line.rsplit(", last edited", maxsplit=1)[0] for line in ran.out.splitlines()]
    assert said == [
        f"{folder / '0.xlsx'}: 1 application, 1 due, 0 waiting",
        f"{folder / '1.xlsx'}: 2 applications, 1 due, 0 waiting",
        f"{folder / '2.xlsx'}: 2 applications, 2 due, 0 waiting",
        f"{folder / '3.xlsx'}: 1 application, 0 due, 0 waiting",
    ]
    assert ran.code == 1
    assert values(folder / "0.xlsx")[0] == list(HEADERS)


def test_a_report_tells_when_its_owner_last_saved_a_tracker_whatever_we_wrote_since(run: Command, folder: Path) -> None:
    path = folder / "0.xlsx"

    def said() -> str:
        return run("report", path, "--today", TODAY).out.rsplit(" ", maxsplit=1)[-1]

    os.utime(path, (1_790_000_000, 1_790_000_000))
    assert said() == "2026-09-21.\n"
    for today in (TODAY, "2026-12-24"):
        assert "written" in run("sync", path, "--today", today).out
        assert said() == "2026-09-21.\n"

    book = load_workbook(path)
    book.save(path)
    os.utime(path, (1_791_000_000, 1_791_000_000))
    assert said() == "2026-10-03.\n"
    run("sync", path, "--today", "2027-01-24")
    assert said() == "2026-10-03.\n"


@pytest.mark.parametrize("asked", ["report", "sync", "check", "agenda"])
def test_a_name_with_a_line_break_takes_one_line(run: Command, tmp_path: Path, asked: str) -> None:
    odd = signed(tmp_path / "two\nlines \x1b[1m.xlsx", [ANA])

    ran = run(asked, odd, "--today", TODAY)

    assert ran.code == 0
    assert ran.out.splitlines()[0].startswith(
        f"{tmp_path}/two\N{REPLACEMENT CHARACTER}lines \N{REPLACEMENT CHARACTER}[1m.xlsx"
    )


@contextmanager
def started(home: Path, *arguments: object) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [Path(sys.executable).with_name("sheet-sync"), *map(str, arguments)],
        env={**os.environ, **environment(home)},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as program:
        try:
            yield program
        finally:
            program.kill()


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_tracker_that_is_waited_for_keeps_no_other_waiting_and_the_wait_ends_when_asked_to(
    folder: Path, home: Path, asked: signal.Signals, jobs: int
) -> None:
    (folder / ".~lock.0.xlsx#").write_text(",somebody,elsewhere,23.11.2026 09:00,file:///tmp;")
    with started(home, "sync", folder, "--today", TODAY, "--json", "--wait", 60, "--jobs", jobs) as program:
        assert program.stderr is not None
        assert "Waiting for it" in program.stderr.readline()
        assert all("Draft" in values(folder / f"{number}.xlsx")[0] for number in (1, 2, 3))
        os.killpg(program.pid, asked)
        out, said = program.communicate(timeout=10)

    assert "Traceback" not in said
    assert program.returncode == 1
    told = json.loads(out)["trackers"]
    assert [(Path(one["tracker"]).name, bool(one["error"])) for one in told] == [
        ("0.xlsx", True),
        ("1 broken.xlsx", True),
        ("1.xlsx", False),
        ("2.xlsx", False),
        ("3.xlsx", False),
    ]


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_is_stopped_tells_what_it_has_done_and_leaves_the_others_as_they_are(
    tmp_path: Path, home: Path, asked: signal.Signals, jobs: int
) -> None:
    trackers = [signed(tmp_path / f"{number:02}.xlsx", [ANA, BEN, CAT]) for number in range(60)]
    with started(home, "sync", *trackers, "--today", TODAY, "--json", "--jobs", jobs) as program:
        while "Draft" not in values(trackers[0])[0]:
            time.sleep(0.01)
        os.killpg(program.pid, asked)
        out, said = program.communicate(timeout=10)

    assert (program.returncode, said) == (1, "sheet-sync: Stopped. Run it again to go on.\n")
    told = json.loads(out)["trackers"]
    assert [one["tracker"] for one in told] == [str(path) for path in trackers]
    for path, one in zip(trackers, told, strict=True):
        assert one["written"] or one["error"] == f"{path}: not done, as the program was stopped."
        assert bool(one["written"]) == ("Draft" in values(path)[0])


@pytest.mark.parametrize("moment", range(0, 60, 4))
def test_whenever_a_run_is_stopped_it_is_told_in_one_line(tmp_path: Path, home: Path, moment: int) -> None:
    trackers = [signed(tmp_path / f"{number}.xlsx", [ANA]) for number in range(3)]
    with started(home, "sync", *trackers, "--today", TODAY, "--dry-run", "--jobs", 2) as program:
        time.sleep(moment / 50)
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGINT)
        _, said = program.communicate(timeout=10)

    if said.strip() == "sheet-sync: Stopped. Run it again to go on.":
        assert program.returncode == 1
    else:  # it was over, or not yet begun
        assert program.returncode in (0, -signal.SIGINT)
        assert not said.strip() or is_from_before_the_program(said)


def is_from_before_the_program(said: str) -> bool:
    """Python itself was still starting: nothing of the program's own was there to say anything."""
    return "sheet_sync/cli" not in said and "multiprocessing" not in said and "KeyboardInterrupt" in said


def added(settings: Mapping[str, object], book: Workbook, _: object) -> None:
    add_settings(book, settings)


@pytest.mark.parametrize(("code", "wrong"), [(1, 1), (2, 4)])
def test_one_tracker_with_wrong_settings_is_one_failure_among_others(
    run: Command, tmp_path: Path, code: int, wrong: int
) -> None:
    for number in range(4):
        days = {"wait days": "lots" if number < wrong else 7}
        write_tracker(tmp_path / f"{number}.xlsx", [ANA], finish=partial(added, days))

    ran = run("sync", *sorted(tmp_path.glob("*.xlsx")), "--today", TODAY, "--jobs", 1)

    assert (ran.code, ran.err.count("\n")) == (code, wrong)


def test_without_an_error_stream_the_work_is_done_all_the_same(folder: Path, home: Path) -> None:
    command = [str(Path(sys.executable).with_name("sheet-sync")), "sync", str(folder), "--today", TODAY]
    closed = ["sh", "-c", 'exec "$@" 2>&- >&-', "sh", *command]

    subprocess.run(closed, env={**os.environ, **environment(home)}, check=False, timeout=60)

    assert all("Draft" in values(folder / f"{number}.xlsx")[0] for number in range(4))
