"""The XLSForm: pyxform converts it without a warning, and it asks the same questions as our own evaluator."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from survey.conditions import TICKED
from survey.forms import xlsform
from survey.forms.answers import route
from survey.forms.repeats import spoken
from survey.forms.xlsform_xpath import Routes
from survey.load import load_questionnaire
from survey.model import Battery, MultipleChoice, Questionnaire, Variable
from survey.words import Words, load_words

ROOT = Path(__file__).parents[3]
FIXTURES = (
    "forms_gallery",
    "routing",
    "piping",
    "repeats",
    "other_text",
    "numbers_dates",
    "battery",
    "visit",
)
PATHS = [
    *sorted(path for path in (ROOT / "questionnaires").glob("*/*.yaml") if path.parent.name != "text"),
    *(ROOT / f"tests/surveys/{name}.yaml" for name in FIXTURES),
]
RESPONDENTS = 60
NUMBERS = ("0", "3", "16", "17.5", "18", "25", "66", "66.5", "67", "99")
XF = "{http://www.w3.org/2002/xforms}"


def words_of(questionnaire: Questionnaire) -> dict[str, Words]:
    return load_words(ROOT / "questionnaires/text", questionnaire.languages)


def exported(questionnaire: Questionnaire) -> bytes:
    (content,) = xlsform.files(questionnaire, words_of(questionnaire)).values()
    return content


def rows(questionnaire: Questionnaire, sheet: str = "survey") -> dict[str, dict[str, str]]:
    return {row.get("name", ""): row for row in xlsform.sheets(questionnaire, words_of(questionnaire))[sheet]}


class Form:
    """An XForm with answers in it: evaluates what a platform evaluates, by libxml2's XPath 1.0."""

    def __init__(self, content: bytes):
        result = convert(io.BytesIO(content), validate=False, file_type=".xlsx")
        self.warnings = list(result.warnings)
        root = etree.fromstring(result.xform.encode())
        self.data = _bare(next(root.iter(f"{XF}instance"))[0])
        self.nodes = {node.tag: node for node in self.data.iter()}
        self.relevant = {
            bind.get("nodeset"): etree.XPath(bind.get("relevant"))
            for bind in root.iter(f"{XF}bind")
            if bind.get("relevant")
        }
        self.filters = {
            control.get("ref").rsplit("/", 1)[1]: itemset.get("nodeset")
            for control in root.iter(f"{XF}select", f"{XF}select1")
            for itemset in control.iter(f"{XF}itemset")
        }

    def answer(self, values: dict[str, str]) -> None:
        for name, node in self.nodes.items():
            if len(node) == 0:
                node.text = values.get(name, "")

    def shown(self, name: str) -> bool:
        """Whether the node and every group around it are relevant."""
        node, tree = self.nodes[name], self.data.getroottree()
        paths = [tree.getpath(one) for one in (node, *node.iterancestors())]
        return all(self.relevant[path](node) for path in paths if path in self.relevant)

    def offered(self, name: str, code: str, key: str) -> bool:
        """Whether the choice passes the filter of its list."""
        predicate = re.fullmatch(r"instance\('[^']*'\)/(?:root)/item(?:\[(.*)\])?", self.filters[name])
        assert predicate is not None
        if predicate[1] is None:
            return True
        here = re.sub(r"(?<![\w'/-])name(?![\w'/-])", f"'{code}'", predicate[1])
        return bool(self.data.xpath(re.sub(r"(?<![\w'/-])offered(?![\w'/-])", f"'{key}'", here)))


def _bare(node: Any) -> Any:
    """The instance without namespaces, which XPath in forms does not write."""
    bare = etree.Element(etree.QName(node).localname)
    bare.extend(_bare(child) for child in node if isinstance(child.tag, str))
    return bare


functions = etree.FunctionNamespace(None)
functions["selected"] = lambda context, nodes, code: code in _text(nodes).split()


def _text(value: Any) -> str:
    return (value[0].text or "") if isinstance(value, list) else str(value)


def typed_anywhere(questionnaire: Questionnaire, rng: random.Random) -> dict[str, str]:
    """Answers to anything, also where the routing hides it: platforms keep them."""
    own = [v for v in questionnaire.variables.values() if v.kind != "coded" and rng.random() < 0.75]
    values = {v.name: _value(v, rng) for v in own}
    ticks = {v.name for v in own if v.kind == "tick"}
    return {name: value for name, value in values.items() if name not in ticks or value == TICKED}


