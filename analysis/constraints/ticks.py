"""ticks: how many of the listed boxes a person ticks, on average."""

from __future__ import annotations

from dataclasses import replace

from analysis.synthetic.counting import matches, together
from analysis.synthetic.ledger import Claim
from analysis.synthetic.quantity import Quantity
from analysis.synthetic.scene import Group, Scene
from survey.conditions import TICKED


def post(claim: Claim, scene: Scene) -> None:
    """The mean number of ticks, in total or a level, follows the rule."""
    together(claim, scene, quantity)


def quantity(scene: Scene, claim: Claim, group: Group, variables: tuple[str, ...]) -> Quantity:
    """Ticks a person."""
    ticked = claim.model_copy(update={"measure": {**claim.measure, "codes": [TICKED]}})
    return replace(matches(ticked, group, variables), base=group.base)
