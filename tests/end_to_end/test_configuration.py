"""Where settings come from, and which places may set what (SPEC section 9)."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import ANA, BEN, HEADERS, Command, Ran, Rows, Untouched, add_settings, day, values, write_tracker

TODAY = ("--today", "2026-11-23")
DRAFT = len(HEADERS) + 3
REASON = len(HEADERS) + 2
DUE = len(HEADERS) + 1


class Desk:
    """A user's folders: the tracker's, the current one, the configuration's."""

    def __init__(self, folder: Path, run: Command, rows: Rows) -> None:
        self.run = run
        self.rows = rows
        self.tracker_folder, self.current = folder / "trackers", folder / "current"
        self.user = folder / "home" / "config" / "sheet_sync"
        for made in (self.tracker_folder, self.current, self.user):
            made.mkdir(parents=True)
        self.path = self.tracker_folder / "tracker.xlsx"
        self.put_tracker()

    def put_tracker(self, settings: Mapping[str, object] | None = None, name: str = "Settings") -> None:
        def finish(book: Workbook, _: Worksheet) -> None:
            if settings is not None:
                add_settings(book, settings, name)

        write_tracker(self.path, self.rows, finish=finish)

    def sync(self, *arguments: object) -> Ran:
        return self.run("sync", self.path, *TODAY, *arguments, cwd=self.current)

    def row(self, number: int = 2) -> list[object]:
        return values(self.path)[number - 1]

    def draft(self) -> str:
        return str(self.row()[DRAFT])


@pytest.fixture
def desk(home: Path, tmp_path: Path, run: Command) -> Desk:
    assert home
    return Desk(tmp_path, run, [ANA])


def me(folder: Path, name: str, more: str = "") -> Path:
    path = folder / "sheet_sync.toml"
    path.write_text(f'{more}\n[me]\nname = "{name}"\n', encoding="utf-8")
    return path


def test_the_nearest_configuration_counts_alone(desk: Desk, tmp_path: Path) -> None:
    named = me(tmp_path, "Named Person")
    expected = []
    for folder, name in (
        (desk.user, "User Person"),
        (desk.current, "Current Person"),
        (desk.tracker_folder, "Own Person"),
    ):
        me(folder, name)
        desk.put_tracker()
        assert desk.sync().code == 0
        expected.append(f"Best regards,\n{name}" in desk.draft())
    assert expected == [True, True, True]

    desk.put_tracker()
    assert desk.sync("--config", named).code == 0
    assert "Best regards,\nNamed Person" in desk.draft()


def test_the_settings_worksheet_wins_over_every_file(desk: Desk, tmp_path: Path) -> None:
    named = me(tmp_path, "Named Person", "")
    desk.put_tracker({"Your name": "Sheet Person", "Wait days": 14})

    assert desk.sync("--config", named).code == 0

    assert desk.row()[DUE] == day("2026-11-26")
    desk.put_tracker({"me.name": "Sheet Person", "wait_days": 3})
    desk.sync("--config", named)
    assert "Best regards,\nSheet Person" in desk.draft()
    assert desk.row()[DUE] == day("2026-11-15")


def test_who_signs_is_taken_whole_from_one_place(desk: Desk) -> None:
    path = desk.tracker_folder / "sheet_sync.toml"
    path.write_text('[me]\nname = "File"\nemail = "file@example.com"\nphone = "+1 555 010 5555"\n', encoding="utf-8")
    desk.put_tracker({"Your name": "Sheet Person"})

    desk.sync()

    assert desk.draft().endswith("Best regards,\nSheet Person")
    assert "file@example.com" not in desk.draft()
    assert "5555" not in desk.draft()


def test_a_settings_worksheet_with_a_number_and_no_name_withholds_the_draft(desk: Desk) -> None:
    me(desk.tracker_folder, "File Person")
    desk.put_tracker({"Your phone": "+1 555 010 1234"})

    assert desk.sync().code == 0
    assert desk.row()[DRAFT] is None
    assert desk.row()[DRAFT - 3] == "Follow up now"


def test_without_a_name_the_draft_is_withheld_and_the_reason_says_where_to_type_it(desk: Desk) -> None:
    ran = desk.sync()

    assert ran.code == 0
    assert ran.err == ""
    assert desk.row()[DRAFT - 3 : DRAFT - 1] == ["Follow up now", day("2026-11-19")]
    assert desk.row()[DRAFT] is None
    reason = str(desk.row()[REASON])
    assert "me.name" in reason
    assert "Settings" in reason


@pytest.mark.parametrize("name", ["<your name>", "[Your name]", "   ", "{{ me }}"])
def test_a_placeholder_is_nobodys_name(desk: Desk, name: str) -> None:
    desk.put_tracker({"Your name": name})

    assert desk.sync().code == 0
    assert desk.row()[DRAFT] is None


