"""Footnotes: a mark in the text, and a part of the file that holds what they say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reports.word import ooxml

PATH = "/word/footnotes.xml"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
SETTING = f'<w:footnotePr {ooxml.NAMESPACES}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
"""What the settings say of the two lines that Word draws between text and footnotes."""
_LATER = (
    "endnotePr",
    "compat",
    "docVars",
    "rsids",
    "mathPr",
    "themeFontLang",
    "clrSchemeMapping",
    "decimalSymbol",
)
_LINES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
_MARK = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'


@dataclass
class Notes:
    """The footnotes of a document being written, in order."""

    inside: list[str] = field(default_factory=list)

    def put(self, runs: str) -> str:
        """The mark of a new footnote that holds `runs`."""
        self.inside.append(runs)
        return f'<w:r>{_MARK}<w:footnoteReference w:id="{len(self.inside)}"/></w:r>'

    def part(self) -> bytes:
        """The part with all of them."""
        notes = "".join(_note(number, runs) for number, runs in enumerate(self.inside, 1))
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        return f"{head}<w:footnotes {ooxml.NAMESPACES}>{_LINES}{notes}</w:footnotes>".encode()


def announce(settings: Any, setting: Any) -> None:
    """Put what the settings say of footnotes where the schema wants it: before compatibility and what follows it."""
    after = next((node for node in settings if node.tag.rpartition("}")[2] in _LATER), None)
    if after is None:
        settings.append(setting)
    else:
        after.addprevious(setting)


def _note(number: int, runs: str) -> str:
    mark = f'<w:r>{_MARK}<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
    style = '<w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
    return f'<w:footnote w:id="{number}"><w:p>{style}{mark}{runs}</w:p></w:footnote>'
