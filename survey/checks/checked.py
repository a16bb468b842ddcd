"""The answers under examination: cells that are set aside become empty and are kept, with their finding, beside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from survey.messages import Finding, finding
from survey.model import Questionnaire, Variable


class Checked:
    """One row a respondent (index = line in the delivered file), one column a variable, cells as delivered."""

    def __init__(self, rows: pd.DataFrame, file: str, questionnaire: Questionnaire, limits: dict[str, Any]):
        self.rows = rows.astype("str")
        self.file = file
        self.questionnaire = questionnaire
        self.limits = limits
        self.findings: list[Finding] = []
        self.faulty = pd.DataFrame(False, index=rows.index, columns=rows.columns)
        self.absent: set[str] = set()
        """Columns that the delivered file does not have."""
        self._aside: list[dict[str, Any]] = []

    def variables(self, *kinds: str) -> Iterator[tuple[str, Variable]]:
        """The questionnaire's variables of these kinds."""
        return ((n, v) for n, v in self.questionnaire.variables.items() if v.kind in kinds)

    def at(self, code: str, line: int, column: str, value: object = "", **words: object) -> Finding:
        """A finding at a cell: file, line and column say where."""
        return finding(code, f"{self.file}:{line} [{column}]", value, column=column, **words)

    def note(self, code: str, faulty: pd.Series, column: str, **words: object) -> None:
        """Record a finding for each row of the mask `faulty`; the cells stay."""
        for line in faulty.index[faulty]:
            self.findings.append(self.at(code, line, column, str(self.rows.at[line, column]), **words))

    def put_aside(self, code: str, faulty: pd.Series, column: str, **words: object) -> None:
        """Record a finding for each row of the mask `faulty` and empty those cells, keeping what stood there."""
        self.note(code, faulty, column, **words)
        self.keep_and_empty(code, faulty.index[faulty].tolist(), column)

    def keep_and_empty(self, code: str, lines: list[int], column: str) -> None:
        """Empty the cells at `lines`, keeping what stood there; the finding was made elsewhere."""
        self._aside += [
            {"line": line, "code": code, "column": column, "value": self.rows.at[line, column]}
            for line in lines
        ]
        self.faulty.loc[lines, column] = True
        self.rows.loc[lines, column] = None

    def set_aside(self) -> pd.DataFrame:
        """Cells set aside, as delivered: line, code, column, value."""
        return pd.DataFrame(self._aside, columns=["line", "code", "column", "value", "row"])

    def clean(self) -> pd.DataFrame:
        """The answers without what was set aside: respondent, administrative columns, then variables in order."""
        administrative = [c for c in self.rows.columns if c not in self.questionnaire.variables]
        return self.rows[[*administrative, *self.questionnaire.variables]]
