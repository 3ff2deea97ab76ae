"""Files made to cost memory and time: the command takes less than 1 GB and 30 seconds, and says what is wrong."""

import json
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import pytest
from raw_xlsx import LINKS, SPACE, parts_of_workbook, sheet_xml
from workbooks import environment

MEGABYTE = 1 << 20
MOST_MEMORY = 1_000 * MEGABYTE
MOST_SECONDS = 30
SHEET, BOOK, TEXTS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"
FILLING = random.Random(1).randbytes(2 * MEGABYTE)  # noqa: S311 - bytes that cannot be packed, so that no ratio tells

Part = Iterable[bytes]
Bomb = Callable[[], dict[str, Part]]


def texts(row: int, *values: str) -> bytes:
    cells = (f'<c r="{"ABCDE"[at]}{row}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in enumerate(values))
    return "".join(cells).encode()


ROWS = b'<row r="1">%b</row><row r="2">%b</row>' % (
    texts(1, "Company", "Position", "Interview date"),
    texts(2, "Acme", "Analyst", "2026-11-12"),
)


def tracker(sheet: Part = (), book: bytes = b"", after: Part = ()) -> dict[str, Part]:
    """The parts of a good tracker, with more in its worksheet or its workbook part."""
    parts: dict[str, Part] = {name: (content,) for name, content in parts_of_workbook(sheet_xml("")).items()}
    start, end = sheet_xml("").split(b"</sheetData>")

    def worksheet() -> Iterator[bytes]:
        yield start + ROWS
        yield from sheet
        yield b"</sheetData>"
        yield from after
        yield end

    original = parts_of_workbook(b"")[BOOK]
    return parts | {SHEET: worksheet(), BOOK: (original.replace(b"</workbook>", book + b"</workbook>"),)}


def with_texts(sst: Part, sheet: Part) -> dict[str, Part]:
    links = "xl/_rels/workbook.xml.rels"
    link = f'<Relationship Id="rId9" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    linked = parts_of_workbook(b"")[links].replace(b"</Relationships>", link.encode())
    return tracker(sheet) | {links: (linked,), TEXTS: (f'<sst xmlns="{SPACE}">'.encode(), *sst, b"</sst>")}


def blocks(piece: bytes, count: int) -> Iterator[bytes]:
    """The piece so many times, a thousand at once."""
    yield from (piece * 1_000 for _ in range(count // 1_000))


def rows(inside: Callable[[int], str], count: int) -> Iterator[bytes]:
    return (f'<row r="{number}">{inside(number)}</row>'.encode() for number in range(3, count + 3))


def spaces(count: int) -> Iterator[bytes]:
    return (b" " * MEGABYTE for _ in range(count))


def entity_bomb() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY e0 "ha"><!ENTITY % p "x">{entities}]>'.encode()


REFUSED: dict[str, tuple[Bomb, str]] = {
    "entities in the worksheet": (lambda: tracker() | {SHEET: (entity_bomb() + sheet_xml("&e9;"),)}, "entities"),
    "entities in the shared texts": (
        lambda: tracker() | {TEXTS: (entity_bomb() + f'<sst xmlns="{SPACE}"><si><t>&e9;</t></si></sst>'.encode(),)},
        "entities",
    ),
    "entities in the formats": (lambda: tracker() | {"xl/styles.xml": (entity_bomb() + b"<a>&e9;</a>",)}, "entities"),
    "a picture of 2 GB": (lambda: tracker() | {"xl/media/image1.png": spaces(2_048)}, "unpacks to far more"),
    "a worksheet of 2 GB": (lambda: tracker(spaces(2_048)), "unpacks to far more"),
    "a worksheet of 400 MB": (lambda: tracker(spaces(400)), "400 MB"),
    "shared texts of 400 MB": (lambda: with_texts(spaces(400), ()), "400 MB"),
    "2,000 pictures of 1 MB": (
        lambda: tracker() | {f"xl/media/image{n}.png": spaces(1) for n in range(2_000)},
        "unpacks to far more",
    ),
    "30,000 entries": (lambda: tracker() | {f"xl/media/image{n}.png": () for n in range(30_000)}, "pieces"),
    "a cell in the last corner": (
        lambda: tracker([b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>']),
        "Cell XFD1048576",
    ),
    "9 million cells": (lambda: tracker(rows(lambda _: "<c><v>1</v></c>" * 90, 100_000)), "more than can be kept"),
    "a long text shown 100,000 times": (
        lambda: with_texts(
            [b"<si><t>" + b"x" * 30_000 + b"</t></si>"], rows(lambda n: f'<c r="F{n}" t="s"><v>0</v></c>', 100_000)
        ),
        "more than can be kept",
    ),
    "20 million shared texts": (lambda: with_texts(blocks(b"<si/>", 20_000_000), ()), "texts"),
    "100,000 long texts with an emoji": (
        lambda: tracker(
            rows(lambda n: f'<c r="F{n}" t="inlineStr"><is><t>{"x" * 1_200}\U0001f600</t></is></c>', 100_000)
        ),
        "more than can be kept",
    ),
    "20 million elements in one another": (
        lambda: tracker(after=[*blocks(b"<x>", 20_000_000), *blocks(b"</x>", 20_000_000)]),
        "may be a trap",
    ),
    "4 million elements in one another in the workbook part": (
        lambda: tracker(book=b"<x>" * 4_000_000 + b"</x>" * 4_000_000),
        "may be a trap",
    ),
    "a million names of elements": (
        lambda: tracker(book=b"".join(b"<a%d>x</a%d>" % (n, n) for n in range(1_100_000))),
        "longer lists",
    ),
    "9 million comments": (lambda: tracker(blocks(b"<!---->", 9_000_000)), "too large for the form"),
    "an attribute of 150 MB": (lambda: tracker([b'<row r="3" a="', *blocks(b"x", 150_000_000), b'"/>']), "safely"),
    "a million attributes": (
        lambda: tracker([b'<row r="3" ' + b" ".join(b'a%d=""' % n for n in range(1_000_000)) + b"/>"]),
        "safely",
    ),
    "2 million merged ranges": (
        lambda: tracker(
            after=[b"<mergeCells>", *blocks(b'<mergeCell ref="A3:XFD1048576"/>', 2_000_000), b"</mergeCells>"]
        ),
        "merged ranges",
    ),
    "a million formulas": (lambda: tracker(rows(lambda _: "<c><f>1</f></c>" * 10, 100_000)), "formulas"),
    "a million cells that are none": (
        lambda: tracker([b'<row r="3">', *blocks(b'<c r="A3"><v></v ></c >', 1_000_000), b"</row>"]),
        "out of order",
    ),
    "a million unclosed comments": (lambda: tracker() | {SHEET: blocks(b"<!--", 8_000_000)}, "not well-formed"),
    "a million quotes": (lambda: tracker([b"<row ", *blocks(b"a=\"'", 8_000_000)]), "not well-formed"),
}
SYNCED: dict[str, Bomb] = {
    "a stray value in the last row": lambda: tracker([b'<row r="1048576"><c r="O1048576"><v>1</v></c></row>']),
    "a stray value in the last column": lambda: tracker([b'<row r="3"><c r="XFD3"><v>1</v></c></row>']),
    "a million rows with a format only": lambda: tracker(rows(lambda n: f'<c r="A{n}" s="1"/>', 1_000_000)),
    "a formula over 20 million cells": lambda: tracker(
        [b'<row r="3"><c r="F3"><f t="array" ref="F3:Z1048576">1</f><v>1</v></c></row>']
    ),
    "99,000 merged ranges one over another": lambda: tracker(
        after=[b"<mergeCells>", *blocks(b'<mergeCell ref="Z3:XFD1048576"/>', 99_000), b"</mergeCells>"]
    ),
    "8,000 texts of the longest kind": lambda: with_texts(
        [b"<si><t>" + b"x" * 30_000 + b"</t></si>"], rows(lambda n: f'<c r="F{n}" t="s"><v>0</v></c>', 8_000)
    ),
    "150 MB of pictures": lambda: tracker() | {f"xl/media/image{n}.png": (FILLING,) for n in range(75)},
}


@dataclass(frozen=True)
class Cost:
    """What a child process said and took: bytes of memory at most, seconds of the processor and by the clock."""

    code: int
    err: str
    memory: int
    seconds: float
    clock: float


def packed_to(path: Path, parts: dict[str, Part]) -> None:
    """The parts in a zip on disk, none of them ever held as a whole, and bytes that cannot be packed."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in (parts | {"xl/media/filling.bin": (FILLING,)}).items():
            with archive.open(name, "w", force_zip64=True) as entry:
                for piece in pieces:
                    entry.write(piece)


LAUNCHER = """
import json, os, subprocess, sys
with open(sys.argv[1], "w", encoding="utf-8") as err:
    child = subprocess.Popen(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=err)
_, status, used = os.wait4(child.pid, 0)
child.returncode = os.waitstatus_to_exitcode(status)
print(json.dumps([child.returncode, used.ru_maxrss, used.ru_utime + used.ru_stime]))
"""
"""A process is born with the memory of the one that starts it: only a small one can measure."""


def cost_of(home: Path, *arguments: str) -> Cost:
    """Runs the command as a process of its own and measures it."""
    command, err, begun = Path(sys.executable).with_name("sheet-sync"), home / "err", perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", LAUNCHER, err, command, *arguments],
        env={**os.environ, **environment(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    code, memory, seconds = json.loads(done.stdout)
    memory *= 1 if sys.platform == "darwin" else 1024
    return Cost(code, err.read_text(encoding="utf-8"), memory, seconds, perf_counter() - begun)


def measured(bomb: Bomb, folder: Path) -> tuple[Cost, bool]:
    """What a sync of the file cost, and whether the file was changed."""
    path = folder / "tracker.xlsx"
    packed_to(path, bomb())
    before = path.stat()
    cost = cost_of(folder, "sync", str(path), "--today", "2026-11-23")
    print(f"{cost.memory // MEGABYTE} MB, {cost.seconds:.1f} s ({cost.clock:.1f} s by the clock)")  # noqa: T201
    assert cost.memory < MOST_MEMORY
    assert cost.seconds < MOST_SECONDS
    after = path.stat()
    return cost, (after.st_mtime_ns, after.st_size, after.st_ino) != (before.st_mtime_ns, before.st_size, before.st_ino)


@pytest.mark.hostile
@pytest.mark.parametrize(("bomb", "words"), REFUSED.values(), ids=[*REFUSED])
def test_a_file_that_would_cost_too_much_is_refused_in_one_line(bomb: Bomb, words: str, tmp_path: Path) -> None:
    cost, changed = measured(bomb, tmp_path)
    assert (cost.code, changed) == (1, False)
    assert words in cost.err
    assert cost.err.startswith("sheet-sync: ")
    assert cost.err.count("\n") == 1


@pytest.mark.hostile
@pytest.mark.parametrize("bomb", SYNCED.values(), ids=[*SYNCED])
def test_a_file_at_the_edge_of_the_possible_is_synced(bomb: Bomb, tmp_path: Path) -> None:
    cost, changed = measured(bomb, tmp_path)
    assert (cost.code, cost.err, changed) == (0, "", True)


QUICK = ("entities in the shared texts", "a cell in the last corner")


@pytest.mark.parametrize("name", QUICK)
def test_a_small_bomb_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    bomb, words = REFUSED[name]
    cost, changed = measured(bomb, tmp_path)
    assert (cost.code, changed, words in cost.err, cost.err.count("\n")) == (1, False, True, 1)
