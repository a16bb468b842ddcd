"""Every `tolerance.rule` of a ledger, one file a family. To add one: a function, and its line in `RULES`."""

from __future__ import annotations

from analysis.checking.rules import equality, gaps, order, rounding, thresholds

RULES = {
    **equality.RULES,
    **thresholds.RULES,
    **rounding.RULES,
    **gaps.RULES,
    **order.RULES,
}
