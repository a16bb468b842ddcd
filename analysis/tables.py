"""Count once: every item crossed with every segment of a plan, from which all measures and tests follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.counting.coded import Source, coded
from analysis.counting.coding import MISSING
from analysis.counting.drawn import Design, quantities
from analysis.counting.slabs import Family
from analysis.counting.stacked import Table, Tables, is_numeric
from analysis.counting.stacks import Wanted, stacks
from analysis.counting.tensor import Tensor
from analysis.derived import Derived, derived
from analysis.plan import Basis, Plan, analysed_items, crossed, groups_of, segments_of
from analysis.results import REACHED, TOTAL
from survey.frames import read_frame
from survey.model import Questionnaire, Variable
from survey.stage import read_json

__all__ = [
    "MISSING",
    "Counter",
    "Table",
    "Tables",
    "analysed",
    "is_numeric",
    "pairs",
    "read_counter",
    "read_design",
    "tables",
]

STRATUM = "stratum"
"""The column of segments.csv that holds the plan's stratum."""
Sizes = dict[str, list[dict[str, Any]]]


def analysed(plan: Plan, questionnaire: Questionnaire) -> dict[str, Variable]:
    """Name → variable of everything that is counted: closed items and numbers, then derived items."""
    return _with_derived(derived(plan, questionnaire), questionnaire)


def _with_derived(own: Mapping[str, Derived], questionnaire: Questionnaire) -> dict[str, Variable]:
    known = {item: questionnaire.variables[item] for item in analysed_items(questionnaire)}
    return known | {name: one.variable for name, one in own.items()}


