"""abs_share_diff: two shares of one variable lie close together."""

from __future__ import annotations

from analysis.constraints.share import quantity
from analysis.synthetic.ledger import Claim, number
from analysis.synthetic.patterns import within
from analysis.synthetic.scene import Scene


def post(claim: Claim, scene: Scene) -> None:
    """The shares of `codes_a` and `codes_b` differ by less than the threshold."""
    group, gap = scene.group(claim), number(claim.tolerance["threshold"])
    for name in scene.variables(claim):
        shares = []
        for part in ("codes_a", "codes_b"):
            one = claim.model_copy(update={"measure": {**claim.measure, "codes": claim.measure[part]}})
            shares.append(quantity(scene, one, group, (name,)))
        within(scene.model, shares[0], shares[1], gap)
        within(scene.model, shares[1], shares[0], gap)
