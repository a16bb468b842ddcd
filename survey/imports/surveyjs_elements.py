"""One element of a SurveyJS page → our questions. What has no counterpart gives none, and a finding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survey.conditions import Condition
from survey.imports.surveyjs_choices import READ, offered
from survey.imports.surveyjs_form import Data, Element, Form
from survey.imports.surveyjs_tables import matrix
from survey.imports.xlsform_form import both, written
from survey.imports.xlsform_routes import Known

ASKED = ("type", "name", "title", "description", "visibleIf", "isRequired", "visible")
"""Keys that every question has."""
_LONGEST = 100_000
_YES_NO = (("labelTrue", "Yes"), ("labelFalse", "No"))
"""Keys of a yes/no question's words, and what SurveyJS writes without them."""


def questions(form: Form, element: Element, outer: Condition | None) -> list[Data]:
    """The questions that the element becomes; `outer` holds for the panel it stands in."""
    maker = MAKERS.get(str(element.get("type")))
    if maker is None:
        advice = "ask it another way"
        form.lost(f"{element.get('name')} ({element.get('type')})", "we have no such question", advice)
        return []
    if element.get("visible") is False:
        form.lost(f"visible of {element.get('name')}", "it is hidden until a script shows it")
    return maker(form, element, outer)


def head(form: Form, element: Element, kind: str, outer: Condition | None) -> Data:
    """What every question has; its id is claimed."""
    own = form.condition(element)
    when = both(outer, own)
    found: Data = {"id": form.claim(str(element.get("name")))}
    found |= {"type": kind}
    found |= {"required": True} if element.get("isRequired") and kind != "information" else {}
    found |= {"when": written(when)} if when else {}
    found |= {"text": form.heading(element)}
    helped = form.text(element.get("description"))
    found |= {"help": helped} if helped else {}
    return found | form.unread_note(element, own)


def _remember(form: Form, element: Element, data: Data, kind: str, **more: Any) -> list[Data]:
    raw = str(element.get("name"))
    form.questions[raw] = data
    form.remember(raw, Known(data["id"], kind, repeat=form.repeat, **more))
    return [data, *_comment(form, element, data)]


def _comment(form: Form, element: Element, data: Data) -> list[Data]:
    """A comment box below a question becomes a question of its own."""
    if not (element.get("showCommentArea") or element.get("hasComment")):
        return []
    name = form.claim(f"{data['id']}_comment")
    text = form.text(element.get("commentText")) or data["text"]
    when = {"when": data["when"]} if "when" in data else {}
    form.report(
        "S064", f"comment of {data['id']}", kind=f"the question {name}", problem="it has its own column"
    )
    return [{"id": name, "type": "text", **when, "text": text}]


_COMMENT = ("showCommentArea", "hasComment", "commentText")


def _single(form: Form, element: Element, outer: Condition | None) -> list[Data]:
    data, found = head(form, element, "single", outer), offered(form, element, "single")
    form.unread(element, *ASKED, *READ, *_COMMENT, "resetValueIf")
    if not found.options:
        form.lost(f"{element.get('name')}", "it has no choices", "write its options")
        return []
    data["options"] = found.options
    return _remember(form, element, data, "single", codes=found.codes)


def _multiple(form: Form, element: Element, outer: Condition | None) -> list[Data]:
    data, found = head(form, element, "multiple", outer), offered(form, element, "multiple")
    form.unread(element, *ASKED, *READ, *_COMMENT, "resetValueIf")
    if not found.options and not found.source:
        form.lost(f"{element.get('name')}", "it has no choices", "write its options")
        return []
    data |= {"options_from": found.source} if found.source else {}
    data |= {"options": found.options} if found.options else {}
    return _remember(form, element, data, "multiple", codes=found.codes)


def _boolean(form: Form, element: Element, outer: Condition | None) -> list[Data]:
    data = head(form, element, "single", outer)
    keys = [key for key, _ in _YES_NO]
    form.unread(element, *ASKED, *keys, *_COMMENT, "valueTrue", "valueFalse", "label")
    labels = [form.text(element.get(key)) or form.usual(words) for key, words in _YES_NO]
    data["options"] = [{"code": c, "label": w} for c, w in zip(("yes", "no"), labels, strict=True)]
    codes = {"true": "yes", "false": "no", "True": "yes", "False": "no"}
    codes |= {str(element.get("valueTrue", "true")): "yes", str(element.get("valueFalse", "false")): "no"}
    return _remember(form, element, data, "single", codes=codes)


def _rating(form: Form, element: Element, outer: Condition | None) -> list[Data]:
    data = head(form, element, "single", outer)
    ends = ("minRateDescription", "maxRateDescription")
    form.unread(
        element,
        *ASKED,
        *_COMMENT,
        *ends,
        "rateMin",
        "rateMax",
        "rateStep",
        "rateCount",
        "rateValues",
        "autoGenerate",
    )
    low, step = int(element.get("rateMin", 1)), int(element.get("rateStep", 1)) or 1
    count = element.get("rateCount")
    high = int(element.get("rateMax", low + (int(count) - 1) * step if count else 5))
    values = element.get("rateValues") or list(range(low, high + 1, step))
    found = offered(form, {"type": "rating", "name": element.get("name"), "choices": values}, "single")
    for option, key in zip((found.options[0], found.options[-1]), ends, strict=True):
        words = form.text(element.get(key))
        if words:
            option["label"] = {own: f"{option['label'][own]} ({words[own]})" for own in form.languages}
    data["options"] = found.options
    return _remember(form, element, data, "single", codes=found.codes)


