"""The outline of a report: its facts and its sections in order, read from reports/<study>/outline.yaml."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from analysis.plan import Plan
from survey.load import Document, build, read_document
from survey.messages import Finding, did_you_mean, finding
from survey.model import Id, Part


class Fact(Part):
    """Something about the assignment: a row on the cover, and `facts.<id>` in chapters."""

    label: str
    value: str
    cover: bool = Field(True, description="Shown on the cover.")


class Cover(Part):
    """Title, assignment facts and, for made-up data, the banner that says so."""

    kind: Literal["cover"]


class Contents(Part):
    """The table of contents."""

    kind: Literal["contents"]


class Chapter(Part):
    """A chapter written in Markdown with computed numbers."""

    kind: Literal["chapter"]
    file: str = Field(description="A Markdown file beside the outline.")
    numbered: bool = Field(True, description="Whether its headings have numbers.")


class Method(Part):
    """How the survey was done and how sure one can be: computed, after an introduction of one's own."""

    kind: Literal["method"]
    file: str | None = Field(None, description="A Markdown file with the chapter's heading and introduction.")


class AnnexTables(Part):
    """Every cross-tab of the analysis plan, with its test."""

    kind: Literal["annex_tables"]
    questions: Literal["all"] | tuple[Id, ...] = "all"


class AnnexReplication(Part):
    """Which published statements the results repeat. Left out when the study has no ledger of statements."""

    kind: Literal["annex_replication"]


SectionPlan = Annotated[
    Cover | Contents | Chapter | Method | AnnexTables | AnnexReplication, Field(discriminator="kind")
]


class Outline(Part):
    """A report. Words are in the report's language."""

    title: str
    subtitle: str = ""
    file: str = Field("rapport.docx", pattern=r"^[\w-]+\.docx$", description="The name of the Word file.")
    date: datetime.date = Field(description="Stands in the document properties; the clock is never asked.")
    author: str = Field("", description="Who stands as author in the document properties.")
    facts: dict[Id, Fact] = Field(default_factory=dict)
    proper_names: tuple[Id, ...] = Field(
        (),
        description="Segments whose groups are called by proper names, which keep their capital in a sentence.",
    )
    sections: tuple[SectionPlan, ...] = Field(min_length=1)

    def files(self) -> list[tuple[int, str]]:
        """Every chapter file with the position of its section."""
        files = [(i, getattr(section, "file", None)) for i, section in enumerate(self.sections)]
        return [(i, file) for i, file in files if file]


def load_outline(path: Path, plan: Plan) -> Outline:
    """The outline at `path`; raises SvarError listing every mistake, chapter files that are not there among them."""

    def chapters(outline: Outline, document: Document) -> list[Finding]:
        return [
            finding("R010", document.where(("sections", i, "file")), file)
            for i, file in outline.files()
            if not (path.parent / file).is_file()
        ]

    def names(outline: Outline, document: Document) -> list[Finding]:
        known = [segment.id for segment in plan.segments]
        return [
            finding("P003", document.where(("proper_names", i)), name, suggestion=did_you_mean(name, known))
            for i, name in enumerate(outline.proper_names)
            if name not in known
        ]

    return build(Outline, read_document(path), [chapters, names])
