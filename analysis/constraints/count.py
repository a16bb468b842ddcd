"""count: respondents (or rows of the frame) whose answer is among the codes."""

from __future__ import annotations

from dataclasses import replace

from analysis.synthetic.counting import each, matches
from analysis.synthetic.ledger import Claim
from analysis.synthetic.quantity import Quantity
from analysis.synthetic.scene import Group, Scene


def post(claim: Claim, scene: Scene) -> None:
    """The count of each variable follows the rule."""
    each(claim, scene, quantity)


def quantity(scene: Scene, claim: Claim, group: Group, variables: tuple[str, ...]) -> Quantity:
    """The number of matching rows."""
    return replace(matches(claim, group, variables), base=1)
