"""The columns of an annex table: everyone, then the groups of some segments, as many as a page holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.results import ALL, TOTAL
from reports.style.labels import Labels
from reports.word.blocks import Cell, Row

LABEL_CM = 5.4
_WIDEST_CM = 1.6
MOST_COLUMNS = 17
"""Groups beside the labels and the total, on a page turned on its side."""

Column = tuple[str, str]  # segment, group


@dataclass(frozen=True)
class Banner:
    """The columns of one table: the total, then the groups of some segments."""

    segments: dict[str, tuple[str, ...]]

    @property
    def columns(self) -> list[Column]:
        """Every column as segment and group."""
        return [
            (TOTAL, ALL),
            *((segment, group) for segment, groups in self.segments.items() for group in groups),
        ]

    def widths(self, width: float) -> tuple[float, ...]:
        """Widths in cm of the label column and the others."""
        column = min(_WIDEST_CM, (width - LABEL_CM) / len(self.columns))
        return (width - column * len(self.columns), *[column] * len(self.columns))

    def starts(self, segment: str, group: str) -> bool:
        """Whether a column is the first of its segment: there is a line before it."""
        return segment in self.segments and group == self.segments[segment][0]

    def only(self, kept: set[Column]) -> Banner:
        """The same without the groups that are not among `kept`, and without segments that have none left."""
        left = {s: tuple(g for g in groups if (s, g) in kept) for s, groups in self.segments.items()}
        return Banner({segment: groups for segment, groups in left.items() if groups})

    def without(self, other: Banner) -> list[Column]:
        """The columns that `other` lacks."""
        return [column for column in self.columns if column not in other.columns]

    def head(self, labels: Labels) -> tuple[Row, ...]:
        """Segments above their groups; the groups stand upright."""
        segments = [
            Cell(labels.segment(segment), "group", span=len(groups), ruled=True)
            for segment, groups in self.segments.items()
        ]
        groups = [
            Cell(labels.group_short(*column), "head", upright=True, ruled=self.starts(*column))
            for column in self.columns
        ]
        return Row((Cell("", "head"), Cell("", "head"), *segments)), Row((Cell("", "head"), *groups))


def banners(segments: dict[str, tuple[str, ...]]) -> Iterator[Banner]:
    """Segments with their groups in order, as many as fit beside each other."""
    part: dict[str, tuple[str, ...]] = {}
    for segment, groups in segments.items():
        if part and sum(map(len, part.values())) + len(groups) > MOST_COLUMNS:
            yield Banner(part)
            part = {}
        part[segment] = groups
    yield Banner(part)
