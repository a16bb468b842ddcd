"""The choices of a SurveyJS question → options, with the codes they get here and the conditions they are offered on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from survey.conditions import Condition
from survey.imports.surveyjs_form import Data, Element, Form
from survey.imports.xlsform_form import plain_id, written

SPECIAL = (
    ("showOtherItem", "hasOther", "otherText", "other", {"open": True}),
    ("showNoneItem", "hasNone", "noneText", "none", {"exclusive": True}),
    ("showRefuseItem", "", "refuseText", "refused", {"missing": True}),
    ("showDontKnowItem", "", "dontKnowText", "dontknow", {"missing": True}),
)
"""Choices that are switched on: key, older key, key of the words, SurveyJS's value, what the option is with us."""
READ = (
    "choices",
    *(key for row in SPECIAL for key in row[:3] if key),
    "choicesFromQuestion",
    "choicesFromQuestionMode",
)
_WORDS = {
    "other": "Other (describe)",
    "none": "None",
    "refused": "Refuse to answer",
    "dontknow": "Don't know",
}
"""What SurveyJS itself writes when the survey gives no words."""
_SPACE = re.compile(r"\s")


@dataclass
class Offered:
    """Options in order; `codes` is SurveyJS's value → our code."""

    options: list[Data] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    source: str | None = None
    """The earlier question that the first options follow from."""


def offered(form: Form, element: Element, kind: str) -> Offered:
    """The options of a choice question of that kind (single or multiple), copied ones included."""
    found = Offered()
    if element.get("choicesFromQuestion"):
        _copied(form, element, kind, found)
    for choice in element.get("choices") or ():
        _add(form, element, choice, kind, found)
    for key, older, words, value, extra in SPECIAL:
        if element.get(key) or element.get(older):
            _special(form, element, (words, value), extra, found)
    if kind == "multiple" and found.source is None:
        _follows(form, found)
    return found


def _special(form: Form, element: Element, named: tuple[str, str], extra: Data, found: Offered) -> None:
    words, value = named
    label = form.text(element.get(words)) or form.usual(_WORDS[value])
    if element.get("type") not in ("checkbox", "tagbox"):
        extra = {"missing": True} if "exclusive" in extra else extra
    elif "missing" in extra:
        extra = {"exclusive": True}
    found.codes[value] = value
    found.options.append({"code": value, "label": label, **extra})


def _add(form: Form, element: Element, choice: Any, kind: str, found: Offered) -> None:
    plain = choice if isinstance(choice, dict) else {"value": choice}
    value = shown(plain.get("value"))
    when = form.condition(plain)
    code = code_of(value, kind, found.codes)
    if code != value:
        why = "codes have no spaces, and those of several choices are part of a column name"
        form.report("S063", f"{element.get('name')}: {value}", name=repr(code), problem=why)
    label = form.text(plain.get("text")) or dict.fromkeys(form.languages, value)
    option: Data = {"code": code, "label": label}
    option |= {"when": written(when)} if when else {}
    option |= {"exclusive": True} if plain.get("isExclusive") and kind == "multiple" else {}
    option |= {"open": True} if plain.get("showCommentArea") else {}
    form.unread(
        {"name": f"{element.get('name')}: {value}", **{k: v for k, v in plain.items() if k != "name"}},
        *("name", "value", "text", "visibleIf", "isExclusive", "showCommentArea", "isCommentRequired"),
    )
    found.codes[value] = code
    found.options.append(option)


def shown(value: Any) -> str:
    """A value of SurveyJS's JSON as text."""
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def code_of(value: str, kind: str, taken: dict[str, str]) -> str:
    """Our code for a value: the value itself where it may be one."""
    if kind == "multiple":
        code = re.sub(r"[^a-z0-9_]+", "_", value.lower()).strip("_") or "option"
    else:
        code = _SPACE.sub("_", value.strip()) if len(value) <= 40 else plain_id(value)
    number, free = 2, code
    while free in taken.values():
        free, number = f"{code}_{number}", number + 1
    return free


def _copied(form: Form, element: Element, kind: str, found: Offered) -> None:
    """Choices copied from another question: all of them, those ticked there, or those not ticked."""
    name, mode = str(element["choicesFromQuestion"]), element.get("choicesFromQuestionMode", "all")
    source, known = form.questions.get(name), form.known.get(name)
    if source is None or known is None or "options" not in source:
        form.lost(
            f"choicesFromQuestion of {element.get('name')}", f"we have no list of choices called {name!r}"
        )
        return
    if mode == "selected" and known.kind == kind == "multiple":
        found.source = known.name
        alone = {option["code"] for option in _listed(form, source) if option.get("exclusive")}
        found.codes |= {value: code for value, code in known.codes.items() if code not in alone}
        for code in sorted(alone):
            form.lost(
                f"{element.get('name')}: {code}", "an option that rules out the others does not follow along"
            )
        return
    for option in source["options"]:
        test = Condition.model_validate({"question": known.name, _TEST[known.kind]: option["code"]})
        held = test if mode == "selected" else Condition.model_validate({"not": test})
        extra = {} if mode == "all" else {"when": written(held)}
        found.options.append({**{k: v for k, v in option.items() if k != "when"}, **extra})
    found.codes |= known.codes


_TEST = {"single": "is", "multiple": "has"}


def _follows(form: Form, found: Offered) -> None:
    """Whether the first options are those of an earlier question, each offered to those who ticked it there."""
    first = (found.options[0].get("when") or {}) if found.options else {}
    source = next((q for q in form.questions.values() if q["id"] == first.get("question")), None)
    if source is None or source["type"] != "multiple" or "has" not in first:
        return
    brought = [option for option in _listed(form, source) if not option.get("exclusive")]
    head = found.options[: len(brought)]
    wanted = [(o["code"], o["label"], {"question": source["id"], "has": o["code"]}) for o in brought]
    if [(o["code"], o["label"], o.get("when")) for o in head] == wanted and not any(map(_marked, head)):
        found.source = source["id"]
        found.options = found.options[len(brought) :]


def _listed(form: Form, question: Data) -> list[Data]:
    """The options of a question, those that follow from an earlier one first."""
    own = list(question.get("options") or ())
    source = next((q for q in form.questions.values() if q["id"] == question.get("options_from")), None)
    brought = _listed(form, source) if source else []
    return [*(o for o in brought if not o.get("exclusive")), *own]


def _marked(option: Data) -> bool:
    return bool(option.get("open") or option.get("exclusive"))
