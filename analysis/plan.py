"""The analysis plan of a study: what a researcher edits. Segments, cross-tabs, weights and the files they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from survey.conditions import Code, Condition
from survey.model import Background, Part, Questionnaire
from survey.text import Text

Bands = dict[str, tuple[float | None, float | None]]

NESTED = "*"
"""Joins the parts of a nested segment's id (`size*unit`) and of its groups (`small*nav`)."""
FILTERED = "@"
"""Joins a segment's id and the cross-tab whose `where` narrows it (`unit@changed`)."""


SEGMENT_KINDS: dict[str, tuple[str, ...]] = {
    "copied": ("of",),
    "banded": ("of", "bands"),
    "merged": ("of", "groups"),
    "derived": ("conditions",),
    "nested": ("of",),
    "register": ("of", "gives"),
}
"""Every kind of segment and the keys it cannot do without. Its file is analysis/segments/<kind>.py."""

if TYPE_CHECKING:
    Kind = str
else:
    Kind = Literal[tuple(SEGMENT_KINDS)]


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


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
    disposition: str | None = Field(
        None, description="A column with each person's outcome; without it: answered, or no contact."
    )
    outcomes: dict[str, tuple[Code, ...]] = Field(
        {}, description="Outcome (I, P, R, NC, O, UH, UO, NE) → codes of the disposition column."
    )


class Register(Part):
    """A municipality register with validity dates, made by `svar register`."""

    file: str = Field(description="Path from the top of the project.")
    at: str = Field(description="The date the codes are read at, YYYY-MM-DD.")


class MergeSmall(Part):
    """What becomes of a group that is too small to show."""

    under: int = Field(5, ge=1, description="Fewer respondents than this in the whole study.")
    into: str = Field(description="The group that takes them.")


class SegmentPlan(Part):
    """One way of dividing respondents into groups."""

    id: str
    kind: Kind
    of: Names = Field(
        (), description="Column of frame, clusters or answers; for `nested`, two segments or more."
    )
    bands: Bands | None = Field(
        None, description="For `banded`: group → [lowest, highest], both included; null for no limit."
    )
    groups: dict[str, tuple[Code, ...]] | None = Field(
        None, description="For `merged`: group → codes of the source."
    )
    conditions: dict[str, Condition] | None = Field(
        None, description="For `derived`: group → condition; the first that holds counts."
    )
    gives: str | None = Field(
        None, description="For `register`: its column, such as county; a number column also needs `bands`."
    )
    drop: tuple[Code, ...] = Field((), description="Groups that are not shown or compared.")
    where: Condition | None = Field(None, description="Only people this holds for are in any group.")
    merge_small: MergeSmall | None = None

    @property
    def source(self) -> str:
        """The one column a segment is made of; empty for kinds that are made of several."""
        return self.of[0] if len(self.of) == 1 else ""


class Crosstab(Part):
    """Which questions are crossed with which segments; `size*unit` nests two segments."""

    id: str | None = Field(None, description="Needed beside `where`: it names the narrowed segments.")
    questions: Literal["all"] | tuple[str, ...] = "all"
    by: tuple[str, ...] = Field(min_length=1)
    where: Condition | None = Field(None, description="Only people this holds for are counted.")


class Index(Part):
    """The mean of several items of one scale, for those who answered enough of them."""

    id: str
    items: tuple[str, ...] = Field(min_length=2)
    at_least: int = Field(1, ge=1, description="Answered items that it takes to have a value.")
    label: Text


class Design(Part):
    """How people were drawn: what standard errors rest on when an analysis is `clustered`."""

    clusters: str | None = Field(
        None, description="Column of the frame or answers: people who hang together."
    )
    strata: str | None = Field(None, description="Column of the frame or answers that was drawn within.")
    population: Literal["frame", "infinite"] = Field(
        "infinite",
        description="`frame`: the frame is everybody there is, so having asked them all leaves less doubt.",
    )


class Weight(Part):
    """Weights that make the respondents look like the frame."""

    id: str
    kind: Literal["raked", "post_stratified", "given"]
    to: tuple[str, ...] = Field(
        (), description="Segments whose frame counts are met (known for everybody invited)."
    )
    of: str | None = Field(None, description="For `given`: the column that holds the weights.")
    trim: tuple[float, float] | None = Field(
        None, description="For `raked`: lowest and highest weight, mean 1."
    )


class Basis(Part):
    """What numbers rest on: which weights, and whether people of a cluster are taken to hang together."""

    weights: str = Field("none", description="A weight's id, or none.")
    clustered: bool = False


