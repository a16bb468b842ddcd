"""What evaluators have changed in Word: reports/<study>/overrides.yaml, read and written.

One block a language: `changed` (paragraphs with other words; with `text` empty they are left out) and `inserted`. A
paragraph is known by its place (`at`) and by the fingerprint of what the chapter said when it was edited (`was`).
See docs/merge.md and, for how texts are written, `reports.prose.wording`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field

from reports.prose.wording import Piece, parse
from survey.load import Document, build, read_document
from survey.messages import Finding, finding
from survey.model import Part

FILE = "overrides.yaml"
Look = Literal[
    "plain", "bullet", "number", "box", "box_bullet", "box_heading", "note", "finding", "finding_head", "finding_last",
    "1", "2", "3",
]  # fmt: skip
"""A look of `reports.word.blocks.Paragraph`, or the level of a heading."""


class Anchor(Part):
    """A paragraph as the chapter makes it: where it stands, and its fingerprint. Empty when there is none."""

    at: str = ""
    fingerprint: str = ""


class Number(Part):
    """A bound number of an edited text: as it was printed then, and whose it is (`at` empty: the paragraph's own)."""

    printed: str
    at: str = ""
    fingerprint: str = ""
    place: int = Field(0, description="Which number of the other paragraph, counted from 1.")


class Changed(Part):
    """A paragraph with other words, or without any."""

    at: str
    fingerprint: str
    was: str
    text: str = Field("", description="Empty: the paragraph is left out.")
    numbers: tuple[Number, ...] = Field(
        (), description="n1, n2 … of the text: first the paragraph's own, in order."
    )
    references: tuple[str, ...] = Field((), description="r1, r2 … of the text: ids of figures.")


class Inserted(Part):
    """A paragraph of the evaluator's own."""

    id: str
    after: Anchor = Anchor()
    before: Anchor = Anchor()
    look: Look = "plain"
    text: str
    numbers: tuple[Number, ...] = ()
    references: tuple[str, ...] = ()


class Edited(Part):
    """Every edit in one language."""

    changed: tuple[Changed, ...] = ()
    inserted: tuple[Inserted, ...] = ()


class Overrides(Part):
    """The whole file."""

    languages: dict[str, Edited] = Field(default_factory=dict)


def load_overrides(folder: Path) -> dict[str, Edited]:
    """The edits in a report's folder by language, none without a file; raises SvarError with every mistake in it."""
    path = folder / FILE
    if not path.is_file():
        return {}
    document = read_document(path)
    whole = Document(document.path, {"languages": document.data or {}}, _lower(document), document.findings)
    return dict(build(Overrides, whole, [_texts]).languages)


def _lower(document: Document) -> dict[tuple[str | int, ...], tuple[int, int]]:
    """The marks of a document that is about to stand one level further down."""
    return {("languages", *place): mark for place, mark in document.marks.items()}


def _texts(overrides: Overrides, document: Document) -> list[Finding]:
    """R052 for every text with a placeholder that stands for nothing."""
    return [
        finding("R052", document.where(("languages", language, block, i, "text")), name)
        for language, edited in overrides.languages.items()
        for block in ("changed", "inserted")
        for i, one in enumerate(getattr(edited, block))
        for name in _unknown(one)
    ]


def _unknown(one: Changed | Inserted) -> list[str]:
    known = {f"n{i}" for i, _ in enumerate(one.numbers, 1)} | {
        f"r{i}" for i, _ in enumerate(one.references, 1)
    }
    try:
        pieces: list[Piece] = parse(one.text)
    except ValueError as error:
        return [str(error)]
    return [
        p.name for p in pieces if p.name[:1] in ("n", "r") and p.name.removesuffix(".number") not in known
    ]


def dumped(edits: Mapping[str, Edited]) -> str:
    """The file's text; the same edits give the same text."""
    data = {language: _plain(edited) for language, edited in sorted(edits.items())}
    head = "# Edits made in Word, written by `svar merge`. See docs/merge.md for what each key means.\n"
    filled = {language: blocks for language, blocks in data.items() if blocks}
    body = yaml.dump(filled, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return head + (body if filled else "")


def _plain(part: Part) -> dict[str, Any]:
    return part.model_dump(mode="json", exclude_defaults=True)


class _Dumper(yaml.SafeDumper):
    """Text always in quotes where a reader could take it for something else, or where spaces at its ends count."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    simple = text.isascii() and text.replace("_", "").replace("-", "").replace(".", "").isalpha()
    odd = "\\" in text or not text.replace("\u00a0", " ").isprintable()
    style = None if simple else '"' if odd else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
