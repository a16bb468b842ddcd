"""subset_of, pairwise_ge, total_selected: two series of tick boxes with the same endings, such as set and worked on."""

from __future__ import annotations

import re

from analysis.synthetic.counting import matches, settle
from analysis.synthetic.ledger import Claim, expand
from analysis.synthetic.quantity import Quantity
from analysis.synthetic.scene import Scene
from survey.conditions import TICKED


def post_subset(claim: Claim, scene: Scene) -> None:
    """Nobody ticks a box whose namesake in the other series is not ticked."""
    group = scene.group(claim)
    prefix, other = str(claim.variable).rstrip("*"), str(claim.measure["other"]).rstrip("*")
    for name in scene.variables(claim):
        for row in group.rows:
            source = group.table.is_in(other + name.removeprefix(prefix), row, [TICKED])
            scene.model.add(group.table.is_in(name, row, [TICKED]) <= source)


def post_pairwise(claim: Claim, scene: Scene) -> None:
    """Each box of the first series is ticked at least as often as its namesake (`pairs: first_x >= second_x`)."""
    first, second = re.split(r"x\s*>=\s*", str(claim.measure["pairs"]).removesuffix("x"))
    for name in scene.variables(claim):
        if name.startswith(first):
            partner = second + name.removeprefix(first)
            scene.model.add(_ticked(claim, scene, (name,)).count >= _ticked(claim, scene, (partner,)).count)


def post_total(claim: Claim, scene: Scene) -> None:
    """The ticks of whole series, compared with each other."""
    series = [name for group in claim.value["order"] for name in group]
    settle(claim, scene, {name: _ticked(claim, scene, expand(name, scene.questionnaire)) for name in series})


def _ticked(claim: Claim, scene: Scene, variables: tuple[str, ...]) -> Quantity:
    ticked = claim.model_copy(update={"measure": {**claim.measure, "codes": [TICKED]}})
    return matches(ticked, scene.group(claim), variables)
