"""Codes → words, joined last: what items, answers, segments and groups are called, and in which order.

Labels come from the questionnaire (short ones where there are any), orders from questionnaire and plan. Nested and
narrowed segments, and items worked out from several answers, have names put together from those.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.plan import FILTERED, NESTED, Index, Plan, background_of, groups_of
from analysis.results import ALL, TOTAL
from reports.style.narrowed import Narrowed, joined
from reports.word.bound import Ledger, Source, harmless, with_numerals
from survey.model import MultipleChoice, Option, Questionnaire, Scale, Variable
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
    ledger: Ledger | None = None
    """Where there is one, numbers inside words (a year, an income bracket) are bound to what they stand in."""

    def text(self, text: Text, of: str = "") -> str:
        """`text` in this language, or in the first language it has; `of` is what it is the text of."""
        return self.bound(harmless(text.get(self.language) or next(iter(text.values()))), of)

    def bound(self, words: str, of: str, frame: str = "questionnaire") -> str:
        """`words` with their own numbers bound."""
        return words if self.ledger is None else with_numerals(words, Source(frame, item=of), self.ledger)

    def question(self, question: str) -> str:
        """What respondents were asked; of an index, its name."""
        index = self._index(question)
        return self.text(index.label if index else self.questionnaire.question(question).text, question)

    def item(self, item: str) -> str:
        """The full label of an item: a statement, a tick's option, the question; a number of ticks says so."""
        label = self.text(self.variable(item).label, item)
        return self._ticks(label) if self.counts_ticks(item) else label

    def short(self, item: str) -> str:
        """The label of a data column for narrow places; the full one when there is no short one."""
        short = self.variable(item).short
        return self.text(short, item) if short else self.item(item)

    def answer(self, item: str, code: str) -> str:
        """What an answer code of a data column means."""
        return self.text(_option(self.variable(item).options, code).label, f"{item}={code}")

    def answer_short(self, item: str, code: str) -> str:
        """The same for narrow places."""
        return _short(self, _option(self.variable(item).options, code), f"{item}={code}")

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
        """The data column of that name, or the number worked out from several (an index, or a question's ticks)."""
        known = self.questionnaire.variables.get(item)
        if known is not None:
            return known
        index = self._index(item)
        if index is None and not self.counts_ticks(item):
            raise KeyError(item)
        label = index.label if index else self.questionnaire.question(item).text
        return Variable(name=item, question=item, kind="number", label=label)

    def counts_ticks(self, item: str) -> bool:
        """Whether the item is the number of ticks of a multiple choice, which bears the question's id."""
        columns = self.questionnaire.columns
        return item in columns and isinstance(self.questionnaire.question(item), MultipleChoice)

    def segment(self, segment: str) -> str:
        """The name of a segment; of `TOTAL`, the word for everyone."""
        if segment == TOTAL:
            return str(self.words["labels"]["all"])
        base, _, crosstab = segment.partition(FILTERED)
        first, *others = [self._own_name(part) for part in self._parts(base)]
        whole = joined([first, *map(_lower, others)], str(self.words["labels"]["and"])) if others else first
        return self._narrowed(whole, crosstab) if crosstab else whole

    def group(self, segment: str, group: str) -> str:
        """The name of a group; of `ALL`, the word for everyone."""
        if segment == TOTAL or group == ALL:
            return str(self.words["labels"]["all"])
        of = f"{segment}={group}"
        return self._side_by_side([self.text(o.label, of) for o in self._group_options(segment, group)])

    def group_short(self, segment: str, group: str) -> str:
        """The same for narrow places."""
        if segment == TOTAL or group == ALL:
            return self.group(segment, group)
        of = f"{segment}={group}"
        return self._side_by_side([_short(self, o, of) for o in self._group_options(segment, group)])

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

    def _index(self, name: str) -> Index | None:
        return next((index for index in self.plan.indexes if index.id == name), None)

    def _ticks(self, question: str) -> str:
        quoted = str(self.words["labels"]["who"]["quote"]).format(text=question.strip().removesuffix("."))
        return str(self.words["labels"]["ticks"]).format(question=quoted)

    def _parts(self, segment: str) -> list[str]:
        """The segments that a nested one is made of, however deep; itself when it is none."""
        plan = self.plan.segment(segment)
        if plan.kind != "nested":
            return [segment]
        return [inner for part in plan.of for inner in self._parts(part)]

    def _own_name(self, segment: str) -> str:
        plan = self.plan.segment(segment)
        background = background_of(plan, self.questionnaire)
        return self.text(background.label, segment) if background else self.short(plan.source)

    def _narrowed(self, whole: str, crosstab: str) -> str:
        where = next(c.where for c in self.plan.crosstabs if c.id == crosstab)
        assert where is not None
        clause = Narrowed.of(self).clause(where)
        return self.bound(str(self.words["labels"]["only"]).format(segment=whole, clause=clause), crosstab)

    def _side_by_side(self, names: list[str]) -> str:
        return names[0] if len(names) == 1 else str(self.words["labels"]["nested_groups"]).join(names)

    def _group_options(self, segment: str, group: str) -> list[Option]:
        """The option of each part of a nested group's code; one option for any other."""
        parts = self._parts(segment.partition(FILTERED)[0])
        codes = group.split(NESTED) if len(parts) > 1 else [group]
        if len(codes) != len(parts):
            raise KeyError(group)
        return [_option(self._options(part), code) for part, code in zip(parts, codes, strict=True)]

    def _options(self, segment: str) -> tuple[Option, ...]:
        plan = self.plan.segment(segment)
        background = background_of(plan, self.questionnaire)
        return background.options if background else self.variable(plan.source).options


def _short(labels: Labels, option: Option, of: str) -> str:
    return labels.text(option.short or option.label, of)


def _lower(name: str) -> str:
    """With a small first letter inside a sentence, unless the word is an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _option(options: tuple[Option, ...], code: str) -> Option:
    for option in options:
        if option.code == code:
            return option
    raise KeyError(code)
