"""XLSForms in the styles that people publish: what comes over, what is reported, and that the result loads.

Each form is written here as tables; nothing is copied from a real one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import Workbook

from survey.conditions import Condition
from survey.imports import xlsform
from survey.imports.emit import to_yaml
from survey.load import load_questionnaire
from survey.messages import Finding, SvarError
from survey.model import Questionnaire


class Imported(NamedTuple):
    """What an import gave."""

    questionnaire: Questionnaire
    data: dict[str, Any]
    findings: list[Finding]

    def question(self, name: str) -> Any:
        return self.questionnaire.question(name)

    def when(self, name: str) -> dict[str, Any] | None:
        return plain(self.question(name).when)

    def said(self, code: str) -> list[str]:
        """`row: value` of every finding of that code."""
        found = [f for f in self.findings if f.code == code]
        return [f"{f.where.rsplit(':', 1)[1]}: {f.value}" for f in found]


def plain(condition: Condition | None) -> dict[str, Any] | None:
    return condition.model_dump(mode="json", by_alias=True, exclude_none=True) if condition else None


def book(path: Path, **sheets: str) -> Path:
    """A workbook from tables: a line a row, cells between bars."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, table in sheets.items():
        sheet = workbook.create_sheet(name)
        for line in table.strip().splitlines():
            sheet.append([cell.strip() or None for cell in line.strip().strip("|").split("|")])
    workbook.save(path)
    return path


@pytest.fixture
def imported(tmp_path: Path) -> Any:
    def make(**sheets: str) -> Imported:
        data, findings = xlsform.read(book(tmp_path / "form.xlsx", **sheets))
        path = tmp_path / "questionnaire.yaml"
        path.write_text(to_yaml(data), encoding="utf-8")
        return Imported(load_questionnaire(path), data, findings)

    return make


YES_NO = """
    | list_name | name | label |
    | yes_no    | 1    | Yes   |
    | yes_no    | 0    | No    |
"""


def test_household_survey_with_members(imported: Any) -> None:
    """1. A repeat for the members of a household, with a count that was asked before it."""
    form = imported(
        survey="""
        | type | name | label | relevant | constraint | required | repeat_count | appearance |
        | start | start |
        | deviceid | device |
        | note | hello | Welcome |
        | integer | n_members | How many live here || . > 0 and . <= 20 | yes |
        | begin_repeat | member | Household member |||| ${n_members} |
        | text | name | Name ||| yes |
        | integer | age | Age || . >= 0 and . <= 120 | yes |
        | select_one yes_no | school | In school | ${age} < 19 |
        | select_one yes_no | works | Works | ${age} >= 15 |
        | end_repeat |
        | text | remarks | Remarks | ${age} > 90 |||| multiline |
        """,
        choices=YES_NO,
        settings="| form_title | form_id | version |\n| Household | household | 2024 |",
    )
    assert [b.id for b in form.questionnaire.blocks] == ["start", "member", "start_2"]
    block = form.questionnaire.blocks[1]
    assert block.repeat is not None
    assert block.repeat.maximum == 10
    assert form.question("n_members").minimum == 1
    assert form.when("school_r1") == {"question": "age_r1", "at_most": 18.0}
    assert form.when("works_r2") == {"question": "age_r2", "at_least": 15.0}
    assert form.question("name_r1").required
    assert form.question("remarks").note == "XLSForm relevant: ${age} > 90"
    assert form.said("S061") == ["2: start start", "3: deviceid device"]
    assert form.said("S062") == ["12: ${age} > 90"]
    assert form.said("S064") == ["1: label", "6: repeat member"]


