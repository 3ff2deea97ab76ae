"""`setup-google` leads from the key file to the first drafts, and tells every wrong turn apart (SPEC section 8)."""

import json
import shlex
import sys
import tomllib
from copy import deepcopy
from pathlib import Path

import pytest
from fake_sheets import ROBOT, Fault, User, dump, faults, merge, protect, spreadsheet_of
from fake_sheets.tokens import BAD_SIGNATURE
from google_user import ROWS, TODAY, GoogleUser


@pytest.fixture
def newcomer(user: GoogleUser) -> GoogleUser:
    """Somebody with a downloaded key that everybody can read, and no key in the configuration."""
    user.configure()
    user.key.chmod(0o644)
    return user


def kept_key(user: GoogleUser) -> Path:
    return user.config.with_name("google_key.json")


def test_from_the_key_file_to_the_first_drafts_with_the_commands_that_it_shows(newcomer: GoogleUser) -> None:
    before = deepcopy(dump(newcomer.book.sheet("Jobs")))

    ran = newcomer.invoke("setup-google", "--key", newcomer.key, newcomer.address)

    assert (ran.code, dump(newcomer.book.sheet("Jobs"))) == (0, before)
    assert ROBOT in ran.err
    assert f"You can delete {newcomer.key} now." in ran.err
    shown = ran.out.splitlines()[-1]
    assert shown == f"  The first sync: sheet-sync sync '{newcomer.address}'"
    assert newcomer.sync().code == 0
    assert [str(row["Draft"])[:3] for row in newcomer.table()] == ["To:", "To:"]


def test_the_key_is_kept_for_its_owner_alone_and_the_configuration_keeps_all_else(newcomer: GoogleUser) -> None:
    newcomer.config.write_text(f"# mine\nbackups = 3   # few\n{newcomer.config.read_text('utf-8')}", "utf-8")
    before = newcomer.config.read_text("utf-8").splitlines()

    assert newcomer.invoke("setup-google", "--key", newcomer.key).code == 0

    assert kept_key(newcomer).stat().st_mode & 0o777 == 0o600
    assert kept_key(newcomer).read_bytes() == newcomer.key.read_bytes()
    after = newcomer.config.read_text("utf-8").splitlines()
    assert [line for line in after if line not in before] == ['credentials = "google_key.json"']
    assert [line for line in before if line not in after] == []
    assert sorted(path.name for path in newcomer.config.parent.iterdir()) == ["google_key.json", "sheet_sync.toml"]


def test_without_a_configuration_one_is_made(newcomer: GoogleUser) -> None:
    newcomer.config.unlink()

    ran = newcomer.invoke("setup-google", "--key", newcomer.key)

    assert ran.code == 0
    assert tomllib.loads(newcomer.config.read_text("utf-8")) == {"google": {"credentials": "google_key.json"}}
    assert "sheet-sync setup-google 'https://docs.google.com/spreadsheets/" in ran.out


def test_on_a_terminal_it_asks_for_what_is_not_given(newcomer: GoogleUser, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([f"'{newcomer.key}' ", newcomer.address])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))

    ran = newcomer.invoke("setup-google")

    assert ran.code == 0
    assert "The first sync:" in ran.out


def test_without_a_key_and_a_terminal_it_says_how_to_name_one(newcomer: GoogleUser) -> None:
    ran = newcomer.invoke("setup-google", newcomer.address)

    assert ran.code == 2
    assert "`sheet-sync setup-google --key FILE`" in ran.err


def test_a_second_sheet_needs_no_key_again(newcomer: GoogleUser) -> None:
    newcomer.invoke("setup-google", "--key", newcomer.key)

    assert newcomer.invoke("setup-google", newcomer.address).code == 0


@pytest.mark.parametrize(("access", "said"), [("none", f"is not shared with {ROBOT}"), ("viewer", "for viewing only")])
def test_a_sheet_that_is_not_shared_and_one_for_viewing_only_are_told_apart(
    newcomer: GoogleUser, access: str, said: str
) -> None:
    newcomer.book.access = access

    ran = newcomer.invoke("setup-google", "--key", newcomer.key, newcomer.address)

    assert ran.code == 1
    assert said in ran.err.splitlines()[-1]
    assert kept_key(newcomer).exists()


@pytest.mark.parametrize("where", ["A1", "A1:F1", "A1:F3"])
def test_a_sheet_whose_first_cells_are_protected_may_be_edited_all_the_same(newcomer: GoogleUser, where: str) -> None:
    protect(newcomer.book.sheet("Jobs"), where)

    ran = newcomer.invoke("setup-google", "--key", newcomer.key, newcomer.address)

    assert (ran.code, "it can be read and edited" in ran.out) == (0, True)
    assert newcomer.sync().code == 0


def test_a_protected_worksheet_beside_the_tracker_and_a_merged_title_are_no_hindrance(newcomer: GoogleUser) -> None:
    book = newcomer.server.add(spreadsheet_of({"Budget": [["Rent", 900]], "Jobs": [["My search"], [], *ROWS]}))
    protect(book.sheet("Budget"))
    merge(book.sheet("Jobs"), "A1:C1")

    assert newcomer.invoke("setup-google", "--key", newcomer.key, book.key).code == 0


def test_a_tracker_that_is_protected_as_a_whole_is_told_before_the_first_sync(newcomer: GoogleUser) -> None:
    protect(newcomer.book.sheet("Jobs"))

    ran = newcomer.invoke("setup-google", "--key", newcomer.key, newcomer.address)

    assert (ran.code, ran.out) == (1, "")
    assert "the cell G1 is protected. Under Data › Protect sheets and ranges" in ran.err


