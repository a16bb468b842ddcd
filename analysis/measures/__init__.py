"""One file a measure. To add one: a file with `measure(tables, confidence)`, and its name in `MEASURES`.

Each gets a stack of tables and returns `Estimates` for all of them at once. `PEOPLE_MEASURES` also need the answers of
each person, which tables do not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from analysis.measures import alpha, base, box, count, mean, median, missing, net, rank, reached, share

MEASURES = (
    base.measure,
    count.measure,
    share.measure,
    box.measure,
    net.measure,
    mean.measure,
    median.measure,
    rank.measure,
    reached.measure,
    missing.measure,
)
PEOPLE_MEASURES = (alpha.measure,)
ALWAYS = ("base", "count", "missing")
"""What protection rests on, whatever a plan asks for."""


def named(measure: Callable[..., object]) -> str:
    """What a plan calls a measure: the name of its file."""
    return measure.__module__.rpartition(".")[2]


def wanted(names: Collection[str]) -> Collection[str]:
    """The names of the measures that are made when a plan asks for `names`; ValueError for one that is not there."""
    every = [named(measure) for measure in (*MEASURES, *PEOPLE_MEASURES)]
    unknown = [name for name in names if name not in every]
    if unknown:
        raise ValueError(f"measures: no measure {unknown[0]}; there are {', '.join(every)}")
    return {*names, *ALWAYS} if names else every
