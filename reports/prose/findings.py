"""Sentences on what differs between groups: only what the tests carry, strongest first, with cautions.

The words are patterns in reports/text/<language>.yaml under `report.findings`; nothing is claimed beyond tests.csv.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.prose.letters import low
from reports.prose.numbers import Numbers
from reports.prose.published import Comparison
from reports.prose.values import Unknown, Value
from reports.word.blocks import Paragraph, Run, plain
from reports.word.bound import Binding, Source, bare
from survey.conditions import TICKED
from survey.messages import did_you_mean
from survey.words import Words

MENTIONED = 4
"""Items mentioned per segment; more are counted and left to the table annex."""
_ORDER = {"clear": 0, "slight": 1}


@dataclass(frozen=True)
class Difference:
    """A test's verdict as chapters see it: strength, and the codes of the groups at either end."""

    strength: str
    high: str
    low: str


@dataclass(frozen=True)
class Findings:
    """The functions `finding` and `findings` of chapters."""

    numbers: Numbers
    words: Words  # report.findings
    proper: frozenset[str] = frozenset()  # segments whose groups have proper names

    def finding(self, item: str, segment: str) -> Difference:
        """The verdict on one item and segment."""
        self.numbers.n(item)
        test = self.numbers.published.tests.get((item, segment))
        if test is None:
            known = self.numbers.published.segments(item)
            raise Unknown(
                "R012", segment, item=item, suggestion=did_you_mean(segment, known), allowed=", ".join(known)
            )
        return Difference(test.verdict if test.verdict in _ORDER else "none", test.high, test.low)

    def findings(self, question: str, *segments: str, about: str = "") -> list[Paragraph]:
        """What stands out in a question (or one item) by segment; all segments it is crossed with by default.

        `about` is added to the heading, where one figure has two questions.
        """
        items = self._items(question)
        crossed = list(dict.fromkeys(s for item in items for s in self.numbers.published.segments(item)))
        for segment in segments:
            self.finding(items[0], segment)
        chosen = segments or tuple(crossed)
        if not chosen:
            raise Unknown("R021", question)
        tests = {s: [t for i in items if (t := self.numbers.published.tests.get((i, s)))] for s in chosen}
        telling = {s: found for s in chosen if (found := _telling(tests[s]))}
        untested = [s for s in chosen if not any(_tested(t) for t in tests[s])]
        quiet = [s for s in chosen if s not in telling and s not in untested]
        lead = plain(f"{self.words['lead']}: {about}" if about else str(self.words["lead"]), "finding_head")
        paragraphs = [self._segment(s, found, len(items) == 1) for s, found in telling.items()]
        rest = self._rest("none" if telling else "none_at_all", {s: tests[s] for s in quiet})
        rest += self._rest("untested", {s: tests[s] for s in untested})
        if rest:
            paragraphs.append(Paragraph((Run(" ".join(rest)),), "finding"))
        last = Paragraph(paragraphs[-1].runs, "finding_last")
        return [lead, *paragraphs[:-1], last]

    def _items(self, question: str) -> list[str]:
        published = self.numbers.published.items
        # A multiple choice has results of its own, its number of ticks; here its options count.
        if question in published and not self.numbers.labels.counts_ticks(question):
            return [question]
        known = {q.id for _, q in self.numbers.labels.questionnaire.questions()} | published
        items = self.numbers.labels.items(question) if question in known else ()
        found = [item for item in items if item in published]
        if not found:
            raise Unknown("R001", question, suggestion=did_you_mean(question, known))
        return found

    def _rest(self, pattern: str, tests: dict[str, list[Comparison]]) -> list[str]:
        """One sentence on segments that nothing is told of; their names are bound to the verdicts."""
        if not tests:
            return []
        how = "branch_untold" if pattern == "untested" else "branch_quiet"
        names = [
            self._claimed(self.inside(self.numbers.labels.segment(segment)), found, how)
            for segment, found in tests.items()
        ]
        return [str(self.words[pattern]).format(segments=joined(names, str(self.words["and"])))]

    def inside(self, name: str) -> str:
        """A segment's name as it stands inside a sentence."""
        return low(name)

    def _claimed(self, words: str, tests: Sequence[Comparison], how: str) -> str:
        """Words that say what tests found, bound to their verdicts."""
        return self.numbers.ledger.bind(Binding(bare(words), tuple(test.source for test in tests), how))

    def _segment(self, segment: str, found: list[Comparison], only: bool) -> Paragraph:
        told = found[:MENTIONED]
        sentences = [text for strength in _ORDER for text in self._strength(strength, told, only)]
        if len(found) > MENTIONED:
            rest = tuple(self._verdict(test, "effect", test.effect) for test in found[MENTIONED:])
            more = self.numbers.bound(self.numbers.format.count(len(rest)), *rest, how="count_of")
            sentences.append(str(self.words["more"]).format(count=more))
        sentences += filter(None, [self.caution(told)])
        name = Run(f"{self.numbers.labels.segment(segment)}. ", bold=True)
        return Paragraph((name, Run(" ".join(sentences))), "finding")

    def caution(self, tests: Sequence[Comparison]) -> str:
        """A sentence on the smallest group, where one of the tests rests on few answers."""
        small = [t for t in tests if t.note == "small_base" and t.smallest_base is not None]
        if not small:
            return ""
        least = min(small, key=lambda test: test.smallest_base or 0)
        source = self._verdict(least, "smallest_base", least.smallest_base)
        base = self.numbers.bound(self.numbers.format.count(least.smallest_base), source)
        return str(self.words["small"]).format(n=base)

    def sentences(self, tests: list[Comparison]) -> list[str]:
        """The sentences on tests of one item and segment, as `findings` has them."""
        return [text for strength in _ORDER for text in self._strength(strength, tests, False)]

    def _verdict(self, test: Comparison, measure: str, number: float | None) -> Source:
        return Source("tests", test.item, test.segment, measure=measure, number=number)

    def _strength(self, strength: str, tests: Sequence[Comparison], only: bool) -> list[str]:
        """The sentences on differences of one strength; items with the same groups at their ends share a sentence."""
        alike: dict[tuple[str, ...], list[Comparison]] = {}
        for test in tests:
            if test.verdict == strength:
                alike.setdefault((*self._measure(test.item), test.high, test.low), []).append(test)
        sentences = [self._sentence(group, only) for group in alike.values()]
        told = [test for group in alike.values() for test in group]
        lead = self._claimed(str(self.words[strength]), told, f"branch_{strength}") if told else ""
        return [lead, *sentences] if sentences else []

    def _sentence(self, tests: list[Comparison], only: bool) -> str:
        first = tests[0]
        measure, answer = self._measure(first.item)
        names = [self.name(first.segment, group) for group in (first.high, first.low)]
        spans = [self._span(test) for test in tests]
        items = [
            self.quoted(self.numbers.labels.short(t.item)) + span
            for t, span in zip(tests, spans, strict=True)
        ]
        listed = joined(items, str(self.words["and"]))
        pattern = str(self.words["only" if only else "item"][measure])
        told = pattern.format(
            items=listed,
            span=spans[0],
            answer=self.quoted(self.numbers.labels.answer(first.item, answer)) if answer else "",
            high=names[0],
            low=names[1],
        )
        return told[:1].upper() + told[1:]

    def quoted(self, label: str) -> str:
        """A label in quotation marks."""
        return str(self.words["quote"]).format(label)

    def _span(self, test: Comparison) -> str:
        """« (3,5 mot 2,4)», or nothing when either end is hidden."""
        high, low = self.ends(test)
        if not self.numbers.shown(high, low):
            return ""
        return str(self.words["span"]).format(high=high.bare, low=low)

    def _measure(self, item: str) -> tuple[str, str]:
        """How groups are ordered (see `analysis.results.TEST_COLUMNS`): by mean, ticks, or the first answer's share."""
        variable = self.numbers.labels.variable(item)
        if variable.ordinal or variable.kind == "number":
            return "mean", ""
        return ("ticked", "") if variable.kind == "tick" else ("share", variable.substantive[0])

    def ends(self, test: Comparison) -> tuple[Value, Value]:
        """The values of the highest and the lowest group."""
        return self._value(test, test.high), self._value(test, test.low)

    def _value(self, test: Comparison, group: str) -> Value:
        measure, answer = self._measure(test.item)
        if measure == "mean":
            return self.numbers.mean(test.item, test.segment, group)
        return self.numbers.share(test.item, answer or TICKED, segment=test.segment, group=group)

    def name(self, segment: str, group: str) -> str:
        """A group's name as it stands inside a sentence."""
        name = self.numbers.labels.group_short(segment, group)
        return name if segment in self.proper else low(name)


def joined(names: Sequence[str], word: str) -> str:
    """«a, b og c»."""
    return f" {word} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _tested(test: Comparison) -> bool:
    return test.tested


def _telling(tests: Sequence[Comparison]) -> list[Comparison]:
    """Tests with a finding: clear before slight, then by size of effect, then in the questionnaire's order."""
    found = [test for test in tests if test.verdict in _ORDER and test.high and test.low]
    return sorted(found, key=lambda test: (_ORDER[test.finding], -(test.effect or 0)))
