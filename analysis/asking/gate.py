"""The privacy gate for one cross-tab, together with everything that is published or was given out before.

What is out stays as it is. The new numbers are let in as far as nothing hidden comes within reach (guests.py), the
verdict is written into the ledger, and asking for the same again gives the same verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from analysis.asking.counts import USUAL, Counted, divided
from analysis.asking.guests import People, guests
from analysis.asking.ledger import KEY, Entry, Key, Ledger, add, read_ledger
from analysis.asking.request import Meant, extended
from analysis.asking.study import Study
from analysis.attack.links import asked
from analysis.disclosure.forms import SIZE
from analysis.disclosure.rules import Rules
from analysis.plan import Crosstab
from analysis.results import TEST_NUMBERS
from analysis.tables import MISSING
from survey.conditions import column_of
from survey.frames import read_frame
from survey.model import Questionnaire

PROTECTED = "protected"
COUNTED = {"share": "count"}
"""Measures that tell the same as another one."""
FORMS = ("base", "count", "top", "bottom", "mean")
TEST_WORDS = ["effect_name", "method", "why", "finding", "high", "low", "reading", "note"]


@dataclass(frozen=True)
class Hidden:
    """What may be seen: key → visible. None: everything, the answer is internal."""

    visible: dict[Key, bool] | None
    cautions: tuple[tuple[str, dict[str, Any]], ...] = ()
    rows: dict[tuple[str, str, str], list[Key]] = field(default_factory=dict)

    @staticmethod
    def nothing() -> Hidden:
        """No gate: for internal answers."""
        return Hidden(None)

    @staticmethod
    def of(visible: dict[Key, bool], cautions: Iterable[tuple[str, dict[str, Any]]]) -> Hidden:
        """The verdict on some numbers; what is not among them may not be seen."""
        rows: dict[tuple[str, str, str], list[Key]] = {}
        for key in visible:
            rows.setdefault(key[:3], []).append(key)
        return Hidden(visible, tuple(cautions), rows)

    def estimates(self, frame: pd.DataFrame) -> pd.DataFrame:
        """`frame` with `hidden`, and without the numbers that it says are."""
        if self.visible is None:
            return frame.assign(hidden="")
        keys = zip(*(frame[name].fillna("").astype(str) for name in KEY), strict=True)
        gone = np.array([not self.sees(key) for key in keys], dtype=bool)
        return _blanked(frame, gone, ["estimate", "conf_low", "conf_high", "note"], self._bases(frame))

    def _bases(self, frame: pd.DataFrame) -> np.ndarray:
        """Rows whose `n` may not be seen either."""
        rows = zip(*(frame[name].astype(str) for name in KEY[:3]), strict=True)
        return np.array([not self.sees((*row, "base", "")) for row in rows], dtype=bool)

    def letters(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Letters between columns that can be seen; a hidden number must not be told by its rank either."""
        if self.visible is None or frame.empty:
            return frame
        keys = list(zip(*(frame[name].fillna("").astype(str) for name in KEY), strict=True))
        seen = np.array([self.sees(key) for key in keys], dtype=bool)
        table = ["item", "segment", "measure", "answer"]
        shown = frame[seen].groupby(table, sort=False)["letter"].agg(set).to_dict()
        told = [
            " ".join(one for one in str(above).split() if one in shown.get(tuple(row), set()))
            for above, *row in frame[["above", *table]].itertuples(index=False)
        ]
        return frame.assign(above=np.where(seen, told, ""))

    def tests(self, frame: pd.DataFrame) -> pd.DataFrame:
        """`frame` with `hidden`: a test tells of all its groups, so it goes with any that is not seen at all."""
        if self.visible is None:
            return frame.assign(hidden="")
        dark = {row[:2] for row, keys in self.rows.items() if self._dark(keys)}
        known = {row[:2] for row in self.rows}
        pairs = list(zip(frame["item"], frame["segment"], strict=True))
        gone = np.array([pair in dark or pair not in known for pair in pairs], dtype=bool)
        return _blanked(frame, gone, [*TEST_NUMBERS, *TEST_WORDS], gone)

    def _dark(self, keys: list[Key]) -> bool:
        """Whether nothing of a group can be seen but its size, or not even that."""
        assert self.visible is not None
        seen = [key for key in keys if self.visible[key]]
        bases = [key for key in seen if key[3] == "base"]
        return not bases or len(bases) == len(seen)

    def sees(self, key: Key) -> bool:
        """Whether a number may be seen: it was judged itself, or follows from numbers that were."""
        assert self.visible is not None
        item, segment, group, measure, answer = key
        direct = self.visible.get((item, segment, group, COUNTED.get(measure, measure), answer))
        if direct is not None:
            return direct
        if measure in MISSING:
            return False
        if measure == "net":
            return self.sees((item, segment, group, "top", "")) and self.sees(
                (item, segment, group, "bottom", "")
            )
        # Any other number is worked out of the counts, and is as public as they are all together.
        counts = [k for k in self.rows.get((item, segment, group), []) if k[3] == "count"]
        return bool(counts) and all(self.visible[k] for k in counts)


