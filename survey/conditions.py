"""The routing language: conditions as nested data, and the evaluators every reader shares.

A condition is a leaf or a combination::

    {question: changes, is: "yes"}
    {all: [{question: goal_set, has: new_measures}, {not: {question: age, at_most: 17}}]}

`question` names a variable: a question, a battery item, or a multiple-choice question (with `has`).
An unanswered or not-asked variable makes its leaf false; `not` turns that into true.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    import pandas as pd

TICKED = "yes"
"""What a ticked box holds in the data; an unticked one holds `UNTICKED`."""
UNTICKED = "no"


def as_code(value: Any) -> Any:
    """Codes are text: whole numbers written without quotes are taken as their digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value


Code = Annotated[str, BeforeValidator(as_code), WithJsonSchema({"type": ["string", "integer"]})]
"""Text that stands in the data; in YAML a whole number needs no quotes."""

LEAF_TESTS = ("is", "in", "has", "at_least", "at_most", "answered")
COMBINATIONS = ("all", "any", "not")


def _incomplete(problem: str) -> PydanticCustomError:
    return PydanticCustomError("condition", "{problem}", {"problem": problem})


class Condition(BaseModel):
    """One node of a condition: either a leaf about one variable, or `all`, `any`, `not` of others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str | None = Field(None, description="The variable that a leaf looks at.")
    is_: Code | None = Field(None, alias="is", description="True when the answer is this code.")
    in_: tuple[Code, ...] | None = Field(
        None, alias="in", min_length=1, description="True when the answer is one of these."
    )
    has: Code | None = Field(None, description="True when this option of a multiple choice is ticked.")
    at_least: float | None = Field(None, description="True when the number is this or more.")
    at_most: float | None = Field(None, description="True when the number is this or less.")
    answered: bool | None = Field(
        None, description="True when there is an answer (false: when there is none)."
    )
    all_: tuple[Condition, ...] | None = Field(None, alias="all", min_length=1)
    any_: tuple[Condition, ...] | None = Field(None, alias="any", min_length=1)
    not_: Condition | None = Field(None, alias="not")

    @model_validator(mode="after")
    def _one_meaning(self) -> Condition:
        tests, parts = self._given(LEAF_TESTS), self._given(COMBINATIONS)
        leaf = self.question is not None
        if leaf and (parts or len(tests) != 1):
            found = " and ".join(tests + parts) or "nothing"
            raise _incomplete(
                f"beside 'question' stands exactly one of {', '.join(LEAF_TESTS)}; found {found}"
            )
        if not leaf and tests:
            raise _incomplete(f"'{tests[0]}' needs a 'question' beside it")
        if not leaf and len(parts) != 1:
            raise _incomplete(f"found {' and '.join(parts) or 'nothing'} without 'question'")
        return self

    def _given(self, names: tuple[str, ...]) -> list[str]:
        fields = {name: name + "_" if name in ("is", "in", "all", "any", "not") else name for name in names}
        return [name for name, field in fields.items() if getattr(self, field) is not None]

    @property
    def test(self) -> str:
        """Which leaf test (`is`, `in`, …) or combination (`all`, `any`, `not`) this node is."""
        return (self._given(LEAF_TESTS) + self._given(COMBINATIONS))[0]

    @property
    def parts(self) -> tuple[Condition, ...]:
        """The conditions inside a combination; empty for a leaf."""
        if self.not_ is not None:
            return (self.not_,)
        return self.all_ or self.any_ or ()

    def leaves(self) -> Iterator[Condition]:
        """Every leaf below this node, in reading order."""
        if self.question is not None:
            yield self
        for part in self.parts:
            yield from part.leaves()


def holds(condition: Condition, answers: Mapping[str, str | None]) -> bool:
    """Whether `condition` is true for one respondent's `answers` (column → code, `None` for no answer)."""
    if condition.question is None:
        values = [holds(part, answers) for part in condition.parts]
        return {"all": all(values), "any": any(values), "not": not values[0]}[condition.test]
    return _LEAF[condition.test](condition, answers.get(column_of(condition)))


def column_of(leaf: Condition) -> str:
    """The data column a leaf reads: a ticked option has a column of its own."""
    return f"{leaf.question}_{leaf.has}" if leaf.has is not None else str(leaf.question)


_NUMBER = re.compile(r"\s*(-?[0-9]+)(?:[.,]([0-9]+))?\s*")


def _number(value: str | None) -> float | None:
    """Digits with a decimal point or comma; anything else is no number (also «nan», «1e3», «1_000»)."""
    found = _NUMBER.fullmatch(value or "")
    return float(f"{found[1]}.{found[2] or 0}") if found else None


def _at_least(leaf: Condition, value: str | None) -> bool:
    number = _number(value)
    return number is not None and leaf.at_least is not None and number >= leaf.at_least


def _at_most(leaf: Condition, value: str | None) -> bool:
    number = _number(value)
    return number is not None and leaf.at_most is not None and number <= leaf.at_most


_LEAF: dict[str, Callable[[Condition, str | None], bool]] = {
    "is": lambda leaf, value: value == leaf.is_,
    "in": lambda leaf, value: value in (leaf.in_ or ()),
    "has": lambda leaf, value: value == TICKED,
    "at_least": _at_least,
    "at_most": _at_most,
    "answered": lambda leaf, value: (value not in (None, "")) == leaf.answered,
}


def mask(condition: Condition, answers: pd.DataFrame) -> pd.Series:
    """`holds` for every row of `answers` (text columns, missing = no answer); a boolean Series on its index."""
    import pandas as pd

    if condition.question is None:
        masks = [mask(part, answers) for part in condition.parts]
        table = pd.concat(masks, axis=1)
        return {"all": table.all(axis=1), "any": table.any(axis=1), "not": ~masks[0]}[condition.test]
    column = column_of(condition)
    if column not in answers:
        return pd.Series(condition.answered is False, index=answers.index)
    # One call per distinct answer, not per row: columns hold few codes.
    values = answers[column].astype(object).where(answers[column].notna(), None)
    verdicts = {value: _LEAF[condition.test](condition, value) for value in values.unique()}
    return values.map(verdicts).astype(bool)