def test_cascading_regions_and_districts(imported: Any) -> None:
    """2. A cascade: the districts of the region that was chosen, the villages of the district."""
    form = imported(
        survey="""
        | type | name | label::English (en) | label::French (fr) | choice_filter |
        | select_one region | region | Region | Région |
        | select_one district | district | District | District | region=${region} |
        | select_one village | village | Village | Village | region=${region} and district=${district} |
        """,
        choices="""
        | list_name | name | label::English (en) | label::French (fr) | region | district |
        | region    | n    | North               | Nord               |        |          |
        | region    | s    | South               | Sud                |        |          |
        | district  | n1   | North One           | Nord Un            | n      |          |
        | district  | n2   | North Two           | Nord Deux          | n      |          |
        | district  | s1   | South One           | Sud Un             | s      |          |
        | district  | x1   | Lost One            | Perdu Un           | x      |          |
        | village   | v1   | First               | Premier            | n      | n1       |
        | village   | v2   | Second              | Second             | s      | s1       |
        """,
        settings="| form_title | default_language |\n| Places | English (en) |",
    )
    assert form.questionnaire.languages == ("en", "fr")
    whens = {o.code: plain(o.when) for o in form.question("district").options}
    assert whens["n1"] == {"question": "region", "is": "n"}
    assert whens["s1"] == {"question": "region", "is": "s"}
    assert "x1" not in whens
    village = {o.code: plain(o.when) for o in form.question("village").options}
    assert village["v2"] == {"question": "district", "is": "s1"}
    assert form.said("S061") == ["3: choice x1"]


def test_or_other_and_other_specify(imported: Any) -> None:
    """3. Both ways of asking «other»: the shorthand, and a text question of one's own."""
    form = imported(
        survey="""
        | type                      | name        | label         | relevant                    | required |
        | select_one water or_other | water       | Main water    |                             | true     |
        | select_multiple crops     | crops       | Crops         |                             |          |
        | text                      | crops_other | Specify other | selected(${crops}, 'other') |          |
        | select_one water          | second      | Second water  | ${water} != 'well'          |          |
        """,
        choices="""
        | list name | name  | label |
        | water     | well  | Well  |
        | water     | river | River |
        | crops     | maize | Maize |
        | crops     | other | Other |
        """,
    )
    assert [(o.code, o.open) for o in form.question("water").options] == [
        ("well", False),
        ("river", False),
        ("other", True),
    ]
    assert "crops_other_text" in form.questionnaire.variables
    assert "crops_other" in form.questionnaire.variables
    assert form.when("second") == {"not": {"question": "water", "is": "well"}}
    assert form.said("S063") == ["4: crops_other"]
    assert "2: or_other" in form.said("S064")
    assert form.questionnaire.id == "form"


def test_matrix_as_a_table_list(imported: Any) -> None:
    """4. A matrix with table-list, and one with the older label and list-nolabel rows."""
    form = imported(
        survey="""
        | type              | name     | label            | appearance   | required | hint      |
        | begin_group       | service  | Rate our service | table-list   |          |           |
        | select_one rating | speed    | Speed            |              | yes      |           |
        | select_one rating | kindness | Kindness         |              | yes      | Be honest |
        | end_group         |          |                  |              |          |           |
        | begin_group       | page     | More of it       | field-list   |          |           |
        | select_one rating | header   | And these        | label        |          |           |
        | select_one rating | place    | Place            | list-nolabel |          |           |
        | select_one rating | price    | Price            | list-nolabel |          |           |
        | end_group         |          |                  |              |          |           |
        """,
        choices="""
        | list_name | name | label |
        | rating    | 1    | Bad   |
        | rating    | 2    | Fair  |
        | rating    | 3    | Good  |
        """,
    )
    first, second = form.question("service"), form.question("page")
    assert (first.type, [i.id for i in first.items], first.required) == (
        "battery",
        ["speed", "kindness"],
        True,
    )
    assert (second.type, [i.id for i in second.items], second.required) == (
        "battery",
        ["place", "price"],
        False,
    )
    assert form.questionnaire.scales["rating"].kind == "ordinal"
    assert form.questionnaire.blocks[0].title == {"en": "Rate our service"}
    assert form.said("S061") == ["4: the hint of kindness"]


