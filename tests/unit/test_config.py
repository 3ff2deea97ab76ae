"""The configuration: where it is found, what it may say, and every mistake at once."""

from pathlib import Path
from typing import Any

import pytest

from sheet_sync.config import Person, Places, Rules, Settings, load_settings
from sheet_sync.errors import ConfigurationError


def write(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "sheet_sync.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_any_file_the_defaults_of_the_specification_hold() -> None:
    settings = load_settings(Places())
    assert settings.me == Person()
    assert settings.rules == Rules(7, 1, 30, 14, False, "", "", "", "en")  # noqa: FBT003 - the table of SPEC section 9
    assert settings.backups == 5


def test_everything_that_may_be_said_is_read(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        templates = "my_templates"
        backups = 2
        [me]
        name = "Alex Morgan"
        email = "alex@example.com"
        phone = "+1 555 010 1234"
        [rules]
        wait_days = 5
        weekdays_only = true
        holidays = "DE-BY"
        timezone = "Europe/Berlin"
        date_order = "DMY"
        [columns]
        interview_date = ["Phone screen", "Onsite"]
        company = "Firm"
        [google]
        credentials = "service_account.json"
        endpoint = "http://127.0.0.1:8080"
        """,
    )
    settings = load_settings(Places(named=path))
    assert settings.me.name == "Alex Morgan"
    assert (settings.rules.wait_days, settings.rules.weekdays_only, settings.rules.holidays) == (5, True, "DE-BY")
    assert settings.columns == {"interview_date": ("Phone screen", "Onsite"), "company": ("Firm",)}
    assert settings.templates == tmp_path / "my_templates"
    assert settings.google["credentials"] == str(tmp_path / "service_account.json")
    assert settings.backups == 2


def test_the_nearest_file_counts_and_no_other(tmp_path: Path) -> None:
    places = Places(
        named=None,
        tracker_folder=tmp_path / "tracker",
        current_folder=tmp_path / "here",
        user_folder=tmp_path / "user",
    )
    write(tmp_path / "user", '[me]\nname = "User"\nphone = "1"')
    assert load_settings(places).me == Person("User", "", "1")
    write(tmp_path / "here", '[me]\nname = "Here"')
    assert load_settings(places).me == Person("Here")
    write(tmp_path / "tracker", "[rules]\nwait_days = 3")
    assert load_settings(places).me == Person()
    named = write(tmp_path / "named", '[me]\nname = "Named"')
    assert load_settings(Places(named, places.tracker_folder, None, None)).me == Person("Named")


def test_templates_and_google_count_only_from_a_trusted_file(tmp_path: Path) -> None:
    places = Places(tracker_folder=tmp_path / "tracker", user_folder=tmp_path / "user")
    write(tmp_path / "tracker", 'templates = "evil"\n[google]\nendpoint = "https://evil.example"')
    settings = load_settings(places)
    assert settings.templates is None
    assert not settings.google
    assert len(settings.ignored) == 2
    write(tmp_path / "user", 'templates = "mine"')
    assert load_settings(places).templates == tmp_path / "user" / "mine"


def test_every_mistake_is_named_at_once_with_the_nearest_setting(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        'tempaltes = "x"\n[me]\nnmae = "A"\n[rules]\nwait_day = 3\nweekdays_only = "yes"\nlapse_after_days = -1\n'
        'holidays = "XX"\ntimezone = "Mars/Base"\ndate_order = "MYD"\n[columns]\ncompany = 5\nfirm = "x"\n'
        '[google]\nendpoint = "http://example.com"\n',
    )
    with pytest.raises(ConfigurationError) as caught:
        load_settings(Places(named=path))
    message = str(caught.value)
    for part in (
        "did you mean “templates”", "did you mean “me.name”", "did you mean “rules.wait_days”",
        "rules.weekdays_only must be true or false", "rules.lapse_after_days must be a whole number",
        "rules.holidays is no known", "rules.timezone is no time zone", "rules.date_order must be",
        "columns.company must be a header", "google.endpoint must be an https",
    ):  # fmt: skip
        assert part in message
    assert message.count(str(path)) == 11
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(("text", "said"), [("[me", "not valid TOML"), ("me = 3", "must be a table")])
def test_a_file_that_is_no_configuration_is_an_error(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        load_settings(Places(named=write(tmp_path, text)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[columns]\ncompany = "A"\ncompany = "B"\n', r"line 3: this setting stands in the file twice\. Keep one"),
        ('[columns]\ncompany = "A"\n[columns]\nemail = "B"\n', "line 3: this section stands in the file twice"),
    ],
)
def test_what_stands_twice_is_said_in_plain_words(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said) as caught:
        load_settings(Places(named=write(tmp_path, text)))
    assert "TOML" not in str(caught.value)
    assert "overwrite" not in str(caught.value)


def test_a_named_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no such configuration file"):
        load_settings(Places(named=tmp_path / "nowhere.toml"))


def test_a_language_is_never_a_path(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="language"):
        load_settings(Places(named=write(tmp_path, '[rules]\nlanguage = "../../etc"')))


@pytest.mark.parametrize("target", ["k" * 44, "https://docs.google.com/spreadsheets/d/abc/edit"])
def test_a_google_sheet_among_the_trackers_is_no_path(tmp_path: Path, target: str) -> None:
    named = write(tmp_path / "named", f'[[tracker]]\ntarget = "{target}"')

    assert load_settings(Places(named)).trackers == ((target, ""),)


def test_the_home_of_an_unknown_user_is_a_path_that_is_missing_and_no_crash(tmp_path: Path) -> None:
    named = write(tmp_path / "named", '[[tracker]]\ntarget = "~no_such_user/a.xlsx"')

    assert load_settings(Places(named)).trackers == ((str(tmp_path / "named" / "~no_such_user" / "a.xlsx"), ""),)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"wait_days": "7"}, "rules.wait_days must be a whole number from 0 to 3650."),
        ({"wait_days": -5}, "rules.wait_days must be a whole number from 0 to 3650."),
        ({"date_order": "DDD"}, "rules.date_order must be “MDY”, “DMY” or “YMD”."),
        ({"timezone": "Nope/X"}, "rules.timezone is no time zone (“Nope/X”); one is “Europe/Berlin”."),
        ({"holidays": "QQ"}, "rules.holidays is no known country or region (“QQ”); one is “US” or “DE-BY”."),
    ],
)
def test_rules_that_a_program_makes_are_checked_too(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        Rules(**given)
    assert str(refused.value) == said


def test_one_header_may_be_named_by_itself() -> None:
    columns: Any = {"interview_date": "Onsite"}
    assert Settings(columns=columns).columns == {"interview_date": ("Onsite",)}
