"""A segment of merged codes, such as seven levels of education made three."""

from __future__ import annotations

import pandas as pd

from analysis.plan import SegmentPlan
from analysis.segments.known import Known


def groups(segment: SegmentPlan, known: Known) -> pd.Series:
    """The group whose list holds the code; missing for a code in no list."""
    source = known.column(segment.source)
    where = {code: group for group, codes in (segment.groups or {}).items() for code in codes}
    return source.map(where).astype("str").where(source.isin(list(where)), None)
