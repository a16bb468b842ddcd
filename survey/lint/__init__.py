"""Checks of a questionnaire, one file each. To add one: a file with `check`, and its name in the list."""

from __future__ import annotations

from survey.lint import ids, limits, options, references, scales, translations, useless

CHECKS = (
    ids.check,
    scales.check,
    options.check,
    limits.check,
    references.check,
    translations.check,
    useless.check,
)
