"""The web form: well-formed, self-contained, labelled, small, and deaf to hostile words."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import survey.forms
from survey.forms import codebook, html
from survey.forms.page import STYLES, demands
from survey.forms.spec import columns
from survey.load import load_questionnaire, read_document
from survey.model import Information, Questionnaire
from survey.words import Words

FOLDER = Path(survey.forms.__file__).parent
ROOT = Path(__file__).parents[3]
SOM = ROOT / "questionnaires/som/brukerundersokelse.yaml"
VOID = {"meta", "input", "link", "br", "hr", "img"}
EVIL_CODE = "\"'></script><script>alert(1)</script>"
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"' --> ]]> {{ 7 * 7 }} \u2028"


class Page(HTMLParser):
    """A parsed page: elements with their attributes and text, and whether tags close in order."""

    def __init__(self, text: str):
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: dict[int, str] = {}
        self.parents: list[list[int]] = []
        self.path: list[int] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute stands twice: {names}"
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.parents.append(list(self.path))
        if tag not in VOID:
            self.open.append(tag)
            self.path.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.path.pop()

    def handle_data(self, data: str) -> None:
        for place in self.path:
            self.text[place] = self.text.get(place, "") + data

    def all(self, tag: str, **attributes: str) -> list[tuple[int, dict[str, str]]]:
        wanted = attributes.items()
        return [
            (i, a)
            for i, (t, a) in enumerate(self.elements)
            if t == tag and all(a.get(k) == v for k, v in wanted)
        ]


def hostile() -> Questionnaire:
    """The gallery with an attack in every text and note (each one different), and in some codes."""
    codes = {"learn": EVIL_CODE, "country": EVIL_CODE, "walk": EVIL_CODE}
    number = count(1)

    def spoil(data: Any, key: str = "") -> Any:
        if isinstance(data, dict) and data and set(data) <= {"nb", "nn"}:
            return {language: _attack(text, next(number)) for language, text in data.items()}
        if isinstance(data, dict):
            return {name: spoil(value, name) for name, value in data.items()}
        if isinstance(data, list):
            return [spoil(value, key) for value in data]
        return EVIL if key == "note" else codes.get(data, data)

    return Questionnaire.model_validate(spoil(read_document(ROOT / "tests/surveys/forms_gallery.yaml").data))


def _attack(text: str, number: int) -> str:
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    return "\n\n".join(f"{EVIL} {number}" for _ in paragraphs)


@pytest.fixture(scope="module")
def pages(gallery: Questionnaire, words: dict[str, Words]) -> dict[str, str]:
    shipped = load_questionnaire(SOM)
    found = [*html.files(gallery, words).items(), *html.files(shipped, words).items()]
    found += [(f"gallery {name}", content) for name, content in codebook.files(gallery, words).items()]
    return {name: content.decode() for name, content in found}


def test_a_page_for_each_language(gallery: Questionnaire, words: dict[str, Words]) -> None:
    assert list(html.files(gallery, words)) == ["forms_gallery.nb.html", "forms_gallery.nn.html"]
    for language in ("nb", "nn"):
        page = Page(html.form(gallery, words, language))
        assert page.all("html")[0][1]["lang"] == language


def test_pages_are_well_formed_with_unique_ids_that_exist(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        page = Page(text)
        ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        assert len(ids) == len(set(ids)), name
        assert all(re.fullmatch(r"[A-Za-z][\w-]*", one) for one in ids), name
        for _, attributes in page.elements:
            for key in ("for", "aria-describedby", "aria-labelledby"):
                assert set(attributes.get(key, "").split()) <= set(ids), (name, attributes)


def test_every_field_has_a_label_and_every_choice_a_legend(pages: dict[str, str]) -> None:
    fields = 0
    for text in pages.values():
        page = Page(text)
        labels = {attributes["for"]: page.text[i].strip() for i, attributes in page.all("label")}
        for tag in ("input", "textarea"):
            for i, attributes in page.all(tag):
                fields += 1
                assert labels[attributes["id"]]
                if attributes.get("type") in ("radio", "checkbox"):
                    assert "fieldset" in [page.elements[parent][0] for parent in page.parents[i]]
        for i, _ in page.all("fieldset"):
            assert [1 for j, _ in page.all("legend") if page.parents[j][-1] == i]
    assert fields > 300


def test_a_battery_is_one_group_a_row(pages: dict[str, str]) -> None:
    page = Page(pages["forms_gallery.nb.html"])
    rows = {
        attributes["data-column"]: i for i, attributes in page.all("fieldset") if "data-column" in attributes
    }
    assert list(rows) == ["view_simple", "view_short", "view_paid", "habit_forms", "habit_print"]
    for name, row in rows.items():
        names = {attributes["name"] for i, attributes in page.all("input") if row in page.parents[i]}
        assert names == {name}
    assert page.all("table") == []


def test_there_is_a_field_for_every_column(gallery: Questionnaire, words: dict[str, Words]) -> None:
    page = Page(html.form(gallery, words, "nb"))
    names = [
        attributes["name"] for _, attributes in page.elements if attributes.get("name") and "id" in attributes
    ]
    assert list(dict.fromkeys(names)) == columns(gallery)


def test_nothing_is_loaded_from_elsewhere(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        assert not re.search(r"https?:|//[a-z]|@import|url\(", re.sub(r"// .*|//\n", "", text)), name
        page = Page(text)
        for tag, attributes in page.elements:
            assert "src" not in attributes and tag not in ("link", "img", "iframe"), name
            if "href" in attributes:
                assert re.match(r"#|[\w.]+\.html$", attributes["href"]), name
        policy = next(
            a["content"] for _, a in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy"
        )
        assert policy.startswith("default-src 'none'")


def test_styles_and_scripts_are_small() -> None:
    assert sum((FOLDER / name).stat().st_size for name in STYLES) <= 15_000
    assert sum((FOLDER / name).stat().st_size for name in html.SCRIPTS) <= 15_000
    assert sum((FOLDER / name).stat().st_size for name in codebook.STYLES) <= 15_000


def test_styles_and_scripts_cannot_end_their_element() -> None:
    for name in {*STYLES, *html.SCRIPTS, *codebook.STYLES}:
        assert "</" not in (FOLDER / name).read_text(encoding="utf-8")


def test_no_word_of_any_language_stands_in_templates_or_scripts() -> None:
    for path in [*FOLDER.glob("*.html"), *FOLDER.glob("*.js")]:
        assert not re.search("[æøåÆØÅ]", path.read_text(encoding="utf-8")), path.name
    for path in FOLDER.glob("*.html"):
        bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.S)
        assert re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]*>", "", bare)) == [], path.name


def test_hostile_words_stay_words(gallery: Questionnaire, words: dict[str, Words]) -> None:
    plain = Page(html.form(gallery, words, "nb"))
    page = Page(html.form(hostile(), words, "nb"))
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in plain.elements]
    assert not [a for _, a in page.elements if any(name.startswith("on") for name in a)]
    heading = next(i for i, _ in page.all("h1"))
    assert page.text[heading].split()[:-1] == EVIL.split()


def test_hostile_words_cannot_leave_the_embedded_data(words: dict[str, Words]) -> None:
    text = html.form(hostile(), words, "nb")
    raw = re.search(r'<script type="application/json" id="spec">(.*?)</script>', text, re.S)
    assert raw is not None
    assert not set("<>&\u2028\u2029") & set(raw[1])
    data = json.loads(raw[1])
    assert data["title"].split()[:-1] == EVIL.split()
    assert f"goal_{EVIL_CODE}" in [c["name"] for q in data["questions"] for c in q["columns"]]


def test_hostile_words_stay_words_in_the_codebook(gallery: Questionnaire, words: dict[str, Words]) -> None:
    plain = Page(codebook.codebook(gallery, words["nb"], "nb"))
    page = Page(codebook.codebook(hostile(), words["nb"], "nb"))
    assert page.all("script") == [] and page.all("img") == []
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in plain.elements]


def test_required_is_said_in_words(gallery: Questionnaire, words: dict[str, Words]) -> None:
    text = html.form(gallery, words, "nn")
    questions = [q for _, q in gallery.questions() if not isinstance(q, Information)]
    assert text.count(f"({words['nn']['form']['required']})") == sum(q.required for q in questions)
    assert text.count(f"({words['nn']['form']['optional']})") == sum(not q.required for q in questions)


def test_the_start_page_says_what_must_be_answered(gallery: Questionnaire) -> None:
    assert demands(gallery) == "some_required"
    data = gallery.model_dump(by_alias=True)
    for required, sentence in ((True, "all_required"), (False, "none_required")):
        for block in data["blocks"]:
            for question in block["questions"]:
                question["required"] = required and question["type"] != "information"
        assert demands(Questionnaire.model_validate(data)) == sentence


def test_without_script_it_says_whom_each_part_is_for(
    gallery: Questionnaire, words: dict[str, Words]
) -> None:
    page = Page(html.form(gallery, words, "nb"))
    said = [page.text[i].strip() for i, _ in page.all("p", **{"class": "who"})]
    assert "Svar hvis du svarte «Ja» på «Er du i jobb?»" in said
    assert "Kryss bare av for det du også krysset av for på «Hvilke mål har du?»." in said
    assert len(page.all("noscript")) == 1


def test_languages_link_to_each_other(pages: dict[str, str]) -> None:
    page = Page(pages["brukerundersokelse.nb.html"])
    assert [a["href"] for _, a in page.all("a") if a.get("hreflang")] == ["brukerundersokelse.nn.html"]
