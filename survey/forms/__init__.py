"""What a questionnaire becomes, one file a kind. To add one: a file with `files`, and its name in the list.

`files(questionnaire, words)` gives file name → content; `words` is language → words (see `survey.words`).
"""

from __future__ import annotations

from types import ModuleType

from survey.forms import (
    codebook,
    codebook_word,
    ddi,
    html,
    limesurvey,
    paper,
    spss,
    structure,
    surveyjs,
    xlsform,
)
from survey.intake import paper as paper_reader

FORMS = (html, codebook, structure)
"""What every study needs: the stage render makes these."""

EXPORTS: tuple[ModuleType, ...] = (surveyjs, xlsform, paper, codebook_word, limesurvey, spss, ddi)
"""What `svar forms` makes beside FORMS."""

READERS: dict[str, ModuleType] = {".docx": paper_reader}
"""File ending → module with `read(path, questionnaires by id)`, giving one row of answers and findings."""
