"""Makes docs/sample_synced.png: the sample tracker after its sync, as LibreOffice shows it.

Run `python scripts/make_picture.py` where sheet-sync, openpyxl, LibreOffice and poppler are installed. To fit a page,
the picture leaves out columns that tell little; the tracker itself keeps them.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from make_sample import HEADERS, make_sample
from openpyxl import load_workbook

LEFT_OUT = ("Contact email", "Contact phone", "Preferred channel", "Interview type", "Reply received", "Talked about")
PICTURE = Path(__file__).parent.parent / "docs" / "sample_synced.png"


def make_picture(folder: Path) -> None:
    """Sync a copy of the sample in `folder` and draw its first page."""
    tracker = folder / "sample.xlsx"
    make_sample(tracker)
    _leave_out_columns(tracker)
    command = Path(sys.executable).parent / "sheet-sync"
    environment = {**os.environ, "XDG_STATE_HOME": str(folder / "state")}
    _run([str(command), "sync", "--quiet", "--today", "2026-11-23", str(tracker)], folder, environment)
    _run(["soffice", "--headless", "--convert-to", "pdf", str(tracker)], folder, environment)
    _run(["pdftoppm", "-r", "110", "-l", "1", "-png", "-singlefile", "sample.pdf", "sample"], folder, environment)
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_bytes((folder / "sample.png").read_bytes())


def _leave_out_columns(tracker: Path) -> None:
    book = load_workbook(tracker)
    sheet = book["Applications"]
    for column, (header, _) in enumerate(HEADERS, start=1):
        sheet.column_dimensions[sheet.cell(1, column).column_letter].hidden = header in LEFT_OUT
    sheet.page_margins.left = sheet.page_margins.right = 0.3
    sheet.page_margins.top = sheet.page_margins.bottom = 0.3
    book.save(tracker)


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        make_picture(Path(folder))
