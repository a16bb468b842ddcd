"""The frame of sensitivity: what becomes of each finding on a second basis."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.plan import Basis
from analysis.results import SENSITIVITY_COLUMNS

_RANK = {"none": 0, "slight": 1, "clear": 2}


def basis_code(basis: Basis) -> str:
    """`none`, `rake`, `clustered`, `rake+clustered`: what numbers rest on."""
    parts = [basis.weights] * (basis.weights != "none") + ["clustered"] * basis.clustered
    return "+".join(parts) or "none"


def sensitivity_frame(tests: pd.DataFrame, other: pd.DataFrame, basis: Basis) -> pd.DataFrame:
    """SENSITIVITY_COLUMNS, one row a test of the published basis; `other` are the same tests on `basis`."""
    found = tests.merge(other, on=["question", "item", "segment"], how="left", suffixes=("", "_other"))
    found["basis"] = basis_code(basis)
    found["survives"] = survives(found["finding"], found["finding_other"])
    found["note"] = found["note_other"]
    return found[SENSITIVITY_COLUMNS]


def survives(published: pd.Series, other: pd.Series) -> np.ndarray:
    """yes, weaker, no or new; empty where neither basis finds anything."""
    before, after = (each.map(_RANK).fillna(0) for each in (published, other))
    conditions = [(before == 0) & (after == 0), before == 0, after == 0, after < before]
    return np.select(conditions, ["", "new", "no", "weaker"], "yes").astype(object)
