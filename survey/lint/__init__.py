"""Checks of a questionnaire, one file each. To add one: a file with `check`, and its name in the list."""

from __future__ import annotations

from survey.lint import (
    batteries,
    exclusive,
    ids,
    lengths,
    limits,
    options,
    references,
    scales,
    stale,
    translations,
    typography,
    useless,
    wording,
)

CHECKS = (
    ids.check,
    lengths.check,
    scales.check,
    batteries.check,
    options.check,
    exclusive.check,
    limits.check,
    references.check,
    translations.check,
    stale.check,
    useless.check,
    typography.check,
    wording.check,
)
