"""The lines of the contents and of the lists of figures and tables in a report of ours, and their page numbers.

Works on the text of `word/document.xml` as `reports.document` writes it, before anybody has edited it in Word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from reports.word import ooxml
from reports.word.blocks import Run

_LINE = re.compile(
    r'(<w:pStyle w:val="(?:TOC\d|TableofFigures)"/>(?:(?!</w:p>).)*?<w:hyperlink (?:(?!</w:p>).)*?)(</w:hyperlink>)',
    re.DOTALL,
)
_ANCHOR = re.compile(r'<w:hyperlink [^>]*w:anchor="([^"]+)"')


def anchors(body: str) -> list[str]:
    """The bookmarks that the lines lead to, in order."""
    return [match[1] for line in _LINE.finditer(body) if (match := _ANCHOR.search(line[1]))]


def numbered(body: str, pages: Mapping[str, int]) -> str:
    """The body with a page number, in a field that Word can update, at the end of every line."""

    def line(match: re.Match[str]) -> str:
        anchor = _ANCHOR.findall(match[1])[-1]
        number = ooxml.field(f"PAGEREF {anchor} \\h", str(pages[anchor]))
        return f"{match[1]}{ooxml.text_run(Run(chr(9)))}{number}{match[2]}"

    return _LINE.sub(line, body)
