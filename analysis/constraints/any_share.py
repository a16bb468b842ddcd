"""any_share: percent with at least one of the listed items among the codes."""

from __future__ import annotations

from analysis.synthetic.counting import together
from analysis.synthetic.ledger import Claim
from analysis.synthetic.quantity import Quantity
from analysis.synthetic.scene import Group, Scene


def post(claim: Claim, scene: Scene) -> None:
    """The share, in total or a level, follows the rule."""
    together(claim, scene, quantity)


def quantity(scene: Scene, claim: Claim, group: Group, variables: tuple[str, ...]) -> Quantity:
    """Rows with a match anywhere, in percent."""
    table = group.table
    persons = [
        scene.any_of([table.is_in(name, row, claim.codes) for name in variables]) for row in group.rows
    ]
    return Quantity(sum(persons), group.base, group.base, 100)
