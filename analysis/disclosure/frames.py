"""What may be published of tests, contrasts, letters, findings, relations and responses. Each gets `reason`, as estimates do.

Figures that follow from a whole table (p-values, statistics, effects) are shown where the whole table is, with few decimals;
elsewhere only the grade of the finding and the groups it is told of. A p-value of three decimals alone can pin down a
hidden cell of a small table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure.forms import SIZE
from analysis.disclosure.measures import Judge
from analysis.plan import groups_of
from analysis.results import ALL, FINDING_NUMBERS, REST, TEST_NUMBERS, TOTAL
from survey.conditions import TICKED

DECIMALS = {"p_value": 3, "p_adjusted": 3, "effect": 2, "effect_low": 2, "effect_high": 2, "statistic": 2}
COUNTS = ("n", "n_high", "n_low", "n_other", "smallest_base", "df")
"""Numbers of people or groups: bases, which are visible where the row is."""
GONE = "group_under_minimum"
PARTS = "parts_hidden"


def groups(judge: Judge, segment: str) -> tuple[str, ...]:
    """The groups of a segment."""
    return (ALL,) if segment == TOTAL else groups_of(judge.plan, segment, judge.questionnaire)


def items(judge: Judge, item: str) -> tuple[str, ...]:
    """The items that stand behind an item: itself, or the parts of a derived one."""
    return judge.parts.get(item, (item,))


def named(judge: Judge, item: str, segment: str, group: str) -> bool:
    """Whether a group may be spoken of: its base is visible and large enough, or nobody is in it."""
    for own in items(judge, item):
        base = judge.decision.base(own, segment, group)
        if not judge.decision.visible((own, segment, group, "base", "")):
            return False
        if 0 < base < judge.decision.rules.smallest_group:
            return False
    return True


def whole(judge: Judge, item: str, segment: str) -> bool:
    """Whether every answer of every group is visible."""
    if judge.number(item) and item not in judge.parts:
        # A plain number publishes no answers: its tests follow from nothing that is shown, and from nothing hidden.
        least = judge.decision.rules.smallest_mean_base
        return all(judge.decision.base(item, segment, group) >= least for group in groups(judge, segment))
    return all(judge.full(items(judge, item), segment, group) for group in groups(judge, segment))


def tellable(judge: Judge, item: str, segment: str, group: str) -> bool:
    """Whether the level of a group (its mean, or the share of the first answer) is visible."""
    if judge.number(item):
        return judge.full(items(judge, item), segment, group) or item not in judge.parts
    variable = judge.questionnaire.variables[item]
    if variable.ordinal:
        return judge.decision.visible((item, segment, group, "mean", ""))
    first = TICKED if TICKED in variable.substantive else variable.substantive[0]
    return judge.decision.visible((item, segment, group, "count", first))


def tested(frame: pd.DataFrame, judge: Judge) -> pd.DataFrame:
    """tests, findings and sensitivity: one row an item and segment."""
    reasons, short = [], []
    for row in frame.to_dict("records"):
        reasons.append(_table(judge, str(row["item"]), str(row["segment"]), row))
        short.append(not whole(judge, str(row["item"]), str(row["segment"])))
    numbers = [
        c for c in frame.columns if c in (*TEST_NUMBERS, *FINDING_NUMBERS, *OTHERS) and c not in COUNTS
    ]
    found = frame.copy()
    found.loc[np.array(short, dtype=bool), numbers] = np.nan
    return _fewer_decimals(found).assign(reason=reasons)


OTHERS = ("effect_other", "p_adjusted_other")


def _table(judge: Judge, item: str, segment: str, row: dict[Any, Any]) -> str:
    if not all(named(judge, item, segment, group) for group in groups(judge, segment)):
        return GONE
    ends = [_text(row.get(end)) for end in ("high", "low", "high_other", "low_other")]
    return "" if all(tellable(judge, item, segment, end) for end in ends if end) else PARTS


def _fewer_decimals(frame: pd.DataFrame) -> pd.DataFrame:
    every = DECIMALS | {f"{name}_other": n for name, n in DECIMALS.items()}
    return frame.round({name: n for name, n in every.items() if name in frame})


def contrasted(frame: pd.DataFrame, judge: Judge) -> pd.DataFrame:
    """A contrast is shown where everything it is worked out from is: both counts, or both groups' answers."""
    reasons = []
    for row in frame.to_dict("records"):
        item, segment, group = str(row["item"]), str(row["segment"]), str(row["group"])
        other = (TOTAL, ALL) if row["other"] == REST else (segment, str(row["other"]))
        what = (item, str(row["measure"]), _text(row["answer"]))
        reasons.append(_pair(judge, what, [(segment, group), other]))
    return _fewer_decimals(frame).assign(reason=reasons)


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _pair(judge: Judge, what: tuple[str, str, str], rows: list[tuple[str, str]]) -> str:
    item, measure, answer = what
    if not all(named(judge, item, *row) for row in rows):
        return GONE
    if measure == "share" and not judge.number(item):
        shown = all(judge.decision.visible((item, *row, "count", answer)) for row in rows)
    else:
        shown = all(judge.full(items(judge, item), *row) for row in rows)
    return "" if shown else PARTS


