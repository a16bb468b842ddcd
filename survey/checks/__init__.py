"""Checks of delivered cells, one file each. Order matters: a cell set aside by one check is empty for the next.

To add a check: a file with `check(checked)`, and its name in the list.
"""

from __future__ import annotations

from survey.checks import codes, dates, exclusive, numbers, offered, partial, routing, words
from survey.checks.checked import Checked

CELL_CHECKS = (
    codes.check,
    numbers.check,
    dates.check,
    words.check,
    exclusive.check,
    routing.check,
    offered.check,
    partial.check,
)

__all__ = ["CELL_CHECKS", "Checked"]
