"""Raking: the weights of every segment in turn are made to add up to the frame's counts, until nothing changes.

W. E. Deming and F. F. Stephan 1940, Annals of Mathematical Statistics 11, 427-444; the weights of R survey's `rake`.
With `trim`, weights outside the limits are set to them, what was cut is spread evenly over the others (R survey's
`trimWeights(strict = TRUE)`), and raking starts again from there, until the limits and the margins hold together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.plan import Weight
from analysis.weights.people import Margin, People, Solution

SWEEPS = 1000
"""Rounds over all margins before raking gives up."""
STILL = 1e-12
"""A round that changes no weight by more than this part of itself has changed nothing."""
CYCLES = 200
"""Rounds of raking and trimming before the two are held to contradict each other."""
CLOSE = 1e-8
"""People: raking and trimming go on until every margin is met within this."""
MET = 1e-3
"""People: a margin that is further off than this is reported."""
NOT_MET = "D092"


def solve(weight: Weight, people: People) -> Solution:
    """Weights of mean 1 that meet the frame's margins of the segments in `weight.to`, within the limits of
    `weight.trim`.

    Where they cannot be met, the solution says so (D092) and holds the last weights: within the limits, off the
    margins.
    """
    margins = tuple(people.margin(name) for name in weight.to)
    weights, rounds = rake(margins, np.ones(len(people.respondents)))
    if weight.trim is not None:
        weights, rounds = _within(weight.trim, margins, weights, rounds)
    return Solution(weights, margins, rounds, "" if met(margins, weights, MET) else NOT_MET)


def rake(margins: Sequence[Margin], weights: np.ndarray) -> tuple[np.ndarray, int]:
    """`weights` (n,) raked to the margins' targets, and the number of rounds it took."""
    done = 0
    while done < SWEEPS:
        before, done = weights, done + 1
        for margin in margins:
            weights = weights * _factor(margin, weights)[margin.of]
        if np.all(np.abs(weights - before) <= STILL * before):
            break
    return weights, done


def _factor(margin: Margin, weights: np.ndarray) -> np.ndarray:
    # bincount of nobody counts in whole numbers
    total = np.bincount(margin.of, weights, len(margin.groups)).astype(float)
    return np.asarray(np.divide(margin.target, total, out=np.ones_like(total), where=total > 0))


def trim(weights: np.ndarray, low: float, high: float) -> np.ndarray:
    """`weights` within the limits and with the same sum: what is cut goes to those inside, again until none is
    outside.

    The sum can only be kept where low ≤ mean ≤ high.
    """
    for _ in range(len(weights)):
        outside = (weights < low) | (weights > high)
        if not outside.any() or outside.all():
            break
        cut = np.clip(weights, low, high)
        cut[~outside] += (weights - cut).sum() / (~outside).sum()
        weights = cut
    return np.asarray(np.clip(weights, low, high))


def _within(
    limits: tuple[float, float], margins: Sequence[Margin], weights: np.ndarray, rounds: int
) -> tuple[np.ndarray, int]:
    """Trimmed and raked in turn; ends on trimmed weights, so that the limits hold whatever happens to the margins."""
    for _ in range(CYCLES):
        weights = trim(weights, *limits)
        if met(margins, weights, CLOSE):
            break
        weights, more = rake(margins, weights)
        rounds += more
    return trim(weights, *limits), rounds


def met(margins: Sequence[Margin], weights: np.ndarray, within: float) -> bool:
    """Whether the weights of every group add up to its target, to so many people."""
    return all(
        np.all(np.abs(np.bincount(m.of, weights, len(m.groups)) - m.target)[m.sample > 0] < within)
        for m in margins
    )