def test_health_form_with_limits_and_messages(imported: Any) -> None:
    """5. Ranges of numbers, dates and text, with messages of their own."""
    form = imported(
        survey="""
        | type | name | label | constraint | constraint_message | required | required_message |
        | integer | age | Age | .>=18 and .<=65 | 18 to 65 | yes | Needed |
        | decimal | kilos | Weight | . > 0 and . < 300 | Not possible |
        | decimal | temp | Temp | . >= 34.5 and . <= 42 | Check |
        | date | visit | Visit | . >= date('2020-01-01') and . <= today() | Not yet |
        | text | phone | Phone | regex(., '^[0-9]{8}$') | Eight digits |
        | text | comment | Words | string-length(.) < 101 |
        | range | pain | Pain |
        """,
    )
    assert (form.question("age").minimum, form.question("age").maximum) == (18, 65)
    assert form.question("kilos").minimum is None
    assert (form.question("temp").minimum, form.question("temp").decimals) == (34.5, 6)
    assert (form.question("visit").earliest, form.question("visit").latest) == ("2020-01-01", None)
    assert form.question("comment").max_length == 100
    assert (form.question("pain").minimum, form.question("pain").maximum) == (1, 10)
    assert form.said("S061") == [
        "3: constraint: . > 0 and . < 300",
        "5: constraint: . >= date('2020-01-01') and . <= today()",
        "6: constraint: regex(., '^[0-9]{8}$')",
        "2: constraint_message",
        "2: required_message",
    ]
    assert "8: range pain" in form.said("S064")


def test_skip_logic_with_brackets(imported: Any) -> None:
    """6. Routes with and, or, not, brackets, numbers and typographic quotes."""
    form = imported(
        survey="""
        | type | name | label | relevant |
        | select_one yes_no | smokes | Smokes |
        | integer | a_day | How many | ${smokes} = ‘1’ |
        | select_multiple items | has | Has |
        | text | a | A | (${smokes} = 1 and ${a_day} > 10) or selected(${has}, "tv") |
        | text | b | B | not(selected(${has}, 'tv')) and ${has} != '' |
        | text | c | C | count-selected(${has}) >= 1 and (${smokes} = '0' or ${smokes}='1') |
        | text | d | D | ${a_day} = 20 |
        | text | e | E | string-length(${a}) > 0 |
        | text | f | F | count-selected(${has}) > 2 |
        | text | g | G | ${a_day} + 1 > ${smokes} |
        | text | h | H | ${later} = 'x' |
        | text | i | I | ${smokes} = '7' |
        | text | j | J | (${smokes} = '1' |
        | text | k | K | ../smokes = '1' |
        | text | later | L | coalesce(${a}, ${b}) = 'x' |
        """,
        choices=YES_NO + "    | items | tv | TV |\n    | items | car | Car |",
    )
    assert form.when("a_day") == {"question": "smokes", "is": "1"}
    assert form.when("a") == {
        "any": [{"question": "a_day", "at_least": 11.0}, {"question": "has", "has": "tv"}]
    }
    has_any = {"any": [{"question": "has", "has": "tv"}, {"question": "has", "has": "car"}]}
    assert form.when("b") == {"all": [{"not": {"question": "has", "has": "tv"}}, has_any]}
    assert form.when("c") == {"all": [has_any, {"question": "smokes", "in": ["0", "1"]}]}
    same = [{"question": "a_day", "at_least": 20.0}, {"question": "a_day", "at_most": 20.0}]
    assert form.when("d") == {"all": same}
    assert form.when("e") == {"question": "a", "answered": True}
    unread = form.said("S062")
    assert [line.partition(":")[0] for line in unread] == ["10", "11", "12", "13", "14", "15", "16"]
    assert all(form.question(name).when is None for name in "fghijk")
    assert form.question("f").note == "XLSForm relevant: count-selected(${has}) > 2"


def test_nested_groups_and_their_routes(imported: Any) -> None:
    """7. Groups within groups: each with a heading becomes a block; one without hands its route on."""
    form = imported(
        survey="""
        | type              | name   | label      | relevant        | appearance |
        | begin group       | farm   | The farm   |                 |            |
        | select_one yes_no | cattle | Any cattle |                 |            |
        | begin group       | herd   | The herd   | ${cattle} = '1' |            |
        | integer           | cows   | Cows       |                 |            |
        | begin group       | inner  |            | ${cows} > 4     | field-list |
        | integer           | calves | Calves     |                 |            |
        | integer           | milk   | Milk       | ${calves} >= 2  |            |
        | end group         |        |            |                 |            |
        | end group         |        |            |                 |            |
        | text              | land   | Land       |                 |            |
        | end group         |        |            |                 |            |
        """,
        choices=YES_NO,
    )
    assert [(b.id, b.title["en"]) for b in form.questionnaire.blocks] == [
        ("farm", "The farm"),
        ("herd", "The herd"),
        ("farm_2", "The farm"),
    ]
    assert plain(form.questionnaire.blocks[1].when) == {"question": "cattle", "is": "1"}
    assert form.questionnaire.blocks[2].when is None
    assert form.when("calves") == {"question": "cows", "at_least": 5.0}
    both = [{"question": "cows", "at_least": 5.0}, {"question": "calves", "at_least": 2.0}]
    assert form.when("milk") == {"all": both}
    assert form.said("S061") == []


