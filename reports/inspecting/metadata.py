"""Nothing in the file tells who made it or where: names, companies, editing sessions, paths of a disk."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from reports.inspecting.package import CORE, Package, W, parse
from survey.messages import Finding, finding

_PEOPLE = {"creator": ("R179", "author"), "lastModifiedBy": ("R168", "last editor")}
_APP = {"Company": "company", "Manager": "manager", "HyperlinkBase": "folder"}
_PATH = re.compile(
    r"(?:^|[\s\"'(])((?:[A-Za-z]:[\\/]|file:|\\\\|/(?:home|Users|tmp|root|var|mnt)/)[^\s\"']*)"
)
_CHANGES = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange")


def findings(package: Package) -> Iterator[Finding]:
    """R168 each trace of a person or a machine, R179 the author."""
    yield from _names(CORE, package.tree(CORE))
    for node in package.tree("docProps/app.xml").iter():
        kind = _APP.get(node.tag.rpartition("}")[2])
        if kind and (node.text or "").strip():
            yield finding("R168", "docProps/app.xml", node.text or "", kind=kind)
    for name in sorted(package.parts):
        if name.endswith(".xml"):
            yield from _sessions(name, package.tree(name))
        if name.endswith((".xml", ".rels")):
            yield from _paths(name, package.tree(name))
        if name.endswith(".xlsx"):
            yield from _workbook(name, package.parts[name])


def _names(where: str, tree: Element) -> Iterator[Finding]:
    for node in tree.iter():
        code, kind = _PEOPLE.get(node.tag.rpartition("}")[2], ("", ""))
        if code and (node.text or "").strip():
            yield finding(code, where, node.text or "", kind=kind)


def _sessions(where: str, tree: Element) -> Iterator[Finding]:
    """Word's ids of editing sessions, and who made a tracked change."""
    if any(name.startswith(f"{W}rsid") for node in tree.iter() for name in (node.tag, *node.attrib)):
        yield finding("R168", where, "rsid", kind="ids of editing sessions")
    authors = {n.get(f"{W}author", "") for tag in _CHANGES for n in tree.iter(f"{W}{tag}")} - {""}
    for author in sorted(authors):
        yield finding("R168", where, author, kind="author of a tracked change")


def _paths(where: str, tree: Element) -> Iterator[Finding]:
    """Paths in properties, relations, settings and names of drawings; in the report's own text they may stand."""
    about = where.startswith("docProps/") or where.endswith((".rels", "settings.xml"))
    nodes = tree.iter() if about else (n for n in tree.iter() if n.tag.endswith(("}docPr", "}cNvPr")))
    for node in nodes:
        texts = [*node.attrib.values(), node.text or ""] if about else [node.get("name", "")]
        for text in texts:
            for path in _PATH.findall(text):
                yield finding("R168", where, path, kind="path")


def _workbook(where: str, part: bytes) -> Iterator[Finding]:
    """The properties of a workbook inside the file."""
    with zipfile.ZipFile(io.BytesIO(part)) as archive:
        if CORE in archive.namelist():
            yield from _names(where, parse(archive.read(CORE)))
