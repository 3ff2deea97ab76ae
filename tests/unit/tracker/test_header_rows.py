"""Whole header rows as people keep them: every field is found, and nothing else is taken for one."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from sheet_sync.tracker.headers.columns import match_columns

HERE = Path(__file__).parent
FILES = ("header_rows.toml", "header_rows_in_public.toml")


def rows() -> Iterator[str]:
    for name in FILES:
        for group in tomllib.loads((HERE / name).read_text(encoding="utf-8")).values():
            yield from group["rows"].strip().splitlines()


@pytest.mark.parametrize("row", [*rows()])
def test_every_field_of_a_header_row_is_found_and_nothing_else_is_taken(row: str) -> None:
    headers: dict[int, str] = {}
    expected: dict[str, tuple[int, ...]] = {}
    for column, piece in enumerate(row.split(" | "), start=1):
        header, _, fields = piece.partition(" -> ")
        headers[column] = header.replace("⏎", "\n").strip()
        for field in filter(None, map(str.strip, fields.split(" & "))):
            expected[field] = (*expected.get(field, ()), column)
    assert match_columns(headers, {}) == expected


def test_there_are_at_least_three_hundred_of_them() -> None:
    assert len([*rows()]) >= 300
