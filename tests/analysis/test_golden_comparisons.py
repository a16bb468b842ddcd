"""Comparisons and relations give the numbers that R and PSPP give.

tests/golden: comparisons.R, models.R and crosstabs.sps made the numbers beside them; these tests need neither program.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from stacks import NOMINAL, ORDERED, stacked

from analysis.comparing.family import bh, holm
from analysis.comparisons import CONTRASTS, METHODS
from analysis.comparisons.targets import sides, targets
from analysis.measures.alpha import _alpha
from analysis.relations import (
    binary_logit,
    kendall,
    mcnemar,
    ordered_logit,
    paired_design,
    signed_rank,
    spearman,
)
from analysis.relations.model import Design, _factor
from analysis.relations.related import Related

GOLDEN = Path(__file__).parents[1] / "golden"


def golden(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def table_of(text: str) -> list[list[int]]:
    return [[int(cell) for cell in row.split()] for row in text.split("/")]


def of_table(method: str, field: str) -> Callable[[str], float]:
    """One field of a method's outcome of a table."""
    item = ORDERED if method in ("kruskal", "mann_whitney") else NOMINAL
    return lambda data: float(getattr(METHODS[method](stacked([table_of(data)], item), 0.95), field)[0])


def held(method: str, field: str) -> Callable[[str], float]:
    """One field of the contrast of a table's first group to its second."""
    item = ORDERED if method == "two_means" else NOMINAL

    def value(data: str) -> float:
        told = targets(stacked([table_of(data)], item))
        first, second = sides(2)
        return float(getattr(CONTRASTS[method](told, first, second, 0.95), field)[0, -1])

    return value


def paired(method: Callable[..., Related], field: str) -> Callable[[str], float]:
    """One field of a relation of two rows of answers."""

    def value(data: str) -> float:
        first, second = np.array(table_of(data), dtype=float)
        return float(getattr(method(first, second, 0.95), field))

    return value


def squared(value: Callable[[str], float]) -> Callable[[str], float]:
    return lambda data: value(data) ** 2


def place(adjust: Callable[[np.ndarray], np.ndarray], j: int) -> Callable[[str], float]:
    return lambda data: float(adjust(np.array([float(p) for p in data.split()]))[j])


WHAT: dict[str, Callable[[str], float]] = {
    "kruskal_statistic": of_table("kruskal", "statistic"),
    "kruskal_p": of_table("kruskal", "p_value"),
    "mann_whitney_u": of_table("mann_whitney", "statistic"),
    "mann_whitney_p": of_table("mann_whitney", "p_value"),
    "chi_square": of_table("chi_square", "statistic"),
    "cramers_v": of_table("chi_square", "effect"),
    "cramers_v_low": of_table("chi_square", "effect_low"),
    "cramers_v_high": of_table("chi_square", "effect_high"),
    "exact_p": of_table("exact", "p_value"),
    "sampled_p": of_table("exact", "p_value"),
    "two_shares_square": squared(held("two_shares", "statistic")),
    "two_shares_p": held("two_shares", "p_value"),
    "two_means_statistic": held("two_means", "statistic"),
    "two_means_df": held("two_means", "df"),
    "two_means_p": held("two_means", "p_value"),
    "two_means_low": held("two_means", "low"),
    "two_means_high": held("two_means", "high"),
    "mcnemar_mid_p": paired(mcnemar.compare, "p_value"),
    "signed_rank_statistic": paired(signed_rank.compare, "statistic"),
    "signed_rank_p": paired(signed_rank.compare, "p_value"),
    "spearman_rho": paired(spearman.compare, "estimate"),
    "spearman_p": paired(spearman.compare, "p_value"),
    "kendall_tau": paired(kendall.compare, "estimate"),
    "kendall_p": paired(kendall.compare, "p_value"),
    **{f"holm_{j + 1}": place(holm, j) for j in range(8)},
    **{f"bh_{j + 1}": place(bh, j) for j in range(8)},
}
ROWS = [row for row in golden("comparisons.csv") if row["what"] != "cronbach"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['what']}-{row['id']}")
def test_same_as_r(row: dict[str, str]) -> None:
    expected, got = float(row["value"]), WHAT[row["what"]](row["data"])
    if row["what"] == "sampled_p":
        # Four standard errors of a share of 100 drawn tables, after which drawing may end, or of all 9 999.
        size = 100 if got > 0.2 else 500 if got > 0.11 else 2_000 if got > 0.075 else 9_999
        assert got == pytest.approx(expected, abs=4 * (expected * (1 - expected) / size) ** 0.5 + 1 / size)
    else:
        # R solves for its intervals of V with less precision than 1e-8.
        assert got == pytest.approx(expected, rel=1e-4 if "cramers_v_" in row["what"] else 1e-8, abs=1e-12)


