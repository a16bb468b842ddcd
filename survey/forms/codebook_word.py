"""The codebook for people as a Word file: what `codebook.<language>.html` tells, on paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from survey.conditions import TICKED, UNTICKED
from survey.forms.codebook import Entry, Line, Reader, uncertain
from survey.forms.docx_look import WIDTH
from survey.forms.docx_package import Front, document
from survey.forms.docx_xml import HEADER, KEEP, Table, cell, paragraph, row, run, table
from survey.forms.repeats import spoken
from survey.model import Background, Basis, Questionnaire
from survey.words import Words

NAME_CM, BASIS_CM = 5.6, 2.4
SHORT = 10
"""Tables of at most this many rows stay on one page."""
BASES: tuple[Basis, ...] = ("published", "implied", "assumed")


def files(questionnaire: Questionnaire, words: Mapping[str, Words]) -> dict[str, bytes]:
    """File name → content: `codebook.<language>.docx` for each language."""
    flat = spoken(questionnaire, words)
    return {
        f"codebook.{language}.docx": Book(flat, words[language], language).file()
        for language in questionnaire.languages
    }


@dataclass(frozen=True)
class Book:
    """A codebook in one language; `questionnaire` has its repetitions written out."""

    questionnaire: Questionnaire
    words: Words
    language: str

    @property
    def own(self) -> dict[str, Any]:
        """The words that only codebooks have."""
        return dict(self.words["codebook"])

    @property
    def reader(self) -> Reader:
        """Finds out what there is to tell."""
        return Reader(self.questionnaire, self.words, self.language)

    def file(self) -> bytes:
        """The Word file."""
        shared, questionnaire = self.words["paper"], self.questionnaire
        front = Front(
            title=f"{self.own['title']} – {questionnaire.title[self.language]}",
            language=self.language,
            footer=shared["footer"].format(id=questionnaire.id, version=questionnaire.version),
            pages=shared["page"],
        )
        return document(self._opening() + self._blocks() + self._background() + self._fixed(), front)

    def _opening(self) -> str:
        own = self.own
        lines = [
            paragraph("Kind", run(own["title"])),
            paragraph("Title", run(self.questionnaire.title[self.language])),
            paragraph("Lead", run(own["intro"])),
            self._facts(),
            paragraph("Heading1", run(own["reading"])),
            *(paragraph("Told", run(own[key])) for key in ("missing", "ticks")),
        ]
        if uncertain(self.questionnaire):
            lines.append(paragraph("Told", run(own["basis_intro"])))
            lines += [
                paragraph("Told", run(f"{own['bases'][basis]}. ", "Strong"), run(own["bases_long"][basis]))
                for basis in BASES
            ]
        return "".join(lines)

    def _facts(self) -> str:
        own, questionnaire = self.own, self.questionnaire
        facts = {
            own["questionnaire"]: questionnaire.id,
            own["version"]: questionnaire.version,
            own["languages"]: ", ".join(questionnaire.languages),
            own["unit"]: own["units"][questionnaire.unit],
            own["variables"]: str(len(questionnaire.variables)),
        }
        widths = (NAME_CM + 1.5, WIDTH - NAME_CM - 1.5)
        rows = [self._row(widths, [run(name, "Strong")], [run(value)]) for name, value in facts.items()]
        return table(Table("Rows", widths, own["questionnaire"]), rows)

    def _row(self, widths: Sequence[float], *cells: Iterable[str], special: str = "", keep: str = "") -> str:
        made = [
            cell(width, paragraph("Cell", *inside, keep=keep))
            for width, inside in zip(widths, cells, strict=True)
        ]
        return row(made, special)

    def _blocks(self) -> str:
        found = []
        for block in self.questionnaire.blocks:
            entries = self.reader.entries(block)
            if entries:
                found.append(paragraph("Heading1", run(block.title[self.language])))
                found += [self._entry(entry) for entry in entries]
        return "".join(found)

    def _entry(self, entry: Entry) -> str:
        own, question = self.own, entry.question
        alone = len(entry.columns) == 1 and entry.columns[0].name == question.id
        kind = own["column" if entry.columns[0].name == question.id else "question"]
        about = [f" · {fact}" for fact in (*entry.facts, *self._mark(question.basis))]
        told = "" if alone and not entry.codes else KEEP
        lines = [
            paragraph("Heading2", run(question.text[self.language])),
            paragraph("Told", run(f"{kind} "), run(question.id, "Code"), *map(run, about), keep=KEEP),
            paragraph("Told", run(f"{own['asked']}: ", "Strong"), run(entry.who), keep=told),
            *(paragraph("Told", run(note, "Aside"), keep=told) for note in entry.notes),
        ]
        if not alone:
            lines.append(self._table(own["column"], own["text"], entry.columns))
        if question.type == "multiple":
            ticks = f"{TICKED} {own['ticked']}, {UNTICKED} {own['unticked']}"
            lines.append(paragraph("Told", run(f"{own['codes']}: {ticks}")))
        lines += [self._table(heading, own["meaning"], codes) for heading, codes in entry.codes.items()]
        return "".join(lines)

    def _mark(self, basis: Basis) -> list[str]:
        return [self.own["bases"][basis]] if uncertain(self.questionnaire) else []

    def _table(self, heading: str, meaning: str, lines: Sequence[Line]) -> str:
        """Columns or codes with what they mean, and how sure that is where anything is unsure."""
        marked = uncertain(self.questionnaire)
        widths = [NAME_CM, WIDTH - NAME_CM - (BASIS_CM if marked else 0), *([BASIS_CM] if marked else [])]
        heads = [heading, meaning, *([self.own["basis"]] if marked else [])]
        head = self._row(widths, *([run(text, "Strong")] for text in heads), special=HEADER, keep=KEEP)
        keeps = [KEEP if len(lines) <= SHORT and line is not lines[-1] else "" for line in lines]
        rows = [self._line(line, widths, keep) for line, keep in zip(lines, keeps, strict=True)]
        return table(Table("Rows", widths, heading), [head, *rows]) + paragraph("Gap")

    def _line(self, line: Line, widths: Sequence[float], keep: str) -> str:
        said = [run(line.text), *(run(f" ({remark.rstrip('.')})", "Aside") for remark in line.remarks)]
        said += [run(f"\n{line.note}", "Aside")] if line.note else []
        basis = [run(self.own["bases"][line.basis])]
        return self._row(
            widths, [run(line.name, "Code")], said, *([basis] if len(widths) > 2 else []), keep=keep
        )

    def _background(self) -> str:
        own, variables = self.own, self.questionnaire.background
        if not variables:
            return ""
        lines = [
            paragraph("Heading1", run(own["background"])),
            paragraph("Told", run(own["background_intro"])),
        ]
        return "".join([*lines, *map(self._known, variables)])

    def _known(self, variable: Background) -> str:
        own = self.own
        about = [f" · {mark}" for mark in self._mark(variable.basis)]
        return "".join(
            [
                paragraph("Heading2", run(variable.label[self.language])),
                paragraph("Told", run(f"{own['column']} "), run(variable.id, "Code"), *map(run, about)),
                paragraph("Told", run(variable.note, "Aside")) if variable.note else "",
                self._table(own["code"], own["meaning"], self.reader.background(variable)),
            ]
        )

    def _fixed(self) -> str:
        """The columns that every file of answers has."""
        own, widths = self.own, (NAME_CM, WIDTH - NAME_CM)
        head = self._row(widths, [run(own["column"], "Strong")], [run(own["text"], "Strong")], special=HEADER)
        names = {"respondent": self.questionnaire.respondent}
        rows = [
            self._row(widths, [run(names.get(key, key), "Code")], [run(text)])
            for key, text in own["administrative_rows"].items()
        ]
        title = own["administrative"]
        return (
            paragraph("Heading1", run(title))
            + table(Table("Rows", widths, title), [head, *rows])
            + paragraph("Gap")
        )
