"""The part of the Word file that says where each number comes from: written with it, and read back by `svar trace`.

`customXml/item1.xml`, root `trace` in the namespace `urn:svar:trace`: a `number` for each binding that the document
shows (its place in the ledger is the tag of the content controls); for each table the bindings of its cells, for each
chart those of the cells of its workbook; and a `slot` for each text that can hold no content control (alt text, the
titles of a chart): the bindings of its numbers in the order they stand there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from xml.etree import ElementTree

from reports.word.bound import Binding, Source

PATH = "/customXml/item1.xml"
TYPE = "application/xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
NAMESPACE = "urn:svar:trace"

Cells = dict[tuple[int, int], tuple[int, ...]]
"""(row, cell) of a table, both from 0 in the file's order → the bindings of the numbers in it, in order."""


@dataclass(frozen=True)
class Trace:
    """What a document says of its numbers. `about`: study, language, and the fingerprint of the data."""

    about: Mapping[str, str]
    bindings: Mapping[int, Binding]
    tables: Mapping[str, Cells]  # by the table's bookmark
    charts: Mapping[str, Cells] = field(default_factory=dict)  # by the part's name; cells of the workbook
    slots: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # alt:3, chart:3, table:_svar_t1


def to_xml(trace: Trace) -> bytes:
    """The part's bytes; the same trace gives the same bytes."""
    root = ElementTree.Element(f"{{{NAMESPACE}}}trace", dict(trace.about))
    for place, binding in sorted(trace.bindings.items()):
        at = {"n": str(place), "printed": binding.printed, "how": binding.how}
        number = ElementTree.SubElement(root, f"{{{NAMESPACE}}}number", at)
        for source in binding.sources:
            ElementTree.SubElement(number, f"{{{NAMESPACE}}}source", _attributes(source))
    for kind, grids in (("table", trace.tables), ("chart", trace.charts)):
        for name, cells in grids.items():
            _add_cells(ElementTree.SubElement(root, f"{{{NAMESPACE}}}{kind}", {"name": name}), cells)
    for name, places in trace.slots.items():
        at = {"name": name, "n": " ".join(map(str, places))}
        ElementTree.SubElement(root, f"{{{NAMESPACE}}}slot", at)
    ElementTree.register_namespace("svar", NAMESPACE)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _add_cells(grid: ElementTree.Element, cells: Cells) -> None:
    for (row, cell), places in sorted(cells.items()):
        at = {"r": str(row), "c": str(cell), "n": " ".join(map(str, places))}
        ElementTree.SubElement(grid, f"{{{NAMESPACE}}}cell", at)


def _attributes(source: Source) -> dict[str, str]:
    """What the source has, as text; numbers in full precision."""
    values = {one.name: getattr(source, one.name) for one in fields(source)}
    return {name: str(value) for name, value in values.items() if value not in ("", None)}


def from_xml(part: bytes) -> Trace:
    """The trace that `to_xml` wrote; ValueError when the part is something else."""
    root = ElementTree.fromstring(part)  # noqa: S314  (a file the user names, with no external entities in Python's parser)
    if root.tag != f"{{{NAMESPACE}}}trace":
        raise ValueError(root.tag)
    bindings = {int(node.get("n", "")): _binding(node) for node in root.iter(f"{{{NAMESPACE}}}number")}
    slots = {node.get("name", ""): _places(node.get("n", "")) for node in root.iter(f"{{{NAMESPACE}}}slot")}
    return Trace(dict(root.attrib), bindings, _grids(root, "table"), _grids(root, "chart"), slots)


def _grids(root: ElementTree.Element, kind: str) -> dict[str, Cells]:
    return {
        node.get("name", ""): {
            (int(cell.get("r", "")), int(cell.get("c", ""))): _places(cell.get("n", "")) for cell in node
        }
        for node in root.iter(f"{{{NAMESPACE}}}{kind}")
    }


def _places(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split()))


def _binding(node: ElementTree.Element) -> Binding:
    sources = tuple(_source(child.attrib) for child in node)
    return Binding(node.get("printed", ""), sources, node.get("how", ""))


def _source(attributes: Mapping[str, str]) -> Source:
    texts = {name: value for name, value in attributes.items() if name not in ("number", "base")}
    number, base = (float(attributes[name]) if name in attributes else None for name in ("number", "base"))
    return Source(**texts, number=number, base=base)


def cells_of(rows: Iterable[Iterable[Iterable[int | None]]]) -> Cells:
    """The bindings of a table, from the places of each row's cells (None for text that is no number)."""
    found: Cells = {}
    for r, row in enumerate(rows):
        for c, places in enumerate(row):
            bound = tuple(place for place in places if place is not None)
            if bound:
                found[r, c] = bound
    return found
