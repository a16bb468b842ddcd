"""Relations between parts: each leads to a part of this file, each one used is there, and none leads outside."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from reports.inspecting.package import Package, R
from survey.messages import Finding, finding

_USED = tuple(f"{R}{name}" for name in ("id", "embed", "link", "pict"))


def findings(package: Package) -> Iterator[Finding]:
    """R166 a relation that leads nowhere, R167 one that leads out of the file."""
    for name in sorted(package.parts):
        if name.endswith(".rels"):
            yield from _outgoing(name, package)
        elif name.endswith(".xml") and name != "[Content_Types].xml":
            yield from _used(name, package)


def _outgoing(name: str, package: Package) -> Iterator[Finding]:
    for relation in package.tree(name):
        target = relation.get("Target", "")
        if relation.get("TargetMode") == "External":
            yield finding("R167", name, target)
        elif _part(name, target) not in package.parts:
            yield finding("R166", name, target, problem="there is no such part")


def _part(name: str, target: str) -> str:
    """The part that a relation in `name` leads to."""
    folder = posixpath.dirname(posixpath.dirname(name))
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _used(name: str, package: Package) -> Iterator[Finding]:
    folder, _, file = name.rpartition("/")
    known = {relation.get("Id") for relation in package.tree(f"{folder}/_rels/{file}.rels".lstrip("/"))}
    for id_ in sorted(set(_ids(package.tree(name))) - known):
        yield finding("R166", name, id_, problem="the part uses it, but has no such relation")


def _ids(tree: Element) -> Iterator[str]:
    for node in tree.iter():
        for attribute in _USED:
            if attribute in node.attrib:
                yield node.attrib[attribute]
