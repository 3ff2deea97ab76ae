"""Workbooks opened in LibreOffice, many in one run of it."""

import subprocess
from collections.abc import Sequence
from pathlib import Path


def opened(soffice: str, paths: Sequence[Path], folder: Path) -> set[Path]:
    """Those of the workbooks that LibreOffice opens and converts; one that ends the program is left out."""
    named = {folder / "in" / f"{number:04}{path.suffix}": path for number, path in enumerate(paths)}
    (folder / "in").mkdir(parents=True)
    for link, path in named.items():
        link.symlink_to(path)
    waiting, found = list(named), set()
    while waiting:
        converted = _converted(soffice, waiting, folder)
        found |= {named[link] for link in converted}
        last = max((waiting.index(link) for link in converted), default=-1)
        waiting = waiting[last + 2 :]
    return found


def _converted(soffice: str, links: Sequence[Path], folder: Path) -> list[Path]:
    """One run of LibreOffice in a profile of its own, until it is through or breaks down."""
    out = folder / f"out{len(links)}"
    profile = f"-env:UserInstallation=file://{folder}/profile{len(links)}"
    convert = ["--headless", "--convert-to", "csv", "--outdir", str(out)]
    subprocess.run([soffice, profile, *convert, *map(str, links)], capture_output=True, timeout=900, check=False)
    return [link for link in links if (out / f"{link.stem}.csv").exists()]
