"""What weights do: their spread and cost, the margins before and after, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.design.effects import kish
from analysis.results import ALL, TOTAL
from analysis.weights.people import Margin, Solution
from survey.messages import Finding, finding

DIAGNOSTIC_COLUMNS = [
    "weight",  # its id
    "segment",  # a segment it is made of, or TOTAL
    "group",  # a group of it (empty: group not known), or ALL
    "quantity",  # one of QUANTITIES (TOTAL), one of MARGINS (a group), or FINDING
    "value",
    "code",  # of a FINDING: what is wrong; its value is how many people it is about
]
QUANTITIES = (
    "respondents",
    "design_effect",
    "efficiency",
    "effective_n",
    "smallest",
    "largest",
    "rounds",
    "met",
)
"""Kish's design effect, its inverse in percent, n divided by it, the range, rounds of raking, 1 when all margins
are met.
"""
MARGINS = ("population", "before", "after")
"""Percent of the frame, of the respondents, and of the respondents' weights."""
FINDING = "finding"

UNKNOWN_GROUP, EMPTY, NOT_MET, UNUSABLE, STRANGERS = "D090", "D091", "D092", "D093", "D094"

Row = tuple[str, str, str, str, float, str]


def diagnose(name: str, solution: Solution) -> Iterator[Row]:
    """Rows of DIAGNOSTIC_COLUMNS for one weight."""
    for quantity, value in zip(QUANTITIES, _spread(solution), strict=True):
        yield name, TOTAL, ALL, quantity, value, ""
    for margin in solution.margins:
        yield from _margin(name, margin, solution.weights)
    if solution.reason == NOT_MET:
        yield name, TOTAL, ALL, FINDING, _furthest(solution), NOT_MET
    if solution.reason == UNUSABLE:
        yield name, TOTAL, ALL, FINDING, float(solution.unusable), UNUSABLE


def _spread(solution: Solution) -> list[float]:
    weights, effect = solution.weights, kish(solution.weights)
    smallest, largest = (weights.min(), weights.max()) if len(weights) else (np.nan, np.nan)
    met = float(solution.reason != NOT_MET)
    spread = [len(weights), effect, 100 / effect, len(weights) / effect, smallest, largest]
    return [float(value) for value in (*spread, solution.iterations, met)]


def _margin(name: str, margin: Margin, weights: np.ndarray) -> Iterator[Row]:
    after = np.bincount(margin.of, weights, len(margin.groups))
    shares = (_percent(margin.population), _percent(margin.sample), _percent(after))
    for k, group in enumerate(margin.groups):
        for quantity, share in zip(MARGINS, shares, strict=True):
            yield name, margin.segment, group, quantity, float(share[k]), ""
        if group == "":
            yield name, margin.segment, group, FINDING, float(margin.sample[k]), UNKNOWN_GROUP
        elif margin.empty[k]:
            yield name, margin.segment, group, FINDING, float(margin.population[k]), EMPTY
        elif margin.strangers[k]:
            yield name, margin.segment, group, FINDING, float(margin.sample[k]), STRANGERS


def _percent(counts: np.ndarray) -> np.ndarray:
    return np.asarray(100 * counts / max(counts.sum(), 1e-300))


def _furthest(solution: Solution) -> float:
    """The largest distance of a margin from its target, in percentage points."""
    apart = [
        np.abs(np.bincount(m.of, solution.weights, len(m.groups)) - m.target).max(initial=0)
        for m in solution.margins
    ]
    return round(100 * max(apart, default=0.0) / max(len(solution.weights), 1), 2)


def weight_findings(diagnostics: pd.DataFrame) -> list[Finding]:
    """What is wrong with the weights, one finding a FINDING row of the diagnostics."""
    rows = diagnostics[diagnostics["quantity"] == FINDING]
    return [
        finding(str(code), f"weights.{weight}", group, segment=segment, count=f"{value:g}")
        for weight, segment, group, _, value, code in rows.itertuples(index=False)
    ]
