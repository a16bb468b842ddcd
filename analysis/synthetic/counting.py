"""From a statistic to constraints: compute it for every variable or level the claim names, then hold the rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analysis.synthetic.ledger import Claim
from analysis.synthetic.patterns import PATTERNS
from analysis.synthetic.quantity import Quantity, hold
from analysis.synthetic.scene import Group, Scene

Statistic = Callable[[Scene, Claim, Group, tuple[str, ...]], Quantity]
"""(scene, claim, rows, variables) → the statistic over those rows."""


def each(claim: Claim, scene: Scene, statistic: Statistic) -> None:
    """Listed variables are compared with each other; with a segment, its levels are."""
    variables = scene.variables(claim)
    if claim.segment is None:
        group = scene.group(claim)
        settle(claim, scene, {name: statistic(scene, claim, group, (name,)) for name in variables})
        return
    groups = scene.levels(claim)
    for name in variables:
        settle(claim, scene, {level: statistic(scene, claim, g, (name,)) for level, g in groups.items()})


def together(claim: Claim, scene: Scene, statistic: Statistic) -> None:
    """Listed variables are taken as one; with a segment, its levels are compared."""
    variables = scene.variables(claim)
    groups = scene.levels(claim) if claim.segment else {"": scene.group(claim)}
    settle(
        claim, scene, {level: statistic(scene, claim, group, variables) for level, group in groups.items()}
    )


def settle(claim: Claim, scene: Scene, named: Mapping[str, Quantity]) -> None:
    """Post the claim's rule on the quantities."""
    if claim.rule in PATTERNS:
        PATTERNS[claim.rule](scene.model, named, claim)
        return
    for quantity in named.values():
        hold(scene.model, quantity, claim, claim.value)


def matches(claim: Claim, group: Group, variables: tuple[str, ...]) -> Quantity:
    """How many answers of `variables` in the group are among the claim's codes, of how many."""
    table = group.table
    cells = [
        table.members[row] * table.is_in(name, row, claim.codes) for name in variables for row in group.rows
    ]
    base = group.base * len(variables)
    return Quantity(sum(cells), base, base)
