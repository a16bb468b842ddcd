"""A segment that is a column as it stands."""

from __future__ import annotations

import pandas as pd

from analysis.plan import SegmentPlan
from analysis.segments.known import Known


def groups(segment: SegmentPlan, known: Known) -> pd.Series:
    """The codes of the source, unchanged."""
    return known.column(segment.source)
