"""Post-stratification: each cell of the segments in `to`, crossed, gets the weight N_cell/n_cell, scaled to mean 1.

D. Holt and T. M. F. Smith 1979, Journal of the Royal Statistical Society A 142, 33-46; the weights of R survey's
`postStratify`. A cell of the frame without respondents is reported (D091): merge it with another in the plan.
"""

from __future__ import annotations

import numpy as np

from analysis.plan import Weight
from analysis.weights.people import People, Solution


def solve(weight: Weight, people: People) -> Solution:
    """Weights of mean 1 that meet the frame's count of every cell that has respondents."""
    margin = people.margin(*weight.to)
    each = np.divide(margin.target, margin.sample, out=np.zeros(len(margin.groups)), where=margin.sample > 0)
    return Solution(each[margin.of], (margin,))
