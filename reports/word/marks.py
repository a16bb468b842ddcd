"""Hidden bookmarks round paragraphs, by which an edit made in Word finds its way home."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from xml.etree import ElementTree

from reports.word import ooxml
from reports.word.counters import Counters

PATH = "/customXml/item2.xml"
NAMESPACE = "urn:svar:text"
NAME = "_svar_p_"
"""How the bookmarks' names begin; a number follows. Word hides bookmarks that begin with an underscore."""


@dataclass(frozen=True)
class Known:
    """What a paragraph is known by: where its words come from, their fingerprint, the bindings of its numbers."""

    source: str
    fingerprint: str
    numbers: tuple[
        int, ...
    ] = ()  # places in the ledger, in the order of the words as they come from the source


class Origin(Protocol):
    """What is asked of a paragraph's origin (see `reports.prose.editing`)."""

    @property
    def fingerprint(self) -> str:
        """Of the words without their numbers."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """Places in the ledger."""


@dataclass(frozen=True)
class Pointer:
    """What a cross-reference points to: its name, the word before its number in running text, and the number."""

    name: str
    word: str
    number: str


@dataclass
class Marks:
    """The bookmarks of a document being written."""

    counters: Counters
    origins: Mapping[str, Origin]
    known: dict[str, Known] = field(default_factory=dict)  # by bookmark
    pointers: dict[str, Pointer] = field(default_factory=dict)  # by bookmark
    digest: Any = field(default_factory=hashlib.sha256)

    def round(self, source: str, inside: str) -> str:
        """`inside`, a paragraph's runs, in a bookmark of its own; as it is when nobody knows where it comes from."""
        origin = self.origins.get(source)
        if origin is None:
            return inside
        name = f"{NAME}{len(self.known) + 1}"
        self.known[name] = Known(source, origin.fingerprint, origin.numbers)
        self.digest.update(f"{source}\0{inside}\0".encode())
        return ooxml.bookmark(self.counters.bookmark(), name, inside)

    def fingerprint(self) -> str:
        """Of the whole text: two files with the same were written alike, and hold the same edits."""
        return str(self.digest.hexdigest())[:16]


def to_xml(marks: Marks, about: Mapping[str, str]) -> bytes:
    """The part that says what the bookmarks mean; `about`: study, language, fingerprint of the data."""
    root = ElementTree.Element(f"{{{NAMESPACE}}}text", {**about, "text": marks.fingerprint()})
    for name, known in marks.known.items():
        at = {"name": name, "source": known.source, "fingerprint": known.fingerprint}
        numbers = {"n": " ".join(map(str, known.numbers))} if known.numbers else {}
        ElementTree.SubElement(root, f"{{{NAMESPACE}}}paragraph", at | numbers)
    for name, pointer in marks.pointers.items():
        at = {"name": name, "of": pointer.name, "word": pointer.word, "number": pointer.number}
        ElementTree.SubElement(root, f"{{{NAMESPACE}}}pointer", at)
    ElementTree.register_namespace("text", NAMESPACE)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


@dataclass(frozen=True)
class Identity:
    """What a file says it is: study, language, fingerprints; its paragraphs and what it points to, by bookmark."""

    about: dict[str, str]
    known: dict[str, Known]
    pointers: dict[str, Pointer]


def from_xml(part: bytes) -> Identity:
    """What `to_xml` wrote; ValueError for any other part."""
    root = ElementTree.fromstring(part)  # noqa: S314  (Python's parser reads no external entities)
    if root.tag != f"{{{NAMESPACE}}}text":
        raise ValueError(root.tag)
    get = {node: node.attrib.get for node in root}
    return Identity(
        dict(root.attrib),
        {
            at("name", ""): Known(
                at("source", ""), at("fingerprint", ""), tuple(map(int, at("n", "").split()))
            )
            for node, at in get.items()
            if node.tag.endswith("}paragraph")
        },
        {
            at("name", ""): Pointer(at("of", ""), at("word", ""), at("number", ""))
            for node, at in get.items()
            if node.tag.endswith("}pointer")
        },
    )
