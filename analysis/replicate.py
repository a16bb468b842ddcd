"""Stage replicate: does what the pipeline found agree with what was published? One verdict a claim.

In: the claim ledger with its names, the questionnaire's structure, the plan, clean answers with status, segments
with frame and response rates, published estimates. Out: scorecard.json (the metric), claims.csv (internal: every
observed value), verdicts.csv (publishable: never a value).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from analysis.checking.ledger import Claim, Ledger, load_ledger, load_names
from analysis.checking.observed import NotEvaluable, Observed
from analysis.checking.rules import RULES
from analysis.checking.rules.common import Rule
from analysis.checking.statistics import STATISTICS
from analysis.checking.study import Study, read_study
from analysis.plan_checks import load_plan
from survey.frames import write_frame
from survey.load import load_questionnaire
from survey.messages import did_you_mean
from survey.stage import arguments, run, say, write_json

CLAIM_COLUMNS = [
    "id",
    "section",
    "figure",
    "kind",
    "strength",
    "population",
    "segment",
    "statistic",
    "observed",
    "expected",
    "rule",
    "source",
    "verdict",
    "reason",
]
VERDICT_COLUMNS = ["id", "section", "figure", "strength", "kind", "verdict"]


@dataclass(frozen=True)
class Verdict:
    """How one claim fared. `source` says where its numbers were read, `reason` why it is not satisfied."""

    claim: Claim
    verdict: Literal["satisfied", "violated", "not_evaluable"]
    observed: str = ""
    expected: str = ""
    source: str = ""
    reason: str = ""


def judge(claim: Claim, study: Study) -> Verdict:
    """The verdict on one claim; whatever cannot be evaluated is a verdict with a reason, not an error."""
    observed: Observed | None = None
    try:
        rule = _rule(claim)
        expected = rule.expected(claim)
        observed = _observe(claim, study)
        broken = rule(observed, claim)
    except NotEvaluable as reason:
        shown, source = (str(observed), observed.source) if observed else ("", "")
        return Verdict(claim, "not_evaluable", shown, "", source, str(reason))
    return Verdict(
        claim, "violated" if broken else "satisfied", str(observed), expected, observed.source, broken or ""
    )


def _rule(claim: Claim) -> Rule:
    name = claim.tolerance.rule
    if name not in RULES:
        raise NotEvaluable(f"unknown rule {name!r}{did_you_mean(name, RULES)}")
    RULES[name].require(claim)
    return RULES[name]


def _observe(claim: Claim, study: Study) -> Observed:
    name = claim.measure.stat
    if name not in STATISTICS:
        raise NotEvaluable(f"unknown statistic {name!r}{did_you_mean(name, STATISTICS)}")
    return STATISTICS[name](study, claim)


def replicate(ledger: Ledger, study: Study) -> list[Verdict]:
    """A verdict on every claim, in the ledger's order."""
    return [judge(claim, study) for claim in ledger.claims]


def scorecard(verdicts: Iterable[Verdict]) -> dict[str, Any]:
    """The metric: how many claims hold, and which do not."""
    verdicts = list(verdicts)

    def split(strength: str) -> dict[str, int]:
        own = [v.verdict for v in verdicts if v.claim.strength == strength]
        return {"claims": len(own), "satisfied": own.count("satisfied")}

    return {
        "claims": len(verdicts),
        "satisfied": sum(v.verdict == "satisfied" for v in verdicts),
        "violated": [v.claim.id for v in verdicts if v.verdict == "violated"],
        "not_evaluable": [v.claim.id for v in verdicts if v.verdict == "not_evaluable"],
        "hard": split("hard"),
        "soft": split("soft"),
    }


def claims_frame(verdicts: Iterable[Verdict]) -> pd.DataFrame:
    """One row a claim, observed and expected (CLAIM_COLUMNS): internal, it holds unprotected values."""
    rows = [
        (
            v.claim.id,
            v.claim.section,
            v.claim.figure,
            v.claim.kind,
            v.claim.strength,
            v.claim.population,
            f"{v.claim.segment.by}: {', '.join(v.claim.segment.levels)}" if v.claim.segment else None,
            f"{v.claim.measure.stat} of {', '.join(v.claim.variables)}",
            v.observed,
            v.expected,
            v.claim.tolerance.rule,
            v.source,
            v.verdict,
            v.reason,
        )
        for v in verdicts
    ]
    return pd.DataFrame(rows, columns=CLAIM_COLUMNS)


def verdicts_frame(verdicts: Iterable[Verdict]) -> pd.DataFrame:
    """One row a claim (VERDICT_COLUMNS), without any value: what the report may show."""
    return claims_frame(verdicts)[VERDICT_COLUMNS]


def sentence(card: dict[str, Any]) -> str:
    """The scorecard in one line."""
    parts = ", ".join(f"{card[s]['satisfied']} of {card[s]['claims']} {s}" for s in ("hard", "soft"))
    return (
        f"{card['claims']} claims: {card['satisfied']} satisfied ({parts}), "
        f"{len(card['violated'])} violated, {len(card['not_evaluable'])} not evaluable"
    )


def main() -> None:
    """Read the ledger and the study's results; write scorecard, table and publishable verdicts."""
    args = arguments(
        __doc__, "questionnaire", "claims", "names", "plan", "clean", "segments", "estimates", "out"
    )
    questionnaire = load_questionnaire(args.questionnaire)
    plan = load_plan(args.plan, questionnaire)
    folders = {"clean": args.clean, "segments": args.segments, "estimates": args.estimates}
    study = read_study(questionnaire, plan, load_names(args.names), folders)
    verdicts = replicate(load_ledger(args.claims), study)
    card = scorecard(verdicts)
    write_json(card, args.out / "scorecard.json")
    write_frame(claims_frame(verdicts), args.out / "claims.csv")
    write_frame(verdicts_frame(verdicts), args.out / "verdicts.csv")
    say("replicate", args.study, sentence(card))


if __name__ == "__main__":
    run(main)
