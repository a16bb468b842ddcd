"""What a document being written tells of its numbers besides the tags in its text: tables, charts, and plain texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from reports.word.blocks import Table
from reports.word.bound import Ledger, places_in
from reports.word.ooxml import described
from reports.word.tracepart import Cells, Trace, cells_of


class ChartTrace(NamedTuple):
    """The bindings behind a chart: of its workbook's cells (row and column from 0), its other texts, its alt text."""

    cells: Cells
    texts: tuple[int, ...] = ()
    alt: tuple[int, ...] = ()


@dataclass
class Traced:
    """Filled while the document is written."""

    tables: dict[str, Cells] = field(default_factory=dict)
    charts: dict[str, Cells] = field(default_factory=dict)
    slots: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def table(self, block: Table) -> str:
        """The hidden bookmark by which a trace finds the table again; nothing when it holds no number."""
        rows = (*block.head, *block.rows)
        cells = cells_of((places_in(cell.text) for cell in row.cells) for row in rows)
        told = places_in(block.caption) + places_in(described(block))
        if not cells and not told:
            return ""
        name = f"_svar_t{len(self.tables) + 1}"
        self.tables[name] = cells
        if told:
            self.slots[f"table:{name}"] = told
        return name

    def alt(self, drawing: int, text: str) -> None:
        """The description of a drawing, which holds no control."""
        self._slot(f"alt:{drawing}", places_in(text))

    def chart(self, drawing: int, made: ChartTrace) -> None:
        """A chart's workbook, texts and description."""
        if made.cells:
            self.charts[f"chart{drawing}"] = made.cells
        self._slot(f"chart:{drawing}", made.texts)
        self._slot(f"alt:{drawing}", made.alt)

    def _slot(self, name: str, places: tuple[int, ...]) -> None:
        if places:
            self.slots[name] = places

    def trace(self, about: Mapping[str, str], ledger: Ledger, tags: Iterable[int]) -> Trace:
        """The trace of all that was written; `tags` are the bindings that stand in the text."""
        used = {*tags, *self._places()}
        bindings = {place: ledger.bindings[place] for place in sorted(used)}
        return Trace(about, bindings, self.tables, self.charts, self.slots)

    def _places(self) -> Iterator[int]:
        for grids in (self.tables, self.charts):
            for cells in grids.values():
                for places in cells.values():
                    yield from places
        for places in self.slots.values():
            yield from places
