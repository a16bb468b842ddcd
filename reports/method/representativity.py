"""Whether the groups answered equally often: one test for each division of those who were invited."""

from __future__ import annotations

from analysis.results import ALL
from reports.method.common import heading, table
from reports.prose.further import Represented
from reports.word.blocks import Block, plain
from reports.word.bound import Source
from reports.word.material import Material


def blocks(material: Material) -> list[Block]:
    """A row a division; a sentence where those who answered were not compared with the invited."""
    words = material.words["method"]["representativity"]
    rows = [row for row in material.published.further.representativity or () if row.group == ALL]
    tested = [row for row in rows if row.p_value is not None]
    if not tested:
        return [heading(words["heading"]), plain(str(words["none"]))]
    columns = [words["segment"], words["p"]]
    shown = [[material.labels.segment(row.segment), _p(material, row)] for row in tested]
    made = table(words["caption"], columns, shown, [2.6])
    return [heading(words["heading"]), plain(str(words["text"])), made]


def _p(material: Material, test: Represented) -> str:
    number, form = test.p_value or 0.0, material.numbers.format
    small = number < 0.001
    places = 3 if number < 0.1 else 2
    shown = str(material.words["annex_tables"]["p_small"]) if small else form.decimal(number, places)
    source = Source("representativity", "", test.segment, ALL, "p_value", number=number, base=test.invited)
    return str(material.numbers.bound(shown, source, how="small_p" if small else "cell"))
