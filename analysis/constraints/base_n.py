"""base_n: how many are asked; rows of the table for what is known without asking."""

from __future__ import annotations

from analysis.synthetic.ledger import Claim
from analysis.synthetic.quantity import Quantity, hold
from analysis.synthetic.scene import Scene


def post(claim: Claim, scene: Scene) -> None:
    """The base of every variable follows the rule."""
    group = scene.group(claim)
    for name in scene.variables(claim):
        asked = scene.asked(group, name)
        quantity = Quantity(sum(group.table.members[row] for row in asked), 1, len(asked))
        hold(scene.model, quantity, claim, claim.value)
