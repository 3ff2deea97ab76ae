"""The worksheet named Settings."""

import pytest

from sheet_sync.config import Person, Settings
from sheet_sync.errors import ConfigurationError, TrackerNotReadableError
from sheet_sync.grid import Book, CellValue, Grid, Worksheet
from sheet_sync.settings_sheet import overlaid

MINE = Settings(me=Person("File", "file@example.com", "1"))


def laid_over(*rows: list[CellValue], name: str = "Settings") -> Settings:
    return overlaid(MINE, Book((Worksheet("Jobs", Grid()), Worksheet(name, Grid(list(rows)))), "t"))


def test_plain_words_and_dotted_names_say_the_same() -> None:
    for label in ("Your name", "your name:", "me.name", "YOUR NAME"):
        assert laid_over([label, "Alex Morgan"]).me == Person("Alex Morgan")


def test_the_signer_is_taken_whole_from_one_place() -> None:
    assert laid_over(["Your phone", "555"]).me == Person("", "", "555")
    assert laid_over(["wait_days", 5]).me == MINE.me


def test_rules_go_over_those_of_the_file_one_by_one() -> None:
    settings = laid_over(["wait_days", 5.0], ["Weekdays only", "yes"], ["rules.holidays", "US"])
    assert (settings.rules.wait_days, settings.rules.weekdays_only, settings.rules.holidays) == (5, True, "US")
    assert settings.rules.lapse_after_days == 30


def test_an_order_of_dates_may_be_typed_in_small_letters() -> None:
    assert laid_over(["Date order", " dmy "]).rules.date_order == "DMY"


def test_columns_are_named_one_or_several_to_a_cell() -> None:
    settings = laid_over(["columns.interview_date", "Phone screen; Onsite"])
    assert settings.columns == {"interview_date": ("Phone screen", "Onsite")}


def test_columns_go_over_those_of_the_file_one_by_one() -> None:
    rows: list[list[CellValue]] = [["columns.position", "Job"], ["columns.email", "Mail"]]
    book = Book((Worksheet("Settings", Grid(rows)),), "t")
    settings = overlaid(Settings(columns={"company": ("Firm",), "email": ("Old",)}), book)
    assert settings.columns == {"company": ("Firm",), "position": ("Job",), "email": ("Mail",)}


def test_nothing_is_assumed_of_a_settings_worksheet_that_cannot_be_read() -> None:
    book = Book((Worksheet("Settings", Grid(), unreadable="It is damaged."),), "t")
    with pytest.raises(TrackerNotReadableError, match=r"“Settings” cannot be read\. It is damaged"):
        overlaid(MINE, book)


def test_headings_notes_and_blank_rows_are_no_settings() -> None:
    settings = laid_over(["Setting", "Value", "What it does"], [], ["Who signs", None], ["Your name", "A", "signs"])
    assert settings.me == Person("A")


def test_a_number_or_a_leading_apostrophe_in_a_name_or_number_stays_text() -> None:
    assert laid_over(["Your name", "A"], ["Your phone", 5550101234.0]).me.phone == "5550101234"


def test_a_settings_worksheet_of_the_users_own_is_left_alone() -> None:
    assert laid_over(["Statuses", "Applied"], ["Sources", "LinkedIn"]) == MINE


def test_a_worksheet_of_another_name_says_nothing() -> None:
    assert laid_over(["Your name", "A"], name="Einstellungen") == MINE


def test_it_may_not_choose_files_servers_or_templates() -> None:
    for label in ("templates", "google.endpoint", "google.credentials"):
        with pytest.raises(ConfigurationError, match="no setting"):
            laid_over(["Your name", "A"], [label, "https://evil.example"])


def test_mistakes_are_named_all_at_once_with_the_worksheet() -> None:
    with pytest.raises(ConfigurationError) as caught:
        laid_over(["Your name", "A"], ["Wait dayz", 5], ["wait_days", "many"])
    assert "worksheet “Settings”" in str(caught.value)
    assert "rules.wait_days" in str(caught.value)
    assert "whole number" in str(caught.value)


@pytest.mark.parametrize(
    ("label", "meant"),
    [
        ("Your nme", "Your name"), ("your emial", "Your email"), ("Yuor phone", "Your phone"), ("me.nmae", "me.name"),
        ("Wait dayz", "rules.wait_days"),
    ],
)  # fmt: skip
def test_a_mistyped_label_brings_the_nearest_one_to_mind(label: str, meant: str) -> None:
    with pytest.raises(ConfigurationError, match=f"did you mean “{meant}”"):
        laid_over([label, "A"], ["rules.wait_days", 5])
