"""One study's results, as the claims see them: tables of rows, their columns, and the ledger's populations."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.checking.ledger import Conditions, NamedTable, Names
from analysis.checking.observed import NotEvaluable
from analysis.plan import Plan
from analysis.results import ESTIMATE_NUMBERS, RESPONSE_NUMBERS
from survey.frames import read_frame
from survey.messages import did_you_mean
from survey.model import Questionnaire

ALL_RESPONDENTS = "all"
INSTRUMENT = "instrument"
_CONDITION = re.compile(r"\s*([A-Za-z]\w*)\s*==\s*(\S+)\s*")


class Estimate(NamedTuple):
    """One published number (see analysis.results)."""

    measure: str
    answer: str
    estimate: float


@dataclass(frozen=True)
class Rows:
    """Some rows of one table. `meaning` is set when the rows are not respondents."""

    table: pd.DataFrame
    source: str
    meaning: NamedTable | None = None
    answers: dict[str, pd.Series] = field(default_factory=dict, compare=False, repr=False)
    """Columns that were asked for, as `Study.values` gives them: hundreds of claims ask for the same ones."""
    counted: dict[str, Counter[str]] = field(default_factory=dict, compare=False, repr=False)
    """The same, counted."""

    @property
    def respondents(self) -> bool:
        """Whether a row is a person who answered."""
        return self.meaning is None

    def where(self, mask: pd.Series) -> Rows:
        """The rows for which `mask` holds."""
        return replace(self, table=self.table[mask], answers={}, counted={})


@dataclass(frozen=True)
class Study:
    """What claims are judged on.

    `respondents`: clean answers with segments and frame columns, one row a person; `status`: the same rows, why a cell
    is empty; `frame`: one row an invited person; `estimates` and `response`: what the pipeline publishes.
    """

    questionnaire: Questionnaire
    plan: Plan
    names: Names
    respondents: pd.DataFrame
    status: pd.DataFrame
    frame: pd.DataFrame | None = None
    estimates: pd.DataFrame = field(default_factory=pd.DataFrame)
    response: pd.DataFrame = field(default_factory=pd.DataFrame)

    @cached_property
    def published(self) -> dict[tuple[str, str, str], list[Estimate]]:
        """(item, segment, group) → the estimates that were computed for it."""
        found: dict[tuple[str, str, str], list[Estimate]] = {}
        if self.estimates.empty:
            return found
        known = self.estimates[self.estimates["estimate"].notna()]
        names = ["item", "segment", "group", "measure", "answer", "estimate"]
        for item, segment, group, *estimate in known[names].itertuples(index=False, name=None):
            found.setdefault((str(item), str(segment), str(group)), []).append(Estimate(*estimate))
        return found

    def invited(self) -> pd.DataFrame:
        """The frame; NotEvaluable when the study has none."""
        if self.frame is None:
            raise NotEvaluable("the study has no list of invited people")
        return self.frame

    def rows(self, population: str) -> Rows:
        """The rows of a population as the ledger writes it; NotEvaluable when it cannot be read."""
        # Hundreds of claims share a handful of populations.
        if population not in self._populations:
            self._populations[population] = self._find_rows(population)
        return self._populations[population]

    @cached_property
    def _populations(self) -> dict[str, Rows]:
        return {}

    def level(self, population: str, segment: str, level: str) -> Rows:
        """The rows of a population in one group of a segment; NotEvaluable when either cannot be read."""
        key = population, segment, level
        if key not in self._levels:
            rows = self.rows(population)
            self._levels[key] = rows.where(self.matches(rows, {segment: (level,)}))
        return self._levels[key]

    @cached_property
    def _levels(self) -> dict[tuple[str, str, str], Rows]:
        return {}

    def _find_rows(self, population: str) -> Rows:
        if population == ALL_RESPONDENTS:
            return Rows(self.respondents, "answers")
        if population in self.names.tables:
            return self._named_rows(self.names.tables[population])
        rows = self.rows(ALL_RESPONDENTS)
        for part in population.split("&"):
            condition = _CONDITION.fullmatch(part)
            if condition is None:
                raise NotEvaluable(
                    f"unknown population {population!r}{did_you_mean(population, self.names.tables)}"
                )
            rows = rows.where(self.matches(rows, {condition[1]: (condition[2],)}))
        return rows

    def _named_rows(self, meaning: NamedTable) -> Rows:
        table = self.invited()
        for name, column in self.names.members.items():
            if column in table:
                table = table.assign(**{name: table.groupby(column)[column].transform("size").astype(str)})
        if meaning.row is not None:
            table = one_row_per(table, meaning.row)
        return Rows(table, "frame", meaning)

    def values(self, rows: Rows, name: str) -> pd.Series:
        """The column `name` of `rows`, missing where nothing substantive was answered."""
        if name not in rows.answers:
            rows.answers[name] = self._values(rows, name)
        return rows.answers[name]

    def counts(self, rows: Rows, name: str) -> Counter[str]:
        """How often each value of the column `name` occurs in `rows`."""
        if name not in rows.counted:
            rows.counted[name] = Counter(map(str, self.values(rows, name).dropna().tolist()))
        return rows.counted[name]

    def _values(self, rows: Rows, name: str) -> pd.Series:
        if name not in rows.table:
            raise NotEvaluable(f"unknown variable {name!r}{did_you_mean(name, rows.table.columns)}")
        column = rows.table[name]
        variable = self.questionnaire.variables.get(name)
        if variable is not None and variable.closed:
            column = column.where(column.isin(variable.substantive))
        return column

    def codes(self, name: str, rows: Rows) -> tuple[str, ...]:
        """Every code `name` may hold: from the questionnaire where it lists them, else those that occur."""
        background = self.questionnaire.background_variable(name)
        if name in self.questionnaire.variables and self.questionnaire.variables[name].closed:
            return self.questionnaire.variables[name].substantive
        if background is not None:
            return tuple(option.code for option in background.options if not option.missing)
        # Codes that only people outside the population have are known codes too.
        whole = self.rows(ALL_RESPONDENTS) if rows.respondents else rows
        return tuple(sorted(self.values(whole, name).dropna().astype(str).unique()))

    def matches(self, rows: Rows, conditions: Conditions) -> pd.Series:
        """For every row whether each variable has one of its codes, which must exist."""
        mask = pd.Series(True, index=rows.table.index)
        for name, codes in conditions.items():
            values = self.values(rows, name)
            self.require(name, codes, rows)
            mask &= values.isin(codes)
        return mask

    def require(self, name: str, codes: tuple[str, ...], rows: Rows) -> None:
        """NotEvaluable when one of `codes` cannot occur: a misspelt code would otherwise count as nobody."""
        known = self.codes(name, rows)
        for code in codes:
            if code not in known:
                raise NotEvaluable(f"{name} has no code {code!r}{did_you_mean(code, known)}")

    def ceiling(self, name: str) -> Fraction | None:
        """The highest code of an ordinal scale; None for anything else."""
        variable = self.questionnaire.variables.get(name)
        return max(map(Fraction, variable.substantive)) if variable is not None and variable.ordinal else None

    def resolve(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Names with each pattern `x_*` replaced by the closed items it fits, codings of open answers left out."""
        variables = self.questionnaire.variables
        closed = [
            name for name, variable in variables.items() if variable.closed and variable.kind != "coded"
        ]
        found: dict[str, None] = {}
        for name in names:
            fitting = [c for c in closed if fnmatchcase(c, name)] if "*" in name else [name]
            if not fitting:
                raise NotEvaluable(f"no item is called {name!r}")
            found |= dict.fromkeys(fitting)
        return tuple(found)


