"""Stage crosstab: every closed question, number and derived item, in total and by every segment of the plan.

In: clean answers with their status, the segments with weights and design, the questionnaire's structure, the
plan. Out: estimates.csv (ESTIMATE_COLUMNS), on the basis that the plan publishes: bases, counts, shares,
means, medians, ranks, clusters reached, their intervals, and the three kinds of missing.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.counting.coded import Coded
from analysis.counting.people import People
from analysis.measures import MEASURES, PEOPLE_MEASURES, named, wanted
from analysis.measures.estimates import Estimates
from analysis.plan import Basis, Plan
from analysis.plan_checks import load_plan
from analysis.results import ESTIMATE_COLUMNS, ESTIMATE_NUMBERS, TOTAL
from analysis.tables import Counter, Tables, read_counter
from analysis.words import Words, empty
from survey.frames import write_frame
from survey.load import load_questionnaire
from survey.model import Questionnaire
from survey.stage import arguments, params, run, say

__all__ = ["crosstab", "read_counter"]


def crosstab(
    counter: Counter,
    plan: Plan,
    questionnaire: Questionnaire,
    confidence: float,
    basis: Basis | None = None,
) -> pd.DataFrame:
    """All estimates as one long frame (ESTIMATE_COLUMNS), on `basis` (the published one by default).

    Rows stand in the order of items, segments (total first), measures, groups and answers.
    """
    words = Words()
    rank = {item: k for k, item in enumerate(counter.items(plan))}
    order = {segment: k for k, segment in enumerate([TOTAL, *(part.id for part in plan.segments_in_use)])}
    parts = []
    for tables in counter.stacks(plan, basis):
        place = [
            rank[v.name] * len(order) + order[s]
            for v, s in zip(tables.variables, tables.segments, strict=True)
        ]
        parts.append(_rows(tables, _estimates(tables, counter, plan, confidence), np.array(place), words))
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} if parts else {}
    return _frame(columns, words) if columns else empty(ESTIMATE_COLUMNS)


def _estimates(
    tables: Tables, counter: Counter, plan: Plan, confidence: float
) -> Iterator[tuple[int, Estimates]]:
    """Every estimate of a stack with its place in the order of measures."""
    names = wanted(plan.measures)
    found = [one for measure in MEASURES if named(measure) in names for one in measure(tables, confidence)]
    indexes = {index.id: index.items for index in plan.indexes}
    # A streamed study has no persons at hand; alpha is then left out.
    if indexes and isinstance(counter.source, Coded):
        people = People(counter.source, indexes)
        own = [measure for measure in PEOPLE_MEASURES if named(measure) in names]
        found += [one for measure in own for one in measure(tables, confidence, people)]
    yield from enumerate(found)


def _rows(
    tables: Tables, estimates: Iterator[tuple[int, Estimates]], place: np.ndarray, words: Words
) -> dict[str, np.ndarray]:
    """The columns of a stack's rows: words as numbers, and what they are sorted by."""
    width, number = tables.counts.shape[2], words.number
    heads = {
        "question": np.array([number(v.question) for v in tables.variables]),
        "item": np.array([number(v.name) for v in tables.variables]),
        "segment": np.array([number(segment) for segment in tables.segments]),
    }
    groups = words.padded(tables.groups, tables.counts.shape[1])
    answers = words.padded(tables.answers, width)
    parts: list[dict[str, np.ndarray]] = []
    for k, one in estimates:
        t, g, a = index = _index(tables, one)
        flat = (t, g) if one.estimate.ndim == 2 else index
        parts.append(
            {name: column[t] for name, column in heads.items()}
            | {
                "place": place[t],
                "measure_place": np.full(len(t), k),
                "group": groups[t, g],
                "measure": np.full(len(t), number(one.measure)),
                "answer": answers[t, a] if one.estimate.ndim == 3 else np.zeros(len(t), dtype=np.int32),
                "estimate": one.estimate[flat],
                "conf_low": _limit(one.low, flat, len(t)),
                "conf_high": _limit(one.high, flat, len(t)),
                "n": tables.base[t, g],
                "note": _notes(one, flat, words),
            }
        )
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _index(tables: Tables, one: Estimates) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Table, group and answer of every row: what is no padding and what the measure applies to."""
    valid = tables.has_group
    if one.estimate.ndim == 3:
        valid = valid[:, :, None] & tables.has_answer[:, None, :]
    if one.applies is not None:
        applies = one.applies.reshape(one.applies.shape + (1,) * (valid.ndim - one.applies.ndim))
        valid = valid & applies
    found = np.nonzero(valid)
    return found[0], found[1], found[2] if len(found) == 3 else np.zeros_like(found[0])


def _limit(limit: np.ndarray | None, flat: tuple[np.ndarray, ...], rows: int) -> np.ndarray:
    return np.full(rows, np.nan) if limit is None else np.asarray(limit[flat])


def _notes(one: Estimates, flat: tuple[np.ndarray, ...], words: Words) -> np.ndarray:
    if isinstance(one.note, str):
        return np.full(len(flat[0]), words.number(one.note))
    return words.numbers(np.broadcast_to(one.note, one.estimate.shape)[flat])


def _frame(columns: dict[str, np.ndarray], words: Words) -> pd.DataFrame:
    # Within a measure rows already stand group by group and answer by answer, and the sort is stable.
    order = np.lexsort((columns["measure_place"], columns["place"]))
    found = {name: columns[name][order] for name in ESTIMATE_COLUMNS}
    return words.frame(found, ESTIMATE_COLUMNS, ESTIMATE_NUMBERS)


def main() -> None:
    """Read clean answers and segments; write every estimate."""
    args = arguments(__doc__, "questionnaire", "plan", "clean", "segments", "out")
    questionnaire = load_questionnaire(args.questionnaire)
    plan = load_plan(args.plan, questionnaire)
    counter = read_counter(args.clean, args.segments, questionnaire)
    result = crosstab(counter, plan, questionnaire, float(params(args.params, "crosstab")["confidence"]))
    write_frame(result, args.out / "estimates.csv")
    number = sum(len(tables) for tables in counter.stacks(plan))
    say("crosstab", args.study, f"{number} tables, {len(result)} estimates")


if __name__ == "__main__":
    run(main)
