"""The questionnaire: what is asked, of whom, in which words. Frozen; every other module reads it.

Vocabulary: a *question* is what the respondent meets; it owns one or more *variables* (the data columns):
a battery has one per item, a multiple choice one per option (`<question>_<option>`), others one of their own id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from survey.conditions import Code, Condition
from survey.text import Language, Text, fold

ID_PATTERN = r"^[a-z][a-z0-9_]*$"
CODE_PATTERN = r"^\S+$"
DATE_PATTERN = r"^\d{4}-\d{2}-\d{2}$"

Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=64)]
Day = Annotated[str, Field(pattern=DATE_PATTERN)]
Note = Annotated[str, AfterValidator(fold)]
Basis = Literal["published", "implied", "assumed"]


class Part(BaseModel):
    """Anything in a questionnaire: unknown keys are mistakes, and nothing changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Option(Part):
    """One answer a respondent can choose."""

    code: Code = Field(
        pattern=CODE_PATTERN, description="What stands in the data. Text; never reused for another meaning."
    )
    label: Text
    short: Text | None = Field(None, description="A label for narrow places such as a chart axis.")
    when: Condition | None = Field(None, description="Offered only when this holds.")
    exclusive: bool = Field(False, description="Ticking it rules out every other (multiple choice only).")
    open: bool = Field(False, description="Comes with a text field, stored as `<variable>_text`.")
    missing: bool = Field(False, description="A non-answer such as «vet ikke»: kept, never in a base.")
    basis: Basis = "published"
    note: Note | None = Field(None, description="For the evaluator; where the option comes from.")
    coding: Coding | None = Field(None, description="Categories for the open text of this option.")


class Scale(Part):
    """Ordered or unordered answers defined once and used by several questions."""

    kind: Literal["ordinal", "nominal"] = "ordinal"
    options: tuple[Option, ...] = Field(min_length=2)
    top: tuple[Code, ...] = Field((), description="Codes counted as the high end («i stor grad» and above).")
    bottom: tuple[Code, ...] = Field((), description="Codes counted as the low end.")
    basis: Basis = "published"
    note: Note | None = None


class Coding(Part):
    """Categories into which people sort an open answer afterwards."""

    variable: Id
    options: tuple[Option, ...] = Field(min_length=1)
    multiple: bool = Field(
        False, description="An answer may belong to several: one column each, `<variable>_<code>`."
    )


class Item(Part):
    """One row of a battery; its id is its data column."""

    id: Id
    text: Text
    short: Text | None = None
    when: Condition | None = None
    basis: Basis = "published"
    note: Note | None = None


INSTRUCTION = "For whoever asks, or fills in on behalf of others; set apart, never part of the question."


class Asked(Part):
    """What every question has."""

    id: Id
    text: Text
    help: Text | None = Field(None, description="One sentence under the question.")
    instruction: Text | None = Field(None, description=INSTRUCTION)
    when: Condition | None = Field(None, description="Asked only when this holds.")
    required: bool = Field(False, description="The form does not go on without an answer.")
    basis: Basis = "published"
    note: Note | None = None


class SingleChoice(Asked):
    """Choose one. Options stand here or in a scale."""

    type: Literal["single"]
    scale: str | None = None
    options: tuple[Option, ...] = ()


class MultipleChoice(Asked):
    """Tick all that apply; one variable per option, `yes` or `no` once the question is answered.

    With `options_from` the options are those of an earlier multiple choice, and each is offered only to those who
    ticked it there; an option that was not offered counts as not ticked.
    """

    type: Literal["multiple"]
    options: tuple[Option, ...] = ()
    options_from: str | None = None


class Battery(Asked):
    """Several items answered on the same scale."""

    type: Literal["battery"]
    scale: str
    items: tuple[Item, ...] = Field(min_length=1)


class Number(Asked):
    """A number, within limits, with a unit."""

    type: Literal["number"]
    minimum: float | None = None
    maximum: float | None = None
    decimals: int = Field(0, ge=0, le=6)
    unit: Text | None = None


class Date(Asked):
    """A calendar date, stored as YYYY-MM-DD."""

    type: Literal["date"]
    earliest: Day | None = None
    latest: Day | None = None


class OpenText(Asked):
    """Words of the respondent's own."""

    type: Literal["text"]
    max_length: int = Field(4000, ge=1, le=100_000)
    lines: int = Field(4, ge=1, le=40)
    coding: Coding | None = None


class Information(Asked):
    """A page that tells and does not ask."""

    type: Literal["information"]


Question = Annotated[
    SingleChoice | MultipleChoice | Battery | Number | Date | OpenText | Information,
    Field(discriminator="type"),
]


