"""The cells that ranges cover, however large and however many these are."""

import random
from itertools import product
from time import process_time

from sheet_sync.grid import Covered

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


def listed(ranges: list[tuple[int, int, int, int]]) -> set[tuple[int, int]]:
    """Every covered cell, one by one."""
    cells: set[tuple[int, int]] = set()
    for top, left, bottom, right in ranges:
        cells |= {at for at in product(range(top, bottom + 1), range(left, right + 1)) if at != (top, left)}
    return cells


def test_a_cell_is_covered_if_it_lies_in_a_range_and_is_not_its_first() -> None:
    dice = random.Random(7)  # noqa: S311 - dice of a test
    for _ in range(200):
        corners = [(dice.randint(1, 6), dice.randint(1, 6), dice.randint(0, 3), dice.randint(0, 3)) for _ in range(4)]
        ranges = [(top, left, top + height, left + width) for top, left, height, width in corners]
        covered, cells = Covered(ranges), listed(ranges)
        assert {at for at in product(range(1, 11), range(1, 11)) if at in covered} == cells
        for row in range(1, 11):
            spans = covered.columns_from(row)
            columns = {column for first, last in spans for column in range(first, last + 1)}
            assert columns == {column for number, column in cells if number >= row}


def test_a_range_over_the_whole_worksheet_takes_no_longer_than_a_small_one() -> None:
    covered = Covered([(1, 1, LAST_ROW, LAST_COLUMN)])
    assert (1, 1) not in covered
    assert (LAST_ROW, LAST_COLUMN) in covered
    assert [*covered.columns_from(5)] == [(1, LAST_COLUMN)]


def test_ten_thousand_ranges_are_asked_half_a_million_times_in_a_moment() -> None:
    covered = Covered([(row * 10, 1, row * 10 + 5, 20) for row in range(1, 10_001)])
    begun = process_time()
    found = sum((row, column) in covered for row, column in product(range(1, 100_001), range(16, 21)))
    assert found == 6 * 9_999 * 5 + 5
    assert process_time() - begun < 5