def _words(form: Form, element: Element, outer: Condition | None) -> list[Data]:
    kind = str(element.get("inputType", "text"))
    maker = {"number": _number, "range": _number, "date": _date}.get(kind)
    if maker:
        return maker(form, element, outer)
    data = head(form, element, "text", outer)
    if kind != "text":
        form.report("S064", f"{element.get('name')} ({kind})", kind="open text", problem=f"we have no {kind}")
    form.unread(element, *ASKED, "inputType", "maxLength", "placeholder")
    return _remember(form, element, {**data, "lines": 1, **_length(element)}, "text")


def _length(element: Element) -> Data:
    longest = element.get("maxLength")
    return {"max_length": longest} if isinstance(longest, int) and 1 <= longest <= _LONGEST else {}


def _lines(form: Form, element: Element, outer: Condition | None) -> list[Data]:
    data = head(form, element, "text", outer)
    form.unread(element, *ASKED, "rows", "maxLength")
    rows = min(max(int(element.get("rows", 4)), 2), 40)
    return _remember(form, element, {**data, "lines": rows, **_length(element)}, "text")


def _number(form: Form, element: Element, outer: Condition | None) -> list[Data]:
    data = head(form, element, "number", outer)
    numeric, rest = _limits(element)
    form.unread({**element, "validators": rest}, *ASKED, "inputType", "min", "max", "step", "placeholder")
    low, high = element.get("min", numeric.get("minValue")), element.get("max", numeric.get("maxValue"))
    for key, limit in (("minimum", low), ("maximum", high)):
        if limit is not None and str(limit).lstrip("-").replace(".", "", 1).isdigit():
            data[key] = float(str(limit))
    decimals = len(f"{float(element.get('step', 1)):.6f}".rstrip("0").partition(".")[2])
    data |= {"decimals": decimals} if decimals else {}
    unit = form.text(element.get("placeholder"))
    if unit and max(map(len, unit.values())) <= 12:
        data["unit"] = unit
    return _remember(form, element, data, "number", whole=not decimals)


def _limits(element: Element) -> tuple[Data, list[Data]]:
    given = [v for v in element.get("validators") or () if isinstance(v, dict)]
    numeric = next((v for v in given if v.get("type") == "numeric"), {})
    return numeric, [v for v in given if v.get("type") != "numeric"]


def _date(form: Form, element: Element, outer: Condition | None) -> list[Data]:
    data = head(form, element, "date", outer)
    form.unread(element, *ASKED, "inputType", "min", "max", "placeholder")
    for key, limit in (("earliest", element.get("min")), ("latest", element.get("max"))):
        if limit:
            data[key] = str(limit)[:10]
    return _remember(form, element, data, "date")


def _slider(form: Form, element: Element, outer: Condition | None) -> list[Data]:
    form.report("S064", f"{element.get('name')} (slider)", kind="a number", problem="we have no slider")
    return _number(form, {"min": 0, "max": 100, **element}, outer)


def _information(form: Form, element: Element, outer: Condition | None) -> list[Data]:
    data = head(form, element, "information", outer)
    form.unread(element, *ASKED, "html")
    words = form.text(element.get("html"))
    if words is None:
        form.lost(str(element.get("name")), "it shows nothing but pictures or a script")
        return []
    return [{**data, "text": words}]


def _pictures(form: Form, element: Element, outer: Condition | None) -> list[Data]:
    form.report(
        "S064",
        f"{element.get('name')} (imagepicker)",
        kind="a list of words",
        problem="pictures are not carried",
    )
    plain = [
        {key: value for key, value in choice.items() if key != "imageLink"}
        if isinstance(choice, dict)
        else choice
        for choice in element.get("choices") or ()
    ]
    own = {
        key: value for key, value in element.items() if key not in ("multiSelect", "showLabel", "imageFit")
    }
    maker = _multiple if element.get("multiSelect") else _single
    return maker(form, {**own, "choices": plain}, outer)


def _several(form: Form, element: Element, outer: Condition | None) -> list[Data]:
    """Several text boxes: a question each."""
    form.unread(element, *ASKED, "items")
    outer = both(outer, form.condition(element))
    found: list[Data] = []
    for item in element.get("items") or ():
        own = {"type": "text", **item, "name": f"{element.get('name')}_{item.get('name')}"}
        own["title"] = item.get("title") or item.get("name")
        found += _words(form, own | {"isRequired": item.get("isRequired", False)}, outer)
        alias = f"{element.get('name')}.{item.get('name')}"
        form.remember(alias, form.known[own["name"]])
    why = f"{len(found)} questions, without the heading"
    form.report(
        "S064", f"{element.get('name')} (multipletext)", kind=why, problem="we ask one thing at a time"
    )
    return found


Maker = Callable[[Form, Element, Condition | None], list[Data]]
MAKERS: dict[str, Maker] = {
    "text": _words,
    "comment": _lines,
    "radiogroup": _single,
    "dropdown": _single,
    "checkbox": _multiple,
    "tagbox": _multiple,
    "boolean": _boolean,
    "rating": _rating,
    "slider": _slider,
    "html": _information,
    "imagepicker": _pictures,
    "multipletext": _several,
    "matrix": matrix,
}
