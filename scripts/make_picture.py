"""Makes the pictures of docs/: an example made by `sheet-sync new`, after its sync, as LibreOffice shows it.

Run `python scripts/make_picture.py` where sheet-sync, LibreOffice and poppler are installed. To fit a page, the picture
of the tracker leaves out columns that tell little; the tracker itself keeps them.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from openpyxl import load_workbook

LEFT_OUT = ("Contact email", "Contact phone", "Preferred channel", "Interview type", "Reply received", "Talked about")
TODAY = ("--today", "2026-11-23")
DOCS = Path(__file__).parent.parent / "docs"
TRACKER = "example.xlsx"
TRACKER_SHOWN = "example_shown.xlsx"


def make_pictures(folder: Path) -> None:
    """Make and sync an example in `folder`, and draw its tracker, its overview and its guide."""
    command = str(Path(sys.executable).parent / "sheet-sync")
    folders = {"XDG_STATE_HOME": str(folder / "state"), "XDG_CONFIG_HOME": str(folder / "config")}
    environment = {**os.environ, **folders}
    _run([command, "new", TRACKER, "--example", *TODAY], folder, environment)
    _run([command, "sync", "--quiet", *TODAY, TRACKER], folder, environment)
    _leave_out_columns(folder / TRACKER, folder / TRACKER_SHOWN)
    _run(["soffice", "--headless", "--convert-to", "pdf", TRACKER, TRACKER_SHOWN], folder, environment)
    _draw(folder, TRACKER_SHOWN, 1, "example_synced", "110")
    _draw(folder, TRACKER, 2, "example_overview", "80")
    _draw(folder, TRACKER, 4, "example_guide", "80")


def _leave_out_columns(tracker: Path, shown: Path) -> None:
    book = load_workbook(tracker)
    sheet = book["Applications"]
    for cell in sheet[1]:
        look = sheet.column_dimensions[cell.column_letter]
        look.hidden = look.hidden or cell.value in LEFT_OUT
    sheet.page_margins.left = sheet.page_margins.right = 0.3
    sheet.page_margins.top = sheet.page_margins.bottom = 0.3
    book.save(shown)


def _draw(folder: Path, tracker: str, page: int, name: str, dots_an_inch: str) -> None:
    printed = Path(tracker).with_suffix(".pdf").name
    one = ["-f", str(page), "-l", str(page), "-png", "-singlefile"]
    _run(["pdftoppm", "-r", dots_an_inch, *one, printed, name], folder, {**os.environ})
    (DOCS / f"{name}.png").write_bytes((folder / f"{name}.png").read_bytes())


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        make_pictures(Path(folder))
