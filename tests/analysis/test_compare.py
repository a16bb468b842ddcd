"""Tests and effects: chosen by data, degenerate tables explained, numbers as R gives them (tests/golden/compare.R)."""

from __future__ import annotations

import csv
import sys
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

sys.path.insert(0, str(Path(__file__).parent))
from small import PLAN, counter_of
from stacks import NOMINAL, ORDERED, designed, stacked

from analysis.compare import FRAMES, compare, compared
from analysis.comparing.family import ADJUST, within
from analysis.comparing.tests import results_of as results_with_notes
from analysis.comparisons import CONTRASTS, METHODS, TABLE, choose, choose_contrast
from analysis.comparisons.effects import noncentrality
from analysis.comparisons.exact_sampling import DRAWS, sampled
from analysis.comparisons.outcomes import untestable
from analysis.comparisons.rules import Rules, rules_from
from analysis.comparisons.targets import sides, targets
from analysis.relations import METHODS as RELATION_METHODS
from analysis.results import TEST_COLUMNS
from analysis.tables import Tables

GOLDEN = Path(__file__).parents[1] / "golden"
SETTINGS = {"alpha": 0.05, "adjust": "holm", "slight_effect": 0.1, "clear_effect": 0.2, "small_base": 20}
RULES = Rules()


def results_of(tables: Tables, rules: Rules) -> dict[str, np.ndarray]:
    return results_with_notes(tables, untestable(tables), rules)


