"""Loading a plan: every name in it checked against the questionnaire, every mistake listed at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from analysis.plan import NESTED, SEGMENT_KINDS, Plan, SegmentPlan, background_of
from survey.conditions import Condition, column_of
from survey.load import Document, build, read_document
from survey.messages import Finding, SvarError, did_you_mean, finding
from survey.model import Questionnaire

Place = tuple[str | int, ...]


def load_plan(path: Path, questionnaire: Questionnaire) -> Plan:
    """The plan at `path`, checked against `questionnaire`; raises SvarError listing every mistake."""

    def references(plan: Plan, document: Document) -> list[Finding]:
        return [
            *_segments(plan, questionnaire, document),
            *_crosstabs(plan, questionnaire, document),
            *_indexes(plan, questionnaire, document),
            *_weights(plan, document),
            *_relations(plan, questionnaire, document),
        ]

    return build(Plan, read_document(path), [references])


def require_source(segment: SegmentPlan, columns: list[str], plan_path: str) -> None:
    """Raises SvarError (P001) when a column a segment is made of is neither in the frame nor in the answers."""
    lost = [name for name in segment.of if name not in columns]
    if lost:
        raise SvarError(
            [finding("P001", plan_path, name, suggestion=did_you_mean(name, columns)) for name in lost]
        )


def _known(
    code: str, document: Document, places: Iterable[tuple[Place, str]], known: Iterable[str]
) -> list[Finding]:
    """A finding for each (place, name) whose name is not among `known`."""
    names = list(known)
    return [
        finding(code, document.where(place), name, suggestion=did_you_mean(name, names))
        for place, name in places
        if name not in names
    ]


def _names(questionnaire: Questionnaire) -> list[str]:
    return [*questionnaire.variables, *(q.id for _, q in questionnaire.questions())]


def _segments(plan: Plan, questionnaire: Questionnaire, document: Document) -> list[Finding]:
    found = []
    for i, segment in enumerate(plan.segments):
        found += _bands(segment, document.where(("segments", i)))
        found += _useless(segment, document, i)
        found += _parts(plan, segment, document, i)
        found += _labels(segment, questionnaire, document, i)
        for group, condition in (segment.conditions or {}).items():
            found += _condition(
                plan, questionnaire, document, ("segments", i, "conditions", group), condition
            )
        if segment.where is not None:
            found += _condition(plan, questionnaire, document, ("segments", i, "where"), segment.where)
    return found


def _labels(segment: SegmentPlan, questionnaire: Questionnaire, document: Document, i: int) -> list[Finding]:
    """Every group needs a word: from `background`, or from the question that the segment copies."""
    if segment.kind == "nested":
        return []
    where = document.where(("segments", i, "id"))
    labelled = background_of(segment, questionnaire)
    if labelled is None:
        copied = segment.kind == "copied" and segment.source in questionnaire.variables
        return [] if copied else [finding("P005", where, segment.id)]
    codes = [option.code for option in labelled.options]
    merged = [segment.merge_small.into] if segment.merge_small else []
    named = (segment.bands or {}, segment.groups or {}, segment.conditions or {}, segment.drop, merged)
    return [
        finding("P006", where, group, segment=segment.id, suggestion=did_you_mean(group, codes))
        for group in (name for names in named for name in names)
        if group not in codes
    ]


ALLOWED = {"register": ("bands",)}


def _useless(segment: SegmentPlan, document: Document, i: int) -> list[Finding]:
    wanted, found = SEGMENT_KINDS[segment.kind], []
    for key in ("of", "bands", "groups", "conditions", "gives"):
        given = bool(getattr(segment, key))
        if given and key not in (*wanted, *ALLOWED.get(segment.kind, ())):
            found.append(finding("P007", document.where(("segments", i, key)), key, kind=segment.kind))
        if not given and key in wanted:
            found.append(finding("Q002", document.where(("segments", i)), key))
    return found


def _parts(plan: Plan, segment: SegmentPlan, document: Document, i: int) -> list[Finding]:
    """Nested segments are made of segments declared before them; the other kinds of one column."""
    place: Place = ("segments", i, "of")
    if segment.kind == "nested":
        earlier = [part.id for part in plan.segments[:i]]
        few = [finding("P008", document.where(place), segment.id)] if len(segment.of) < 2 else []
        return few + _known("P003", document, [(place, name) for name in segment.of], earlier)
    return [finding("P009", document.where(place), segment.id)] if len(segment.of) > 1 else []


def _bands(segment: SegmentPlan, where: str) -> list[Finding]:
    bands = list((segment.bands or {}).values())
    for (_, high), (low, _) in pairwise(bands):
        if high is None or low is None or low <= high or low - high > 1:
            return [finding("P004", where, segment.id, problem=f"{high} is followed by {low}")]
    return []


def _condition(
    plan: Plan, questionnaire: Questionnaire, document: Document, place: Place, condition: Condition
) -> list[Finding]:
    """A condition may look at answers, at the background and at declared segments."""
    known = [
        *questionnaire.variables,
        *(variable.id for variable in questionnaire.background),
        *(segment.id for segment in plan.segments),
    ]
    return _known("P002", document, [(place, column_of(leaf)) for leaf in condition.leaves()], known)


def _crosstabs(plan: Plan, questionnaire: Questionnaire, document: Document) -> list[Finding]:
    segments = [segment.id for segment in plan.segments]
    found = []
    for i, crosstab in enumerate(plan.crosstabs):
        parts = [
            (("crosstabs", i, "by", j), part)
            for j, name in enumerate(crosstab.by)
            for part in (name.split(NESTED) if name not in segments else [name])
        ]
        found += _known("P003", document, parts, segments)
        questions = () if crosstab.questions == "all" else crosstab.questions
        asked = [(("crosstabs", i, "questions", j), name) for j, name in enumerate(questions)]
        found += _known("P002", document, asked, [*_names(questionnaire), *(x.id for x in plan.indexes)])
        if crosstab.where is not None:
            place: Place = ("crosstabs", i, "where")
            found += _condition(plan, questionnaire, document, place, crosstab.where)
            found += [] if crosstab.id else [finding("P010", document.where(place), "")]
    ids = [crosstab.id for crosstab in plan.crosstabs if crosstab.id]
    return found + [finding("P011", document.where(("crosstabs",)), x) for x in _twice(ids)]


def _twice(ids: list[str]) -> list[str]:
    return [name for name in dict.fromkeys(ids) if ids.count(name) > 1]


def _indexes(plan: Plan, questionnaire: Questionnaire, document: Document) -> list[Finding]:
    found = []
    for i, index in enumerate(plan.indexes):
        items = [(("indexes", i, "items", j), name) for j, name in enumerate(index.items)]
        unknown = _known("P002", document, items, questionnaire.variables)
        found += unknown
        scales = {questionnaire.variables[name].scale for name in index.items} if not unknown else set()
        if len(scales) > 1 or (scales and not questionnaire.variables[index.items[0]].ordinal):
            found.append(finding("P012", document.where(("indexes", i)), index.id))
        if index.id in _names(questionnaire):
            found.append(finding("P013", document.where(("indexes", i, "id")), index.id))
    return found


def _weights(plan: Plan, document: Document) -> Iterator[Finding]:
    segments = [segment.id for segment in plan.segments]
    for i, weight in enumerate(plan.weights):
        place: Place = ("weights", i)
        parts = [((*place, "to", j), p) for j, n in enumerate(weight.to) for p in n.split(NESTED)]
        yield from _known("P003", document, parts, segments)
        wanted = "of" if weight.kind == "given" else "to"
        if not getattr(weight, wanted):
            yield finding("Q002", document.where(place), wanted)
        if weight.kind != "given" and (plan.frame is None or plan.frame.lists != "invited"):
            yield finding("P014", document.where(place), weight.id)
    bases = {"published": plan.published, "sensitivity": plan.sensitivity}
    for name, basis in bases.items():
        if basis is not None:
            known = ["none", *(weight.id for weight in plan.weights)]
            yield from _known("P015", document, [((name, "weights"), basis.weights)], known)


def _relations(plan: Plan, questionnaire: Questionnaire, document: Document) -> list[Finding]:
    names, segments, found = _names(questionnaire), [s.id for s in plan.segments], []
    for i, relation in enumerate(plan.relations):
        given: list[tuple[Place, Any]] = [
            (("relations", i, key), getattr(relation, key)) for key in ("first", "second", "outcome")
        ]
        given += [(("relations", i, "items", j), name) for j, name in enumerate(relation.items)]
        found += _known("P002", document, [(place, name) for place, name in given if name], names)
        factors = [(("relations", i, "factors", j), name) for j, name in enumerate(relation.factors)]
        found += _known("P003", document, factors, segments)
        for key in {"paired": ("first", "second"), "correlation": ("items",)}.get(
            relation.kind, ("outcome", "factors")
        ):
            if not getattr(relation, key):
                found.append(finding("Q002", document.where(("relations", i)), key))
    return found