class Repeat(Part):
    """How often a block may be asked: for each measure, each partner, each action."""

    maximum: int = Field(ge=2, le=20)
    label: Text = Field(description="What one repetition is about; a number is put after it: «Measure 1».")


class Block(Part):
    """A part of the questionnaire under one heading."""

    id: Id
    title: Text
    intro: Text | None = None
    instruction: Text | None = Field(None, description=INSTRUCTION)
    when: Condition | None = None
    repeat: Repeat | None = Field(None, description="Asked again as long as there is one more.")
    questions: tuple[Question, ...] = Field(min_length=1)


class Background(Part):
    """A variable known before anyone is asked (participant list, register) or derived from one that is."""

    id: Id
    label: Text
    options: tuple[Option, ...] = Field(min_length=1)
    kind: Literal["ordinal", "nominal"] = "nominal"
    basis: Basis = "published"
    note: Note | None = None


class Variable(Part):
    """One data column of the answers and how to read it."""

    name: str
    question: str
    kind: Literal["single", "tick", "item", "number", "date", "text", "coded"]
    ordinal: bool = False
    options: tuple[Option, ...] = ()
    label: Text
    short: Text | None = None
    conditions: tuple[Condition, ...] = Field((), description="All must hold for the variable to be asked.")
    offered: Condition | None = Field(None, description="A tick box is offered only when this holds.")
    required: bool = False
    basis: Basis = "published"
    scale: str | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code the column may hold; empty for numbers, dates and text."""
        return tuple(option.code for option in self.options)

    @property
    def substantive(self) -> tuple[str, ...]:
        """The codes that are answers, without declared non-answers."""
        return tuple(option.code for option in self.options if not option.missing)

    @property
    def closed(self) -> bool:
        """Whether the answers are a fixed list."""
        return bool(self.options)


class Questionnaire(Part):
    """One instrument: blocks of questions, the scales they share and the words of each language."""

    id: Id
    version: str = "1"
    title: Text
    purpose: Text | None = Field(None, description="Why people are asked and what happens to the answers.")
    languages: tuple[Language, ...] = Field(min_length=1, description="The first is that of the original.")
    mode: Literal["web", "paper", "phone", "face_to_face"] = "web"
    unit: Literal["person", "municipality", "region", "team"] = "person"
    respondent: Id = Field("respondent_id", description="The column that identifies who answered.")
    cluster: str | None = Field(None, description="Background column of the group respondents belong to.")
    scales: dict[str, Scale] = {}
    background: tuple[Background, ...] = ()
    blocks: tuple[Block, ...] = Field(min_length=1)

    @cached_property
    def flat(self) -> Questionnaire:
        """The same questionnaire with every repetition written out as a block of its own; itself when none repeats."""
        from survey.questions.repeats import repetitions

        blocks = tuple(one for block in self.blocks for one in repetitions(block))
        return self if blocks == self.blocks else self.model_copy(update={"blocks": blocks})

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, with what was worked out from the original (cached properties) forgotten."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied

    def questions(self) -> Iterator[tuple[Block, Question]]:
        """Every question with the block it stands in, in the order asked; repetitions one after the other."""
        for block in self.flat.blocks:
            for question in block.questions:
                yield block, question

    def question(self, question_id: str) -> Question:
        """The question of that id; KeyError when there is none."""
        return self._by_id[question_id]

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for _, question in self.questions()}

    @cached_property
    def variables(self) -> dict[str, Variable]:
        """Every data column of the answers, in the order asked (see `survey.questions`)."""
        from survey.questions import variables_of

        found = [v for block, question in self.questions() for v in variables_of(self, block, question)]
        return {variable.name: variable for variable in found}

    @cached_property
    def columns(self) -> dict[str, tuple[Variable, ...]]:
        """Question → the columns that a respondent fills in it, in order; not the categories that others sort into."""
        found: dict[str, list[Variable]] = {question.id: [] for _, question in self.questions()}
        for variable in self.variables.values():
            if variable.kind != "coded":
                found[variable.question].append(variable)
        return {question: tuple(own) for question, own in found.items()}

    def options_of(self, question: SingleChoice | MultipleChoice | Battery) -> tuple[Option, ...]:
        """The answers of a closed question, wherever they are written (own list, scale or earlier question)."""
        if isinstance(question, MultipleChoice):
            from survey.questions.multiple import piped

            return piped(self, question) if question.options_from else question.options
        return self.scales[question.scale].options if question.scale else getattr(question, "options", ())

    def background_variable(self, name: str) -> Background | None:
        """The background variable of that id, if there is one."""
        return next((variable for variable in self.background if variable.id == name), None)


Option.model_rebuild()