class Relation(Part):
    """A question about two or more items, not about groups: a paired test, a correlation or a model."""

    id: str
    kind: Literal["paired", "correlation", "model"]
    first: str | None = Field(
        None, description="For `paired`: question or item asked first, or held against."
    )
    second: str | None = Field(None, description="For `paired`: the other, item by item the same options.")
    items: tuple[str, ...] = Field((), description="For `correlation`: items, every pair of them.")
    outcome: str | None = Field(None, description="For `model`: the item that is explained.")
    factors: tuple[str, ...] = Field((), description="For `model`: segments held equal in turn.")


class Plan(Part):
    """A study's analysis plan."""

    study: str
    frame: Frame | None = None
    register_: Register | None = Field(None, alias="register")
    segments: tuple[SegmentPlan, ...] = ()
    crosstabs: tuple[Crosstab, ...] = Field(min_length=1)
    indexes: tuple[Index, ...] = ()
    measures: tuple[str, ...] = Field(
        (),
        description="Files of analysis/measures, such as share and mean; all when empty. Bases, counts and the kinds"
        " of missing are always made.",
    )
    design: Design = Design()
    weights: tuple[Weight, ...] = ()
    published: Basis = Field(Basis(), description="What the published numbers rest on.")
    sensitivity: Basis | None = Field(
        None, description="A second basis: the report's annex says what would change with it."
    )
    relations: tuple[Relation, ...] = ()

    @property
    def kind_of_weights(self) -> str:
        """The kind of the weights behind the published numbers, or none."""
        kinds = {weight.id: weight.kind for weight in self.weights}
        return kinds.get(self.published.weights, "none")

    def segment(self, segment_id: str) -> SegmentPlan:
        """The segment of that id, also one that a cross-tab nests or narrows; KeyError when there is none."""
        name, _, crosstab_id = segment_id.partition(FILTERED)
        declared = {segment.id: segment for segment in self.segments}
        if name not in declared and NESTED in name:
            declared[name] = SegmentPlan(id=name, kind="nested", of=tuple(name.split(NESTED)))
        if not crosstab_id:
            return declared[name]
        where = next(c.where for c in self.crosstabs if c.id == crosstab_id)
        return declared[name].model_copy(update={"id": segment_id, "where": where})

    @property
    def segments_in_use(self) -> tuple[SegmentPlan, ...]:
        """Every declared segment, then those that the cross-tabs nest or narrow, each once."""
        implied = [name for crosstab in self.crosstabs for name in segments_of(crosstab)]
        names = dict.fromkeys([*(segment.id for segment in self.segments), *implied])
        return tuple(self.segment(name) for name in names)


def segments_of(crosstab: Crosstab) -> list[str]:
    """The ids of the segments that a cross-tab uses: narrowed ones have an id of their own."""
    if crosstab.where is None:
        return list(crosstab.by)
    return [f"{name}{FILTERED}{crosstab.id}" for name in crosstab.by]


def groups_of(plan: Plan, segment_id: str, questionnaire: Questionnaire) -> tuple[str, ...]:
    """The group codes of a segment in their order, without the dropped ones."""
    segment = plan.segment(segment_id)
    taker = [segment.merge_small.into] if segment.merge_small else []
    # The group that takes the small ones need not be one of the bands or conditions.
    codes = dict.fromkeys([*_codes(plan, segment, questionnaire), *taker])
    return tuple(code for code in codes if code not in segment.drop)


def _codes(plan: Plan, segment: SegmentPlan, questionnaire: Questionnaire) -> tuple[str, ...]:
    if segment.kind == "nested":
        codes: tuple[str, ...] = groups_of(plan, segment.of[0], questionnaire)
        for part in segment.of[1:]:
            inner = groups_of(plan, part, questionnaire)
            codes = tuple(f"{outer}{NESTED}{code}" for outer in codes for code in inner)
        return codes
    for named in (segment.bands, segment.groups, segment.conditions):
        if named is not None:
            return tuple(named)
    background = background_of(segment, questionnaire)
    options = background.options if background else questionnaire.variables[segment.source].options
    return tuple(option.code for option in options if not option.missing)


def background_of(segment: SegmentPlan, questionnaire: Questionnaire) -> Background | None:
    """The questionnaire's background variable that labels a segment: by the segment's id, else by its source."""
    name = segment.id.partition(FILTERED)[0]
    return questionnaire.background_variable(name) or questionnaire.background_variable(segment.source)


def crossed(plan: Plan, questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """Every (item, segment) pair of the plan, in the questionnaire's order and without repeats."""
    pairs: dict[tuple[str, str], None] = {}
    for crosstab in plan.crosstabs:
        for item in _items(crosstab.questions, questionnaire):
            for segment in segments_of(crosstab):
                # A question crossed with a grouping of its own answers says nothing.
                if item not in plan.segment(segment).of:
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
