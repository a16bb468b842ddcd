"""What weights and clusters cost: Kish's design effect of weights, and the design effect of a mean."""

from __future__ import annotations

import numpy as np

from analysis.design.linear import ratio


def kish(weights: np.ndarray) -> float:
    """n Σw²/(Σw)² over people with a weight above zero: 1 when all weigh alike (L. Kish 1965, Survey Sampling, 11.7).

    nan when nobody has a weight. 1/kish is the efficiency, n/kish the effective number of respondents.
    """
    counted = weights[weights > 0]
    return float(len(counted) * (counted**2).sum() / counted.sum() ** 2) if len(counted) else float("nan")


def design_effect(
    weighted: np.ndarray, people: np.ndarray, scores: np.ndarray, error: np.ndarray
) -> np.ndarray:
    """Variance of each group's mean beside that of a simple random sample of as many people, drawn with
    replacement; (T, G).

    `weighted` and `people` (T, G, A), `scores` (T, A), `error` (T, G) the mean's standard error. R survey's
    `svymean(deff = "replace")`; not `deff = TRUE`, whose correction needs weights that add up to a population.
    """
    counted = np.isfinite(scores)[:, None, :]
    score = np.where(counted, scores[:, None, :], 0.0)
    base, n = (weighted * counted).sum(axis=2), (people * counted).sum(axis=2)
    mean = ratio((weighted * score).sum(axis=2), base)
    apart = np.where(counted, (score - mean[:, :, None]) ** 2, 0.0)
    # Σw(x - x̄)²/Σw · n/(n - 1), over n
    simple = ratio(ratio((weighted * apart).sum(axis=2), base), n - 1.0)
    return ratio(error**2, simple)
