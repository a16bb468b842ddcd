"""What becomes a battery: a matrix of SurveyJS, and a panel of radio groups with the same choices."""

from __future__ import annotations

from survey.conditions import Condition
from survey.imports.surveyjs_choices import Offered, offered
from survey.imports.surveyjs_form import Data, Element, Form
from survey.imports.xlsform_form import both, written
from survey.imports.xlsform_routes import Known

_HEAD = ("type", "name", "title", "description", "visibleIf", "isRequired", "visible")
_PLAIN = {"type", "name", "title", "visibleIf", "isRequired", "requiredErrorText", "choices"}


def matrix(form: Form, element: Element, outer: Condition | None) -> list[Data]:
    """A table with one answer a row; with boxes to tick it has no counterpart."""
    name = str(element.get("name"))
    if element.get("cellType") == "checkbox" or not element.get("rows"):
        form.lost(
            f"{name} (matrix)", "its rows take several answers, or there are none", "ask each row by itself"
        )
        return []
    form.unread(element, *_HEAD, "columns", "rows", "eachRowRequired", "isAllRowRequired", "cellType")
    rows = [row if isinstance(row, dict) else {"value": row} for row in element["rows"]]
    items = [
        {
            "name": str(row["value"]),
            "title": row.get("text") or str(row["value"]),
            "visibleIf": row.get("visibleIf"),
        }
        for row in rows
    ]
    needed = element.get("eachRowRequired") or element.get("isAllRowRequired")
    choices = [_column(column) for column in element.get("columns") or ()]
    found = offered(form, {"choices": choices, "name": name}, "single")
    return _battery(form, {**element, "isRequired": needed}, items, (found, outer))


def _column(column: object) -> object:
    """Columns of an older make have `name` and `title` where choices have `value` and `text`."""
    if not isinstance(column, dict):
        return column
    return {"value": column.get("value", column.get("name")), "text": column.get("text", column.get("title"))}


def is_battery(panel: Element) -> bool:
    """Whether a panel holds nothing but radio groups that share their choices and the duty to answer."""
    inside = panel.get("elements") or []
    first = inside[0] if inside else {}
    return bool(panel.get("title")) and all(
        e.get("type") == "radiogroup"
        and set(e) <= _PLAIN
        and e.get("choices")
        and e["choices"] == first.get("choices")
        and bool(e.get("isRequired")) == bool(first.get("isRequired"))
        and not any(isinstance(c, dict) and set(c) > {"value", "text"} for c in e["choices"])
        and not any(f"{{{other.get('name')}}}" in str(e.get("visibleIf")) for other in inside)
        for e in inside or [{}]
    )


def panel_battery(form: Form, panel: Element, outer: Condition | None) -> list[Data]:
    """The battery that such a panel is."""
    form.unread(panel, *_HEAD, "elements")
    first = panel["elements"][0]
    found = offered(form, first, "single")
    return _battery(form, {**panel, "isRequired": first.get("isRequired")}, panel["elements"], (found, outer))


def _battery(
    form: Form, element: Element, items: list[Element], what: tuple[Offered, Condition | None]
) -> list[Data]:
    found, outer = what
    name, own = str(element.get("name")), form.condition(element)
    when, helped = both(outer, own), form.text(element.get("description"))
    data: Data = {"id": form.claim(name), "type": "battery", "scale": ""}
    data |= {"required": True} if element.get("isRequired") else {}
    data |= {"when": written(when)} if when else {}
    data |= {"text": form.heading(element)} | ({"help": helped} if helped else {})
    data |= form.unread_note(element, own)
    data["scale"] = _scale(form, found.options, data["id"])
    data["items"] = [_item(form, name, item) for item in items]
    for item, own in zip(items, data["items"], strict=True):
        raw = str(item["name"]) if item.get("type") else f"{name}.{item['name']}"
        form.remember(raw, Known(own["id"], "single", found.codes, repeat=form.repeat))
    form.questions[name] = data
    return [data]


def _item(form: Form, table: str, item: Element) -> Data:
    condition = form.condition(item)
    raw = str(item["name"])
    own = form.claim(raw if raw.isidentifier() and raw.islower() else f"{table}_{raw}")
    data: Data = {"id": own, "text": form.heading(item)}
    return data | ({"when": written(condition)} if condition else {}) | form.unread_note(item, condition)


def _scale(form: Form, options: list[Data], question: str) -> str:
    """The name of the scale with these options: one that is there already, or a new one."""
    scale: Data = {} if _rising([str(option["code"]) for option in options]) else {"kind": "nominal"}
    scale["options"] = options
    same = next((name for name, known in form.scales.items() if known == scale), None)
    name = same or f"{question}_scale"
    form.scales[name] = scale
    return name


def _rising(codes: list[str]) -> bool:
    numbers = [int(code) for code in codes if code.isdigit()]
    return len(numbers) == len(codes) and numbers == sorted(set(numbers))
