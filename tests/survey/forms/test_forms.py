"""The list of forms is complete."""

from __future__ import annotations

import ast
from pathlib import Path

import survey.forms
from survey.forms import EXPORTS, FORMS
from survey.model import Questionnaire
from survey.words import Words

FOLDER = Path(survey.forms.__file__).parent
MODULES = {
    path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py") if path.stem != "__init__"
}


def test_every_module_with_files_is_listed() -> None:
    defining = {
        name
        for name, source in MODULES.items()
        if any(isinstance(node, ast.FunctionDef) and node.name == "files" for node in ast.parse(source).body)
    }
    assert {form.__name__.rsplit(".", 1)[1] for form in (*FORMS, *EXPORTS)} == defining
    assert len(FORMS) + len(EXPORTS) == len(defining)


def test_no_other_file_lies_unused() -> None:
    listed = {form.__name__.rsplit(".", 1)[1] for form in (*FORMS, *EXPORTS)}
    commands = [*FOLDER.glob("*.html"), *FOLDER.parent.glob("*.py")]
    everything = "".join([*MODULES.values(), *(path.read_text(encoding="utf-8") for path in commands)])
    for name in set(MODULES) - listed:
        assert f"survey.forms.{name} import" in everything, f"{name}.py is in no list and nothing uses it"
    for path in [*FOLDER.glob("*.css"), *FOLDER.glob("*.js"), *FOLDER.glob("*.html")]:
        question = path.name.startswith("question_")
        assert question or f'"{path.name}"' in everything, f"{path.name} is used by nothing"


def test_every_question_type_has_a_template() -> None:
    from survey.questions import TYPES

    assert {p.stem.removeprefix("question_") for p in FOLDER.glob("question_*.html")} == set(TYPES)


def test_no_two_forms_write_the_same_file(gallery: Questionnaire, words: dict[str, Words]) -> None:
    names = [name for form in FORMS for name in form.files(gallery, words)]
    assert len(names) == len(set(names)) == 5
