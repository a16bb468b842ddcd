"""The sentences around a cross-tab: what it shows, how to read it, what the tests say, what to be careful about."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from typing import Any

import pandas as pd

from analysis.asking.answer import Answer
from analysis.comparisons import TABLE
from analysis.results import TOTAL
from reports.asking.speech import Speech

NONE = "none"


def small_base(answer: Answer) -> int:
    """Below how many answers a group brings a caution."""
    return int(answer.study.block("compare").get("small_base", 0))


def caption(answer: Answer, speech: Speech, headings: list[str]) -> str:
    """The questions, and what they are divided by."""
    divisions = [speech.segment(s) for s in answer.crosstab.by]
    return f"{' / '.join(dict.fromkeys(headings))} – {', '.join(divisions)}"


def about(answer: Answer, speech: Speech) -> Iterator[str]:
    """What the numbers are, whom they are about, and how they are weighted."""
    first = str(answer.frame["item"].iloc[0])
    measures = ", ".join(speech.measure(m, first) for m in answer.measures if m != "base")
    yield speech.say(
        "numbers", measure=measures or speech.measure("base", first), weights=_basis(answer, speech)
    )
    if answer.crosstab.where is not None:
        yield speech.only(answer.crosstab.where)


def _basis(answer: Answer, speech: Speech) -> str:
    key = "weights.none" if answer.weights == NONE else "weights.given"
    weights = speech.say(key, weights=answer.weights)
    return speech.say("clustered", weights=weights) if answer.clustered else weights


def legend(answer: Answer, speech: Speech) -> Iterator[str]:
    """What the marks in the table mean; only those that are there."""
    frame = answer.frame
    settings = answer.study.block("compare")
    if frame["above"].fillna("").ne("").any():
        adjust = str(settings.get("adjust", NONE))
        name = speech.say(f"adjust.{adjust}") if speech.knows(f"adjust.{adjust}") else adjust
        alpha = speech.numbers.percent_table(100 * float(settings["alpha"]))
        yield speech.say("legend.letters", alpha=alpha, adjust=name)
    if frame["hidden"].fillna("").ne("").any():
        yield speech.say("legend.hidden", mark=speech.say("hidden"))
    empty = frame[(frame["hidden"].fillna("") == "") & frame["estimate"].isna()]
    if len(empty):
        reasons = "; ".join(note(code, speech) for code in dict.fromkeys(empty["note"].fillna("")) if code)
        yield speech.say("legend.none", mark=speech.say("no_number"), reasons=reasons or "–")
    if small_groups(answer):
        yield speech.say("legend.small", small=small_base(answer))


def note(code: str, speech: Speech) -> str:
    """Why there is no number, in a few words."""
    return str(speech.report["notes"].get(code, code)).rstrip(".")


def small_groups(answer: Answer) -> bool:
    """Whether a shown group has few answers."""
    frame = answer.frame
    bases = frame[(frame["measure"] == "base") & (frame["segment"] != TOTAL)]["estimate"]
    return bool(((bases > 0) & (bases < small_base(answer))).any())


def tests(answer: Answer, speech: Speech) -> Iterator[str]:
    """A sentence a test that found something or could not be made; the others are counted."""
    silent = 0
    several = answer.tests["item"].nunique() > 1
    for row in answer.tests.to_dict("records"):
        said = _test(row, answer, speech, several)
        quiet = said is None or (len(answer.tests) > 3 and row["finding"] == NONE and not _gone(row))
        if quiet:
            silent += 1
        elif said is not None:
            yield said
    if silent:
        yield speech.say("tests.rest", count=silent)


def _gone(row: dict[Any, Any]) -> bool:
    return bool(row.get("hidden")) or pd.isna(row["p_value"])


def _test(row: dict[Any, Any], answer: Answer, speech: Speech, several: bool) -> str | None:
    names = {
        "segment": speech.segment(str(row["segment"])),
        "item": f" × {speech.item(str(row['item']))}" if several else "",
    }
    if row.get("hidden"):
        return speech.say("tests.hidden", **names)
    if pd.isna(row["p_value"]):
        return speech.say("tests.untested", **names, reason=f"{note(str(row['note']), speech)}.")
    return speech.say(
        "tests.line",
        **names,
        method=method(row, speech),
        p=_p(row, answer, speech),
        effect=_effect(row, speech),
        meaning=_meaning(row, speech),
    )


def method(row: dict[Any, Any], speech: Speech) -> str:
    """The printed name of a test, and when it is chosen."""
    code = str(row["method"])
    listed = methods().get(code, {})
    name = listed.get(speech.framing) or listed.get("en") or code
    why = speech.report.get("methods_why", {}).get(str(row["why"]), "")
    why = why or (listed.get("chosen_when", "") if speech.framing == "en" else "")
    return f"{name} ({why[:1].lower()}{why[1:].rstrip('.')})" if why else name


@cache
def methods() -> dict[str, dict[str, str]]:
    """The table that lists every method with its printed names."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


def _p(row: dict[Any, Any], answer: Answer, speech: Speech) -> str:
    """The test's own p, and what becomes of it for being one of several."""
    alone = _small(float(row["p_value"]), speech)
    family = answer.tests[answer.tests["family"] == row["family"]]
    together = int(family["p_value"].notna().sum())
    if together < 2 or pd.isna(row["p_adjusted"]):
        return f"p {alone}"
    adjusted = speech.say("tests.adjusted", count=together, p=_small(float(row["p_adjusted"]), speech))
    return f"p {alone} ({adjusted})"


def _small(p: float, speech: Speech) -> str:
    if p < 0.001:
        return f"< {speech.numbers.decimal(0.001, 3)}"
    return f"= {speech.numbers.decimal(p, 3 if p < 0.1 else 2)}"


def _effect(row: dict[Any, Any], speech: Speech) -> str:
    effect = speech.numbers.decimal(row["effect"], 2)
    name = str(row["effect_name"])
    key = f"tests.effect.{name}"
    return speech.say(key if speech.knows(key) else "tests.effect.other", effect=effect, name=name)


def _meaning(row: dict[Any, Any], speech: Speech) -> str:
    """What the test means in a sentence, and between which groups where there is something to tell."""
    reading = str(speech.report["readings"].get(row["reading"], ""))
    if row["finding"] == NONE or not row["high"] or pd.isna(row["high"]):
        return reading
    high, low = (speech.group(str(row["segment"]), str(row[end])) for end in ("high", "low"))
    return f"{reading} {speech.say('tests.ends', high=high, low=low)}".strip()


def cautions(answer: Answer, speech: Speech) -> Iterator[str]:
    """Everything that a reader should keep in mind, the gravest first."""
    if answer.internal:
        yield speech.say("cautions.internal")
    for code, filling in answer.cautions:
        yield speech.say(f"cautions.{code}", **filling)
    if answer.weights != NONE:
        yield speech.say("cautions.weighted")
    if small_groups(answer):
        yield speech.say("cautions.small_base", small=small_base(answer))


def source(answer: Answer, speech: Speech) -> Iterator[tuple[str, str]]:
    """Where the numbers come from, as pairs of name and value."""
    gate = speech.say("gate.skipped" if answer.internal else "gate.passed")
    for key, value in {**answer.provenance, "gate": gate, "weights": _basis(answer, speech)}.items():
        yield speech.say(f"provenance.{key}"), value
