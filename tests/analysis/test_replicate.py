"""The stage: verdicts, scorecard and files; planted faults break the claims they should and no others."""

from __future__ import annotations

import itertools
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import replicate
from analysis.checking.ledger import Claim, Ledger, load_ledger, load_names
from analysis.checking.rules import RULES
from analysis.checking.statistics import STATISTICS
from analysis.checking.study import Study, read_study
from analysis.crosstab import crosstab, read_counter
from analysis.plan_checks import load_plan
from analysis.results import ESTIMATE_COLUMNS
from survey.frames import read_frame, write_frame
from survey.load import load_questionnaire
from survey.stage import read_json

ROOT = Path(__file__).parents[2]
HERE = ROOT / "tests" / "surveys" / "claims"
REAL = ROOT / "analysis" / "claims"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    questionnaire = load_questionnaire(HERE / "questionnaire.yaml")
    plan = load_plan(HERE / "plan.yaml", questionnaire)
    published = tmp_path_factory.mktemp("crosstab")
    counter = read_counter(HERE / "clean", HERE / "segments", questionnaire)
    write_frame(crosstab(counter, plan, questionnaire, 0.95), published / "estimates.csv")
    folders = {"clean": HERE / "clean", "segments": HERE / "segments", "estimates": published}
    return read_study(questionnaire, plan, load_names(HERE / "names.yaml"), folders)


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return load_ledger(HERE / "ledger.yaml")


def recounted(study: Study, answers: pd.DataFrame, status: pd.DataFrame | None = None) -> Study:
    """The study with other answers, and nothing published about them yet."""
    nothing = pd.DataFrame(columns=ESTIMATE_COLUMNS)
    return replace(
        study, respondents=answers, status=study.status if status is None else status, estimates=nothing
    )


def changed(study: Study, respondent: str, **answers: str | None) -> Study:
    table, status = study.respondents.copy(), study.status.copy()
    row = table["respondent_id"] == respondent
    for name, value in answers.items():
        table.loc[row, name] = value
        status.loc[row, name] = "not_asked" if value is None else "answered"
    return recounted(study, table, status)


def broken_by(study: Study, ledger: Ledger) -> set[str]:
    card = replicate.scorecard(replicate.replicate(ledger, study))
    assert card["not_evaluable"] == []
    return set(card["violated"])


def test_every_claim_of_the_tiny_study_holds(study: Study, ledger: Ledger) -> None:
    card = replicate.scorecard(replicate.replicate(ledger, study))
    assert card == {
        "claims": 11,
        "satisfied": 11,
        "violated": [],
        "not_evaluable": [],
        "hard": {"claims": 9, "satisfied": 9},
        "soft": {"claims": 2, "satisfied": 2},
    }
    assert replicate.sentence(card) == (
        "11 claims: 11 satisfied (9 of 9 hard, 2 of 2 soft), 0 violated, 0 not evaluable"
    )


def test_published_results_are_used_where_there_are_any(study: Study, ledger: Ledger) -> None:
    sources = {v.claim.id: v.source for v in replicate.replicate(ledger, study)}
    assert sources == {
        "base": "answers",
        "rate-of-response": "response",
        "went-on": "crosstab",
        "every-school-went-on": "answers",
        "worked-base": "crosstab",
        "worked-routing": "answers",
        "worked-subset": "answers",
        "aims-order": "crosstab",
        "little-schools-higher": "crosstab",
        "talks-high": "crosstab",
        "talks-high-in-chapter-five": "crosstab",
    }


def test_a_population_narrower_than_the_published_one_is_counted_from_the_answers(
    study: Study, ledger: Ledger
) -> None:
    claim = ledger.claims[2].model_copy(update={"population": "size==big", "value": 50})
    verdict = replicate.judge(claim, study)
    assert (verdict.verdict, verdict.source, verdict.observed) == ("satisfied", "answers", "50 (2)")


