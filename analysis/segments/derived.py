"""A segment made by conditions on answers, background columns and earlier segments."""

from __future__ import annotations

import pandas as pd

from analysis.plan import SegmentPlan
from analysis.segments.known import Known


def groups(segment: SegmentPlan, known: Known) -> pd.Series:
    """The first group whose condition holds for the person; missing where none does."""
    result = pd.Series(None, index=known.columns.index, dtype="str")
    for group, condition in (segment.conditions or {}).items():
        result = result.mask(result.isna() & known.meets(condition), group)
    return result
