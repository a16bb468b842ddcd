"""Annex: the questionnaire as it was asked. Every question with who got it, its answers and the codes they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reports.document import Document
from reports.style.labels import Labels
from reports.style.narrowed import Narrowed
from reports.style.outline import AnnexQuestionnaire
from reports.word.blocks import Cell, Paragraph, Row, Run, Table, plain
from reports.word.bound import bare
from reports.word.material import Material
from survey.conditions import Condition
from survey.model import Battery, Block, Coding, MultipleChoice, Option, Question, SingleChoice
from survey.words import Words

_COLUMN_CM = 4.6


def write(document: Document, material: Material, plan: AnnexQuestionnaire) -> None:
    """A table a part of the questionnaire; last what was known of people without asking them."""
    form = Form.of(material)
    document.annex(str(form.words["title"]))
    document.write([plain(str(form.words["text"]))])
    questions: dict[str, list[tuple[Block, Question]]] = {}
    for block, question in material.questionnaire.questions():
        questions.setdefault(form.labels.text(block.title, block.id), []).append((block, question))
    for title, asked in questions.items():
        rows = list(form.block(asked))
        told = form.told(asked)
        document.write([_table(title, rows, form, document.text_width)] if rows else [])
        document.write([Paragraph((Run(title, bold=True),)), *told] if told else [])
    if material.questionnaire.background:
        rows = list(form.background())
        document.write([_table(str(form.words["background"]), rows, form, document.text_width)])


def _table(title: str, rows: Sequence[Row], form: Form, width: float) -> Table:
    head = Row((Cell(str(form.words["column"]), "head"), Cell(str(form.words["asked"]), "head")))
    return Table(title, (_COLUMN_CM, width - _COLUMN_CM), (head,), tuple(rows), compact=True)


@dataclass(frozen=True)
class Form:
    """The rows of questions, in the report's language."""

    material: Material
    words: Words  # report.annex_questionnaire
    who: Narrowed

    @classmethod
    def of(cls, material: Material) -> Form:
        """Of the study's questionnaire."""
        return cls(material, material.words["annex_questionnaire"], Narrowed.of(material.labels))

    @property
    def labels(self) -> Labels:
        """Words for codes, with their numbers bound."""
        return self.material.labels

    def block(self, asked: Sequence[tuple[Block, Question]]) -> Iterator[Row]:
        """Its questions in order; what is the same as of the question before is not said again."""
        before = ""
        for block, question in asked:
            about = " ".join(self._about(block, question))
            yield from self._question(question, str(self.words["same"]) if bare(about) == before else about)
            before = bare(about)

    def told(self, asked: Sequence[tuple[Block, Question]]) -> list[Paragraph]:
        """What stood on pages that ask nothing."""
        pages = [q for _, q in asked if q.type == "information"]
        return [
            plain(" ".join(part.split()))
            for page in pages
            for part in self.labels.text(page.text, page.id).split("\n\n")
        ]

    def _question(self, question: Question, about: str) -> Iterator[Row]:
        """Its words; who was asked; its answers or items; the categories of what was written."""
        if question.type == "information":
            return
        title = self.labels.text(question.text, question.id)
        yield Row((Cell(title, "item", span=2),), keep=True, ruled=True)
        own = question.id if question.type in ("single", "number", "date", "text") else ""
        yield self._row(own, about, question.id, keep=True)
        yield from self._answers(question)

    def _about(self, block: Block, question: Question) -> Iterator[str]:
        """Who was asked, what help they had, and what they could answer."""
        yield self._asked([c for c in (block.when, question.when) if c is not None])
        if question.help:
            yield self.labels.text(question.help, question.id)
        if isinstance(question, MultipleChoice) and question.options_from:
            source = self.material.questionnaire.question(question.options_from)
            quoted = self.who.quote(self.labels.text(source.text, source.id))
            yield self._ended(str(self.words["piped"]).format(question=quoted))
        if isinstance(question, (Battery, SingleChoice)):
            options = self.material.questionnaire.options_of(question)
            yield str(self.words["answers"]).format(codes=self._codes(options, question.id))

    def _asked(self, conditions: Sequence[Condition]) -> str:
        if not conditions:
            return str(self.words["everyone"])
        whole = conditions[0] if len(conditions) == 1 else Condition(all=tuple(conditions))
        clause = self.labels.bound(self.who.clause(whole), "routing")
        return self._ended(str(self.words["some"]).format(clause=clause))

    def _ended(self, sentence: str) -> str:
        """No stop after a quotation that ends in a question mark of its own."""
        closing = str(self.labels.words["labels"]["who"]["quote"]).split("{text}")[1]
        return sentence.removesuffix(".") if sentence.endswith(f"?{closing}.") else sentence

    def _answers(self, question: Question) -> Iterator[Row]:
        if isinstance(question, Battery):
            for item in question.items:
                yield self._row(item.id, self.labels.text(item.text, item.id), item.id)
        elif isinstance(question, MultipleChoice):
            if question.options_from:
                yield self._row(
                    str(self.words["each"]).format(question=question.id),
                    str(self.words["brought"]),
                    question.id,
                )
            for option in question.options:
                name = f"{question.id}_{option.code}"
                told = self.labels.text(option.label, name)
                only = f" {self.words['exclusive']}" if option.exclusive else ""
                yield self._row(name, f"{told}{only}", name)
                yield from self._sorted(option.coding)
        elif question.type == "text":
            yield from self._sorted(question.coding)

    def _sorted(self, coding: Coding | None) -> Iterator[Row]:
        if coding is not None:
            codes = self._codes(coding.options, coding.variable)
            yield self._row(coding.variable, str(self.words["sorted"]).format(codes=codes), coding.variable)

    def background(self) -> Iterator[Row]:
        """What was known of people, with its codes."""
        for variable in self.material.questionnaire.background:
            label = self.labels.text(variable.label, variable.id)
            codes = self._codes(variable.options, variable.id)
            yield self._row(
                variable.id, str(self.words["known"]).format(label=label, codes=codes), variable.id
            )

    def _codes(self, options: Iterable[Option], of: str) -> str:
        """«1 = Ja, 2 = Nei»."""
        pattern = str(self.words["code"])
        return ", ".join(
            pattern.format(
                code=self.labels.bound(o.code, of), label=self.labels.text(o.label, f"{of}={o.code}")
            )
            for o in options
        )

    def _row(self, column: str, text: str, of: str, *, keep: bool = False) -> Row:
        return Row((Cell(self.labels.bound(column, of)), Cell(text)), keep=keep)