@pytest.mark.parametrize(
    ("respondent", "answers", "broken"),
    [
        ("r6", {"go": "no"}, {"went-on", "worked-base", "every-school-went-on", "worked-routing"}),
        ("r7", {"set_a": "no", "set_b": "yes"}, {"aims-order"}),
        ("r2", {"did_c": "yes"}, {"worked-subset"}),
        ("r1", {"rate_x": "3"}, {"talks-high", "talks-high-in-chapter-five"}),
        ("r5", {"rate_x": "5"}, {"talks-high", "talks-high-in-chapter-five"}),
        ("r8", {"rate_x": "3"}, set()),
        ("r7", {"did_a": "no", "did_b": "no", "did_c": "no"}, {"worked-routing"}),
        ("r6", {"did_a": None}, {"worked-routing"}),
    ],
)
def test_a_planted_fault_breaks_the_claims_that_rest_on_it(
    respondent: str, answers: dict[str, str | None], broken: set[str], study: Study, ledger: Ledger
) -> None:
    found = broken_by(changed(study, respondent, **answers), ledger)
    if respondent == "r6" and "go" in answers:
        # r6 stays among those who were asked about the aims, so the school has nobody but r5 left: it still counts.
        broken = broken - {"every-school-went-on"}
    assert found == broken


def test_a_lost_respondent_is_noticed(study: Study, ledger: Ledger) -> None:
    fewer = study.respondents.iloc[:-1]
    verdicts = {
        v.claim.id: v for v in replicate.replicate(ledger, recounted(study, fewer, study.status.iloc[:-1]))
    }
    assert verdicts["base"].verdict == "violated" and verdicts["went-on"].verdict == "violated"
    assert verdicts["rate-of-response"].verdict == "not_evaluable"
    assert verdicts["rate-of-response"].reason == "published (10, 8), rate 80.0; counted (10, 7)"


@pytest.mark.parametrize(
    ("measure", "answer", "new", "reason"),
    [
        ("count", "yes", 5.0, "crosstab has"),
        ("share", "yes", 75.1, "published share 75.1, but the counts give 75.0"),
        ("base", None, 9.0, "published base 9.0"),
    ],
)
def test_a_published_number_that_does_not_follow_is_noticed(
    measure: str, answer: str | None, new: float, reason: str, study: Study, ledger: Ledger
) -> None:
    wrong = study.estimates.copy()
    rows = (wrong["item"] == "go") & (wrong["segment"] == "total") & (wrong["measure"] == measure)
    rows &= (wrong["answer"] == answer) if answer else True
    assert rows.sum() == 1
    wrong.loc[rows, "estimate"] = new
    # A wrong count is noticed first by its own share; without shares, by the recount.
    if measure == "count":
        wrong = wrong[~wrong["measure"].isin(["share", "base"])]
    verdict = replicate.judge(ledger.claims[2], replace(study, estimates=wrong))
    assert verdict.verdict == "not_evaluable" and reason in verdict.reason


def test_a_wrong_published_mean_is_noticed(study: Study, ledger: Ledger) -> None:
    wrong = study.estimates.copy()
    wrong.loc[(wrong["item"] == "rate_x") & (wrong["measure"] == "mean"), "estimate"] += 0.001
    verdict = replicate.judge(ledger.claims[8], replace(study, estimates=wrong))
    assert verdict.verdict == "not_evaluable" and "published mean" in verdict.reason


