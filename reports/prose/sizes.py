"""Words for how large a share is, and how two numbers of everyone's compare: the words that the numbers carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from analysis.results import ALL, TOTAL
from reports.prose.compose import composed
from reports.prose.numbers import Numbers
from reports.prose.spans import alike
from reports.prose.values import Unknown, Value
from reports.prose.vocabulary import chosen, rule
from reports.word.bound import Binding, Source

Vocabulary = Mapping[str, Any]


@dataclass(frozen=True)
class Sizes:
    """The functions `about_share`, `about`, `compared` and `times` of chapters."""

    numbers: Numbers
    words: Vocabulary  # `vocabulary` of the text files

    def functions(self) -> dict[str, Callable[..., Any]]:
        """Name in chapters → function."""
        return {name: getattr(self, name) for name in ("about_share", "about", "compared", "times")}

    def about_share(self, item: str, *answers: str, segment: str = TOTAL, group: str = ALL) -> Value:
        """The share in words, «just over half»; asked for as with `share`."""
        return self.about(self.numbers.share(item, *answers, segment=segment, group=group))

    def about(self, share: Value) -> Value:
        """A share in words."""
        if share.number is None or share.binding is None:
            return share
        if not share.percent:
            raise Unknown("R031", str.__str__(share), other="%")
        return self._worded("shares", share.number, share.binding)

    def compared(self, first: Value, second: Value) -> Value:
        """How the first number compares with the second, «somewhat larger than». Not for groups (R032)."""
        return self.apart(first, second) if self._of_everyone(first, second) else first

    def times(self, first: Value, second: Value) -> Value:
        """How many times the second the first is, in words, «more than twice as large as». Not for groups."""
        pair = alike(first, second) if self._of_everyone(first, second) else None
        if pair is None or not second.number:
            return Value.of(self.numbers.hidden, None)
        return self._worded("ratios", (first.number or 0) / second.number, composed("ratio", pair))

    def apart(self, first: Value, second: Value) -> Value:
        """`compared` without its condition: for the groups of a finding, inside its guard."""
        pair = alike(first, second)
        if pair is None:
            return Value.of(self.numbers.hidden, None)
        number, binding = (first.number or 0) - (second.number or 0), composed("difference", pair)
        if not first.percent:
            width = self._width(pair[0].sources[0].item)
            number, binding = (
                100 * number / (width.number or 1),
                composed("percent_of", [binding, Binding("", (width,))]),
            )
        return self._worded("differences" if first.percent else "distances", number, binding)

    def _of_everyone(self, *values: Value) -> bool:
        for value in values:
            for source in value.binding.sources if value.binding else ():
                if source.segment not in ("", TOTAL):
                    raise Unknown("R032", source.segment)
        return True

    def _worded(self, table: str, number: float, binding: Binding) -> Value:
        written, words = chosen(self.words[table], number)
        bound = composed("words", [binding], rule(table, written), leaf="interval")
        return Value.from_(replace(bound, printed=str(words)), number, self.numbers.ledger)

    def _width(self, item: str) -> Source:
        """From the lowest to the highest answer of the item's scale."""
        codes = [float(code) for code in self.numbers.labels.answers(item)]
        width = max(codes) - min(codes) if codes else 0.0
        if not width:
            raise Unknown("R033", item)
        return Source("questionnaire", item=item, measure="width", number=width)