def one_row_per(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """One row per value of `column`, with the columns that are the same within every value."""
    if column not in table:
        raise NotEvaluable(f"unknown column {column!r}{did_you_mean(column, table.columns)}")
    grouped = table[table[column].notna()].groupby(column, sort=True)
    constant = [c for c in table.columns if c != column and (grouped[c].nunique(dropna=False) <= 1).all()]
    return grouped[constant].first().reset_index()


def read_study(questionnaire: Questionnaire, plan: Plan, names: Names, folders: dict[str, Path]) -> Study:
    """The results in `folders` (clean, segments, estimates) as one study."""
    key = questionnaire.respondent
    frame_path = folders["segments"] / "frame.csv"
    frame = read_frame(frame_path) if frame_path.is_file() else None
    respondents = read_frame(folders["clean"] / "answers.csv")
    for more in (read_frame(folders["segments"] / "segments.csv"), frame):
        if more is not None:
            new = [c for c in more.columns if c == key or c not in respondents.columns]
            respondents = respondents.merge(more[new], on=key, how="left", validate="one_to_one")
    status = read_frame(folders["clean"] / "status.csv")
    return Study(
        questionnaire,
        plan,
        names,
        respondents,
        status.set_index(key).reindex(respondents[key]).reset_index(),
        frame,
        read_frame(folders["estimates"] / "estimates.csv", ESTIMATE_NUMBERS),
        read_frame(folders["segments"] / "response.csv", RESPONSE_NUMBERS),
    )
