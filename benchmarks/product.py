"""The product's public path, timed: `crosstab` and `compare` on a study that is already coded."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.compare import compare
from analysis.counting.coded import Coded
from analysis.crosstab import crosstab
from analysis.plan import Basis, Plan
from analysis.tables import Counter
from benchmarks import workload
from survey.stage import params

PARAMS = Path(__file__).parents[1] / "params.yaml"
QUESTIONNAIRE = workload.questionnaire()


@dataclass(frozen=True)
class Times:
    """CPU seconds: estimates and tests, unweighted (1) and weighted with clusters (2)."""

    crosstab1: float
    compare1: float
    crosstab2: float
    compare2: float

    @property
    def t1(self) -> float:
        """Unweighted."""
        return self.crosstab1 + self.compare1

    @property
    def both(self) -> float:
        """Unweighted, then weighted and clustered."""
        return self.t1 + self.crosstab2 + self.compare2


@dataclass(frozen=True)
class Asked:
    """What is asked of the product: a plan and params' block `compare`."""

    plan: Plan
    settings: dict[str, Any]


def _asked(measures: tuple[str, ...], **settings: str) -> Asked:
    # Each basis is asked for by itself; the second run that a plan may ask for would count T2 twice.
    own = {"sensitivity": None, "published": workload.DESIGNED, "measures": measures}
    return Asked(workload.plan().model_copy(update=own), params(PARAMS, "compare") | settings)


EVERYTHING = _asked(())
WORKLOAD = _asked(("share", "mean"), contrasts="pairs")
"""Bases, counts, percentages and means; tests; differences of pairs: what the workload names."""


def both(counter: Counter, asked: Asked, basis: Basis) -> tuple[float, float]:
    """CPU seconds of `crosstab` and of `compare` on `basis`."""
    return (
        _cpu(lambda: crosstab(counter, asked.plan, QUESTIONNAIRE, 0.95, basis)),
        _cpu(lambda: compare(counter, asked.plan, asked.settings, basis)),
    )


def times(study: Coded, asked: Asked) -> Times:
    """One run; nothing that was counted before is kept."""
    counter = Counter.of(Coded(study.items, study.background, study.weights, study.people), QUESTIONNAIRE)
    unweighted, designed = (both(counter, asked, basis) for basis in (workload.UNWEIGHTED, workload.DESIGNED))
    return Times(*unweighted, *designed)


def least(found: Sequence[Times]) -> Times:
    """The run that took the least time in all: other work on the machine only ever adds."""
    return min(found, key=lambda times: times.both)


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
