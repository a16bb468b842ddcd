"""What the control of the data found: rows in = accepted + set aside."""

from __future__ import annotations

from reports.method.common import heading, table
from reports.word.blocks import Block, plain
from reports.word.material import Material


def blocks(material: Material) -> list[Block]:
    """The account of rows, and the findings per code."""
    words, form = material.words["method"]["quality"], material.numbers.format
    quality = material.published.quality
    rows = {name: form.count(quality[name]) for name in ("rows_in", "accepted", "quarantined")}
    made: list[Block] = [heading(words["heading"]), plain(str(words["rows"]).format(**rows))]
    if quality.get("cells_set_aside"):
        made.append(plain(str(words["cells"]).format(cells=form.count(quality["cells_set_aside"]))))
    found = quality["findings"]
    if not found:
        return [*made, plain(str(words["clean"]))]
    told = [[words["codes"].get(code, code), code, form.count(count)] for code, count in found.items()]
    columns = [words["what"], words["code"], words["count"]]
    return [*made, table(words["caption"], columns, told, [2.2, 2.2])]
