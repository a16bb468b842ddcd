"""The proof that a decision holds: for every hidden number, two possible worlds in which it differs by the interval.

A world is possible when it has whole, non-negative numbers of people, meets everything that the questionnaire and the plan
say, and would be published with the same visible numbers. However the worlds were found, they are checked here afresh.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from analysis.disclosure.safety import Safety
from analysis.disclosure.swaps import Change

SLACK = 1e-6


def unproved(safety: Safety) -> list[int]:
    """Hidden numbers without two such worlds; of numbers that are always the same, one stands for all."""
    places = safety.targets()
    worlds = [safety.witness.get(place, []) for place in places.tolist()]
    owner = np.repeat(np.arange(len(places)), [len(own) for own in worlds])
    changes = _matrix([change for own in worlds for change in own], len(safety.bounds.truth))
    moved = safety.forms.matrix[places][owner].multiply(changes).sum(axis=1)
    moved = np.where(_possible(safety, changes), moved, 0.0)
    least, most = np.zeros(len(places)), np.zeros(len(places))
    np.minimum.at(least, owner, moved)
    np.maximum.at(most, owner, moved)
    return [int(place) for place in places[most - least < safety.rules.interval - SLACK]]


def _matrix(changes: list[Change], unknowns: int) -> csr_array:
    """Worlds × unknowns: by how many people each differs from the truth."""
    ends = np.cumsum([0, *(len(columns) for columns, _ in changes)])
    columns = np.concatenate([columns for columns, _ in changes] or [np.zeros(0, dtype=int)])
    steps = np.concatenate([steps for _, steps in changes] or [np.zeros(0)])
    return csr_array((steps, columns, ends), shape=(len(changes), unknowns))


def _possible(safety: Safety, changes: csr_array) -> np.ndarray:
    """Which worlds are possible; the truth is, so that only the sums that change can fail."""
    bounds = safety.bounds
    whole = np.abs(changes.data - np.round(changes.data)) < SLACK
    people = bounds.truth[changes.indices] + changes.data > -SLACK
    failed = np.zeros(changes.shape[0], dtype=bool)
    failed[np.repeat(np.arange(changes.shape[0]), np.diff(changes.indptr))[~(whole & people)]] = True
    low, high = bounds.limits_of(safety.choice.visible)
    sums = (changes @ bounds.whole.T).tocoo()
    value = (bounds.whole @ bounds.truth)[sums.col] + sums.data
    failed[sums.row[(value < low[sums.col] - SLACK) | (value > high[sums.col] + SLACK)]] = True
    return ~failed
