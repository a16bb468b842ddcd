"""A segment of segments: every combination of their groups."""

from __future__ import annotations

import pandas as pd

from analysis.plan import NESTED, SegmentPlan
from analysis.segments.known import Known


def groups(segment: SegmentPlan, known: Known) -> pd.Series:
    """The codes of the parts joined by `*`; missing where any of them is."""
    result = known.made[segment.of[0]]
    for part in segment.of[1:]:
        result = result + NESTED + known.made[part]
    return result