def _value(variable: Variable, rng: random.Random) -> str:
    other = {"number": NUMBERS, "date": ("2024-02-29",), "text": ("ord",)}
    return rng.choice(variable.codes or other[variable.kind])


def as_platform(questionnaire: Questionnaire, typed: dict[str, str]) -> dict[str, str]:
    """Ticks as one cell with spaces between the codes."""
    values = {name: value for name, value in typed.items() if questionnaire.variables[name].kind != "tick"}
    for _, question in questionnaire.questions():
        if isinstance(question, MultipleChoice):
            codes = [o.code for o in questionnaire.options_of(question)]
            values[question.id] = " ".join(c for c in codes if f"{question.id}_{c}" in typed)
    return values


def differences(questionnaire: Questionnaire, form: Form, seed: int = 2019) -> set[str]:
    """Columns and questions that the form shows to others than our evaluator does."""
    flat, rng, found = spoken(questionnaire, words_of(questionnaire)), random.Random(seed), set()
    keys = {
        (row["list_name"], row["name"]): row.get("offered", "")
        for row in xlsform.sheets(questionnaire, words_of(questionnaire))["choices"]
    }
    for _ in range(RESPONDENTS):
        typed = typed_anywhere(flat, rng)
        form.answer(as_platform(flat, typed))
        routed = route(flat, typed)
        for name, variable in flat.variables.items():
            if variable.kind == "tick":
                code = name.removeprefix(f"{variable.question}_")
                key = keys[variable.question, code]
                shown = form.shown(variable.question) and form.offered(variable.question, code, key)
            elif variable.kind != "coded":
                shown = form.shown(name)
            found |= {name} if variable.kind != "coded" and shown != routed.asked[name] else set()
        found |= {q.id for _, q in flat.questions() if form.shown(q.id) != routed.shown[q.id]}
    return found


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_it_converts_without_a_warning_and_asks_the_same(path: Path) -> None:
    questionnaire = load_questionnaire(path)
    form = Form(exported(questionnaire))
    assert form.warnings == []
    assert differences(questionnaire, form) == set()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (" = 'yes'", " != 'yes'"),
        (">=", ">"),
        ("<=", "<"),
        ("not(", "("),
        ("'read'", "'rest'"),
        (" and ", " or "),
    ],
)
def test_a_planted_operator_is_noticed(right: str, wrong: str, gallery: Questionnaire) -> None:
    form, rng = Form(exported(gallery)), random.Random(3)
    planted = [path for path, test in form.relevant.items() if right in test.path]
    assert planted
    path = rng.choice(planted)
    source = form.relevant[path].path.replace(right, wrong, 1)
    form.relevant[path] = etree.XPath(source)
    assert differences(gallery, form) != set()


def test_the_same_bytes_every_time(gallery: Questionnaire) -> None:
    assert exported(gallery) == exported(gallery)
    book = load_workbook(io.BytesIO(exported(gallery)))
    assert book.sheetnames == ["survey", "choices", "settings"]
    assert book.properties.modified is not None
    assert book.properties.modified.year == 2000


def test_settings_and_languages(gallery: Questionnaire) -> None:
    sheets = xlsform.sheets(gallery, words_of(gallery))
    assert sheets["settings"] == [
        {
            "form_title": "Alt et skjema kan vise",
            "form_id": "forms_gallery",
            "version": "1",
            "default_language": "Bokmål (nb)",
            "style": "pages",
        }
    ]
    start = rows(gallery)[xlsform.START]
    assert start["label::Nynorsk (nn)"] == "Alt eit skjema kan vise"
    assert start["hint::Nynorsk (nn)"] == "Dette skjemaet prøver alle spørsmålstypane."


