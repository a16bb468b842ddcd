"""What a questionnaire becomes, one file a kind. To add one: a file with `files`, and its name in the list.

`files(questionnaire, words)` gives file name → content; `words` is language → words (see `survey.words`).
"""

from __future__ import annotations

from types import ModuleType

from survey.forms import codebook, html, structure

FORMS = (html, codebook, structure)
"""What every study needs: the stage render makes these."""

EXPORTS: tuple[ModuleType, ...] = ()
"""What `svar forms` makes beside FORMS."""

READERS: dict[str, ModuleType] = {}
"""File ending → module with `read(path, questionnaires by id)`, giving one row of answers and findings."""
