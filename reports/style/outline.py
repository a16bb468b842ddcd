"""The outline of a report: its facts and its sections in order, read from reports/<study>/outline.yaml.

Where a report is written in several languages, any text may be a mapping from language to text; a plain one serves
all of them. Chapters of the first language stand beside the outline, those of another in a folder of its name.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from analysis.plan import Plan
from survey.load import Document, build, read_document
from survey.messages import Finding, did_you_mean, finding
from survey.model import Id, Part

MethodPart = Literal[
    "response",
    "rates",
    "representativity",
    "missing",
    "quality",
    "weights",
    "tests",
    "disclosure",
    "assumptions",
]
"""The parts of the method chapter, each a file in reports/method/."""


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


class Lists(Part):
    """The lists of figures and of tables."""

    kind: Literal["lists"]


class Chapter(Part):
    """A chapter written in Markdown with computed numbers."""

    kind: Literal["chapter"]
    file: str = Field(description="A Markdown file beside the outline.")
    numbered: bool = Field(True, description="Whether its headings have numbers.")


class Method(Part):
    """How the survey was done and how sure one can be: computed, after an introduction of one's own."""

    kind: Literal["method"]
    file: str | None = Field(None, description="A Markdown file with the chapter's heading and introduction.")
    parts: Literal["all"] | tuple[MethodPart, ...] = Field("all", description="Files of reports/method/.")


class AnnexQuestionnaire(Part):
    """What was asked: every question with its answers, their codes, and who was asked."""

    kind: Literal["annex_questionnaire"]


class AnnexMethod(Part):
    """The parts of the method chapter that are for those who want to know more."""

    kind: Literal["annex_method"]
    parts: Literal["all"] | tuple[MethodPart, ...] = "all"


class AnnexTables(Part):
    """Every cross-tab of the analysis plan, with its test."""

    kind: Literal["annex_tables"]
    questions: Literal["all"] | tuple[Id, ...] = "all"


class AnnexSensitivity(Part):
    """Which differences stand when the answers are counted otherwise, and what items have to do with each other."""

    kind: Literal["annex_sensitivity"]


class AnnexOpenText(Part):
    """The categories of open answers, and some of the answers as they were written."""

    kind: Literal["annex_open_text"]
    quotes: int = Field(3, ge=0, description="How many answers to each question are quoted at most.")


class AnnexReplication(Part):
    """Which published statements the results repeat. Left out when the study has no ledger of statements."""

    kind: Literal["annex_replication"]


SectionPlan = Annotated[
    Cover
    | Contents
    | Lists
    | Chapter
    | Method
    | AnnexQuestionnaire
    | AnnexMethod
    | AnnexTables
    | AnnexSensitivity
    | AnnexOpenText
    | AnnexReplication,
    Field(discriminator="kind"),
]


class Outline(Part):
    """A report. Words are in the report's language."""

    title: str
    subtitle: str = ""
    file: str = Field("rapport.docx", pattern=r"^[\w-]+\.docx$", description="The name of the Word file.")
    date: datetime.date = Field(description="Stands in the document properties; the clock is never asked.")
    author: str = Field("", description="Who stands as author in the document properties.")
    tables: str = Field(
        "", pattern=r"^([\w-]+\.xlsx)?$", description="The workbook with all results; none without a name."
    )
    footer: str = Field("", description="At the left of every footer, for example who the report is for.")
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


class Place(NamedTuple):
    """The language a report is in, and all it is written in, the main one first."""

    language: str = ""
    every: tuple[str, ...] = ("",)

    @property
    def main(self) -> bool:
        """Whether this is the language whose files have the plain names."""
        return self.language == self.every[0]

    def folder(self, report: Path) -> Path:
        """Where the chapters of this language stand."""
        return report if self.main else report / self.language

    def file(self, name: str) -> str:
        """«rapport.docx» for the main language, «rapport-nn.docx» for another."""
        path = Path(name)
        return name if self.main else f"{path.stem}-{self.language}{path.suffix}"


def places(language: str | Sequence[str]) -> tuple[Place, ...]:
    """What params.yaml says of a study's language, one or several, as places."""
    every = (language,) if isinstance(language, str) else tuple(map(str, language))
    return tuple(Place(one, every) for one in every)


def file_named(path: Path) -> str:
    """The name of the Word file in the main language, from an outline that need not be in order otherwise."""
    data = read_document(path).data
    default = Outline.model_fields["file"].default
    return str((data.get("file") if isinstance(data, dict) else None) or default)


def load_outline(path: Path, plan: Plan, place: Place = Place()) -> Outline:  # noqa: B008  (a constant)
    """The outline at `path` in one language; raises SvarError listing every mistake, missing chapter files too."""
    folder = place.folder(path.parent)

    def chapters(outline: Outline, document: Document) -> list[Finding]:
        return [
            finding("R010", document.where(("sections", i, "file")), _below(folder / file, path.parent))
            for i, file in outline.files()
            if not (folder / file).is_file()
        ]

    def names(outline: Outline, document: Document) -> list[Finding]:
        known = [segment.id for segment in plan.segments_in_use]
        return [
            finding("P003", document.where(("proper_names", i)), name, suggestion=did_you_mean(name, known))
            for i, name in enumerate(outline.proper_names)
            if name not in known
        ]

    return build(Outline, _in_language(read_document(path), place.language), [chapters, names])


def _below(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix()


_TRANSLATED: tuple[tuple[str, ...], ...] = (
    ("title",),
    ("subtitle",),
    ("author",),
    ("footer",),
    ("facts", "*", "label"),
    ("facts", "*", "value"),
)


def _in_language(document: Document, language: str) -> Document:
    """The document with the texts of one language; a text that lacks it is a finding (Q009)."""
    for pattern in _TRANSLATED:
        for path in list(_matching(document.data, pattern)):
            texts = document.at(path)
            if isinstance(texts, dict) and language in texts:
                document.at(path[:-1])[path[-1]] = texts[language]
            elif isinstance(texts, dict):
                if language:
                    document.findings.append(finding("Q009", document.where(path), language=language))
                document.at(path[:-1])[path[-1]] = next((str(t) for t in texts.values()), "")
    return document


def _matching(data: Any, pattern: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The places in `data` that a pattern stands for."""
    if not pattern:
        yield ()
    elif isinstance(data, dict):
        for key in data if pattern[0] == "*" else [k for k in pattern[:1] if k in data]:
            yield from ((key, *rest) for rest in _matching(data[key], pattern[1:]))
