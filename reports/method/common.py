"""What the parts share: headings and plain tables."""

from __future__ import annotations

from collections.abc import Sequence

from reports.prose.values import Value
from reports.word.blocks import Cell, Heading, Row, Run, Table
from reports.word.bound import Source
from reports.word.material import Material

WIDTH = 16.0
"""Width of the text in cm on an upright page."""


def setting(material: Material, block: str, name: str, places: int = 0) -> Value:
    """A threshold from params.yaml as it is printed, bound to its name there."""
    number = float(material.settings[block][name])
    shown = material.numbers.format.decimal(number, places)
    return material.numbers.bound(shown, Source("params", item=f"{block}.{name}", number=number))


def counted(material: Material, name: str, number: float) -> Value:
    """A count of the data's own account (quality.json), bound to its name there."""
    return material.numbers.bound(
        material.numbers.format.count(number), Source("quality", item=name, number=float(number))
    )


def heading(text: object) -> Heading:
    """A section of the method chapter."""
    return Heading(2, (Run(str(text)),))


def table(
    caption: object,
    columns: Sequence[object],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    note: str = "",
) -> Table:
    """A table whose columns of width under 3 cm hold numbers; `widths` (cm) without the first, which takes the rest."""
    aligns = ["number" if width < 3 else "text" for width in (WIDTH, *widths)]
    head = Row(
        tuple(
            Cell(str(c), "head_number" if a == "number" else "head")
            for c, a in zip(columns, aligns, strict=True)
        )
    )
    body = tuple(
        Row(
            tuple(
                Cell(text, "number" if a == "number" else "text") for text, a in zip(row, aligns, strict=True)
            )
        )
        for row in rows
    )
    return Table(str(caption), (WIDTH - sum(widths), *widths), (head,), body, note)
