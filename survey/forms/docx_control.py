"""Content controls: the places of a Word form that are filled in on the screen and found again by their tag.

A tag is the data column, and for a box the code it stands for: `place=town`. Word allows 64 characters; a longer tag is
shortened to a fingerprint of itself, which whoever reads the form can compute as well.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass

from survey.forms.docx_xml import attribute, run

LONGEST = 64
TICKED_SIGN, EMPTY_SIGN = "☒", "☐"
SIGN_FONT = "Segoe UI Symbol"
BETWEEN = "="


def tag(column: str, code: str | None = None) -> str:
    """The tag of the control for `column`, or of the box for `code` in it."""
    full = column if code is None else f"{column}{BETWEEN}{code}"
    if len(full) <= LONGEST:
        return full
    return "#" + hashlib.sha256(full.encode()).hexdigest()[:32]


def bookmark(tag: str) -> str:
    """The name of the bookmark around a control: LibreOffice 7.4 drops tags when it saves, but keeps bookmarks."""
    return "svar_" + hashlib.sha256(tag.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Control:
    """One place to fill in: its tag, and what a screen reader calls it."""

    tag: str
    name: str


def checkbox(control: Control) -> str:
    """An empty box to tick."""
    signs = "".join(
        f'<w14:{state} w14:val="{ord(sign):04X}" w14:font="{SIGN_FONT}"/>'
        for state, sign in (("checkedState", TICKED_SIGN), ("uncheckedState", EMPTY_SIGN))
    )
    kind = f'<w14:checkbox><w14:checked w14:val="0"/>{signs}</w14:checkbox>'
    # The size stands on the run as well: in a table, LibreOffice takes that of the document before that of the style.
    look = '<w:rPr><w:rStyle w:val="Tick"/><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>'
    return _control(control, kind, f"<w:r>{look}<w:t>{EMPTY_SIGN}</w:t></w:r>")


def words(control: Control, prompt: str) -> str:
    """A field for one or more lines of text or a number; `prompt` stands there until something is written."""
    return _control(control, '<w:showingPlcHdr/><w:text w:multiLine="1"/>', run(prompt, "PlaceholderText"))


def date(control: Control, prompt: str, language: str) -> str:
    """A field with a calendar; `language` is a tag such as nb-NO."""
    kind = (
        '<w:showingPlcHdr/><w:date><w:dateFormat w:val="d.M.yyyy"/>'
        f'<w:lid w:val="{language}"/><w:storeMappedDataAs w:val="date"/><w:calendar w:val="gregorian"/></w:date>'
    )
    return _control(control, kind, run(prompt, "PlaceholderText"))


def _control(control: Control, kind: str, content: str) -> str:
    number = zlib.crc32(control.tag.encode()) & 0x7FFFFFFF
    mark = f'w:id="{number}"'
    return (
        f'<w:bookmarkStart {mark} w:name="{bookmark(control.tag)}"/>'
        f"<w:sdt><w:sdtPr><w:alias w:val={attribute(_short(control.name))}/><w:tag w:val={attribute(control.tag)}/>"
        f'<w:id w:val="{number}"/><w:lock w:val="sdtLocked"/>{kind}</w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt><w:bookmarkEnd {mark}/>"
    )


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"
