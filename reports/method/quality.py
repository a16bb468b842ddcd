"""What the control of the data found: rows in = accepted + set aside."""

from __future__ import annotations

from reports.method.common import counted, heading, table
from reports.word.blocks import Block, plain
from reports.word.material import Material


def blocks(material: Material) -> list[Block]:
    """The account of rows, and the findings per code."""
    words = material.words["method"]["quality"]
    quality = material.published.quality
    rows = {name: counted(material, name, quality[name]) for name in ("rows_in", "accepted", "quarantined")}
    made: list[Block] = [heading(words["heading"]), plain(str(words["rows"]).format(**rows))]
    if quality.get("cells_set_aside"):
        made.append(
            plain(
                str(words["cells"]).format(
                    cells=counted(material, "cells_set_aside", quality["cells_set_aside"])
                )
            )
        )
    found = quality["findings"]
    if not found:
        return [*made, plain(str(words["clean"]))]
    told = [
        [
            material.labels.bound(words["codes"].get(code, code), code, "quality"),
            material.labels.bound(code, code, "quality"),
            str(counted(material, f"findings.{code}", count)),
        ]
        for code, count in found.items()
    ]
    columns = [words["what"], words["code"], words["count"]]
    return [*made, table(words["caption"], columns, told, [2.2, 2.2])]
