"""frame_share, response_rate, bands: claims on the participant list as a whole."""

from __future__ import annotations

from analysis.synthetic.ledger import Claim, number
from analysis.synthetic.quantity import Quantity, hold
from analysis.synthetic.scene import Scene
from survey.conditions import TICKED


def post_share(claim: Claim, scene: Scene) -> None:
    """Percent of the frame for which the variable is yes."""
    table = scene.tables[claim.place]
    yes = len(table.same(scene.variables(claim)[0], TICKED))
    hold(scene.model, Quantity(yes, table.size, table.size, 100), claim, claim.value)


def post_rate(claim: Claim, scene: Scene) -> None:
    """Respondents in percent of the frame."""
    answered, invited = scene.tables["all"], scene.tables[claim.place].size
    hold(scene.model, Quantity(sum(answered.members), invited, invited, 100), claim, claim.value)


def post_bands(claim: Claim, scene: Scene) -> None:
    """Each row's level is the band that its number falls into."""
    table, name = scene.tables[claim.place], scene.variables(claim)[0]
    for row in range(len(table.known)):
        size = number(table.known[str(claim.measure["of"])].iat[row])
        low, high = claim.value[table.known[name].iat[row]]
        scene.fact(low <= size and (high is None or size <= high))
