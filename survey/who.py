"""Who was asked, as a sentence in the reader's language, from the same conditions that route the form.

“Asked of those who answered ‘Yes’ to ‘Have you gone on …?’”: every word stands in questionnaires/text/.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from survey.conditions import Condition
from survey.model import MultipleChoice, Questionnaire, Variable

Frame = Literal["asked", "offered", "you", "you_option"]
_OPPOSITE = {"all": "any", "any": "all"}


@dataclass(frozen=True)
class _Said:
    """A condition as it will be said: negation moved into the leaves, answers to the same question gathered."""

    key: str
    """`all`, `any`, or the key of the sentence of a leaf (`is`, `not_is`, `has`, …)."""
    parts: tuple[_Said, ...] = ()
    name: str = ""
    answers: tuple[str, ...] = ()
    number: float | None = None


@dataclass(frozen=True)
class Who:
    """Says who a question is for, in one language.

    `words` is what `survey.words.load_words` read for that language.
    """

    questionnaire: Questionnaire
    words: dict[str, Any]
    language: str
    numbers: Mapping[str, str] = field(default_factory=dict)
    """Question or item → what to call it instead of its text, such as its number on paper."""

    def sentence(self, conditions: Iterable[Condition | None], frame: Frame = "asked") -> str:
        """The sentence when all of `conditions` must hold; “Asked of everyone.” when there are none."""
        given = tuple(c for c in conditions if c is not None)
        if not given:
            return str(self.words["who"]["everyone"])
        clause = self.clause(given[0] if len(given) == 1 else Condition(all=given))
        return self._end(str(self.words["who"][frame]).format(clause=clause))

    def _end(self, sentence: str) -> str:
        """No stop after a quotation that ends with its own mark: “… to ‘Are you at work?’”"""
        closing = str(self.words["who"]["quote"]).split("{text}")[1]
        return sentence.removesuffix(".") if sentence.endswith((f"?{closing}.", f"!{closing}.")) else sentence

    def clause(self, condition: Condition) -> str:
        """What is true of those who are asked: “answered ‘Yes’ to ‘…’”."""
        return self._say(_plain(condition))

    def quote(self, text: str) -> str:
        """`text` in quotation marks, without its last stop; marks inside become the inner kind."""
        pattern, inner = str(self.words["who"]["quote"]), str(self.words["who"]["inner_quotes"])
        opening, closing = pattern.split("{text}")
        nested = text.strip().removesuffix(".").replace(opening, inner[0]).replace(closing, inner[1])
        return pattern.format(text=nested)

    def _say(self, said: _Said) -> str:
        words = self.words["who"]
        if said.parts:
            joiner = words["and"] if said.key == "all" else words["or"]
            return str(words[said.key]).format(parts=_listed([self._say(p) for p in said.parts], joiner))
        shown = {
            "question": self._called(said.name),
            "answers": _listed(
                [self.quote(self._answer(said.name, code)) for code in said.answers], words["or"]
            ),
            "number": self._number(said.number),
        }
        return str(words[self._key(said)]).format(**shown)

    def _key(self, said: _Said) -> str:
        """A tick column that is “yes” was ticked, whichever way the condition was written."""
        variable = self._variable(said.name)
        if variable is not None and variable.kind == "tick":
            return said.key.replace("is", "has")
        return said.key

    def _variable(self, name: str) -> Variable | None:
        return self.questionnaire.variables.get(name)

    def _called(self, name: str) -> str:
        variable = self._variable(name)
        known = self.numbers.get(name) or self.numbers.get(variable.question if variable else name)
        return known or self.quote(self._question(name))

    def _question(self, name: str) -> str:
        variable = self._variable(name)
        if variable is not None and variable.kind == "item":
            return variable.label[self.language]
        return self.questionnaire.question(variable.question if variable else name).text[self.language]

    def _answer(self, name: str, code: str) -> str:
        variable = self._variable(name)
        if variable is not None and variable.kind == "tick":
            return variable.label[self.language]
        options = variable.options if variable else self.questionnaire.options_of(self._multiple(name))
        return next((option.label[self.language] for option in options if option.code == code), code)

    def _multiple(self, name: str) -> MultipleChoice:
        question = self.questionnaire.question(name)
        assert isinstance(question, MultipleChoice)
        return question

    def _number(self, value: float | None) -> str:
        return "" if value is None else f"{value:g}".replace(".", self.words["number"]["decimal"])


def _listed(items: list[str], joiner: str) -> str:
    """“a”, “a and b”, “a, b and c”."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {joiner} {items[-1]}" if items else ""


def _plain(condition: Condition) -> _Said:
    if condition.test == "not":
        return _opposite(condition.parts[0])
    if condition.question is None:
        return _gather(condition.test, [_plain(part) for part in condition.parts])
    return _leaf(condition)


def _opposite(condition: Condition) -> _Said:
    if condition.test == "not":
        return _plain(condition.parts[0])
    if condition.question is None:
        return _gather(_OPPOSITE[condition.test], [_opposite(part) for part in condition.parts])
    said = _leaf(condition)
    negated = said.key.removeprefix("not_") if said.key.startswith("not_") else f"not_{said.key}"
    return replace(said, key=negated)


def _leaf(leaf: Condition) -> _Said:
    test = {"in": "is"}.get(leaf.test, leaf.test)
    if leaf.answered is False:
        test = "not_answered"
    answers = tuple(code for code in (leaf.is_, leaf.has, *(leaf.in_ or ())) if code is not None)
    number = leaf.at_least if leaf.at_least is not None else leaf.at_most
    return _Said(test, name=str(leaf.question), answers=answers, number=number)


def _gather(key: str, parts: list[_Said]) -> _Said:
    """Combinations of one kind become one; answers to one question that mean “one of these” become one list."""
    flat = [inner for part in parts for inner in (part.parts if part.key == key else (part,))]
    found: list[_Said] = []
    for part in flat:
        place = next((i for i, other in enumerate(found) if _together(key, other, part)), None)
        if place is None:
            found.append(part)
        else:
            merged = dict.fromkeys((*found[place].answers, *part.answers))
            found[place] = replace(found[place], answers=tuple(merged))
    return found[0] if len(found) == 1 else _Said(key, parts=tuple(found))


def _together(key: str, one: _Said, other: _Said) -> bool:
    """“a or b” and “neither a nor b” of the same question can be said as one list of answers."""
    mergeable = ("is", "has") if key == "any" else ("not_is", "not_has")
    same = (one.key, one.name) == (other.key, other.name)
    return one == other or (same and one.key in mergeable)
