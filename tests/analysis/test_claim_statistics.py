"""Each statistic against a number worked out by hand from tests/surveys/claims, with a claim it must break."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from scipy.stats import spearmanr

from analysis.checking.ledger import Claim, load_names
from analysis.checking.observed import NotEvaluable
from analysis.checking.rules import RULES
from analysis.checking.statistics import STATISTICS
from analysis.checking.statistics.ranks import rank_correlation
from analysis.checking.study import Study, read_study
from analysis.plan_checks import load_plan
from analysis.replicate import judge
from survey.load import load_questionnaire

HERE = Path(__file__).parents[1] / "surveys" / "claims"
BY_SIZE = {"by": "size", "levels": ["little", "big"]}
EXACT = {"rule": "exact"}
YES = {"codes": ["yes"]}


@pytest.fixture(scope="module")
def study() -> Study:
    questionnaire = load_questionnaire(HERE / "questionnaire.yaml")
    plan = load_plan(HERE / "plan.yaml", questionnaire)
    folders = {name: HERE / name for name in ("clean", "segments", "estimates")}
    return read_study(questionnaire, plan, load_names(HERE / "names.yaml"), folders)


def a_claim(measure: dict[str, Any], variable: Any, **more: Any) -> Claim:
    fields = {
        "id": "c",
        "section": "1",
        "figure": None,
        "kind": "count",
        "population": "all",
        "value": None,
        "tolerance": EXACT,
        "strength": "hard",
        "note": "",
    }
    return Claim.model_validate({**fields, "measure": measure, "variable": variable, **more})


class Case(NamedTuple):
    """A statistic, what it must observe, a claim that holds and one that does not."""

    measure: dict[str, Any]
    variable: Any
    where: dict[str, Any]
    observed: str
    holds: dict[str, Any]
    breaks: dict[str, Any]


def is_value(value: Any) -> dict[str, Any]:
    return {"value": value, "tolerance": EXACT}


def over(threshold: float) -> dict[str, Any]:
    return {"value": None, "tolerance": {"rule": "gt", "threshold": threshold}}


def ordered(value: dict[str, Any], gap: float, unit: str = "pp") -> dict[str, Any]:
    return {"value": value, "tolerance": {"rule": "min_gap", "min_gap": gap, "unit": unit}}


def apart(gap: float) -> dict[str, Any]:
    return {"value": {"max_gap": gap}, "tolerance": {"rule": "max_gap", "max_gap": gap, "unit": "pp"}}


GREATER = {"greater": ["little", "big"]}
POOLS = {"greater_groups": [["rate_x", "rate_y"], ["rate_z"]]}
PEOPLE = {"population": "people"}
WENT_ON = {"population": "go==yes"}
BANDS = {"little": [0, 199], "big": [200, None]}
OTHER_BANDS = {"little": [0, 249], "big": [250, None]}
AIMS = ["set_a", "set_b", "set_c", "did_a", "did_b", "did_c"]

CASES = [
    Case({"stat": "base_n"}, "respondent_id", {}, "8", is_value(8), is_value(7)),
    Case({"stat": "base_n"}, "did_*", {}, "6", is_value(6), is_value(8)),
    Case({"stat": "base_n"}, "rate_z", {}, "7", is_value(7), is_value(8)),
    Case({"stat": "base_n"}, "school", {"population": "schools"}, "4", is_value(4), is_value(10)),
    Case({"stat": "count", **YES}, "set_a", {}, "6", is_value(6), is_value(5)),
    Case(
        {"stat": "count", "codes": ["spring"]}, "wave", {"population": "waves"}, "1", is_value(1), is_value(2)
    ),
    Case(
        {"stat": "count", "codes": ["big"]}, "size", {"population": "schools"}, "2", is_value(2), is_value(5)
    ),
    Case({"stat": "count_nonmissing"}, "why_code", {"population": "go==no"}, "1", is_value(1), is_value(2)),
    Case({"stat": "share", "codes": [4, 5]}, "rate_x", {}, "50 (4)", is_value(50), over(50)),
    Case(
        {"stat": "share", **YES},
        "go",
        {"segment": BY_SIZE},
        "little 100 (4); big 50 (2)",
        ordered(GREATER, 50),
        ordered(GREATER, 51),
    ),
    Case(
        {"stat": "share", **YES},
        "go",
        {"population": "role==teacher & size==big"},
        "50 (2)",
        is_value(50),
        over(50),
    ),
    Case(
        {"stat": "mean"},
        "rate_x",
        {"segment": BY_SIZE},
        "little 4; big 2.5",
        ordered(GREATER, 1.5, "points"),
        ordered(GREATER, 1.6, "points"),
    ),
    Case(
        {"stat": "mean"},
        "people_per_school",
        {"population": "schools", "segment": BY_SIZE},
        "little 2.5; big 2.5",
        apart(0),
        ordered(GREATER, 0.5, "persons"),
    ),
    Case(
        {"stat": "abs_share_diff", "codes_a": [4, 5], "codes_b": [3]},
        "rate_x",
        {},
        "25",
        is_value(25),
        is_value(0),
    ),
    Case(
        {"stat": "joint_count", "conditions": {"rate_x": [4, 5], "go": ["yes"]}},
        ["rate_x", "go"],
        {},
        "3",
        is_value(3),
        is_value(4),
    ),
    Case(
        {"stat": "segment_vs_total", **YES},
        "set_a",
        {"segment": {"by": "size", "levels": ["little"]}},
        "total 75 (6); little 100 (4)",
        ordered({"above_total": "little"}, 25),
        ordered({"below_total": "little"}, 1),
    ),
    Case(
        {"stat": "index_mean"},
        ["rate_x", "rate_y"],
        {"segment": BY_SIZE},
        "little 3.625; big 2.5",
        ordered(GREATER, 1.125, "points"),
        ordered(GREATER, 1.126, "points"),
    ),
    Case(
        {"stat": "pooled_share", "codes": [3, 4, 5]},
        ["rate_x", "rate_y", "rate_z"],
        {},
        "rate_x + rate_y 75 (12); rate_z 14.2857 (1)",
        ordered(POOLS, 60.7),
        ordered(POOLS, 60.8),
    ),
    Case(
        {"stat": "pooled_code_counts"},
        ["rate_x", "rate_y"],
        {},
        "1 1; 2 3; 3 7; 4 4; 5 1",
        {"value": {"modal_code": 3}, "tolerance": {"rule": "mode"}},
        {"value": {"modal_code": 4}, "tolerance": {"rule": "mode"}},
    ),
    Case({"stat": "any_share", **YES}, ["set_b", "set_c"], {}, "62.5 (5)", over(62), over(62.5)),
    Case(
        {"stat": "ticks"},
        ["set_a", "set_b", "set_c"],
        {"segment": BY_SIZE},
        "little 1.75; big 1.25",
        ordered(GREATER, 0.5, "ticks"),
        ordered(GREATER, 0.6, "ticks"),
    ),
    Case(
        {"stat": "total_selected"},
        AIMS,
        {},
        "set_* 12; did_* 8",
        ordered({"order": [["set_*"], ["did_*"]]}, 4, "count"),
        ordered({"order": [["set_*"], ["did_*"]]}, 5, "count"),
    ),
    Case(
        {"stat": "level_counts"},
        "role",
        {},
        "head 2; teacher 6; librarian 0",
        ordered({"order": [["teacher"], ["head"], ["librarian"]]}, 2, "count"),
        ordered({"order": [["head"], ["teacher"]]}, 1, "count"),
    ),
    Case(
        {"stat": "level_shares", "levels": ["head", "teacher"]},
        "role",
        {},
        "head 25 (2); teacher 75 (6)",
        apart(50),
        apart(49),
    ),
    Case(
        {"stat": "level_shares_vs_frame"}, "role", {}, "head -5; teacher 5; librarian 0", apart(5), apart(4)
    ),
    Case({"stat": "min_level_count", "levels": ["head", "teacher"]}, "role", {}, "2", is_value(2), over(2)),
    Case(
        {"stat": "municipalities", **YES},
        "go",
        {},
        "municipalities 3, of 4",
        is_value({"municipalities": 3, "of": 4}),
        is_value({"municipalities": 4, "of": 4}),
    ),
    Case(
        {"stat": "municipalities"},
        "school",
        {"population": "people"},
        "municipalities 4, of 4",
        is_value({"municipalities": 4, "of": 4}),
        is_value({"municipalities": 4, "of": 5}),
    ),
    Case({"stat": "municipality_share", "codes": ["no"]}, "go", {}, "25 (1)", is_value(25), over(25)),
    Case(
        {"stat": "bands", "of": "pupils"},
        "size",
        {"population": "schools"},
        "little [0, 199], big [200, none]",
        is_value(BANDS),
        is_value(OTHER_BANDS),
    ),
    Case({"stat": "frame_share"}, "answered", PEOPLE, "80 (8)", is_value(80), is_value(100)),
    Case({"stat": "response_rate"}, "respondent_id", PEOPLE, "80 (8)", is_value(80), is_value(81)),
    Case(
        {"stat": "date_after", "other": "visit_date"},
        "send_date",
        PEOPLE,
        "true",
        is_value(True),
        is_value(False),
    ),
    Case(
        {"stat": "date_before", "other": "visit_date"},
        "send_date",
        PEOPLE,
        "false",
        is_value(False),
        is_value(True),
    ),
    Case(
        {"stat": "date_between"},
        "visit_date",
        {"population": "instrument"},
        "[2024-01-10, 2024-03-01]",
        {"value": {"from": "2024-01-10", "to": "2024-03-01"}, "tolerance": {"rule": "date_interval"}},
        {"value": {"from": "2024-01-11", "to": "2024-03-01"}, "tolerance": {"rule": "date_interval"}},
    ),
    Case(
        {"stat": "share_days_before", "other": "send_date", "min_days": 58},
        "visit_date",
        PEOPLE,
        "50 (5)",
        is_value(50),
        over(50),
    ),
    Case(
        {"stat": "sets_days_before", "other": "send_date", "max_days": 7},
        "wave",
        {"population": "waves"},
        "1",
        is_value(1),
        is_value(2),
    ),
    Case(
        {"stat": "blocks"},
        "questionnaire",
        {"population": "instrument"},
        "[aims, ratings]",
        {"value": {"contains": ["ratings"]}, "tolerance": {"rule": "superset"}},
        {"value": {"contains": ["ratings", "changes"]}, "tolerance": {"rule": "superset"}},
    ),
    Case(
        {"stat": "constant"}, "how", {"population": "instrument"}, "web", is_value("web"), is_value("paper")
    ),
    Case({"stat": "select_type"}, "did_*", {}, "multi", is_value("multi"), is_value("single")),
    Case(
        {"stat": "implies", "if": {"rate_x": [1]}, "then": {"go": ["no"]}},
        "go",
        {},
        "true",
        is_value(True),
        is_value(False),
    ),
    Case(
        {"stat": "subset_of", "other": "set_*"},
        "did_*",
        {"population": "go==yes"},
        "true",
        is_value(True),
        is_value(False),
    ),
    Case(
        {"stat": "subset_of", "other": "did_*"},
        "set_*",
        {"population": "go==yes"},
        "false",
        is_value(False),
        is_value(True),
    ),
    Case({"stat": "routed", "when": {"go": ["yes"]}}, "did_*", {}, "true", is_value(True), is_value(False)),
    Case(
        {"stat": "routed", "when": {"set_a": ["yes"]}}, "did_*", {}, "false", is_value(False), is_value(True)
    ),
    Case(
        {"stat": "pairwise_ge", "pairs": "set_x >= did_x"}, AIMS, {}, "true", is_value(True), is_value(False)
    ),
    Case(
        {"stat": "pairwise_ge", "pairs": "did_x >= set_x"}, AIMS, {}, "false", is_value(False), is_value(True)
    ),
    Case({"stat": "spearman"}, AIMS, {}, "1", is_value(1), over(1)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.measure['stat']}-{case.variable}")
def test_observes_what_was_worked_out_by_hand(case: Case, study: Study) -> None:
    verdict = judge(a_claim(case.measure, case.variable, **case.where, **case.holds), study)
    assert (verdict.observed, verdict.reason, verdict.verdict) == (case.observed, "", "satisfied")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.measure['stat']}-{case.variable}")
def test_can_be_violated(case: Case, study: Study) -> None:
    verdict = judge(a_claim(case.measure, case.variable, **case.where, **case.breaks), study)
    assert verdict.verdict == "violated" and verdict.reason, verdict


def test_every_statistic_has_a_case() -> None:
    assert {case.measure["stat"] for case in CASES} == set(STATISTICS)


def test_every_file_is_in_the_list() -> None:
    for package, listed in (("checking/statistics", STATISTICS), ("checking/rules", RULES)):
        folder = Path(__file__).parents[2] / "analysis" / package
        files = {path.stem for path in folder.glob("*.py")} - {"__init__", "common"}
        modules = {_module_of(entry) for entry in listed.values()}
        assert modules == files


def _module_of(entry: Any) -> str:
    function = getattr(entry, "broken", entry)
    return str(function.__module__).rsplit(".", 1)[-1]


UNEVALUABLE = [
    ({"stat": "share", **YES}, "goo", {}, "unknown variable 'goo' (did you mean 'go'?)"),
    ({"stat": "share", "codes": ["maybe"]}, "go", {}, "go has no code 'maybe'"),
    ({"stat": "share", **YES}, "go", {"population": "goo==yes"}, "unknown variable 'goo'"),
    (
        {"stat": "share", **YES},
        "go",
        {"population": "peeple"},
        "unknown population 'peeple' (did you mean 'people'?)",
    ),
    (
        {"stat": "share", **YES},
        "go",
        {"segment": {"by": "size", "levels": ["huge"]}},
        "size has no code 'huge'",
    ),
    ({"stat": "share", **YES}, "go", {"population": "role==librarian"}, "empty base"),
    ({"stat": "share"}, "go", {}, "share needs codes"),
    ({"stat": "mean", **YES}, "rate_x", {}, "mean does not read codes"),
    ({"stat": "base_n"}, "go", {"segment": BY_SIZE}, "base_n is not computed by segment"),
    ({"stat": "mean"}, "go", {}, "the codes are not numbers"),
    ({"stat": "base_n"}, "dig_*", {}, "no item is called 'dig_*'"),
    ({"stat": "shares"}, "go", {}, "unknown statistic 'shares' (did you mean 'share'?)"),
    ({"stat": "implies", "if": {"role": ["librarian"]}, "then": {"go": ["no"]}}, "go", {}, "empty base"),
    ({"stat": "constant"}, "hov", {"population": "instrument"}, "no property is called 'hov'"),
    ({"stat": "date_after", "other": "school"}, "send_date", PEOPLE, "school: 10 of 10 rows have no date"),
    (
        {"stat": "bands", "of": "wave"},
        "size",
        {"population": "schools"},
        "the plan does not band wave into size",
    ),
    ({"stat": "pairwise_ge", "pairs": "sets"}, AIMS, {}, "cannot read the pairs"),
    ({"stat": "spearman"}, AIMS[:5], {}, "two series"),
    (
        {"stat": "sets_days_before", "other": "send_date", "max_days": 7},
        "school",
        {"population": "schools"},
        "no date",
    ),
    ({"stat": "count", **YES}, "did_a", {"population": "schools"}, "unknown variable 'did_a'"),
]


@pytest.mark.parametrize(
    ("measure", "variable", "where", "reason"), UNEVALUABLE, ids=lambda part: str(part)[:40]
)
def test_says_why_it_cannot_be_evaluated(
    measure: Any, variable: Any, where: Any, reason: str, study: Study
) -> None:
    verdict = judge(a_claim(measure, variable, **where, **is_value(1)), study)
    assert verdict.verdict == "not_evaluable" and reason in verdict.reason, verdict.reason


def test_nobody_invited_is_a_violation_not_an_unknown_code(study: Study) -> None:
    nobody = replace(study, frame=study.invited().assign(invited="no"))
    verdict = judge(a_claim({"stat": "frame_share"}, "invited", **PEOPLE, **is_value(100)), nobody)
    assert (verdict.verdict, verdict.observed) == ("violated", "0")


def test_a_pattern_leaves_out_text_and_codings(study: Study) -> None:
    assert study.resolve(("set_*", "rate_z")) == ("set_a", "set_b", "set_c", "rate_z")
    with pytest.raises(NotEvaluable, match="why"):
        study.resolve(("why*",))


def test_bands_show_the_range_of_a_level_that_strays(study: Study) -> None:
    frame = study.invited().assign(pupils=study.invited()["pupils"].replace("150", "250"))
    strayed = replace(study, frame=frame)
    verdict = judge(
        a_claim({"stat": "bands", "of": "pupils"}, "size", population="schools", value=BANDS), strayed
    )
    assert verdict.verdict == "violated"
    assert verdict.observed == "big [200, none], little [90, 250]"


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([1, 2, 3, 4], [1, 2, 4, 3]),
        ([5, 5, 1, 9], [2, 7, 7, 1]),
        ([3, 1, 2], [1, 3, 2]),
        ([1, 2, 2], [3, 3, 4]),
    ],
)
def test_rank_correlation_agrees_with_scipy(x: list[int], y: list[int]) -> None:
    assert float(rank_correlation(x, y)) == pytest.approx(spearmanr(x, y).statistic, abs=1e-12)


def test_rank_correlation_is_exact_where_it_is_rational() -> None:
    assert rank_correlation([1, 2, 3, 4], [1, 2, 4, 3]) == Fraction(4, 5)
