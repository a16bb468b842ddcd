"""Grades of differences: clear, slight or none, by effect and evidence and base; why not clearer; and what to
read of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.comparisons.rules import Rules

NOT_TESTED = "not_tested"
NOT_SIGNIFICANT = "not_significant"
NOT_AFTER_ADJUSTMENT = "not_after_adjustment"
SMALL_EFFECT = "small_effect"
MIDDLING_EFFECT = "middling_effect"
SMALL_BASE = "few_answers"


def grade(tests: Mapping[str, Any], rules: Rules) -> tuple[np.ndarray, np.ndarray]:
    """(N,) grade and reason for not being graded higher (empty when clear) of tests' columns.

    slight: significant by itself and an effect worth a word. clear: also significant within its family, with
    a clear effect and enough answers in both groups it is told by (`least_base`).
    """
    p, adjusted, effect, base = (
        np.asarray(tests[name], dtype=float) for name in ("p_value", "p_adjusted", "effect", "least_base")
    )
    told = (p < rules.alpha) & (effect >= rules.slight_effect)
    clear = told & (adjusted < rules.alpha) & (effect >= rules.clear_effect) & (base >= rules.clear_base)
    finding = np.select([clear, told], ["clear", "slight"], "none").astype(object)
    conditions = [
        clear,
        np.isnan(p),
        p >= rules.alpha,
        effect < rules.slight_effect,
        adjusted >= rules.alpha,
        effect < rules.clear_effect,
    ]
    reasons = ["", NOT_TESTED, NOT_SIGNIFICANT, SMALL_EFFECT, NOT_AFTER_ADJUSTMENT, MIDDLING_EFFECT]
    return finding, np.select(conditions, reasons, SMALL_BASE).astype(object)


def reading(tests: Mapping[str, Any], finding: np.ndarray, rules: Rules) -> np.ndarray:
    """(N,) the code of the sentence that says what a test means (reports/text, `readings`)."""
    p, high = (np.asarray(tests[name], dtype=float) for name in ("p_value", "effect_high"))
    conditions = [
        np.isnan(p),
        finding == "clear",
        finding == "slight",
        p < rules.alpha,
        high >= rules.clear_effect,
    ]
    codes = ["untested", "differ_clearly", "differ_slightly", "differ_little", "cannot_tell"]
    return np.select(conditions, codes, "alike").astype(object)
