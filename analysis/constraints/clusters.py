"""municipalities and municipality_share: distinct clusters with at least one matching row."""

from __future__ import annotations

from analysis.synthetic.ledger import Claim
from analysis.synthetic.quantity import Expression, Quantity, hold
from analysis.synthetic.scene import Scene


def post_count(claim: Claim, scene: Scene) -> None:
    """The number of clusters follows the rule; the value holds it under the statistic's own name."""
    hold(scene.model, quantity(claim, scene), claim, claim.value[claim.statistic])


def post_share(claim: Claim, scene: Scene) -> None:
    """Their percentage of all clusters follows the rule."""
    found = quantity(claim, scene)
    hold(scene.model, Quantity(found.count, found.most, found.most, 100), claim, claim.value)


def quantity(claim: Claim, scene: Scene) -> Quantity:
    """Clusters with a match; without codes any member counts."""
    group, variables = scene.group(claim), scene.variables(claim)
    table = group.table
    homes = [str(cluster) for cluster in table.known[table.cluster]]
    inside: dict[str, list[Expression]] = {cluster: [] for cluster in homes}
    for row in group.rows:
        matched = table.is_in(variables[0], row, claim.codes) if claim.codes else 1
        inside[homes[row]].append(table.members[row] * matched)
    return Quantity(sum(scene.any_of(parts) for parts in inside.values()), 1, len(inside))
