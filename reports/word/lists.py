"""The contents and the lists of figures and tables: fields that Word can update, whose results are in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reports.word import ooxml
from reports.word.blocks import Run
from reports.word.counters import Caption, Entry

DEPTH = 2
"""How many levels of headings the contents show."""
CAPTIONS = "TableofFigures"
"""The style of a line in a list of captions; those of the contents are TOC1, TOC2."""


class Line(NamedTuple):
    """A line of a list: its style, where it leads, what it says."""

    style: str
    anchor: str
    text: str


def contents(entries: Iterable[Entry]) -> list[Line]:
    """A line a heading."""
    shown = (entry for entry in entries if entry.level <= DEPTH and entry.text.strip())
    return [Line(f"TOC{e.level}", e.anchor, f"{e.number}\t{e.text}" if e.number else e.text) for e in shown]


def captioned(captions: Iterable[Caption], word: str) -> list[Line]:
    """A line a figure or table, as its caption reads."""
    return [
        Line(CAPTIONS, one.anchor, f"{one.word}\u00a0{one.number}  {one.text}")
        for one in captions
        if one.word == word
    ]


def instruction(word: str) -> str:
    """The field of the contents (without a word), or of the list of the captions of a kind."""
    return f'TOC \\h \\z \\c "{ooxml.sequence_of(word)}"' if word else f'TOC \\o "1-{DEPTH}" \\h \\z \\u'


def paragraphs(lines: Sequence[Line], field: str) -> Iterator[str]:
    """The lines as paragraphs, the field around them. Page numbers are for whoever knows them (`svar deliver`)."""
    for i, line in enumerate(lines):
        start = ooxml.field_start(field) if i == 0 else ""
        end = ooxml.field_end() if i == len(lines) - 1 else ""
        inside = start + ooxml.link(line.anchor, ooxml.text_run(Run(line.text))) + end
        yield ooxml.paragraph(line.style, inside)
