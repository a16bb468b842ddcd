"""Contrasts, letters, graded findings and what a second basis does to them."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

sys.path.insert(0, str(Path(__file__).parent))
from small import PLAN, counter_of
from stacks import NOMINAL, ORDERED, designed, stacked

from analysis.compare import compare, compared
from analysis.comparing.contrasts import above, contrasted, letter_frame
from analysis.comparing.grading import grade, reading
from analysis.comparing.sensitivity import basis_code, sensitivity_frame, survives
from analysis.comparing.tests import family_of
from analysis.comparisons.rules import Rules
from analysis.design.groups import group_means
from analysis.plan import Basis
from analysis.results import (
    CONTRAST_COLUMNS,
    FINDING_COLUMNS,
    LETTER_COLUMNS,
    SENSITIVITY_COLUMNS,
)

ROOT = Path(__file__).parents[2]
RULES = Rules()
THREE = [[40, 10], [25, 25], [10, 40]]


def one(**changed: float) -> dict[str, np.ndarray]:
    usual = {"p_value": 0.001, "p_adjusted": 0.01, "effect": 0.5, "effect_high": 0.6, "least_base": 30.0}
    return {name: np.array([value]) for name, value in (usual | changed).items()}


@pytest.mark.parametrize(
    ("changed", "finding", "reason"),
    [
        ({}, "clear", ""),
        ({"effect": 0.15}, "slight", "middling_effect"),
        ({"effect": 0.05}, "none", "small_effect"),
        ({"p_adjusted": 0.2}, "slight", "not_after_adjustment"),
        ({"p_value": 0.2, "p_adjusted": 0.2}, "none", "not_significant"),
        ({"least_base": 9.0}, "slight", "few_answers"),
        ({"p_value": np.nan, "p_adjusted": np.nan, "effect": np.nan}, "none", "not_tested"),
    ],
)
def test_grading_needs_evidence_effect_and_base(changed: dict[str, float], finding: str, reason: str) -> None:
    assert [part[0] for part in grade(one(**changed), RULES)] == [finding, reason]


@pytest.mark.parametrize(
    ("changed", "finding", "code"),
    [
        ({}, "clear", "differ_clearly"),
        ({}, "slight", "differ_slightly"),
        ({"effect": 0.05}, "none", "differ_little"),
        ({"p_value": 0.3, "effect_high": 0.35}, "none", "cannot_tell"),
        ({"p_value": 0.3, "effect_high": 0.15}, "none", "alike"),
        ({"p_value": np.nan}, "none", "untested"),
    ],
)
def test_reading_tells_no_evidence_from_no_difference(
    changed: dict[str, float], finding: str, code: str
) -> None:
    assert reading(one(**changed), np.array([finding], dtype=object), RULES)[0] == code


def test_every_code_has_its_words_in_every_language() -> None:
    words = {
        language: yaml.safe_load((ROOT / f"reports/text/{language}.yaml").read_text(encoding="utf-8"))
        for language in ("nb", "nn", "en")
    }
    source = "\n".join(
        (ROOT / f"analysis/comparing/{name}.py").read_text(encoding="utf-8")
        for name in ("grading", "relations")
    )
    for each in words.values():
        assert set(each["readings"]) == set(words["en"]["readings"])
        assert set(each["reasons"]) == set(words["en"]["reasons"])
        assert all(f'"{code}"' in source for code in [*each["readings"], *each["reasons"]])


def test_letters_say_who_is_above_whom() -> None:
    found = contrasted(stacked([THREE], NOMINAL), np.array([""], dtype=object), RULES)
    assert list(above(found, RULES)[0]) == ["B C", "C", ""]
    frame = letter_frame(found, RULES)
    assert list(frame.columns) == LETTER_COLUMNS
    assert list(frame["letter"]) == ["A", "B", "C"]


def test_contrasts_are_each_group_against_the_rest_and_every_pair() -> None:
    found = compared([stacked([THREE], NOMINAL)], RULES).contrasts
    assert list(found.columns) == CONTRAST_COLUMNS
    assert list(zip(found["group"], found["other"], strict=True)) == [
        ("g0", "rest"),
        ("g1", "rest"),
        ("g2", "rest"),
        ("g0", "g1"),
        ("g0", "g2"),
        ("g1", "g2"),
    ]
    first = found.iloc[0]
    assert first["difference"] == pytest.approx(80 - 35)
    assert (first["n"], first["n_other"]) == (50, 100)
    assert (found["conf_low"] < found["difference"]).all() and (
        found["difference"] < found["conf_high"]
    ).all()
    pairs = found[found["kind"] == "pair"]
    assert (pairs["p_adjusted"] >= pairs["p_value"]).all()
    # Holm over three: the smallest p counts three times, the two others differ from each other alike.
    assert pairs["p_adjusted"].min() == pytest.approx(3 * pairs["p_value"].min())


def test_means_are_told_in_scale_points_and_many_answers_each_by_itself() -> None:
    scale = [[0, 0, 5, 20, 25], [20, 20, 10, 0, 0]]
    found = compared([stacked([scale], ORDERED)], RULES)
    pair = found.contrasts[found.contrasts["kind"] == "pair"].iloc[0]
    assert (pair["measure"], pair["answer"], pair["method"]) == ("mean", "", "two_means")
    assert pair["difference"] == pytest.approx(4.4 - 1.8)
    several = compared([stacked([[[10, 20, 30], [30, 20, 10]]], NOMINAL)], RULES).contrasts
    assert set(several["answer"]) == {"yes", "no", "a2"}
    assert len(several[several["kind"] == "pair"]) == 3


def test_clustered_contrasts_count_the_clusters_of_each_side() -> None:
    rng = np.random.default_rng(8)
    cluster = np.repeat(np.arange(20), 5)
    group, answer = (cluster < 4).astype(int), rng.integers(0, 2, 100)
    found = compared([designed((group, answer), cluster, np.ones(100), (2, 2), NOMINAL)], RULES)
    pair = found.contrasts[found.contrasts["kind"] == "pair"].iloc[0]
    assert pair["method"] == "two_design"
    assert 1 <= pair["df"] < 19
    whole = found.tests.iloc[0]
    assert (whole["method"], whole["note"]) == ("rao_scott_score", "")
    few = compared(
        [designed(((cluster < 2).astype(int), answer), cluster, np.ones(100), (2, 2), NOMINAL)], RULES
    )
    assert few.tests.iloc[0]["note"] == "few_clusters"


def test_two_clustered_halves_are_cochrans_textbook_difference() -> None:
    """Independent halves: the squared error of their difference is the sum of theirs, by hand."""
    rng = np.random.default_rng(5)
    cluster = np.repeat(np.arange(12), 4)
    group, answer = (cluster < 6).astype(int), rng.integers(0, 2, 48)
    tables = designed((group, answer), cluster, np.ones(48), (2, 2), NOMINAL)
    found = compared([tables], RULES).contrasts
    pair = found[found["kind"] == "pair"].iloc[0]
    means = np.array([(answer[cluster == c] == 0).mean() for c in range(12)])
    by_hand = sum(means[half].var() * 6 for half in (slice(0, 6), slice(6, 12))) / 36 * 12 / 11
    error = pair["difference"] / pair["statistic"] / 100
    assert error**2 == pytest.approx(by_hand, rel=1e-9)


def test_clustered_contrasts_know_what_groups_share() -> None:
    """Where both groups stand in the same clusters: as from the groups' covariance, which is held against
    R."""
    rng = np.random.default_rng(6)
    cluster, group = rng.integers(0, 15, 90), rng.integers(0, 3, 90)
    answer = np.clip(rng.integers(0, 3, 90) + cluster % 3, 0, 4)
    tables = designed((group, answer), cluster, rng.uniform(0.5, 2, 90), (3, 5), ORDERED)
    found = compared([tables], RULES).contrasts
    assert tables.covariance is not None
    means = group_means(tables.weighted, tables.covariance, tables.values)
    spread = means.covariance[0]
    ours = found[found["kind"] == "pair"]
    for (_, row), g, h in zip(ours.iterrows(), *np.triu_indices(3, k=1), strict=True):
        difference = means.mean[0, g] - means.mean[0, h]
        error = np.sqrt(spread[g, g] + spread[h, h] - 2 * spread[g, h])
        assert abs(spread[g, h]) > 0.05 * spread[g, g]
        assert (row["difference"], row["statistic"]) == pytest.approx((difference, difference / error))


def test_a_clustered_side_that_all_answered_alike_is_not_taken_for_certain() -> None:
    cluster = np.repeat(np.arange(10), 4)
    group, answer = np.tile([0, 0, 1, 1], 10), np.tile([0, 0, 0, 1, 0, 0, 1, 1], 5)
    found = compared([designed((group, answer), cluster, np.ones(40), (2, 2), NOMINAL)], RULES).contrasts
    assert found["p_value"].isna().all() and (found["note"] == "no_variation").all()
    assert abs(found["difference"]).max() == pytest.approx(75)


def test_findings_tell_the_difference_of_the_ends_either_way_round() -> None:
    tables = stacked([[[10, 40], [40, 10]], [[40, 10], [10, 40]]], NOMINAL)
    found = compared([tables], RULES).findings
    assert list(found.columns) == FINDING_COLUMNS
    assert list(found["high"]) == ["g1", "g0"]
    assert list(found["difference"]) == pytest.approx([60, 60])
    assert found.loc[0, "conf_low"] == pytest.approx(found.loc[1, "conf_low"])
    assert (found["finding"] == "clear").all() and (found["n_high"] == 50).all()


def test_an_untested_row_is_told_without_ends() -> None:
    found = compared([stacked([[[3, 0], [4, 0]]], NOMINAL)], RULES)
    row = found.findings.iloc[0]
    assert (row["finding"], row["reason"], row["high"], row["note"]) == (
        "none",
        "not_tested",
        "",
        "no_variation",
    )
    assert pd.isna(row["difference"]) and not len(found.contrasts)


def test_families_are_what_params_say_and_derived_items_stand_apart() -> None:
    columns = {
        "segment": np.array(["s", "s", "r"], dtype=object),
        "question": np.array(["q", "p", "q"], dtype=object),
        "item": np.array(["a", "made", "b"], dtype=object),
    }
    assert list(family_of(columns, "segment", None)) == ["s", "s", "r"]
    assert list(family_of(columns, "question", {"a", "b"})) == ["q", "p+derived", "q"]
    assert list(family_of(columns, "all", {"a", "b"})) == ["all", "all+derived", "all"]


def test_sensitivity_says_what_survives() -> None:
    grades = ["none", "none", "slight", "clear", "clear", "slight"]
    others = ["none", "slight", "none", "slight", "clear", "clear"]
    verdicts = survives(pd.Series(grades), pd.Series(others))
    assert list(verdicts) == ["", "new", "no", "weaker", "yes", "yes"]
    assert basis_code(Basis(weights="rake", clustered=True)) == "rake+clustered"
    tests = compared([stacked([THREE], NOMINAL)], RULES).tests
    frame = sensitivity_frame(tests, tests.assign(finding="none"), Basis(clustered=True))
    assert list(frame.columns) == SENSITIVITY_COLUMNS
    assert (frame.loc[0, "basis"], frame.loc[0, "survives"]) == ("clustered", "no")


def test_a_difference_that_is_two_clusters_does_not_survive_clustering() -> None:
    """Two clusters of ten that all agree: significant among people, not among clusters."""
    cluster = [f"c{i // 10}" for i in range(120)]
    band = ["young" if int(c[1:]) % 2 else "old" for c in cluster]
    high = ["5" if c in ("c0", "c2") else "2" if i % 3 else "3" for i, c in enumerate(cluster)]
    columns: dict[str, list[str | None]] = {
        "helpful": list(high),
        "age": ["30"] * 120,
        "visited": ["yes"] * 120,
    }
    counter = counter_of(columns, {"age_band": list(band), "place": list(cluster)})
    plan = PLAN.model_copy(
        update={
            "design": PLAN.design.model_copy(update={"clusters": "place"}),
            "sensitivity": Basis(clustered=True),
        }
    )
    found = compare(counter, plan, {"adjust": "none"}).sensitivity.set_index("item")
    row = found.loc["helpful"]
    assert (row["finding"], row["finding_other"], row["survives"]) == ("clear", "none", "no")
    assert row["method_other"] == "rank_score"
