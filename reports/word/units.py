"""The texts of a report's blocks that a person can edit, each with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports.word.blocks import Block, Box, Figure, Heading, Paragraph, Run, Table

FIGURES = "figures.yaml"
"""Where captions and notes of figures come from."""
Unit = tuple[str, tuple[Run, ...]]


def caption_of(figure: str) -> str:
    """The source of a figure's caption."""
    return f"{FIGURES}#{figure}.caption"


def note_of(figure: str) -> str:
    """The source of what stands under a figure."""
    return f"{FIGURES}#{figure}.note"


def units_of(block: Block) -> Iterator[Unit]:
    """Source and words of every text of a block; of a computed table only the caption and the note."""
    if isinstance(block, (Heading, Paragraph)):
        yield from [(block.source, block.runs)] if block.source else []
    elif isinstance(block, Box):
        for paragraph in block.blocks:
            yield from units_of(paragraph)
    elif isinstance(block, Table) and block.source:
        yield from _table(block)


def _table(block: Table) -> Iterator[Unit]:
    if block.caption:
        yield f"{block.source}.caption", (Run(block.caption),)
    if block.authored:
        for r, row in enumerate((*block.head, *block.rows)):
            for c, cell in enumerate(row.cells):
                yield f"{block.source}/{r},{c}", (Run(cell.text),)
    if block.note:
        yield f"{block.source}.note", (Run(block.note),)


def size(block: Block) -> int:
    """How many ordinals a block takes: a box one a paragraph."""
    return len(block.blocks) if isinstance(block, Box) else 1


def named(blocks: Sequence[Block], file: str, start: int = 0) -> list[Block]:
    """The blocks with their sources: `<file>#<ordinal>`, counted from 1, every paragraph of a box by itself."""
    made: list[Block] = []
    ordinal = start + 1
    for block in blocks:
        if isinstance(block, Box):
            inner = tuple(
                replace(p, source=p.source or f"{file}#{i}") for i, p in enumerate(block.blocks, ordinal)
            )
            made.append(replace(block, blocks=inner))
        elif isinstance(block, Figure) or block.source:
            made.append(block)
        else:
            made.append(replace(block, source=f"{file}#{ordinal}"))
        ordinal += size(block)
    return made
