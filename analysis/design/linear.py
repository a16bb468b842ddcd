"""Taylor linearisation of weighted shares, boxes, nets, means and totals, batched over tables.

T tables, G groups, A answers, M things that are estimated of each table. `weighted` (T, G, A) holds sums of weights,
`covariance` (T, G·A, G·A) their design covariance. The variance of a function f of the totals is ∇fᵀ V ∇f
(D. A. Binder 1983, International Statistical Review 51, 279-292), which is what R survey's `svyby(svymean)` gives.

A standard error is nan where there is nothing to estimate or no variation (0 %, 100 %, everybody the same): the
caller gives the reason.
"""

from __future__ import annotations

import numpy as np

ROUNDING = 1e-13
"""A variance that is smaller than this beside its parts is a zero that was not computed exactly."""


def ratio(over: np.ndarray, under: np.ndarray) -> np.ndarray:
    """`over` / `under`, nan where `under` is not above zero."""
    filled = np.broadcast_to(under > 0, np.broadcast_shapes(over.shape, under.shape))
    found: np.ndarray = np.divide(over, under, out=np.full(filled.shape, np.nan), where=filled)
    return found


def shares(weighted: np.ndarray, covariance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Share of each answer within its group, 0 to 1, and its standard error; both (T, G, A)."""
    base = weighted.sum(axis=2, keepdims=True)
    share = ratio(weighted, base)
    blocks = own_blocks(covariance, weighted.shape)
    answer = np.diagonal(blocks, axis1=2, axis2=3)
    with_base = blocks.sum(axis=3)
    of_base = with_base.sum(axis=2, keepdims=True)
    plus = answer + share**2 * of_base
    return share, _error(plus - 2 * share * with_base, plus, base)


def means(weighted: np.ndarray, covariance: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean of `scores` (T, A) in each group and its standard error; both (T, G).

    Scores of 0 and 1 make a box, of -1, 0 and 1 a net share, the answers' own values a mean. An answer whose score
    is nan is left out of the base.
    """
    counted = np.isfinite(scores)
    score = np.where(counted, scores, 0.0)
    base = np.einsum("tga,ta->tg", weighted, counted)
    mean = ratio(np.einsum("tga,ta->tg", weighted, score), base)
    blocks = own_blocks(covariance, weighted.shape)
    score_side = np.einsum("tgab,tb->tga", blocks, score)
    base_side = np.einsum("tgab,tb->tga", blocks, counted.astype(float))
    both = np.einsum("tga,ta->tg", base_side, score)
    plus = np.einsum("tga,ta->tg", score_side, score) + mean**2 * np.einsum("tga,ta->tg", base_side, counted)
    return mean, _error(plus - 2 * mean * both, plus, base)


def totals(weighted: np.ndarray, covariance: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Total of `scores` (T, A) in each group and its standard error; both (T, G). Scores of 1 count people."""
    score = np.nan_to_num(scores)
    total = np.einsum("tga,ta->tg", weighted, score)
    variance = np.einsum("tgab,ta,tb->tg", own_blocks(covariance, weighted.shape), score, score)
    return total, _error(variance, variance, np.ones_like(total))


def variance(pull: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """pullᵀ V pull (T, C) for C linear functions of the K cell totals; `pull` (T, C, K), `covariance` (T, K, K).

    0, not rounding, where the function does not vary: rounding would make any difference look certain.
    """
    found = np.einsum("tck,tck->tc", pull @ covariance, pull)
    return np.where(
        found > ROUNDING * largest(pull, covariance), found, np.where(np.isnan(found), np.nan, 0.0)
    )


def largest(pull: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """The most that `variance` can be, given the variances of the totals alone; (T, C)."""
    alone = np.sqrt(np.clip(np.diagonal(covariance, axis1=1, axis2=2), 0, None))
    return np.asarray((np.abs(pull) @ alone[:, :, None])[:, :, 0] ** 2)


def own_blocks(covariance: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The covariance (T, G, A, A) within each group."""
    tables, groups, answers = shape
    cells = covariance.reshape(tables, groups, answers, groups, answers)
    return np.asarray(np.einsum("tgagb->tgab", cells))


def _error(variance: np.ndarray, parts: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Square root of `variance` / base²; nan where it is zero but for rounding, beside the `parts` it is a
    difference of.
    """
    sure = variance > ROUNDING * parts
    return ratio(np.sqrt(np.where(sure, variance, np.nan)), base)
