"""A segment of number bands, such as municipality size from population."""

from __future__ import annotations

import pandas as pd

from analysis.plan import Bands, SegmentPlan
from analysis.segments.known import Known


def groups(segment: SegmentPlan, known: Known) -> pd.Series:
    """The band each number of the source lies in, limits included; missing where there is no number or no band."""
    return band(known.column(segment.source), segment.bands or {})


def band(source: pd.Series, bands: Bands) -> pd.Series:
    """The band each number lies in; missing for anything that is no number."""
    numbers = pd.to_numeric(source, errors="coerce")
    result = pd.Series(None, index=source.index, dtype="str")
    for name, (low, high) in bands.items():
        inside = numbers.notna()
        if low is not None:
            inside &= numbers >= low
        if high is not None:
            # Bands are written for whole numbers (… 4999, 5000 …); a fraction between two bands belongs to the lower.
            inside &= numbers < high + 1
        result = result.mask(inside & result.isna(), name)
    return result