def _blanked(frame: pd.DataFrame, gone: np.ndarray, columns: list[str], bases: np.ndarray) -> pd.DataFrame:
    kept = frame.copy()
    for name in columns:
        kept[name] = kept[name].mask(gone)
    if "n" in kept:
        kept["n"] = kept["n"].mask(bases)
    return kept.assign(hidden=np.where(gone, PROTECTED, ""))


def gated(study: Study, meant: Meant, found: Counted) -> Hidden:
    """What may be seen of a cross-tab; the verdict is in the ledger when this returns."""
    ledger, rules = read_ledger(study), Rules(**study.block("suppress"))
    out = published(study)
    for entry in ledger.entries:
        out |= {key: seen for key, seen in entry.visible.items() if key not in out}
    cautions = [("other_data", {"count": ledger.others})] if ledger.others else []
    earlier = ledger.entry(meant.crosstab)
    judged = earlier.visible if earlier else {}
    wanted = forms_for(meant.measures or USUAL)
    if wanted <= {key[3] for key in judged} or _all_decided(found, meant, out):
        return Hidden.of(out, cautions)
    seen, given_up = _judged(study, meant, found, rules, (ledger, out))
    add(study, Entry(meant.crosstab, judged | seen))
    if given_up:
        cautions.append(("more_hidden", {"count": given_up}))
    return Hidden.of(out | seen, cautions)


def _all_decided(found: Counted, meant: Meant, out: dict[Key, bool]) -> bool:
    """Whether every table asked for is published already."""
    tables = {key[:2] for key in out}
    wanted = {(i, s) for i in found.items for s in meant.crosstab.by if i in found.variables}
    return meant.crosstab.where is None and wanted - set(found.uncrossed) <= tables


def _judged(
    study: Study, meant: Meant, found: Counted, rules: Rules, given: tuple[Ledger, dict[Key, bool]]
) -> tuple[dict[Key, bool], int]:
    ledger, out = given
    near = set(linked(study.questionnaire, found.items, [meant.crosstab]))
    # Cross-tabs of other questions hang together with this one through nothing but the sizes of groups.
    earlier = [entry.crosstab for entry in ledger.entries if near & {key[0] for key in entry.visible}]
    crosstabs = [*(one for one in earlier if one.id != meant.crosstab.id), meant.crosstab]
    plan = extended(study.plan, crosstabs)
    clean = study.folder("validate")
    people = People(
        tuple(linked(study.questionnaire, found.items, crosstabs)),
        read_frame(clean / "answers.csv"),
        read_frame(clean / "status.csv"),
        divided(study, plan),
    )
    new = guests(plan, study.questionnaire, people, rules, out)
    return new.let_in(forms_for(meant.measures or USUAL))


def forms_for(measures: Iterable[str]) -> set[str]:
    """The forms that the numbers of some measures rest on; whatever has none of its own rests on the counts."""
    own = {name: {name} for name in FORMS} | {"net": {"top", "bottom"}}
    return {"base"}.union(*(own.get(COUNTED.get(name, name), {"count"}) for name in measures))


def published(study: Study) -> dict[Key, bool]:
    """Every number of the published tables, and of the table of responses: whether it is visible."""
    folder = study.folder("suppress")
    frame = read_frame(folder / "estimates.csv").fillna("")
    columns = [frame["measure"].replace(COUNTED) if name == "measure" else frame[name] for name in KEY]
    out: dict[Key, bool] = {}
    for (item, segment, group, measure, answer), hidden in zip(
        zip(*columns, strict=True), frame["hidden"], strict=True
    ):
        out[item, segment, group, measure, answer] = hidden == ""
    if (folder / "response.csv").is_file():
        for row in read_frame(folder / "response.csv").fillna("").to_dict("records"):
            out["", row["segment"], row["group"], SIZE, ""] = row["hidden"] == ""
    return out


def linked(questionnaire: Questionnaire, items: Iterable[str], crosstabs: list[Crosstab]) -> Iterator[str]:
    """The items that hang together with `items`: boxes of one question, who is asked, and what conditions look at."""
    variables = questionnaire.variables
    ticked = {variables[item].question if item in variables else item for item in items}
    found = {n for n, v in variables.items() if n in items or (v.kind == "tick" and v.question in ticked)}
    looked_at = [column_of(leaf) for c in crosstabs if c.where is not None for leaf in c.where.leaves()]
    waiting = [*found, *(name for name in looked_at if name in variables)]
    while waiting:
        name = waiting.pop()
        found.add(name)
        who = asked(questionnaire, name)
        terms = [] if who is None else [who.terms or (), *who.bounds]
        waiting += [source for own in terms for source, _ in own if source not in found]
    return (name for name, v in variables.items() if name in found and (v.closed or v.kind == "number"))
