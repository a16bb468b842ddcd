"""Logistic regression of two answers on groups, with cluster-robust errors (through statsmodels' Logit)."""

from __future__ import annotations

import warnings

import numpy as np

from analysis.relations.fitted import Fitted, nothing, sandwich


def fit(outcome: np.ndarray, columns: np.ndarray, clusters: np.ndarray) -> Fitted:
    """`outcome` (n,) 0 or 1 on `columns` (n, p) and a constant."""
    from statsmodels.discrete.discrete_model import Logit

    whole = np.column_stack([np.ones(len(outcome)), columns])
    model = Logit(outcome, whole)
    with warnings.catch_warnings():
        # Separation and the like are told of by the numbers, which the caller judges.
        warnings.simplefilter("ignore")
        try:
            found = model.fit(disp=False, method="newton", maxiter=100)
            covariance = sandwich(-model.hessian(found.params), model.score_obs(found.params), clusters)
        except np.linalg.LinAlgError:
            return nothing(columns.shape[1])
    return Fitted(found.params[1:], covariance[1:, 1:], bool(found.mle_retvals["converged"]))
