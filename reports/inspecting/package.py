"""A finished Word file, opened to be looked at: its parts, their XML, and how to name a place in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from survey.messages import SvarError, finding

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DC = "{http://purl.org/dc/elements/1.1/}"
BODY, STYLES, CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
_NEEDED = ("[Content_Types].xml", BODY, STYLES)
_STORIES = ("document", "header", "footer", "footnotes", "endnotes", "comments")
_SHOWN = 40


@dataclass(frozen=True)
class Package:
    """The parts of the file by name. XML is read once, when first asked for."""

    parts: Mapping[str, bytes]
    _trees: dict[str, Element] = field(default_factory=dict)

    def tree(self, name: str) -> Element:
        """The XML of a part; an empty element where there is no such part."""
        if name not in self._trees:
            self._trees[name] = parse(self.parts[name]) if name in self.parts else Element("none")
        return self._trees[name]

    def stories(self) -> Iterator[tuple[str, Element]]:
        """Every part that holds paragraphs, the body first."""
        names = [n for n in self.parts if n.startswith("word/") and n.count("/") == 1 and n.endswith(".xml")]
        for name in sorted(names, key=lambda name: (name != BODY, name)):
            if name.removeprefix("word/").startswith(_STORIES):
                yield name, self.tree(name)

    def charts(self) -> Iterator[tuple[str, Element]]:
        """Every chart part."""
        for name in sorted(self.parts):
            if name.startswith("word/charts/chart"):
                yield name, self.tree(name)


def parse(part: bytes) -> Element:
    """A part as XML."""
    # A file the user names; Python's parser loads no external entities and refuses entity bombs.
    return ElementTree.fromstring(part)  # noqa: S314


def opened(file: bytes) -> Package:
    """The file's parts, all of them well-formed; SvarError (R160) for what is no Word file."""
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            package = Package({name: archive.read(name) for name in archive.namelist()})
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise SvarError([finding("R160", "the file", "", problem=str(error).rstrip("."))]) from None
    wrong = [f"there is no {name}" for name in _NEEDED if name not in package.parts]
    wrong += [problem for name in package.parts for problem in _malformed(package, name)]
    if wrong:
        raise SvarError([finding("R160", "the file", "", problem=problem) for problem in wrong])
    return package


def _malformed(package: Package, name: str) -> Iterator[str]:
    if name.endswith((".xml", ".rels")):
        try:
            package.tree(name)
        except ElementTree.ParseError as error:
            yield f"{name} is not well-formed ({error})"


def text_of(node: Element) -> str:
    """What a reader sees of a paragraph or a cell, with tabs and line breaks."""
    signs = {f"{W}tab": "\t", f"{W}br": "\n"}
    return "".join(
        (part.text or "") if part.tag == f"{W}t" else signs[part.tag]
        for part in node.iter()
        if part.tag == f"{W}t" or (part.tag in signs and f"{W}pos" not in part.attrib)
    )


def brief(text: str) -> str:
    """The beginning of a text, to find it by."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else plain[:_SHOWN].rstrip() + "…"
