"""The preview without JavaScript: respondents walk from start to receipt and meet exactly their questions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from survey.conditions import Condition, holds
from survey.forms.answers import read_number
from survey.forms.page import Form
from survey.forms.steps import opening
from survey.load import load_questionnaire
from survey.messages import SvarError
from survey.model import Information, Questionnaire
from survey.preview import application, listen, load_forms, parse
from survey.questions.common import conditions
from survey.simulate import simulate
from survey.words import load_words

ROOT = Path(__file__).parents[2]
GALLERY = ROOT / "tests/surveys/forms_gallery.yaml"
INSTRUMENTS = [
    *sorted((ROOT / "tests/surveys").glob("*.yaml")),
    *sorted(path for path in (ROOT / "questionnaires").glob("*/*.yaml") if path.parent.name != "text"),
]
RESPONDENTS = 4
EVIL = "</textarea></script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp; \u2028"

Answers = dict[str, str | None]


class Read(HTMLParser):
    """What a browser without script sees of a page: fields with what stands in them, questions, links, errors."""

    def __init__(self, text: str):
        super().__init__()
        self.fields: dict[str, dict[str, bool]] = {}
        """Choices: name → value → chosen."""
        self.typed: dict[str, str] = {}
        """Text fields: name → what stands in them."""
        self.questions: list[str] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.scripts = 0
        self.elements: list[str] = []
        self._area = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append(tag)
        self.ids |= {given["id"]} if "id" in given else set()
        self.scripts += tag == "script" or any(name.startswith("on") for name in given)
        if tag == "div" and "data-question" in given:
            self.questions.append(given["data-question"])
        if tag == "a":
            self.links.append(given["href"])
        if tag == "input" and given["type"] in ("radio", "checkbox"):
            self.fields.setdefault(given["name"], {})[given["value"]] = "checked" in given
        if tag == "input" and given["type"] in ("text", "hidden"):
            self.typed[given["name"]] = given["value"]
        if tag == "textarea":
            self._area = given["name"]
            self.typed[self._area] = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.typed[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.typed[self._area] = self.typed[self._area].removeprefix("\n")
            self._area = ""


class Browser:
    """One respondent's browser, with JavaScript off."""

    def __init__(self, questionnaire: Questionnaire, words: Path = ROOT / "questionnaires/text"):
        languages = questionnaire.languages
        self.form = Form(questionnaire, load_words(words, languages), "preview")
        self.client = TestClient(application([self.form]), base_url="http://localhost")
        self.client.__enter__()
        self.get(f"/{questionnaire.id}/")

    def get(self, address: str) -> None:
        self._at(self.client.get(address))

    def send(self, fields: dict[str, str], go: str = "next") -> None:
        hidden = {name: value for name, value in self.page.typed.items() if name == "met"}
        self._at(self.client.post(self.address, data={**hidden, **fields, "go": go}))

    def _at(self, answer: object) -> None:
        self.answer = answer
        self.address = str(answer.url)  # type: ignore[attr-defined]
        self.status = answer.status_code  # type: ignore[attr-defined]
        self.text = answer.text  # type: ignore[attr-defined]
        self.page = Read(self.text)

    @property
    def step(self) -> str:
        return urlsplit(self.address).path.rpartition("/")[2]

    def fill(self, answers: Answers) -> dict[str, str]:
        """The fields of the page, filled as the respondent would."""
        fields = {}
        for name, choices in self.page.fields.items():
            value = answers.get(name)
            if value in choices:
                fields[name] = value
        for name in self.page.typed:
            if name != "met":
                fields[name] = answers.get(name) or ""
        return fields

    def stored(self) -> Answers:
        """The table on the receipt."""
        rows = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', self.text, re.S)
        return dict(rows)


def met(questionnaire: Questionnaire, answers: Answers) -> list[str]:
    """The questions that the routing language says this respondent meets."""

    def true(given: tuple[Condition | None, ...]) -> bool:
        return all(condition is None or holds(condition, answers) for condition in given)

    def asked(question: object, block: object) -> bool:
        if isinstance(question, Information):
            return true(conditions(block, question))  # type: ignore[arg-type]
        own = [v for v in questionnaire.variables.values() if v.question == question.id]  # type: ignore[attr-defined]
        return any(true((*v.conditions, v.offered)) for v in own if v.kind != "coded")

    return [q.id for block, q in questionnaire.questions() if asked(q, block)]


