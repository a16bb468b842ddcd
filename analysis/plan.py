"""The analysis plan of a study: what a researcher edits. Segments, cross-tabs and the files they rest on."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Literal

from pydantic import Field

from survey.conditions import Code
from survey.load import Document, build, read_document
from survey.messages import Finding, SvarError, did_you_mean, finding
from survey.model import Part, Questionnaire


class Table(Part):
    """A file in the study's raw folder."""

    file: str
    key: str = Field(description="The column that identifies a row.")


class Frame(Part):
    """Who was invited. `respondents` has one row a person; `clusters` one row a group they belong to."""

    respondents: Table
    clusters: Table | None = None
    lists: Literal["invited", "answered"] = Field(
        "invited", description="`answered` when only those who answered are listed: no response rate then."
    )


class SegmentPlan(Part):
    """One way of dividing respondents into groups."""

    id: str
    kind: Literal["copied", "banded", "merged"]
    of: str = Field(description="A column of the frame, of the clusters' table, or of the answers.")
    bands: dict[str, tuple[float | None, float | None]] | None = Field(
        None, description="For `banded`: group → [lowest, highest], both included; null for no limit."
    )
    groups: dict[str, tuple[Code, ...]] | None = Field(
        None, description="For `merged`: group → codes of the source."
    )
    drop: tuple[Code, ...] = Field((), description="Groups that are not shown or compared.")


class Crosstab(Part):
    """Which questions are crossed with which segments."""

    questions: Literal["all"] | tuple[str, ...] = "all"
    by: tuple[str, ...]


class Plan(Part):
    """A study's analysis plan."""

    study: str
    frame: Frame | None = None
    segments: tuple[SegmentPlan, ...] = ()
    crosstabs: tuple[Crosstab, ...] = Field(min_length=1)
    weights: Literal["none"] = "none"

    def segment(self, segment_id: str) -> SegmentPlan:
        """The segment of that id; KeyError when there is none."""
        return {segment.id: segment for segment in self.segments}[segment_id]


def groups_of(segment: SegmentPlan, questionnaire: Questionnaire) -> tuple[str, ...]:
    """The group codes of a segment in their order, without the dropped ones."""
    if segment.bands is not None:
        codes = tuple(segment.bands)
    elif segment.groups is not None:
        codes = tuple(segment.groups)
    else:
        background = questionnaire.background_variable(segment.id) or questionnaire.background_variable(
            segment.of
        )
        options = background.options if background else questionnaire.variables[segment.of].options
        codes = tuple(option.code for option in options if not option.missing)
    return tuple(code for code in codes if code not in segment.drop)


def load_plan(path: Path, questionnaire: Questionnaire) -> Plan:
    """The plan at `path`, checked against `questionnaire`; raises SvarError listing every mistake."""

    def references(plan: Plan, document: Document) -> list[Finding]:
        return [*_segments(plan, questionnaire, document), *_crosstabs(plan, questionnaire, document)]

    return build(Plan, read_document(path), [references])


def crossed(plan: Plan, questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """Every (item, segment) pair of the plan, in the questionnaire's order and without repeats."""
    pairs: dict[tuple[str, str], None] = {}
    for crosstab in plan.crosstabs:
        for item in _items(crosstab.questions, questionnaire):
            for segment in crosstab.by:
                # A question crossed with a grouping of its own answers says nothing.
                if plan.segment(segment).of != item:
                    pairs[item, segment] = None
    return list(pairs)


def analysed_items(questionnaire: Questionnaire) -> list[str]:
    """Every data column that can be counted: closed variables and numbers."""
    return [name for name, v in questionnaire.variables.items() if v.closed or v.kind == "number"]


def _items(questions: str | tuple[str, ...], questionnaire: Questionnaire) -> list[str]:
    every = analysed_items(questionnaire)
    if questions == "all":
        return every
    return [
        item for item in every if item in questions or questionnaire.variables[item].question in questions
    ]


def _segments(plan: Plan, questionnaire: Questionnaire, document: Document) -> list[Finding]:
    found = []
    for i, segment in enumerate(plan.segments):
        found += _bands(segment, document.where(("segments", i)))
        found += _useless(segment, document, i)
        where = document.where(("segments", i, "id"))
        labelled = questionnaire.background_variable(segment.id)
        if (labelled is None and segment.kind != "copied") or (
            labelled is None and segment.of not in questionnaire.variables
        ):
            found.append(finding("P005", where, segment.id))
        elif labelled is not None:
            found += _labels(segment, [o.code for o in labelled.options], where)
    return found


def _labels(segment: SegmentPlan, codes: list[str], where: str) -> list[Finding]:
    groups = [*(segment.bands or {}), *(segment.groups or {}), *segment.drop]
    return [
        finding("P006", where, group, segment=segment.id, suggestion=did_you_mean(group, codes))
        for group in groups
        if group not in codes
    ]


def _useless(segment: SegmentPlan, document: Document, i: int) -> list[Finding]:
    wanted = {"banded": "bands", "merged": "groups"}.get(segment.kind)
    found = []
    for key in ("bands", "groups"):
        given = getattr(segment, key) is not None
        if given and key != wanted:
            found.append(finding("P007", document.where(("segments", i, key)), key, kind=segment.kind))
        if not given and key == wanted:
            found.append(finding("Q002", document.where(("segments", i)), key))
    return found


def _bands(segment: SegmentPlan, where: str) -> list[Finding]:
    bands = list((segment.bands or {}).values())
    for (_, high), (low, _) in pairwise(bands):
        if high is None or low is None or low <= high or low - high > 1:
            return [finding("P004", where, segment.id, problem=f"{high} is followed by {low}")]
    return []


def _crosstabs(plan: Plan, questionnaire: Questionnaire, document: Document) -> list[Finding]:
    segments = [segment.id for segment in plan.segments]
    names = [*questionnaire.variables, *(q.id for _, q in questionnaire.questions())]
    found = []
    for i, crosstab in enumerate(plan.crosstabs):
        for j, segment in enumerate(crosstab.by):
            if segment not in segments:
                where = document.where(("crosstabs", i, "by", j))
                found.append(finding("P003", where, segment, suggestion=did_you_mean(segment, segments)))
        for j, name in enumerate(() if crosstab.questions == "all" else crosstab.questions):
            if name not in names:
                where = document.where(("crosstabs", i, "questions", j))
                found.append(finding("P002", where, name, suggestion=did_you_mean(name, names)))
    return found


def require_source(segment: SegmentPlan, columns: list[str], plan_path: str) -> None:
    """Raises SvarError (P001) when the column a segment is made of is neither in the frame nor in the answers."""
    if segment.of not in columns:
        raise SvarError(
            [finding("P001", plan_path, segment.of, suggestion=did_you_mean(segment.of, columns))]
        )
