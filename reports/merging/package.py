"""A Word file as its parts, read with care: it comes from outside."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from survey.messages import SvarError, finding

LARGEST = 200 * 1024 * 1024
"""Bytes of one part, unpacked: a report has two million."""
DOCUMENT = "word/document.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def w(name: str) -> str:
    """The name of an element or attribute of WordprocessingML as ElementTree has it."""
    return f"{{{_W}}}{name}"


@dataclass(frozen=True)
class Package:
    """The parts of a Word file by name, such as `word/document.xml`."""

    path: str
    parts: dict[str, bytes]

    def xml(self, name: str) -> Element | None:
        """A part as XML; None when the file has none; SvarError (R055) when it is broken."""
        if name not in self.parts:
            return None
        try:
            return ElementTree.fromstring(self.parts[name])  # noqa: S314  (Python's parser reads no external entities)
        except ElementTree.ParseError as error:
            raise _refused(self.path, f"{name}: {error}") from None

    def like(self, start: str) -> list[str]:
        """Names of the parts that begin so, in order."""
        return sorted(name for name in self.parts if name.startswith(start) and name.endswith(".xml"))


def opened(content: bytes, path: str) -> Package:
    """The file's parts; SvarError (R055) when it is no Word file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            large = next((info.filename for info in infos if info.file_size > LARGEST), None)
            if large:
                raise _refused(path, f"{large} is larger than any report")
            parts = {info.filename.lstrip("/"): archive.read(info) for info in infos if _text(info.filename)}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise _refused(path, str(error)) from None
    if DOCUMENT not in parts:
        raise _refused(path, f"it holds no {DOCUMENT}")
    return Package(path, parts)


def _text(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _refused(path: str, problem: str) -> SvarError:
    return SvarError([finding("R055", path, path, problem=problem.rstrip("."))])
