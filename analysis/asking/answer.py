"""What asking for a cross-tab gives: a tidy frame, its tests, and what a reader must know about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.asking.request import Request
from analysis.asking.study import Study
from analysis.plan import Crosstab, Plan
from analysis.results import TOTAL
from survey.messages import SvarError, finding

DISPLAYS = "svar.displays"
"""Entry points that show results: `analysis` finds them by name, so that it never has to import `reports`."""

FRAME_COLUMNS = [
    "question",
    "item",
    "segment",  # TOTAL or a segment's id
    "group",
    "measure",
    "answer",
    "estimate",
    "conf_low",
    "conf_high",
    "n",
    "letter",  # the column's own
    "above",  # letters of the columns of the segment that this one is significantly higher than
    "note",
    "hidden",  # `protected` where the privacy gate took the number
]


@dataclass(frozen=True, repr=False)
class Answer:
    """One cross-tab, with labels joined only when it is shown.

    `frame` is tidy (FRAME_COLUMNS), one row an item, group, measure and answer. `tests` has one row an item and segment
    (TEST_COLUMNS and `hidden`). `cautions` are codes with what fills their sentence.
    """

    study: Study
    plan: Plan
    request: Request
    crosstab: Crosstab
    measures: tuple[str, ...]
    frame: pd.DataFrame
    tests: pd.DataFrame
    weights: str
    clustered: bool
    internal: bool
    cautions: tuple[tuple[str, dict[str, Any]], ...] = ()
    provenance: dict[str, str] = field(default_factory=dict)
    language: str | None = None

    @property
    def columns(self) -> list[tuple[str, str]]:
        """(segment, group) of every column: the total, then the segments as they were asked for."""
        order = {name: place for place, name in enumerate((TOTAL, *self.crosstab.by))}
        known = dict.fromkeys(zip(self.frame["segment"], self.frame["group"], strict=True))
        return sorted(known, key=lambda column: order[column[0]])

    def table(self) -> pd.DataFrame:
        """The estimates wide: one row an item, measure and answer, one column a group. Hidden numbers are missing."""
        keys, heads = ["item", "measure", "answer"], ["segment", "group"]
        frame = self.frame[[*keys, *heads, "estimate"]]
        # Missing answers and hidden numbers are kept: pivot would sort, so the order is put back.
        rows = pd.MultiIndex.from_frame(frame[keys].drop_duplicates())
        columns = pd.MultiIndex.from_tuples(self.columns, names=heads)
        return (
            frame.set_index([*keys, *heads])["estimate"].unstack(heads).reindex(index=rows, columns=columns)
        )

    def to_csv(self, path: str | Path) -> Path:
        """Write the tidy frame with labels as CSV; returns the file, whose name says INTERNAL when the answer is."""
        return self._written("csv", Path(path))

    def to_excel(self, path: str | Path) -> Path:
        """Write a workbook: the table, the tidy frame, and where it comes from."""
        return self._written("xlsx", Path(path))

    def to_word(self, path: str | Path) -> Path:
        """Write a Word document with the table, captioned, in the language of the study."""
        return self._written("docx", Path(path))

    def to_markdown(self, path: str | Path | None = None) -> str | Path:
        """The table as Markdown; written to `path` when there is one."""
        return str(_display().text("md", self)) if path is None else self._written("md", Path(path))

    def plot(self, ax: Any = None) -> Any:
        """Dots with intervals, one colour a segment; returns the matplotlib axes."""
        return _display().plot(self, ax)

    def _written(self, form: str, path: Path) -> Path:
        return Path(_display().write(form, self, path))

    def _repr_html_(self) -> str:
        display = _found()
        return str(display.text("html", self)) if display else str(self.table().to_html())

    def __repr__(self) -> str:
        display = _found()
        return str(display.text("text", self)) if display else self.table().to_string()


def _display() -> Any:
    """The module that shows cross-tabs; SvarError (S096) when the package was installed before there was one."""
    display = _found()
    if display is None:
        raise SvarError([finding("S096", "svar", DISPLAYS)])
    return display


def _found() -> Any:
    return next((point.load() for point in entry_points(group=DISPLAYS, name="crosstab")), None)
