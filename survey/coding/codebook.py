"""The codebook that coders work by: for each category a definition, and answers that belong to it or do not.

A YAML file beside the questionnaire, `coding/<questionnaire id>.yaml`; codes and labels stand in the questionnaire.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from pydantic import Field

from survey.coding.answers import Sorted, sorted_answers
from survey.conditions import Code
from survey.document import Document, Place
from survey.lint.translations import texts
from survey.load import build, inspect, read_document
from survey.messages import Finding, did_you_mean, finding
from survey.model import CODE_PATTERN, Id, Part, Questionnaire
from survey.text import Text

FOLDER = "coding"


class Category(Part):
    """One category, as coders should understand it."""

    code: Code = Field(pattern=CODE_PATTERN)
    definition: Text | None = None
    include: tuple[Text, ...] = Field((), description="Made-up or rewritten answers that belong here.")
    exclude: tuple[Text, ...] = Field((), description="Answers that seem to, but do not.")


class Entry(Part):
    """One column of sorted answers."""

    variable: Id
    rule: Text | None = Field(None, description="How to sort: what to do in doubt, what comes first.")
    codes: tuple[Category, ...] = ()

    def category(self, code: str) -> Category:
        """What the codebook says of `code`; an empty category when it says nothing."""
        return next((category for category in self.codes if category.code == code), Category(code=code))


class Codebook(Part):
    """Everything coders are told about one questionnaire."""

    questionnaire: Id
    entries: tuple[Entry, ...] = Field(min_length=1)

    def entry(self, variable: str) -> Entry:
        """What it says of a column; an empty entry when it says nothing."""
        return next((e for e in self.entries if e.variable == variable), Entry(variable=variable))


def codebook_path(questionnaire_path: Path, questionnaire: Questionnaire) -> Path:
    """Where the codebook of a questionnaire stands, when there is one."""
    return questionnaire_path.parent / FOLDER / f"{questionnaire.id}.yaml"


def load_codebook(path: Path, questionnaire: Questionnaire) -> Codebook:
    """The codebook at `path`; raises SvarError with every error. Without a file, a codebook that says nothing."""
    if not path.is_file():
        entries = tuple(Entry(variable=answer.variable) for answer in sorted_answers(questionnaire))
        return Codebook.model_construct(questionnaire=questionnaire.id, entries=entries)
    return build(Codebook, read_document(path), [lambda book, document: check(book, questionnaire, document)])


def examine_codebook(path: Path, questionnaire: Questionnaire) -> list[Finding]:
    """Everything to mend in the codebook at `path`, warnings too; nothing when there is no such file."""
    if not path.is_file():
        return []
    checks = [lambda book, document: check(book, questionnaire, document)]
    return inspect(Codebook, read_document(path), checks)[1]


def check(book: Codebook, questionnaire: Questionnaire, document: Document) -> list[Finding]:
    """Q070 to Q073 and Q009: unknown columns and codes, what stands twice, what is not explained, languages."""
    known = {answer.variable: answer for answer in sorted_answers(questionnaire)}
    found: list[Finding] = []
    for i, entry in enumerate(book.entries):
        place: Place = ("entries", i)
        if entry.variable in known:
            found += _entry(entry, known[entry.variable], document, place)
        else:
            where = document.where((*place, "variable"))
            suggestion = did_you_mean(entry.variable, known)
            found.append(finding("Q070", where, entry.variable, suggestion=suggestion))
    found += _twice([entry.variable for entry in book.entries], document, ("entries",), "variable")
    for place, text in texts(book, ()):
        absent = [language for language in questionnaire.languages if language not in text]
        found += [finding("Q009", document.where(place), "", language=language) for language in absent]
    return found


def _entry(entry: Entry, answer: Sorted, document: Document, place: Place) -> list[Finding]:
    found = [
        finding(
            "Q071",
            document.where((*place, "codes", i, "code")),
            category.code,
            column=answer.variable,
            suggestion=did_you_mean(category.code, answer.codes),
            allowed=", ".join(answer.codes),
        )
        for i, category in enumerate(entry.codes)
        if category.code not in answer.codes
    ]
    explained = {category.code for category in entry.codes if category.definition}
    found += [
        finding("Q073", document.where(place), code, column=answer.variable)
        for code in answer.codes
        if code not in explained
    ]
    return found + _twice([c.code for c in entry.codes], document, (*place, "codes"), "code")


def _twice(names: list[str], document: Document, place: Place, key: str) -> list[Finding]:
    repeated = {name for name, times in Counter(names).items() if times > 1}
    return [
        finding("Q072", document.where((*place, i, key)), name)
        for i, name in enumerate(names)
        if name in repeated and name in names[:i]
    ]
