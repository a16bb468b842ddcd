"""Answers that look alike: the same labels always mean the same codes, and no label stands twice in a list."""

from __future__ import annotations

from collections.abc import Iterator

from survey.document import Document, Place
from survey.lint.places import option_lists, questions
from survey.messages import Finding, finding
from survey.model import Option, Questionnaire, SingleChoice

Labelled = tuple[Place, str, tuple[Option, ...]]


def check(questionnaire: Questionnaire, document: Document) -> list[Finding]:
    """Q031 for two lists with the same labels and another meaning, Q032 for a label that stands twice in a list."""
    return [*_different(questionnaire, document), *_repeated(questionnaire, document)]


def _different(questionnaire: Questionnaire, document: Document) -> list[Finding]:
    seen: dict[frozenset[str], tuple[str, tuple[Option, ...]]] = {}
    found = []
    for place, name, options in _choices(questionnaire):
        labels = frozenset(_label(option, questionnaire.languages[0]) for option in options)
        other, before = seen.setdefault(labels, (name, options))
        problem = "" if other == name else _difference(questionnaire, (name, options), (other, before))
        if problem:
            found.append(finding("Q031", document.where(place), name, other=other, problem=problem))
    return found


def _choices(questionnaire: Questionnaire) -> Iterator[Labelled]:
    for name, scale in questionnaire.scales.items():
        yield ("scales", name), name, scale.options
    for place, question in questions(questionnaire):
        if isinstance(question, SingleChoice) and len(question.options) > 1:
            yield (*place, "options"), question.id, question.options


def _difference(
    questionnaire: Questionnaire, one: tuple[str, tuple[Option, ...]], other: tuple[str, tuple[Option, ...]]
) -> str:
    """What is different about two lists with the same labels; empty when nothing that matters is."""
    language = questionnaire.languages[0]
    first, second = ([(_label(o, language), o.code) for o in options] for _, options in (one, other))
    if dict(first) != dict(second):
        return "other codes"
    if first != second:
        return "another order"
    scales = [questionnaire.scales.get(name) for name, _ in (one, other)]
    if None in scales:
        return ""
    facts = [(scale.kind, set(scale.top), set(scale.bottom)) for scale in scales if scale is not None]
    return "it is the same scale twice" if facts[0] == facts[1] else "another kind, top or bottom"


def _label(option: Option, language: str) -> str:
    return option.label.get(language, "").casefold()


def _repeated(questionnaire: Questionnaire, document: Document) -> list[Finding]:
    found = []
    for place, options in option_lists(questionnaire):
        for language in questionnaire.languages:
            seen: set[str] = set()
            for i, option in enumerate(options):
                label = _label(option, language)
                if label and label in seen:
                    where = document.where((*place, i, "label", language))
                    found.append(finding("Q032", where, option.label[language], language=language))
                seen.add(label)
    return found
