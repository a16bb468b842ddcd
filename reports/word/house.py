"""A house template made fit for a report of ours: its own styles where it has them, ours where it lacks them.

Word calls a built-in style by another id in every language («Overskrift1»), but always by the same name: a style is
found by its name where its id is another. What the template tells of people, disks and other files is left behind.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any, NamedTuple

from lxml import etree  # type: ignore[import-untyped]

from reports.word.package import zipped
from survey.messages import Finding, SvarError, did_you_mean, finding

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES, _NUMBERING, _DOCUMENT, _SETTINGS = (
    f"word/{name}.xml" for name in ("styles", "numbering", "document", "settings")
)
_NEUTRAL = ("docProps/app.xml", "docProps/core.xml")
_POINTS = ("basedOn", "next", "link", "pStyle", "rStyle", "tblStyle", "styleLink", "numStyleLink")
_TELLING = ("rsids", "attachedTemplate", "docVars", "mailMerge", "documentProtection", "updateFields")
_RELATION = re.compile(rb"<Relationship [^>]*TargetMode=\"External\"[^>]*/>")
_RSID = re.compile(rb' w:rsid\w*="[0-9A-F]+"|<w:rsid [^>]*/>')


class House(NamedTuple):
    """A template that lacks nothing, and what it lacked."""

    template: bytes
    findings: tuple[Finding, ...]


def completed(template: bytes, ours: bytes, where: str) -> House:
    """`template` with every style of `ours`; R184 for each that was missing, SvarError (R186) for no Word file.

    Headings and lists without a numbering get ours: contents and captions count on it.
    """
    if template == ours:
        return House(template, ())
    parts, lent = _parts(template, where), _parts(ours, where)
    styles, wanted = (etree.fromstring(each[_STYLES]) for each in (parts, lent))
    renamed = _by_name(styles, wanted)
    for name in [part for part in parts if part.endswith(".xml")]:
        parts[name] = _renamed(parts[name], renamed)
    styles = etree.fromstring(parts[_STYLES])
    numbers = _Numbers(parts, lent)
    missing = tuple(_missing(styles, wanted, where))
    _add(styles, wanted, numbers)
    parts[_STYLES] = _xml(styles)
    return House(zipped(_tidied(numbers.into(parts), lent)), missing)


def _parts(file: bytes, where: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    except zipfile.BadZipFile as error:
        raise SvarError([finding("R186", where, "", problem=str(error).rstrip("."))]) from None
    lacking = [name for name in (_STYLES, _DOCUMENT, _SETTINGS) if name not in parts]
    if lacking:
        raise SvarError([finding("R186", where, "", problem=f"there is no {name}") for name in lacking])
    return parts


def _xml(tree: Any) -> bytes:
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _ids(styles: Any) -> dict[str, Any]:
    return {style.get(f"{_W}styleId"): style for style in styles.iter(f"{_W}style")}


def _name(style: Any) -> str:
    return str(style.find(f"{_W}name").get(f"{_W}val")).casefold()


def _by_name(styles: Any, wanted: Any) -> dict[str, str]:
    """The template's id → ours, where a style of the same name goes by another id."""
    theirs = {_name(style): id_ for id_, style in _ids(styles).items()}
    known = _ids(styles)
    found = {theirs[_name(style)]: id_ for id_, style in _ids(wanted).items() if _name(style) in theirs}
    return {old: new for old, new in found.items() if old != new and new not in known}


def _renamed(part: bytes, names: Mapping[str, str]) -> bytes:
    """A part that calls styles by our ids."""
    text = part.decode("utf-8")
    for old, new in names.items():
        points = "|".join(_POINTS)
        text = re.sub(rf'(<w:(?:{points}) w:val=)"{re.escape(old)}"', rf'\1"{new}"', text)
        text = re.sub(rf'(w:styleId=)"{re.escape(old)}"', rf'\1"{new}"', text)
    return text.encode("utf-8")


def _missing(styles: Any, wanted: Any, where: str) -> list[Finding]:
    known = [str(style.find(f"{_W}name").get(f"{_W}val")) for style in _ids(styles).values()]
    names = [
        str(style.find(f"{_W}name").get(f"{_W}val"))
        for id_, style in _ids(wanted).items()
        if id_ not in _ids(styles)
    ]
    return [finding("R184", where, name, suggestion=did_you_mean(name, known)) for name in names]


