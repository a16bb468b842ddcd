"""Weights: R's `postStratify`, `rake` and `trimWeights`, and what happens when weights cannot be made."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from designs import counted, golden, respondents, table
from small import VISIT

from analysis.design.linear import means
from analysis.design.rao_scott import rao_scott
from analysis.plan import Plan, Weight
from analysis.plan_checks import load_plan
from analysis.weights import KINDS, weigh, weight_findings
from analysis.weights.diagnostics import DIAGNOSTIC_COLUMNS
from analysis.weights.people import People
from survey.messages import CATALOGUE, SvarError


def plan_of(groups: dict[str, list[str]], *weights: dict[str, Any]) -> Plan:
    segments = [
        {"id": name, "kind": "merged", "of": name, "groups": {group: [group] for group in each}}
        for name, each in groups.items()
    ]
    crosstabs = [{"by": list(groups)[:1]}]
    document = {"study": "visit", "segments": segments, "weights": list(weights), "crosstabs": crosstabs}
    return Plan.model_validate(document)


def people_of(*columns: dict[str, list[Any]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    here, there = (pd.DataFrame(each, dtype="str") for each in columns)
    return tuple(  # type: ignore[return-value]
        frame.assign(respondent_id=[f"p{i}" for i in range(len(frame))]) for frame in (here, there)
    )


# ---- against R -----------------------------------------------------------------------------------

POPULATION: dict[str, dict[str, dict[str, int]]] = {
    "clus1": {"g": {"E": 4421, "H": 755, "M": 1018}, "a": {"No": 1072, "Yes": 5122}},
    "few": {
        "g": {"k": 300, "l": 200, "m": 180, "n": 60},
        "a": {"No": 300, "Yes": 440},
        "b": {"p": 270, "q": 200, "r": 140, "s": 110, "t": 20},
    },
}
LIMITS = {"clus1": (0.8, 1.62), "few": (0.57, 2.5)}
WEIGHTS: dict[str, dict[str, Any]] = {
    "post_stratified": {"kind": "post_stratified"},
    "raked": {"kind": "raked"},
    "trimmed": {"kind": "raked"},
}


def solved(name: str, kind: str) -> tuple[pd.DataFrame, np.ndarray, pd.DataFrame]:
    """The golden respondents, their weights by `weigh`, and the diagnostics."""
    margins = POPULATION[name]
    here = respondents(name).dropna(subset=["g", "a", "b", "o"]) if name == "few" else respondents(name)
    here = here.reset_index(drop=True).assign(respondent_id=lambda f: f.index.astype(str))
    # Only the margins of the frame matter, so its columns may be filled independently of each other.
    frame = pd.DataFrame({s: np.repeat(list(m), list(m.values())) for s, m in margins.items()}, dtype="str")
    weight = {"id": kind, "to": ["g"] if kind == "post_stratified" else list(margins), **WEIGHTS[kind]}
    if kind == "trimmed":
        weight["trim"] = LIMITS[name]
    plan = plan_of({s: list(m) for s, m in margins.items()}, weight)
    columns, diagnostics = weigh(here, frame.assign(respondent_id="x"), plan, VISIT)
    return here, columns[f"weight_{kind}"].to_numpy(), diagnostics


@pytest.mark.parametrize("name", POPULATION)
@pytest.mark.parametrize("kind", WEIGHTS)
def test_weights_as_in_r(name: str, kind: str) -> None:
    here, weights, _ = solved(name, kind)
    rows = golden(name)
    rows = rows[rows["quantity"] == kind]
    keys = here[rows["rows"].iloc[0].split("*")].agg("*".join, axis=1)
    ours = {key: weights[(keys == key).to_numpy()] for key in rows["group"]}
    assert all(np.ptp(each) < 1e-9 for each in ours.values())
    tolerance = 1e-6 if kind != "post_stratified" else 1e-8
    assert {k: each[0] for k, each in ours.items()} == pytest.approx(
        dict(zip(rows["group"], rows["value"], strict=True)), rel=tolerance
    )


@pytest.mark.parametrize("name", POPULATION)
@pytest.mark.parametrize("kind", WEIGHTS)
def test_estimates_with_the_weights_as_in_r(name: str, kind: str) -> None:
    """R is told the weights (`svydesign(weights = ~w)`) and takes them as fixed, as we do."""
    here, weights, _ = solved(name, kind)
    here = here.assign(weight=weights, stratum="", fpc=np.inf)
    stacks = counted(here, clustered=True)
    both, number = table(stacks, "g", "a"), table(stacks, "", "x")
    test = rao_scott(both.weighted, both.covariance, both.design_df)
    mean, error = means(number.weighted, number.covariance, number.values)
    ours = {"f": test.statistic[0], "df": test.df[0], "ddf": test.df_error[0], "p": test.p_value[0]}
    ours |= {"mean": mean[0, 0], "mean_se": error[0, 0]}
    rows = golden(name)
    rows = rows[rows["quantity"].str.startswith(f"{kind}_")]
    theirs = {q.removeprefix(f"{kind}_"): v for q, v in zip(rows["quantity"], rows["value"], strict=True)}
    assert theirs == pytest.approx(ours, rel=1e-8 if kind == "post_stratified" else 1e-6)
    assert len(theirs) == 6


@pytest.mark.parametrize("name", POPULATION)
def test_trimmed_weights_keep_within_the_limits_and_meet_the_margins(name: str) -> None:
    _, weights, diagnostics = solved(name, "trimmed")
    _, untrimmed, _ = solved(name, "raked")
    low, high = LIMITS[name]
    assert untrimmed.min() < low or untrimmed.max() > high
    assert weights.min() >= low - 1e-9
    assert weights.max() <= high + 1e-9
    assert weights.mean() == pytest.approx(1)
    assert weight_findings(diagnostics) == []


# ---- diagnostics -----------------------------------------------------------------------------------


def cell(diagnostics: pd.DataFrame, quantity: str, segment: str = "total", group: str = "all") -> float:
    rows = diagnostics[
        (diagnostics["quantity"] == quantity)
        & (diagnostics["segment"] == segment)
        & (diagnostics["group"] == group)
    ]
    assert len(rows) == 1
    return float(rows["value"].iloc[0])


SIZE = {"size": ["s", "l"]}
HERE: dict[str, list[Any]] = {"size": ["s", "s", "l", "l", "l", "l", "l", "l"]}
FRAME: dict[str, list[Any]] = {"size": ["s"] * 10 + ["l"] * 10}


def test_diagnostics_by_hand() -> None:
    """2 of 10 and 6 of 10 answered: weights 2 and 2/3; Σw² = 4·2 + 4/9·6 = 32/3, so deff = 8·(32/3)/64 = 4/3."""
    plan = plan_of(SIZE, {"id": "w", "kind": "post_stratified", "to": ["size"]})
    columns, found = weigh(*people_of(HERE, FRAME), plan, VISIT)
    assert columns["weight_w"].tolist() == pytest.approx([2, 2, *[2 / 3] * 6])
    assert list(found.columns) == DIAGNOSTIC_COLUMNS
    assert cell(found, "design_effect") == pytest.approx(4 / 3)
    assert cell(found, "efficiency") == pytest.approx(75)
    assert cell(found, "effective_n") == pytest.approx(6)
    assert (cell(found, "smallest"), cell(found, "largest")) == pytest.approx((2 / 3, 2))
    assert [cell(found, q, "size", "s") for q in ("population", "before", "after")] == pytest.approx(
        [50, 25, 50]
    )
    assert cell(found, "met") == 1


def test_a_row_of_weights_for_each_respondent_and_weight() -> None:
    plan = plan_of(
        {**SIZE, "role": ["a", "b"]},
        {"id": "one", "kind": "raked", "to": ["size", "role"]},
        {"id": "two", "kind": "post_stratified", "to": ["size", "role"]},
        {"id": "three", "kind": "raked", "to": ["size*role"]},
    )
    here = {**HERE, "role": ["a", "b", "a", "a", "b", "a", "b", "a"]}
    frame = {**FRAME, "role": ["a", "a", "a", "b"] * 5}
    columns, found = weigh(*people_of(here, frame), plan, VISIT)
    assert columns.shape == (8, 3)
    assert columns.mean().tolist() == pytest.approx([1, 1, 1])
    # Raking to the crossed cells is post-stratification.
    assert columns["weight_two"].tolist() == pytest.approx(columns["weight_three"].tolist())
    assert cell(found[found["weight"] == "two"], "after", "size*role", "s*a") == pytest.approx(40)


# ---- what cannot be done ---------------------------------------------------------------------------


def codes(diagnostics: pd.DataFrame) -> list[str]:
    return [f.code for f in weight_findings(diagnostics)]


@pytest.mark.parametrize("kind", ["raked", "post_stratified"])
def test_a_group_without_respondents_is_reported_and_its_share_falls_to_the_others(kind: str) -> None:
    plan = plan_of({"size": ["s", "m", "l"]}, {"id": "w", "kind": kind, "to": ["size"]})
    columns, found = weigh(*people_of(HERE, {"size": ["s"] * 10 + ["m"] * 7 + ["l"] * 10}), plan, VISIT)
    [problem] = weight_findings(found)
    assert (problem.code, problem.value) == ("D091", "m")
    assert "7 invited people" in problem.message
    assert columns["weight_w"].tolist() == pytest.approx([2, 2, *[2 / 3] * 6])
    assert cell(found, "after", "size", "m") == 0


def test_unknown_groups_are_a_group_when_both_have_it() -> None:
    here = {"size": ["s", "s", "l", "l", "l", "l", None, None]}
    frame = {"size": ["s"] * 8 + ["l"] * 8 + [None] * 4}
    plan = plan_of(SIZE, {"id": "w", "kind": "raked", "to": ["size"]})
    columns, found = weigh(*people_of(here, frame), plan, VISIT)
    assert columns["weight_w"].tolist() == pytest.approx([1.6, 1.6, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8])
    assert codes(found) == ["D090"]


@pytest.mark.parametrize("stranger", [None, "m"])
def test_respondents_of_a_group_that_the_frame_lacks_keep_their_share(stranger: str | None) -> None:
    here = {"size": ["s", "s", "l", "l", "l", "l", stranger, stranger]}
    plan = plan_of({"size": ["s", "m", "l"]}, {"id": "w", "kind": "raked", "to": ["size"]})
    columns, found = weigh(*people_of(here, FRAME), plan, VISIT)
    assert columns["weight_w"].tolist() == pytest.approx([1.5, 1.5, 0.75, 0.75, 0.75, 0.75, 1, 1])
    assert codes(found) == (["D090"] if stranger is None else ["D094"])


def test_limits_that_leave_no_room_are_reported() -> None:
    plan = plan_of(SIZE, {"id": "w", "kind": "raked", "to": ["size"], "trim": (0.9, 1.1)})
    columns, found = weigh(*people_of(HERE, FRAME), plan, VISIT)
    assert codes(found) == ["D092"]
    assert cell(found, "met") == 0
    assert columns["weight_w"].between(0.9, 1.1).all()


def test_margins_that_contradict_each_other_are_reported() -> None:
    """All small are leaders among the respondents; the frame's margins cannot both be met."""
    here = {"size": ["s", "s", "l", "l"], "role": ["a", "a", "b", "b"]}
    frame = {"size": ["s"] * 5 + ["l"] * 5, "role": ["a"] * 8 + ["b"] * 2}
    plan = plan_of({**SIZE, "role": ["a", "b"]}, {"id": "w", "kind": "raked", "to": ["size", "role"]})
    columns, found = weigh(*people_of(here, frame), plan, VISIT)
    assert codes(found) == ["D092"]
    assert "30 percentage points" in weight_findings(found)[0].message
    assert columns["weight_w"].mean() == pytest.approx(1)


