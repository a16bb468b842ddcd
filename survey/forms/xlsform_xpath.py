"""Conditions → XPath as ODK and Enketo evaluate it, with the meaning of `survey.conditions.holds`.

A platform may keep the value of a question that became hidden (Enketo does). So every leaf is guarded by what must
hold for its own column to be asked, unless that is certain where the expression stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from survey.conditions import Condition, column_of
from survey.model import Option, Questionnaire, SingleChoice

Given = frozenset[Condition]
"""Conditions that hold wherever the expression is evaluated."""
NOTHING: Given = frozenset()


def quoted(text: str) -> str:
    """A string literal; XPath 1 has no escapes, so the kind of quotes depends on the text."""
    return f'"{text}"' if "'" in text else f"'{text}'"


def decimal(value: float) -> str:
    """A number without exponent or needless decimals."""
    return str(int(value)) if value == int(value) else f"{value:.10f}".rstrip("0")


@dataclass(frozen=True)
class Routes:
    """Writes the conditions of one questionnaire (without repeated blocks, see `Questionnaire.flat`)."""

    questionnaire: Questionnaire

    def every(self, conditions: Iterable[Condition | None], given: Given = NOTHING) -> str:
        """All of `conditions`, without brackets around the whole; empty when nothing is left to ask."""
        return " and ".join(self._parts(conditions, given))

    def some(self, conditions: Iterable[Condition], given: Given = NOTHING) -> str:
        """At least one of `conditions`, in brackets when there are several."""
        return _either([self._whole(condition, given) for condition in dict.fromkeys(conditions)])

    def _parts(self, conditions: Iterable[Condition | None], given: Given) -> list[str]:
        found: list[str] = []
        for condition in conditions:
            if condition is None or condition in given:
                continue
            found += self._conjuncts(condition, given)
            given |= {condition}
        return list(dict.fromkeys(found))

    def _conjuncts(self, condition: Condition, given: Given) -> list[str]:
        if condition.all_ is not None:
            return self._parts(condition.all_, given)
        if condition.any_ is not None:
            return [self.some(condition.any_, given)]
        if condition.not_ is not None:
            return [_negated(self._conjuncts(condition.not_, given))]
        return self._leaf(condition, given)

    def _whole(self, condition: Condition, given: Given) -> str:
        return _both(self._conjuncts(condition, given)) or "true()"

    def _leaf(self, leaf: Condition, given: Given) -> list[str]:
        variable = self.questionnaire.variables[column_of(leaf)]
        asked = self._parts((*variable.conditions, variable.offered), given)
        if variable.kind == "tick":
            code = variable.name.removeprefix(f"{variable.question}_")
            return [*asked, f"selected(${{{variable.question}}}, {quoted(code)})"]
        name = f"${{{leaf.question}}}"
        answered = [*asked, *self._test(leaf, name, given)]
        if leaf.answered is not False:
            return answered
        return [f"{name} = ''" if answered == [f"{name} != ''"] else _negated(answered)]

    def _test(self, leaf: Condition, name: str, given: Given) -> list[str]:
        if leaf.at_least is not None:
            return [f"{name} != ''", f"{name} >= {decimal(leaf.at_least)}"]
        if leaf.at_most is not None:
            return [f"{name} != ''", f"{name} <= {decimal(leaf.at_most)}"]
        options = self._hideable(leaf)
        if leaf.answered is not None and not options:
            return [f"{name} != ''"]
        codes = leaf.in_ or ((leaf.is_,) if leaf.is_ is not None else tuple(options))
        return [_either([self._chosen(name, code, options.get(code), given) for code in codes])]

    def _chosen(self, name: str, code: str, option: Option | None, given: Given) -> str:
        offered = [] if option is None or option.when is None else self._parts([option.when], given)
        return _both([*offered, f"{name} = {quoted(code)}"])

    def _hideable(self, leaf: Condition) -> dict[str, Option]:
        """The options of a single choice of which some are not offered to everybody; empty for all other questions."""
        question = self.questionnaire.question(self.questionnaire.variables[column_of(leaf)].question)
        if not isinstance(question, SingleChoice) or question.id != leaf.question:
            return {}
        options = self.questionnaire.options_of(question)
        return {option.code: option for option in options} if any(option.when for option in options) else {}


def _negated(parts: list[str]) -> str:
    if len(parts) == 1 and parts[0].startswith("("):
        return f"not{parts[0]}"
    return f"not({' and '.join(parts) or 'true()'})"


def _both(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({' and '.join(parts)})" if parts else ""


def _either(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"