def test_who_may_only_view_a_protected_sheet_is_told_the_former(newcomer: GoogleUser) -> None:
    newcomer.book.access = "viewer"
    protect(newcomer.book.sheet("Jobs"))

    ran = newcomer.invoke("setup-google", "--key", newcomer.key, newcomer.address)

    assert "for viewing only" in ran.err


@pytest.mark.parametrize(
    "written", ["{}/my\\ key\\ \\(1\\).json ", "'{}/my key (1).json'", "file://{}/my%20key%20(1).json"]
)
def test_a_key_file_that_is_dragged_into_the_window_is_found_however_the_terminal_writes_it(
    newcomer: GoogleUser, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    newcomer.key.rename(newcomer.home / "my key (1).json")
    answers = iter([written.format(newcomer.home), newcomer.address])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))

    assert newcomer.invoke("setup-google").code == 0


def test_who_has_no_configuration_gets_to_signed_drafts_by_the_commands_that_it_shows(newcomer: GoogleUser) -> None:
    newcomer.config.write_text(f'[google]\nendpoint = "{newcomer.server.url}"\n', "utf-8")

    ran = newcomer.invoke("setup-google", "--key", newcomer.key, newcomer.address)
    shown = [line.partition(": sheet-sync ")[2] for line in ran.out.splitlines() if ": sheet-sync " in line]
    assert [shlex.split(command)[0] for command in shown] == ["adopt", "sync", "sync"]
    assert newcomer.invoke(*shlex.split(shown[0])).code == 0
    User(newcomer.book, "Settings").type("B2", "Kim Doe")
    for command in shown[1:]:
        assert newcomer.invoke(*shlex.split(command), "--today", TODAY).code == 0

    assert ["Kim Doe" in str(row["Draft"]) for row in newcomer.table()] == [True, True]


@pytest.mark.parametrize(
    ("fault", "code", "said"),
    [
        (faults.status(404), 1, "copy its address anew"),
        (faults.excel_file(), 1, "Save as Google Sheets"),
        (faults.quota(), 75, "quota of requests is used up"),
        (faults.proxy_page(403), 75, "something on the way answered instead of Google"),
        (faults.cut(applied=False), 75, "Is there a network?"),
    ],
)
def test_what_stands_between_the_key_and_the_sheet_is_told_in_one_line(
    newcomer: GoogleUser, fault: Fault, code: int, said: str
) -> None:
    newcomer.server.fault_of = lambda _: fault

    ran = newcomer.invoke("setup-google", "--key", newcomer.key, newcomer.address)

    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err.splitlines()[-1]


def test_a_key_that_was_revoked_is_replaced_by_the_command_that_the_refusal_shows(newcomer: GoogleUser) -> None:
    newcomer.invoke("setup-google", "--key", newcomer.key)
    newcomer.server.tokens.refusal = ("invalid_grant", BAD_SIGNATURE)
    refused = newcomer.sync()
    assert (refused.code, "`sheet-sync setup-google --key FILE`" in refused.err) == (2, True)
    newcomer.server.tokens.reset()
    kept_key(newcomer).write_text("the old one", "utf-8")

    assert newcomer.invoke("setup-google", "--key", newcomer.key).code == 0

    assert newcomer.sync().code == 0


def test_an_api_that_is_off_is_told_with_its_link(newcomer: GoogleUser) -> None:
    newcomer.server.faults[1] = faults.api_disabled()

    ran = newcomer.invoke("setup-google", "--key", newcomer.key, newcomer.address)

    assert ran.code == 1
    assert "https://console.developers.google.com/" in ran.err


def test_a_sheet_without_a_tracker_is_told_from_one_that_cannot_be_reached(newcomer: GoogleUser) -> None:
    book = newcomer.server.add(spreadsheet_of({"Budget": [["Rent", 900], ["Food", 300]]}))

    ran = newcomer.invoke("setup-google", "--key", newcomer.key, book.key)

    assert ran.code == 1
    assert "can be read and edited, but:" in ran.err


def test_an_address_that_shows_another_tab_is_remarked_on(newcomer: GoogleUser) -> None:
    book = newcomer.server.add(spreadsheet_of({"Budget": [["Rent", 900]], "Jobs": ROWS}))
    address = f"https://docs.google.com/spreadsheets/d/{book.key}/edit#gid=0"

    ran = newcomer.invoke("setup-google", "--key", newcomer.key, address)

    assert ran.code == 0
    assert "The address shows “Budget”" in ran.out
    assert "the tracker is in “Jobs”" in ran.out


def test_a_file_that_is_no_key_is_neither_kept_nor_named(newcomer: GoogleUser) -> None:
    wrong = newcomer.home / "wrong.json"
    wrong.write_text("{}", encoding="utf-8")
    before = newcomer.config.read_bytes()

    ran = newcomer.invoke("setup-google", "--key", wrong)

    assert ran.code == 2
    assert "not the key of a service account" in ran.err
    assert newcomer.config.read_bytes() == before
    assert not kept_key(newcomer).exists()


def test_its_json_is_one_document_without_a_secret(newcomer: GoogleUser) -> None:
    ran = newcomer.invoke("setup-google", "--key", newcomer.key, newcomer.address, "--json")

    (found,) = json.loads(ran.out)["trackers"]
    assert found == {
        "tracker": newcomer.address, "address": ROBOT, "sheet": "Jobs", "may_edit": True, "error": None,
    }  # fmt: skip
    assert ran.err == ""


def test_a_tracker_that_lost_its_name_still_syncs(newcomer: GoogleUser) -> None:
    newcomer.invoke("setup-google", "--key", newcomer.key, newcomer.address)
    User(newcomer.book, "Jobs").rename("Work")

    assert newcomer.sync().code == 0