def test_given_weights() -> None:
    here = {"w": ["1", "3", None, "-2", "few", "0"]}
    plan = plan_of(SIZE, {"id": "w", "kind": "given", "of": "w"})
    columns, found = weigh(people_of(here, here)[0], None, plan, VISIT)
    assert columns["weight_w"].tolist() == pytest.approx([1.5, 4.5, 0, 0, 0, 0])
    [problem] = weight_findings(found)
    assert (problem.code, problem.message.split()[0]) == ("D093", "3")


def test_given_weights_of_the_frame() -> None:
    here, frame = people_of({"size": ["s", "l"]}, {"size": ["s", "l", "l"]})
    frame["base_weight"] = ["1", "4", "9"]
    here = here.iloc[::-1].reset_index(drop=True)
    plan = plan_of(SIZE, {"id": "w", "kind": "given", "of": "base_weight"})
    assert weigh(here, frame, plan, VISIT)[0]["weight_w"].tolist() == pytest.approx([1.6, 0.4])
    wrong = plan_of(SIZE, {"id": "w", "kind": "given", "of": "base_wieght"})
    with pytest.raises(SvarError, match="did you mean 'base_weight'"):
        weigh(here, frame, wrong, VISIT)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kind", ["raked", "post_stratified"])
def test_nobody_has_answered(kind: str) -> None:
    here, frame = people_of({"size": []}, FRAME)
    plan = plan_of(SIZE, {"id": "w", "kind": kind, "to": ["size"]})
    columns, found = weigh(here, frame, plan, VISIT)
    assert columns.shape == (0, 1)
    assert np.isnan(cell(found, "design_effect"))
    assert codes(found) == ["D091", "D091"]


