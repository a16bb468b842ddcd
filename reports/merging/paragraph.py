"""The words of one paragraph of a Word file, with every tracked change accepted.

Runs that Word has cut into pieces (revision ids, spelling, smart tags) are whole again; content controls of bound
numbers and fields are bits of their own; bookmarks and comments are noted.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from reports.merging.package import w
from reports.word.marks import NAME
from reports.word.ooxml import TAG

_GONE = {
    w(name) for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr")
}
_SIGNS = {
    w("tab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "\u2011",
    w("softHyphen"): "\u00ad",
}
_DRAWN = {w("drawing"), w("pict"), w("object")}
_COUNTED = ("SEQ", "STYLEREF", "PAGE", "NUMPAGES", "PAGEREF")
_STRONG, _WEAK = "Strong", "Emphasis"


@dataclass(frozen=True)
class Bit:
    """Text in one look. `tag` is the binding of a number, `ref` the bookmark a cross-reference points to."""

    text: str
    bold: bool = False
    italic: bool = False
    tag: int | None = None
    ref: str | None = None
    counted: bool = False  # worked out by Word: a caption's number
    note: str = ""  # id of the footnote that is marked here


@dataclass
class Read:
    """What was read of a paragraph."""

    bits: list[Bit] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)  # our bookmarks that start in it
    bookmarks: list[str] = field(default_factory=list)  # the others
    comments: list[str] = field(default_factory=list)  # ids
    things: list[str] = field(default_factory=list)  # what is no text: drawing, footnote, equation …
    inner: list[Element] = field(default_factory=list)  # paragraphs of text boxes
    drawings: list[tuple[str, str]] = field(default_factory=list)  # name and alt text


def read(paragraph: Element) -> Read:
    """The paragraph's words and what stands among them."""
    reader = _Reader()
    reader.children(paragraph, None)
    reader.found.bits = joined(reader.found.bits)
    return reader.found


class _Reader:
    def __init__(self) -> None:
        self.found = Read()
        self.fields: list[list[str]] = []  # instruction and «shown» once the result begins

    def children(self, element: Element, tag: int | None) -> None:
        for child in element:
            self.one(child, tag)

    def one(self, child: Element, tag: int | None) -> None:
        name = child.tag
        if name in _GONE:
            return
        if name == w("r"):
            self.run(child, tag)
        elif name == w("sdt"):
            self.control(child, tag)
        elif name == w("fldSimple"):
            self.fields.append([child.get(w("instr"), ""), "shown"])
            self.children(child, tag)
            self.fields.pop()
        elif name == w("bookmarkStart"):
            mark = child.get(w("name"), "")
            (self.found.marks if mark.startswith(NAME) else self.found.bookmarks).append(mark)
        elif name == w("commentRangeStart"):
            self.found.comments.append(child.get(w("id"), ""))
        elif name.endswith(("}oMath", "}oMathPara")):
            self.found.things.append("equation: " + "".join(child.itertext()))
        else:
            self.around(child, tag)

    def around(self, child: Element, tag: int | None) -> None:
        """Something that stands round runs: a link, an insertion, a smart tag."""
        if child.tag == w("hyperlink") and child.get(w("anchor")) is None:
            self.found.things.append("link: " + "".join(t.text or "" for t in child.iter(w("t"))))
        self.children(child, tag)

    def control(self, sdt: Element, tag: int | None) -> None:
        properties = sdt.find(w("sdtPr"))
        named = properties.find(w("tag")) if properties is not None else None
        value = named.get(w("val"), "") if named is not None else ""
        number = value.removeprefix(TAG)
        if value.startswith(TAG) and number.isdigit():
            tag = int(number)
        content = sdt.find(w("sdtContent"))
        if content is not None:
            self.children(content, tag)

    def run(self, run: Element, tag: int | None) -> None:
        properties = run.find(w("rPr"))
        bold, italic = _look(properties)
        for child in run:
            name = child.tag
            if name == w("t") or name in _SIGNS:
                self.text(Bit(_SIGNS.get(name, child.text or ""), bold, italic, tag))
            elif name == w("fldChar"):
                self.turn(child.get(w("fldCharType"), ""))
            elif name == w("instrText") and self.fields:
                self.fields[-1][0] += child.text or ""
            else:
                self.thing(child)

    def thing(self, child: Element) -> None:
        """What stands in a run and is no text."""
        name = child.tag
        if name == w("sym"):
            font, char = (child.get(w(part), "") for part in ("font", "char"))
            self.found.things.append(f"symbol {char} of the font {font}")
        elif name == w("footnoteReference"):
            self.found.bits.append(Bit("", note=child.get(w("id"), "")))
        elif name == w("endnoteReference"):
            self.found.things.append("endnote")
        elif name == w("commentReference"):
            self.found.comments.append(child.get(w("id"), ""))
        elif name in _DRAWN or name.endswith("}AlternateContent"):
            self.drawn(child)

    def drawn(self, element: Element) -> None:
        """A drawing; of alternatives, the first is what Word shows."""
        shown = element[0] if element.tag.endswith("}AlternateContent") and len(element) else element
        for about in shown.iter():
            if about.tag.endswith("}docPr"):
                self.found.drawings.append((about.get("name", ""), about.get("descr", "")))
        self.found.inner += [p for box in shown.iter(w("txbxContent")) for p in box.iter(w("p"))]
        self.found.things.append("drawing")

    def turn(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(["", ""])
        elif kind == "separate" and self.fields:
            self.fields[-1][1] = "shown"
        elif kind == "end" and self.fields:
            self.fields.pop()

    def text(self, bit: Bit) -> None:
        if self.fields and not self.fields[-1][1]:
            return  # still the instruction
        words = self.fields[-1][0].split() if self.fields else []
        if words and words[0] == "REF" and len(words) > 1:
            bit = replace(bit, ref=words[1], tag=None)
        elif words and words[0] in _COUNTED:
            bit = replace(bit, counted=True, tag=None)
        self.found.bits.append(bit)


def _look(properties: Element | None) -> tuple[bool, bool]:
    if properties is None:
        return False, False
    style = properties.find(w("rStyle"))
    named = style.get(w("val"), "") if style is not None else ""
    return (
        _on(properties.find(w("b"))) or named == _STRONG,
        _on(properties.find(w("i"))) or named == _WEAK,
    )


def _on(switch: Element | None) -> bool:
    return switch is not None and switch.get(w("val"), "1") not in ("0", "false", "off")


def joined(bits: list[Bit]) -> list[Bit]:
    """The bits with those of one kind put together, and empty ones left out."""
    found: list[Bit] = []
    for bit in bits:
        if found and replace(found[-1], text="") == replace(bit, text=""):
            found[-1] = replace(bit, text=found[-1].text + bit.text)
        elif bit.text or bit.note:
            found.append(bit)
    return found
