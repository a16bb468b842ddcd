"""What every comparison returns."""

from __future__ import annotations

from typing import NamedTuple


class Outcome(NamedTuple):
    """Statistic, degrees of freedom, p-value and effect size of one test; None for what the method does not have."""

    statistic: float | None
    df: float | None
    p_value: float
    effect: float
    effect_name: str
    method: str
