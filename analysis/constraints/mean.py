"""mean: the mean code of one variable."""

from __future__ import annotations

from analysis.synthetic.counting import each
from analysis.synthetic.ledger import Claim
from analysis.synthetic.quantity import Quantity
from analysis.synthetic.scene import Group, Scene


def post(claim: Claim, scene: Scene) -> None:
    """The mean of each variable or level follows the rule."""
    each(claim, scene, quantity)


def quantity(scene: Scene, claim: Claim, group: Group, variables: tuple[str, ...]) -> Quantity:
    """The mean over all listed variables and rows; what is not on a scale of the questionnaire is a plain number."""
    table = group.table
    points = [table.members[row] * table.points(name, row) for name in variables for row in group.rows]
    base = group.base * len(variables)
    return Quantity(sum(points), base, base * max(_highest(scene, group, name) for name in variables))


def _highest(scene: Scene, group: Group, name: str) -> int:
    if name in scene.questionnaire.variables:
        return max(int(code) for code in scene.questionnaire.variables[name].substantive)
    return max((group.table.points(name, row) for row in group.rows), default=0)
