"""What was done with the numbers behind a printed one, worked out again from its sources.

Written apart from the code that makes reports: a mistake there is not repeated here. `value` reads expressions such as
`words(difference(cell, counts_of_base:3), interval:1)`: a name takes so many sources, or the results in its brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reports.word.bound import Source

Result = Fraction | bool | Source
_PART = re.compile(r"[a-z_]+\d*|:\d+|[(),]")
_INTERVAL = re.compile(r"([\[(])(\S+), (\S+)([\])])")
_VERDICTS: dict[str, tuple[str, ...]] = {"clear": ("clear",), "slight": ("slight",), "none": ("none",)}
_VERDICTS |= {"untold": ("untested", "hidden"), "quiet": ("none", "untested", "hidden")}
_TELLING = ("clear", "slight")


class Untold(Exception):
    """The sources do not say: a number is missing, or the expression is unknown."""


def value(how: str, sources: Sequence[Source]) -> Result:
    """The number an expression gives, or whether what it claims is true; `Untold` when that cannot be said."""
    reader = _Reader(_PART.findall(how.replace(" ", "")), list(sources))
    found = reader.expression(len(sources))
    if reader.words or reader.sources:
        raise Untold(how)
    return found


@dataclass
class _Reader:
    words: list[str]
    sources: list[Source]

    def expression(self, rest: int) -> Result:
        if not self.words:
            raise Untold("")
        name = self.words.pop(0)
        if self.words and self.words[0] == "(":
            return _combined(name, self._arguments())
        count = int(self.words.pop(0)[1:]) if self.words and self.words[0].startswith(":") else None
        taken = 1 if name == "cell" else rest if count is None else count
        used, self.sources = self.sources[:taken], self.sources[taken:]
        return _leaf(name, used)

    def _arguments(self) -> list[Result]:
        found: list[Result] = []
        while self.words and self.words.pop(0) != ")":
            found.append(self.expression(1))
        return found


def _number(source: Source) -> Fraction:
    if source.number is None:
        raise Untold(source.item)
    return Fraction(repr(source.number))


def _leaf(name: str, sources: list[Source]) -> Result:
    if name == "interval":
        return sources[0]
    if name.startswith("branch_"):
        return _claimed(name.removeprefix("branch_"), sources)
    if name == "count_of":
        return Fraction(len(sources))
    numbers = [_number(source) for source in sources]
    if name not in _LEAVES or not numbers:
        raise Untold(name)
    return _LEAVES[name](numbers)


_LEAVES: dict[str, Callable[[list[Fraction]], Result]] = {
    "cell": lambda x: x[0],
    "number_of": lambda x: x[0],
    "as_percent": lambda x: 100 * x[0],
    "sum": lambda x: sum(x, Fraction(0)),
    "counts_of_base": lambda x: 100 * sum(x[:-1], Fraction(0)) / x[-1],
    "rest_of_scale": lambda x: 100 - sum(x, Fraction(0)),
    "share_of_groups": lambda x: 100 * x[0] / sum(x, Fraction(0)),
    "small_p": lambda x: x[0] < Fraction(1, 1000),
}


def _claimed(branch: str, sources: list[Source]) -> bool:
    """Whether findings are what a sentence says; the groups at their ends too, where the sentence names them."""
    expected = [source for source in sources if source.measure == "expected"]
    found = [source for source in sources if source.measure == "finding"]
    as_expected = all(_ends_agree(one.group, found[0].group) for one in expected)
    if branch == "reversed":
        return found[0].answer in _TELLING and not as_expected
    return all(source.answer in _VERDICTS[branch] for source in found) and (
        as_expected or branch not in _TELLING
    )


def _ends_agree(expected: str, found: str) -> bool:
    return all(one in ("", other) for one, other in zip(expected.split(">"), found.split(">"), strict=True))


def _combined(name: str, parts: list[Result]) -> Result:
    if name == "words":
        return _within(_as_number(parts[0]), parts[1])
    if name in ("all", "not"):
        whole = all(part is True for part in parts)
        return whole if name == "all" else not whole
    numbers = [_as_number(part) for part in parts]
    stem, _, detail = name.rpartition("_")
    if stem == "place":
        return _placed(int(detail), numbers)
    if stem in _ORDERS:
        a, b = (rounded(number, int(detail)) for number in numbers)
        return _ORDERS[stem](a, b)
    if name not in _PAIRS or len(numbers) != 2:
        raise Untold(name)
    return _PAIRS[name](*numbers)


_ORDERS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "above": lambda a, b: a > b,
    "below": lambda a, b: a < b,
    "least": lambda a, b: a >= b,
    "most": lambda a, b: a <= b,
}
_PAIRS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "difference": lambda a, b: a - b,
    "distance": lambda a, b: abs(a - b),
    "ratio": lambda a, b: a / b,
    "percent_of": lambda a, b: 100 * a / b,
    "of_base": lambda a, b: rounded(a * b / 100, 0),
}


def _as_number(part: Result) -> Fraction:
    if isinstance(part, (bool, Source)):
        raise Untold(str(part))
    return part


def _within(number: Fraction, interval: Result) -> bool:
    found = _INTERVAL.fullmatch(interval.measure) if isinstance(interval, Source) else None
    if found is None:
        raise Untold("interval")
    opening, low, high, closing = found.groups()
    x = rounded(number, 9)
    above = x > Fraction(low) or (opening == "[" and x == Fraction(low))
    return above and (high == "inf" or x < Fraction(high) or (closing == "]" and x == Fraction(high)))


def _placed(place: int, numbers: list[Fraction]) -> bool:
    """Whether the first number has that place among all, the largest first; equal ones share their places."""
    own, others = numbers[0], numbers[1:]
    return sum(x > own for x in others) < place <= 1 + sum(x >= own for x in others)


def rounded(number: Fraction, places: int) -> Fraction:
    """Half away from zero; what is closer to a tie than a thousand-millionth is that tie."""
    scale = 10**places
    near = Fraction(round(abs(number) * 10**9), 10**9)
    whole = (near * scale + Fraction(1, 2)).__floor__()
    return Fraction(whole if number >= 0 else -whole, scale)
