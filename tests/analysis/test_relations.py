"""Relations of the plan: pairs, correlations and models, and what they say when there is too little."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from small import PLAN, VISIT, counter_of

from analysis.comparing.relations import relation_frame
from analysis.comparisons.rules import Rules
from analysis.plan import Basis, Plan, Relation
from analysis.relations.paired import pairs
from analysis.relations.people import people_of
from analysis.results import RELATION_COLUMNS
from survey.model import Questionnaire

RULES = Rules()
Columns = dict[str, list[str | None]]


def related(
    columns: Columns, relation: dict[str, Any], segments: Columns, basis: Basis | None = None
) -> pd.DataFrame:
    size = len(next(iter(columns.values())))
    counter = counter_of(columns, {"age_band": ["old"] * size} | segments)
    plan = PLAN
    if "place" in segments:
        plan = Plan.model_validate(PLAN.model_dump(by_alias=True) | {"design": {"clusters": "place"}})
    people = people_of(counter, plan, basis or Basis())
    assert people is not None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return relation_frame([Relation(id="r", **relation)], people, RULES)


def survey(size: int) -> tuple[Columns, Columns]:
    rng = np.random.default_rng(size)
    band = ["young" if i % 2 else "old" for i in range(size)]
    helpful = [str(int(rng.integers(1, 4)) + (1 if b == "old" else 0)) for b in band]
    age = [str(20 + 10 * int(h) + int(rng.integers(0, 9))) for h in helpful]
    visited = [str(rng.choice(["yes", "no"])) for _ in band]
    places = [f"p{i // 4}" for i in range(size)]
    return {"helpful": list(helpful), "age": list(age), "visited": list(visited)}, {
        "age_band": list(band),
        "place": list(places),
    }


KINDS: dict[str, dict[str, Any]] = {
    "paired": {"kind": "paired", "first": "helpful", "second": "age"},
    "correlation": {"kind": "correlation", "items": ("helpful", "age")},
    "model": {"kind": "model", "outcome": "helpful", "factors": ("age_band",)},
    "two answers": {"kind": "model", "outcome": "visited", "factors": ("age_band",)},
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [0, 1, 2, 3])
@pytest.mark.parametrize("basis", [Basis(), Basis(clustered=True)])
def test_too_few_people_are_rows_with_a_reason(kind: str, size: int, basis: Basis) -> None:
    columns, segments = survey(size)
    found = related(columns, KINDS[kind], segments, basis)
    assert list(found.columns) == RELATION_COLUMNS
    assert len(found)
    assert ((found["note"] != "") | found["p_value"].notna()).all()
    assert (found.loc[found["p_value"].isna(), "reading"] == "untested").all()


@pytest.mark.parametrize("kind", KINDS)
def test_all_alike_is_a_row_with_a_reason(kind: str) -> None:
    columns: Columns = {"helpful": ["3"] * 20, "age": ["3"] * 20, "visited": ["yes"] * 20}
    segments: Columns = {"age_band": ["young", "old"] * 10, "place": [f"p{i}" for i in range(20)]}
    for basis in (Basis(), Basis(clustered=True)):
        found = related(columns, KINDS[kind], segments, basis)
        assert found["p_value"].isna().all() and (found["note"] != "").all()


def test_pairs_are_of_the_same_option() -> None:
    questionnaire = Questionnaire.model_validate(
        {
            "id": "goals",
            "title": {"en": "Goals"},
            "languages": ["en"],
            "blocks": [
                {
                    "id": "b",
                    "title": {"en": "B"},
                    "questions": [
                        {
                            "id": "chosen",
                            "type": "multiple",
                            "text": {"en": "Chosen?"},
                            "options": [{"code": c, "label": {"en": c}} for c in ("a", "b")],
                        },
                        {
                            "id": "done",
                            "type": "multiple",
                            "text": {"en": "Done?"},
                            "options_from": "chosen",
                        },
                    ],
                }
            ],
        }
    )
    assert pairs(questionnaire, "chosen", "done") == [("chosen_a", "done_a"), ("chosen_b", "done_b")]
    assert pairs(questionnaire, "chosen_a", "done_b") == [("chosen_a", "done_b")]


def test_what_can_only_fall_is_told_and_not_tested(monkeypatch: pytest.MonkeyPatch) -> None:
    from analysis.relations import paired

    monkeypatch.setattr(paired, "_offered_from", lambda questionnaire, name: "visited")
    columns: Columns = {"visited": ["yes"] * 8 + ["no"] * 4, "helpful": ["1"] * 12}
    found = related(columns, {"kind": "paired", "first": "visited", "second": "visited"}, {})
    assert (found.loc[0, "note"], found.loc[0, "estimate"]) == ("no_change", 0)
    monkeypatch.setattr(
        paired.People, "numbers", lambda self, name: np.arange(12) % 3.0 if name == "helpful" else np.ones(12)
    )
    moved = related(columns, {"kind": "paired", "first": "visited", "second": "visited"}, {})
    assert pd.isna(moved.loc[0, "p_value"])


def test_a_move_is_found_and_read() -> None:
    before = ["1", "2", "2", "3", "1", "2", "3", "2", "1", "2"] * 4
    after = ["2", "3", "2", "4", "2", "3", "4", "2", "2", "3"] * 4
    columns: Columns = {"helpful": list(before), "age": list(after)}
    found = related(columns, {"kind": "paired", "first": "helpful", "second": "age"}, {}).iloc[0]
    assert (found["method"], found["reading"], found["changed_down"]) == ("signed_rank", "rose", 0)
    assert found["conf_low"] < found["estimate"] < found["conf_high"]
    segments: Columns = {"place": [f"p{i // 2}" for i in range(40)]}
    clustered = related(
        columns, {"kind": "paired", "first": "helpful", "second": "age"}, segments, Basis(clustered=True)
    ).iloc[0]
    assert (clustered["method"], clustered["clusters"], clustered["df"]) == ("paired_design", 20, 19)
    assert clustered["estimate"] == pytest.approx(found["estimate"])


def test_correlations_go_together_and_few_steps_get_kendall_too() -> None:
    columns, segments = survey(60)
    found = related(columns, KINDS["correlation"], segments)
    assert list(found["method"]) == ["spearman"]
    assert found.loc[0, "reading"] == "go_together"
    steps = related(columns, {"kind": "correlation", "items": ("helpful", "visited")}, segments)
    assert list(steps["method"]) == ["spearman", "kendall"]
    assert list(steps["why"]) == ["correlation", "correlation_few_steps"]


def test_a_planted_effect_matters_with_the_other_factor_held_equal() -> None:
    rng = np.random.default_rng(2)
    size = 240
    band = [str(rng.choice(["young", "old"])) for _ in range(size)]
    level = [1.5 * (b == "old") + rng.logistic() for b in band]
    helpful = [str(1 + int(np.searchsorted([-1, 0.3, 1, 2.5], x))) for x in level]
    columns: Columns = {"helpful": list(helpful), "age": ["50"] * size}
    segments: Columns = {"age_band": list(band), "place": [f"p{i // 4}" for i in range(size)]}
    found = related(columns, KINDS["model"], segments)
    whole, group = found.iloc[0], found.iloc[1]
    assert (whole["level"], whole["df"], whole["clusters"]) == ("", 1, 60)
    assert (whole["reading"], whole["df_error"]) == ("still_matters", 58)
    up = group["estimate"] if group["level"] == "old" else 1 / group["estimate"]
    assert 2 < up < 9
    assert group["conf_low"] < group["estimate"] < group["conf_high"]


def test_groups_that_part_the_answers_are_separated_not_significant() -> None:
    band = ["young", "old"] * 20
    columns: Columns = {"visited": ["yes" if b == "old" else "no" for b in band], "helpful": ["1"] * 40}
    found = related(columns, KINDS["two answers"], {"age_band": list(band)})
    assert found["p_value"].isna().all()
    assert set(found["note"]) <= {"separation", "no_convergence"}


def test_factors_that_follow_each_other_are_refused() -> None:
    columns, segments = survey(40)
    relation = {"kind": "model", "outcome": "helpful", "factors": ("age_band", "age_band")}
    found = related(columns, relation, segments)
    assert set(found["note"]) == {"factors_coincide"}


def test_the_questionnaire_of_these_tests_has_what_they_ask() -> None:
    assert {"visited", "helpful", "age"} <= set(VISIT.variables)
