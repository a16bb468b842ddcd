"""index_mean: the mean over all listed items and all rows."""

from __future__ import annotations

from analysis.constraints.mean import quantity
from analysis.synthetic.counting import together
from analysis.synthetic.ledger import Claim
from analysis.synthetic.scene import Scene


def post(claim: Claim, scene: Scene) -> None:
    """The common mean, in total or a level, follows the rule."""
    together(claim, scene, quantity)
