"""Annex: every cross-tab of the plan with its test. Groups of all segments stand side by side as columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.results import ALL, TOTAL
from reports.document import Document
from reports.prose.findings import joined
from reports.prose.published import Cell as Estimate
from reports.prose.published import Comparison
from reports.style.outline import AnnexTables
from reports.word.blocks import Cell, Row, Table, plain
from reports.word.material import Material
from survey.conditions import TICKED
from survey.words import Words

_LABEL_CM = 5.2
_WIDEST_CM = 1.6
_MOST_COLUMNS = 17  # beside the labels and the total, on a page turned on its side

Column = tuple[str, str]  # segment, group


@dataclass(frozen=True)
class Banner:
    """The columns of one table: the total, then the groups of some segments."""

    segments: dict[str, tuple[str, ...]]

    @property
    def columns(self) -> list[Column]:
        """Every column as segment and group."""
        return [
            (TOTAL, ALL),
            *((segment, group) for segment, groups in self.segments.items() for group in groups),
        ]

    def widths(self, width: float) -> tuple[float, ...]:
        """Widths in cm of the label column and the others."""
        column = min(_WIDEST_CM, (width - _LABEL_CM) / len(self.columns))
        return (width - column * len(self.columns), *[column] * len(self.columns))


def write(document: Document, material: Material, plan: AnnexTables) -> None:
    """A table a question (and a set of segments, when there are too many for one page)."""
    words = material.words["annex_tables"]
    document.landscape()
    document.annex(str(words["title"]))
    document.write([plain(str(words["text"]))])
    omitted = []
    for items in _questions(material, plan).values():
        if any(_readable(item, material) for item in items):
            document.write(_tables(items, material, document.text_width))
        else:
            omitted.append(str(material.words["findings"]["quote"]).format(_title(items, material)))
    if omitted:
        document.write(
            [plain(str(words["omitted"]).format(questions=joined(omitted, str(material.words["and"]))))]
        )
    document.portrait()


def _readable(item: str, material: Material) -> bool:
    """Whether any answer, end of a scale or mean may be shown for everyone."""
    shown = ("share", "top", "bottom", "mean")
    return any(
        cell.number is not None
        for (of, segment, _, measure, _), cell in material.published.cells.items()
        if of == item and segment == TOTAL and measure in shown
    )


def _title(items: list[str], material: Material) -> str:
    """The question; of a coded open answer, the words of the variable itself."""
    first = material.labels.variable(items[0])
    together = first.kind in ("tick", "item")
    return material.labels.question(first.question) if together else material.labels.item(items[0])


def _questions(material: Material, plan: AnnexTables) -> dict[str, list[str]]:
    """Question → its data columns that have results, in the order asked."""
    found: dict[str, list[str]] = {}
    for name, variable in material.questionnaire.variables.items():
        wanted = plan.questions == "all" or variable.question in plan.questions
        if wanted and name in material.published.items:
            # Categories of an open answer are another question than the ticks they follow.
            key = name if variable.kind == "coded" else variable.question
            found.setdefault(key, []).append(name)
    return found


def _tables(items: list[str], material: Material, width: float) -> Iterator[Table]:
    segments = {
        segment: material.labels.groups(segment)
        for segment in dict.fromkeys(s for item in items for s in material.published.segments(item))
    }
    parts = list(_parts(segments))
    words = material.words["annex_tables"]
    first = material.labels.variable(items[0])
    together = first.kind in ("tick", "item")
    question = _title(items, material)
    for i, banner in enumerate(parts, 1):
        caption = (
            question
            if len(parts) == 1
            else str(words["part"]).format(question=question, part=i, parts=len(parts))
        )
        sheet = Sheet(material, banner)
        rows = (
            sheet.ticks(items)
            if first.kind == "tick"
            else [r for item in items for r in sheet.answers(item, together)]
        )
        note = str(words["note"]).format(mark=material.words["hidden_cell"])
        yield Table(caption, banner.widths(width), sheet.head(), tuple(rows), note, compact=True)


def _parts(segments: dict[str, tuple[str, ...]]) -> Iterator[Banner]:
    """Segments in order, as many as fit beside each other."""
    part: dict[str, tuple[str, ...]] = {}
    for segment, groups in segments.items():
        if part and sum(map(len, part.values())) + len(groups) > _MOST_COLUMNS:
            yield Banner(part)
            part = {}
        part[segment] = groups
    yield Banner(part)


@dataclass(frozen=True)
class Sheet:
    """Rows of one table."""

    material: Material
    banner: Banner

    @property
    def _words(self) -> Words:
        return dict(self.material.words["annex_tables"])

    def head(self) -> tuple[Row, ...]:
        """Segments above their groups; the groups stand upright."""
        labels = self.material.labels
        segments = [
            Cell(labels.segment(segment), "group", span=len(groups), ruled=True)
            for segment, groups in self.banner.segments.items()
        ]
        groups = [
            Cell(labels.group_short(segment, group), "head", upright=True, ruled=self._starts(segment, group))
            for segment, group in self.banner.columns
        ]
        return Row((Cell("", "head"), Cell("", "head"), *segments)), Row((Cell("", "head"), *groups))

    def ticks(self, items: list[str]) -> list[Row]:
        """One row a tick box, its test under it; one base for all where it is the same."""
        bases = [self._values(item, "base") for item in items]
        same = all(base == bases[0] for base in bases)
        rows = [self._row(str(self._words["base"]), bases[0], keep=True)] if same else []
        for item, base in zip(items, bases, strict=True):
            rows.append(
                self._row(self.material.labels.short(item), self._values(item, "share", TICKED), keep=True)
            )
            rows += [] if same else [self._row(str(self._words["base"]), base, keep=True)]
            rows += self._test(item)
        return rows

    def answers(self, item: str, named: bool) -> list[Row]:
        """An item's answers, ends of the scale, mean, base and test."""
        labels = self.material.labels
        rows = [
            (labels.answer(item, code), self._values(item, "share", code)) for code in labels.answers(item)
        ]
        for measure in ("top", "bottom", "mean"):
            if self.material.published.cell(item, measure) is not None:
                rows.append((self._measure(item, measure), self._values(item, measure)))
        # A row hidden for everyone tells nothing; the note says that such rows are left out.
        rows = [row for row in rows if set(row[1]) != {self.material.words["hidden_cell"]}]
        rows.append((self._measure(item, "base"), self._values(item, "base")))
        made = [self._row(label, values, keep=True) for label, values in rows]
        columns = len(self.banner.columns) + 1
        title = (
            [Row((Cell(labels.item(item), "item", span=columns),), keep=True, ruled=True)] if named else []
        )
        return [*title, *made, *self._test(item)]

    def _measure(self, item: str, measure: str) -> str:
        scale = self.material.questionnaire.scales.get(self.material.labels.variable(item).scale or "")
        ends = {"top": scale.top, "bottom": scale.bottom} if scale else {}
        codes = "–".join(dict.fromkeys((ends[measure][0], ends[measure][-1]))) if ends.get(measure) else ""
        return str(self._words[measure]).format(codes=codes)

    def _starts(self, segment: str, group: str) -> bool:
        return segment in self.banner.segments and group == self.banner.segments[segment][0]

    def _values(self, item: str, measure: str, answer: str = "") -> list[str]:
        found = [
            self.material.published.cell(item, measure, answer, segment=segment, group=group)
            for segment, group in self.banner.columns
        ]
        if measure == "share" and any(cell is not None and cell.hidden for cell in found):
            return [
                self._derived(item, answer, cell, column)
                for cell, column in zip(found, self.banner.columns, strict=True)
            ]
        return [self._shown(cell, measure) for cell in found]

    def _derived(self, item: str, answer: str, cell: Estimate | None, column: Column) -> str:
        """A share that follows from what is shown: the middle of a scale, when both its ends are."""
        percent = self.material.numbers.percent(item, (answer,), column) if cell and cell.hidden else None
        return self._shown(cell, "share") if percent is None else self.material.numbers.format.count(percent)

    def _shown(self, cell: Estimate | None, measure: str) -> str:
        form = self.material.numbers.format
        if cell is None or cell.number is None:
            return str(self.material.words["hidden_cell"]) if cell and cell.hidden else form.missing
        return form.decimal(cell.number) if measure == "mean" else form.count(cell.number)

    def _row(self, label: str, values: list[str], *, keep: bool) -> Row:
        cells = [
            Cell(value, "number", ruled=self._starts(*column))
            for value, column in zip(values, self.banner.columns, strict=True)
        ]
        return Row((Cell(label), *cells), keep=keep)

    def _test(self, item: str) -> list[Row]:
        """One row with a cell a segment; none when the item is crossed with nothing."""
        cells = [
            Cell(
                self._tested(self.material.published.tests.get((item, segment))),
                "test",
                span=len(groups),
                ruled=True,
            )
            for segment, groups in self.banner.segments.items()
        ]
        return [Row((Cell(str(self._words["test"]), "test_label"), Cell(""), *cells))] if cells else []

    def _tested(self, test: Comparison | None) -> str:
        words, form = self._words, self.material.numbers.format
        if test is None or test.p_adjusted is None or test.effect is None:
            return str(words["untested"])
        p = (
            str(words["p_small"])
            if test.p_adjusted < 0.001
            else form.decimal(test.p_adjusted, 3 if test.p_adjusted < 0.1 else 2)
        )
        name = words["effects"].get(test.effect_name, test.effect_name)
        return str(words["test_cell"]).format(effect_name=name, effect=form.decimal(test.effect, 2), p=p)
