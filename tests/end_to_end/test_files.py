"""The file itself: replaced in one step, backed up, and nothing left beside it (SPEC section 7)."""

import os
import re
import socket
import stat
from pathlib import Path
from shutil import copy

import psutil
import pytest
from workbooks import ANA, BEN, CAT, Command, Make, Tracker, Untouched, values, write_tracker

from sheet_sync.errors import TrackerBusyError, TrackerNotWritableError
from sheet_sync.ooxml import EditCheckFailed
from sheet_sync.stores.excel.unproven import UnprovenEditError

DAYS = [f"2026-12-{number:02}" for number in range(1, 9)]
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def change(tracker: Tracker, times: int) -> None:
    """Sync so often that something changes every time."""
    for number in range(times):
        tracker.type(2, "Company", f"Company {number}")
        assert tracker.sync().written


def test_nothing_is_left_beside_the_file(make: Make) -> None:
    tracker = make([ANA, BEN, CAT])
    change(tracker, 2)

    assert {path.name for path in tracker.path.parent.iterdir()} == {"tracker.xlsx", "home"}


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664])
def test_the_mode_of_the_file_is_kept(make: Make, mode: int) -> None:
    tracker = make([ANA])
    tracker.path.chmod(mode)
    tracker.sync()

    assert stat.S_IMODE(tracker.path.stat().st_mode) == mode


@pytest.mark.skipif(not IS_ROOT, reason="only the superuser can give files away")
def test_the_owner_of_the_file_is_kept(make: Make) -> None:
    tracker = make([ANA])
    os.chown(tracker.path, 1234, 2345)
    tracker.sync()

    found = tracker.path.stat()
    assert (found.st_uid, found.st_gid) == (1234, 2345)


def test_a_symlink_is_written_through_and_stays_one(make: Make, tmp_path: Path) -> None:
    tracker = make([ANA])
    (tmp_path / "real").mkdir()
    real = tracker.path.rename(tmp_path / "real" / "jobs.xlsx")
    tracker.path.symlink_to(real)
    tracker.sync()

    assert tracker.path.is_symlink()
    assert tracker.path.resolve() == real
    assert values(real)[1][14] == "Follow up now"
    assert [path.name for path in real.parent.iterdir()] == ["jobs.xlsx"]


def test_a_chain_of_relative_links_is_written_through_and_every_link_stays(make: Make, tmp_path: Path) -> None:
    tracker = make([ANA])
    (tmp_path / "real").mkdir()
    real = tracker.path.rename(tmp_path / "real" / "jobs.xlsx")
    (tmp_path / "middle.xlsx").symlink_to("real/jobs.xlsx")
    tracker.path.symlink_to("middle.xlsx")
    tracker.sync()

    assert [str(path.readlink()) for path in (tracker.path, tmp_path / "middle.xlsx")] == [
        "middle.xlsx",
        "real/jobs.xlsx",
    ]
    assert values(real)[1][14] == "Follow up now"


def test_a_file_with_a_second_name_is_refused_before_anything_is_written(
    run: Command, state: Path, untouched: Untouched, tmp_path: Path
) -> None:
    path = write_tracker(tmp_path / "tracker.xlsx", [ANA])
    os.link(path, tmp_path / "second name.xlsx")
    same = untouched(path)
    ran = run("sync", path, "--today", "2026-11-23")

    assert ran.code == 1
    assert ran.err.count("\n") == 1
    assert "has another name somewhere (a hard link)" in ran.err
    assert same()
    assert not (state / "backups").exists()
    assert path.samefile(tmp_path / "second name.xlsx")