def walk(browser: Browser, answers: Answers) -> Iterator[list[str]]:
    """From start to receipt; gives the questions of each page when it is left for the next one."""
    browser.send({})
    while browser.step not in ("review", "receipt"):
        here, before = browser.step, browser.page.questions
        browser.send(browser.fill(answers))
        assert browser.status == 200, browser.text
        if browser.step != here:
            yield before
        else:
            assert browser.address.partition("#q-")[2] in browser.page.questions


def respondents(questionnaire: Questionnaire) -> list[Answers]:
    frame, _ = simulate(questionnaire, RESPONDENTS, 3)
    columns = [name for name, v in questionnaire.variables.items() if v.kind != "coded"]
    records = frame[columns].astype(object).where(frame[columns].notna(), None).to_dict("records")
    return [
        {str(name): _tidy(questionnaire, str(name), value) for name, value in one.items()} for one in records
    ]


def _tidy(questionnaire: Questionnaire, name: str, value: str | None) -> str | None:
    """Numbers as they are stored: «38.0» is 38."""
    number = questionnaire.variables[name].kind == "number" and value is not None
    return read_number(str(value)) if number else value


@pytest.mark.parametrize("path", INSTRUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_whole_route_without_script(path: Path) -> None:
    questionnaire = load_questionnaire(path)
    opened = {question.id for block in opening(questionnaire) for question in block.questions}
    for answers in respondents(questionnaire):
        browser = Browser(questionnaire)
        assert browser.page.questions == []
        visited = [question for page in walk(browser, answers) for question in page]
        assert visited == [question for question in met(questionnaire, answers) if question not in opened]
        assert browser.step == "review"
        assert browser.page.questions == [
            q for q in visited if not isinstance(questionnaire.question(q), Information)
        ]
        browser.send({})
        assert browser.step == "receipt"
        kept = browser.form.route(_typed(browser))
        assert kept.answers == answers
        assert list(browser.stored()) == [name for name, value in answers.items() if value is not None]


def _typed(browser: Browser) -> dict[str, str]:
    """What the server remembers of the only respondent it has."""
    app = browser.client.app
    memory = app.routes[0].endpoint.__self__.memory  # type: ignore[union-attr]
    (person,) = memory.people.values()
    return person[browser.form.asked.id].typed


@pytest.fixture
def gallery() -> Questionnaire:
    return load_questionnaire(GALLERY)


def test_missing_answers_are_listed_with_links_to_their_fields(gallery: Questionnaire) -> None:
    browser = Browser(gallery)
    browser.send({})
    browser.send({})
    assert browser.status == 422
    assert re.search(r"<title>Feil: ", browser.text)
    links = [link for link in browser.page.links if link.startswith("#") and link != "#main"]
    assert links == ["#i-works-1", "#i-age"]
    assert {link[1:] for link in links} <= browser.page.ids
    assert "Rett 2 feil" in browser.text and browser.text.count("autofocus") == 1
    assert browser.text.count('class="error"') - browser.text.count(" hidden>") == 2


def test_what_was_typed_stays_beside_its_error(gallery: Questionnaire) -> None:
    browser = Browser(gallery)
    browser.send({})
    browser.send({"works": "no", "age": "tolv"})
    assert browser.status == 422
    assert browser.page.typed["age"] == "tolv" and browser.page.fields["works"]["no"]
    assert "Skriv tallet med sifre" in browser.text


def test_a_follow_up_comes_on_the_same_page(gallery: Questionnaire) -> None:
    browser = Browser(gallery)
    browser.send({})
    assert "hours" not in browser.page.questions
    browser.send({"works": "yes", "age": "40"})
    assert browser.step == "start-1" and browser.address.endswith("#q-hours")
    assert {"hours", "since"} <= set(browser.page.questions)
    assert "workplace" in browser.page.fields["place"]
    assert browser.page.typed["age"] == "40"
    browser.send({"works": "yes", "age": "40"})
    assert browser.step == "goals-1"


def goals(gallery: Questionnaire) -> Browser:
    browser = Browser(gallery)
    browser.send({})
    browser.send({"works": "no", "age": "40"})
    assert browser.step == "goals-1"
    return browser


def test_none_of_these_beside_others_is_an_error(gallery: Questionnaire) -> None:
    browser = goals(gallery)
    browser.send({"goal_read": "yes", "goal_nothing": "yes"})
    assert browser.status == 422
    assert "Kryss av for «Ingen mål» alene" in browser.text
    browser.send({"goal_nothing": "yes"})
    assert browser.status == 200 and browser.step != "goals-1"


def test_piped_options_are_those_that_were_ticked(gallery: Questionnaire) -> None:
    browser = goals(gallery)
    browser.send({"goal_read": "yes", "goal_walk": "yes"})
    assert browser.step == "goals-2"
    boxes = [name for name in browser.page.fields if name.startswith("reached")]
    assert boxes == ["reached_read", "reached_walk", "reached_nearly"]


def test_words_beside_an_option_that_is_not_chosen_are_not_lost_in_silence(gallery: Questionnaire) -> None:
    browser = goals(gallery)
    browser.send({"goal_read": "yes", "goal_other_text": "seile"})
    assert browser.status == 422
    assert "Velg «Annet» også" in browser.text and browser.page.typed["goal_other_text"] == "seile"


def test_another_language_keeps_what_stands_on_the_page(gallery: Questionnaire) -> None:
    browser = Browser(gallery)
    browser.send({})
    browser.send({"age": "40", "works": "yes"}, go="language.nn")
    assert urlsplit(browser.address).path.endswith("/nn/start-1")
    assert '<html lang="nn"' in browser.text and "Er du i jobb?" in browser.text
    assert browser.page.typed["age"] == "40" and browser.page.fields["works"]["yes"]


def test_back_keeps_what_stands_on_the_page_without_checking_it(gallery: Questionnaire) -> None:
    browser = goals(gallery)
    browser.send({"goal_read": "yes"}, go="back")
    assert browser.step == "start-1" and browser.page.typed["age"] == "40"
    browser.send(browser.fill({"works": "no", "age": "40"}))
    assert browser.page.fields["goal_read"]["yes"]


def test_a_single_choice_can_be_taken_back(gallery: Questionnaire) -> None:
    browser = Browser(gallery)
    browser.send({})
    assert 'value="clear.place"' not in browser.text
    browser.send({"works": "no", "age": "40", "place": "town"})
    browser.send({}, go="back")
    assert 'value="clear.place"' in browser.text
    browser.send({"works": "no", "age": "40", "place": "town"}, go="clear.place")
    assert not any(browser.page.fields["place"].values()) and browser.page.typed["age"] == "40"


def looked_over(gallery: Questionnaire) -> Browser:
    browser = Browser(gallery)
    for page in walk(browser, respondents(gallery)[0]):
        assert page
    return browser


def test_change_links_lead_to_the_step_and_back_to_the_summary(gallery: Questionnaire) -> None:
    browser = looked_over(gallery)
    changes = [link for link in browser.page.links if "from=review" in link]
    assert len(changes) == len(browser.page.questions)
    browser.get(browser.address.rpartition("/")[0] + "/" + changes[0])
    assert browser.step == "start-1" and 'value="review"' in browser.text
    browser.send(browser.fill(respondents(gallery)[0]), go="review")
    assert browser.step == "review"


def test_a_change_that_calls_for_more_leads_there_before_the_summary(gallery: Questionnaire) -> None:
    browser = goals(gallery)
    browser.send({"goal_nothing": "yes"})
    assert browser.step == "views-1"
    address = browser.address.rpartition("/")[0]
    browser.get(f"{address}/start-1?from=review")
    browser.send({"works": "no", "age": "40"}, go="review")
    assert browser.step == "views-1"


def test_it_is_not_handed_in_with_something_missing(gallery: Questionnaire) -> None:
    browser = goals(gallery)
    browser.get(browser.address.rpartition("/")[0] + "/review")
    browser.send({})
    assert browser.status == 422 and browser.step == "review"
    links = [link for link in browser.page.links if "#" in link and link != "#main"]
    assert links == [
        "goals-1?from=review#i-goal-1",
        *(f"views-1?from=review#i-view_{n}-1" for n in ("simple", "short", "paid")),
    ]


def test_a_page_that_is_not_theirs_leads_to_the_start(gallery: Questionnaire) -> None:
    browser = Browser(gallery)
    for step in ("receipt", "views-2", "nothing"):
        browser.get(f"/forms_gallery/nb/{step}")
        assert browser.step == "start"
    for address in ("/forms_gallery/en/start", "/another/nb/start", "/another/"):
        browser.get(address)
        assert browser.status == 404


def test_hostile_answers_stay_words(gallery: Questionnaire) -> None:
    browser = Browser(gallery)
    for step in browser.form.steps.values():
        for question in step.questions:
            assert "<script" not in question.text["nb"]
    browser.send({})
    plain = browser.page.elements
    browser.send({"works": EVIL, "age": EVIL, "place": "elsewhere", "place_text": EVIL, "go": EVIL})
    assert browser.page.scripts == 0
    assert [e for e in browser.page.elements if e in ("img", "script")] == []
    assert browser.page.typed["age"] == EVIL and browser.page.typed["place_text"] == EVIL
    assert len(browser.page.elements) - len(plain) < 20
    browser.send({"works": "no", "age": "40", "place": "elsewhere", "place_text": EVIL})
    browser.send({"goal_nothing": "yes", "met": EVIL})
    browser.get("/forms_gallery/nb/review")
    assert browser.page.scripts == 0 and "alert(1)" in browser.text
    assert not any(value for value in _typed(browser) if value not in gallery.variables)


def test_a_code_that_does_not_exist_is_no_answer(gallery: Questionnaire) -> None:
    browser = Browser(gallery)
    browser.send({})
    browser.send({"works": "maybe", "age": "40"})
    assert browser.status == 422 and "works" not in _typed(browser)


def test_pages_have_no_script_and_load_nothing(gallery: Questionnaire) -> None:
    browser = looked_over(gallery)
    for step in ["start", *browser.form.steps, "review"]:
        browser.get(f"/forms_gallery/nn/{step}")
        assert browser.page.scripts == 0
        assert not re.search(r"https?:|src=|@import|url\(", browser.text)
        assert "script-src" not in browser.text and "default-src 'none'" in browser.text
        assert browser.answer.headers["cache-control"] == "no-store"  # type: ignore[attr-defined]


def test_two_respondents_do_not_see_each_other(gallery: Questionnaire) -> None:
    browser = goals(gallery)
    mine = browser.client.cookies["svar_preview"]
    browser.client.cookies.clear()
    browser.get("/forms_gallery/nb/start-1")
    assert browser.page.typed["age"] == "" and browser.client.cookies["svar_preview"] != mine


def test_too_large_a_page_is_refused(gallery: Questionnaire) -> None:
    browser = Browser(gallery)
    answer = browser.client.post("/forms_gallery/nb/start-1", data={"age": "1" * 2_100_000})
    assert answer.status_code == 413


def test_beginning_again_forgets(gallery: Questionnaire) -> None:
    browser = goals(gallery)
    browser.get("/")
    assert browser.page.links == ["#main", "forms_gallery/"]
    browser.client.post("/")
    browser.get("/forms_gallery/nb/start-1")
    assert browser.page.typed["age"] == ""


def test_only_this_machine_is_served(gallery: Questionnaire) -> None:
    form = Form(gallery, load_words(ROOT / "questionnaires/text", ["nb", "nn"]), "preview")
    assert TestClient(application([form]), base_url="http://attacker.example").get("/").status_code == 400


def test_the_instruments_of_a_study_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    study = next(iter(_studies()))
    everything = load_forms(parse([study]))
    one = load_forms(parse([study, "--instrument", everything[-1].asked.id]))
    assert [form.asked.id for form in one] == [everything[-1].asked.id]
    with pytest.raises(SvarError) as refused:
        load_forms(parse([study, "--instrument", "nosuch"]))
    assert refused.value.findings[0].code == "S042"


def _studies() -> dict[str, object]:
    from survey.load import read_document

    return dict(read_document(ROOT / "params.yaml").data["studies"])


def test_a_port_in_use_is_said_plainly() -> None:
    server = listen(0)
    server.listen()
    for port in (server.getsockname()[1], 99999):
        with pytest.raises(SvarError) as refused:
            listen(port)
        assert refused.value.findings[0].code == "S043"
    server.close()
