"""A segment from the municipality register: what a code stood for on the plan's date."""

from __future__ import annotations

import pandas as pd

from analysis.plan import SegmentPlan
from analysis.register.lookup import POPULATION
from analysis.segments.banded import band
from analysis.segments.known import Known
from survey.messages import SvarError, finding


def groups(segment: SegmentPlan, known: Known) -> pd.Series:
    """What the register gives for each code, banded when it is a number; codes it cannot place become findings."""
    if known.register is None:
        raise SvarError([finding("Q002", segment.id, "register")])
    if segment.gives == POPULATION and not segment.bands:
        raise SvarError([finding("Q002", segment.id, "bands")])
    codes = known.column(segment.source)
    values, findings = known.register.look_up(codes, str(segment.gives))
    known.findings += findings
    return band(values, segment.bands) if segment.bands else values
