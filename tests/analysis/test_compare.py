"""Tests and effects: chosen by data, degenerate tables explained, numbers as R gives them (tests/golden/compare.R)."""

from __future__ import annotations

import csv
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from small import PLAN, VISIT, counter_of

from analysis.compare import compare, grade, untestable
from analysis.comparisons import METHODS, choose
from analysis.results import TEST_COLUMNS
from analysis.tables import Table

GOLDEN = Path(__file__).parents[1] / "golden"
SETTINGS = {"alpha": 0.05, "adjust": "holm", "slight_effect": 0.1, "clear_effect": 0.2, "small_base": 20}


def table(counts: list[list[int]], item: str) -> Table:
    variable = VISIT.variables[item]
    array = np.array(counts)
    answers = variable.substantive[: array.shape[1]]
    groups = tuple(f"g{i}" for i in range(len(counts)))
    return Table(variable, "s", groups, answers, array, np.zeros((len(counts), 3), dtype=int))


def golden() -> list[dict[str, str]]:
    with (GOLDEN / "compare.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def counts_of(row: dict[str, str]) -> list[list[int]]:
    return [[int(cell) for cell in line.split()] for line in row["counts"].split("/")]


@pytest.mark.parametrize("row", golden(), ids=lambda row: f"{row['method']}-{row['id']}")
def test_same_as_r(row: dict[str, str]) -> None:
    numeric = row["method"] == "kruskal"
    outcome = METHODS[row["method"]](table(counts_of(row), "helpful" if numeric else "visited"))
    if row["statistic"] != "NA":
        assert outcome.statistic == pytest.approx(float(row["statistic"]), rel=1e-9)
        assert outcome.df == float(row["df"])
    # The sampled exact test has 9 999 samples: three standard errors of a proportion.
    p = float(row["p_value"])
    slack = 3 * (p * (1 - p) / 9999) ** 0.5 + 2e-4 if row["sampled"] == "yes" else 0
    assert outcome.p_value == pytest.approx(p, rel=1e-9, abs=slack)
    assert outcome.effect == pytest.approx(float(row["effect"]), rel=1e-9, abs=1e-12)


def test_enough_golden_numbers() -> None:
    assert len(golden()) >= 60


def test_the_choice() -> None:
    assert choose(table([[10, 20, 5, 5, 10], [5, 5, 5, 5, 5]], "helpful")) == "kruskal"
    assert choose(table([[30, 20], [25, 25]], "visited")) == "chi_square"
    assert choose(table([[3, 2], [1, 4]], "visited")) == "exact"


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ([[0, 0], [0, 0]], "no_base"),
        ([[3, 2], [0, 0]], "one_group"),
        ([[3, 0], [4, 0]], "no_variation"),
        ([[1, 0], [0, 1]], ""),
    ],
)
def test_degenerate_tables_have_a_reason(counts: list[list[int]], reason: str) -> None:
    assert untestable(table(counts, "visited")) == reason


def study(size: int) -> object:
    rng = np.random.default_rng(4)
    band = ["young" if i % 2 else "old" for i in range(size)]
    high = [str(min(5, int(rng.integers(1, 4)) + (2 if b == "old" else 0))) for b in band]
    columns: dict[str, list[str | None]] = {
        "visited": [str(rng.choice(["yes", "no"])) for _ in band],
        "helpful": list(high),
        "age": ["50" if b == "old" else "30" for b in band],
    }
    return counter_of(columns, {"age_band": list(band)})


@pytest.mark.parametrize("size", [0, 1, 2, 3, 80])
def test_every_size_gives_a_row_a_test_and_no_warning(size: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tests = compare(study(size), PLAN, VISIT, SETTINGS)  # type: ignore[arg-type]
    assert list(tests.columns) == TEST_COLUMNS
    # age is not crossed with its own bands
    assert list(tests["item"]) == ["visited", "helpful"]
    untested = tests[tests["p_value"].isna()]
    assert (
        set(untested["note"]) <= {"no_base", "one_group", "no_variation"}
        and (untested["finding"] == "none").all()
    )


def test_a_planted_difference_is_found_and_named() -> None:
    tests = compare(study(80), PLAN, VISIT, SETTINGS).set_index("item")  # type: ignore[arg-type]
    helpful = tests.loc["helpful"]
    assert (helpful["finding"], helpful["high"], helpful["low"]) == ("clear", "old", "young")
    assert helpful["p_adjusted"] >= helpful["p_value"]
    assert tests.at["visited", "finding"] == "none"


def test_grading_needs_evidence_and_effect() -> None:
    row = {"p_value": 0.001, "p_adjusted": 0.01, "effect": 0.5}
    assert grade(row, SETTINGS) == "clear"
    assert grade(row | {"effect": 0.15}, SETTINGS) == "slight"
    assert grade(row | {"effect": 0.05}, SETTINGS) == "none"
    assert grade(row | {"p_adjusted": 0.2}, SETTINGS) == "slight"
    assert grade(row | {"p_value": 0.2, "p_adjusted": 0.2}, SETTINGS) == "none"