def lettered(frame: pd.DataFrame, judge: Judge) -> pd.DataFrame:
    """Letters compare every group with every other: they are shown where all are."""
    reasons = []
    for row in frame.to_dict("records"):
        segment = str(row["segment"])
        rows = [(segment, group) for group in groups(judge, segment)]
        reasons.append(_pair(judge, (str(row["item"]), str(row["measure"]), _text(row["answer"])), rows))
    return frame.assign(reason=reasons)


def related(frame: pd.DataFrame, judge: Judge) -> pd.DataFrame:
    """Relations are about everybody: hidden when few answered, when few changed, or when a group of a factor is hidden."""
    rules, reasons = judge.decision.rules, []
    for row in frame.to_dict("records"):
        changed = [row[c] for c in ("changed_up", "changed_down") if row.get(c) == row.get(c)]
        if not row["n"] >= rules.smallest_mean_base:
            reasons.append("mean_base")
        elif any(0 < count < rules.smallest_cell for count in changed):
            reasons.append("cell_under_minimum")
        elif row["kind"] == "model" and not _factor(judge, str(row["first"]), str(row["second"])):
            reasons.append(GONE)
        else:
            reasons.append("")
    return _fewer_decimals(frame).assign(reason=reasons)


def _factor(judge: Judge, outcome: str, factor: str) -> bool:
    try:
        known = groups(judge, factor)
    except (KeyError, StopIteration):
        return False
    rows = [group for group in known if judge.decision.has((outcome, factor, group, "base", ""))]
    return bool(rows) and all(named(judge, outcome, factor, group) for group in rows)


def answered(frame: pd.DataFrame, judge: Judge) -> pd.DataFrame:
    """Tables of who was invited and who answered: groups that are too small or go with them are hidden whole."""
    keys = [("", str(s), str(g), SIZE, "") for s, g in zip(frame["segment"], frame["group"], strict=True)]
    everybody = frame["segment"].eq(TOTAL) | frame["group"].eq(ALL)
    sizes = {key[:3] for key in judge.decision.forms.keys if key[3] == SIZE}
    reasons = [
        "" if total else _size(judge, key) if key[:3] in sizes else HELD
        for key, total in zip(keys, everybody, strict=True)
    ]
    return frame.assign(reason=reasons)


HELD = "not_published"


def _size(judge: Judge, key: tuple[str, str, str, str, str]) -> str:
    return "" if judge.decision.visible(key) else judge.decision.reason(key)


FRAMES: dict[str, Callable[[pd.DataFrame, Judge], pd.DataFrame]] = {
    "tests": tested,
    "findings": tested,
    "sensitivity": tested,
    "contrasts": contrasted,
    "letters": lettered,
    "relations": related,
    "response": answered,
    "response_rates": answered,
    "representativity": answered,
}
"""Frame → its rule. A frame without one is never written."""
