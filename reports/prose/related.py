"""Functions of chapters on what items have to do with each other, on the second basis, and on who answered.

Each rests on a file that may be missing (`has`): see `reports.prose.further`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.results import ALL, TOTAL
from reports.prose import orders
from reports.prose.compose import composed
from reports.prose.further import Further, Relation
from reports.prose.guard_tag import OF_NUMBERS
from reports.prose.guards import Telling, Verdict
from reports.prose.numbers import Numbers
from reports.prose.orders import Order
from reports.prose.values import Unknown, Value
from reports.word.bound import Binding, Source
from survey.messages import did_you_mean

APART = frozenset(
    {
        "rose",
        "fell",
        "go_together",
        "go_against",
        "still_matters",
        "higher_odds",
        "lower_odds",
        "could_only_fall",
    }
)
"""Readings that tell of a difference or a connection."""
_UNCHANGED = {"odds_ratio": 1.0}
"""What an estimate is where there is no difference; 0 for all others."""


@dataclass(frozen=True)
class Related:
    """The functions, over one study's published results."""

    numbers: Numbers
    telling: Telling

    def functions(self) -> dict[str, Callable[..., Any]]:
        """Name in chapters → function."""
        names = ("has", "ranked_relations", "relation", "stands", "tried", "rate", "clusters", "indicator")
        return {name: getattr(self, name) for name in names}

    @property
    def _further(self) -> Further:
        return self.numbers.published.further

    def has(self, name: str) -> bool:
        """Whether a file that may be missing is there: relations, sensitivity, response_rates, quotes …"""
        if name != "indicator" and name not in Further.__dataclass_fields__:
            known = sorted(Further.__dataclass_fields__)
            raise Unknown("R018", name, item="has", allowed=", ".join(known))
        return bool(getattr(self._further, name))

    def ranked_relations(self, relation: str) -> Order:
        """The pairs of a relation by how far apart they are, the farthest first; each with its first item's label."""
        rows = [row for row in self._rows(relation) if not row.level and row.estimate is not None]
        found = [
            (row.first, self.numbers.labels.short(row.first), self._estimate(row, "distance")) for row in rows
        ]
        return orders.in_order(found, self.numbers)

    def relation(self, relation: str, second: str = "", level: str = "") -> Value:
        """A relation's estimate: percentage points, scale points, rho, or how many times the odds."""
        return self._estimate(self._row(relation, second, level), "cell")

    def stands(self, relation: str, second: str = "", level: str = "") -> Verdict:
        """For a guard: holds when the relation shows a difference or a connection, otherwise when it does not."""
        row = self._row(relation, second, level)
        rests_on = " ".join(filter(None, (relation, row.second, row.level)))
        if row.hidden or not row.reading or row.estimate is None:
            return Verdict("untold", "holds", OF_NUMBERS, rests_on, None, self.telling)
        told = self._row(relation, second, "") if level else row
        branch = "holds" if {row.reading, told.reading} <= APART else "otherwise"
        return Verdict(branch, "holds", OF_NUMBERS, rests_on, _apart(row, branch), self.telling)

    def tried(self, *survives: str) -> Value:
        """How many comparisons came out so on the second basis (yes, weaker, no, new); every finding by default."""
        rows = self._further.sensitivity or ()
        wanted = survives or ("yes", "weaker", "no")
        found = [row for row in rows if row.survives in wanted]
        source = Source("sensitivity", measure="survives", answer="+".join(wanted), number=float(len(found)))
        return self.numbers.bound(self.numbers.format.count(len(found)), source, how="number_of")

    def rate(self, measure: str, segment: str = TOTAL, group: str = ALL) -> Value:
        """One of AAPOR's rates, in percent with one decimal."""
        found = self._rate(measure, segment, group)
        if found is None:
            return Value.of(self.numbers.hidden, None)
        form = self.numbers.format
        return self.numbers.bound(form.percent_prose(found.number, 1), found)

    def clusters(self, measure: str = "clusters") -> Value:
        """How many clusters were invited; with `clusters_silent` how many gave no answer."""
        found = self._rate(measure, TOTAL, ALL)
        if found is None:
            return Value.of(self.numbers.hidden, None)
        return self.numbers.bound(self.numbers.format.count(found.number), found)

    def indicator(self, name: str = "r_indicator") -> Value:
        """The R-indicator with two decimals, or an end of its interval: r_low, r_high."""
        number = self._further.indicator.get(name)
        if number is None:
            return Value.of(self.numbers.hidden, None)
        shown = self.numbers.format.decimal(number, 2)
        return self.numbers.bound(shown, Source("indicator", item=name, number=number))

    def _rate(self, measure: str, segment: str, group: str) -> Source | None:
        for row in self._further.response_rates or ():
            if (row.measure, row.segment, row.group) == (
                measure,
                segment,
                group,
            ) and row.estimate is not None:
                return Source("response_rates", "", segment, group, measure, number=row.estimate, base=row.n)
        return None

    def _rows(self, relation: str) -> Sequence[Relation]:
        rows = self._further.relations or ()
        known = dict.fromkeys(row.relation for row in rows)
        if relation not in known:
            raise Unknown("R001", relation, suggestion=did_you_mean(relation, known))
        return [row for row in rows if row.relation == relation]

    def _row(self, relation: str, second: str, level: str) -> Relation:
        rows = self._rows(relation)
        found = [row for row in rows if second in ("", row.second) and row.level == level]
        if not found:
            raise Unknown("R001", second or level, suggestion=did_you_mean(second, {r.second for r in rows}))
        return found[0]

    def _estimate(self, row: Relation, how: str) -> Value:
        if row.estimate is None or row.hidden:
            return Value.of(self.numbers.hidden, None)
        form, words = self.numbers.format, self.telling.sizes.words
        number = abs(row.estimate) if how == "distance" else row.estimate
        points = row.estimate_name == "difference"
        bare = form.count(number) if points else form.decimal(number, 2 if abs(number) < 1 else 1)
        printed = str(words["points"]).format(bare) if points else bare
        binding = _bound(row, "estimate", row.estimate)
        if how == "distance":
            binding = composed("distance", [binding, _nothing(row)])
        made = Binding(printed, binding.sources, binding.how)
        return Value.from_(made, number, self.numbers.ledger, bare if points else "")


def _bound(row: Relation, column: str, number: float) -> Binding:
    """A number of a row, as what a chapter rests on; its first item stands with the relation."""
    item = f"{row.relation}/{row.first}"
    return Binding("", (Source("relations", item, row.second, row.level, column, number=number, base=row.n),))


def _nothing(row: Relation) -> Binding:
    number = _UNCHANGED.get(row.estimate_name, 0.0)
    return Binding("", (Source("structure", measure="no_difference", number=number),))


def _apart(row: Relation, branch: str) -> Binding | None:
    """That the interval lies apart from no difference, or does not; None where it says otherwise than the reading."""
    if row.conf_low is None or row.conf_high is None:
        return None
    nothing = _UNCHANGED.get(row.estimate_name, 0.0)
    above = composed("above_9", [_bound(row, "conf_low", row.conf_low), _nothing(row)])
    below = composed("below_9", [_bound(row, "conf_high", row.conf_high), _nothing(row)])
    if row.conf_low > nothing:
        return above if branch == "holds" else None
    if row.conf_high < nothing:
        return below if branch == "holds" else None
    return (
        composed("all", [composed("not", [above]), composed("not", [below])]) if branch != "holds" else None
    )
