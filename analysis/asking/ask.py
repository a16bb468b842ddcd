"""Answers a request: divide the people, count, compare, and let the privacy gate take what must not be seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.asking.answer import FRAME_COLUMNS, Answer
from analysis.asking.counts import USUAL, Counted, comparisons, counted
from analysis.asking.gate import Hidden, gated
from analysis.asking.names import WHERE
from analysis.asking.request import Meant, Request, extended, understood
from analysis.asking.study import Study
from analysis.comparisons.rules import rules_from
from analysis.plan import FILTERED
from analysis.results import ALL, TOTAL
from survey.messages import SvarError, did_you_mean, finding
from survey.stage import read_json

BASE = "base"
NEEDED = ("validate/answers.csv", "validate/status.csv", "validate/summary.json", "segment/segments.csv")
PUBLISHED = ("suppress/estimates.csv",)


@dataclass(frozen=True)
class Terms:
    """How an answer is given: through the gate or not, in which language, and the command that asked."""

    internal: bool = False
    language: str | None = None
    command: str = ""


def ask(study: Study, request: Request, terms: Terms) -> Answer:
    """The answer to `request`; SvarError when something is unclear (see `understood`) or not made yet (S090)."""
    study.require(NEEDED if terms.internal else (*NEEDED, *PUBLISHED))
    meant = understood(request, study)
    plan = extended(study.plan, [meant.crosstab])
    found = counted(study, plan, meant)
    estimates = chosen(found, meant)
    rules = rules_from(study.block("compare"))
    tests, letters = comparisons(found, estimates["item"].unique(), meant.measures, rules)
    hidden = Hidden.nothing() if terms.internal else gated(study, meant, found)
    frame = tidied(lettered(hidden.estimates(estimates), hidden.letters(letters)), meant)
    return Answer(
        study=study,
        plan=plan,
        request=request,
        crosstab=meant.as_asked,
        measures=tuple(dict.fromkeys(frame["measure"])),
        frame=frame,
        tests=between_groups(tidied(hidden.tests(tests), meant)),
        weights=meant.weights,
        clustered=meant.clustered,
        internal=terms.internal,
        cautions=(*cautions(study, meant), *not_crossed(found), *hidden.cautions),
        provenance=provenance(study, terms),
        language=terms.language,
    )


def chosen(found: Counted, meant: Meant) -> pd.DataFrame:
    """The estimates that were asked for, with their bases.

    SvarError: S093 for a measure that nothing in the study has, S094 when none of the rows has any that was named.
    """
    known = list(dict.fromkeys(found.estimates["measure"]))
    lost = [name for name in meant.measures if name not in known]
    if lost:
        words = {"suggestion": did_you_mean(lost[0], known), "known": ", ".join(known)}
        raise SvarError([finding("S093", WHERE, lost[0], **words)])
    frame = found.estimates[found.estimates["item"].isin(found.items)]
    if not meant.measures:
        # Nobody who crosses a multiple choice thinks of its number of ticks, unless they say so.
        frame = frame[~frame["item"].isin(found.ticks)]
    shown = frame["measure"].isin(meant.measures or USUAL)
    if not shown.any():
        told = ", ".join(dict.fromkeys(frame["measure"]))
        raise SvarError([finding("S094", WHERE, ", ".join(meant.measures), known=told)])
    items = frame.loc[shown, "item"].unique()
    return frame[shown | ((frame["measure"] == BASE) & frame["item"].isin(items))].reset_index(drop=True)


def lettered(frame: pd.DataFrame, letters: pd.DataFrame) -> pd.DataFrame:
    """`frame` with each column's letter and the letters it is above; a hidden number is above nothing."""
    key = ["item", "segment", "group", "measure", "answer"]
    joined = frame.merge(letters[[*key, "above"]], on=key, how="left")
    joined["above"] = joined["above"].fillna("").where(joined["hidden"] == "", "")
    places: dict[tuple[str, str], str] = {}
    for segment, rows in frame.groupby("segment", sort=False):
        for number, group in enumerate(dict.fromkeys(rows["group"])):
            places[str(segment), str(group)] = "" if group == ALL else letter(number)
    joined["letter"] = [places[s, g] for s, g in zip(joined["segment"], joined["group"], strict=True)]
    return joined


def letter(number: int) -> str:
    """A to Z, then AA, AB …"""
    return (chr(64 + number // 26) if number >= 26 else "") + chr(65 + number % 26)


def tidied(frame: pd.DataFrame, meant: Meant) -> pd.DataFrame:
    """`frame` in the terms of the person who asked: narrowed segments by their own name, everybody as the total."""
    if meant.crosstab.where is not None:
        # The total of the whole study is not the total of a narrowed cross-tab.
        frame = frame[frame["segment"] != TOTAL]
    tidy = frame.assign(segment=frame["segment"].str.partition(FILTERED)[0])
    order = {name: number for number, name in enumerate((TOTAL, *meant.crosstab.by))}
    place = tidy["segment"].map(order)
    kept = tidy[place.notna()]
    items = {item: number for number, item in enumerate(dict.fromkeys(frame["item"]))}
    ranked = kept.assign(_item=kept["item"].map(items), _place=place)
    result = ranked.sort_values(["_item", "_place"], kind="stable").drop(columns=["_item", "_place"])
    if "estimate" in result:
        result = result[FRAME_COLUMNS]
    return result.reset_index(drop=True)


def between_groups(tests: pd.DataFrame) -> pd.DataFrame:
    """The tests of what was asked; everybody together is one group, and no test."""
    return tests[tests["segment"] != TOTAL].reset_index(drop=True)


def not_crossed(found: Counted) -> Iterator[tuple[str, dict[str, Any]]]:
    """What was left out because a segment is made of it."""
    for item, segment in found.uncrossed:
        yield "not_crossed", {"item": item, "segment": segment}


def cautions(study: Study, meant: Meant) -> Iterator[tuple[str, dict[str, Any]]]:
    """Codes of what a reader must know, with what fills their sentences."""
    if read_json(study.folder("validate") / "summary.json").get("synthetic"):
        yield "synthetic", {}
    for asked, read in meant.read_as.items():
        yield "read_as", {"asked": asked, "meant": read}
    if meant.wanted is not None and meant.crosstab.where is None:
        yield "needless", {}
    published = study.plan.published
    if (meant.weights, meant.clustered) != (published.weights, published.clustered):
        basis = f"weights: {published.weights}" + (", clustered" if published.clustered else "")
        yield "basis", {"basis": basis}


def provenance(study: Study, terms: Terms) -> dict[str, str]:
    """Where the numbers come from, for files that are handed on."""
    return {
        "study": study.id,
        "data": study.data_hash,
        "plan": study.plan_path.relative_to(study.root).as_posix(),
        "command": terms.command or "analysis.crosstab",
    }