def test_enough_golden_numbers() -> None:
    assert len(ROWS) + len(golden("models.csv")) >= 60


@pytest.fixture(scope="module")
def survey() -> dict[str, np.ndarray]:
    rows = golden("models_data.csv")
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def model_design(survey: dict[str, np.ndarray], outcome: str) -> Design:
    names = [("role", "leader"), ("size", "small"), ("size", "large")]
    columns = np.column_stack([(survey[factor] == level).astype(float) for factor, level in names])
    return Design(
        survey[outcome].astype(float),
        columns,
        survey["cluster"].astype(int),
        True,
        tuple(factor for factor, _ in names),
        tuple(level for _, level in names),
        ("", "", ""),
    )


@pytest.mark.parametrize(("method", "outcome"), [("ordered_logit", "answer"), ("binary_logit", "yes")])
def test_models_as_survey_fits_them(survey: dict[str, np.ndarray], method: str, outcome: str) -> None:
    expected = {row["what"]: float(row["value"]) for row in golden("models.csv") if row["model"] == method}
    design = model_design(survey, outcome)
    fit = {"ordered_logit": ordered_logit.fit, "binary_logit": binary_logit.fit}[method]
    fitted = fit(design.outcome, design.columns, design.clusters)
    errors = np.sqrt(np.diagonal(fitted.covariance))
    # svyolr stops its search, and takes the second derivatives by differences, at about this precision.
    rel = 2e-3 if method == "ordered_logit" else 1e-8
    for i, name in enumerate(("roleleader", "sizesmall", "sizelarge")):
        assert fitted.coefficients[i] == pytest.approx(expected[f"{name}_b"], rel=rel)
        assert errors[i] == pytest.approx(expected[f"{name}_se"], rel=rel)
    whole = _factor(Related(method, 0), fitted, design, "size")
    assert whole.statistic == pytest.approx(expected["size_f"], rel=rel)
    assert whole.df_error == expected.get("size_ddf", whole.df_error)
    assert whole.p_value == pytest.approx(expected.get("size_p", whole.p_value), rel=rel)


def test_paired_mean_as_survey_gives_it(survey: dict[str, np.ndarray]) -> None:
    expected = {row["what"]: float(row["value"]) for row in golden("models.csv")}
    change = (survey["answer"].astype(int) + 2 * survey["yes"].astype(int)) % 4 - 1.5
    cluster = survey["cluster"].astype(int)
    ones = np.ones(len(change))
    found = paired_design.compare(change, ones, cluster, np.zeros(len(change), dtype=int), 0.95)
    assert found.estimate == pytest.approx(expected["mean"], rel=1e-12)
    assert found.estimate / found.statistic == pytest.approx(expected["se"], rel=1e-12)
    assert (found.df, found.clusters) == (43, 44)


def pspp(pattern: str) -> list[float]:
    """Every number that PSPP printed after `pattern` at the start of a line, first number of each line."""
    text = (GOLDEN / "crosstabs_pspp.csv").read_text(encoding="utf-8")
    return [float(found) for found in re.findall(rf"(?m)^{pattern},(-?[\d.]+)", text)]


