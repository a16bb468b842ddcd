"""What stands outside the running text: comments, page headers, notes, contents, charts, alt texts. Only listed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, KeysView

from reports.merging.align import normal
from reports.merging.body import Body, Text
from reports.merging.package import Package, w
from reports.merging.paragraph import read
from reports.merging.rows import Row, told

_PARTS = {
    "word/header": "page header",
    "word/footer": "page footer",
    "word/footnotes": "footnote",
    "word/endnotes": "endnote",
}
_FILLED_IN = ("[CELLRANGE]",)
"""What some programs write where a label comes from a cell."""
_PAGE = re.compile(r"[\t\s\d]*$")
_NUMBERING = re.compile(r"^[\d.]+\t")


def elsewhere(before: tuple[Package, Body], after: tuple[Package, Body]) -> list[Row]:
    """Everything changed outside the running text, and every comment."""
    rows = [row for part, name in _PARTS.items() for row in _new(before[0], after[0], part, name)]
    rows += _charts(before[0], after[0])
    rows += _contents(before[1], after[1])
    rows += _drawings(before[1], after[1])
    return [*rows, *comments(*after)]


def comments(package: Package, body: Body) -> list[Row]:
    """Every comment with its paragraph."""
    root = package.xml("word/comments.xml")
    if root is None:
        return []
    places: dict[str, Text] = {}
    for text in _texts(body):
        for id_ in text.read.comments:
            places.setdefault(id_, text)
    rows = []
    for comment in root.iter(w("comment")):
        text_ = places.get(comment.get(w("id"), ""))
        said = "\n".join("".join(t.text or "" for t in p.iter(w("t"))) for p in comment.iter(w("p")))
        where = f"«{text_.text[:80]}»" if text_ else "no paragraph"
        rows.append(
            told(
                "comment",
                "R069",
                where,
                text_.text if text_ else "",
                said,
                value=comment.get(w("author"), ""),
            )
        )
    return rows


def _texts(body: Body) -> Iterator[Text]:
    yield from body.texts
    for grid in body.grids:
        for row in grid.rows:
            for cell in row:
                yield from cell


def _new(before: Package, after: Package, part: str, name: str) -> Iterator[Row]:
    """Paragraphs of such parts that were not there, and those that are gone."""
    old, new = (_paragraphs(package, part) for package in (before, after))
    was = " / ".join(old - new)
    for text in new - old:
        yield told("not carried", "R071", name, was, text, value=name)
    if was and not new - old:
        yield told("not carried", "R071", name, was, "–", value=name)


def _paragraphs(package: Package, part: str) -> KeysView[str]:
    found = []
    for path in package.like(part):
        root = package.xml(path)
        for p in root.iter(w("p")) if root is not None else ():
            found.append(normal("".join(bit.text for bit in read(p).bits if not bit.counted)))
    return dict.fromkeys(text for text in found if text).keys()


def _charts(before: Package, after: Package) -> list[Row]:
    """Words and numbers of charts that were not there."""
    old, new = _shown(before), _shown(after)
    was = ", ".join((old - new).elements())
    return [told("not carried", "R071", "chart", was, now, value="chart") for now in (new - old)]


def _shown(package: Package) -> Counter[str]:
    found: Counter[str] = Counter()
    for path in package.like("word/charts/chart"):
        root = package.xml(path)
        for element in root.iter() if root is not None else ():
            text = (element.text or "").strip() if element.tag.endswith(("}v", "}t")) else ""
            if text and text not in _FILLED_IN:
                found[_rounded(text)] = 1
    return found


def _rounded(text: str) -> str:
    """Programs save the same number with more or fewer digits."""
    try:
        return f"{float(text):.4g}"
    except ValueError:
        return normal(text)


def _contents(before: Body, after: Body) -> list[Row]:
    """Lines of the contents that are neither the old ones nor the headings of today."""
    headings = {normal(text.text) for text in after.texts if "heading" in text.style}
    known = {_line(line) for line in before.contents} | headings
    return [
        told("not carried", "R071", "contents", "", line, value="contents")
        for line in after.contents
        if _line(line) and _line(line) not in known
    ]


def _line(line: str) -> str:
    """A line of the contents without its number and its page."""
    return normal(_PAGE.sub("", _NUMBERING.sub("", line)))


def _drawings(before: Body, after: Body) -> list[Row]:
    """Figures taken out, and alt texts changed. Some programs rename drawings: the same alt text or number will do."""
    old, new = _about(before), _about(after)
    names, alts = {name for name, _ in new}, {normal(alt) for _, alt in new}
    gone = [name for name, alt in old if name not in names and normal(alt) not in alts]
    rows = [
        told("not carried", "R072", name, name, "–", value=name)
        for name in gone[: max(0, len(old) - len(new))]
    ]
    known = dict(old)
    for name, alt in new:
        if name in known and normal(alt) != normal(known[name]):
            rows.append(
                told("not carried", "R071", f"alt text of {name}", known[name], alt, value="alt text")
            )
    return rows


def _about(body: Body) -> list[tuple[str, str]]:
    """Name and alt text of every drawing; a figure of several charts is one."""
    return list(dict.fromkeys(about for text in _texts(body) for about in text.read.drawings))
