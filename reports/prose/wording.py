"""Wording apart from its numbers: how the text of a paragraph is written in overrides.yaml, and read back.

Numbers stand as `{{ n1 }}`, `{{ n2 }}` … in the order of the paragraph as the chapter makes it, cross-references as
`{{ r1 }}` («figur 4-7») or `{{ r1.number }}` («4-7»), footnotes as `{{ f1 }}`; `**bold**` and `*italic*`. A backslash
before a star, a brace or a backslash makes it that character. Nothing else means anything, and nothing is evaluated.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reports.word import bound
from reports.word.blocks import Run

_ESCAPED = re.compile(r"([\\*{}])")
_TOKEN = re.compile(r"\\([!-/:-@\[-`{-~])|\{\{\s*([^{}]*?)\s*\}\}|(\*\*)|(\*)")
_NAME = re.compile(r"[nf][1-9]\d*|r[1-9]\d*(\.number)?")
_SPACE = re.compile(r"\s+")
_LENGTH = 12


@dataclass(frozen=True)
class Piece:
    """Text in one look, or the place of a number or a cross-reference (`name`)."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    name: str = ""


Stands = int | str | tuple[Run, ...] | None
"""What a placeholder stands for: a place in the ledger, the figure it points to, what a footnote says."""


def names_of(runs: Iterable[Run]) -> Iterator[tuple[Piece, Stands]]:
    """The pieces of a paragraph as a chapter makes it, each with what it stands for."""
    numbers = references = notes = 0
    for run in runs:
        if run.ref is not None:
            references += 1
            suffix = "" if run.text else ".number"
            yield Piece("", run.bold, run.italic, f"r{references}{suffix}"), run.ref
            continue
        for text, place in bound.pieces(run.text):
            numbers += place is not None
            name = "" if place is None else f"n{numbers}"
            yield Piece("" if name else text, run.bold, run.italic, name), place
        if run.note:
            notes += 1
            yield Piece("", name=f"f{notes}"), run.note


def template(runs: Iterable[Run]) -> str:
    """The paragraph with its numbers as placeholders and without its looks."""
    return markup(replace(piece, bold=False, italic=False) for piece, _ in names_of(runs))


def fingerprint(wording: str) -> str:
    """What two paragraphs share when they say the same but for numbers and spaces: twelve hexadecimal digits."""
    plain = _SPACE.sub(" ", wording.replace("\u00a0", " ")).strip()
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def markup(pieces: Iterable[Piece]) -> str:
    """The pieces as text; `parse` gives them back."""
    made, bold, italic = "", False, False
    for piece in (*pieces, Piece()):
        ends = not (piece.text or piece.name)
        wanted = (False, False) if ends else (piece.bold, piece.italic)
        made += "**" * (bold != wanted[0]) + "*" * (italic != wanted[1])
        bold, italic = wanted
        made += f"{{{{ {piece.name} }}}}" if piece.name else _ESCAPED.sub(r"\\\1", piece.text)
    return made


def parse(text: str) -> list[Piece]:
    """The pieces of a text; raises ValueError with the placeholder that is none."""
    found: list[Piece] = []
    bold = italic = False
    end = 0
    for token in (*_TOKEN.finditer(text), None):
        before = text[end : token.start() if token else len(text)]
        if before:
            found.append(Piece(before, bold, italic))
        if token is None:
            break
        end = token.end()
        escaped, name, strong, weak = token.groups()
        bold, italic = bold ^ bool(strong), italic ^ bool(weak)
        if escaped:
            found.append(Piece(escaped, bold, italic))
        elif name is not None:
            found.append(_placeholder(name, bold, italic))
    return joined(found)


def _placeholder(name: str, bold: bool, italic: bool) -> Piece:
    if not _NAME.fullmatch(name):
        raise ValueError(name)
    return Piece("", bold, italic, name)


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with texts of one look put together, and empty ones left out."""
    found: list[Piece] = []
    for piece in pieces:
        alike = found and not found[-1].name and not piece.name
        if alike and (found[-1].bold, found[-1].italic) == (piece.bold, piece.italic):
            found[-1] = replace(piece, text=found[-1].text + piece.text)
        elif piece.text or piece.name:
            found.append(piece)
    return found
