"""Pages and panels of SurveyJS → blocks and their questions, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from survey.conditions import Condition
from survey.imports.surveyjs_elements import questions as made_of
from survey.imports.surveyjs_form import Data, Element, Form
from survey.imports.surveyjs_tables import is_battery, panel_battery
from survey.imports.xlsform_form import both, plain_id, written

PAGE = "block_"
"""What our own export puts before a block's id."""
INSTRUCTION = "_instruction"
FEWEST, MOST, USUAL = 2, 20, 10
_PAGE_KEYS = ("name", "title", "description", "visibleIf", "elements", "questions", "type")


@dataclass
class Pages:
    """Walks through the survey; `ids` are those of the blocks so far."""

    form: Form
    ids: set[str] = field(default_factory=set)
    found: list[Data] = field(default_factory=list)

    def blocks(self, survey: Data) -> list[Data]:
        """Every block of the survey."""
        pages = survey.get("pages") or [
            {"name": "page1", **{k: survey.get(k) for k in ("elements", "questions")}}
        ]
        for page in pages:
            self._page(page)
        return self.found

    def _page(self, page: Element) -> None:
        self.form.unread(page, *_PAGE_KEYS)
        when = self.form.condition(page)
        head: Data = {"title": self.form.heading(page)}
        intro = self.form.text(page.get("description"))
        head |= {"intro": intro} if intro else {}
        head |= {"when": written(when)} if when else {}
        note = self.form.unread_note(page, when).get("note")
        raw = str(page.get("name") or "page")
        told = [e for e in _inside(page) if e.get("name") == raw + INSTRUCTION and e.get("type") == "html"]
        head |= {"instruction": self.form.text(told[0].get("html"))} if told else {}
        self._fill(raw, head, [e for e in _inside(page) if e not in told], note)

    def _fill(self, raw: str, head: Data, elements: list[Element], note: str | None) -> None:
        """Questions go into a block of that head; a repeated panel makes a block of its own and divides it."""
        asked: list[Data] = []
        for element in elements:
            if element.get("type") in ("paneldynamic", "matrixdynamic"):
                self._close(raw, head, asked, note)
                asked = []
                self._repeated(element, head)
            else:
                asked += self._questions(element, None)
        self._close(raw, head, asked, note)

    def _close(self, raw: str, head: Data, asked: list[Data], note: str | None) -> None:
        if not asked:
            return
        for question in asked if note else ():
            question.setdefault("note", note)
        questions = self._with_instructions(asked)
        self.found.append({"id": self._id(raw), **head, "questions": questions})

    def _id(self, raw: str) -> str:
        plain = plain_id(raw.removeprefix(PAGE) or raw)
        name, number = plain, 2
        while name in self.ids:
            name, number = f"{plain}_{number}", number + 1
        self.ids.add(name)
        return name

    def _questions(self, element: Element, outer: Condition | None) -> Iterator[Data]:
        if element.get("type") != "panel":
            yield from self._asked(element, outer)
        elif is_battery(element):
            yield from panel_battery(self.form, element, outer)
        else:
            yield from self._panel(element, outer)

    def _asked(self, element: Element, outer: Condition | None) -> list[Data]:
        """The element's questions; none for the text field of an open option."""
        found = made_of(self.form, element, outer)
        if len(found) == 1 and self._specifies(found[0], outer):
            self.form.known.pop(str(element.get("name")), None)
            return []
        return found

    def _specifies(self, data: Data, outer: Condition | None) -> bool:
        """Whether a text question is the field of an option; the option is marked as open then."""
        if data["type"] != "text" or not data["id"].endswith("_text"):
            return False
        stem = data["id"].removesuffix("_text")
        for question in self.form.questions.values():
            for option in question.get("options") or ():
                test = "is" if question["type"] == "single" else "has"
                name = question["id"] if test == "is" else f"{question['id']}_{option['code']}"
                picked = Condition.model_validate({"question": question["id"], test: option["code"]})
                own = [Condition.model_validate(question["when"])] if "when" in question else []
                wanted = Condition.model_validate({"all": [*own, picked]}) if own else picked
                if name == stem and data.get("when") == written(wanted):
                    option["open"] = True
                    return True
        return False

    def _panel(self, panel: Element, outer: Condition | None) -> Iterator[Data]:
        """A panel that is no battery: its condition goes to each question, its heading goes."""
        self.form.unread(panel, *_PAGE_KEYS)
        if panel.get("title"):
            self.form.lost(f"the heading of {panel.get('name')}", "a block has one heading")
        own = self.form.condition(panel)
        for element in _inside(panel):
            for question in self._questions(element, both(outer, own)):
                yield {**question, **self.form.unread_note(panel, own)}

    def _with_instructions(self, asked: list[Data]) -> list[Data]:
        """An information page called as the question after it belongs to that question."""
        kept: list[Data] = []
        for data in asked:
            last = kept[-1] if kept else {}
            own = last.get("type") == "information" and last["id"] == data["id"] + INSTRUCTION
            told = {"instruction": kept.pop()["text"]} if own else {}
            kept.append({**data, **told})
        return kept

    def _repeated(self, element: Element, head: Data) -> None:
        name = str(element.get("name"))
        if self.form.repeat is not None:
            self.form.lost(f"{name} ({element['type']})", "a repeat inside a repeat has no counterpart")
            return
        own = self.form.condition(element)
        when = both(Condition.model_validate(head["when"]) if "when" in head else None, own)
        most = element.get("maxPanelCount", element.get("maxRowCount"))
        maximum = min(max(int(most or USUAL), FEWEST), MOST)
        if most != maximum:
            said = f"a block asked up to {maximum} times"
            self.form.report("S064", f"{name} ({element['type']})", kind=said, problem=f"its most is {most}")
        self.form.unread(element, *_PAGE_KEYS, *_REPEAT_KEYS)
        title = self.form.heading(element)
        self.form.repeat = name
        asked = [q for inner in _template(element) for q in self._questions(inner, None)]
        self.form.repeat = None
        repeat = {"maximum": maximum, "label": title}
        routed = {"when": written(when)} if when else {}
        note = self.form.unread_note(element, own).get("note")
        self._close(name, {"title": title, **routed, "repeat": repeat}, asked, note)


_REPEAT_KEYS = (
    *("templateElements", "columns", "choices", "cellType", "panelCount", "minPanelCount", "maxPanelCount"),
    *(
        "rowCount",
        "minRowCount",
        "maxRowCount",
        "keyName",
        "columnColCount",
        "allowAddPanel",
        "allowRemovePanel",
    ),
)
_CELL = "dropdown"


def _inside(container: Element) -> list[Element]:
    return [e for e in container.get("elements") or container.get("questions") or [] if isinstance(e, dict)]


def _template(element: Element) -> list[Element]:
    """What one repetition asks; the columns of a table are questions too."""
    if element["type"] == "paneldynamic":
        return [e for e in element.get("templateElements") or [] if isinstance(e, dict)]
    usual = element.get("cellType", _CELL)
    return [
        _cell(element, column, usual) for column in element.get("columns") or [] if isinstance(column, dict)
    ]


def _cell(element: Element, column: Element, usual: Any) -> Element:
    kind = column.get("cellType", usual)
    choices = {"choices": column.get("choices") or element.get("choices") or []}
    own = {key: value for key, value in column.items() if key not in ("cellType", "choices")}
    return {
        "type": kind,
        **own,
        **(choices if kind in ("dropdown", "radiogroup", "checkbox", "tagbox") else {}),
    }
