"""Real workbooks, named by the environment, survive an edit with nothing else changed."""

from pathlib import Path

import pytest
from raw_xlsx import RawWorkbook
from real_workbooks import Outcome, counted, ground, is_plain, samples, set_three_cells

pytestmark = pytest.mark.corpus


def test_every_ordinary_workbook_takes_three_cells_and_nothing_else_changes(with_three_cells: list[Outcome]) -> None:
    print("\nthree cells in ordinary workbooks:", dict(counted(with_three_cells)))  # noqa: T201 - what the run is for
    assert {outcome.sample.path.name: outcome.differences for outcome in with_three_cells if outcome.differences} == {}
    assert [outcome.sample.path.name for outcome in with_three_cells if outcome.refusal] == []
    assert with_three_cells


def test_every_ordinary_workbook_takes_five_columns_and_nothing_else_changes(with_five_columns: list[Outcome]) -> None:
    print("\nfive columns for ordinary workbooks:", dict(counted(with_five_columns)))  # noqa: T201 - what the run is for
    assert {outcome.sample.path.name: outcome.differences for outcome in with_five_columns if outcome.differences} == {}
    refused = [outcome for outcome in with_five_columns if outcome.refusal]
    assert [outcome.refusal for outcome in refused if not is_plain(outcome.refusal)] == []
    assert [outcome.sample.path.name for outcome in refused if not may_be_refused(outcome)] == []
    assert with_five_columns


def may_be_refused(outcome: Outcome) -> bool:
    """Its sheet is protected, or its rows lie in a table that a query fills."""
    return ground(outcome.sample.path, outcome.sample.worksheet).protected or "which a query" in outcome.refusal


def test_every_odd_workbook_is_edited_without_loss_or_refused_in_plain_words(corpus: Path, tmp_path: Path) -> None:
    odd = samples(corpus, "refuse_or_edit")
    before = {sample: sample.path.read_bytes() for sample in odd}
    outcomes = [set_three_cells(sample, tmp_path / sample.path.name) for sample in odd]
    for reason, count in counted(outcomes).items():
        print(f"\n{count} odd: {reason}", end="")  # noqa: T201 - the count is what the run is for
    assert [outcome.refusal for outcome in outcomes if outcome.refusal and not is_plain(outcome.refusal)] == []
    assert [outcome.differences for outcome in outcomes if outcome.differences] == []
    assert {outcome.target.exists() for outcome in outcomes if outcome.refusal} <= {False}
    assert all(RawWorkbook(outcome.target).file.testzip() is None for outcome in outcomes if not outcome.refusal)
    assert {sample: sample.path.read_bytes() for sample in odd} == before
    assert outcomes
