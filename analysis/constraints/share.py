"""share: percent of the population whose answer is among the codes; also as a sum of separately rounded percentages.

Publications add up rounded labels. Where a published percentage can be met both ways, both are demanded; where no count
rounds to it directly, the sum of labels alone.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from analysis.synthetic.counting import each, matches
from analysis.synthetic.ledger import Claim, number
from analysis.synthetic.patterns import exceeds
from analysis.synthetic.quantity import Expression, Quantity, allowed, restrict
from analysis.synthetic.scene import Group, Scene

LABEL_RULES = ("label_sum", "round0_or_label_sum")


def post(claim: Claim, scene: Scene) -> None:
    """The share of each variable or level follows the rule."""
    if claim.rule in LABEL_RULES:
        _labels(claim, scene)
    elif claim.rule == "majority_lowest":
        _majority_lowest(claim, scene)
    else:
        each(claim, scene, quantity)


def quantity(scene: Scene, claim: Claim, group: Group, variables: tuple[str, ...]) -> Quantity:
    """The matching rows in percent of the group."""
    return replace(matches(claim, group, variables), scale=100)


def _labels(claim: Claim, scene: Scene) -> None:
    group, wanted = scene.group(claim), number(claim.value)
    for name in scene.variables(claim):
        whole = quantity(scene, claim, group, (name,))
        direct = allowed(whole, lambda x: abs(x - wanted) < Fraction(1, 2))
        if direct:
            restrict(scene.model, whole, direct)
        scene.model.add(sum(_label(scene, claim, group, name, code) for code in claim.codes) == int(wanted))


def _label(scene: Scene, claim: Claim, group: Group, name: str, code: str) -> Expression:
    """The percentage of one code as it would be printed: a whole number that the solver ties to the count."""
    one = claim.model_copy(update={"measure": {**claim.measure, "codes": [code]}})
    cell = matches(one, group, (name,))
    count, label = scene.model.new_int_var(0, cell.base, ""), scene.model.new_int_var(0, 100, "")
    scene.model.add(count == cell.count)
    scene.model.add_element(count, [round(Fraction(100 * n, cell.base)) for n in range(cell.base + 1)], label)
    return label


def _majority_lowest(claim: Claim, scene: Scene) -> None:
    lowest, groups, fulfilled = claim.value["lowest"], scene.levels(claim), []
    for name in scene.variables(claim):
        fulfilled.append(scene.model.new_bool_var(""))
        shares = {level: quantity(scene, claim, group, (name,)) for level, group in groups.items()}
        for level, share in shares.items():
            if level != lowest:
                exceeds(scene.model, share, shares[lowest], Fraction(0)).only_enforce_if(fulfilled[-1])
    scene.model.add(sum(fulfilled) >= claim.value["in_at_least"])
