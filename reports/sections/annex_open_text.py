"""Annex: the categories that open answers were sorted into, and a few of the answers as they were written.

How many answers there are of a category may be hidden. Only a few are quoted, so that nobody can count them there.
"""

from __future__ import annotations

from collections.abc import Iterator

from reports.document import Document
from reports.prose.further import Quote
from reports.sections.annex_tables import coded_columns
from reports.style.outline import AnnexOpenText
from reports.word.blocks import Block, Cell, Paragraph, Row, Run, Table, plain
from reports.word.bound import Source, harmless, with_numerals
from reports.word.material import Material
from survey.conditions import TICKED
from survey.model import Question

_NUMBER = 2.6

Category = tuple[str, str, str]  # data column, answer code, label


def write(document: Document, material: Material, plan: AnnexOpenText) -> None:
    """A table (or a list, where the numbers are hidden) for each question; nothing where no answer was sorted."""
    words = material.words["annex_open_text"]
    made = [
        block for asked in _asked(material) for block in _question(material, asked, plan, document.text_width)
    ]
    if not made:
        return
    document.annex(str(words["title"]))
    document.write([plain(str(words["text"]))])
    if material.published.further.quotes is None:
        document.write([plain(str(words["no_quotes"]))])
    document.write(made)


def _asked(material: Material) -> Iterator[Question]:
    for _, question in material.questionnaire.questions():
        if any(columns for _, columns in coded_columns(question.id, material)):
            yield question


def _question(material: Material, asked: Question, plan: AnnexOpenText, width: float) -> Iterator[Block]:
    words = material.words["annex_open_text"]
    for title, columns in coded_columns(asked.id, material):
        if not columns:
            continue
        whole = (
            title
            if asked.type == "text"
            else str(words["option"]).format(option=title, question=material.labels.question(asked.id))
        )
        yield Paragraph((Run(whole, bold=True),))
        yield from _categories(material, columns, width)
        yield from _quoted(material, asked, plan)


def _categories(material: Material, columns: list[str], width: float) -> list[Block]:
    """What the categories are called and how many answers each has."""
    words, numbers = material.words["annex_open_text"], material.numbers
    found = list(_named(material, columns))
    counts = [numbers.count(column, code) for column, code, _ in found]
    base = numbers.n(columns[0])
    many = str(words["answers"]).format(n=base) if numbers.shown(base) else ""
    if not any(numbers.shown(count) for count in counts):
        lead = f"{many} {words['hidden']}".strip()
        return [plain(lead), *(plain(label, "bullet") for _, _, label in found)]
    head = Row((Cell(str(words["category"]), "head"), Cell(str(words["count"]), "head_number")))
    rows = tuple(
        Row((Cell(label), Cell(str(count), "number")))
        for (_, _, label), count in zip(found, counts, strict=True)
    )
    return [Table(str(words["caption"]), (width - _NUMBER, _NUMBER), (head,), rows, many)]


def _named(material: Material, columns: list[str]) -> Iterator[Category]:
    labels = material.labels
    for column in columns:
        codes = labels.answers(column)
        if len(columns) > 1 or codes[:1] == (TICKED,):
            yield column, TICKED, labels.item(column)
        else:
            yield from ((column, code, labels.answer(column, code)) for code in codes)


def _quoted(material: Material, asked: Question, plan: AnnexOpenText) -> Iterator[Block]:
    """Some of the answers that may be quoted, in the order of their names, which mean nothing."""
    words = material.words["annex_open_text"]
    texts = {
        v.name
        for v in material.questionnaire.variables.values()
        if v.question == asked.id and v.kind == "text"
    }
    own = [q for q in material.published.further.quotes or () if q.column in texts and not q.hidden]
    chosen = sorted(own, key=lambda quote: quote.quote)[: plan.quotes]
    if not chosen:
        return
    yield plain(str(words["quotes"]))
    for quote in chosen:
        yield plain(str(material.words["findings"]["quote"]).format(_words(material, quote)), "bullet")


def _words(material: Material, quote: Quote) -> str:
    """The words as they were written, on one line, their numbers bound to where they stand."""
    text = " ".join(harmless(quote.text).split())
    return with_numerals(text, Source("quotes", quote.column, measure=quote.quote), material.numbers.ledger)
