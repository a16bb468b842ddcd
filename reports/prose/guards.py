"""Guarded sentences: what a comparison rests on, which of its wordings is true now, and what was told.

`{% guard %}` in a chapter (see `reports.prose.guard_tag`) makes a `Verdict`; its branch is told, and its comparing
words are bound to the finding or to the numbers, so that a trace can try them again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from reports.prose.comparing import Comparing
from reports.prose.compose import composed
from reports.prose.findings import Findings
from reports.prose.guard_tag import OF_FINDING, OF_NUMBERS
from reports.prose.published import Comparison
from reports.prose.sizes import Sizes
from reports.prose.spans import alike
from reports.prose.values import Unknown, Value, Wording
from reports.style.format import round_half_away
from reports.word.bound import Binding, Source, bare

_SIGNS: dict[str, tuple[str, Callable[[float, float], bool]]] = {
    ">": ("above", lambda a, b: a > b),
    "<": ("below", lambda a, b: a < b),
    ">=": ("least", lambda a, b: a >= b),
    "<=": ("most", lambda a, b: a <= b),
}


@dataclass(frozen=True)
class Told:
    """A guarded sentence as it was written."""

    where: str  # chapter and line
    rests_on: str
    expected: str
    written: str
    text: str


@dataclass
class Verdict:
    """What a guard found: the branch that is true, and what its words are bound to. `it` inside a guard."""

    branch: str
    expected: str
    branches: tuple[str, ...]
    rests_on: str
    binding: Binding | None
    telling: Telling
    caution: str = ""
    default: Callable[[], str] = str
    facts: dict[str, Any] = field(default_factory=dict)
    told: bool = False

    def tell(self, branch: str, where: str, caller: Callable[[], str]) -> str:
        """The text of a branch when it is the true one, else nothing. An unknown branch is refused (R034)."""
        name = branch or self.expected
        if name not in self.branches:
            raise Unknown("R034", name, allowed=", ".join(self.branches))
        if name != self.branch:
            if self.telling.trying:
                caller()  # a mistake in any branch is found before there are data that make it true
            return ""
        text = self._bound(caller().strip())
        self.told = bool(text or branch)  # no words before the first branch: those of the text files
        if not self.told:
            return ""
        self._note(where, text)
        return f"{text} {self.telling.literal(self.caution)}" if self.caution and text else text

    def rest(self, where: str) -> str:
        """The words of the text files, when the author has none for the true branch."""
        if self.told:
            return ""
        self.told = True
        text = self._bound(self.default())
        self._note(where, text)
        return self.telling.literal(f"{text} {self.caution}".strip() if text else "")

    def __getattr__(self, name: str) -> Any:
        facts = self.__dict__.get("facts", {})
        if name in facts:
            return facts[name]
        raise AttributeError(name)

    def _bound(self, text: str) -> str:
        if self.binding is None or not text:
            return text
        return self.telling.comparing.bound(text, self.binding, self.telling.sizes.numbers.ledger)

    def _note(self, where: str, text: str) -> None:
        self.telling.told.append(Told(where, self.rests_on, self.expected, self.branch, _plain(text)))


@dataclass
class Telling:
    """The functions `guard` and `holds` of chapters, and every guarded sentence in the order told."""

    findings: Findings
    sizes: Sizes
    words: dict[str, Any]  # `guards` of the text files
    comparing: Comparing
    literal: Callable[[str], str]  # text as Markdown that shows it as it is
    told: list[Told] = field(default_factory=list)
    trying: bool = False  # fill in every branch, as `svar check` does

    def functions(self) -> dict[str, Callable[..., Any]]:
        """Name in chapters → function."""
        return {"guard": self.guard, "holds": self.holds}

    def guard(self, rests_on: str | Verdict, by: str = "", **expected: str) -> Verdict:
        """The verdict on an item by a segment; `high` and `low` are the ends expected, `expects` the branch."""
        if isinstance(rests_on, Verdict):
            return replace(rests_on, expected=expected.get("expects", "holds"))
        unknown = set(expected) - {"high", "low", "expects"}
        if unknown:
            raise Unknown("R034", min(unknown), allowed="by, expects, high, low")
        self.findings.finding(rests_on, by)
        for end in ("high", "low"):
            if end in expected:
                self.findings.numbers.names.group(by, expected[end])
        return self._verdict(self.findings.numbers.published.tests[rests_on, by], expected)

    def _verdict(self, test: Comparison, expected: dict[str, str]) -> Verdict:
        branch, sources = _branch(test, expected), [test.source]
        if any(end in expected for end in ("high", "low")):
            ends = f"{expected.get('high', '')}>{expected.get('low', '')}"
            sources.append(Source("chapter", test.item, test.segment, ends, "expected"))
        name = self.findings.numbers.labels.segment(test.segment)
        values = self.findings.ends(test) if test.high and test.low else ()
        said = [f"{g} {v:s}" for g, v in zip((test.high, test.low), values, strict=False)]
        told = f" ({', '.join(said)})" if branch in ("clear", "slight", "reversed") else ""
        made = Verdict(
            branch,
            expected.get("expects", "clear"),
            OF_FINDING,
            f"{test.item} by {test.segment}{told}",
            Binding("", tuple(sources), f"branch_{branch}"),
            self,
            default=lambda: self._default(test, branch, name),
        )
        if branch in ("clear", "slight", "reversed"):
            made.caution = self.findings.caution([test])
        made.facts = self._facts(test, branch)
        return made

    def _facts(self, test: Comparison, branch: str) -> dict[str, Any]:
        """What a branch may say of the ends: their values, names, how far apart they are. Nothing without a finding."""
        if branch in ("none", "untold"):
            hidden = Value.of(self.findings.numbers.hidden, None)
            return dict.fromkeys(("high", "low", "high_name", "low_name", "compared"), hidden) | {
                "shown": False
            }
        high, low = self.findings.ends(test)
        names = [Wording.marked(self.findings.name(test.segment, group)) for group in (test.high, test.low)]
        shown = high.number is not None and low.number is not None
        return {
            "high": high,
            "low": low,
            "high_name": names[0],
            "low_name": names[1],
            "shown": shown,
            "compared": self._compared(high, low) if shown else Value.of(self.findings.numbers.hidden, None),
        }

    def _compared(self, high: Value, low: Value) -> Value:
        """How the ends compare in words; a number without a scale (of ticks) has no words for that."""
        try:
            return self.sizes.apart(high, low)
        except Unknown:
            return Value.of(self.findings.numbers.format.missing, None)

    def _default(self, test: Comparison, branch: str, segment: str) -> str:
        if branch in ("clear", "slight", "reversed"):
            return " ".join(self.findings.sentences([test]))
        item = self.findings.quoted(self.findings.numbers.labels.short(test.item))
        return str(self.words[branch]).format(item=item, segment=self.findings.inside(segment))

    def holds(self, first: Value, *rest: Any) -> Verdict:
        """Whether numbers of everyone's stand as said: `holds(a, ">", b)`, also `holds(a, ">", b, ">", c)`.

        They do when it is true of the numbers and of what is printed of them. Hidden ones can say nothing.
        """
        signs, values = rest[::2], (first, *rest[1::2])
        if not signs or len(values) != len(signs) + 1 or not set(signs) <= set(_SIGNS):
            raise Unknown("R034", " ".join(str(sign) for sign in signs), allowed=", ".join(_SIGNS))
        rests_on = " ".join(_name(part) for part in (first, *rest))
        pairs = list(zip(values, signs, values[1:], strict=False))
        found = [self._pair(a, sign, b) for a, sign, b in pairs]
        if any(one is None for one in found):
            return Verdict("untold", "holds", OF_NUMBERS, rests_on, None, self)
        known = [one for one in found if one is not None]
        branch = "holds" if all(true for true, _ in known) else "otherwise"
        whole = composed("all", [binding for _, binding in known])
        binding = whole if branch == "holds" else composed("not", [whole])
        return Verdict(branch, "holds", OF_NUMBERS, rests_on, binding, self)

    def _pair(self, first: Value, sign: str, second: Value) -> tuple[bool, Binding] | None:
        pair = alike(first, second)
        if pair is None or first.number is None or second.number is None:
            return None
        name, true = _SIGNS[sign]
        mark = self.findings.numbers.format.decimal_mark
        places = int(any(mark in str.__str__(value) for value in (first, second)))
        seen = (_seen(first.number, places), _seen(second.number, places))
        return true(*seen), composed(f"{name}_{places}", pair)


def _seen(number: float, places: int) -> float:
    return float(round_half_away(number, places))


def _branch(test: Comparison, expected: dict[str, str]) -> str:
    if test.verdict not in ("clear", "slight"):
        return "none" if test.verdict == "none" else "untold"
    ends = {"high": test.high, "low": test.low}
    as_expected = all(ends[end] == group for end, group in expected.items() if end in ends)
    return test.verdict if as_expected else "reversed"


def _name(part: object) -> str:
    """A number with the items it is of, or a sign."""
    if not isinstance(part, Value):
        return str(part)
    items = dict.fromkeys(source.item for source in (part.binding.sources if part.binding else ()))
    return f"{' + '.join(filter(None, items))} ({str.__str__(part)})"


def _plain(text: str) -> str:
    """A Markdown text as a reader sees it, more or less: for the list of changes."""
    return " ".join(bare(text).replace("\\", "").split())
