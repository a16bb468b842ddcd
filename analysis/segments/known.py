"""What is known of the people who are divided into groups; every kind of segment reads it, none changes the others'."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from analysis.register.lookup import Register
from survey.conditions import Condition, column_of, mask
from survey.messages import Finding, SvarError, did_you_mean, finding


@dataclass
class Known:
    """One row a person in every column, all on one index."""

    columns: pd.DataFrame
    """Answers, and columns of the frame and the cluster table."""
    questions: frozenset[str] = frozenset()
    """The columns that are answers: no segment of the same name hides them from a condition."""
    register: Register | None = None
    made: dict[str, pd.Series] = field(default_factory=dict)
    """The segments so far, in the order of the plan."""
    merged: dict[str, dict[str, str]] = field(default_factory=dict)
    """Segment → small group → the group that took its people."""
    findings: list[Finding] = field(default_factory=list)

    def column(self, name: str) -> pd.Series:
        """The column that a segment is made of: a column as delivered, or an earlier segment."""
        return self.columns[name] if name in self.columns else self.made[name]

    def meets(self, condition: Condition) -> pd.Series:
        """Whether `condition` holds for each person. SvarError (P001) when it looks at something that is not there."""
        names = list(dict.fromkeys(column_of(leaf) for leaf in condition.leaves()))
        self.require(names, "where")
        facts = {name: self._fact(name) for name in names}
        return mask(condition, pd.DataFrame(facts, index=self.columns.index))

    def _fact(self, name: str) -> pd.Series:
        """What a condition means by `name`: the answer, else the earlier segment, else the column as delivered."""
        if name in self.made and name not in self.questions:
            return self.made[name]
        return self.column(name)

    def lacks(self, names: list[str]) -> list[str]:
        """The names that are neither a column nor an earlier segment."""
        return [name for name in names if name not in self.columns and name not in self.made]

    def require(self, names: list[str], where: str) -> None:
        """Raises SvarError (P001) when one of `names` is not known."""
        known = [*self.columns, *self.made]
        lost = [
            finding("P001", where, name, suggestion=did_you_mean(name, known)) for name in self.lacks(names)
        ]
        if lost:
            raise SvarError(lost)
