"""What could be published, as sums over the unknowns of the attack: one form a number of the results.

Shares are left out: share and count say the same. A form is hidden or visible; a hidden count must stay uncertain.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from analysis.attack.links import SILENT, SKIPPED, ruled_out
from analysis.attack.rows import WHOLE, Row
from analysis.attack.system import ANY, PEOPLE, Study, System, Unknown
from analysis.disclosure.rules import Rules
from analysis.plan import FILTERED, crossed, groups_of
from analysis.results import TOTAL

Key = tuple[str, str, str, str, str]
"""(item, segment, group, measure, answer), as in the results; measures `size`, base, count, top, bottom, mean."""

SIZE = "size"
"""The people of a group, whatever they answered: `answered` in the table of responses."""

ABSENT = {"not_asked": SKIPPED, "silent": SILENT}
"""People without an answer in the whole study; `silent` is unanswered and declared together."""


@dataclass(frozen=True)
class Forms:
    """Every form: its key, its row of `matrix` over the system's unknowns, and the true value."""

    keys: tuple[Key, ...]
    matrix: csr_array
    value: np.ndarray
    base: np.ndarray
    """The true base of the form's row."""
    shown: np.ndarray
    """False for rows that no table has (people in no group, those a narrowed group leaves out)."""
    given: np.ndarray
    """Numbers that follow from what a narrowed group is: in a group of those who said yes, nobody said no."""
    low: np.ndarray
    high: np.ndarray
    """What a reader knows once the form is visible; apart only where a rounded value is published."""

    @cached_property
    def index(self) -> dict[Key, int]:
        """Key → place."""
        return {key: i for i, key in enumerate(self.keys)}

    @cached_property
    def means(self) -> np.ndarray:
        """Which forms are means; all others are numbers of people."""
        return np.array([key[3] == "mean" for key in self.keys])

    @cached_property
    def totals(self) -> np.ndarray:
        """Which forms are about everybody."""
        return np.array([key[1] == TOTAL for key in self.keys])

    def sensitive(self, rules: Rules) -> np.ndarray:
        """Numbers that the primary rules protect. What nobody, or everybody, in the whole study answered tells of no one
        in particular: the total says it of all. The size of a narrowed group is a count of answers, and may be shown as
        one."""
        found = rules.sensitive(self.value, self.base)
        for i, (item, segment, _, measure, answer) in enumerate(self.keys):
            total = self.index.get((item, *WHOLE, measure, answer))
            if total is not None and measure not in ("base", SIZE):
                found[i] &= 0 < self.value[total] < self.base[total]
            if measure in ("base", SIZE):
                group = measure == SIZE and FILTERED not in segment
                limit = rules.smallest_group if group else rules.smallest_cell
                found[i] = 0 < self.value[i] < limit
            if measure in ABSENT or self.given[i]:
                found[i] = False
        return np.asarray(found)

    def of(self, item: str, segment: str) -> np.ndarray:
        """The places of a table's forms."""
        return self._tables.get((item, segment), np.zeros(0, dtype=int))

    @cached_property
    def _tables(self) -> dict[tuple[str, str], np.ndarray]:
        found: dict[tuple[str, str], list[int]] = {}
        for i, key in enumerate(self.keys):
            found.setdefault(key[:2], []).append(i)
        return {table: np.array(places) for table, places in found.items()}


def published_rows(study: Study) -> dict[str, list[Row]]:
    """Item → the rows that its tables have."""
    found: dict[str, list[Row]] = {item: [WHOLE] for item in study.divisions}
    for item, segment in crossed(study.plan, study.questionnaire):
        if item in found:
            groups = groups_of(study.plan, segment, study.questionnaire)
            known = set(study.rows[item])
            found[item] += [(segment, group) for group in groups if (segment, group) in known]
    return found


def forms_of(study: Study, system: System, truth: np.ndarray, rules: Rules) -> Forms:
    """Every form of the study."""
    tables = published_rows(study)
    entries: list[tuple[Key, dict[Unknown, float], bool]] = []
    people = {row for rows in tables.values() for row in rows}
    for row in dict.fromkeys(row for rows in study.rows.values() for row in rows):
        entries.append((("", *row, SIZE, ""), {(PEOPLE, row, ""): 1.0}, row in people))
    for item, rows in study.rows.items():
        shown = set(tables[item])
        for row in rows:
            entries += [(key, weights, row in shown) for key, weights in _row(study, item, row)]
        entries += [
            ((item, *WHOLE, name, ""), {(item, WHOLE, kind): 1.0}, True) for name, kind in ABSENT.items()
        ]
    matrix = system.rows(weights for _, weights, _ in entries)
    value = matrix @ truth
    keys = tuple(key for key, _, _ in entries)
    bases = {key[:3]: v for key, v in zip(keys, value, strict=True) if key[3] in ("base", SIZE)}
    base = np.array([bases[key[:3]] for key in keys])
    low, high = known(keys, value, base, rules)
    told = np.array([shown for _, _, shown in entries])
    given = np.array([_given(study, key) for key in keys])
    return Forms(keys, matrix, value, base, told, given, low, high)


def _given(study: Study, key: Key) -> bool:
    item, segment, group, measure, answer = key
    if FILTERED not in segment or not item or measure in ("base", "mean"):
        return False
    every = study.answers(item)
    gone = ruled_out(study.plan, study.questionnaire, item, (segment, group), every)
    return len(gone) >= len(every) - 1 or answer in gone


def _row(study: Study, item: str, row: Row) -> Iterator[tuple[Key, dict[Unknown, float]]]:
    answers = study.answers(item)
    yield (item, *row, "base", ""), {(item, row, a): 1.0 for a in answers}
    if answers == (ANY,):
        return
    for a in answers:
        yield (item, *row, "count", a), {(item, row, a): 1.0}
    variable = study.questionnaire.variables[item]
    scale = study.questionnaire.scales.get(variable.scale or "")
    for name, codes in (("top", scale.top), ("bottom", scale.bottom)) if scale else ():
        if codes:
            yield (item, *row, name, ""), {(item, row, a): 1.0 for a in answers if a in codes}
    if variable.ordinal:
        yield (item, *row, "mean", ""), {(item, row, a): float(a) for a in answers}


def known(
    keys: tuple[Key, ...], value: np.ndarray, base: np.ndarray, rules: Rules
) -> tuple[np.ndarray, np.ndarray]:
    """What a visible form tells of its sum: itself, or for a mean every sum that rounds to it."""
    low, high = value.copy(), value.copy()
    for i, key in enumerate(keys):
        if key[3] == "mean" and base[i] > 0:
            low[i], high[i] = rounded_sum(value[i], base[i], rules.decimals(key[1]))
    return low, high


def rounded(mean: float, decimals: int) -> float:
    """`mean` rounded half up: a reader can turn that into limits that hold exactly."""
    return float(np.floor(mean * 10**decimals + 0.5 + 1e-9) / 10**decimals)


def rounded_sum(total: float, base: float, decimals: int) -> tuple[float, float]:
    """The least and greatest whole sum whose mean over `base` is printed as that of `total`."""
    half = 0.5 / 10**decimals
    printed = rounded(total / base, decimals)
    low = np.ceil((printed - half) * base - 1e-6)
    return float(low), float(np.ceil((printed + half) * base - 1e-6) - 1)
