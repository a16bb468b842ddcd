"""Outcome rates against published examples, the R-indicator against R, and what becomes of people without an answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.plan import Plan
from analysis.response.aapor import eligibility, rates
from analysis.response.frames import equal_response, representativity, response
from analysis.response.limits import Limits
from analysis.response.outcomes import outcomes, share_answered
from analysis.response.propensity import propensities
from analysis.response.r_indicator import partial, r_indicator
from analysis.response.results import respond
from analysis.results import RATE_COLUMNS, REPRESENTATIVITY_COLUMNS, RESPONSE_COLUMNS
from survey.load import load_questionnaire
from survey.messages import SvarError

GOLDEN = Path(__file__).parents[1] / "golden"
VISIT = load_questionnaire(Path(__file__).parents[1] / "surveys" / "visit.yaml")


# AAPOR's rates ------------------------------------------------------------------------------------------


def percent(counts: dict[str, float], e: float) -> dict[str, float]:
    return {name: part / base for name, (part, base) in rates(counts, e).items()}


def test_rates_of_the_outcomerate_example() -> None:
    """README of the R package outcomerate 1.1.0 (Pilliard Hellwig): twelve cases, printed with three decimals."""
    counts = {"I": 4, "P": 2, "R": 1, "NC": 1, "O": 1, "UH": 1, "UO": 1, "NE": 1}
    e = eligibility(counts)
    assert e == pytest.approx(0.9)
    printed = {
        **{"RR1": 0.364, "RR2": 0.545, "RR3": 0.370, "RR4": 0.556, "RR5": 0.444, "RR6": 0.667},
        **{"COOP1": 0.500, "COOP2": 0.750, "COOP3": 0.571, "COOP4": 0.857},
        **{"REF1": 0.091, "REF2": 0.093, "REF3": 0.111, "CON1": 0.727, "CON2": 0.741, "CON3": 0.889},
    }
    assert percent(counts, e) == pytest.approx(printed, abs=5e-4)


def test_rates_of_the_responserates_example() -> None:
    """README of the R package responserates (Leeper): 100 interviews, 20 no contact, 100 unknown, e = 0.25."""
    found = percent({"I": 100, "NC": 20, "UO": 100}, 0.25)
    printed = {"RR1": 0.455, "RR3": 0.690, "RR5": 0.833, "CON1": 0.455, "CON2": 0.690, "CON3": 0.833}
    assert {name: found[name] for name in printed} == pytest.approx(printed, abs=5e-4)


def test_e_can_be_given_and_is_one_when_nothing_is_known() -> None:
    assert eligibility({"UO": 7}, "proportional") == 1.0
    assert eligibility({"I": 1, "NE": 9}, 0.4) == 0.4


def test_a_rate_without_a_base_has_none() -> None:
    assert rates({"NE": 3}, 1.0)["RR5"] == (0, 0)


# Outcomes -----------------------------------------------------------------------------------------------

STATUS = pd.DataFrame(
    {
        "respondent_id": ["a", "b", "c", "d"],
        "visited": ["answered", "answered", "answered", "unanswered"],
        "purpose_books": ["answered", "not_asked", "unanswered", "unanswered"],
        "purpose_people": ["answered", "not_asked", "unanswered", "unanswered"],
        "age": ["declared", "answered", "unanswered", "unanswered"],
        "helpful": ["answered", "unanswered", "unanswered", "unanswered"],
        "quiet": ["answered", "answered", "answered", "unanswered"],
        "comment": ["unanswered", "unanswered", "unanswered", "unanswered"],
    }
)


def test_the_share_counts_statements_and_questions_but_neither_boxes_nor_open_text() -> None:
    share = share_answered(STATUS, VISIT)
    assert dict(share) == pytest.approx({"a": 1.0, "b": 3 / 4, "c": 2 / 5, "d": 0.0})


def frame_plan(**more: object) -> Plan:
    tables = {"respondents": {"file": "frame.csv", "key": "respondent_id"}, **more}
    segments = [
        {"id": "branch_size", "kind": "copied", "of": "branch_size"},
        {"id": "age_band", "kind": "copied", "of": "age_band"},
    ]
    return Plan.model_validate(
        {"study": "x", "frame": tables, "segments": segments, "crosstabs": [{"by": ["age_band"]}]}
    )


INVITED = pd.DataFrame(
    {
        "respondent_id": ["a", "b", "c", "d", "e", "f"],
        "branch": ["n", "n", "s", "s", "w", "w"],
        "branch_size": ["small", "small", "large", "large", "large", "large"],
        "age_band": ["young", "old", "young", "old", "young", None],
        "answered": ["yes", "yes", "yes", "yes", "no", "no"],
        "post": ["returned", None, "moved", None, "refused", "odd"],
    },
    dtype="str",
)


def test_outcomes_by_how_much_was_answered() -> None:
    plan = frame_plan()
    found, findings = outcomes(INVITED, share_answered(STATUS, VISIT), plan.frame, Limits(), "respondent_id")
    assert list(found) == ["I", "P", "R", "R", "NC", "NC"] and findings == []
    strict = Limits(complete=1.0, partial=0.3)
    found, _ = outcomes(INVITED, share_answered(STATUS, VISIT), plan.frame, strict, "respondent_id")
    assert list(found) == ["I", "P", "P", "R", "NC", "NC"]


def test_a_disposition_column_counts_and_an_answer_outranks_what_contradicts_it() -> None:
    plan = frame_plan(disposition="post", outcomes={"NC": ["returned"], "NE": ["moved"], "R": ["refused"]})
    found, findings = outcomes(INVITED, share_answered(STATUS, VISIT), plan.frame, Limits(), "respondent_id")
    assert list(found) == ["I", "P", "NE", "R", "R", "UO"]
    assert [f.code for f in findings] == ["D068", "D069"]


def test_outcomes_and_columns_that_do_not_exist_are_refused() -> None:
    plan = frame_plan(disposition="pots", outcomes={"Refusal": ["refused"]})
    with pytest.raises(SvarError, match=r"(?s)Q015 'Refusal'.*P001.*did you mean 'post'"):
        outcomes(INVITED, share_answered(STATUS, VISIT), plan.frame, Limits(), "respondent_id")


# Frame against respondents ------------------------------------------------------------------------------


def test_the_test_is_the_fit_to_the_frame_corrected_for_the_finite_population() -> None:
    invited, answered = np.array([60.0, 40.0]), np.array([20.0, 25.0])
    expected = invited * 0.45
    fit = ((answered - expected) ** 2 / expected).sum()
    statistic, df, p_value, note = equal_response(invited, answered)
    assert statistic == pytest.approx(fit / 0.55)
    # Pearson's chi-square of 20, 40 / 25, 15, by hand: n (ad - bc)^2 / margins.
    assert statistic == pytest.approx(100 * (20 * 15 - 40 * 25) ** 2 / (60 * 40 * 45 * 55))
    assert (df, note) == (1, "") and p_value == pytest.approx(0.00407, abs=1e-5)


@pytest.mark.parametrize(
    ("invited", "answered", "note"),
    [
        ([5, 0], [3, 0], "one_group"),
        ([5, 5], [5, 5], "no_variation"),
        ([5, 5], [0, 0], "no_variation"),
    ],
)
def test_what_cannot_be_tested_has_a_reason(invited: list[int], answered: list[int], note: str) -> None:
    assert equal_response(np.array(invited, float), np.array(answered, float)) == (None, None, None, note)


def test_few_expected_are_said() -> None:
    assert equal_response(np.array([6.0, 60.0]), np.array([3.0, 30.0]))[3] == "small_expected"


def test_representativity_lists_groups_then_the_test() -> None:
    table = representativity(INVITED, frame_plan(), VISIT, 1.0)
    assert list(table.columns) == REPRESENTATIVITY_COLUMNS
    size = table[table["segment"] == "branch_size"].set_index("group")
    assert list(size.index) == ["small", "large", "all"]
    assert tuple(size.loc["small", ["invited", "answered", "expected"]]) == (2, 2, pytest.approx(4 / 3))
    assert size.at["small", "difference"] == pytest.approx(100 * (2 / 4 - 2 / 6))
    assert size.at["large", "partial"] < 0 < size.at["small", "partial"]
    # The one whose age is unknown is in no group, but known to be invited.
    assert (
        int(table.loc[(table["segment"] == "age_band") & (table["group"] == "all"), "invited"].iloc[0]) == 5
    )


def test_nobody_invited_in_any_group_is_said() -> None:
    table = representativity(INVITED.assign(age_band=None), frame_plan(), VISIT, 1.0)
    assert set(table.loc[table["segment"] == "age_band", "note"]) == {"no_base"}


# The R-indicator ----------------------------------------------------------------------------------------

DATA = pd.read_csv(GOLDEN / "response_data.csv")
EXPECTED = pd.read_csv(GOLDEN / "response.csv").set_index(["study", "of", "name"])["value"]


def people(study: str) -> tuple[np.ndarray, np.ndarray, pd.DataFrame]:
    rows = DATA[DATA["study"] == study]
    cells = rows["codes"].str.split("|", expand=True)
    cells.columns = pd.Index(str(rows["groups"].iloc[0]).split("|"))
    table = pd.concat([cells, rows[["invited", "answered"]]], axis=1)
    codes = np.stack([pd.factorize(table[name])[0] for name in cells], axis=1)
    codes = np.repeat(codes, table["invited"], axis=0)
    yes = np.concatenate([np.arange(n) < k for n, k in zip(table["invited"], table["answered"], strict=True)])
    return codes, yes.astype(float), table


@pytest.mark.parametrize("study", ["titanic", "berkeley", "hair"])
@pytest.mark.parametrize("fraction", [0, 1])
def test_the_indicator_agrees_with_r(study: str, fraction: int) -> None:
    codes, yes, _ = people(study)
    found = r_indicator(propensities(codes, yes), fraction)
    expected = EXPECTED[study][f"f={fraction}"]
    values = {
        "r": found.value,
        "unadjusted": found.unadjusted,
        "se": found.standard_error,
        "mean": found.mean,
    }
    assert values == pytest.approx({name: expected[name] for name in values}, rel=1e-8)


@pytest.mark.parametrize("study", ["titanic", "berkeley", "hair"])
def test_partials_and_tests_agree_with_r(study: str) -> None:
    _, _, table = people(study)
    for name in [c for c in table if c not in ("invited", "answered")]:
        groups = table.groupby(name)[["invited", "answered"]].sum().astype(float)
        parts, whole = partial(groups["invited"].to_numpy(), groups["answered"].to_numpy())
        statistic, df, p_value, _ = equal_response(
            groups["invited"].to_numpy(), groups["answered"].to_numpy()
        )
        found = {f"partial:{g}": part for g, part in zip(groups.index, parts, strict=True)}
        found |= {"partial": whole, "chisq": statistic, "df": df, "p": p_value}
        assert found == pytest.approx(dict(EXPECTED[study][name]), rel=1e-8)


def test_propensities_agree_with_statsmodels() -> None:
    import statsmodels.api as sm

    rng = np.random.default_rng(3)
    codes = np.stack([rng.integers(0, k, 400) for k in (3, 4, 2)], axis=1)
    yes = (rng.random(400) < 0.2 + 0.15 * codes[:, 0]).astype(float)
    found = propensities(codes, yes)
    dummies = [codes[:, [j]] == np.unique(codes[:, j])[1:] for j in range(3)]
    design = sm.add_constant(np.hstack(dummies).astype(float))
    fit = sm.GLM(yes, design, family=sm.families.Binomial()).fit(tol=1e-12)
    cells = np.unique(codes, axis=0, return_inverse=True)[1].reshape(-1)
    assert found.rho[cells] == pytest.approx(fit.fittedvalues, rel=1e-7)
    assert found.covariance == pytest.approx(fit.cov_params(), rel=1e-6)


def test_groups_that_say_the_same_change_nothing() -> None:
    codes, yes, _ = people("titanic")
    doubled = np.hstack([codes, codes[:, [0]]])
    one, two = r_indicator(propensities(codes, yes), 0), r_indicator(propensities(doubled, yes), 0)
    assert (one.value, one.standard_error) == pytest.approx((two.value, two.standard_error), rel=1e-7)


def test_a_group_that_never_answers_neither_fails_nor_warns(recwarn: pytest.WarningsRecorder) -> None:
    codes = np.repeat([[0], [1]], 20, axis=0)
    yes = np.concatenate([np.tile([0.0, 1.0], 10), np.zeros(20)])
    found = r_indicator(propensities(codes, yes), 0)
    assert found.unadjusted == pytest.approx(
        1 - 2 * np.sqrt(np.var(np.repeat([0.5, 0.0], 20), ddof=1)), rel=1e-6
    )
    assert np.isfinite(found.standard_error) and len(recwarn) == 0


# All of it ----------------------------------------------------------------------------------------------


def test_respond_puts_it_together() -> None:
    plan = frame_plan()
    result = respond(INVITED, STATUS, plan, VISIT, Limits())
    assert result.invited is not None and list(result.invited["aapor"]) == ["I", "P", "R", "R", "NC", "NC"]
    assert list(result.rates.columns) == RATE_COLUMNS
    table = result.rates.set_index(["segment", "group", "measure"])
    assert table.at[("total", "all", "RR2"), "estimate"] == pytest.approx(100 * 2 / 6)
    assert table.at[("branch_size", "small", "RR1"), "estimate"] == pytest.approx(50)
    # Branch w is silent; the size of a branch is the same for all who use it, their age is not.
    assert table.at[("branch_size", "large", "clusters_silent_share"), "estimate"] == pytest.approx(50)
    assert table.at[("total", "all", "clusters_silent"), "estimate"] == 1
    assert not any(s == "age_band" and m.startswith("clusters") for s, _, m in table.index)
    counted = table["estimate"].unstack("measure")[["I", "P", "R", "NC", "O", "UH", "UO", "NE"]].sum(axis=1)
    assert counted[("total", "all")] == result.metrics["invited"] == 6
    assert 0 <= result.metrics["r_low"] <= result.metrics["r_indicator"] <= result.metrics["r_high"] <= 1


def test_without_a_list_of_the_invited_there_is_a_row_that_says_so() -> None:
    result = respond(None, STATUS, frame_plan(), VISIT, Limits())
    assert result.metrics == {"answered": 4}
    assert set(result.rates["note"]) == {"no_frame"} and result.rates["estimate"].isna().all()
    assert result.representativity.empty


def test_when_everybody_answered_there_is_no_indicator() -> None:
    everyone = INVITED[INVITED["answered"] == "yes"]
    metrics = respond(everyone, STATUS, frame_plan(), VISIT, Limits()).metrics
    assert metrics["r_indicator"] is None and metrics["r_low"] is None


def test_response_keeps_its_columns() -> None:
    segments = INVITED[INVITED["answered"] == "yes"]
    table = response(segments, INVITED, frame_plan(), VISIT)
    assert list(table.columns) == RESPONSE_COLUMNS
    assert list(table["answered"])[:3] == [4, 2, 2]
