"""Groups of an XLSForm that are one battery: items that share a list of answers, on one page or in one table."""

from __future__ import annotations

from survey.conditions import Condition
from survey.imports.xlsform_book import Row
from survey.imports.xlsform_choices import options, select_of
from survey.imports.xlsform_form import Data, Form, Place, both, written
from survey.imports.xlsform_questions import required
from survey.imports.xlsform_routes import Known
from survey.imports.xlsform_tidy import without, without_any

TOGETHER = ("field-list", "table-list")
HEADER = "label"
"""Appearance of a row that only shows the answers above a table."""


def is_battery(form: Form, group: Row, rows: list[Row]) -> bool:
    """Whether the group's rows are items of one scale and nothing else, apart from notes that belong to them."""
    items = _items(rows)
    selects = [select_of(row) for row in items]
    names = {select.list_name for select in selects if select}
    together = any(word in group.get("appearance").split() for word in TOGETHER)
    told = [row for row in rows if row.get("type").lower() == "note"]
    whole = names <= form.scaled and len(names) == 1 and all(selects)
    alike = len({row.get("required").lower() for row in items}) == 1
    plain = all(not row.get("constraint") for row in items) and len(told) + len(items) == len(_asking(rows))
    named = bool(group.text("label") or told)
    strangers = [note for note in told if not _belongs(note, group)]
    return together and whole and alike and plain and named and len(strangers) < 2


def battery(form: Form, group: Row, rows: list[Row], place: Place) -> Data:
    """The battery that the group is."""
    when, note = form.route(group, place)
    when = both(*place.beside, without(when, place.block))
    items = _items(rows)
    select = select_of(items[0])
    assert select is not None
    offered = options(form, items[0], select, place)
    name = form.claim(group, group.get("name"))
    inside = Place((*place.block, *([when] if when else [])), (), place.repeat)
    listed = [_item(form, row, offered.codes, inside) for row in items]
    conditions = [condition for _, condition in listed]
    if None not in conditions:
        when = without_any(when, [c for c in conditions if c])
    head: Data = {"id": name, "type": "battery", "scale": offered.scale}
    head |= {"required": True} if required(form, items[0]) else {}
    texts = _texts(form, group, rows)
    found = {**head, "when": written(when), **texts, **({"note": note} if note else {})}
    found["items"] = [item for item, _ in listed]
    form.questions[group.get("name")] = found
    return found


def _item(form: Form, row: Row, codes: dict[str, str], place: Place) -> tuple[Data, Condition | None]:
    when, note = form.route(row, place)
    when = without(when, place.block)
    name = form.claim(row, row.get("name"))
    form.remember(row, Known(name, "single", codes, repeat=place.repeat), (*place.block, when))
    if row.text("hint"):
        form.lost(row, f"the hint of {row.get('name')}", "an item has no help of its own")
    data: Data = {"id": name, "text": form.heading(row)}
    data |= {"when": written(when)} if when else {}
    return ({**data, "note": note} if note else data), when


def _items(rows: list[Row]) -> list[Row]:
    return [row for row in _asking(rows) if row.get("type").lower() != "note"]


def _asking(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row.get("appearance") != HEADER]


def _belongs(note: Row, group: Row) -> bool:
    """Whether a note is the help or the instruction that our own export writes."""
    return note.get("name") in (f"{group.get('name')}_help", f"{group.get('name')}_instruction")


def _texts(form: Form, group: Row, rows: list[Row]) -> Data:
    """The battery's text is the group's label, the header's, or the first note's."""
    notes = {row.get("name"): row for row in rows if row.get("type").lower() == "note"}
    found: Data = {}
    for ending, key in (("_help", "help"), ("_instruction", "instruction")):
        row = notes.pop(f"{group.get('name')}{ending}", None)
        found |= {key: form.text(row)} if row and row.text("label") else {}
    headers = [row for row in rows if row.get("appearance") == HEADER and row.text("label")]
    left = [row for row in [group, *notes.values(), *headers] if row.text("label")]
    text = form.heading(left[0] if left else group)
    if len(left) > 1 and left[0] is group and "help" not in found and notes:
        found["help"] = form.text(left[1])
    return {"text": text, **found}