def test_many_languages_and_gaps(imported: Any) -> None:
    """8. Languages by code, by name, unknown to us, and with texts missing."""
    form = imported(
        survey="""
        | type | name | label::Norsk bokmål | label::English (en) | label::Klingon (tlh) | hint::English (en) |
        | select_one yes_no | first | Første | First | wa | Think |
        | text | last | Siste || Qav |
        """,
        choices="""
        | list_name | name | label::Norsk bokmål | label::English (en) | label::Klingon (tlh) |
        | yes_no    | y    | Ja                  | Yes                 | HIja                 |
        | yes_no    | n    | Nei                 | No                  | ghobe                |
        """,
        settings="| form_title | form_id | default_language |\n| Skjema | My-Form 1 | Norsk bokmål |",
    )
    assert form.questionnaire.languages == ("nb", "en")
    assert form.questionnaire.id == "my_form_1"
    assert form.question("last").text == {"nb": "Siste", "en": "Siste"}
    assert form.question("first").help == {"nb": "Think", "en": "Think"}
    assert form.questionnaire.scales["yes_no"].kind == "nominal"
    assert form.said("S061") == ["1: Klingon (tlh)", "2: text in 'nb'", "3: text in 'en'"]


def test_field_data_with_places_and_pictures(imported: Any) -> None:
    """9. Types we have no question for, calculations, defaults and media: each is reported with its row."""
    form = imported(
        survey="""
        | type | name | label | calculation | default | image::English (en) | relevant | read_only | guidance_hint |
        | today | today |
        | geopoint | where | Where |
        | image | photo | Photo |
        | barcode | code | Code |
        | integer | trees | Trees || 4 |||| Count twice |
        | calculate | double || ${trees} * 2 |
        | text | why | Why ||| tree.png | ${double} > 10 | yes |
        | rank fruit | best | Best |
        | acknowledge | ok | Understood |
        | dateTime | seen | Seen |
        | time | clock | Clock |
        | select_one_from_file towns.csv | town | Town |
        """,
        choices="| list_name | name | label |\n| fruit | apple | Apple |\n| fruit | pear | Pear |",
        settings="| form_title | public_key |\n| Trees | abc |",
    )
    assert [q.id for _, q in form.questionnaire.questions()] == ["trees", "why", "ok", "seen", "clock"]
    assert [q.type for _, q in form.questionnaire.questions()] == [
        "number",
        "text",
        "information",
        "date",
        "text",
    ]
    assert form.question("trees").instruction == {"en": "Count twice"}
    assert form.said("S061") == [
        "2: today today",
        "3: geopoint where",
        "4: image photo",
        "5: barcode code",
        "7: calculate double",
        "9: rank fruit best",
        "13: select_one_from_file towns.csv town",
        "6: default of trees",
        "7: calculation of double",
        "8: image::english (en) of why",
        "8: read_only of why",
        "2: public_key",
    ]
    assert form.said("S062") == ["8: ${double} > 10"]
    assert [line.split()[1] for line in form.said("S064")] == ["label", "acknowledge", "datetime", "time"]


def test_exclusive_options_three_ways(imported: Any) -> None:
    """10. «None of these», written in the ways people write the constraint; and one that is about something else."""
    form = imported(
        survey="""
        | type                | name | label | constraint                                             |
        | select_multiple aid | a    | A     | not(selected(., 'none') and count-selected(.) > 1)     |
        | select_multiple aid | b    | B     | not(count-selected(.) >= 2 and selected(., 'none'))    |
        | select_multiple aid | c    | C     | if(selected(., 'none'), count-selected(.) = 1, true()) |
        | select_multiple aid | d    | D     | count-selected(.) <= 2                                 |
        """,
        choices="| list_name | name | label |\n| aid | food | Food |\n| aid | cash | Cash |\n| aid | none | None |",
    )
    for name in "abc":
        assert [o.code for o in form.question(name).options if o.exclusive] == ["none"], name
    assert [o.code for o in form.question("d").options if o.exclusive] == []
    assert form.said("S061") == ["5: constraint: count-selected(.) <= 2"]


