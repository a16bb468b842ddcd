"""A report with Word comments for reviewers: at each paragraph, where its bound numbers and words come from.

Made from the finished file and its own trace. Tables and charts get none: their cells are in the list of `svar trace`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from reports.tracing.reading import read
from reports.tracing.story import TAG
from reports.tracing.told import told
from reports.word.bound import Binding
from reports.word.package import zipped

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_AUTHOR = "Svar"
_DOCUMENT, _COMMENTS, _RELS = "word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels"


def with_comments(content: bytes) -> bytes:
    """The same file with its trace as comments; the same file gives the same bytes."""
    bindings = read(content, _DOCUMENT).trace.bindings
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    document = etree.fromstring(parts[_DOCUMENT])
    comments = etree.Element(_w("comments"), nsmap={"w": _W})
    for number, (paragraph, places) in enumerate(list(_bound_paragraphs(document))):
        known = [bindings[place] for place in places if place in bindings]
        comments.append(_comment(number, known))
        _attach(paragraph, str(number))
    parts |= {_DOCUMENT: _bytes(document), _COMMENTS: _bytes(comments)}
    parts[_RELS] = _related(parts[_RELS])
    parts["[Content_Types].xml"] = _typed(parts["[Content_Types].xml"])
    return zipped(parts)


def _w(name: str) -> str:
    return f"{{{_W}}}{name}"


def _bytes(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _bound_paragraphs(document: Any) -> Iterator[tuple[Any, list[int]]]:
    for paragraph in document.iter(_w("p")):
        tags = (tag.get(_w("val"), "") for tag in paragraph.iter(_w("tag")))
        places = [int(tag.removeprefix(TAG)) for tag in tags if tag.startswith(TAG)]
        if places:
            yield paragraph, list(dict.fromkeys(places))


def _comment(number: int, bindings: list[Binding]) -> Any:
    about = {_w("id"): str(number), _w("author"): _AUTHOR, _w("initials"): _AUTHOR[:1]}
    comment = etree.Element(_w("comment"), about)
    for binding in bindings:
        run = etree.SubElement(etree.SubElement(comment, _w("p")), _w("r"))
        text = etree.SubElement(run, _w("t"))
        text.text = f"{binding.printed}: {binding.how}: {'; '.join(map(told, binding.sources))}"
    return comment


def _attach(paragraph: Any, number: str) -> None:
    """The comment spans the whole paragraph."""
    start = 1 if paragraph.find(_w("pPr")) is not None else 0
    paragraph.insert(start, etree.Element(_w("commentRangeStart"), {_w("id"): number}))
    etree.SubElement(paragraph, _w("commentRangeEnd"), {_w("id"): number})
    run = etree.SubElement(paragraph, _w("r"))
    etree.SubElement(run, _w("commentReference"), {_w("id"): number})


def _related(part: bytes) -> bytes:
    root = etree.fromstring(part)
    about = {"Id": "svarComments", "Type": _KIND, "Target": "comments.xml"}
    etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", about)
    return _bytes(root)


def _typed(part: bytes) -> bytes:
    root = etree.fromstring(part)
    about = {"PartName": f"/{_COMMENTS}", "ContentType": _CONTENT}
    etree.SubElement(root, f"{{{_TYPES}}}Override", about)
    return _bytes(root)
