"""What became of each invited person: an outcome code of AAPOR's Standard Definitions (2023).

Without a disposition column in the plan: people with an answer by how much of the form they answered, the others as no
contact. With one: its codes count, except that an answer outranks any outcome but refusal after a start (R, P, I) and
not eligible (NE).
"""

from __future__ import annotations

import pandas as pd

from analysis.plan import Frame
from analysis.response.limits import Limits
from survey.messages import Finding, SvarError, did_you_mean, finding
from survey.model import Questionnaire

OUTCOMES = ("I", "P", "R", "NC", "O", "UH", "UO", "NE")
"""Complete, partial, refusal or break-off, no contact, other, unknown if household, unknown other, not eligible."""

_STANDS_BESIDE_AN_ANSWER = ("I", "P", "R", "NE")


def outcomes(
    invited: pd.DataFrame, share: pd.Series, frame: Frame, limits: Limits, key: str
) -> tuple[pd.Series, list[Finding]]:
    """The outcome of each row of `invited`. `share`: respondent → share of the asked questions answered.

    Raises SvarError when the plan names an outcome (Q015) or a column (P001) that there is not.
    """
    _require(invited, frame)
    answered = invited[key].map(share)
    by_form = pd.Series("NC", index=invited.index).mask(answered.notna(), "R")
    by_form = by_form.mask(answered >= limits.partial, "P").mask(answered >= limits.complete, "I")
    if frame.disposition is None:
        return by_form, []
    listed, findings = _listed(invited[frame.disposition], frame)
    outranked = answered.notna() & listed.notna() & ~listed.isin(_STANDS_BESIDE_AN_ANSWER)
    if outranked.any():
        names = ", ".join(sorted(listed[outranked].unique()))
        findings.append(finding("D069", "outcomes", int(outranked.sum()), outcomes=names))
    return listed.where(listed.notna() & ~outranked, by_form), findings


def _require(invited: pd.DataFrame, frame: Frame) -> None:
    words = {"key": "outcome", "allowed": ", ".join(OUTCOMES)}
    wrong = [
        finding("Q015", "frame.outcomes", name, suggestion=did_you_mean(name, OUTCOMES), **words)
        for name in frame.outcomes
        if name not in OUTCOMES
    ]
    if frame.disposition is not None and frame.disposition not in invited:
        suggestion = did_you_mean(frame.disposition, invited.columns)
        wrong.append(finding("P001", "frame.disposition", frame.disposition, suggestion=suggestion))
    if wrong:
        raise SvarError(wrong)


def _listed(codes: pd.Series, frame: Frame) -> tuple[pd.Series, list[Finding]]:
    """Codes as outcomes; missing where there is no code; one that the plan does not list is unknown, other (UO)."""
    names = {code: outcome for outcome, listed in frame.outcomes.items() for code in listed}
    lost = [code for code in codes.dropna().unique() if code not in names]
    column = str(frame.disposition)
    findings = [
        finding("D068", "outcomes", code, column=column, suggestion=did_you_mean(code, names))
        for code in lost
    ]
    return codes.map({**names, **dict.fromkeys(lost, "UO")}).astype("str"), findings


def share_answered(status: pd.DataFrame, questionnaire: Questionnaire) -> pd.Series:
    """Respondent → share of the questions they were asked that they answered (a "don't know" is an answer).

    A statement of a battery is a question; all boxes of a multiple choice are one. Open text does not count: leaving it
    empty is no break-off. 0 for somebody who was asked nothing else.
    """
    units: dict[str, list[str]] = {}
    for name, variable in questionnaire.variables.items():
        if variable.kind not in ("text", "coded") and name in status:
            units.setdefault(variable.question if variable.kind == "tick" else name, []).append(name)
    asked = {unit: (status[names] != "not_asked").any(axis=1) for unit, names in units.items()}
    given = {unit: status[names].isin(["answered", "declared"]).any(axis=1) for unit, names in units.items()}
    if not units:
        return pd.Series(1.0, index=status[questionnaire.respondent])
    wanted = pd.DataFrame(asked).sum(axis=1)
    shares = (pd.DataFrame(given) & pd.DataFrame(asked)).sum(axis=1) / wanted.where(wanted > 0)
    return pd.Series(shares.fillna(0.0).to_numpy(), index=status[questionnaire.respondent])