def people(example: str) -> np.ndarray:
    rows = [row for row in golden("crosstabs_data.csv") if row["example"] == example]
    return np.array([[int(row["first"]), int(row["second"])] for row in rows])


def crossed(example: str) -> list[list[int]]:
    first, second = people(example).T
    return np.bincount((first - 1) * second.max() + second - 1).reshape(first.max(), second.max()).tolist()


@pytest.mark.parametrize(("example", "at"), [("1", 0), ("2", 1)])
def test_crosstabs_as_pspp(example: str, at: int) -> None:
    found = METHODS["chi_square"](stacked([crossed(example)], NOMINAL), 0.95)
    assert found.statistic[0] == pytest.approx(pspp("Pearson Chi-Square")[at], rel=1e-11)
    assert found.effect[0] == pytest.approx(pspp("(?:Nominal by Nominal)?,Cramer's V")[at], rel=1e-10)


def test_rank_tests_as_pspp() -> None:
    kruskal = METHODS["kruskal"](stacked([crossed("1")], ORDERED), 0.95)
    assert kruskal.statistic[0] == pytest.approx(pspp("Chi-Square")[0], rel=1e-11)
    table = stacked([crossed("2")], ORDERED)
    u = METHODS["mann_whitney"](table, 0.95).statistic[0]
    # PSPP prints the smaller of U and its counterpart.
    assert min(u, 12 * 15 - u) == pytest.approx(pspp("second")[2])
    assert METHODS["kruskal"](table, 0.95).statistic[0] == pytest.approx(2.450947338713**2, rel=1e-10)
    first, second = people("1").T.astype(float)
    assert spearman.compare(first, second, 0.95).estimate == pytest.approx(pspp(",Spearman Correlation")[0])
    assert kendall.compare(first, second, 0.95).estimate == pytest.approx(
        pspp("Ordinal by Ordinal,Kendall's tau-b")[0]
    )


def test_paired_tests_as_pspp() -> None:
    first, second = people("3").T.astype(float)
    exact, point = 0.064, pspp("first & second,69,.064,.032")[0]
    # PSPP prints the exact p to three places and the point probability in full: mid-p is one less the other.
    assert mcnemar.compare(first, second, 0.95).p_value == pytest.approx(exact - point, abs=5e-4)
    found = signed_rank.compare(*people("4").T.astype(float), 0.95)
    assert found.statistic == pytest.approx(352.5)
    from scipy.special import ndtr

    assert found.p_value == pytest.approx(2 * ndtr(pspp("Z")[0]), rel=1e-9)


def test_published_examples() -> None:
    # Newcombe (1998), table II, example (a): 56/70 against 48/80, method 10.
    told = targets(stacked([[[56, 14], [48, 32]]], NOMINAL))
    found = CONTRASTS["two_shares"](told, *sides(2), 0.95)
    assert (found.low[0, -1], found.high[0, -1]) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    # Fagerland, Lydersen and Laake (2013), airway hyper-responsiveness of 21 children: mid-p 0.039.
    first = np.array([1] + [0] * 7 + [1] + [0] * 12, dtype=float)
    second = np.array([1] + [1] * 7 + [0] + [0] * 12, dtype=float)
    assert mcnemar.compare(first, second, 0.95).p_value == pytest.approx(0.039, abs=5e-4)


ALPHAS = [row for row in golden("comparisons.csv") if row["what"] == "cronbach"]


@pytest.mark.parametrize("row", ALPHAS, ids=lambda row: row["id"])
def test_alpha_as_psych(row: dict[str, str]) -> None:
    answers = np.array(table_of(row["data"]), dtype=float).T
    assert _alpha(answers, 0.95)[0] == pytest.approx(float(row["value"]), rel=1e-8)
