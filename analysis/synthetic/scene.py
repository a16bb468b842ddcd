"""What a constraint sees: the rows of each population, what is known about them, and what is still to be decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.synthetic.ledger import Claim, expand
from analysis.synthetic.quantity import Expression
from survey.conditions import Condition, column_of, holds, mask
from survey.model import Questionnaire, Variable

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


@dataclass
class Rows:
    """One table: known text columns, literals for what is undecided, and which rows count.

    `literals[variable][row]` maps code → literal and is empty where the variable is not asked.
    `members[row]` is 1, or the literal that decides whether the row counts; `size` is how many count in the end.
    """

    known: pd.DataFrame
    cluster: str
    literals: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    members: list[Any] = field(default_factory=list)
    size: int = 0

    def __post_init__(self) -> None:
        self.members = self.members or [1] * len(self.known)
        self.size = self.size or len(self.known)
        self._columns: dict[str, list[Any]] = {str(name): list(self.known[name]) for name in self.known}

    def is_in(self, variable: str, row: int, codes: Iterable[str]) -> Expression:
        """1 when the answer is among `codes`, else 0."""
        if variable in self.literals:
            found = self.literals[variable][row]
            return sum(found[code] for code in codes if code in found)
        return int(self._columns[variable][row] in tuple(codes))

    def points(self, variable: str, row: int) -> Expression:
        """The answer as a number; nothing when not answered."""
        if variable in self.literals:
            return sum(int(code) * literal for code, literal in self.literals[variable][row].items())
        value = self._columns[variable][row]
        return int(value) if isinstance(value, str) else 0

    def codes_at(self, variable: str, row: int) -> tuple[str, ...]:
        """Every code the answer may turn out to be."""
        if variable in self.literals:
            return tuple(self.literals[variable][row])
        value = self._columns[variable][row]
        return (value,) if isinstance(value, str) else ()

    def same(self, variable: str, code: str) -> list[int]:
        """Rows known to hold `code`."""
        return [row for row, value in enumerate(self._columns[variable]) if value == code]


@dataclass(frozen=True)
class Group:
    """Some rows of a table, and how many of them count: the base of a percentage or a mean."""

    table: Rows
    rows: tuple[int, ...]
    base: int


@dataclass
class Scene:
    """The model under construction, the tables by population, and the instrument."""

    model: cp_model.CpModel
    tables: Mapping[str, Rows]
    questionnaire: Questionnaire
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def variables(self, claim: Claim) -> tuple[str, ...]:
        """The variables of the claim, wildcards written out, as its table calls them."""
        names = self.aliases.get(claim.place, {})
        return tuple(names.get(name, name) for name in expand(claim.variable, self.questionnaire))

    def group(self, claim: Claim, *more: tuple[str, str]) -> Group:
        """The rows of the claim's population, narrowed by `more` (variable, code) pairs known for certain."""
        table = self.tables[claim.place]
        rows = set(range(len(table.known)))
        narrowed = (*claim.filter, *more)
        assert not narrowed or len(table.known) == table.size, f"{claim.id}: the base is not settled yet"
        for variable, code in narrowed:
            rows &= set(table.same(variable, code))
        return Group(table, tuple(sorted(rows)), len(rows) if narrowed else table.size)

    def levels(self, claim: Claim) -> dict[str, Group]:
        """The group of each level of the claim's segment."""
        assert claim.segment is not None
        return {level: self.group(claim, (claim.segment.by, level)) for level in claim.segment.levels}

    def asked(self, group: Group, variable: str) -> list[int]:
        """The rows of `group` that are asked `variable`; all of them for what is known from the frame."""
        if variable not in self.questionnaire.variables:
            return list(group.rows)
        routed = asked_mask(self.questionnaire.variables[variable], group.table.known)
        return [row for row in group.rows if routed.iat[row]]

    def fact(self, true: bool) -> None:
        """Something that holds or not whatever is answered."""
        if not true:
            self.model.add_bool_or([])

    def any_of(self, parts: list[Expression]) -> Expression:
        """A literal that is 1 exactly when one of the 0/1 `parts` is."""
        if all(isinstance(part, int) for part in parts):
            return int(any(parts))
        either = self.model.new_bool_var("")
        for part in parts:
            self.model.add(either >= part)
        self.model.add(either <= sum(parts))
        return either

    def truth(self, condition: Condition, table: Rows, row: int) -> Expression:
        """A condition on one row as a 0/1 expression."""
        if condition.question is None:
            parts = [self.truth(part, table, row) for part in condition.parts]
            if condition.test == "not":
                return 1 - parts[0]
            return (
                self.any_of(parts)
                if condition.test == "any"
                else 1 - self.any_of([1 - part for part in parts])
            )
        name = column_of(condition)
        if name not in table.literals:
            return int(holds(condition, {name: _text(table, name, row)}))
        met = [code for code in table.codes_at(name, row) if holds(condition, {name: code})]
        return table.is_in(name, row, met)


def _text(table: Rows, name: str, row: int) -> str | None:
    codes = table.codes_at(name, row)
    return codes[0] if codes else None


def asked_mask(variable: Variable, known: pd.DataFrame) -> pd.Series:
    """Which rows are asked `variable`, from the answers already known."""
    asked = pd.Series(True, index=known.index)
    for condition in variable.conditions:
        asked &= mask(condition, known)
    return asked
