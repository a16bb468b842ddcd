"""What somebody asks for, and what it means in terms of the plan."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from analysis.asking.names import meant
from analysis.asking.save import save
from analysis.asking.study import Study
from analysis.asking.where import Vocabulary, Wanted, condition
from analysis.plan import NESTED, Crosstab, Plan, SegmentPlan
from analysis.results import ALL, TOTAL
from survey.conditions import Condition

EVERYTHING = "all"
NONE = "none"
ALIASES = {
    "top_box": "top",
    "bottom_box": "bottom",
    "net_share": "net",
    "percent": "share",
    "percentage": "share",
    "average": "mean",
    "number": "count",
    "n": "base",
}
"""What measures are also called; their own names stand in analysis/measures."""


@dataclass(frozen=True)
class Request:
    """A cross-tab as it was asked for. No measure means: shares, and the mean where there is one."""

    rows: tuple[str, ...]
    by: tuple[str, ...]
    where: tuple[Wanted, ...] = ()
    measures: tuple[str, ...] = ()
    weights: str | None = None
    clustered: bool | None = None


@dataclass(frozen=True)
class Meant:
    """The same in the plan's own terms. `read_as` says which names were completed."""

    crosstab: Crosstab
    measures: tuple[str, ...]
    weights: str
    clustered: bool
    read_as: dict[str, str] = field(default_factory=dict)
    wanted: Condition | None = None
    """The condition as asked for; `crosstab` has none where everybody who was asked meets it anyway."""

    @property
    def as_asked(self) -> Crosstab:
        """The cross-tab with its condition, needless or not."""
        return self.crosstab.model_copy(update={"where": self.wanted})


def understood(request: Request, study: Study) -> Meant:
    """`request` in the plan's terms; SvarError with what is not clear (S091-S095, P003, P015, Q007)."""
    plan, read_as = study.plan, dict[str, str]()
    rows = tuple(_noted(name, _row(name, study), read_as) for name in request.rows)
    by = tuple(_noted(name, _division(name, plan), read_as) for name in request.by)
    where = condition(request.where, Vocabulary(study.questionnaire, plan))
    weights = plan.published.weights if request.weights is None else request.weights
    known = [NONE, *(weight.id for weight in plan.weights)]
    questions = EVERYTHING if EVERYTHING in rows else tuple(dict.fromkeys(rows))
    needless = where is not None and implied(where, questions, study)
    crosstab = Crosstab(questions=questions, by=tuple(dict.fromkeys(by)), where=None if needless else where)
    return Meant(
        crosstab.model_copy(update={"id": name_of(crosstab)}),
        tuple(dict.fromkeys(_measures(request.measures))),
        _noted(weights, meant(weights, known, "P015"), read_as),
        plan.published.clustered if request.clustered is None else request.clustered,
        read_as,
        where,
    )


def implied(where: Condition, questions: str | tuple[str, ...], study: Study) -> bool:
    """Whether all who were asked any of the rows meet the condition: it is what led to them."""
    variables = study.questionnaire.variables.values()
    rows = [v for v in variables if v.name in questions or v.question in questions]
    needed = flat(where)
    return bool(rows) and all(needed <= {c for led in v.conditions for c in flat(led)} for v in rows)


def flat(condition: Condition) -> set[Condition]:
    """The conditions that must all hold."""
    return {part for one in condition.all_ for part in flat(one)} if condition.all_ else {condition}


def name_of(crosstab: Crosstab) -> str:
    """An id that depends on what the cross-tab is, so that asking twice for the same is one cross-tab."""
    told = crosstab.model_dump_json(exclude={"id"}, by_alias=True)
    return f"asked_{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def _noted(asked: str, found: str, read_as: dict[str, str]) -> str:
    if asked != found:
        read_as[asked] = found
    return found


def _row(name: str, study: Study) -> str:
    questions = [question.id for _, question in study.questionnaire.questions()]
    indexes = [index.id for index in study.plan.indexes]
    known = [EVERYTHING, *questions, *study.questionnaire.variables, *indexes]
    return EVERYTHING if name == EVERYTHING else meant(name, known, "S095")


def _division(name: str, plan: Plan) -> str:
    """A declared segment, or several nested in each other."""
    known = [segment.id for segment in plan.segments]
    if name in known or NESTED not in name:
        return meant(name, known, "P003")
    return NESTED.join(meant(part, known, "P003") for part in name.split(NESTED))


def _measures(names: Iterable[str]) -> Iterator[str]:
    """Measures by their own names; whether there are such is known once the study is counted."""
    for name in names:
        wanted = name.strip().casefold().replace("-", "_")
        yield ALIASES.get(wanted, wanted)


def extended(plan: Plan, crosstabs: Iterable[Crosstab]) -> Plan:
    """The plan with more cross-tabs; a narrowed one is also crossed with the total of the people it is about."""
    more, segments = list[Crosstab](), list(plan.segments)
    for crosstab in crosstabs:
        if crosstab.where is not None and TOTAL not in [segment.id for segment in segments]:
            segments.append(everyone(crosstab.where))
        by = crosstab.by if crosstab.where is None else (TOTAL, *crosstab.by)
        more.append(crosstab.model_copy(update={"by": by}))
    return plan.model_copy(update={"segments": tuple(segments), "crosstabs": (*plan.crosstabs, *more)})


def everyone(condition: Condition) -> SegmentPlan:
    """The total as a segment of one group: whoever meets a condition, and whoever does not."""
    always = Condition(any=(condition, Condition(**{"not": condition})))
    return SegmentPlan(id=TOTAL, kind="derived", conditions={ALL: always})


def saved(study: Study, crosstab: Crosstab, name: str) -> list[str]:
    """Add `crosstab` to the study's plan as `name`; returns the lines written (see `analysis.asking.save`)."""
    return save(study.plan_path, crosstab.model_copy(update={"id": name}), study.questionnaire)
