"""What a report is made of before it is a Word file: headings, paragraphs, lists, boxes, figures and tables.

Chapters and computed sections make these; `reports.document` writes them. Nothing here knows Word.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Align = Literal["text", "number", "head", "head_number", "group", "item", "test", "test_label"]


@dataclass(frozen=True)
class Run:
    """A piece of text in one look; `ref` makes it «figur 4-7», or the number alone when there is no text."""

    text: str
    bold: bool = False
    italic: bool = False
    ref: str | None = None  # a figure's id, or `table:` and the id of a table
    note: tuple[Run, ...] = ()  # what a footnote here says


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 starts a chapter. Unnumbered ones keep the look without a number."""

    level: int
    runs: tuple[Run, ...]
    numbered: bool = True
    source: str = field(default="", compare=False)  # see Paragraph


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `look` is a kind of paragraph, not a Word style: plain, bullet, number, note, finding …

    `source` is where its words come from, `<file>#<place in it>`: by it an edit made in Word finds its way back.
    """

    runs: tuple[Run, ...]
    look: str = "plain"
    source: str = field(default="", compare=False)


@dataclass(frozen=True)
class Box:
    """A shaded fact box."""

    blocks: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Figure:
    """The place of a drawn figure."""

    id: str


@dataclass(frozen=True)
class Cell:
    """One table cell; `span` columns wide; `upright` text runs from bottom to top."""

    text: str
    align: Align = "text"
    span: int = 1
    upright: bool = False
    ruled: bool = False  # a line at its left: where a new group of columns starts


@dataclass(frozen=True)
class Row:
    """Cells whose spans add up to the table's columns. `keep`: on the same page as the next row."""

    cells: tuple[Cell, ...]
    keep: bool = False
    ruled: bool = False  # a line above


@dataclass(frozen=True)
class Table:
    """A table with a caption above and an optional note below; `head` rows repeat on every page."""

    caption: str
    widths: tuple[float, ...]  # cm
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    note: str = ""
    compact: bool = False  # small print for annexes
    source: str = field(default="", compare=False)  # see Paragraph
    authored: bool = field(default=False, compare=False)  # its cells are words that somebody wrote
    id: str = field(default="", compare=False)  # what a text that points to it calls it
    description: str = field(default="", compare=False)  # in words, for those who do not see it


Block = Heading | Paragraph | Box | Figure | Table


def plain(text: str, look: str = "plain") -> Paragraph:
    """A paragraph of unadorned text."""
    return Paragraph((Run(text),), look)


def text_of(runs: tuple[Run, ...]) -> str:
    """The runs' text without their looks."""
    return "".join(run.text for run in runs)
