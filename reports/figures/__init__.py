"""The kinds of figure, one file each. To add a kind: one file here, its line in `KINDS` and in `Figure`.

Every kind has a model (what may be written in figures.yaml), `check`, `chart` (the numbers it shows), `native` (the
Word chart, as data), `draw` (the picture) and `alt` (a chart in words). None imports a drawing library: they draw on
a canvas they are given.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from reports.figures import columns, means, paired, rating, segments, ticks

KINDS = {
    "columns": columns,
    "rating": rating,
    "ticks": ticks,
    "paired": paired,
    "means": means,
    "segments": segments,
}

Figure = Annotated[
    columns.Columns | rating.Rating | ticks.Ticks | paired.Paired | means.Means | segments.Segments,
    Field(discriminator="kind"),
]
