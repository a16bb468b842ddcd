"""segment_vs_total: a level's share lies above or below the share of everybody."""

from __future__ import annotations

from analysis.constraints.share import quantity
from analysis.synthetic.ledger import Claim, number
from analysis.synthetic.patterns import exceeds
from analysis.synthetic.scene import Scene


def post(claim: Claim, scene: Scene) -> None:
    """`above_total` or `below_total` names the level."""
    gap, unit = number(claim.tolerance["min_gap"]), claim.tolerance["unit"]
    groups = scene.levels(claim)
    for name in scene.variables(claim):
        total = quantity(scene, claim, scene.group(claim), (name,))
        for direction, level in claim.value.items():
            share = quantity(scene, claim, groups[level], (name,))
            high, low = (share, total) if direction == "above_total" else (total, share)
            exceeds(scene.model, high, low, gap, unit)
