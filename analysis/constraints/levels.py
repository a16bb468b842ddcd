"""level_counts, level_shares, level_shares_vs_frame, min_level_count: how rows spread over a variable's own levels."""

from __future__ import annotations

from fractions import Fraction

from analysis.synthetic.counting import settle
from analysis.synthetic.ledger import Claim, as_codes, number
from analysis.synthetic.patterns import within
from analysis.synthetic.quantity import Quantity, hold
from analysis.synthetic.scene import Scene


def post_counts(claim: Claim, scene: Scene) -> None:
    """Counts of the levels follow the rule."""
    settle(claim, scene, _levels(claim, scene, claim.place))


def post_shares(claim: Claim, scene: Scene) -> None:
    """Percentages of the levels follow the rule."""
    settle(claim, scene, _levels(claim, scene, claim.place))


def post_minimum(claim: Claim, scene: Scene) -> None:
    """Every level has as many rows as the rule says."""
    for quantity in _levels(claim, scene, claim.place).values():
        hold(scene.model, Quantity(quantity.count, 1, quantity.most), claim, claim.value)


def post_against_frame(claim: Claim, scene: Scene) -> None:
    """Respondents' and participants' percentages of a level differ by less than the gap."""
    gap: Fraction = number(claim.tolerance["max_gap"])
    frame = _levels(claim, scene, "frame_participants")
    for level, share in _levels(claim, scene, claim.place).items():
        within(scene.model, share, frame[level], gap)
        within(scene.model, frame[level], share, gap)


def _levels(claim: Claim, scene: Scene, place: str) -> dict[str, Quantity]:
    table, name = scene.tables[place], scene.variables(claim)[0]
    levels = as_codes(claim.measure.get("levels", ())) or tuple(sorted(table.known[name].dropna().unique()))
    return {
        level: Quantity(
            sum(table.members[row] for row in table.same(name, level)), table.size, table.size, 100
        )
        for level in levels
    }
