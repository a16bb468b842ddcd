"""What a document is told besides its blocks: figures, what all pages share, properties."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reports.charts.spec import Chart
from reports.word.bound import bare
from reports.word.traced import ChartTrace


@dataclass(frozen=True)
class Picture:
    """A figure as reports/draw.py describes it in figures.json: native charts, or a picture where there are none."""

    png: bytes
    caption: str
    alt: str
    base_note: str
    width_cm: float
    charts: tuple[Chart, ...] = ()
    traces: tuple[ChartTrace, ...] = ()  # where each chart's numbers come from


@dataclass(frozen=True)
class Setting:
    """What the whole document shares; the words are in the report's language."""

    language: str  # nb-NO
    header: str
    mark: str  # at the right of every header; empty when the data are real
    figure_word: str
    figure_in_text: str
    table_word: str
    annex: str  # a pattern with {letter} and {title}
    table_in_text: str = ""
    table_alt: str = ""  # a pattern with {caption}, {columns}, {first} and {last}
    footer: str = ""  # at the left of every footer


@dataclass(frozen=True)
class Properties:
    """Document properties. Dates come from the outline, never from the clock."""

    title: str
    subject: str
    keywords: str
    author: str
    date: datetime


_LONGEST = 255
"""Characters in a property."""


def describe(core: Any, given: Properties, language: str, clean: Callable[[str], str]) -> None:
    """Write the properties of a document. Only what the outline says is told: not who ran the program, nor when."""
    core.title, core.subject, core.keywords, core.author = (
        bare(clean(text))[:_LONGEST] for text in (given.title, given.subject, given.keywords, given.author)
    )
    core.created = core.modified = given.date
    core.language, core.revision, core.last_modified_by = language, 1, ""
