"""The docs say what the program does: commands, options, headers, statuses and settings."""

import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from sheet_sync.config import Person, Rules, settings_from
from sheet_sync.etiquette.status import STATUSES
from sheet_sync.tracker.fields import OURS, OWN_HEADERS

ROOT = Path(__file__).parents[2]
DOCS = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
COMMAND = Path(sys.executable).parent / "sheet-sync"


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def help_of(*command: str) -> str:
    return subprocess.run([COMMAND, *command, "--help"], check=True, capture_output=True, text=True).stdout


def test_the_readme_has_two_commands_each_alone_on_its_line() -> None:
    commands = re.findall(r"^```sh\n(python3 -m venv .*)\n```$", text_of("README.md"), re.MULTILINE)
    assert len(commands) == 2
    sample, tests = commands
    assert sample.endswith(".venv/bin/sheet-sync sync sample_tracker.xlsx --today 2026-11-23")
    assert "pytest" in tests.split("&&")[-1]


def test_every_command_and_option_that_the_docs_show_exists() -> None:
    known = help_of()
    helps = {name: help_of(name) for name in re.findall(r"^  ([\w-]+)  ", known, re.MULTILINE)}
    for doc in DOCS:
        for command, rest in re.findall(r"(?:`|bin/)sheet-sync ([a-z][\w-]*)((?: --?[\w-]+)*)", doc.read_text("utf-8")):
            assert f"  {command} " in known, f"{doc.name} shows sheet-sync {command}"
            for option in re.findall(r"--[\w-]+", rest):
                assert option in helps[command], f"{doc.name} shows {option} of {command}"


def test_the_docs_list_every_field_every_column_and_every_status() -> None:
    columns = text_of("docs/columns.md")
    for field, header in OWN_HEADERS.items():
        assert f"| `{field}` | {header} |" in columns
    for name in (*OURS, *STATUSES):
        assert f"| `{name}` |" in columns


def test_the_configuration_that_the_docs_show_is_valid_and_shows_every_setting_with_its_default() -> None:
    shown = re.search(r"```toml\n(.*?)```", text_of("docs/configuration.md"), re.DOTALL)
    assert shown
    content = tomllib.loads(shown[1])
    settings_from(content, "docs")
    assert content["rules"] == {field.name: getattr(Rules(), field.name) for field in fields(Rules)}
    assert [*content["me"]] == [field.name for field in fields(Person)]


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: str(doc.name))
def test_every_link_within_the_docs_leads_somewhere(doc: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", doc.read_text(encoding="utf-8")):
        assert (doc.parent / target).exists(), f"{doc.name} links to {target}"


def test_the_templates_that_the_docs_name_are_those_that_are_shipped() -> None:
    named = set(re.findall(r"`(\w+\.txt\.j2)`", text_of("docs/templates.md")))
    assert named == {path.name for path in (ROOT / "templates" / "en").iterdir()}


def test_the_map_of_the_house_names_rooms_that_exist() -> None:
    for name in re.findall(r"^ +(\w+\.py) ", text_of("docs/architecture.md"), re.MULTILINE):
        assert list((ROOT / "sheet_sync").rglob(name)), f"the map shows {name}"


def test_help_loads_none_of_the_heavy_libraries() -> None:
    script = (
        "import sys; from sheet_sync.cli import main\n"
        "try: main(['sync', '--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'pandas', 'numpy', 'openpyxl', 'jinja2', 'lxml', 'python_calamine', 'babel'}\n"
        "heavy |= {'gspread', 'google.auth', 'requests', 'stamina', 'tomlkit'}\n"
        "heavy |= {'rich', 'icalendar', 'watchfiles', 'distributed'}\n"
        "print(heavy & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert "Usage" in done.stdout
    assert done.stderr.strip() == "set()"
