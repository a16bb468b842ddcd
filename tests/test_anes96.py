"""The study of real respondents: the pipeline's numbers against the package's own table, counted by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from statsmodels.datasets import anes96

from analysis.compare import compare
from analysis.crosstab import crosstab, read_counter
from analysis.plan import Plan
from analysis.plan_checks import load_plan
from analysis.segment import frame, response, segment
from survey.export import export_tables, load_export, read_table
from survey.frames import write_frame
from survey.intake.csv import read_raw
from survey.load import load_questionnaire
from survey.model import Questionnaire
from survey.stage import params
from survey.validate import Validated, validate

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return load_questionnaire(ROOT / "questionnaires/anes96/survey.yaml")


@pytest.fixture(scope="module")
def plan(questionnaire: Questionnaire) -> Plan:
    return load_plan(ROOT / "analysis/plans/anes96.yaml", questionnaire)


@pytest.fixture(scope="module")
def package() -> pd.DataFrame:
    """The table as the package has it, untouched by our code."""
    table: pd.DataFrame = anes96.load_pandas().data
    return table


@pytest.fixture(scope="module")
def people(
    questionnaire: Questionnaire, tmp_path_factory: pytest.TempPathFactory
) -> tuple[pd.DataFrame, Path]:
    """The frame, and the raw folder as the stage export writes it."""
    export, document = load_export(ROOT / "analysis/plans/anes96_export.yaml", questionnaire)
    answers, background = export_tables(export, read_table(export.package, document), questionnaire, document)
    folder = tmp_path_factory.mktemp("raw")
    write_frame(answers, folder / "answers.csv")
    write_frame(background, folder / "frame.csv")
    return background, folder


@pytest.fixture(scope="module")
def validated(people: tuple[pd.DataFrame, Path], questionnaire: Questionnaire) -> Validated:
    background, folder = people
    raw = read_raw(folder / "answers.csv", "respondent_id")
    invited = set(background["respondent_id"])
    return validate(
        raw, questionnaire, coding=None, invited=invited, limits=params(ROOT / "params.yaml", "validate")
    )


@pytest.fixture(scope="module")
def results(
    people: tuple[pd.DataFrame, Path],
    validated: Validated,
    plan: Plan,
    questionnaire: Questionnaire,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Estimates and tests, as the stages crosstab and compare write them."""
    background, folder = people
    segments = segment(validated.answers, background, plan, questionnaire)
    write_frame(segments, folder / "segments.csv")
    write_frame(validated.answers, folder / "clean" / "answers.csv")
    write_frame(validated.status, folder / "clean" / "status.csv")
    counter = read_counter(folder / "clean", folder, questionnaire)
    settings = params(ROOT / "params.yaml", "compare")
    return crosstab(counter, plan, questionnaire, 0.95), compare(counter, plan, settings).tests


def estimate(results: tuple[pd.DataFrame, pd.DataFrame], **where: str) -> float:
    """The one estimate with these column values; `answer` left out means that it must be empty."""
    rows = results[0]
    for column, value in where.items():
        rows = rows[rows[column] == value]
    if "answer" not in where:
        rows = rows[rows["answer"].fillna("") == ""]
    assert len(rows) == 1, where
    return float(rows["estimate"].iloc[0])


def test_every_row_of_the_package_is_accepted_without_a_finding(
    validated: Validated, package: pd.DataFrame
) -> None:
    assert validated.summary["rows_in"] == validated.summary["accepted"] == len(package) == 944
    assert validated.findings.empty and validated.quarantine.empty
    assert validated.summary["synthetic"] is False


def test_share_of_conservatives_among_those_who_preferred_dole(results, package) -> None:
    dole = package[package["vote"] == 1]
    by_hand = 100 * np.mean(dole["selfLR"] >= 5)
    assert estimate(
        results, item="self_lr", segment="expected_vote", group="dole", measure="top"
    ) == pytest.approx(by_hand)


def test_mean_days_of_tv_news_of_the_oldest(results, package) -> None:
    by_hand = package.loc[package["age"] >= 60, "TVnews"].sum() / (package["age"] >= 60).sum()
    found = estimate(results, item="tv_news", segment="age_band", group="from_60", measure="mean")
    assert found == pytest.approx(by_hand)


def test_share_for_clinton_in_the_large_places(results, package) -> None:
    large = package["popul"] >= 250
    by_hand = 100 * ((package["vote"] == 0) & large).sum() / large.sum()
    found = estimate(
        results, item="vote", segment="place_size", group="large", measure="share", answer="clinton"
    )
    assert found == pytest.approx(by_hand)


def test_number_of_strong_democrats_with_a_bachelors_degree_or_more(results, package) -> None:
    by_hand = int(((package["PID"] == 0) & package["educ"].isin([6, 7])).sum())
    found = estimate(
        results, item="party", segment="education_band", group="degree", measure="count", answer="0"
    )
    assert found == by_hand


def test_mean_distance_between_the_candidates_on_the_scale(results, package) -> None:
    by_hand = package["DoleLR"].mean() - package["ClinLR"].mean()
    means = {i: estimate(results, item=i, segment="total", measure="mean") for i in ("dole_lr", "clinton_lr")}
    assert means["dole_lr"] - means["clinton_lr"] == pytest.approx(by_hand)


def test_association_of_vote_and_size_of_place(results, package) -> None:
    """Cramér's V from the formula, without any library for tests."""
    band = np.digitize(package["popul"], [1, 50, 250])
    table = np.array([[((band == i) & (package["vote"] == j)).sum() for j in (0, 1)] for i in range(4)])
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    chi_square = ((table - expected) ** 2 / expected).sum()
    tests = results[1]
    row = tests[(tests["item"] == "vote") & (tests["segment"] == "place_size")].iloc[0]
    assert row["statistic"] == pytest.approx(chi_square)
    assert row["effect"] == pytest.approx(np.sqrt(chi_square / table.sum()))


def test_a_frame_of_those_who_answered_gives_no_response_rate(people, validated, plan, questionnaire) -> None:
    background, _ = people
    segments = segment(validated.answers, background, plan, questionnaire)
    invited = frame(background, segments, plan, questionnaire)
    rates = response(segments, invited, plan, questionnaire).set_index(["segment", "group"])
    assert rates.loc[("total", "all"), "answered"] == 944
    assert rates.loc[("age_band", "from_60"), "answered"] == 221
    assert rates["rate"].isna().all() and rates["invited"].isna().all()
