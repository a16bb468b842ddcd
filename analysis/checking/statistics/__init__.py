"""Every `measure.stat` of a ledger, one file a family. To add one: a function and its name in that file's list.

The function's name is the statistic's.
"""

from __future__ import annotations

from analysis.checking.statistics import (
    clusters,
    counting,
    dates,
    instrument,
    invited,
    levels,
    logic,
    pooled,
    ranks,
)
from analysis.checking.statistics.common import Statistic

_FAMILIES = (counting, pooled, levels, clusters, invited, dates, instrument, logic, ranks)
STATISTICS: dict[str, Statistic] = {
    statistic.__name__: statistic for family in _FAMILIES for statistic in family.STATISTICS
}
