"""spearman: the rank correlation between two series of counts with the same endings.

Ranks without ties make it linear enough for the solver: one literal a pair says which is larger, ranks are sums of
literals, and rho = 1 - 6 Σd² / n(n² - 1).
"""

from __future__ import annotations

from itertools import combinations
from math import floor
from typing import Any

from analysis.synthetic.counting import matches
from analysis.synthetic.ledger import Claim, number
from analysis.synthetic.scene import Scene
from survey.conditions import TICKED

MARGIN = number("0.02")
"""How far above the threshold, so that another way of computing it agrees."""


def post(claim: Claim, scene: Scene) -> None:
    """The first half of the listed variables is one series, the second half the other, in the same order."""
    names = scene.variables(claim)
    n = len(names) // 2
    first, second = _ranks(claim, scene, names[:n]), _ranks(claim, scene, names[n:])
    squares = [_square(scene, a - b, n) for a, b in zip(first, second, strict=True)]
    most = (1 - number(claim.tolerance["threshold"]) - MARGIN) * n * (n * n - 1) / 6
    scene.model.add(sum(squares) <= floor(most))


def _ranks(claim: Claim, scene: Scene, names: tuple[str, ...]) -> list[Any]:
    ticked = claim.model_copy(update={"measure": {**claim.measure, "codes": [TICKED]}})
    counts = [matches(ticked, scene.group(claim), (name,)).count for name in names]
    ranks: list[Any] = [0] * len(names)
    for i, j in combinations(range(len(names)), 2):
        larger = scene.model.new_bool_var("")
        scene.model.add(counts[i] >= counts[j] + 1).only_enforce_if(larger)
        scene.model.add(counts[j] >= counts[i] + 1).only_enforce_if(~larger)
        ranks[i] = ranks[i] + larger
        ranks[j] = ranks[j] + 1 - larger
    return ranks


def _square(scene: Scene, difference: Any, n: int) -> Any:
    offset = scene.model.new_int_var(0, 2 * n, "")
    square = scene.model.new_int_var(0, n * n, "")
    scene.model.add(offset == difference + n)
    scene.model.add_element(offset, [(d - n) ** 2 for d in range(2 * n + 1)], square)
    return square
