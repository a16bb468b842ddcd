"""The row that every measure returns."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One estimate of one group."""

    group: str
    measure: str
    answer: str = ""
    estimate: float | None = None
    conf_low: float | None = None
    conf_high: float | None = None
    note: str = ""


NO_BASE = "no_base"
