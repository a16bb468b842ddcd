"""A small version of benchmarks/null.py: the chosen tests keep their promise where the plain ones break
it."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.comparisons.null_reference import reference
from benchmarks.null import HARD_SEGMENTS, KINDS, SEGMENTS, Kind, rates

SURVEYS = 1_000
SLACK = 0.02
"""Three standard errors of a share of 0.05 among so many surveys."""


@pytest.mark.parametrize("segment", SEGMENTS)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_one_null_survey_in_twenty_is_rejected(segment: str, kind: object) -> None:
    found = rates(segment, kind, 0.1, SURVEYS, seed=11)  # type: ignore[arg-type]
    assert found["chosen"] == pytest.approx(0.05, abs=SLACK)


def test_taking_people_of_a_cluster_for_independent_does_not() -> None:
    found = rates("three sizes of cluster", KINDS[1], 0.1, SURVEYS, seed=12)
    assert found["independent"] > 0.09 and found["chosen"] < 0.07


def test_three_clusters_are_too_few_to_show_anything() -> None:
    found = rates("a group of three clusters", KINDS[2], 0.1, 300, seed=13)
    assert "a group of three clusters" in HARD_SEGMENTS
    assert found["chosen"] < 0.02


def test_a_rare_answer_that_a_small_group_lacks_is_no_proof() -> None:
    """Nobody in the group ticked: it seems to have no variance, and without the mean of both traces 1 in 8
    would be found."""
    rare = Kind("ticked by 4 %", (0.96, 0.04), False)
    assert rates("one person a cluster", rare, 0.0, SURVEYS, seed=14)["chosen"] < 0.05


def test_degrees_of_freedom_from_few_clusters_are_right_on_average() -> None:
    rng = np.random.default_rng(15)
    drawn = rng.standard_normal((400, 43, 6))
    matrix = drawn.swapaxes(1, 2) @ drawn / 43
    nu = np.full(400, 43.0)
    found = reference(np.ones(400), matrix, nu, np.full(400, 99))
    # Satterthwaite's own estimate is 6 · 43 / (43 + 7), about 5.2.
    assert found.df.mean() == pytest.approx(6, abs=0.1)
