"""Results that were never counted: one for everything a chapter may ask of a study, so that its words can be tried.

`svar check` fills the chapters in with these. The numbers mean nothing and are never written to a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analysis.plan import Plan, analysed_items, crossed, groups_of, segments_of
from analysis.results import ALL, TOTAL
from reports.prose.published import Answered, Cell, Comparison, Published
from survey.model import Questionnaire, Variable

_CELL = Cell(number=50.0, n=100.0, hidden="", note="")


def imagined(questionnaire: Questionnaire, plan: Plan) -> Published:
    """Published results with a number for every item, segment, group, measure and answer of the plan."""
    worked_out = {item: list(measures) for item, measures in _worked_out(plan, questionnaire)}
    pairs = [*crossed(plan, questionnaire), *_crossed_too(worked_out, plan)]
    places = {item: [(TOTAL, ALL)] for item in (*analysed_items(questionnaire), *worked_out)}
    for item, segment in pairs:
        places[item] += [(segment, group) for group in groups_of(plan, segment, questionnaire)]
    cells = {
        (item, *place, measure, answer): _CELL
        for item, where in places.items()
        for place in where
        for measure, answer in worked_out.get(item) or _measures(questionnaire.variables[item], questionnaire)
    }
    tests = {(item, segment): _test(item, segment, plan, questionnaire) for item, segment in pairs}
    return Published(cells, tests, tuple(_response(plan, questionnaire)), {"accepted": 100})


def _measures(variable: Variable, questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """(measure, answer) of every estimate that crosstab makes of a variable."""
    yield "base", ""
    if variable.ordinal or variable.kind == "number":
        yield "mean", ""
        yield "median", ""
    scale = questionnaire.scales.get(variable.scale or "")
    if scale and scale.top:
        yield "top", ""
    if scale and scale.bottom:
        yield "bottom", ""
    for answer in variable.substantive:
        yield "count", answer
        yield "share", answer
        yield "reached", answer


def _worked_out(plan: Plan, questionnaire: Questionnaire) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What is worked out of several answers (indexes, numbers of ticks), with its measures."""
    numbers = [("base", ""), ("mean", ""), ("median", "")]
    for _, question in questionnaire.questions():
        if question.type == "multiple":
            yield question.id, numbers
    for index in plan.indexes:
        yield index.id, [*numbers, ("alpha", "")]


def _crossed_too(items: Iterable[str], plan: Plan) -> list[tuple[str, str]]:
    """The segments that the plan crosses such items with."""
    pairs = (
        (item, segment)
        for item in items
        for crosstab in plan.crosstabs
        if crosstab.questions == "all" or item in crosstab.questions
        for segment in segments_of(crosstab)
    )
    return list(dict.fromkeys(pairs))


def _test(item: str, segment: str, plan: Plan, questionnaire: Questionnaire) -> Comparison:
    groups = groups_of(plan, segment, questionnaire)
    return Comparison(
        item=item,
        segment=segment,
        finding="slight",
        high=groups[0],
        low=groups[-1],
        effect=0.1,
        effect_name="",
        p_adjusted=0.04,
        method="",
        smallest_base=50.0,
        note="",
        hidden="",
    )


def _response(plan: Plan, questionnaire: Questionnaire) -> Iterator[Answered]:
    places = [(TOTAL, ALL)]
    for part in plan.segments_in_use:
        places += [(part.id, group) for group in groups_of(plan, part.id, questionnaire)]
    for segment, group in places:
        yield Answered(segment, group, invited=200.0, answered=100.0, rate=50.0, hidden="")
