"""Codes → words, joined last: what items, answers, segments and groups are called, and in which order.

Labels come from the questionnaire (short ones where there are any), orders from questionnaire and plan.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.plan import Plan, background_of, groups_of
from analysis.results import ALL, TOTAL
from survey.model import Option, Questionnaire, Scale, Variable
from survey.text import Text
from survey.words import Words

COUNTED = ("single", "tick", "item", "number")
"""The kinds of data column that show answers as they were given: not open text, not its categories."""


@dataclass(frozen=True)
class Labels:
    """The words of one study in one language. Unknown names raise KeyError: loading a file catches them."""

    questionnaire: Questionnaire
    plan: Plan
    language: str
    words: Words
    """The language's reports/text/<language>.yaml; only `labels` is used here."""

    def text(self, text: Text) -> str:
        """`text` in this language, or in the first language it has."""
        return text.get(self.language) or next(iter(text.values()))

    def question(self, question: str) -> str:
        """What respondents were asked."""
        return self.text(self.questionnaire.question(question).text)

    def item(self, item: str) -> str:
        """The full label of a data column: an item's statement, a tick's option, or the question itself."""
        return self.text(self.variable(item).label)

    def short(self, item: str) -> str:
        """The label of a data column for narrow places; the full one when there is no short one."""
        variable = self.variable(item)
        return self.text(variable.short or variable.label)

    def answer(self, item: str, code: str) -> str:
        """What an answer code of a data column means."""
        return self.text(_option(self.variable(item).options, code).label)

    def answer_short(self, item: str, code: str) -> str:
        """The same for narrow places."""
        return _short(self, _option(self.variable(item).options, code))

    def answers(self, item: str) -> tuple[str, ...]:
        """The answer codes of a data column in their order, without declared non-answers."""
        return self.variable(item).substantive

    def items(self, question: str) -> tuple[str, ...]:
        """The closed data columns of a question in the order asked, without text fields and coded answers."""
        found = self.questionnaire.variables.values()
        return tuple(
            v.name for v in found if v.question == question and v.kind in ("single", "tick", "item", "number")
        )

    def variable(self, item: str) -> Variable:
        """The data column of that name."""
        return self.questionnaire.variables[item]

    def segment(self, segment: str) -> str:
        """The name of a segment; of `TOTAL`, the word for everyone."""
        if segment == TOTAL:
            return str(self.words["labels"]["all"])
        plan = self.plan.segment(segment)
        background = background_of(plan, self.questionnaire)
        return self.text(background.label) if background else self.short(plan.source)

    def group(self, segment: str, group: str) -> str:
        """The name of a group; of `ALL`, the word for everyone."""
        if segment == TOTAL or group == ALL:
            return str(self.words["labels"]["all"])
        return self.text(_option(self._group_options(segment), group).label)

    def group_short(self, segment: str, group: str) -> str:
        """The same for narrow places."""
        if segment == TOTAL or group == ALL:
            return self.group(segment, group)
        return _short(self, _option(self._group_options(segment), group))

    def groups(self, segment: str) -> tuple[str, ...]:
        """The group codes of a segment in their order; of `TOTAL`, only `ALL`."""
        return (ALL,) if segment == TOTAL else groups_of(self.plan, segment, self.questionnaire)

    def ordinal_ends(self, item: str) -> tuple[str, str]:
        """The labels of a scale's lowest and highest answer."""
        codes = self.answers(item)
        return self.answer(item, codes[0]), self.answer(item, codes[-1])

    def top(self, item: str) -> tuple[str, ...]:
        """The codes counted as the high end of the item's scale; empty when it has none."""
        scale = self._scale(item)
        return scale.top if scale else ()

    def bottom(self, item: str) -> tuple[str, ...]:
        """The codes counted as the low end."""
        scale = self._scale(item)
        return scale.bottom if scale else ()

    def _scale(self, item: str) -> Scale | None:
        return self.questionnaire.scales.get(self.variable(item).scale or "")

    def _group_options(self, segment: str) -> tuple[Option, ...]:
        plan = self.plan.segment(segment)
        background = background_of(plan, self.questionnaire)
        return background.options if background else self.variable(plan.source).options


def _short(labels: Labels, option: Option) -> str:
    return labels.text(option.short or option.label)


def _option(options: tuple[Option, ...], code: str) -> Option:
    for option in options:
        if option.code == code:
            return option
    raise KeyError(code)
