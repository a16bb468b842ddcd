"""The rows of an annex table: a question with its base, its items, and the test of each.

A row is left out when too few of its groups show a number: the workbook of the annex has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reports.prose.published import Cell as Estimate
from reports.prose.published import Comparison
from reports.sections.annex_tables_banner import Banner, Column
from reports.word.blocks import Cell, Row
from reports.word.bound import Source, bare
from reports.word.material import Material
from survey.conditions import TICKED
from survey.words import Words

Kind = Literal["question", "item", "answer", "base", "test"]

ENOUGH = {"item": 0.25, "answer": 0.5}
"""The share of the groups that must show something for a row to be printed."""


@dataclass(frozen=True)
class Line:
    """A row before it is known which columns the table keeps; a value is empty where it is hidden."""

    kind: Kind
    label: str
    values: dict[Column, str]
    item: str = ""
    nothing: str = ""  # what stands where there is no number, hidden or not

    @property
    def telling(self) -> list[Column]:
        """The groups that show something of what was answered."""
        if self.kind not in ("item", "answer"):
            return []
        return [column for column in list(self.values)[1:] if self.values[column] not in ("", self.nothing)]


@dataclass(frozen=True)
class Sheet:
    """Lines of one banner's columns, and rows of those that are kept."""

    material: Material
    banner: Banner

    @property
    def _words(self) -> Words:
        return dict(self.material.words["annex_tables"])

    def question(self, title: str, items: Sequence[str]) -> list[Line]:
        """A question with all its items; empty when no group shows anything."""
        bases = [self._values(item, "base") for item in items]
        same = all(_bare(base) == _bare(bases[0]) for base in bases)
        made: list[Line] = []
        for item, base in zip(items, bases, strict=True):
            lines = [line for line in self._item(item, len(items) == 1) if self._kept(line, item)]
            if lines:
                made += lines if same else [*lines, Line("base", str(self._words["base"]), base)]
                made.append(Line("test", str(self._words["test"]), {}, item))
        if not made:
            return []
        first = [Line("base", str(self._words["base"]), bases[0])] if same else []
        return [Line("question", title, {}), *first, *made]

    def _kept(self, line: Line, item: str) -> bool:
        """Whether enough groups show something; where a test tells of a difference, one is enough."""
        shown, groups = len(line.telling), len(line.values) - 1
        tests = self.material.published.tests
        tells = any(
            test is not None and test.verdict in ("slight", "clear")
            for test in (tests.get((item, segment)) for segment in self.banner.segments)
        )
        return shown >= ENOUGH[line.kind] * groups or (line.kind == "item" and tells and shown > 0)

    def _item(self, item: str, alone: bool) -> Iterator[Line]:
        """An item's mean, answers and ends; where there are two answers the first says it all."""
        labels = self.material.labels
        variable, short = labels.variable(item), labels.short(item)
        codes = () if variable.kind == "number" else labels.answers(item)
        if labels.counts_ticks(item):
            yield self._line("item", str(self._words["ticks"]), self._values(item, "mean"))
        elif codes and codes[0] == TICKED and variable.kind in ("tick", "coded"):
            yield self._line("item", short, self._values(item, "share", TICKED))
        elif len(codes) == 2:
            yield self._line("item", self._first(item, alone), self._values(item, "share", codes[0]))
        else:
            yield from self._answers(item, codes, str(self._words["mean"]) if alone else short)

    def _line(self, kind: Kind, label: str, values: dict[Column, str]) -> Line:
        return Line(kind, label, values, nothing=self.material.numbers.format.missing)

    def _first(self, item: str, alone: bool) -> str:
        answer = self.material.labels.answer(item, self.material.labels.answers(item)[0])
        pattern = str(self._words["first"])
        return answer if alone else pattern.format(item=self.material.labels.short(item), answer=answer)

    def _answers(self, item: str, codes: Sequence[str], mean: str) -> Iterator[Line]:
        published, labels = self.material.published, self.material.labels
        if published.cell(item, "mean") is not None:
            yield self._line("item", mean, self._values(item, "mean"))
        for code in codes:
            yield self._line("answer", labels.answer(item, code), self._values(item, "share", code))
        for end in ("top", "bottom"):
            if published.cell(item, end) is not None:
                yield self._line("answer", self._end(item, end), self._values(item, end))

    def _end(self, item: str, measure: str) -> str:
        labels = self.material.labels
        ends = labels.top(item) if measure == "top" else labels.bottom(item)
        codes = "–".join(labels.bound(code, item) for code in dict.fromkeys((ends[0], ends[-1])))
        return str(self._words[measure]).format(codes=codes)

    def _values(self, item: str, measure: str, answer: str = "") -> dict[Column, str]:
        """Column → what is shown there, bound; empty where it is hidden or was not to be had."""
        published = self.material.published
        found: dict[Column, str] = {}
        for column in self.banner.columns:
            cell = published.cell(item, measure, answer, segment=column[0], group=column[1])
            source = published.source(item, measure, answer, place=column)
            found[column] = self._derived(cell, source) or self._shown(cell, source)
        return found

    def _derived(self, cell: Estimate | None, source: Source) -> str:
        """A share that follows from what is shown: the middle of a scale, when both its ends are."""
        if source.measure != "share" or cell is None or not cell.hidden:
            return ""
        numbers = self.material.numbers
        found = numbers.together(source.item, (source.answer,), (source.segment, source.group))
        if found is None:
            return ""
        return str(numbers.bound(numbers.format.count(found.number), *found.sources, how=found.how))

    def _shown(self, cell: Estimate | None, source: Source) -> str:
        form = self.material.numbers.format
        if cell is None or cell.number is None:
            return "" if cell and cell.hidden else form.missing
        shown = form.decimal(cell.number) if source.measure == "mean" else form.count(cell.number)
        return str(self.material.numbers.bound(shown, source))

    # Rows of the columns that are kept ----------------------------------------------------------------------

    def rows(self, lines: Sequence[Line]) -> tuple[Row, ...]:
        """The lines as rows under this banner."""
        return tuple(self._row(line) for line in lines)

    def _row(self, line: Line) -> Row:
        if line.kind == "question":
            return Row((Cell(line.label, "item", span=len(self.banner.columns) + 1),), keep=True, ruled=True)
        if line.kind == "test":
            return Row((Cell(line.label, "test_label"), Cell(""), *self._tests(line.item)))
        hidden = str(self.material.words["hidden_cell"])
        cells = [
            Cell(line.values[column] or hidden, "number", ruled=self.banner.starts(*column))
            for column in self.banner.columns
        ]
        pattern = "answer" if line.kind == "answer" else "item"
        return Row((Cell(str(self._words["labels"][pattern]).format(line.label)), *cells), keep=True)

    def _tests(self, item: str) -> list[Cell]:
        tests = self.material.published.tests
        return [
            Cell(self._tested(tests.get((item, segment))), "test", span=len(groups), ruled=True)
            for segment, groups in self.banner.segments.items()
        ]

    def _tested(self, test: Comparison | None) -> str:
        words, numbers = self._words, self.material.numbers
        if test is None or test.hidden:
            return str(words["untested"])
        if test.p_adjusted is None or test.effect is None:
            return str(words["grades"].get(test.finding, words["untested"]))
        p, effect = (
            Source("tests", test.item, test.segment, measure=measure, number=number)
            for measure, number in (("p_adjusted", test.p_adjusted), ("effect", test.effect))
        )
        small = test.p_adjusted < 0.001
        places = 3 if test.p_adjusted < 0.1 else 2
        shown = str(words["p_small"]) if small else numbers.format.decimal(test.p_adjusted, places)
        name = words["effects"].get(test.effect_name, test.effect_name)
        effect_shown = numbers.bound(numbers.format.decimal(test.effect, 2), effect)
        p_shown = numbers.bound(shown, p, how="small_p" if small else "cell")
        return str(words["test_cell"]).format(effect_name=name, effect=effect_shown, p=p_shown)


def _bare(values: dict[Column, str]) -> list[str]:
    return [bare(value) for value in values.values()]
