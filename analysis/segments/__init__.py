"""One file a kind of segment. To add a kind: a file with `groups`, and its line in analysis/plan.py (SEGMENT_KINDS)."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import pandas as pd

from analysis.plan import SEGMENT_KINDS, SegmentPlan
from analysis.segments.known import Known

Groups = Callable[[SegmentPlan, Known], pd.Series]

KINDS: dict[str, Groups] = {kind: import_module(f"analysis.segments.{kind}").groups for kind in SEGMENT_KINDS}
