"""Cumulative logit (proportional odds) regression of ordered answers on groups, with cluster-robust errors.

logit P(Y ≤ j) = θ_j - xβ (P. McCullagh, 1980, JRSS B 42, 109-142), through statsmodels' OrderedModel; an odds
ratio above 1 says higher answers. It takes the ratio to be the same at every step of the scale.
"""

from __future__ import annotations

import warnings

import numpy as np

from analysis.relations.fitted import Fitted, nothing, sandwich


def fit(outcome: np.ndarray, columns: np.ndarray, clusters: np.ndarray) -> Fitted:
    """`outcome` (n,) ordered numbers on `columns` (n, p)."""
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    steps = np.unique(outcome, return_inverse=True)[1]
    model = OrderedModel(steps, columns, distr="logit")
    with warnings.catch_warnings():
        # Separation and the like are told of by the numbers, which the caller judges.
        warnings.simplefilter("ignore")
        try:
            found = model.fit(method="bfgs", disp=False, maxiter=500, gtol=1e-8)
            thresholds = model.transform_threshold_params(found.params)[1:-1]
            return _robust(steps, columns, clusters, (found.params[: columns.shape[1]], thresholds))
        except (np.linalg.LinAlgError, ValueError):
            return nothing(columns.shape[1])


def _robust(
    steps: np.ndarray, columns: np.ndarray, clusters: np.ndarray, found: tuple[np.ndarray, np.ndarray]
) -> Fitted:
    """A last few Newton steps on (β, θ), whose scores and information have a closed form; then the
    sandwich."""
    beta, thresholds = found
    parameters = np.concatenate([beta, thresholds])
    moved = np.inf
    for _ in range(25):
        scores, information = likelihood(parameters, steps, columns)
        step = np.linalg.solve(information, scores.sum(axis=0))
        parameters = parameters + step
        moved = float(np.abs(step).max())
        if moved < 1e-10:
            break
    scores, information = likelihood(parameters, steps, columns)
    p = columns.shape[1]
    covariance = sandwich(information, scores, clusters)
    return Fitted(parameters[:p], covariance[:p, :p], moved < 1e-6)


def likelihood(
    parameters: np.ndarray, steps: np.ndarray, columns: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """People's scores (n, k) and the observed information (k, k) at β and θ.

    P(Y = j) = F(θ_j - xβ) - F(θ_{j-1} - xβ); F' = F (1 - F), F'' = F' (1 - 2F).
    """
    from scipy.special import expit

    p = columns.shape[1]
    theta = np.concatenate([[-np.inf], parameters[p:], [np.inf]])
    eta = columns @ parameters[:p]
    ends, slopes, bends = [], [], []
    for edge in (theta[steps + 1] - eta, theta[steps] - eta):
        level = expit(edge)
        ends.append(level)
        slopes.append(level * (1 - level))
        bends.append(level * (1 - level) * (1 - 2 * level))
    chance = np.maximum(ends[0] - ends[1], 1e-300)
    inner = np.arange(len(theta) - 2)
    upper = np.hstack([-columns, (steps[:, None] == inner).astype(float)])
    lower = np.hstack([-columns, (steps[:, None] - 1 == inner).astype(float)])
    gradient = (slopes[0][:, None] * upper - slopes[1][:, None] * lower) / chance[:, None]
    curved = (upper.T * (bends[0] / chance)) @ upper - (lower.T * (bends[1] / chance)) @ lower
    return gradient, gradient.T @ gradient - curved