def test_templates_count_only_from_the_users_own_configuration_or_config(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "mine" / "en").mkdir(parents=True)
    (tmp_path / "mine" / "en" / "follow_up_email.txt.j2").write_text(
        "Subject: Evil\n\nHi,\n\nEvil.\n", encoding="utf-8"
    )
    line = f"templates = '{tmp_path / 'mine'}'"

    for folder in (desk.tracker_folder, desk.current):
        config = me(folder, "Alex Morgan", line)
        desk.put_tracker()
        ran = desk.sync()
        assert ran.code == 0
        assert "templates" in ran.err
        assert "Evil" not in desk.draft()
        config.unlink()

    me(desk.user, "Alex Morgan", line)
    desk.put_tracker()
    desk.sync()
    assert "Subject: Evil" in desk.draft()

    named = me(tmp_path, "Alex Morgan", line)
    desk.put_tracker()
    desk.sync("--config", named)
    assert "Subject: Evil" in desk.draft()


@pytest.mark.parametrize(
    "setting", ["templates", "google.endpoint", "google.credentials", "backups", "rules.wait_dayz", "me.nmae"]
)
def test_a_settings_worksheet_may_not_set_what_only_a_file_may_nor_what_does_not_exist(
    desk: Desk, untouched: Untouched, setting: str
) -> None:
    desk.put_tracker({"Your name": "Alex Morgan", setting: "x"})
    same = untouched(desk.path)

    ran = desk.sync()

    assert ran.code == 2
    (line,) = ran.err.splitlines()
    assert setting in line
    assert "Settings" in line
    assert same()


@pytest.mark.parametrize(
    ("content", "named", "nearest"),
    [
        ("[rules]\nwait_dayz = 7\n", "wait_dayz", "wait_days"),
        ("[me]\nnmae = 'x'\n", "nmae", "name"),
        ("[colums]\ncompany = 'x'\n", "colums", "columns"),
        ("wait_days = 7\n", "wait_days", "rules.wait_days"),
        ("[rules]\nwait_days = 'seven'\n", "wait_days", "whole number"),
        ("[rules]\nwait_days = -1\n", "wait_days", "whole number"),
        ("[rules]\nweekdays_only = 'yes'\n", "weekdays_only", "true or false"),
        ("[rules]\ndate_order = 'DDMM'\n", "date_order", "DMY"),
        ("[rules]\nholidays = 'XX'\n", "holidays", "US"),
        ("[rules]\ntimezone = 'Mars'\n", "timezone", "Europe/Berlin"),
        ("[rules]\nlanguage = '../../etc'\n", "language", "en"),
        ("[columns]\nsalary = 'Pay'\n", "salary", ""),
        ("rules = 7\n", "rules", "table"),
        ("this is no toml", "TOML", ""),
    ],
)
def test_a_mistake_in_the_configuration_exits_2_and_names_file_key_and_nearest(
    desk: Desk, untouched: Untouched, content: str, named: str, nearest: str
) -> None:
    config = desk.tracker_folder / "sheet_sync.toml"
    config.write_text(content, encoding="utf-8")
    same = untouched(desk.path)

    ran = desk.sync()

    assert ran.code == 2
    (line,) = ran.err.splitlines()
    assert str(config) in line
    assert named in line
    assert nearest in line
    assert same()


def test_all_mistakes_are_named_at_once(desk: Desk) -> None:
    (desk.tracker_folder / "sheet_sync.toml").write_text(
        "[rules]\nwait_dayz = 7\ndate_order = 'X'\n[mee]\n", encoding="utf-8"
    )

    (line,) = desk.sync().err.splitlines()

    assert all(word in line for word in ("wait_dayz", "date_order", "mee"))


def test_a_missing_configuration_file_exits_2(desk: Desk) -> None:
    ran = desk.sync("--config", desk.current / "none.toml")

    assert ran.code == 2
    assert "none.toml" in ran.err


def test_a_worksheet_named_settings_that_holds_none_of_ours_is_the_users(desk: Desk) -> None:
    desk.put_tracker({"Theme": "dark", "Currency": "EUR"})

    assert desk.sync().code == 0


def test_columns_named_by_hand_win_and_a_header_that_is_not_there_is_an_error(desk: Desk, untouched: Untouched) -> None:
    desk.rows = [{**ANA, "Talked about": day("2026-11-20")}]
    desk.put_tracker({"Your name": "Alex", "columns.promised_reply": "Talked about"})
    desk.sync()
    assert desk.row()[DUE] == day("2026-11-21")

    desk.put_tracker({"Your name": "Alex", "columns.promised_reply": "Talked abut"})
    same = untouched(desk.path)
    ran = desk.sync()
    assert ran.code in {1, 2}
    (line,) = ran.err.splitlines()
    assert "Talked abut" in line
    assert same()


def test_two_trackers_each_follow_the_configuration_beside_them(desk: Desk, run: Command) -> None:
    other = desk.current / "other.xlsx"
    write_tracker(other, [BEN])
    me(desk.tracker_folder, "First Person")
    me(desk.current, "Second Person")

    assert run("sync", desk.path, other, *TODAY).code == 0

    assert "First Person" in desk.draft()
    assert "Second Person" in str(values(other)[1][DRAFT])


def test_a_wrong_configuration_beside_one_tracker_leaves_the_others_synced(desk: Desk, run: Command) -> None:
    other = desk.current / "other.xlsx"
    write_tracker(other, [BEN])
    (desk.tracker_folder / "sheet_sync.toml").write_text("[mee]\n", encoding="utf-8")

    ran = run("sync", desk.path, other, *TODAY)

    assert ran.code == 1
    assert values(other)[1][DRAFT - 3] == "Send thank-you"
