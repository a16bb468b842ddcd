"""Rao and Scott's second-order corrected test of independence, as R survey's `svychisq(statistic = "F")`.

With p̂ the weighted cell proportions, V their design covariance, D = diag(p̂) and C the contrasts of interaction,
Δ = (Cᵀ D⁻¹ C)⁻¹ (Cᵀ D⁻¹ V D⁻¹ C) holds the generalised design effects. F = φ²/tr Δ with φ² = Σ (p̂ - ê)²/ê, on
d₀ = (tr Δ)²/tr Δ² and d₀ν degrees of freedom (J. N. K. Rao and A. J. Scott 1984, Annals of Statistics 12, 46-60;
the F of D. R. Thomas and J. N. K. Rao 1987, JASA 82, 630-636). The number of respondents cancels out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import fdtrc

from analysis.design.linear import ROUNDING, ratio

SINGULAR = 1e-10


@dataclass(frozen=True)
class RaoScott:
    """One test a table, each (T,); nan where it cannot be made.

    `phi_squared` times the number of respondents is Pearson's chi-square of the weighted table; Cramér's V is the
    root of phi_squared / (min(rows, columns) - 1). `rows` and `columns` count those with any weight.
    """

    statistic: np.ndarray
    df: np.ndarray
    df_error: np.ndarray
    p_value: np.ndarray
    phi_squared: np.ndarray
    rows: np.ndarray
    columns: np.ndarray


def rao_scott(weighted: np.ndarray, covariance: np.ndarray, design_df: np.ndarray) -> RaoScott:
    """The tests of `weighted` (T, G, A) with the covariance (T, G·A, G·A) of its cells; `design_df` (T,) is R's degf.

    Rows and columns without any weight are left out, as R leaves out unused levels. nan with fewer than two filled
    rows or columns, without a covariance, or where so many cells are empty that a design effect is undefined.
    """
    share, spread, size = _filled_first(weighted, covariance)
    rows, columns = (share.sum(axis=2) > 0).sum(axis=1), (share.sum(axis=1) > 0).sum(axis=1)
    effects = _design_effects(share, spread, (rows, columns))
    trace = np.trace(effects, axis1=1, axis2=2)
    square = np.einsum("tij,tji->t", effects, effects)
    phi = _phi_squared(share)
    possible = (rows > 1) & (columns > 1) & (trace > ROUNDING * size) & (design_df > 0)
    trace = np.where(possible, trace, np.nan)
    f, df = phi / trace, ratio(trace**2, square)
    return RaoScott(f, df, df * design_df, fdtrc(df, df * design_df, f), phi, rows, columns)


def _filled_first(weighted: np.ndarray, covariance: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cell proportions and their covariance, the heaviest row and column first and the empty ones last.

    Third, the sum of the cells' relative variances: what the design effects are small beside when they are
    rounding only.
    """
    tables, groups, answers = weighted.shape
    rows = np.argsort(-weighted.sum(axis=2), axis=1, kind="stable")
    columns = np.argsort(-weighted.sum(axis=1), axis=1, kind="stable")
    cells = (rows[:, :, None] * answers + columns[:, None, :]).reshape(tables, -1)
    total = weighted.sum(axis=(1, 2))
    share = ratio(np.take_along_axis(weighted.reshape(tables, -1), cells, axis=1), total[:, None])
    at = np.arange(tables)[:, None, None]
    moved = covariance[at, cells[:, :, None], cells[:, None, :]]
    # Totals become proportions: p̂ = t/Σt, so V(p̂) = (I - p̂1ᵀ) V(t) (I - 1p̂ᵀ)/(Σt)².
    margin = moved.sum(axis=2)
    cross = share[:, :, None] * margin[:, None, :]
    outer = share[:, :, None] * share[:, None, :] * margin.sum(axis=1)[:, None, None]
    spread = ratio(moved - cross - cross.swapaxes(1, 2) + outer, (total**2)[:, None, None])
    share = np.nan_to_num(share)
    own = np.diagonal(moved, axis1=1, axis2=2)
    size = np.nan_to_num(ratio(own, share * (total**2)[:, None])).sum(axis=1)
    return share.reshape(tables, groups, answers), spread, size


def _design_effects(
    share: np.ndarray, spread: np.ndarray, filled: tuple[np.ndarray, np.ndarray]
) -> np.ndarray:
    """Δ (T, m, m) with zeros for the contrasts of empty rows and columns."""
    tables, groups, answers = share.shape
    inverse = ratio(np.ones_like(share), share)
    inverse = np.nan_to_num(inverse).reshape(tables, -1)
    used = (np.arange(groups - 1) < filled[0][:, None] - 1)[:, :, None] & (
        np.arange(answers - 1) < filled[1][:, None] - 1
    )[:, None, :]
    used = used.reshape(tables, -1)
    both = used[:, :, None] & used[:, None, :]
    expected = np.zeros_like(spread)
    cells = np.arange(groups * answers)
    expected[:, cells, cells] = inverse
    under = np.where(both, _contrasts(expected, share.shape), 0.0)
    over = np.where(both, _contrasts(spread * inverse[:, :, None] * inverse[:, None, :], share.shape), 0.0)
    own = np.arange(used.shape[1])
    under[:, own, own] += ~used
    bad = _singular(under, share) | ~np.isfinite(over).all(axis=(1, 2))
    under[bad], over[bad] = np.eye(used.shape[1]), np.nan
    return np.asarray(np.linalg.solve(under, over))


def _contrasts(matrix: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Cᵀ matrix C, where C holds (row - first row) × (column - first column): a basis of all interactions."""
    tables, groups, answers = shape
    x = matrix.reshape(tables, groups, answers, groups, answers)
    x = x[:, 1:] - x[:, :1]
    x = x[:, :, 1:] - x[:, :, :1]
    x = x[:, :, :, 1:] - x[:, :, :, :1]
    x = x[..., 1:] - x[..., :1]
    side = (groups - 1) * (answers - 1)
    return np.asarray(x.reshape(tables, side, side))


def _singular(under: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Tables whose empty cells leave an interaction undefined; that takes four of them in a rectangle, or a longer
    ring.
    """
    filled = (share.sum(axis=2) > 0)[:, :, None] & (share.sum(axis=1) > 0)[:, None, :]
    suspect = np.flatnonzero(((share == 0) & filled).sum(axis=(1, 2)) >= 4)
    found = np.zeros(len(share), dtype=bool)
    if len(suspect):
        roots = np.linalg.eigvalsh(under[suspect])
        found[suspect] = roots[:, 0] < SINGULAR * roots[:, -1]
    return found


def _phi_squared(share: np.ndarray) -> np.ndarray:
    expected = share.sum(axis=2, keepdims=True) * share.sum(axis=1, keepdims=True)
    return np.asarray(np.nan_to_num(ratio((share - expected) ** 2, expected)).sum(axis=(1, 2)))