def test_every_kind_of_the_plan_has_a_file() -> None:
    assert set(KINDS) == set(Weight.model_fields["kind"].annotation.__args__)  # type: ignore[union-attr]


def test_a_margin_counts_frame_and_respondents() -> None:
    here, frame = people_of(HERE, FRAME)
    margin = People(here, frame, plan_of(SIZE), VISIT).margin("size")
    assert margin.groups == ("s", "l")
    assert margin.sample.tolist() == [2, 6]
    assert margin.target.tolist() == [4, 4]


# ---- the page for evaluators -------------------------------------------------------------------------

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "weights.md").read_text(encoding="utf-8")


def example(language: str) -> str:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)[0]


def test_the_example_of_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The plan loads; the code prints what the page says it prints."""
    (tmp_path / "plan.yaml").write_text(example("yaml"), encoding="utf-8")
    plan = load_plan(tmp_path / "plan.yaml", VISIT)
    assert plan.sensitivity is not None
    one = plan.weights[0].model_copy(update={"to": ("branch_size",)})
    plan = plan.model_copy(update={"weights": (one,)})
    exec(example("python"), {"plan": plan, "questionnaire": VISIT})
    assert capsys.readouterr().out == example("text")


def test_the_page_tells_of_every_kind_and_code() -> None:
    assert all(f"`{kind}`" in PAGE for kind in KINDS)
    told = set(re.findall(r"^\| (D\d{3}) \|", PAGE, re.MULTILINE))
    assert told == {code for code in CATALOGUE if code.startswith("D09")}
