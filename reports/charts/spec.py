"""What a native chart shows, as data: the draw stage writes it to charts.json, the write stage makes Word of it.

Colours are roles, numbers are the published ones (nine decimals: binary noise is gone, no digit that anyone
publishes is), texts are in the report's language. A number that is hidden or cannot be computed is null, never 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import Any, Literal

from survey.messages import SvarError, finding
from survey.model import Part

PLACES = 9

Numbers = tuple[float | None, ...]
Role = Literal["accent", "second", "scale", "hidden", "interval"]
Shape = Literal["bars", "stack", "intervals"]


class Paint(Part):
    """What a series is filled with. For `scale`: which of `of` steps (several: their middle, hatched)."""

    role: Role
    steps: tuple[int, ...] = ()
    of: int = 0


class Series(Part):
    """One number a row. Labels are written by Word from the number (`format`), or are `texts` of the workbook.

    `formula` makes a text again when a number is edited; {0} is the cell of the number, {1} that of `beside`.
    """

    key: str  # an answer code, several with +, or the name of a measure
    name: str
    paint: Paint
    values: Numbers
    sources: tuple[str, ...] = ()  # item|segment|group|measure|answer of each value
    low: Numbers = ()
    high: Numbers = ()
    format: str = ""
    texts: tuple[str, ...] = ()
    formula: str = ""
    beside: Numbers = ()
    beside_name: str = ""
    beside_sources: tuple[str, ...] = ()


class Scale(Part):
    """The axis of values: its ends, where it has gridlines, how its numbers and its ends are written."""

    low: float = 0.0
    high: float = 100.0
    step: float = 0.0  # 0: no gridlines, no numbers
    format: str = "General"
    low_text: str = ""
    high_text: str = ""


class Space(Part):
    """Centimetres: the whole chart, the labels at its left, the numbers at its right, what is above and below."""

    width: float
    height: float
    labels: float
    right: float
    top: float
    bottom: float
    bar: float


class Chart(Part):
    """One chart with its workbook. `column` stands as text at the right of the rows."""

    shape: Shape
    alt: str
    note: str
    heading: str = ""
    mark: str = ""
    categories: tuple[str, ...]
    labelled: bool = True  # whether the categories are written beside this chart
    headings: tuple[int, ...] = ()  # rows that only name what follows
    small: tuple[int, ...] = ()  # rows whose base is small: drawn hollow
    everyone: tuple[int, ...] = ()  # rows about everyone among rows about groups
    series: tuple[Series, ...]
    column: Series | None = None
    legend: bool = False
    scale: Scale = Scale()
    space: Space
    words: dict[str, str]  # of the workbook: columns for low, high, texts


class FigureCharts(Part):
    """The charts of one figure, side by side."""

    id: str
    kind: str
    charts: tuple[Chart, ...]


def exact(x: float) -> float | None:
    """A published number as charts hold it; None for NaN."""
    return None if isnan(x) else round(float(x), PLACES) + 0.0


def wants_pictures(settings: Mapping[str, Any]) -> bool:
    """Whether the `write` block of params.yaml asks for PNG files, not charts; SvarError (R022) if for neither."""
    wanted = str(settings.get("figures", "native"))
    if wanted not in ("native", "picture"):
        raise SvarError([finding("R022", "params.yaml: write.figures", wanted)])
    return wanted == "picture"
