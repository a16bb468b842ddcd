"""What a sum of squares that hang together is compared with, when its covariance is estimated from few
clusters.

X = Σ s², where the s have covariance M under the hypothesis. X / tr M is compared with F on d and d·ν degrees
of freedom, d = (tr M)² / tr M² (F. E. Satterthwaite, 1946, Biometrics Bulletin 2, 110-114; as the
second-order correction of J. N. K. Rao and A. J. Scott, 1984, Annals of Statistics 12, 46-60). Estimated from
few clusters, tr M² is too large and d too small; as in H. Huynh and L. S. Feldt (1976, Journal of Educational
Statistics 1, 69-82) both traces are replaced by unbiased ones: tr M² by ν² / ((ν - 1)(ν + 2)) · (tr M̂² - (tr
M̂)² / ν). `benchmarks/null.py` shows the error rates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import fdtrc

from analysis.comparisons.effects import noncentrality_f
from analysis.comparisons.outcomes import FEW_UNITS, NO_VARIATION

LEAST = 1e-12
"""A covariance this small beside the statistic's own scale is none."""


@dataclass(frozen=True)
class Reference:
    """T tests; `squares` is X, `trace` is tr M. nan with a `note` where M says nothing."""

    squares: np.ndarray
    trace: np.ndarray
    statistic: np.ndarray
    df: np.ndarray
    df_error: np.ndarray
    p_value: np.ndarray
    note: np.ndarray

    def noncentral(self, confidence: float) -> tuple[np.ndarray, np.ndarray]:
        """Lowest and highest value of X less what chance alone would give."""
        low, high = noncentrality_f(self.statistic, self.df, self.df_error, confidence)
        per = self.trace / self.df
        return low * per, high * per


def reference(squares: np.ndarray, matrix: np.ndarray, design_df: np.ndarray, most: np.ndarray) -> Reference:
    """The tests of X = `squares` (T,) with covariance `matrix` (T, m, m) of rank `most` (T,) at the most."""
    known = np.isfinite(matrix).all(axis=(1, 2)) & (design_df >= 1) & (most > 0)
    kept = np.where(known[:, None, None], matrix, 0.0)
    trace = np.trace(kept, axis1=1, axis2=2)
    sure = known & (trace > LEAST * np.maximum(squares, 1.0))
    safe = np.where(sure, trace, 1.0)
    df = np.where(sure, _df(safe, (kept**2).sum(axis=(1, 2)), design_df, most), np.nan)
    statistic = np.where(sure, squares / safe, np.nan)
    df_error = df * design_df
    note = np.select([sure, ~(design_df >= 1)], ["", FEW_UNITS], NO_VARIATION).astype(object)
    p_value = fdtrc(df, df_error, statistic)
    return Reference(squares, np.where(sure, trace, np.nan), statistic, df, df_error, p_value, note)


def retraced(tested: Reference, trace: np.ndarray) -> Reference:
    """`tested` with another `trace` (T,), its degrees of freedom as they were."""
    statistic = tested.squares / trace
    return replace(
        tested, trace=trace, statistic=statistic, p_value=fdtrc(tested.df, tested.df_error, statistic)
    )


def _df(trace: np.ndarray, square: np.ndarray, nu: np.ndarray, most: np.ndarray) -> np.ndarray:
    plain = trace**2 / np.where(square > 0, square, 1.0)
    enough = nu > 2
    steps = np.where(enough, nu, 3.0)
    unbiased = steps**2 / ((steps - 1) * (steps + 2)) * (square - trace**2 / steps)
    better = (trace**2 - 2 * unbiased / steps) / np.where(unbiased > 0, unbiased, 1.0)
    better = np.where(enough & (unbiased > 0), better, np.where(enough, most, plain))
    return np.asarray(np.clip(better, 1.0, np.maximum(most, 1)))