@pytest.mark.parametrize(
    ("name", "column", "cell"),
    [
        ("works", "type", "select_one yes_no"),
        ("works", "required", "yes"),
        ("works", "required_message::Bokmål (nb)", "Velg et svar"),
        ("age", "type", "integer"),
        ("age", "constraint", ". >= 16 and . <= 99"),
        ("age", "hint::Bokmål (nb)", "(år)"),
        ("hours", "type", "decimal"),
        ("hours", "constraint", ". >= 0 and regex(., '^-?[0-9]+([.][0-9]{1,1})?$')"),
        ("since", "constraint", ". >= date('1990-01-01') and . <= date('2030-12-31')"),
        ("since", "relevant", "${works} = 'yes'"),
        ("place", "choice_filter", "offered = 'always' or (offered = 'when_2' and ${works} = 'yes')"),
        ("place_text", "relevant", "${place} = 'elsewhere'"),
        ("goal", "type", "select_multiple goal"),
        ("goal", "constraint", "not(selected(., 'nothing') and count-selected(.) > 1)"),
        ("goal", "hint::Bokmål (nb)", "Du kan krysse av for flere."),
        ("told", "type", "note"),
        ("block_views", "relevant", "(${works} = 'yes' or (${age} != '' and ${age} >= 18))"),
        ("view", "appearance", "field-list"),
        ("view_paid", "relevant", "${works} = 'no'"),
        ("reason", "appearance", "multiline"),
        ("reason", "constraint", "string-length(.) <= 60"),
        ("comment", "relevant", "${works} = 'yes' and ${hours} != ''"),
        (
            "block_last",
            "relevant",
            "${age} != '' and ${age} <= 66.5 and not(${works} = 'yes' and ${since} != '')",
        ),
        ("respondent_id", "type", "hidden"),
    ],
)
def test_cells(name: str, column: str, cell: str, gallery: Questionnaire) -> None:
    assert rows(gallery)[name].get(column) == cell


def test_every_constraint_has_its_message(gallery: Questionnaire) -> None:
    for row in rows(gallery).values():
        messages = [row.get(f"constraint_message::{name}") for name in ("Bokmål (nb)", "Nynorsk (nn)")]
        assert all(messages) == ("constraint" in row), row


def test_notes_for_whoever_asks() -> None:
    questionnaire = load_questionnaire(ROOT / "tests/surveys/repeats.yaml")
    found = rows(questionnaire)
    assert found["block_start_instruction"]["label::Bokmål (nb)"] == "Les spørsmålet høyt."
    names = list(found)
    assert names.index("name_r2_instruction") + 1 == names.index("name_r2")
    assert "style" not in xlsform.sheets(questionnaire, words_of(questionnaire))["settings"][0]


def test_repetitions_are_groups_with_our_own_columns() -> None:
    questionnaire = load_questionnaire(ROOT / "tests/surveys/repeats.yaml")
    found = rows(questionnaire)
    assert "begin_repeat" not in {row["type"] for row in found.values()}
    expected = "${offers} = 'yes' and ${measures_more_r1} = 'yes'"
    assert found["block_measures_r2"]["relevant"] == expected
    own = {v.name for v in questionnaire.variables.values() if v.kind not in ("tick", "coded")}
    multiple = {q.id for _, q in questionnaire.questions() if isinstance(q, MultipleChoice | Battery)}
    assert own | multiple <= set(found)


def test_codes_with_an_apostrophe_are_quoted(questionnaire_of: Any) -> None:
    questionnaire = questionnaire_of(
        "id: q\nlanguages: [en]\ntitle: {en: T}\nblocks:\n- id: b\n  title: {en: B}\n  questions:\n"
        "  - {id: a, type: single, text: {en: A},\n"
        '     options: [{code: "d\'oh", label: {en: D}}, {code: e, label: {en: E}}]}\n'
        '  - {id: c, type: text, text: {en: C}, when: {question: a, is: "d\'oh"}}\n'
    )
    assert rows(questionnaire)["c"]["relevant"] == '${a} = "d\'oh"'
    assert Routes(questionnaire).every([]) == ""


def test_text_that_looks_like_a_formula_stays_text(questionnaire_of: Any) -> None:
    questionnaire = questionnaire_of(
        "id: q\nlanguages: [en]\ntitle: {en: T}\nblocks:\n- id: b\n  title: {en: B}\n  questions:\n"
        '  - {id: a, type: text, text: {en: "=1+1"}}\n'
    )
    sheet = load_workbook(io.BytesIO(exported(questionnaire)))["survey"]
    assert "=1+1" in [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type != "f"]