def golden() -> list[dict[str, str]]:
    with (GOLDEN / "compare.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def counts_of(row: dict[str, str]) -> list[list[int]]:
    return [[int(cell) for cell in line.split()] for line in row["counts"].split("/")]


@pytest.mark.parametrize("row", golden(), ids=lambda row: f"{row['method']}-{row['id']}")
def test_same_as_r(row: dict[str, str]) -> None:
    item = ORDERED if row["method"] == "kruskal" else NOMINAL
    outcome = METHODS[row["method"]](stacked([counts_of(row)], item), 0.95)
    if row["statistic"] != "NA":
        assert outcome.statistic[0] == pytest.approx(float(row["statistic"]), rel=1e-9)
        assert outcome.df[0] == float(row["df"])
    assert outcome.p_value[0] == pytest.approx(float(row["p_value"]), rel=1e-9)
    assert outcome.effect[0] == pytest.approx(float(row["effect"]), rel=1e-9, abs=1e-12)


def test_enough_golden_numbers() -> None:
    assert len(golden()) >= 60


def test_kruskal_is_pingouins_and_mann_whitney_is_kruskal_of_two() -> None:
    import pingouin

    rng = np.random.default_rng(7)
    tables = stacked([rng.integers(0, 9, (int(rng.integers(2, 5)), 5)).tolist() for _ in range(12)], ORDERED)
    ours, two = METHODS["kruskal"](tables, 0.95), METHODS["mann_whitney"](tables, 0.95)
    for t in range(len(tables)):
        group, answer = np.nonzero(tables.counts[t])
        times = tables.counts[t][group, answer]
        people = pd.DataFrame({"value": np.repeat(answer, times), "group": np.repeat(group, times)})
        theirs = pingouin.kruskal(people, dv="value", between="group").iloc[0]
        assert ours.statistic[t] == pytest.approx(theirs["H"], rel=1e-12)
        assert ours.p_value[t] == pytest.approx(theirs["p_unc" if "p_unc" in theirs else "p-unc"], rel=1e-9)
    of_two = (tables.base > 0).sum(axis=1) == 2
    assert of_two.any()
    assert two.p_value[of_two] == pytest.approx(ours.p_value[of_two], rel=1e-12)


@pytest.mark.parametrize("method", ["holm", "fdr_bh", "bonferroni"])
def test_adjusting_is_statsmodels_and_missing_ones_do_not_count(method: str) -> None:
    from statsmodels.stats.multitest import multipletests

    rng = np.random.default_rng(1)
    p = rng.random((20, 9)) ** 3
    gaps = p.copy()
    gaps[:, 3] = np.nan
    adjusted = ADJUST[method](gaps)
    for row, given in zip(adjusted, p, strict=True):
        known = np.delete(given, 3)
        assert np.delete(row, 3) == pytest.approx(multipletests(known, method=method)[1], rel=1e-12)
    assert np.isnan(adjusted[:, 3]).all()
    family = np.array(["a"] * 5 + ["b"] * 4, dtype=object)
    assert within(p[0], family, method)[:5] == pytest.approx(ADJUST[method](p[0, :5]))


def test_the_choice() -> None:
    ordered = stacked([[[10, 20, 5, 5, 10], [5, 5, 5, 5, 5]], [[9, 1, 2, 3, 4]] * 3], ORDERED)
    assert list(choose(ordered, RULES)) == ["mann_whitney", "kruskal"]
    nominal = stacked([[[30, 20], [25, 25]], [[3, 2], [1, 4]]], NOMINAL)
    assert list(choose(nominal, RULES)) == ["chi_square", "exact"]
    clustered = some_design(NOMINAL)
    assert list(choose(clustered, RULES)) == ["rao_scott_score"]
    assert list(choose(some_design(ORDERED), RULES)) == ["rank_score"]
    assert list(choose(clustered, rules_from({"nominal": "rao_scott"}))) == ["rao_scott"]
    assert list(choose_contrast(targets(clustered))) == ["two_design"]
    assert list(choose_contrast(targets(ordered))) == ["two_means", "two_means"]


def some_design(item: str, people: int = 60, clusters: int = 12) -> Tables:
    rng = np.random.default_rng(people + clusters)
    answers = 5 if item == ORDERED else 2
    codes = rng.integers(0, 3, people), rng.integers(0, answers, people)
    cluster = rng.integers(0, clusters, people)
    return designed(codes, cluster, rng.uniform(0.5, 2, people), (3, answers), item)


def test_weights_of_one_and_clusters_of_one_are_a_simple_random_sample() -> None:
    """The score forms then come close to the plain tests, and their effects are those of the plain ones."""
    rng = np.random.default_rng(3)
    group, answer = rng.integers(0, 3, 900), rng.integers(0, 5, 900)
    for item, plain, method in (
        (ORDERED, "kruskal", "rank_score"),
        (NOMINAL, "chi_square", "rao_scott_score"),
    ):
        answers = answer if item == ORDERED else answer % 2
        tables = designed(
            (group, answers), np.arange(900), np.ones(900), (3, 5 if item == ORDERED else 2), item
        )
        one, other = METHODS[plain](tables, 0.95), METHODS[method](tables, 0.95)
        assert other.p_value[0] == pytest.approx(one.p_value[0], abs=0.02)
        assert other.effect[0] == pytest.approx(one.effect[0], abs=0.01)


def test_the_same_table_gets_the_same_p_whatever_stands_beside_it() -> None:
    small = [[3, 2, 4], [1, 4, 2], [5, 1, 1]]
    alone = METHODS["exact"](stacked([small], NOMINAL), 0.95).p_value
    beside = METHODS["exact"](stacked([[[9, 1, 1], [2, 5, 7]], small], NOMINAL), 0.95).p_value
    assert alone[0] == beside[1]


def test_drawing_stops_when_nothing_is_to_be_found() -> None:
    alike = np.array([[4, 4, 4], [4, 4, 4], [4, 4, 4]])
    assert sampled(alike) == 1
    apart = np.array([[9, 0, 0], [0, 9, 0], [0, 0, 9]])
    assert sampled(apart) == 1 / (1 + sum(DRAWS))


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
    assert untestable(stacked([counts], NOMINAL))[0] == reason


EMPTY = {
    "nobody": [[0, 0, 0], [0, 0, 0]],
    "one person": [[1, 0, 0], [0, 0, 0]],
    "one group": [[3, 2, 1], [0, 0, 0]],
    "all alike": [[0, 4, 0], [0, 5, 0]],
}
FEW = {"two people": [[1, 0, 0], [0, 0, 1]], "an empty answer": [[4, 0, 2], [1, 0, 5]]}


@pytest.mark.parametrize("name", EMPTY)
@pytest.mark.parametrize("method", METHODS)
def test_every_method_refuses_what_says_nothing(method: str, name: str) -> None:
    counts = np.array(EMPTY[name])
    group, answer = np.nonzero(counts)
    times = counts[group, answer]
    codes = np.repeat(group, times), np.repeat(answer, times)
    item = ORDERED if method in ("kruskal", "mann_whitney", "rank_score", "design_rank") else NOMINAL
    people = len(codes[0])
    tables = designed(codes, np.arange(people), np.ones(people), (2, 3), item)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        outcome = METHODS[method](tables, 0.95)
    assert np.isnan(outcome.p_value[0])
    assert np.isnan(outcome.effect[0])
    assert outcome.note[0]


@pytest.mark.parametrize("name", FEW)
@pytest.mark.parametrize("method", METHODS)
def test_few_people_give_a_p_or_a_reason_and_no_warning(method: str, name: str) -> None:
    counts = np.array(FEW[name])
    group, answer = np.nonzero(counts)
    times = counts[group, answer]
    codes = np.repeat(group, times), np.repeat(answer, times)
    item = ORDERED if method in ("kruskal", "mann_whitney", "rank_score", "design_rank") else NOMINAL
    people = len(codes[0])
    tables = designed(codes, np.arange(people), np.ones(people), (2, 3), item)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        outcome = METHODS[method](tables, 0.95)
    assert np.isnan(outcome.p_value[0]) == bool(outcome.note[0])
    assert np.isnan(outcome.p_value[0]) or 0 <= outcome.p_value[0] <= 1


def one_cluster(tables_of: Callable[..., Tables] = designed) -> Tables:
    group, answer = np.array([0, 1, 0, 1, 1]), np.array([0, 1, 1, 0, 1])
    return tables_of((group, answer), np.zeros(5, dtype=int), np.ones(5), (2, 2), NOMINAL)


def test_one_cluster_and_zero_weights_are_rows_with_a_reason() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = results_of(one_cluster(), RULES)
        group, answer, cluster = np.array([0, 1, 0, 1]), np.array([0, 1, 1, 0]), np.arange(4)
        weightless = results_of(designed((group, answer), cluster, np.zeros(4), (2, 2), NOMINAL), RULES)
        same = results_of(designed((group, answer), cluster // 2, np.ones(4), (2, 2), NOMINAL), RULES)
    assert (found["note"][0], np.isnan(found["p_value"][0])) == ("few_units", True)
    assert (weightless["note"][0], np.isnan(weightless["p_value"][0])) == ("no_weight", True)
    assert same["note"][0] and (np.isnan(same["p_value"][0]) or same["note"][0] == "few_clusters")


@pytest.mark.parametrize("method", CONTRASTS)
@pytest.mark.parametrize("name", EMPTY | FEW)
def test_contrasts_of_too_little_have_a_reason(method: str, name: str) -> None:
    counts = np.array((EMPTY | FEW)[name])
    group, answer = np.nonzero(counts)
    times = counts[group, answer]
    codes = np.repeat(group, times), np.repeat(answer, times)
    people = len(codes[0])
    tables = designed(
        codes, np.arange(people), np.ones(people), (2, 3), ORDERED if method == "two_means" else NOMINAL
    )
    told = targets(tables)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = CONTRASTS[method](told, *sides(2), 0.95)
    assert (np.isnan(found.p_value) == (found.note != "")).all()


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
        tests = compare(study(size), PLAN, SETTINGS).tests  # type: ignore[arg-type]
    assert list(tests.columns) == TEST_COLUMNS
    # age is not crossed with its own bands
    assert list(tests["item"]) == ["visited", "helpful"]
    untested = tests[tests["p_value"].isna()]
    assert set(untested["note"]) <= {"no_base", "one_group", "no_variation"}
    assert (untested["finding"] == "none").all() and (untested["reading"] == "untested").all()


def test_a_planted_difference_is_found_and_named() -> None:
    tests = compare(study(80), PLAN, SETTINGS).tests.set_index("item")  # type: ignore[arg-type]
    helpful = tests.loc["helpful"]
    assert (helpful["finding"], helpful["high"], helpful["low"]) == ("clear", "old", "young")
    assert helpful["effect_low"] < helpful["effect"] < helpful["effect_high"]
    assert helpful["p_adjusted"] >= helpful["p_value"]
    assert (helpful["reading"], helpful["why"]) == ("differ_clearly", "ordered_two_groups")
    assert tests.at["visited", "finding"] == "none"


def test_every_frame_can_be_empty() -> None:
    found = compared([], RULES)
    assert all(len(getattr(found, name)) == 0 and len(getattr(found, name).columns) for name in FRAMES)


def test_effects_stand_within_their_intervals_when_there_is_evidence() -> None:
    tables = stacked([[[40, 20], [20, 40]], [[55, 45], [45, 55]]], NOMINAL)
    found = METHODS["chi_square"](tables, 0.95)
    assert (found.effect_low <= found.effect).all() and (found.effect <= found.effect_high).all()
    wider = METHODS["chi_square"](tables, 0.99)
    assert (wider.effect_low <= found.effect_low).all() and (wider.effect_high > found.effect_high).all()


@pytest.mark.parametrize("df", [1.0, 3.0, 12.0])
def test_intervals_of_large_statistics_are_those_of_the_noncentral_chi_square(df: float) -> None:
    from scipy.special import chndtr

    statistic = np.array([301.0, 1_000.0, 20_000.0])
    low, high = noncentrality(statistic, np.full(3, df), 0.95)
    assert chndtr(statistic, df, low) == pytest.approx(np.full(3, 0.975), abs=2e-5)
    assert chndtr(statistic, df, high) == pytest.approx(np.full(3, 0.025), abs=2e-5)


def test_padding_changes_nothing() -> None:
    tables = stacked([[[12, 7], [9, 22]], [[4, 9], [8, 2], [3, 3], [9, 1]]], NOMINAL)
    wide = replace(
        tables.take(np.array([0])),
        counts=np.pad(tables.counts[:1], ((0, 0), (0, 3), (0, 2))),
        weighted=np.pad(tables.weighted[:1], ((0, 0), (0, 3), (0, 2))),
        missing=np.zeros((1, 7, 3), dtype=int),
        values=np.full((1, 4), np.nan),
    )
    alone, padded = results_of(tables.take(np.array([0])), RULES), results_of(wide, RULES)
    for name in ("p_value", "effect", "effect_low", "effect_high", "smallest_base", "high", "low"):
        assert alone[name][0] == padded[name][0]


def test_methods_and_their_table_name_each_other() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert set(rows) == {*METHODS, *CONTRASTS, *RELATION_METHODS}
    for name, row in rows.items():
        assert row["function"].rsplit(".", 1)[-1] == name
        path = Path(*row["function"].split(".")).with_suffix(".py")
        assert (Path(__file__).parents[2] / path).is_file()
        assert all(row[column] for column in row)


def test_the_page_shows_the_table() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = [
        f"| `{row['name']}` | {row['en']} | {row['chosen_when']} | {row['effect']} | {row['source']} |"
        for row in rows
    ]
    page = (Path(__file__).parents[2] / "docs/comparisons.md").read_text(encoding="utf-8")
    shown = page.split("<!-- methods -->")[1].split("<!-- /methods -->")[0].strip().splitlines()[2:]
    assert shown == lines


def test_the_report_calls_the_tests_by_their_names() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "groups"]
    for language in ("en", "nb", "nn"):
        path = Path(__file__).parents[2] / f"reports/text/{language}.yaml"
        words = yaml.safe_load(path.read_text(encoding="utf-8"))["report"]["method"]["tests"]
        assert {row["name"]: row[language] for row in rows}.items() <= words["methods"].items()
        assert {row["name"] for row in rows} <= set(words["uses"])


def test_pairs_alone_are_the_same_pairs() -> None:
    tables = stacked([[[9, 4], [3, 8], [5, 5]], [[2, 7], [6, 1]]], NOMINAL)
    every, pairs = (compared([tables], replace(RULES, contrasts=name)) for name in ("all", "pairs"))
    own = every.contrasts[every.contrasts["kind"] == "pair"].reset_index(drop=True)
    assert set(every.contrasts["kind"]) == {"pair", "rest"} and len(own) == 4
    pd.testing.assert_frame_equal(pairs.contrasts, own)
    for name in ("tests", "letters", "findings"):
        pd.testing.assert_frame_equal(getattr(pairs, name), getattr(every, name))


def test_contrasts_of_another_name_are_refused() -> None:
    with pytest.raises(KeyError, match="some"):
        compared([stacked([[[9, 4], [3, 8]]], NOMINAL)], replace(RULES, contrasts="some"))
