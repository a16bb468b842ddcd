"""Questionnaires of other platforms, one file a platform: what `svar forms --import` reads.

Each has `SUFFIX`, the ending of its files, and `read(path)`, which gives the questionnaire as plain data and a
finding for everything that was not carried over.
"""

from __future__ import annotations

from types import ModuleType

from survey.imports import surveyjs, xlsform

IMPORTERS: tuple[ModuleType, ...] = (surveyjs, xlsform)
