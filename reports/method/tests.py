"""Which tests were made, how they were adjusted, and what counts as a difference."""

from __future__ import annotations

from collections import Counter

from reports.method.common import heading, setting, table
from reports.prose.values import Value
from reports.word.blocks import Block, Table, plain
from reports.word.bound import Source
from reports.word.material import Material

UNTESTED = "untested"


def blocks(material: Material) -> list[Block]:
    """The rules, from params.yaml; the tests by method. Nothing when the plan compares nothing."""
    if not material.published.tests:
        return []
    words, rules = material.words["method"]["tests"], material.settings["compare"]
    limits = {
        "alpha": setting(material, "compare", "alpha", 2),
        "slight": setting(material, "compare", "slight_effect", 1),
        "clear": setting(material, "compare", "clear_effect", 1),
    }
    adjusted = str(words["adjust"].get(rules["adjust"], rules["adjust"]))
    small = str(words["small"]).format(small=setting(material, "compare", "small_base"))
    text = f"{str(words['text']).format(**limits)} {adjusted}"
    return [heading(words["heading"]), plain(text), _table(material), plain(small)]


def _table(material: Material) -> Table:
    words = material.words["method"]["tests"]
    tests = material.published.tests.values()
    made = Counter(test.method or UNTESTED for test in tests)
    telling = Counter(test.method or UNTESTED for test in tests if test.finding in ("slight", "clear"))
    names = [
        *(name for name in words["methods"] if name in made),
        *(n for n in made if n not in words["methods"]),
    ]
    rows = [
        [
            words["methods"].get(n, n),
            words["uses"].get(n, ""),
            *(
                str(_count(material, n, kind, found[n]))
                for kind, found in (("made", made), ("telling", telling))
            ),
        ]
        for n in names
    ]
    columns = [words["method"], words["when"], words["count"], words["finding"]]
    return table(words["caption"], columns, rows, [7.6, 2.0, 2.4])


def _count(material: Material, method: str, kind: str, number: int) -> Value:
    source = Source("tests", measure=f"{kind}.{method}", number=float(number))
    return material.numbers.bound(material.numbers.format.count(number), source, how="number_of")
