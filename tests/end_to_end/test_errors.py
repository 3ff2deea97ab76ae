"""What can go wrong: one clear line, the exit code of SPEC section 8, and the file as it was."""

import json
import os
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from openpyxl import Workbook
from workbooks import ANA, BEN, Command, Ran, Untouched, values, write_tracker

from sheet_sync.grid import SheetEdit
from sheet_sync.plan.changes import plan_edit

TODAY = ("--today", "2026-11-23")
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 1016
ENCRYPTED = OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1000


def no_workbook(path: Path) -> None:
    path.write_text("Company,Position\nAcme,Writer\n", encoding="utf-8")


def no_bytes(path: Path) -> None:
    path.write_bytes(b"")


def another_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")


def cut_off(path: Path) -> None:
    write_tracker(path, [ANA])
    path.write_bytes(path.read_bytes()[:-400])


def damaged(path: Path) -> None:
    write_tracker(path, [ANA])
    parts = {}
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"][:-60]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def encrypted(path: Path) -> None:
    path.write_bytes(ENCRYPTED)


def empty(path: Path) -> None:
    Workbook().save(path)


def headers_only_elsewhere(path: Path) -> None:
    write_tracker(path, [], headers=("Date", "Amount", "Paid"))


def prose(path: Path) -> None:
    write_tracker(path, [], headers=("Company",))


def no_interview_column(path: Path) -> None:
    write_tracker(path, [{"Company": "Acme"}], headers=("Company", "Role", "Applied on", "Follow-up date"))


def folder(path: Path) -> None:
    path.mkdir()


def missing(path: Path) -> None:
    assert not path.exists()


def read_only(path: Path) -> None:
    write_tracker(path, [ANA])
    path.chmod(0o444)


BROKEN: dict[Callable[[Path], None], str] = {
    no_workbook: "",
    no_bytes: "",
    another_zip: "",
    cut_off: "",
    damaged: "",
    encrypted: "password",
    empty: "empty",
    headers_only_elsewhere: "header",
    prose: "header",
    no_interview_column: "adopt",
    folder: "folder",
    missing: "no such file",
    read_only: "read-only",
}


def one_line(ran: Ran) -> str:
    (line,) = ran.err.splitlines()
    assert ran.out == ""
    return line


@pytest.mark.parametrize(("make_broken", "says"), BROKEN.items(), ids=[broken.__name__ for broken in BROKEN])
def test_a_file_that_cannot_be_synced_is_one_clear_line_and_stays_as_it_was(
    run: Command, tmp_path: Path, untouched: Untouched, make_broken: Callable[[Path], None], says: str
) -> None:
    path = tmp_path / "tracker.xlsx"
    make_broken(path)
    same = untouched(path) if path.is_file() else path.is_dir

    ran = run("sync", path, *TODAY)

    line = one_line(ran)
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert "tracker.xlsx" in line
    assert says in line
    assert "unexpected" not in line
    assert len(line) < 500
    assert same() or make_broken is missing
    assert {found.name for found in tmp_path.iterdir()} <= {"home", "tracker.xlsx"}


@pytest.mark.parametrize("other", ["check", "adopt"])
@pytest.mark.parametrize("make_broken", [no_workbook, damaged, encrypted, empty, folder, missing])
def test_check_and_adopt_fail_as_clearly(
    run: Command, tmp_path: Path, make_broken: Callable[[Path], None], other: str
) -> None:
    path = tmp_path / "tracker.xlsx"
    make_broken(path)

    ran = run(other, path)

    assert ran.code == 1
    assert "tracker.xlsx" in one_line(ran)


def test_without_an_interview_column_sync_names_the_columns_it_saw_and_both_ways_out(
    run: Command, tmp_path: Path
) -> None:
    path = tmp_path / "tracker.xlsx"
    no_interview_column(path)

    line = one_line(run("sync", path, *TODAY))

    for header in ("Company", "Role", "Applied on", "Follow-up date"):
        assert header in line
    assert "adopt" in line
    assert "interview_date = [" in line


def test_several_broken_files_beside_a_good_one_by_the_installed_command(command: Command, tmp_path: Path) -> None:
    paths = []
    for make_broken in BROKEN:
        (tmp_path / make_broken.__name__).mkdir()
        paths.append(tmp_path / make_broken.__name__ / "tracker.xlsx")
        make_broken(paths[-1])
    good = write_tracker(tmp_path / "good.xlsx", [ANA, BEN])

    ran = command("sync", *paths[:5], good, *paths[5:], *TODAY)

    assert ran.code == 1
    lines = ran.err.splitlines()
    assert len(lines) == len(paths)
    assert all(str(path.parent) in line for path, line in zip(paths, lines, strict=True))
    assert values(good)[1][14] == "Follow up now"


