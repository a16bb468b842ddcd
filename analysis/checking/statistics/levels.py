"""How respondents are spread over the variable's own levels."""

from __future__ import annotations

from fractions import Fraction

from analysis.checking.ledger import Claim, Codes
from analysis.checking.observed import Number, Observed, one
from analysis.checking.statistics.common import codes, only, statistic
from analysis.checking.study import Study
from analysis.checking.tallies import Tally, frame_tally, tally


@statistic(may=("levels",))
def level_counts(study: Study, claim: Claim) -> Observed:
    """Respondents in each level."""
    found, wanted = _spread(study, claim)
    return Observed(found.source, {("", level): _counted(found, level) for level in wanted})


@statistic(may=("levels",))
def level_shares(study: Study, claim: Claim) -> Observed:
    """Percent in each level, of everyone whose level is known."""
    found, wanted = _spread(study, claim)
    return Observed(found.source, {("", level): found.share((level,)) for level in wanted})


@statistic(may=("levels",))
def level_shares_vs_frame(study: Study, claim: Claim) -> Observed:
    """Percent among respondents minus percent among everyone invited, in each level."""
    found, wanted = _spread(study, claim)
    invited = frame_tally(study, found.item)
    gaps = {
        ("", level): Number(found.share((level,)).value - invited.share((level,)).value) for level in wanted
    }
    return Observed(found.source, gaps, differences=True)


@statistic(may=("levels",))
def min_level_count(study: Study, claim: Claim) -> Observed:
    """Respondents in the level that has fewest."""
    found, wanted = _spread(study, claim)
    return one(
        min((_counted(found, level) for level in wanted), key=lambda number: number.value), found.source
    )


def _spread(study: Study, claim: Claim) -> tuple[Tally, Codes]:
    item = only(claim)
    found = tally(study, claim, item)
    return found, codes(study, claim, item, claim.measure.levels) or tuple(found.counts)


def _counted(found: Tally, level: str) -> Number:
    n = found.count((level,))
    return Number(Fraction(n), n)


STATISTICS = (level_counts, level_shares, level_shares_vs_frame, min_level_count)
