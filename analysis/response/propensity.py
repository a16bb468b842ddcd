"""Response propensities: a logistic regression of having answered on what is known of everybody invited.

Written out here (Fisher scoring on the distinct combinations of groups) because statsmodels takes two seconds to import
and one row a person; tests hold it against statsmodels and R's glm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_ROUNDS = 60
_CLOSE = 1e-13


@dataclass(frozen=True)
class Propensities:
    """Of K combinations of groups, with P coefficients (aliased ones included)."""

    people: np.ndarray
    """(K,) invited."""
    rho: np.ndarray
    """(K,) estimated propensity."""
    design: np.ndarray
    """(K, P) columns of the model."""
    covariance: np.ndarray
    """(P, P) of the coefficients; a generalised inverse where groups say the same."""


def propensities(codes: np.ndarray, answered: np.ndarray) -> Propensities:
    """Main effects of every column of `codes` ((N, S) whole numbers, one a group) on `answered` ((N,) 0 or 1).

    A group in which everybody or nobody answered has no finite coefficient; its propensity then goes to 1 or 0.
    """
    cells, place = np.unique(codes, axis=0, return_inverse=True)
    place = place.reshape(-1)
    people = np.bincount(place, minlength=len(cells)).astype(float)
    yes = np.bincount(place, weights=answered, minlength=len(cells))
    design = _dummies(cells)
    link = _fit(design, people, yes)
    rho = _inverse_logit(link)
    information = (design * (people * rho * (1 - rho))[:, None]).T @ design
    return Propensities(people, rho, design, np.linalg.pinv(information, rcond=1e-9, hermitian=True))


def _dummies(cells: np.ndarray) -> np.ndarray:
    columns = [np.ones(len(cells))]
    for column in cells.T:
        columns += [(column == level).astype(float) for level in np.unique(column)[1:]]
    return np.stack(columns, axis=1)


def _fit(design: np.ndarray, people: np.ndarray, yes: np.ndarray) -> np.ndarray:
    """The linear predictor: each round is a weighted least squares of the working answer (McCullagh & Nelder 1989)."""
    share = (yes + 0.5) / (people + 1)
    link = np.log(share / (1 - share))
    before = np.inf
    for _ in range(_ROUNDS):
        rho = _inverse_logit(link)
        weight = np.maximum(people * rho * (1 - rho), 1e-12)
        working = link + (yes - people * rho) / weight
        root = np.sqrt(weight)
        # The least squares of smallest norm copes with columns that say the same as others.
        coefficients = np.linalg.lstsq(design * root[:, None], working * root, rcond=1e-10)[0]
        # Beyond 30 a propensity is 0 or 1 to the last digit; separated groups would go on for ever.
        link = np.clip(design @ coefficients, -30, 30)
        deviance = _deviance(link, people, yes)
        if abs(before - deviance) < _CLOSE * (abs(deviance) + 0.1):
            break
        before = deviance
    return np.asarray(link)


def _deviance(link: np.ndarray, people: np.ndarray, yes: np.ndarray) -> float:
    return float(2 * np.sum(people * np.logaddexp(0, link) - yes * link))


def _inverse_logit(link: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-link)))
