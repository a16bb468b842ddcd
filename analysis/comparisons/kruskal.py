"""Kruskal-Wallis rank test (tie-corrected), with eta from H.

Through pingouin.kruskal. Effect: η = √(η²_H), η²_H = (H - k + 1) / (n - k), never below 0
(M. Tomczak and E. Tomczak, 2014,
Trends in Sport Sciences 21(1), 19-25). With two groups the test equals the Mann-Whitney test without
continuity correction.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from analysis.comparisons.outcome import Outcome
from analysis.tables import Table


def compare(table: Table) -> Outcome:
    """The test of a numeric table with at least two filled groups and two different answers."""
    import pingouin

    group, answer = np.nonzero(table.counts)
    times = table.counts[group, answer]
    people = pd.DataFrame({"value": np.repeat(table.values[answer], times), "group": np.repeat(group, times)})
    result = pingouin.kruskal(people, dv="value", between="group").iloc[0]
    statistic, groups, n = float(result["H"]), len(np.unique(group)), len(people)
    eta_squared = max(0.0, (statistic - groups + 1) / (n - groups)) if n > groups else 0.0
    p_value = float(result["p_unc"] if "p_unc" in result else result["p-unc"])
    return Outcome(statistic, groups - 1, p_value, math.sqrt(eta_squared), "eta", "kruskal")
