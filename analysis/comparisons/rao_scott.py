"""Rao and Scott's test of independence exactly as R's `svychisq(statistic = "F")`, with Cramér's V of the
weighted table.

The kernel and its sources stand in `analysis.design.rao_scott`. For comparison with R; `rao_scott_score`
keeps its error rate better with few clusters. Effect: √(φ² / (min(r, c) - 1)); its interval by the noncentral
F.
"""

from __future__ import annotations

import numpy as np

from analysis.comparisons.effects import noncentrality_f, root
from analysis.comparisons.outcomes import Outcomes
from analysis.design.rao_scott import rao_scott
from analysis.tables import Tables


def compare(tables: Tables, confidence: float) -> Outcomes:
    """The test of each table; they carry a design covariance."""
    assert tables.covariance is not None and tables.design_df is not None
    found = rao_scott(tables.weighted, tables.covariance, tables.design_df)
    known = ~np.isnan(found.p_value)
    scale = np.where(known, np.minimum(found.rows, found.columns) - 1.0, np.nan)
    low, high = noncentrality_f(found.statistic, found.df, found.df_error, confidence)
    per = np.where(found.statistic > 0, found.phi_squared, 0.0) / np.where(
        found.statistic > 0, found.statistic * found.df, 1.0
    )
    return Outcomes(
        effect_name="cramers_v",
        p_value=found.p_value,
        effect=root(found.phi_squared / scale),
        effect_low=root(low * per / scale),
        effect_high=root(high * per / scale),
        statistic=found.statistic,
        df=found.df,
        df_error=found.df_error,
    )
