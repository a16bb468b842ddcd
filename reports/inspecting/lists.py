"""The contents and the lists of figures and tables hold every heading and caption, in order, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from reports.inspecting.counted import Counted, counted
from reports.inspecting.fields import Field, fields
from reports.inspecting.package import BODY, Package, W, brief, text_of
from survey.messages import Finding, finding

_LEVELS = re.compile(r'\\o\s+"?(\d)-(\d)')
_SEQUENCE = re.compile(r'\\c\s+"?(\w+)')


def findings(package: Package) -> Iterator[Finding]:
    """R177 a line that a list lacks, or should not have; a caption of a kind without a list is none of its business."""
    count = counted(package)
    shown = [text_of(paragraph) for paragraph in package.tree(BODY).iter(f"{W}p")]
    pages = {one.paragraph: one.shown for one in fields(package.tree(BODY)) if one.kind == "PAGEREF"}
    for one, last in _lists(package):
        lines = [_line(shown[i], pages.get(i, "")) for i in range(one.paragraph, last + 1)]
        yield from _compared(one, lines, wanted(one, count))


def _lists(package: Package) -> Iterator[tuple[Field, int]]:
    """Every list, and the paragraph it ends in: that of the last mark of its field."""
    ends = _ends(package)
    for one in fields(package.tree(BODY)):
        if one.kind == "TOC" and not one.problem:
            yield one, ends[one.paragraph]


def _ends(package: Package) -> dict[int, int]:
    """Paragraph in which a field begins → the one in which the outermost field begun there ends."""
    paragraph, open_, found = -1, [], {}
    for node in package.tree(BODY).iter():
        if node.tag == f"{W}p":
            paragraph += 1
        elif node.tag == f"{W}fldChar" and node.get(f"{W}fldCharType") == "begin":
            open_.append(paragraph)
        elif node.tag == f"{W}fldChar" and node.get(f"{W}fldCharType") == "end" and open_:
            found[open_.pop()] = paragraph
    return found


def _line(shown: str, page: str) -> str:
    """A line of a list without its page number."""
    return shown.removesuffix(f"\t{page}").rstrip("\t") if page else shown.rstrip("\t")


def wanted(one: Field, count: Counted) -> list[str]:
    """What a list should hold, going by its instruction."""
    sequence, levels = _SEQUENCE.search(one.instruction), _LEVELS.search(one.instruction)
    if sequence:
        return [line.text.rstrip("\t") for line in count.lines if line.sequence == sequence[1]]
    low, high = (int(levels[1]), int(levels[2])) if levels else (1, 9)
    return [
        (f"{line.number}\t{line.text}" if line.number else line.text).rstrip("\t")
        for line in count.lines
        if low <= line.level <= high and line.text.strip()
    ]


def _compared(one: Field, lines: list[str], should: list[str]) -> Iterator[Finding]:
    where = f"{BODY}, paragraph {one.paragraph + 1}"
    for tag, i, j, k, m in SequenceMatcher(None, lines, should, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from (finding("R177", where, brief(text), problem="too much") for text in lines[i:j])
            yield from (finding("R177", where, brief(text), problem="missing") for text in should[k:m])
