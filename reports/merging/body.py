"""A Word file as the paragraphs and tables that a reader sees, tracked changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from reports.merging.package import DOCUMENT, Package, w
from reports.merging.paragraph import Bit, Read, joined, read

_INSIDE = {w(name) for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}
_DROPPED = {w("del"), w("moveFrom")}
_BOX = 1  # cells of a fact box
_LISTS = ("toc", "tableoffigures")
"""How the styles of contents and lists begin."""


@dataclass(eq=False)
class Text:
    """A paragraph that stands in the text or in a fact box; of a caption without «Figur 4-7».

    `style` is the style's name in small letters without spaces.
    """

    style: str
    read: Read
    boxed: bool = False
    label: str = ""  # «Figur 4-7  » of a caption
    under: str = ""  # the heading above

    @property
    def bits(self) -> list[Bit]:
        """Its words."""
        return self.read.bits

    @property
    def text(self) -> str:
        """Its words as one string."""
        return "".join(bit.text for bit in self.read.bits)


@dataclass(eq=False)
class Grid:
    """A table of more than one cell: rows of cells, each with the paragraphs in it; and the caption above it."""

    rows: list[list[list[Text]]]
    caption: str = ""
    under: str = ""
    bookmarks: tuple[str, ...] = ()


@dataclass
class Body:
    """What a file holds, in order. `contents` are the lines of the table of contents."""

    texts: list[Text] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    order: list[Text | Grid] = field(default_factory=list)


def body_of(package: Package) -> Body:
    """The body of the file."""
    root = package.xml(DOCUMENT)
    body = root.find(w("body")) if root is not None else None
    made = Body()
    if body is None:
        return made
    heading = caption = ""
    named = style_names(package)
    for thing in _things(body):
        if isinstance(thing, Text):
            thing.style = named.get(thing.style, _plain(thing.style))
        thing.under = heading
        if isinstance(thing, Grid):
            thing.caption, caption = caption, ""
            made.grids.append(thing)
            made.order.append(thing)
        elif thing.style.startswith(_LISTS) and thing.style != "tocheading":
            made.contents.append(thing.text)
        else:
            heading = thing.text if "heading" in thing.style and thing.text else heading
            caption = f"{thing.label}{thing.text}" if thing.label else "" if thing.text else caption
            made.texts.append(thing)
            made.order.append(thing)
    return made


def style_names(package: Package) -> dict[str, str]:
    """Id → name of every style, small letters without spaces: programs give styles new ids, but keep their names."""
    root = package.xml("word/styles.xml")
    found = {}
    for style in root.iter(w("style")) if root is not None else ():
        name = style.find(w("name"))
        found[style.get(w("styleId"), "")] = _plain(name.get(w("val"), "") if name is not None else "")
    return found


def _plain(name: str) -> str:
    return name.replace(" ", "").lower()


def _things(element: Element, boxed: bool = False) -> Iterator[Text | Grid]:
    """Paragraphs and tables in order. A paragraph whose mark is deleted runs on into the next."""
    pending: Read | None = None
    for child in _flat(element):
        if child.tag == w("tbl"):
            yield from _table(child)
            continue
        found = read(child)
        if pending is not None:
            found = _run_on(pending, found)
        pending = found if _mark_deleted(child) else None
        if pending is None:
            yield _text(child, found, boxed)
            for inner in found.inner:
                yield _text(inner, read(inner), boxed)
    if pending is not None and (pending.bits or pending.things):
        yield Text("normal", pending, boxed)


def _flat(element: Element) -> Iterator[Element]:
    """Paragraphs and tables, out of what Word wraps round them."""
    for child in element:
        if child.tag in (w("p"), w("tbl")):
            yield child
        elif child.tag in _INSIDE:
            yield from _flat(child)


def _mark_deleted(paragraph: Element) -> bool:
    properties = paragraph.find(f"{w('pPr')}/{w('rPr')}")
    return properties is not None and any(properties.find(name) is not None for name in _DROPPED)


def _run_on(first: Read, second: Read) -> Read:
    marks = [*first.marks, *second.marks] if first.bits else second.marks
    return Read(
        joined([*first.bits, *second.bits]),
        marks,
        [*first.bookmarks, *second.bookmarks],
        [*first.comments, *second.comments],
        [*first.things, *second.things],
        [*first.inner, *second.inner],
        [*first.drawings, *second.drawings],
    )


def _text(paragraph: Element, found: Read, boxed: bool) -> Text:
    named = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    made = Text(named.get(w("val"), "Normal") if named is not None else "Normal", found, boxed)
    _take_label(made)
    return made


def _take_label(text: Text) -> None:
    """Put «Figur 4-7  » aside: Word counts it."""
    last = max((i for i, bit in enumerate(text.bits) if bit.counted), default=-1)
    if last < 0:
        return
    rest = text.bits[last + 1 :]
    spaces = ""
    if rest:
        stripped = rest[0].text.lstrip(" \u00a0")
        spaces = rest[0].text[: len(rest[0].text) - len(stripped)]
        rest = joined([Bit(stripped, rest[0].bold, rest[0].italic, rest[0].tag, rest[0].ref), *rest[1:]])
    text.label = "".join(bit.text for bit in text.bits[: last + 1]) + spaces
    text.read.bits = rest


def _table(table: Element) -> Iterator[Text | Grid]:
    rows = [row for row in _rows(table) if not _row_deleted(row)]
    cells = [[cell for cell in _cells(row)] for row in rows]
    if sum(map(len, cells)) == _BOX:
        yield from _things(cells[0][0], boxed=True)
        return
    inside = [[_cell(cell) for cell in row] for row in cells]
    names = tuple(b.get(w("name"), "") for b in table.iter(w("bookmarkStart")))
    yield Grid(inside, bookmarks=tuple(name for name in names if name.startswith("_svar_t")))


def _cell(cell: Element) -> list[Text]:
    """The paragraphs of a cell; a table inside it comes as its paragraphs."""
    found: list[Text] = []
    for thing in _things(cell):
        found += [thing] if isinstance(thing, Text) else [t for row in thing.rows for c in row for t in c]
    return found


def _rows(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == w("tr"):
            yield child
        elif child.tag in _INSIDE:
            yield from _rows(child)


def _cells(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == w("tc"):
            yield child
        elif child.tag in _INSIDE:
            yield from _cells(child)


def _row_deleted(row: Element) -> bool:
    return row.find(f"{w('trPr')}/{w('del')}") is not None
