"""How often each answer of one item occurs in one group: the pipeline's own count where it publishes one.

A published count is used when the group is everyone, or one group of a segment, and the claim's population leaves
out nobody who answered the item (the population is everyone, or exactly those who were asked). It must agree with a
recount of the clean answers, and its published shares and means with its counts (within 1e-9); otherwise the claim
cannot be judged, and says why. Everything else is counted from the clean answers or the frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from analysis.checking.ledger import Claim, Codes, NamedTable
from analysis.checking.observed import NotEvaluable, Number
from analysis.checking.study import ALL_RESPONDENTS, Estimate, Rows, Study
from analysis.results import ALL, TOTAL
from survey.model import Scale

CLOSE = 1e-9
EVERYONE = (TOTAL, ALL)
Group = tuple[str, str]
"""(segment, group), as in the published results; EVERYONE for no division."""


@dataclass(frozen=True)
class Tally:
    """Respondents (or rows) per substantive answer."""

    item: str
    counts: Mapping[str, int]
    source: str

    @cached_property
    def n(self) -> int:
        """The base: rows with a substantive answer."""
        return sum(self.counts.values())

    def count(self, codes: Codes) -> int:
        """Rows whose answer is one of `codes`."""
        return sum(self.counts.get(code, 0) for code in set(codes))

    def share(self, codes: Codes) -> Number:
        """Percent of the base, with its count and the percent of each code; NotEvaluable without a base."""
        each = [percent(self.counts.get(code, 0), self.n) for code in dict.fromkeys(codes)]
        return Number(sum(each, Fraction(0)), self.count(codes), tuple(each))

    def mean(self) -> Number:
        """The mean code; NotEvaluable without a base or when the codes are not numbers."""
        return mean_of(self.counts)


def percent(part: int, whole: int) -> Fraction:
    """Exact percent; NotEvaluable when there is nobody to count."""
    if whole == 0:
        raise NotEvaluable("empty base: nobody in this group answered")
    return Fraction(100 * part, whole)


def mean_of(counts: Mapping[str, int]) -> Number:
    """Mean of the codes weighted by their counts; see Tally.mean."""
    n = sum(counts.values())
    if n == 0:
        raise NotEvaluable("empty base: nobody in this group answered")
    try:
        return Number(sum(Fraction(code) * count for code, count in counts.items()) / Fraction(n))
    except ValueError:
        raise NotEvaluable("the codes are not numbers, so they have no mean") from None


def tally(study: Study, claim: Claim, item: str, level: str = "") -> Tally:
    """The answers to `item` in the claim's population, inside `level` of its segment when one is given."""
    rows = study.rows(claim.population)
    group = (claim.segment.by, level) if level and claim.segment else EVERYONE
    counted = count(study, inside(study, claim, level), item)
    return _agreed(_published(study, claim, rows, item, group), counted)


def inside(study: Study, claim: Claim, level: str) -> Rows:
    """The rows of the claim's population in one level of its segment; all of them without a segment or a level."""
    if claim.segment is None or not level:
        return study.rows(claim.population)
    return study.level(claim.population, claim.segment.by, level)


def count(study: Study, rows: Rows, item: str) -> Tally:
    """Recount: every known code of `item`, those that nobody chose too."""
    found = study.counts(rows, item)
    codes = dict.fromkeys([*study.codes(item, rows), *found])
    return Tally(item, {code: found[code] for code in codes}, rows.source)


def frame_tally(study: Study, item: str) -> Tally:
    """The answers to `item` among everyone invited, which must agree with the published response table."""
    counted = count(study, Rows(study.invited(), "frame", NamedTable()), item)
    return _agreed(_response(study, item, "invited"), counted)


def _agreed(published: Tally | None, counted: Tally) -> Tally:
    if published is None:
        return counted
    if _chosen(published) != _chosen(counted):
        raise NotEvaluable(
            f"{published.source} has {_chosen(published)}, the {counted.source} {_chosen(counted)}"
        )
    return Tally(counted.item, counted.counts, published.source)


def _chosen(found: Tally) -> dict[str, int]:
    return {code: n for code, n in sorted(found.counts.items()) if n}


def _published(study: Study, claim: Claim, rows: Rows, item: str, group: Group) -> Tally | None:
    """What the pipeline publishes for this item and group, when the claim's population is the same."""
    if rows.meaning is not None:
        return (
            _response(study, item, "invited") if rows.meaning.row is None and claim.segment is None else None
        )
    if study.counts(rows, item).total() != study.counts(study.rows(ALL_RESPONDENTS), item).total():
        return None
    if claim.segment is None and item not in study.questionnaire.variables:
        return _response(study, item, "answered")
    return _estimates(study, item, group)


def _response(study: Study, segment: str, column: str) -> Tally | None:
    table = study.response
    if table.empty or segment == TOTAL:
        return None
    own = table[(table["segment"] == segment) & table[column].notna()]
    counts = {str(g): int(v) for g, v in zip(own["group"], own[column], strict=True)}
    return Tally(segment, counts, "response") if counts else None


def _estimates(study: Study, item: str, group: Group) -> Tally | None:
    own = study.published.get((item, *group), [])
    counts = {row.answer: int(row.estimate) for row in own if row.measure == "count"}
    if not counts:
        return None
    found = Tally(item, counts, "crosstab")
    scale = study.questionnaire.scales.get(study.questionnaire.variables[item].scale or "")
    for row in own:
        follows = _follows(found, scale, row)
        if follows is not None and abs(row.estimate - float(follows)) > CLOSE:
            raise NotEvaluable(
                f"published {row.measure} {row.estimate}, but the counts give {float(follows)}"
            )
    return found


def _follows(found: Tally, scale: Scale | None, row: Estimate) -> Fraction | None:
    """What a published estimate must be, given the published counts; None for what cannot be told."""
    if row.measure == "base":
        return Fraction(found.n)
    if row.measure == "share":
        return found.share((row.answer,)).value
    if row.measure == "mean":
        return found.mean().value
    ends = {"top": scale.top, "bottom": scale.bottom} if scale else {}
    return found.share(ends[row.measure]).value if row.measure in ends else None
