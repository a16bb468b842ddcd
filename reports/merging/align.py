"""Which paragraph of the edited file is which of the original: by bookmark, by equal words, by likeness."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from reports.merging.body import Text

SAME = 0.3
"""Likeness from which a bookmark is believed before other paragraphs have been tried."""
LIKE = 0.6
"""Likeness from which two paragraphs without a common bookmark are the same, rewritten."""
DOUBT = 0.05
"""When the second best is as near as this to the best, nobody can tell."""

_TYPOGRAPHY = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u2011": "-",
        "\u00ad": "",
        "“": '"',
        "”": '"',
        "„": '"',
        "’": "'",
        "‘": "'",
        "…": "...",
    }
)
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+|[^\w\s]")


def normal(text: str) -> str:
    """The text without what Word changes by itself: kinds of spaces, quotation marks, hyphens."""
    return _SPACE.sub(" ", text.translate(_TYPOGRAPHY)).strip()


def likeness(one: str, other: str) -> float:
    """From 0 to 1: how much of two texts is the same words in the same order."""
    words, others = _words(one), _words(other)
    return SequenceMatcher(None, words, others, autojunk=False).ratio() if words and others else 0.0


def _words(text: str) -> list[str]:
    return _WORD.findall(normal(text).lower())


@dataclass
class Aligned:
    """Pairs of positions (original, edited), and what is in doubt: an edited paragraph and what it may have been."""

    pairs: dict[int, int] = field(default_factory=dict)
    doubts: list[tuple[int, list[int]]] = field(default_factory=list)

    def moved(self) -> set[int]:
        """Originals that stand elsewhere: all but the longest run of pairs in rising order."""
        kept = _rising([self.pairs[b] for b in sorted(self.pairs)])
        return {b for b, e in self.pairs.items() if e not in kept}


def align(before: Sequence[Text], after: Sequence[Text]) -> Aligned:
    """Pair the paragraphs; every one at most once."""
    made = _Aligner(before, after)
    made.same_mark(lambda b, e: normal(before[b].text) == normal(after[e].text))
    made.same_words()
    made.same_mark(lambda b, e: likeness(before[b].text, after[e].text) >= SAME)
    made.like()
    made.same_mark(lambda b, e: e not in made.doubtful)
    return made.aligned


class _Aligner:
    def __init__(self, before: Sequence[Text], after: Sequence[Text]) -> None:
        self.before, self.after = before, after
        self.aligned = Aligned()
        self.marked = {mark: i for i, text in enumerate(before) for mark in text.read.marks}
        self.taken: set[int] = set()

    @property
    def doubtful(self) -> set[int]:
        return {e for e, _ in self.aligned.doubts}

    def free(self) -> tuple[list[int], list[int]]:
        before = [i for i in range(len(self.before)) if i not in self.aligned.pairs]
        return before, [i for i in range(len(self.after)) if i not in self.taken]

    def pair(self, b: int, e: int) -> None:
        self.aligned.pairs[b] = e
        self.taken.add(e)

    def same_mark(self, fits: Callable[[int, int], bool]) -> None:
        for e in self.free()[1]:
            for mark in self.after[e].read.marks:
                b = self.marked.get(mark)
                if b is not None and b not in self.aligned.pairs and e not in self.taken and fits(b, e):
                    self.pair(b, e)

    def same_words(self) -> None:
        """Equal paragraphs: first in order between their neighbours, then anywhere when there is but one."""
        before, after = self.free()
        words = [
            [normal(texts[i].text) for i in which]
            for texts, which in ((self.before, before), (self.after, after))
        ]
        for block in SequenceMatcher(None, words[0], words[1], autojunk=False).get_matching_blocks():
            for i in range(block.size):
                self.pair(before[block.a + i], after[block.b + i])
        for e in self.free()[1]:
            alike = [b for b in self.free()[0] if normal(self.before[b].text) == normal(self.after[e].text)]
            if len(alike) == 1:
                self.pair(alike[0], e)

    def like(self) -> None:
        """Rewritten paragraphs whose bookmark is lost, the likest first."""
        before, after = self.free()
        good = sorted(self._likely(before, after), reverse=True)
        for score, b, e in good:
            if b in self.aligned.pairs or e in self.taken or e in self.doubtful:
                continue
            rivals = [
                other for near, other, same in good
                if same == e and other != b and other not in self.aligned.pairs and near > score - DOUBT
            ]  # fmt: skip
            between = [one for one in (b, *rivals) if self._between(one, e)]
            if len(between) == 1:
                self.pair(between[0], e)
            elif rivals:
                self.aligned.doubts.append((e, [b, *rivals]))
            else:
                self.pair(b, e)

    def _likely(self, before: list[int], after: list[int]) -> Iterator[tuple[float, int, int]]:
        """Likeness and positions of the pairs that are alike; most are ruled out by their words alone."""
        old, new = (
            {i: Counter(_words(texts[i].text)) for i in which}
            for texts, which in ((self.before, before), (self.after, after))
        )
        for b in before:
            for e in after:
                shared = 2 * (old[b] & new[e]).total()
                if shared and shared >= LIKE * (old[b].total() + new[e].total()):
                    score = likeness(self.before[b].text, self.after[e].text)
                    if score >= LIKE:
                        yield score, b, e

    def _between(self, b: int, e: int) -> bool:
        """Whether the neighbours that are known already say the same."""
        other = {there: here for here, there in self.aligned.pairs.items()}
        left = next((other[i] for i in range(e - 1, -1, -1) if i in other), -1)
        right = next((other[i] for i in range(e + 1, len(self.after)) if i in other), len(self.before))
        return left < b < right


def _rising(numbers: list[int]) -> set[int]:
    """The longest rising run among the numbers."""
    if not numbers:
        return set()
    best: list[tuple[int, int]] = []  # length of the longest run that ends here, and where it came from
    for i, number in enumerate(numbers):
        length, come = max(((best[j][0], j) for j in range(i) if numbers[j] < number), default=(0, -1))
        best.append((length + 1, come))
    i = max(range(len(numbers)), key=lambda j: best[j][0])
    found: set[int] = set()
    while i >= 0:
        found.add(numbers[i])
        i = best[i][1]
    return found
