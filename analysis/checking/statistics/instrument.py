"""What the questionnaire itself shows: its blocks, its mode, its question types."""

from __future__ import annotations

from analysis.checking.ledger import Claim
from analysis.checking.observed import NotEvaluable, Observed
from analysis.checking.statistics.common import only, statistic
from analysis.checking.study import INSTRUMENT, Study
from survey.messages import did_you_mean

SELECT = {"multiple": "multi", "single": "single", "battery": "single"}
"""Question type → how many answers one may choose, in the ledger's word."""


@statistic()
def blocks(study: Study, claim: Claim) -> Observed:
    """The ids of the questionnaire's blocks."""
    _require_instrument(claim)
    return Observed(INSTRUMENT, fact=tuple(block.id for block in study.questionnaire.blocks))


@statistic()
def constant(study: Study, claim: Claim) -> Observed:
    """A property of the questionnaire, under the name the ledger gives it."""
    _require_instrument(claim)
    facts = study.names.facts
    name = only(claim)
    if name not in facts:
        raise NotEvaluable(f"no property is called {name!r}{did_you_mean(name, facts)}")
    return Observed(INSTRUMENT, fact=str(getattr(study.questionnaire, facts[name])))


@statistic()
def select_type(study: Study, claim: Claim) -> Observed:
    """Whether one or several answers may be chosen; every item must be of the same kind."""
    study.rows(claim.population)
    variables = study.questionnaire.variables
    items = study.resolve(claim.variables)
    unknown = [item for item in items if item not in variables]
    if unknown:
        raise NotEvaluable(f"unknown variable {unknown[0]!r}{did_you_mean(unknown[0], variables)}")
    types = [study.questionnaire.question(variables[item].question).type for item in items]
    kinds = sorted({SELECT.get(kind, kind) for kind in types})
    return Observed(INSTRUMENT, fact=" and ".join(kinds))


def _require_instrument(claim: Claim) -> None:
    if claim.population != INSTRUMENT:
        raise NotEvaluable(f"{claim.measure.stat} describes the instrument, not {claim.population}")


STATISTICS = (blocks, constant, select_type)
