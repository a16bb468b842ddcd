"""No mark of the machine is left in the text: the three characters round a bound number, and those round a place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.inspecting.package import Package
from reports.prose.markdown import MARKERS
from reports.word.bound import CLOSE, MIDDLE, OPEN
from survey.messages import Finding, finding

_MARKS = re.compile(f"[{OPEN}{MIDDLE}{CLOSE}]|{MARKERS[0]}\\d+{MARKERS[1]}")


def findings(package: Package) -> Iterator[Finding]:
    """R178 a mark in a text or an attribute."""
    for name in sorted(package.parts):
        if name.endswith(".xml") and _MARKS.search(package.parts[name].decode("utf-8", "replace")):
            for node in package.tree(name).iter():
                for text in (node.text or "", *node.attrib.values()):
                    for mark in _MARKS.findall(text):
                        yield finding("R178", name, f"U+{ord(mark[0]):04X}")
