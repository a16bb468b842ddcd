"""References: conditions and piped options name earlier questions, answers that exist, and tests that fit."""

from __future__ import annotations

from collections.abc import Iterator

from survey.conditions import Condition
from survey.document import Document, Place
from survey.lint.places import conditions, leaves, questions, sources
from survey.messages import Finding, did_you_mean, finding
from survey.model import Battery, Date, MultipleChoice, Number, OpenText, Questionnaire, SingleChoice

FITTING = {
    "single": ("is", "in", "answered"),
    "item": ("is", "in", "answered"),
    "multiple": ("has",),
    "number": ("at_least", "at_most", "answered"),
    "date": ("answered",),
    "text": ("answered",),
}
"""Kind of variable → the tests that mean something for it."""


class Targets:
    """What a condition may look at: name → (kind, codes, position of its question)."""

    def __init__(self, questionnaire: Questionnaire):
        self.kind: dict[str, str] = {}
        self.codes: dict[str, tuple[str, ...]] = {}
        self.position: dict[str, int] = {}
        self.block: dict[str, int] = {}
        self.repeated = {b: block.id for b, block in enumerate(questionnaire.blocks) if block.repeat}
        for position, (place, question) in enumerate(questions(questionnaire)):
            self.position.setdefault(question.id, position)
            self.block.setdefault(question.id, int(place[1]))
            for name, kind, codes in _named(questionnaire, question):
                # The first of a name counts; the second is reported as used twice.
                if name not in self.kind:
                    self.kind[name], self.codes[name], self.position[name] = kind, codes, position
                    self.block[name] = int(place[1])

    def repeats_elsewhere(self, name: str, place: Place) -> str | None:
        """The repeated block that `name` stands in, when `place` does not: there are several answers then."""
        home = self.block[name]
        # A block's own condition decides before the first repetition.
        inside = place[:2] == ("blocks", home) and place[2] != "when"
        return None if inside else self.repeated.get(home)


def _named(questionnaire: Questionnaire, question: object) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    if isinstance(question, Battery):
        codes = _scale_codes(questionnaire, question.scale)
        yield from ((item.id, "item", codes) for item in question.items)
    elif isinstance(question, MultipleChoice):
        options = (*sources(questionnaire, question), *question.options)
        yield question.id, "multiple", tuple(option.code for option in options)
    elif isinstance(question, SingleChoice):
        own = tuple(option.code for option in question.options)
        yield question.id, "single", own or _scale_codes(questionnaire, question.scale)
    elif isinstance(question, Number | Date | OpenText):
        yield question.id, question.type, ()


def _scale_codes(questionnaire: Questionnaire, name: str | None) -> tuple[str, ...]:
    scale = questionnaire.scales.get(name or "")
    return tuple(option.code for option in scale.options) if scale else ()


def check(questionnaire: Questionnaire, document: Document) -> list[Finding]:
    """Q005 unknown, Q006 forward, Q007 impossible answer, Q013 test that does not fit, Q026 several answers.

    `options_from` is checked in the same way.
    """
    targets = Targets(questionnaire)
    found: list[Finding] = []
    for top, condition, guarded in conditions(questionnaire):
        for place, leaf in leaves(top, condition):
            found += _leaf(leaf, targets, _Spot(document, place), targets.position[guarded])
    for place, question in questions(questionnaire):
        if isinstance(question, MultipleChoice) and question.options_from:
            found += _piped(question, targets, _Spot(document, (*place, "options_from")))
    return found


class _Spot:
    """Where one leaf stands, down to its keys."""

    def __init__(self, document: Document, place: Place):
        self.document, self.place = document, place

    def at(self, *keys: str | int) -> str:
        return self.document.where((*self.place, *keys))


def _leaf(leaf: Condition, targets: Targets, spot: _Spot, position: int) -> list[Finding]:
    name = str(leaf.question)
    if name not in targets.kind:
        known = [other for other in targets.kind if targets.position[other] < position]
        return [finding("Q005", spot.at("question"), name, suggestion=did_you_mean(name, known))]
    if targets.position[name] >= position:
        return [finding("Q006", spot.at("question"), name)]
    if block := targets.repeats_elsewhere(name, spot.place):
        return [finding("Q026", spot.at("question"), name, block=block)]
    kind, fitting = targets.kind[name], FITTING[targets.kind[name]]
    if leaf.test not in fitting:
        words = {"question": name, "problem": _what(kind), "allowed": ", ".join(fitting)}
        return [finding("Q013", spot.at(leaf.test), leaf.test, **words)]
    known_codes = targets.codes[name]
    # No codes where the scale or the options are missing: that is reported there.
    wrong = [(keys, code) for keys, code in _codes(leaf) if known_codes and code not in known_codes]
    return [_impossible(code, name, targets, spot.at(*keys)) for keys, code in wrong]


def _what(kind: str) -> str:
    return {"item": "it is an item of a battery", "multiple": "it is a multiple choice"}.get(
        kind, f"it is a question of type {kind}"
    )


def _codes(leaf: Condition) -> list[tuple[tuple[str | int, ...], str]]:
    single = [((key,), code) for key, code in (("is", leaf.is_), ("has", leaf.has)) if code is not None]
    return [*single, *((("in", i), code) for i, code in enumerate(leaf.in_ or ()))]


def _impossible(code: str, name: str, targets: Targets, where: str) -> Finding:
    known = targets.codes[name]
    return finding(
        "Q007", where, code, question=name, suggestion=did_you_mean(code, known), allowed=", ".join(known)
    )


def _piped(question: MultipleChoice, targets: Targets, spot: _Spot) -> list[Finding]:
    name, where = str(question.options_from), spot.at()
    multiple = [n for n, kind in targets.kind.items() if kind == "multiple"]
    if name not in multiple:
        return [finding("Q005", where, name, suggestion=did_you_mean(name, multiple))]
    if targets.position[name] >= targets.position[question.id]:
        return [finding("Q006", where, name)]
    if block := targets.repeats_elsewhere(name, spot.place):
        return [finding("Q026", where, name, block=block)]
    return []
