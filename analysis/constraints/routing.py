"""routed and count_nonmissing: who has an answer at all."""

from __future__ import annotations

from analysis.synthetic.ledger import Claim, as_codes, expand
from analysis.synthetic.quantity import Quantity, hold
from analysis.synthetic.scene import Scene


def post_routed(claim: Claim, scene: Scene) -> None:
    """The variables are asked of exactly those whose earlier answers are in `when`."""
    group = scene.group(claim)
    gates = [
        (name, as_codes(codes))
        for key, codes in claim.measure["when"].items()
        for name in expand(key, scene.questionnaire)
    ]
    meant = [
        row for row in group.rows if all(group.table.is_in(name, row, codes) == 1 for name, codes in gates)
    ]
    for variable in scene.variables(claim):
        scene.fact(scene.asked(group, variable) == meant)


def post_nonmissing(claim: Claim, scene: Scene) -> None:
    """The number of rows with an answer follows the rule."""
    group = scene.group(claim)
    for name in scene.variables(claim):
        answered = [group.table.is_in(name, row, group.table.codes_at(name, row)) for row in group.rows]
        hold(scene.model, Quantity(sum(answered), 1, group.base), claim, claim.value)
