"""Outlines: what they may hold, and every mistake with file, line and column."""

import pytest

from reports.sections import KINDS
from reports.style.outline import Place, file_named, load_outline, places
from survey.messages import SvarError

GOOD = """title: T
date: 2019-11-06
facts:
  client: {label: Client, value: Somebody}
sections:
  - {kind: cover}
  - {kind: chapter, file: one.md}
"""


@pytest.fixture
def load(tmp_path, labels):
    def make(text, files=("one.md",)):
        for file in files:
            (tmp_path / file).write_text("# One\n", encoding="utf-8")
        (tmp_path / "outline.yaml").write_text(text, encoding="utf-8")
        return load_outline(tmp_path / "outline.yaml", labels.plan)

    return make


def test_a_good_outline(load):
    outline = load(GOOD)
    assert [section.kind for section in outline.sections] == ["cover", "chapter"]
    assert outline.files() == [(1, "one.md")]
    assert outline.facts["client"].value == "Somebody"


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        (("title: T", "titel: T"), "Q001", ":1:1"),
        (("date: 2019-11-06\n", ""), "Q002", ":1:1"),
        (("date: 2019-11-06", "date: i går"), "Q", ":2:1"),
        (("kind: cover", "kind: covr"), "Q", ":6:"),
        (("file: one.md", "fil: one.md"), "Q001", ":7:21"),
        (("file: one.md", "file: two.md"), "R010", ":7:21"),
        (("sections:", "proper_names: [siz]\nsections:"), "P003", ":5:16"),
        (("title: T", "title: T\nfile: ../x.docx"), "Q", ":2:1"),
    ],
)
def test_mistakes_have_their_place(load, change, code, place):
    with pytest.raises(SvarError) as caught:
        load(GOOD.replace(*change))
    found = {(f.code, f.where.split("outline.yaml")[1]) for f in caught.value.findings}
    assert any(got.startswith(code) and where.startswith(place) for got, where in found), found


def test_every_kind_of_section_has_a_writer():
    from reports.style import outline

    kinds = outline.SectionPlan.__origin__.__args__
    assert {kind.model_fields["kind"].annotation.__args__[0] for kind in kinds} == set(KINDS)


BOTH = GOOD.replace("title: T", "title: {nb: Tittel, nn: Tittelen}").replace(
    "label: Client", "label: {nb: Oppdragsgiver, nn: Oppdragsgivar}"
)


def test_texts_in_several_languages_and_chapters_in_a_folder_a_language(tmp_path, labels):
    for file in ("one.md", "nn/one.md"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text("# One\n", encoding="utf-8")
    path = tmp_path / "outline.yaml"
    path.write_text(BOTH, encoding="utf-8")
    first, second = places(["nb", "nn"])
    assert load_outline(path, labels.plan, first).title == "Tittel"
    made = load_outline(path, labels.plan, second)
    assert (made.title, made.facts["client"].label, made.facts["client"].value) == (
        "Tittelen",
        "Oppdragsgivar",
        "Somebody",
    )
    assert (second.folder(tmp_path), first.folder(tmp_path)) == (tmp_path / "nn", tmp_path)
    assert [place.file("rapport.docx") for place in (first, second)] == ["rapport.docx", "rapport-nn.docx"]


def test_what_a_language_lacks_is_found_where_it_should_stand(tmp_path, labels):
    (tmp_path / "one.md").write_text("# One\n", encoding="utf-8")
    path = tmp_path / "outline.yaml"
    path.write_text(BOTH.replace(", nn: Tittelen", ""), encoding="utf-8")
    with pytest.raises(SvarError) as caught:
        load_outline(path, labels.plan, Place("nn", ("nb", "nn")))
    found = {(f.code, f.where.split("outline.yaml")[1], f.value) for f in caught.value.findings}
    assert {code for code, *_ in found} == {"Q009", "R010"}
    assert ("R010", ":7:21", "nn/one.md") in found and any(where.startswith(":1:") for _, where, _ in found)


def test_one_language_is_a_place_and_the_files_name_is_known_without_the_plan(tmp_path):
    assert places("nb") == (Place("nb", ("nb",)),)
    path = tmp_path / "outline.yaml"
    for text, name in ((GOOD, "rapport.docx"), (GOOD + "file: report.docx\n", "report.docx")):
        path.write_text(text, encoding="utf-8")
        assert file_named(path) == name
