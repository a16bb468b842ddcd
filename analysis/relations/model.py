"""Model: does a segment still matter for an item when the other segments are held equal?

One row a factor (Wald's test that all its groups are alike, the others held equal) and one a group (odds
ratio against the factor's largest group). Errors are cluster-robust when the plan's design has clusters:
`ordered_logit` for ordered answers, `binary_logit` for two. F has as many degrees of freedom as groups less
one, and clusters - 1 - coefficients, as R's `svyglm`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import fdtrc, stdtr, stdtrit

from analysis.plan import Relation
from analysis.relations import binary_logit, ordered_logit
from analysis.relations.fitted import Fitted
from analysis.relations.people import People, ordered, two_answers
from analysis.relations.related import NAN, Related

SEPARATED = 15.0
"""A coefficient this far from 0 (odds of three millions) is the start of infinity: the groups separate the
answers."""


@dataclass(frozen=True)
class Design:
    """People with everything the model needs: outcome (n,), columns (n, p) and clusters (n,).

    `columns` are 0/1, one a group but each factor's largest; `factor`, `level` and `against` (p,) name them.
    """

    outcome: np.ndarray
    columns: np.ndarray
    clusters: np.ndarray
    clustered: bool
    factor: tuple[str, ...]
    level: tuple[str, ...]
    against: tuple[str, ...]


def related(relation: Relation, people: People, confidence: float) -> Iterator[tuple[str, str, Related]]:
    """(outcome, factor, result): each factor, then its groups."""
    variable = people.variables[str(relation.outcome)]
    numeric = ordered(variable)
    method = "ordered_logit" if numeric else "binary_logit"
    design = design_of(relation, people)
    reason = "not_alike" if not numeric and not two_answers(variable) else unfit(design, relation)
    fitted = None
    if not reason:
        fitted = (ordered_logit if numeric else binary_logit).fit(
            design.outcome, design.columns, design.clusters
        )
        reason = failed(fitted)
    for factor in relation.factors:
        head = Related(method, len(design.outcome), reason)
        if design.clustered:
            head = replace(head, clusters=len(np.unique(design.clusters)))
        if reason or fitted is None:
            yield variable.name, factor, head
            continue
        yield variable.name, factor, _factor(head, fitted, design, factor)
        for found in _levels(head, fitted, design, factor, confidence):
            yield variable.name, factor, found


def design_of(relation: Relation, people: People) -> Design:
    """Everybody with an answer and a group in every factor."""
    outcome = people.numbers(str(relation.outcome))
    groups = [people.groups(factor) for factor in relation.factors]
    whole = ~np.isnan(outcome) & np.all([codes >= 0 for codes, _ in groups], axis=0)
    columns, names = [], []
    for factor, (codes, levels) in zip(relation.factors, groups, strict=True):
        size = np.bincount(codes[whole], minlength=len(levels))
        largest = int(size.argmax())
        for i in np.flatnonzero(size > 0):
            if i != largest:
                columns.append((codes[whole] == i).astype(float))
                names.append((factor, levels[i], levels[largest]))
    clusters = people.clusters
    own = np.arange(len(outcome)) if clusters is None else clusters
    factor_names, level_names, against = zip(*names, strict=True) if names else ((), (), ())
    matrix = np.column_stack(columns) if columns else np.zeros((int(whole.sum()), 0))
    return Design(
        outcome[whole], matrix, own[whole], clusters is not None, factor_names, level_names, against
    )


def unfit(design: Design, relation: Relation) -> str:
    """Why a model cannot be tried, or nothing."""
    if not len(design.outcome):
        return "no_base"
    if len(np.unique(design.outcome)) < 2:
        return "no_variation"
    if set(relation.factors) - set(design.factor):
        return "one_group"
    whole = np.column_stack([np.ones(len(design.columns)), design.columns])
    if np.linalg.matrix_rank(whole) < whole.shape[1]:
        return "factors_coincide"
    return "few_units" if len(np.unique(design.clusters)) - 1 - design.columns.shape[1] < 1 else ""


def failed(fitted: Fitted) -> str:
    """Why a fitted model says nothing, or nothing."""
    if not fitted.converged or not np.isfinite(fitted.covariance).all():
        return "no_convergence"
    if (np.abs(fitted.coefficients) > SEPARATED).any() or (np.diagonal(fitted.covariance) <= 0).any():
        return "separation"
    return ""


def _factor(head: Related, fitted: Fitted, design: Design, factor: str) -> Related:
    own = np.array([name == factor for name in design.factor])
    beta, spread = fitted.coefficients[own], fitted.covariance[np.ix_(own, own)]
    df, df_error = int(own.sum()), _df_error(design)
    statistic = float(beta @ np.linalg.solve(spread, beta)) / df
    return replace(
        head, statistic=statistic, df=df, df_error=df_error, p_value=float(fdtrc(df, df_error, statistic))
    )


def _levels(
    head: Related, fitted: Fitted, design: Design, factor: str, confidence: float
) -> Iterator[Related]:
    df = _df_error(design)
    reach = float(stdtrit(df, (1 + confidence) / 2))
    for i, name in enumerate(design.factor):
        if name != factor:
            continue
        beta, error = float(fitted.coefficients[i]), float(fitted.covariance[i, i]) ** 0.5
        low, middle, high = np.exp([beta - reach * error, beta, beta + reach * error])
        yield replace(
            head,
            level=design.level[i],
            against=design.against[i],
            estimate=float(middle),
            estimate_name="odds_ratio",
            conf_low=float(low),
            conf_high=float(high),
            statistic=beta / error,
            df=df,
            df_error=NAN,
            p_value=2 * float(stdtr(df, -abs(beta / error))),
        )


def _df_error(design: Design) -> int:
    return int(len(np.unique(design.clusters)) - 1 - design.columns.shape[1])
