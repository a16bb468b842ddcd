"""Rank test with weights and clusters exactly as R's `svyranktest`, with eta of the rank scores.

The kernel and its sources stand in `analysis.design.ranks`. For comparison with R; `rank_score` keeps its
error rate better with few clusters, and lends this test its effect.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.comparisons import rank_score
from analysis.comparisons.outcomes import Outcomes
from analysis.design.ranks import rank_test
from analysis.tables import Tables


def compare(tables: Tables, confidence: float) -> Outcomes:
    """The test of each numeric table; they carry a design covariance."""
    assert tables.covariance is not None and tables.design_df is not None
    found = rank_test(tables.weighted, tables.covariance, tables.values, tables.design_df)
    scored = rank_score.compare(tables, confidence)
    known = ~np.isnan(found.p_value)
    note = np.where(known, "", np.where(scored.note == "", "few_units", scored.note)).astype(object)
    return replace(
        scored,
        p_value=found.p_value,
        statistic=found.statistic,
        df=np.where(known, found.df, np.nan),
        df_error=found.df_error,
        note=note,
    )
