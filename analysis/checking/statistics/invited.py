"""The list of invited people: how many were invited and how many answered."""

from __future__ import annotations

from fractions import Fraction

from analysis.checking.ledger import Claim
from analysis.checking.observed import NotEvaluable, Number, Observed, one
from analysis.checking.statistics.common import only, statistic
from analysis.checking.study import Study
from analysis.checking.tallies import CLOSE, percent
from analysis.results import TOTAL
from survey.conditions import TICKED


@statistic()
def frame_share(study: Study, claim: Claim) -> Observed:
    """Percent of the population's rows whose variable is yes; a missing cell is not."""
    rows, item = study.rows(claim.population), only(claim)
    # Not `matches`: a column in which nobody says yes is an answer here, not a misspelt code.
    n = int((study.values(rows, item) == TICKED).sum())
    return one(Number(percent(n, len(rows.table)), n), rows.source)


@statistic()
def response_rate(study: Study, claim: Claim) -> Observed:
    """Respondents as percent of the invited; the published rate must say the same."""
    invited, answered = len(study.rows(claim.population).table), len(study.respondents)
    rate = Number(percent(answered, invited), answered)
    table = study.response
    if table.empty or TOTAL not in set(table["segment"]):
        return one(rate, "frame")
    row = table[table["segment"] == TOTAL].iloc[0]
    published = (int(row["invited"]), int(row["answered"])) if row.notna().all() else None
    if published != (invited, answered) or abs(float(row["rate"]) - float(rate.value)) > CLOSE:
        raise NotEvaluable(f"published {published}, rate {row['rate']}; counted {(invited, answered)}")
    return one(Number(Fraction(100 * answered, invited), answered), "response")


STATISTICS = (frame_share, response_rate)