def test_writes_scorecard_table_and_verdicts(
    study: Study, tmp_path: Path, monkeypatch: Any, capsys: Any
) -> None:
    write_frame(study.estimates, tmp_path / "estimates" / "estimates.csv")
    words = {
        "questionnaire": HERE / "questionnaire.yaml",
        "claims": HERE / "ledger.yaml",
        "names": HERE / "names.yaml",
        "plan": HERE / "plan.yaml",
        "clean": HERE / "clean",
        "segments": HERE / "segments",
        "estimates": tmp_path / "estimates",
        "out": tmp_path / "out",
    }
    options = [part for name, path in words.items() for part in (f"--{name}", str(path))]
    monkeypatch.setattr(sys, "argv", ["replicate", "--study", "visits", *options])
    replicate.main()
    assert "11 claims: 11 satisfied (9 of 9 hard, 2 of 2 soft)" in capsys.readouterr().out
    assert read_json(tmp_path / "out" / "scorecard.json")["satisfied"] == 11
    claims = read_frame(tmp_path / "out" / "claims.csv")
    assert list(claims.columns) == replicate.CLAIM_COLUMNS and len(claims) == 11
    verdicts = read_frame(tmp_path / "out" / "verdicts.csv")
    assert list(verdicts.columns) == ["id", "section", "figure", "strength", "kind", "verdict"]
    assert set(verdicts["verdict"]) == {"satisfied"}


def test_every_claim_of_the_real_ledger_is_understood() -> None:
    real = load_ledger(REAL / "som.yaml")
    load_names(REAL / "som_names.yaml")
    assert len(real.claims) == 296
    assert sum(claim.strength == "hard" for claim in real.claims) == 157
    for claim in real.claims:
        assert claim.measure.stat in STATISTICS, claim.id
        RULES[claim.tolerance.rule].require(claim)
        assert RULES[claim.tolerance.rule].expected(claim), claim.id


def test_no_claim_is_odd_enough_to_stop_the_others(study: Study) -> None:
    real = load_ledger(REAL / "som.yaml")
    verdicts = replicate.replicate(real, study)
    assert {v.verdict for v in verdicts} <= {"violated", "not_evaluable", "satisfied"}
    assert all(v.reason for v in verdicts if v.verdict != "satisfied")


def test_any_statistic_with_any_rule_gives_a_verdict(study: Study, ledger: Ledger) -> None:
    real = load_ledger(REAL / "som.yaml")
    by_stat = {claim.measure.stat: claim for claim in real.claims}
    by_rule = {claim.tolerance.rule: claim for claim in real.claims}
    variables: list[Any] = ["go", "rate_x", "why", "set_*", ("rate_x", "rate_y"), "pupils", "nothing"]
    populations = ["all", "go==yes", "people", "schools", "instrument", "a = b"]
    places = itertools.cycle(itertools.product(variables, populations))
    judged = 0
    for stat, rule in itertools.product(STATISTICS, RULES):
        for variable, population in itertools.islice(places, 2):
            fields = {
                "variable": variable,
                "population": population,
                "measure": by_stat[stat].measure,
                "tolerance": by_rule[rule].tolerance,
                "value": by_rule[rule].value,
                "segment": ledger.claims[8].segment if judged % 3 == 0 else None,
            }
            odd: Claim = by_stat[stat].model_copy(update=fields)
            assert replicate.judge(odd, study).verdict in ("satisfied", "violated", "not_evaluable")
            judged += 1
    assert judged == 2 * len(STATISTICS) * len(RULES)


def test_the_checker_shares_no_code_with_the_solver() -> None:
    own = [ROOT / "analysis" / "replicate.py", *(ROOT / "analysis" / "checking").rglob("*.py")]
    solver = ("analysis.reconstruct", "analysis.constraints", "analysis.synthetic", "ortools")
    assert len(own) > 15
    assert [
        path.name for path in own if any(name in path.read_text(encoding="utf-8") for name in solver)
    ] == []
    theirs = [ROOT / "analysis" / "reconstruct.py", *(ROOT / "analysis" / "synthetic").glob("*.py")]
    theirs += (ROOT / "analysis" / "constraints").glob("*.py")
    checker = ("analysis.replicate", "analysis.checking")
    assert [
        path.name for path in theirs if any(name in path.read_text(encoding="utf-8") for name in checker)
    ] == []
