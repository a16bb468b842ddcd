"""Stage render: one questionnaire → everything made from it: forms, codebook, and its structure without words.

In: the questionnaire, the words that every form shares (one YAML file a language), and the evaluator's look.
Out: what each kind in `survey.forms.FORMS` makes; `structure.json` is what the counting stages read.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from survey.forms import FORMS
from survey.forms.theme import dress, load_theme
from survey.load import load_questionnaire
from survey.model import Questionnaire
from survey.stage import arguments, params, run, say
from survey.words import Words, load_words


def render(questionnaire: Questionnaire, words: Mapping[str, Words]) -> dict[str, bytes]:
    """File name → content of every form; `words` is language → words. Same questionnaire and words, same bytes."""
    return {name: content for form in FORMS for name, content in form.files(questionnaire, words).items()}


def main() -> None:
    """Write the files into the folder `--out`."""
    args = arguments(__doc__, "questionnaire", "words", "out")
    questionnaire = load_questionnaire(args.questionnaire)
    theme = load_theme(params(args.params, "render").get("theme") or {}, str(args.params), Path())
    files = render(questionnaire, dress(load_words(args.words, questionnaire.languages), theme))
    args.out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (args.out / name).write_bytes(content)
    columns = len(questionnaire.variables)
    say(
        "render",
        args.study,
        f"{len(files)} files, {columns} columns, in {', '.join(questionnaire.languages)}",
    )


if __name__ == "__main__":
    run(main)
