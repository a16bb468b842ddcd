"""The paper form: what is printed, where it sends people, and that a filled-in form reads back as the same answers."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from lxml import etree

from survey.conditions import TICKED, holds
from survey.forms import codebook_word, paper
from survey.forms.docx_control import tag
from survey.forms.docx_package import zipped
from survey.forms.paper import files, planned
from survey.forms.paper_plan import plan
from survey.forms.paper_route import END, jumps
from survey.intake.paper import read, read_paper
from survey.load import load_questionnaire
from survey.messages import SvarError
from survey.model import Questionnaire
from survey.questions.common import conditions
from survey.simulate import simulate
from survey.words import Words

ROOT = Path(__file__).parents[3]
INSTRUMENTS = [
    *sorted((ROOT / "tests/surveys").glob("*.yaml")),
    *sorted(path for path in (ROOT / "questionnaires").glob("*/*.yaml") if path.parent.name != "text"),
]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
BODY = "word/document.xml"

Answers = dict[str, str | None]


@cache
def loaded(path: Path) -> Questionnaire:
    return load_questionnaire(path)


def parts_of(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def text_of(document: bytes) -> str:
    """The words of the form, one line a paragraph."""
    body = etree.fromstring(parts_of(document)[BODY])
    return "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p"))


def filled(document: bytes, answers: Answers) -> bytes:
    """The form as Word saves it after somebody answered `answers`."""
    parts = parts_of(document)
    body = etree.fromstring(parts[BODY])
    wanted = {tag(column): str(value) for column, value in answers.items() if value is not None}
    wanted |= {tag(column, value): TICKED for column, value in answers.items() if value is not None}
    for control in body.iter(f"{W}sdt"):
        value = wanted.get(control.find(f"{W}sdtPr/{W}tag").get(f"{W}val"))
        if value is not None:
            answer(control, value)
    return zipped({**parts, BODY: etree.tostring(body)})


def answer(control: etree._Element, value: str) -> None:
    checked = control.find(f".//{W14}checked")
    shown = control.find(f"{W}sdtContent//{W}t")
    if checked is not None:
        checked.set(f"{W14}val", "1" if value == TICKED else "0")
        shown.text = "☒" if value == TICKED else "☐"
        return
    prompt = control.find(f"{W}sdtPr/{W}showingPlcHdr")
    if prompt is not None:
        prompt.getparent().remove(prompt)
    if control.find(f"{W}sdtPr/{W}date") is not None:
        year, month, day = value.split("-")
        value = f"{int(day)}.{int(month)}.{year}"
    elif value.replace(".", "").isdigit():
        value = value.replace(".", ",")
    shown.text = value


def saved(document: bytes, folder: Path) -> Path:
    path = folder / "form.docx"
    path.write_bytes(document)
    return path


def as_on_paper(questionnaire: Questionnaire, row: Answers) -> Answers:
    """A multiple choice without any tick looks as one that was not answered."""
    ticked = {
        questionnaire.variables[c].question
        for c, v in row.items()
        if v == TICKED and is_tick(questionnaire, c)
    }
    return {
        column: None
        if is_tick(questionnaire, column) and questionnaire.variables[column].question not in ticked
        else value
        for column, value in row.items()
    }


def is_tick(questionnaire: Questionnaire, column: str) -> bool:
    return column in questionnaire.variables and questionnaire.variables[column].kind == "tick"


@pytest.mark.parametrize("path", INSTRUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_filled_in_form_reads_back_as_the_same_answers(
    path: Path, words: dict[str, Words], tmp_path: Path
) -> None:
    questionnaire = loaded(path)
    forms = files(questionnaire, words)
    printed = set(planned(questionnaire, words).printed_columns())
    people, _ = simulate(questionnaire, 4, seed=3)
    for number, row in enumerate(people.astype(object).where(people.notna(), None).to_dict("records")):
        language = questionnaire.languages[number % len(questionnaire.languages)]
        form = saved(filled(forms[f"{questionnaire.id}.{language}.docx"], row), tmp_path)
        answers, findings = read(form, {questionnaire.id: questionnaire})
        assert findings == []
        expected = as_on_paper(questionnaire, row)
        assert {c: answers[c] for c in printed} == {c: expected[c] for c in printed}
        assert answers[questionnaire.respondent] == row[questionnaire.respondent]
        assert answers["language"] == language
        left_out = set(answers) - printed - {questionnaire.respondent, "submitted", "language", "data_origin"}
        assert {answers[column] for column in left_out} <= {None}


def test_a_wrong_tag_is_noticed(gallery: Questionnaire, words: dict[str, Words], tmp_path: Path) -> None:
    form = filled(files(gallery, words)["forms_gallery.nb.docx"], {"works": "yes", "age": "40"})
    parts = parts_of(form)
    body = parts[BODY].replace(b'<w:tag w:val="works=yes"/>', b'<w:tag w:val="work=yes"/>')
    assert body != parts[BODY]
    answers, findings = read_paper(saved(zipped({**parts, BODY: body}), tmp_path), gallery)
    assert answers["works"] is None
    assert answers["age"] == "40"
    assert [(f.code, f.value) for f in findings] == [("D031", "work=yes"), ("D032", "works")]


def test_fields_are_found_by_their_bookmarks_when_tags_are_gone(
    gallery: Questionnaire, words: dict[str, Words], tmp_path: Path
) -> None:
    given = {"works": "no", "age": "17", "place": "elsewhere", "place_text": "Her & der", "view_short": "2"}
    parts = parts_of(filled(files(gallery, words)["forms_gallery.nn.docx"], given))
    body = etree.fromstring(parts[BODY])
    for name in [*body.iter(f"{W}tag")]:
        name.getparent().remove(name)
    answers, findings = read_paper(saved(zipped({**parts, BODY: etree.tostring(body)}), tmp_path), gallery)
    assert findings == []
    assert {column: answers[column] for column in given} == given


def test_two_ticks_where_one_was_asked_for_are_no_answer(
    gallery: Questionnaire, words: dict[str, Words], tmp_path: Path
) -> None:
    form = files(gallery, words)["forms_gallery.nb.docx"]
    twice = filled(filled(form, {"place": "town"}), {"place": "country"})
    answers, findings = read_paper(saved(twice, tmp_path), gallery)
    assert answers["place"] is None
    assert [(f.code, f.value, f.where) for f in findings] == [("D030", "town, country", "form.docx [place]")]


def test_what_is_written_is_kept_when_it_is_no_number_or_date(
    gallery: Questionnaire, words: dict[str, Words], tmp_path: Path
) -> None:
    given = {"age": "rundt 40", "hours": "1 037,5", "comment": "linje"}
    answers, _ = read_paper(
        saved(filled(files(gallery, words)["forms_gallery.nb.docx"], given), tmp_path), gallery
    )
    assert (answers["age"], answers["hours"], answers["comment"]) == ("rundt 40", "1037.5", "linje")


def test_an_empty_form_has_no_answers(
    gallery: Questionnaire, words: dict[str, Words], tmp_path: Path
) -> None:
    answers, findings = read_paper(saved(files(gallery, words)["forms_gallery.nb.docx"], tmp_path), gallery)
    assert findings == []
    assert {column for column, value in answers.items() if value is not None} == {"language"}


@pytest.mark.parametrize(
    ("change", "code"), [({"version": "9"}, "S052"), ({"id": "another_form"}, "S051")], ids=str
)
def test_a_form_of_another_version_or_study(
    gallery: Questionnaire, words: dict[str, Words], tmp_path: Path, change: dict[str, str], code: str
) -> None:
    form = saved(files(gallery, words)["forms_gallery.nb.docx"], tmp_path)
    other = gallery.model_copy(update=change)
    try:
        _, findings = read(form, {other.id: other})
    except SvarError as error:
        findings = list(error.findings)
    assert [f.code for f in findings] == [code]


@pytest.mark.parametrize("content", [b"no zip", zipped({"a": b"b"}), zipped({BODY: b"<!DOCTYPE x><x/>"})])
def test_what_is_no_form_is_refused(gallery: Questionnaire, tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SvarError, match="S050"):
        read(saved(content, tmp_path), {gallery.id: gallery})


@pytest.mark.parametrize("path", INSTRUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_jump_passes_over_nothing_that_is_asked(path: Path) -> None:
    questionnaire = loaded(path)
    layout = plan(questionnaire, questionnaire.flat)
    people, _ = simulate(questionnaire, 25, seed=11)
    rows = people.astype(object).where(people.notna(), None).to_dict("records")
    for (column, code), target in jumps(layout).items():
        start = next(i for i, asking in enumerate(layout.askings) if asking.question.id == column)
        passed = layout.askings[start + 1 : None if target == END else target]
        assert passed
        for row in (row for row in rows if row[column] == code):
            for asking in passed:
                when = conditions(asking.part.block, asking.question)
                assert not all(holds(condition, row) for condition in when)


def shipped() -> Questionnaire:
    return load_questionnaire(ROOT / "questionnaires/som/brukerundersokelse.yaml")


def test_jumps_and_numbers_of_the_shipped_survey(words: dict[str, Words]) -> None:
    layout = planned(shipped(), words)
    numbers = [asking.number for asking in layout.askings if asking.number]
    assert numbers == [
        "1",
        "2",
        "3",
        "3a",
        "3b",
        "3c",
        "4",
        "5",
        "5a",
        "6",
        "6a",
        "7",
        "7a",
        "7b",
        "7c",
        "7d",
        "7e",
    ]
    found = {key: "end" if at == END else layout.askings[at].number for key, at in jumps(layout).items()}
    assert found == {("goals_continued", "no"): "3b", ("changes", "no"): "end"}


def test_no_jump_where_an_earlier_answer_decides(gallery: Questionnaire) -> None:
    """Who is not at work may still be old enough for the part after: only what is certain is said."""
    assert ("works", "no") not in jumps(plan(gallery, gallery))


def test_routing_stands_in_words(gallery: Questionnaire, words: dict[str, Words]) -> None:
    made = {name: text_of(content) for name, content in files(gallery, words).items()}
    bokmal, nynorsk = made["forms_gallery.nb.docx"], made["forms_gallery.nn.docx"]
    assert "Svar på spørsmål 3–4 bare hvis du svarte «Ja» på spørsmål 1." in bokmal
    assert (
        "Svar på denne delen bare hvis du enten svarte «Ja» på spørsmål 1 eller oppga 18 eller mer" in bokmal
    )
    assert "Kryss bare av for det du også krysset av for på spørsmål 6." in bokmal
    assert "På jobben (gjelder bare hvis du svarte «Ja» på spørsmål 1)" in bokmal
    assert "Ingen mål (ikke kryss av for flere)" in bokmal
    assert "Svar på spørsmål 3–4 berre viss du svarte «Ja» på spørsmål 1." in nynorsk
    assert "→ Gå til spørsmål 3b" in text_of(files(shipped(), words)["brukerundersokelse.nb.docx"])


def test_a_form_for_an_interviewer_speaks_of_the_answers(words: dict[str, Words]) -> None:
    form = load_questionnaire(ROOT / "tests/surveys/repeats.yaml")
    assert form.mode == "phone"
    text = text_of(files(form, words)["repeats.nb.docx"])
    assert "Bruk denne delen bare hvis det er svart «Ja» på spørsmål 1." in text
    assert "Til deg som intervjuer:" in text
    assert " du svarte " not in text


def test_what_does_not_fit_on_paper_is_said(words: dict[str, Words]) -> None:
    form = load_questionnaire(ROOT / "tests/surveys/repeats.yaml")
    blocks = tuple(
        block.model_copy(update={"repeat": block.repeat.model_copy(update={"maximum": 7})})
        if block.repeat
        else block
        for block in form.blocks
    )
    longer = form.model_copy(update={"blocks": blocks})
    layout = planned(longer, words)
    assert {part.repetition for part in layout.parts if part.repeat} == {1, 2, 3}
    left = set(longer.variables) - set(layout.printed_columns())
    assert any(column.endswith("_r4") for column in left)
    assert "(høyst 7 i alt)" in text_of(files(longer, words)["repeats.nb.docx"])


def test_the_file_says_its_language_and_title(gallery: Questionnaire, words: dict[str, Words]) -> None:
    parts = parts_of(files(gallery, words)["forms_gallery.nn.docx"])
    assert b'<w:lang w:val="nn-NO"' in parts["word/styles.xml"]
    assert "<dc:title>Alt eit skjema kan vise</dc:title>" in parts["docProps/core.xml"].decode()
    body = parts[BODY].decode()
    assert body.count("<w:tblHeader/>") == 2
    assert body.count("<w:tbl>") == body.count("<w:tblCaption ")
    assert body.count("<w:tr>") == body.count("<w:cantSplit/>")


def test_every_field_has_a_tag_of_its_own(words: dict[str, Words]) -> None:
    body = etree.fromstring(parts_of(files(shipped(), words)["brukerundersokelse.nb.docx"])[BODY])
    tags = [element.get(f"{W}val") for element in body.iter(f"{W}tag")]
    ids = [element.get(f"{W}id") for element in body.iter(f"{W}bookmarkStart")]
    assert len(tags) == len(set(tags)) == len(set(ids)) > 200
    assert max(map(len, tags)) <= 64
    assert len(tag("a" * 64, "b")) <= 64


@pytest.mark.parametrize("kind", [paper, codebook_word])
def test_the_same_questionnaire_gives_the_same_bytes(
    kind: ModuleType, gallery: Questionnaire, words: dict[str, Words]
) -> None:
    assert kind.files(gallery, words) == kind.files(gallery, words)


def test_the_codebook_in_word_tells_of_every_column_and_code(
    gallery: Questionnaire, words: dict[str, Words]
) -> None:
    text = text_of(codebook_word.files(gallery, words)["codebook.nb.docx"])
    assert {name for name in gallery.variables if name not in text} == set()
    pairs = {(o.code, o.label["nb"]) for scale in gallery.scales.values() for o in scale.options}
    lines = text.splitlines()
    assert {
        code
        for code, label in pairs
        if not any(a == code and b.startswith(label) for a, b in pairwise(lines))
    } == set()
    assert "Stilles til dem som svarte «Ja» på «Er du i jobb?»" in text
    assert "Ordet er vårt." in text
