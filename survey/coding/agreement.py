"""Several coders → one coding: what they agree on or somebody decided; the rest stays uncoded and is listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import pandas as pd

from survey.coding.alpha import Bootstrap, Ratings, reliability
from survey.coding.answers import SEPARATOR, Sorted
from survey.coding.coders import ADJUDICATED, Answers, Codes
from survey.coding.sheet import ANSWER, VARIABLE
from survey.messages import Finding, finding

RELIABLE, TENTATIVE = 0.8, 2 / 3
"""Krippendorff's limits: rely on a coding from 0.800, draw tentative conclusions from 0.667."""
DECIMALS = 6


@dataclass(frozen=True)
class Settings:
    """The interval of alpha, what counts as a difference, and how many coders an answer needs."""

    bootstrap: Bootstrap = field(default_factory=Bootstrap)
    metric: str = "nominal"
    least_coders: int = 2

    @classmethod
    def of(cls, block: Mapping[str, Any]) -> Settings:
        """From the entry `coding` of a params block; what it does not say stays as it is here."""
        own = {key: block[key] for key in ("metric", "least_coders") if key in block}
        drawn = {key: block[key] for key in ("resamples", "seed", "confidence") if key in block}
        return cls(bootstrap=Bootstrap(**drawn), **own)


@dataclass(frozen=True)
class Agreed:
    """The coding that counts, how well the coders agreed, and what they disagreed on."""

    codes: Codes
    report: dict[str, Any]
    disagreements: pd.DataFrame
    findings: list[Finding]


def agree(answers: Answers, coders: Mapping[str, Codes], decided: Codes, settings: Settings) -> Agreed:
    """Settle every answer; `decided` are the adjudicated ones."""
    codes: Codes = {}
    found, listed = list[Finding](), list[dict[str, str]]()
    for variable, words in answers.words.items():
        for respondent in words:
            place = (variable, respondent)
            given = {coder: own[place] for coder, own in coders.items() if place in own}
            settled, finding_ = _settle(place, given, decided.get(place), settings)
            found += finding_
            if settled:
                codes[place] = settled
            if given and (len(set(given.values())) > 1 or not settled or place in decided):
                listed.append(_line(answers, place, given, decided.get(place)))
    columns = [answers.key, VARIABLE, ANSWER, *(f"coder_{coder}" for coder in coders), ADJUDICATED]
    report = {
        variable: _report(answer, coders, answers.words[variable], settings)
        | {"settled": sum(1 for v, _ in codes if v == variable)}
        for variable, answer in answers.sorted.items()
    }
    return Agreed(codes, report, pd.DataFrame(listed, columns=columns), found)


def _settle(
    place: tuple[str, str],
    given: Mapping[str, frozenset[str]],
    decided: frozenset[str] | None,
    rule: Settings,
) -> tuple[frozenset[str] | None, list[Finding]]:
    """The codes that count, and D043 where there are none, D047 where a decision overrules agreeing coders."""
    variable, respondent = place
    said = "; ".join(f"{coder}: {_joined(codes)}" for coder, codes in given.items())
    alike = len(set(given.values())) == 1 and len(given) >= rule.least_coders
    if decided:
        overruled = alike and decided not in given.values()
        where = f"{ADJUDICATED} [{variable}]"
        return decided, [finding("D047", where, respondent, said=said)] if overruled else []
    if alike:
        return next(iter(given.values())), []
    if not given:
        return None, []
    problem = f"coders disagree ({said})" if len(set(given.values())) > 1 else f"too few coders ({said})"
    return None, [finding("D043", f"coding [{variable}]", respondent, problem=problem)]


def _line(
    answers: Answers,
    place: tuple[str, str],
    given: Mapping[str, frozenset[str]],
    decided: frozenset[str] | None,
) -> dict[str, str]:
    variable, respondent = place
    cells = {f"coder_{coder}": _joined(codes) for coder, codes in given.items()}
    if decided:
        cells[ADJUDICATED] = _joined(decided)
    return {answers.key: respondent, VARIABLE: variable, ANSWER: answers.words[variable][respondent], **cells}


def _joined(codes: frozenset[str]) -> str:
    return f"{SEPARATOR} ".join(sorted(codes))


def _report(
    answer: Sorted, coders: Mapping[str, Codes], words: Mapping[str, str], settings: Settings
) -> dict[str, Any]:
    """Alpha of the question and of each code, with the reason where there is none."""
    given = [[codes.get((answer.variable, r)) for codes in coders.values()] for r in words]
    metric = "set" if answer.multiple else settings.metric
    whole = reliability(_values(given, answer), metric, settings.bootstrap)
    return {
        "answers": len(words),
        "metric": metric,
        **_rounded(asdict(whole)),
        "verdict": verdict(whole.alpha),
        "codes": {code: _of_code(given, code) for code in answer.codes},
    }


def _values(given: list[list[frozenset[str] | None]], answer: Sorted) -> Ratings:
    if answer.multiple:
        return given
    return [[None if codes is None else next(iter(codes)) for codes in unit] for unit in given]


def _of_code(given: list[list[frozenset[str] | None]], code: str) -> dict[str, Any]:
    """The one category against all others: which of them is hard to tell."""
    ratings = [[None if codes is None else code in codes for codes in unit] for unit in given]
    found = reliability(ratings)
    used = sum(rating is True for unit in ratings for rating in unit)
    return _rounded({"alpha": found.alpha, "agreement": found.agreement, "note": found.note}) | {"used": used}


def verdict(alpha: float | None) -> str:
    """`reliable`, `tentative` or `unreliable` by Krippendorff's limits; `unknown` without alpha."""
    if alpha is None:
        return "unknown"
    return "reliable" if alpha >= RELIABLE else "tentative" if alpha >= TENTATIVE else "unreliable"


def _rounded(values: Mapping[str, Any]) -> dict[str, Any]:
    return {k: round(v, DECIMALS) if isinstance(v, float) else v for k, v in values.items()}
