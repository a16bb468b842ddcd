"""single_peak: the counts of an ordered answer rise to one code and fall after it.

Not a statistic of a publication: it keeps the solver from answers that no crowd would give.
"""

from __future__ import annotations

from analysis.synthetic.counting import matches
from analysis.synthetic.ledger import Claim
from analysis.synthetic.scene import Scene


def post(claim: Claim, scene: Scene) -> None:
    """`value` is the code at the peak."""
    group, name = scene.group(claim), scene.variables(claim)[0]
    codes = scene.questionnaire.variables[name].substantive
    counts = []
    for code in codes:
        one = claim.model_copy(update={"measure": {**claim.measure, "codes": [code]}})
        counts.append(matches(one, group, (name,)).count)
    peak = codes.index(str(claim.value))
    for i in range(len(codes) - 1):
        scene.model.add(counts[i] <= counts[i + 1] if i < peak else counts[i] >= counts[i + 1])
