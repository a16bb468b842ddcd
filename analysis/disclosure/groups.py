"""Whole groups: those too small to show, and those that must go with them so that subtraction does not find them."""

from __future__ import annotations

import numpy as np

from analysis.disclosure.rules import Rules


def hidden_groups(bases: np.ndarray, total: int, rules: Rules) -> tuple[np.ndarray, np.ndarray]:
    """(too small, hidden as complement), boolean, one a group.

    People in no group (`total` less the bases) already blur the difference, as far as they reach.
    """
    small = rules.small_groups(bases)
    hidden = small.copy()
    rest = total - int(bases.sum())
    while (
        hidden.any()
        and int(bases[hidden].sum()) + rest < _blur(hidden, bases, rules)
        and not hidden[bases > 0].all()
    ):
        candidates = np.flatnonzero(~hidden & (bases > 0))
        hidden[candidates[bases[candidates].argmin()]] = True
    return small, hidden & ~small


def _blur(hidden: np.ndarray, bases: np.ndarray, rules: Rules) -> float:
    """How many people must hide together: more than one group's worth, and at least the width of the interval."""
    alone = int(hidden.sum()) == 1
    return float(bases[hidden].sum() + 1) if alone else float(rules.interval)