def test_a_stale_lock_of_libreoffice_is_ignored_and_left_alone(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracker = make([ANA])
    lock = tmp_path / ".~lock.tracker.xlsx#"
    lock.write_text(f"Ann Lee,ann,{socket.gethostname()},23.11.2026 10:00,file:///x;", encoding="utf-8")
    monkeypatch.setattr(psutil, "process_iter", lambda _: iter(()))

    assert tracker.sync().written
    assert lock.exists()


def test_a_file_open_in_libreoffice_is_said_in_one_line_with_who_has_it(run: Command, tmp_path: Path) -> None:
    path = write_tracker(tmp_path / "tracker.xlsx", [ANA])
    lock = tmp_path / ".~lock.tracker.xlsx#"
    lock.write_text("Ann Lee,ann,elsewhere,23.11.2026 10:00,file:///x;", encoding="utf-8")
    ran = run("sync", path, "--today", "2026-11-23")

    assert ran.code == 75
    assert ran.err.count("\n") == 1
    assert f"{path} is open in LibreOffice by Ann Lee" in ran.err


def test_without_a_disk_for_the_backup_nothing_is_written(
    make: Make, state: Path, untouched: Untouched, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracker = make([ANA])
    same = untouched(tracker.path)
    real = os.open

    def full(path: object, *arguments: int) -> int:
        if str(path).startswith(str(state / "backups")):
            raise OSError(28, "No space left on device")
        return real(str(path), *arguments)

    monkeypatch.setattr(os, "open", full)
    with pytest.raises(TrackerNotWritableError, match=r"The backup of .* no room is left in the folder .*backups"):
        tracker.sync()

    assert same()


def test_a_file_and_a_link_to_it_are_one_tracker_with_one_history(make: Make, tmp_path: Path) -> None:
    tracker = make([ANA])
    link = tmp_path / "link.xlsx"
    link.symlink_to(tracker.path)
    tracker.sync()
    linked = Tracker(link, tracker.settings)
    linked.sync("2026-12-20")

    assert linked.sync("2026-12-20").written is False
    assert len({path.parent for path in tracker.backups()}) == 1


def test_a_link_is_open_when_the_file_it_points_to_is(make: Make, tmp_path: Path) -> None:
    tracker = make([ANA])
    link = tmp_path / "link.xlsx"
    link.symlink_to(tracker.path)
    (tmp_path / "~$tracker.xlsx").write_bytes(b"\x04Alex")

    with pytest.raises(TrackerBusyError):
        Tracker(link, tracker.settings).sync()


def test_five_backups_are_kept_each_private_the_newest_what_was_there_before(make: Make) -> None:
    tracker = make([ANA])
    change(tracker, 7)
    tracker.type(2, "Company", "The last")
    before = tracker.path.read_bytes()
    tracker.sync()

    backups = tracker.backups()
    assert len(backups) == 5
    assert backups[-1].read_bytes() == before
    assert {stat.S_IMODE(path.stat().st_mode) for path in backups} == {0o600}
    assert [values(path)[1][0] for path in backups] == [*(f"Company {n}" for n in range(3, 7)), "The last"]


def test_a_sync_that_changes_nothing_makes_no_backup(make: Make) -> None:
    tracker = make([ANA])
    tracker.sync()
    tracker.sync()

    assert len(tracker.backups()) == 1


def test_backups_0_keeps_none(make: Make) -> None:
    tracker = make([ANA])
    tracker.sync(backups=0)

    assert tracker.backups() == []
    assert tracker.get(2, "Follow-up status") == "Follow up now"


def test_two_files_of_one_name_have_backups_of_their_own(make: Make, tmp_path: Path) -> None:
    tracker = make([ANA])
    (tmp_path / "other").mkdir()
    other = Tracker(Path(copy(tracker.path, tmp_path / "other")), tracker.settings)
    tracker.sync()
    other.sync()

    assert len(tracker.backups()) == 2
    assert len({path.parent for path in tracker.backups()}) == 2


def test_the_folders_of_locks_and_backups_are_private(make: Make, state: Path) -> None:
    tracker = make([ANA])
    tracker.sync()

    for folder in (tracker.backups()[0].parent, state / "locks"):
        assert stat.S_IMODE(folder.stat().st_mode) & 0o077 == 0, folder


def test_a_leftover_of_a_killed_sync_is_removed_by_the_next(make: Make) -> None:
    tracker = make([ANA])
    leftover = tracker.path.with_name(".tracker.xlsx.sheet-sync-tmp")
    leftover.write_bytes(b"half a workbook")
    tracker.sync()

    assert not leftover.exists()
    assert tracker.get(2, "Follow-up status") == "Follow up now"


def test_a_leftover_is_removed_by_the_next_run_even_if_nothing_changes(make: Make) -> None:
    tracker = make([ANA])
    tracker.sync()
    leftover = tracker.path.with_name(".tracker.xlsx.sheet-sync-tmp")
    leftover.write_bytes(b"half a workbook")
    tracker.sync()

    assert not leftover.exists()


def test_other_peoples_files_beside_the_tracker_stay(make: Make, tmp_path: Path) -> None:
    tracker = make([ANA])
    names = ("tracker.xlsx.tmp", ".tracker.xlsx.tmp", "tracker.xlsx.bak", "~tracker.tmp", "tracker.tmp.xlsx")
    for name in names:
        (tmp_path / name).write_text("mine", encoding="utf-8")
    tracker.sync()

    assert all((tmp_path / name).read_text(encoding="utf-8") == "mine" for name in names)


def test_a_failed_replacement_leaves_the_file_as_it_was(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    tracker = make([ANA])
    before = tracker.path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Exception, match="No space left"):
        tracker.sync()

    assert tracker.path.read_bytes() == before
    assert {path.name for path in tracker.path.parent.iterdir()} == {"tracker.xlsx", "home"}


@pytest.mark.parametrize(
    "name",
    [
        "mein tracker ä (1).xlsx",
        "трекер.xlsx",
        "'quoted' & co.xlsx",
        "#1.xlsx",
        "-x.xlsx",
        "a" * 200 + ".xlsx",
        "UPPER.XLSX",
    ],
)
def test_a_file_may_have_any_name(make: Make, name: str) -> None:
    tracker = make([ANA], name=name)
    tracker.sync()

    assert tracker.sync().written is False
    assert values(tracker.path)[1][14] == "Follow up now"


def test_an_edit_that_fails_its_proof_leaves_the_file_and_a_report_to_send_us(
    run: Command, untouched: Untouched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_tracker(tmp_path / "tracker.xlsx", [ANA])
    same = untouched(path)

    def unproven(*_: object, **__: object) -> bytes:
        raise UnprovenEditError(str(path), EditCheckFailed("cell B2 differs"), "what differs and where")

    monkeypatch.setattr("sheet_sync.stores.excel.store.edited", unproven)
    ran = run("sync", path, "--today", "2026-11-23")

    assert ran.code == 1
    named = re.search(r"the report (\S+\.txt)", ran.err)
    assert named
    assert Path(named[1]).read_text(encoding="utf-8") == "what differs and where"
    assert same()
