"""A report with page numbers in its lists, asked from LibreOffice until they no longer move."""

from __future__ import annotations

import tempfile
import zipfile
from io import BytesIO
from pathlib import Path
from typing import NamedTuple, Protocol

from reports.delivering.lines import anchors, numbered
from reports.word.package import zipped
from survey.messages import SvarError, finding

_BODY = "word/document.xml"
_ROUNDS = 4


class Asks(Protocol):
    """Who knows how a file falls on pages; see reports/delivering/office.py."""

    def pages(self, file: Path, pdf: Path | None = None) -> dict[str, int]:
        """Bookmark → page; also writes `pdf`."""


class Paged(NamedTuple):
    """The report with page numbers, and the same as a PDF."""

    docx: bytes
    pdf: bytes


def paged(report: bytes, name: str, office: Asks) -> Paged:
    """`report` with the page number of every line of its lists; SvarError (R181, R183) when that cannot be had.

    Numbers may make a line break and so move what follows: they are filled in and asked for again until they stay.
    """
    with zipfile.ZipFile(BytesIO(report)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    body = parts[_BODY].decode("utf-8")
    wanted = anchors(body)
    pages: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        file, pdf = Path(folder) / name, Path(folder) / "report.pdf"
        for _ in range(_ROUNDS):
            made = zipped({**parts, _BODY: numbered(body, pages).encode("utf-8")}) if pages else report
            file.write_bytes(made)
            found = office.pages(file, pdf if pages else None)
            before, pages = pages, {anchor: found.get(anchor, 0) for anchor in wanted}
            lost = [anchor for anchor, page in pages.items() if not page]
            if lost:
                raise SvarError(
                    [finding("R181", name, anchor, problem="no page holds it") for anchor in lost]
                )
            if pages == before:
                return Paged(made, pdf.read_bytes())
    moved = [anchor for anchor in wanted if pages[anchor] != before[anchor]]
    raise SvarError([finding("R183", name, anchor) for anchor in moved])
