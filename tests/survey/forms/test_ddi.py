"""DDI: valid against the rules of version 2.5 that concern us, complete in every language, the same bytes each time."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from survey.forms import ddi
from survey.load import load_questionnaire
from survey.model import Questionnaire
from survey.who import Who
from survey.words import Words, load_words

ROOT = Path(__file__).parents[3]
SCHEMA = etree.XMLSchema(etree.parse(ROOT / "tests/surveys/ddi_2_5_part.xsd"))
SHIPPED = sorted(p for p in (ROOT / "questionnaires").glob("*/*.yaml") if p.parent.name != "text")
PATHS = [*SHIPPED, ROOT / "tests/surveys/forms_gallery.yaml", ROOT / "tests/surveys/repeats.yaml"]
D = "{ddi:codebook:2_5}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def made(questionnaire: Questionnaire) -> bytes:
    words = load_words(ROOT / "questionnaires/text", questionnaire.languages)
    ((name, content),) = ddi.files(questionnaire, words).items()
    assert name == f"{questionnaire.id}.ddi.xml"
    return content


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_it_is_valid_and_complete(path: Path) -> None:
    questionnaire = load_questionnaire(path)
    content = made(questionnaire)
    root = etree.fromstring(content)
    SCHEMA.assertValid(root)
    names = [one.get("name") for one in root.iter(f"{D}var")]
    assert names == [*questionnaire.variables, *(one.id for one in questionnaire.background)]
    for one in root.iter(f"{D}var"):
        assert [label.get(LANGUAGE) for label in one.findall(f"{D}labl")] == list(questionnaire.languages)
    referred = {name for group in root.iter(f"{D}varGrp") for name in group.get("var", "").split()}
    assert referred <= {one.get("ID") for one in root.iter(f"{D}var")}
    assert made(questionnaire) == content


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"<qstn ", b"<question "),
        (b'version="2.5"', b'version="2.6"'),
        (b'type="grid"', b'type="battery"'),
        (b'ID="V_age"', b'ID="V_works"'),
        (b"<titl ", b"<IDNo>x</IDNo><titl "),
        (b'missing="Y"', b'missing="yes"'),
    ],
)
def test_the_rules_notice_what_breaks_them(right: bytes, wrong: bytes, gallery: Questionnaire) -> None:
    content = made(gallery)
    assert right in content
    broken = content.replace(right, wrong, 1).replace(
        b"</qstn>", b"</question>" if b"question" in wrong else b"</qstn>", 1
    )
    assert not SCHEMA.validate(etree.fromstring(broken))


def test_a_variable_tells_question_universe_and_categories(
    gallery: Questionnaire, words: dict[str, Words]
) -> None:
    root = etree.fromstring(made(gallery))
    (place,) = root.xpath("//*[@name='place']")
    assert [one.text for one in place.iter(f"{D}qstnLit")] == list(gallery.question("place").text.values())
    codes = {c.findtext(f"{D}catValu"): c.get("missing") for c in place.iter(f"{D}catgry")}
    assert list(codes) == ["town", "country", "workplace", "elsewhere", "none"]
    assert [code for code, missing in codes.items() if missing == "Y"] == ["none"]
    (hours,) = root.xpath("//*[@name='hours']")
    who = Who(gallery, words["nb"], "nb").sentence(gallery.variables["hours"].conditions)
    assert hours.find(f"{D}universe").text == who
    (age,) = root.xpath("//*[@name='age']")
    assert dict(age.find(f"{D}valrng/{D}range").attrib) == {"UNITS": "INT", "min": "16", "max": "99"}


def test_a_battery_item_carries_the_question_before_it(gallery: Questionnaire) -> None:
    (item,) = etree.fromstring(made(gallery)).xpath("//*[@name='view_simple']")
    assert item.find(f"{D}qstn/{D}preQTxt").text == gallery.question("view").text["nb"]
    assert item.find(f"{D}qstn/{D}qstnLit").text == gallery.variables["view_simple"].label["nb"]
    assert item.get("nature") == "ordinal"