def busy_in_excel(path: Path) -> None:
    path.with_name(f"~${path.name}").write_bytes(b"\x04Alex" + b" " * 50)


def busy_in_libreoffice(path: Path) -> None:
    path.with_name(f".~lock.{path.name}#").write_text("Alex,alex,host,23.11.2026 08:00,file;", encoding="utf-8")


@pytest.mark.parametrize(("open_it", "program"), [(busy_in_excel, "Excel"), (busy_in_libreoffice, "LibreOffice")])
def test_a_file_that_is_open_elsewhere_is_left_for_the_next_run(
    run: Command, tmp_path: Path, untouched: Untouched, open_it: Callable[[Path], None], program: str
) -> None:
    path = write_tracker(tmp_path / "tracker.xlsx", [ANA])
    open_it(path)
    same = untouched(path)

    ran = run("sync", path, *TODAY)

    assert ran.code == 75
    assert program in one_line(ran)
    assert same()


def test_a_file_that_is_being_synced_is_left_for_the_next_run(
    run: Command, state: Path, tmp_path: Path, untouched: Untouched
) -> None:
    path = write_tracker(tmp_path / "tracker.xlsx", [ANA])
    other = write_tracker(tmp_path / "other.xlsx", [ANA])
    key = sha256(os.fsencode(path.resolve())).hexdigest()[:16]
    (state / "locks").mkdir(parents=True)
    same = untouched(path)

    with FileLock(state / "locks" / f"{key}.lock"):
        ran = run("sync", path, other, *TODAY)

    assert ran.code == 75
    assert "being synced" in ran.err
    assert same()
    assert values(other)[1][14] == "Follow up now"


def test_the_worst_of_1_and_75_is_1(run: Command, tmp_path: Path) -> None:
    busy = write_tracker(tmp_path / "busy.xlsx", [ANA])
    busy_in_excel(busy)

    ran = run("sync", busy, tmp_path / "missing.xlsx", *TODAY)

    assert ran.code == 1
    assert len(ran.err.splitlines()) == 2


def test_a_file_that_changes_while_it_is_synced_is_left_for_the_next_run(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_tracker(tmp_path / "tracker.xlsx", [ANA])

    def slow_plan(*arguments: Any) -> SheetEdit:  # noqa: ANN401  # handed on
        write_tracker(path, [BEN])
        return plan_edit(*arguments)

    monkeypatch.setattr("sheet_sync.assessing.plan_edit", slow_plan)
    ran = run("sync", path, *TODAY)

    assert ran.code == 75
    assert "changed" in one_line(ran)
    assert values(path)[1][0] == "Globex"
    assert len(values(path)[0]) == 14


@pytest.mark.parametrize(
    "arguments",
    [
        ("sync",),
        ("sync", "--no-such-option", "t.xlsx"),
        ("sync", "--today", "tomorrow", "t.xlsx"),
        ("sync", "--today", "2026-02-30", "t.xlsx"),
        ("synk", "t.xlsx"),
        ("check",),
    ],
)
def test_wrong_usage_exits_2(run: Command, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)

    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("sheet-sync: ")
    assert ran.err.count("\n") == 1


def test_a_worksheet_that_is_not_there_is_named_with_those_that_are(run: Command, tmp_path: Path) -> None:
    path = write_tracker(tmp_path / "tracker.xlsx", [ANA])

    ran = run("sync", path, "--sheet", "Jobs", *TODAY)

    assert ran.code == 1
    line = one_line(ran)
    assert "Jobs" in line
    assert "Applications" in line


def test_an_error_says_where_it_arose_only_when_asked(run: Command, tmp_path: Path) -> None:
    ran = run("sync", tmp_path / "missing.xlsx", "--verbose")

    assert ran.code == 1
    assert "no such file" in ran.err.splitlines()[0]
    assert "FileNotFoundError" in ran.err


def test_an_error_in_json_is_a_document_too(run: Command, tmp_path: Path) -> None:
    good = write_tracker(tmp_path / "good.xlsx", [ANA])

    ran = run("sync", "--json", tmp_path / "missing.xlsx", good, *TODAY)

    document = json.loads(ran.out)
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    first, second = document["trackers"]
    assert first.pop("error") in ran.err
    assert first == {
        "tracker": str(tmp_path / "missing.xlsx"),
        **dict.fromkeys(("sheet", "rows", "statuses", "added", "changes", "problems", "written")),
    }
    assert second["error"] is None
    assert second["written"] is True
