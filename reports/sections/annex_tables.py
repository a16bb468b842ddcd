"""Annex: every cross-tab of the plan with its test, one table a part of the questionnaire.

Groups of all segments stand side by side as columns. Only rows and columns that show something are printed; all of it,
hidden or not, is in the workbook (`annex_tables_book`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.document import Document
from reports.prose.findings import joined
from reports.sections.annex_tables_banner import Banner, banners
from reports.sections.annex_tables_rows import Line, Sheet
from reports.style.outline import AnnexTables
from reports.word.blocks import Block, Table, plain
from reports.word.material import Material

Question = tuple[str, list[str]]  # title, data columns


def write(document: Document, material: Material, plan: AnnexTables) -> None:
    """A table a block of questions (and a set of segments, when there are too many for one page)."""
    words = material.words["annex_tables"]
    made: list[Block] = []
    told: set[str] = set()
    width = turned_width(document)
    document.annex(str(words["title"]))
    for title, questions in _blocks(material, plan):
        for table, shown in _tables(title, questions, material, width):
            made.append(table)
            told |= shown
    document.write([plain(_introduction(material)), *made])
    quiet = [
        str(material.words["findings"]["quote"]).format(title)
        for _, questions in _blocks(material, plan)
        for title, _ in questions
        if title not in told
    ]
    if quiet:
        listed = joined(quiet, str(material.words["and"]))
        document.write([plain(str(words["omitted"]).format(questions=listed))])
    document.portrait()


def _introduction(material: Material) -> str:
    words, book = material.words["annex_tables"], material.outline.tables
    told = [str(words["text"]), str(words["note"]).format(mark=material.words["hidden_cell"])]
    return " ".join([*told, *([str(words["book"]).format(file=book)] if book else [])])


def turned_width(document: Document) -> float:
    """Turn the next page on its side; the width of its text in cm."""
    document.landscape()
    return document.text_width


def _blocks(material: Material, plan: AnnexTables) -> Iterator[tuple[str, list[Question]]]:
    """The parts of the questionnaire with their questions that have results, in the order asked."""
    found: dict[str, list[Question]] = {}
    for block, question in material.questionnaire.questions():
        if plan.questions == "all" or question.id in plan.questions:
            title = material.labels.text(block.title, block.id)
            found.setdefault(title, []).extend(_questions(question.id, material))
    yield from ((title, questions) for title, questions in found.items() if questions)


def _questions(question: str, material: Material) -> Iterator[Question]:
    """A question with its closed columns; after it the categories of its open answers, each a question of its own."""
    published, labels = material.published, material.labels
    items = [item for item in labels.items(question) if item in published.items]
    if items:
        counted = [question] if question not in items and question in published.items else []
        yield labels.question(question), [*items, *counted]
    yield from ((title, columns) for title, columns in coded_columns(question, material) if columns)


def coded_columns(question: str, material: Material) -> Iterator[Question]:
    """The categories that open answers to a question were sorted into: what was asked, and their columns.

    An answer that may belong to several categories has a column a category, which belong together.
    """
    asked = material.questionnaire.question(question)
    options = getattr(asked, "options", ())
    codings = [getattr(asked, "coding", None), *(option.coding for option in options)]
    texts = [asked.text, *(option.label for option in options)]
    for coding, text in zip(codings, texts, strict=True):
        if coding is None:
            continue
        names = (
            [f"{coding.variable}_{o.code}" for o in coding.options] if coding.multiple else [coding.variable]
        )
        title = material.labels.text(text, coding.variable)
        yield title, [name for name in names if name in material.published.items]


def _tables(
    title: str, questions: Sequence[Question], material: Material, width: float
) -> Iterator[tuple[Table, set[str]]]:
    """The tables of a block that show something, each with the titles of the questions in it."""
    crossed = (s for _, items in questions for item in items for s in material.published.segments(item))
    segments = {segment: material.labels.groups(segment) for segment in dict.fromkeys(crossed)}
    parts = list(banners(segments))
    for i, banner in enumerate(parts, 1):
        sheet = Sheet(material, banner)
        lines = [line for question in questions for line in sheet.question(*question)]
        if not lines:
            continue
        numbered = (material.numbers.ordinal(n) for n in (i, len(parts)))
        pattern = str(material.words["annex_tables"]["part"])
        part, every = numbered
        caption = title if len(parts) == 1 else pattern.format(question=title, part=part, parts=every)
        shown = {line.label for line in lines if line.kind == "question"}
        yield _table(caption, sheet, lines, width), shown


def _table(caption: str, sheet: Sheet, lines: Sequence[Line], width: float) -> Table:
    material, banner = sheet.material, sheet.banner
    kept = banner.only({column for line in lines for column in line.telling})
    widths, head = kept.widths(width), kept.head(material.labels)
    note = _left_out(banner, kept, material)
    return Table(caption, widths, head, Sheet(material, kept).rows(lines), note, compact=True)


def _left_out(banner: Banner, kept: Banner, material: Material) -> str:
    """Which groups have no column, because nothing of theirs may be shown."""
    gone = banner.without(kept)
    if not gone:
        return ""
    labels = material.labels
    names = [labels.group_short(*column) for column in gone]
    listed = joined(names, str(material.words["and"]))
    return str(material.words["annex_tables"]["left_out"]).format(groups=listed)