class _Numbers:
    """The numberings of a template, and those of ours that its styles turn out to need."""

    def __init__(self, parts: Mapping[str, bytes], lent: Mapping[str, bytes]):
        self.ours: Any = etree.fromstring(lent[_NUMBERING])
        none = etree.Element(f"{_W}numbering", nsmap=self.ours.nsmap)
        self.own: Any = etree.fromstring(parts[_NUMBERING]) if _NUMBERING in parts else none
        self.taken: dict[str, str] = {}

    def lend(self, number: str) -> str:
        """The id, in the template, of a numbering of ours."""
        if number not in self.taken:
            ours = {num.get(f"{_W}numId"): num for num in self.ours.iter(f"{_W}num")}[number]
            look = ours.find(f"{_W}abstractNumId").get(f"{_W}val")
            kept = [a for a in self.ours.iter(f"{_W}abstractNum") if a.get(f"{_W}abstractNumId") == look]
            abstract, num = copy.deepcopy(kept[0]), copy.deepcopy(ours)
            abstract.set(f"{_W}abstractNumId", self._free("abstractNum", "abstractNumId"))
            num.set(f"{_W}numId", self._free("num", "numId"))
            num.find(f"{_W}abstractNumId").set(f"{_W}val", abstract.get(f"{_W}abstractNumId"))
            self._put(abstract, num)
            self.taken[number] = str(num.get(f"{_W}numId"))
        return self.taken[number]

    def _free(self, tag: str, attribute: str) -> str:
        used = [int(node.get(f"{_W}{attribute}")) for node in self.own.iter(f"{_W}{tag}")]
        return str(max(used, default=0) + 1)

    def _put(self, abstract: Any, num: Any) -> None:
        """All definitions come before all lists."""
        lists = self.own.findall(f"{_W}num")
        self.own.insert(len(self.own.findall(f"{_W}abstractNum")), abstract)
        (lists[-1].addnext if lists else self.own.append)(num)

    def into(self, parts: dict[str, bytes]) -> dict[str, bytes]:
        """The parts with the numbering among them, made known where it is new."""
        new = _NUMBERING not in parts
        parts[_NUMBERING] = _xml(self.own)
        if new:
            kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
            override = f'<Override PartName="/{_NUMBERING}" ContentType="{kind}"/></Types>'
            _replace(parts, "[Content_Types].xml", "</Types>", override)
            type_ = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"
            relation = (
                f'<Relationship Id="rIdNumbering" Type="{type_}" Target="numbering.xml"/></Relationships>'
            )
            _replace(parts, "word/_rels/document.xml.rels", "</Relationships>", relation)
        return parts


def _replace(parts: dict[str, bytes], name: str, old: str, new: str) -> None:
    parts[name] = parts[name].decode("utf-8").replace(old, new).encode("utf-8")


def _add(styles: Any, wanted: Any, numbers: _Numbers) -> None:
    """Ours where there is none, and our numbering on headings and lists that have none."""
    known = _ids(styles)
    for id_, style in _ids(wanted).items():
        own = style.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        number = own.get(f"{_W}val") if own is not None else "0"
        if id_ not in known:
            made = copy.deepcopy(style)
            made.attrib.pop(f"{_W}default", None)
            styles.append(made)
            if number != "0":
                made.find(f"{_W}pPr/{_W}numPr/{_W}numId").set(f"{_W}val", numbers.lend(number))
        elif number != "0" and not _numbered(id_, known):
            _number(known[id_], style, numbers.lend(number))


def _numbered(id_: str, styles: Mapping[str, Any]) -> bool:
    seen: set[str] = set()
    while id_ in styles and id_ not in seen:
        seen.add(id_)
        number = styles[id_].find(f"{_W}pPr/{_W}numPr/{_W}numId")
        if number is not None:
            return bool(number.get(f"{_W}val") != "0")
        based = styles[id_].find(f"{_W}basedOn")
        id_ = based.get(f"{_W}val") if based is not None else ""
    return False


_BEFORE_NUMBER = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")


def _number(style: Any, ours: Any, number: str) -> None:
    """Give a style of the template our numbering, where the schema wants it."""
    properties = style.find(f"{_W}pPr")
    if properties is None:
        properties = etree.SubElement(style, f"{_W}pPr")
        letters = style.find(f"{_W}rPr")
        if letters is not None:
            letters.addprevious(properties)
    made = copy.deepcopy(ours.find(f"{_W}pPr/{_W}numPr"))
    made.find(f"{_W}numId").set(f"{_W}val", number)
    place = sum(node.tag in {f"{_W}{name}" for name in _BEFORE_NUMBER} for node in properties)
    properties.insert(place, made)


def _tidied(parts: dict[str, bytes], lent: Mapping[str, bytes]) -> dict[str, bytes]:
    """Without text of its own, and without anything about who made the template and where."""
    for name in _NEUTRAL:
        if name in parts:
            parts[name] = lent[name]
    for name in [part for part in parts if part.endswith((".xml", ".rels"))]:
        parts[name] = _RSID.sub(b"", _RELATION.sub(b"", parts[name]))
    settings = etree.fromstring(parts[_SETTINGS])
    for tag in _TELLING:
        for node in settings.findall(f"{_W}{tag}"):
            settings.remove(node)
    parts[_SETTINGS] = _xml(settings)
    document = etree.fromstring(parts[_DOCUMENT])
    body = document.find(f"{_W}body")
    for node in list(body)[:-1]:
        body.remove(node)
    parts[_DOCUMENT] = _xml(document)
    return parts
