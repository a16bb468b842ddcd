"""The real ledger on the shipped synthetic study, through the stages themselves; and that it can fail."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.checking.ledger import Ledger, load_ledger, load_names
from analysis.checking.study import Study, read_study
from analysis.crosstab import main as crosstab
from analysis.plan_checks import load_plan
from analysis.replicate import Verdict, replicate, scorecard
from analysis.results import ESTIMATE_COLUMNS, RESPONSE_COLUMNS
from analysis.segment import main as segment
from survey.load import load_questionnaire
from survey.validate import main as validate

ROOT = Path(__file__).parents[2]
PATHS = {
    "questionnaire": ROOT / "questionnaires" / "som" / "brukerundersokelse.yaml",
    "plan": ROOT / "analysis" / "plans" / "som.yaml",
    "raw": ROOT / "data" / "raw" / "som",
    "params": ROOT / "params.yaml",
}


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return load_ledger(ROOT / "analysis" / "claims" / "som.yaml")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    out = {name: tmp_path_factory.mktemp(name) for name in ("clean", "segments", "estimates")}
    stages = (
        (validate, "clean", ("questionnaire", "raw")),
        (segment, "segments", ("questionnaire", "plan", "raw", "clean")),
        (crosstab, "estimates", ("questionnaire", "plan", "clean", "segments")),
    )
    with pytest.MonkeyPatch.context() as patch:
        for stage, made, needs in stages:
            paths = {"params": PATHS["params"], "out": out[made], **{n: {**PATHS, **out}[n] for n in needs}}
            options = [part for name, path in paths.items() for part in (f"--{name}", str(path))]
            patch.setattr(sys, "argv", ["stage", *options])
            stage()
    questionnaire = load_questionnaire(PATHS["questionnaire"])
    names = load_names(ROOT / "analysis" / "claims" / "som_names.yaml")
    return read_study(questionnaire, load_plan(PATHS["plan"], questionnaire), names, out)


@pytest.fixture(scope="module")
def verdicts(study: Study, ledger: Ledger) -> list[Verdict]:
    return replicate(ledger, study)


def unpublished(study: Study, respondents: pd.DataFrame) -> Study:
    """The study with other answers, about which nothing is published yet."""
    nothing = pd.DataFrame(columns=ESTIMATE_COLUMNS), pd.DataFrame(columns=RESPONSE_COLUMNS)
    return replace(study, respondents=respondents, estimates=nothing[0], response=nothing[1])


def violated(study: Study, ledger: Ledger) -> set[str]:
    return set(scorecard(replicate(ledger, study))["violated"])


def test_every_claim_of_the_publication_holds(verdicts: list[Verdict]) -> None:
    assert [(v.claim.id, v.reason) for v in verdicts if v.verdict != "satisfied"] == []
    assert len(verdicts) == 296


def test_most_claims_are_judged_on_what_the_pipeline_publishes(verdicts: list[Verdict]) -> None:
    sources = [v.source for v in verdicts]
    assert sources.count("crosstab") + sources.count("response") >= 230


def test_a_recount_of_the_answers_says_the_same(study: Study, ledger: Ledger) -> None:
    assert violated(unpublished(study, study.respondents), ledger) == set()


def test_five_flipped_answers_break_the_claims_about_them_and_no_others(study: Study, ledger: Ledger) -> None:
    flipped = study.respondents.copy()
    flipped.loc[flipped.index[flipped["changes"] == "no"][:5], "changes"] = "yes"
    found = violated(unpublished(study, flipped), ledger)
    assert {"f4-13-yes", "f4-13-yes-n", "f4-13-no", "f4-13-no-n", "s5-changes", "s4-5-routing"} <= found
    rest_on_it = {c.id for c in ledger.claims if c.variable == "changes" or "changes" in c.population}
    assert found <= rest_on_it | {"s4-5-routing"}


def test_answers_moved_to_other_people_break_segment_claims_only(study: Study, ledger: Ledger) -> None:
    shuffled = study.respondents.copy()
    shuffled["municipality_size"] = shuffled["municipality_size"].map(
        {"small": "large", "medium": "small", "large": "medium"}
    )
    found = violated(unpublished(study, shuffled), ledger)
    size_claims = {c.id for c in ledger.claims if "municipality_size" in c.model_dump_json()}
    assert len(found) >= 20 and found <= size_claims
