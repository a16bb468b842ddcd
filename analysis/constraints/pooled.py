"""pooled_share and pooled_code_counts: the answers of all listed items stacked."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from analysis.synthetic.counting import matches, settle
from analysis.synthetic.ledger import Claim, expand, number
from analysis.synthetic.patterns import exceeds
from analysis.synthetic.scene import Scene


def post_share(claim: Claim, scene: Scene) -> None:
    """One group of items has a higher stacked share than the next."""
    group, gap = scene.group(claim), number(claim.tolerance["min_gap"])
    stacks = [
        replace(matches(claim, group, expand(names, scene.questionnaire)), scale=100)
        for names in claim.value["greater_groups"]
    ]
    for high, low in pairwise(stacks):
        exceeds(scene.model, high, low, Fraction(gap), claim.tolerance["unit"])


def post_code_counts(claim: Claim, scene: Scene) -> None:
    """How often each code is given, over all items."""
    group, variables = scene.group(claim), scene.variables(claim)
    codes = scene.questionnaire.variables[variables[0]].substantive
    counts = {}
    for code in codes:
        one = claim.model_copy(update={"measure": {**claim.measure, "codes": [code]}})
        counts[code] = matches(one, group, variables)
    settle(claim, scene, counts)