def test_choices_asked_again_of_those_ticked(imported: Any) -> None:
    """11. A follow-up that offers what was ticked before becomes `options_from`."""
    form = imported(
        survey="""
        | type | name | label | choice_filter | relevant |
        | select_multiple s | known | Known |
        | select_multiple s | used | U | selected(${known},name) | selected(${known},'radio') or selected(${known},'tv')
        | select_one s | best | Best | selected(${used}, name) |
        """,
        choices="| list_name | name | label |\n| s | radio | Radio |\n| s | tv | TV |",
    )
    assert form.question("used").options_from == "known"
    assert form.question("used").when is None
    whens = [plain(o.when) for o in form.question("best").options]
    assert whens == [{"question": "used", "has": "radio"}, {"question": "used", "has": "tv"}]


def test_names_that_are_no_ids(imported: Any) -> None:
    """12. Names with capitals, hyphens and dots, reserved names, and codes that no column can be named after."""
    form = imported(
        survey="""
        | type                  | name       | label::English | relevant                          |
        | select_multiple Means | Transport  | How do you go  |                                   |
        | integer               | 2nd.number | A number       | selected(${Transport}, 'Own-Car') |
        | text                  | group      | Which group    | ${2nd.number} >= 2                |
        | text                  | transport  | Again          |                                   |
        """,
        choices="| list_name | name | label::English |\n| Means | Own-Car | Car |\n| Means | bus | Bus |",
    )
    assert list(form.questionnaire.variables) == [
        "transport_own_car",
        "transport_bus",
        "q_2nd_number",
        "group_2",
        "transport_2",
    ]
    assert form.when("q_2nd_number") == {"question": "transport", "has": "own_car"}
    assert form.when("group_2") == {"question": "q_2nd_number", "at_least": 2.0}
    assert form.said("S063") == [
        "2: choice Own-Car",
        "2: Transport",
        "3: 2nd.number",
        "4: group",
        "5: transport",
    ]


def test_conditions_in_text_required_and_repeats_within_repeats(imported: Any) -> None:
    """13. What a form can do and a questionnaire here cannot: answers in texts, required-if, repeats in repeats."""
    form = imported(
        survey="""
        | type              | name   | label                  | required | repeat_count |
        | text              | name   | Your name              | ${x} = 1 |              |
        | select_one yes_no | agrees | Do you agree, ${name}? |          |              |
        | begin_repeat      | plot   | Plot                   |          | 3            |
        | text              | crop   | Crop                   |          |              |
        | begin_repeat      | crew   | Crew                   |          | 2            |
        | text              | worker | Worker                 |          |              |
        | end_repeat        |        |                        |          |              |
        | end_repeat        |        |                        |          |              |
        """,
        choices=YES_NO,
    )
    block = form.questionnaire.blocks[1]
    assert (block.repeat.maximum, [q.id for q in block.questions]) == (3, ["crop", "worker"])
    assert form.said("S061") == [
        "2: required: ${x} = 1",
        "3: the answer in the text of agrees",
        "6: repeat crew",
    ]


@pytest.mark.parametrize(
    ("sheets", "problem"),
    [
        ({"data": "| a |\n| b |"}, "it has no sheet 'survey'"),
        ({"survey": "| type | name | label |\n| calculate | a | A |"}, "it asks nothing"),
    ],
)
def test_a_workbook_that_is_no_form_is_refused(sheets: dict[str, str], problem: str, tmp_path: Path) -> None:
    with pytest.raises(SvarError, match="S060") as caught:
        xlsform.read(book(tmp_path / "form.xlsx", **sheets))
    assert problem in str(caught.value)


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_text("no workbook", encoding="utf-8")
    with pytest.raises(SvarError, match="S060"):
        xlsform.read(path)
