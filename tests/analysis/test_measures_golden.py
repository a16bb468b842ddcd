"""Intervals of shares, boxes, nets, means and medians against R survey (tests/golden/measures.R makes the numbers)."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from small import PLAN, VISIT

from analysis.counting.coded import coded
from analysis.crosstab import crosstab
from analysis.plan import Basis
from analysis.tables import Counter

GOLDEN = Path(__file__).parents[1] / "golden"
ROWS = pd.read_csv(GOLDEN / "measures.csv", dtype={"answer": str}, keep_default_na=False)
BASES = {"clustered": Basis(weights="w", clustered=True), "weighted": Basis(weights="w")}


@pytest.fixture(scope="module")
def estimates() -> dict[str, pd.DataFrame]:
    data = pd.read_csv(GOLDEN / "measures_data.csv", dtype=str)
    answers = pd.DataFrame({name: data.get(name) for name in VISIT.variables}, index=data.index)
    status = pd.DataFrame("not_asked", index=data.index, columns=answers.columns)
    status["helpful"] = data["helpful"].notna().map({True: "answered", False: "unanswered"})
    segments = data[["branch", "age_band"]].assign(weight_w=data["weight"])
    counter = Counter.of(coded(answers, status, segments, VISIT), VISIT)
    return {name: crosstab(counter, PLAN, VISIT, 0.95, basis) for name, basis in BASES.items()}


@pytest.mark.parametrize(
    "row", ROWS.to_dict("records"), ids=lambda r: "-".join(str(v) for v in list(r.values())[:4])
)
def test_as_r_survey(estimates: dict[str, pd.DataFrame], row: dict[str, object]) -> None:
    found = estimates[str(row["basis"])]
    keys = {"item": "helpful", "group": row["group"], "measure": row["measure"], "answer": row["answer"]}
    (mine,) = found[(found[list(keys)] == pd.Series(keys)).all(axis=1)].to_dict("records")
    assert mine["estimate"] == pytest.approx(row["estimate"], rel=1e-8)
    # svyciprop fits a model by iteration, which stops at about 1e-8.
    assert (mine["conf_low"], mine["conf_high"]) == pytest.approx((row["low"], row["high"]), rel=1e-6)
