"""What a questionnaire becomes, one file a kind. To add one: a file with `files`, and its name in the list.

`files(questionnaire, words)` gives file name → content; `words` is language → words (see `survey.words`).
"""

from __future__ import annotations

from survey.forms import codebook, html, structure

FORMS = (html, codebook, structure)