def pairs(plan: Plan, questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """Every (item, segment) pair of the plan without the totals; derived items last."""
    more = dict.fromkeys(
        (name, segment)
        for name, one in derived(plan, questionnaire).items()
        for crosstab in plan.crosstabs
        if crosstab.questions == "all" or name in crosstab.questions
        for segment in segments_of(crosstab)
        if not set(one.parts) & set(plan.segment(segment).of)
    )
    return [*crossed(plan, questionnaire), *more]


class Counter:
    """Counts any item of a study against any segment. What was counted once is kept.

    `Counter(answers, status, segments, questionnaire)` takes the stages' frames; `Counter.of` anything that can be
    counted, such as a Parquet file. `sizes` are the rows of design.json.
    """

    def __init__(
        self,
        answers: pd.DataFrame,
        status: pd.DataFrame,
        segments: pd.DataFrame,
        questionnaire: Questionnaire,
    ):
        self._start(coded(answers, status, segments, questionnaire), questionnaire, None)

    @classmethod
    def of(cls, source: Source, questionnaire: Questionnaire, sizes: Sizes | None = None) -> Counter:
        """The counter of a coded study."""
        counter = cls.__new__(cls)
        counter._start(source, questionnaire, sizes)
        return counter

    def _start(self, source: Source, questionnaire: Questionnaire, sizes: Sizes | None) -> None:
        self.source, self.questionnaire, self.sizes = source, questionnaire, sizes
        self._tensors: dict[tuple[Any, ...], Tensor] = {}
        self._kept: dict[tuple[Any, ...], dict[Any, Any]] = {}
        self._plans: dict[int, tuple[Plan, Wanted, dict[str, Derived], list[tuple[str, str]]]] = {}
        self._stacks: dict[tuple[int, Basis], tuple[Plan, tuple[Tables, ...]]] = {}

    def stacks(self, plan: Plan, basis: Basis | None = None) -> tuple[Tables, ...]:
        """All tables of `plan`, totals included, on `basis` (the published one by default), in stacks of like shape."""
        basis = basis or plan.published
        key = (id(plan), basis)
        if key not in self._stacks:
            # The plan is kept beside its stacks, or another plan could get its id later.
            self._stacks[key] = plan, tuple(self._made(plan, basis))
        return self._stacks[key][1]

    def table(self, item: str, segment: str, groups: tuple[str, ...]) -> Table:
        """The table of `item` by `segment`; for TOTAL the only group is ALL. Respondents in no group are left out."""
        variable = self.questionnaire.variables[item]
        widths = {item: self.source.width(item)}
        wanted = Wanted({item: variable}, {item: [segment]}, {segment: groups}, widths)
        (found,) = self._stacked(wanted, Design(), Basis(), {})
        return found.one(0)

    def _made(self, plan: Plan, basis: Basis) -> Iterator[Tables]:
        wanted, own, _ = self._wanted(plan)
        design = self.design(plan)
        bases = (plan.published, plan.sensitivity or plan.published)
        later = [name for other in bases for name in quantities(other, design)]
        return self._stacked(wanted, design, basis, own, later)

    def items(self, plan: Plan) -> list[str]:
        """Everything that is counted for `plan`, in order."""
        return list(self._wanted(plan)[0].variables)

    def pairs(self, plan: Plan) -> list[tuple[str, str]]:
        """`pairs` of `plan`, worked out once."""
        return self._wanted(plan)[2]

    def _wanted(self, plan: Plan) -> tuple[Wanted, dict[str, Derived], list[tuple[str, str]]]:
        """What a plan asks for, its derived items, and its pairs: the same objects every time."""
        if id(plan) not in self._plans:
            self._plans[id(plan)] = plan, *self._asked(plan)
        return self._plans[id(plan)][1:]

    def _asked(self, plan: Plan) -> tuple[Wanted, dict[str, Derived], list[tuple[str, str]]]:
        own = derived(plan, self.questionnaire)
        variables = _with_derived(own, self.questionnaire)
        segments: dict[str, list[str]] = {item: [TOTAL] for item in variables}
        both = pairs(plan, self.questionnaire)
        for item, segment in both:
            segments[item].append(segment)
        used = dict.fromkeys(s for each in segments.values() for s in each if s != TOTAL)
        groups = {segment: groups_of(plan, segment, self.questionnaire) for segment in used}
        widths = {
            item: len(own[item].answers) if item in own else self.source.width(item) for item in segments
        }
        return Wanted(variables, segments, groups, widths), own, both

    def design(self, plan: Plan) -> Design:
        """Where the design of `plan` stands among the background columns of this study."""
        known = self.source.glance()
        cluster = plan.design.clusters or self.questionnaire.cluster
        return Design(
            cluster=cluster if cluster in known else None,
            stratum=STRATUM if plan.design.strata and STRATUM in known else None,
            sizes=self.sizes,
            reached=not plan.measures or REACHED in plan.measures,
        )

    def _stacked(
        self,
        wanted: Wanted,
        design: Design,
        basis: Basis,
        own: Mapping[str, Derived],
        later: Sequence[str] = (),
    ) -> Iterator[Tables]:
        def family_of(items: Sequence[str], columns: Sequence[str]) -> Family:
            wanted_now = quantities(basis, design)
            tensors = self._counted(items, columns, (wanted_now, later), own)
            kept = self._kept.setdefault(
                (tuple(items), tuple(columns), design.cluster, design.reached, tuple(own.values())), {}
            )
            return Family(tensors, design, basis, kept)

        return stacks(self.source, wanted, family_of, design, self.questionnaire)

    def _counted(
        self,
        items: Sequence[str],
        columns: Sequence[str],
        quantities: tuple[Sequence[str], Sequence[str]],
        own: Mapping[str, Derived],
    ) -> dict[str, Tensor]:
        """The tensors of the quantities wanted now; those that may be wanted later are counted when that is best."""
        wanted, later = quantities
        key = (tuple(items), tuple(columns), *(own[item] for item in items if item in own))
        missing = [name for name in wanted if (*key, name) not in self._tensors]
        if missing:
            found = self.source.tensors(items, columns, self.source.at_once(missing, later), own)
            self._tensors |= {(*key, name): tensor for name, tensor in found.items()}
        return {name: self._tensors[*key, name] for name in wanted}


def read_counter(clean: Path, segments: Path, questionnaire: Questionnaire) -> Counter:
    """The counter of a study, from the folders of validate and segment."""
    counter = Counter(
        read_frame(clean / "answers.csv"),
        read_frame(clean / "status.csv"),
        read_frame(segments / "segments.csv"),
        questionnaire,
    )
    counter.sizes = read_design(segments)
    return counter


def read_design(segments: Path) -> Sizes | None:
    """The rows of design.json in the folder of segment; None when the study has none."""
    path = segments / "design.json"
    return read_json(path) if path.exists() else None


def tables(counter: Counter, plan: Plan, questionnaire: Questionnaire, items: list[str]) -> Iterator[Table]:
    """The total of each item, then each item by each segment that the plan crosses it with. People, unweighted."""
    found: dict[str, list[Table]] = {item: [] for item in items}
    for stack in counter.stacks(plan, Basis()):
        for i, variable in enumerate(stack.variables):
            if variable.name in found:
                found[variable.name].append(stack.one(i))
    order = {segment: k for k, segment in enumerate([TOTAL, *(part.id for part in plan.segments_in_use)])}
    for own in found.values():
        yield from sorted(own, key=lambda table: order[table.segment])
