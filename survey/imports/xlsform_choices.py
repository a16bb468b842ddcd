"""Choice lists → scales and options. A `choice_filter` is worked out for every choice, which gives its condition."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from survey.conditions import Condition
from survey.imports.xlsform_book import Row
from survey.imports.xlsform_form import Data, Form, Place, plain_id, written
from survey.imports.xlsform_routes import Reader
from survey.imports.xlsform_tidy import tidy
from survey.imports.xlsform_xpath import Unreadable

OTHER = "other"
_SELECT = re.compile(
    r"(?:add )?(?P<kind>select[_ ]?one|select1|select[_ ]multiple|select all that apply)(?: from)?"
    r"(?: prompt using)?\s+(?P<list>\S+)(?P<other>\s+or[_ ](?:other|specify[_ ]other))?",
    re.I,
)
_COLUMN = re.compile(r"[a-z0-9_]+")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Select:
    """What a select type says: single or multiple, the list, and whether «other» comes with it."""

    kind: str
    list_name: str
    other: bool


@dataclass
class Option:
    """A choice on its way: its code in the form, ours, and when it is offered."""

    raw: str
    data: Data
    when: Condition | None = None


@dataclass
class Options:
    """What a question offers: the name of a scale, or options of its own; `note` keeps what could not be read."""

    scale: str | None = None
    own: list[Option] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    note: str | None = None


def select_of(row: Row) -> Select | None:
    """What the row's type says when it is a select with a list."""
    found = _SELECT.fullmatch(row.get("type"))
    if found is None:
        return None
    several = "multiple" in found["kind"].lower() or "all" in found["kind"].lower()
    return Select("multiple" if several else "single", found["list"], found["other"] is not None)


def prepare(form: Form) -> None:
    """Sort the choices into lists, and find out which lists become scales."""
    form.lists = _lists(form)
    form.scaled = _scaled(form)


def _lists(form: Form) -> dict[str, list[Row]]:
    """A code that stands twice in a list is reported and kept once."""
    found: dict[str, list[Row]] = {}
    for row in form.book.choices:
        own = found.setdefault(row.get("list_name"), [])
        if row.get("name") in [other.get("name") for other in own]:
            why = "the code stands twice in the list"
            form.lost(row, f"choice {row.get('name')} of {row.get('list_name')}", why)
        elif row.get("name"):
            own.append(row)
    return found


def _scaled(form: Form) -> set[str]:
    """Lists that become scales: only ever used whole, one answer at a time, and not called like their question."""
    wanted: set[str] = set()
    spoilt: set[str] = set()
    for row in form.book.survey:
        select = select_of(row)
        if select is None:
            continue
        whole = select.kind == "single" and not select.other and not row.get("choice_filter")
        alone = select.list_name == row.get("name")
        (wanted if whole and not alone else spoilt).add(select.list_name)
    return {name for name in wanted - spoilt if len(form.lists.get(name, [])) > 1}


def options(form: Form, row: Row, select: Select, place: Place) -> Options:
    """What the question of `row` offers."""
    rows = form.lists.get(select.list_name, [])
    if select.list_name in form.scaled:
        return Options(
            scale=_scale(form, select.list_name, rows), codes={r.get("name"): r.get("name") for r in rows}
        )
    found = Options()
    for choice in rows:
        code = _code(form, row, choice, select)
        data = {
            "code": code,
            "label": form.text(choice) or dict.fromkeys(form.book.languages, choice.get("name")),
        }
        found.own.append(Option(choice.get("name"), data))
    if row.get("choice_filter"):
        _filter(form, row, found, Reader(form.known, place.repeat), rows)
    if select.other:
        _with_other(form, row, found)
    found.codes = {option.raw: option.data["code"] for option in found.own}
    return found


def _scale(form: Form, name: str, rows: list[Row]) -> str:
    plain = plain_id(name)
    if plain not in form.scales:
        codes = [row.get("name") for row in rows]
        rising = all(_NUMBER.fullmatch(c) for c in codes) and sorted(set(codes), key=float) == codes
        kind = {} if rising and len(codes) > 2 else {"kind": "nominal"}
        labels = [form.text(row) or dict.fromkeys(form.book.languages, row.get("name")) for row in rows]
        listed = [{"code": code, "label": label} for code, label in zip(codes, labels, strict=True)]
        form.scales[plain] = {**kind, "options": listed}
    return plain


def _code(form: Form, row: Row, choice: Row, select: Select) -> str:
    """The choice's code; a tick box is part of a column name, so fewer letters will do."""
    raw = choice.get("name")
    if select.kind == "single" or _COLUMN.fullmatch(raw):
        return re.sub(r"\s+", "_", raw)
    code = re.sub(r"[^a-z0-9_]+", "_", raw.lower()).strip("_") or "option"
    form.report("S063", row, f"choice {raw}", name=repr(code), problem="the code is part of a column name")
    return code


def _filter(form: Form, row: Row, found: Options, reader: Reader, rows: list[Row]) -> None:
    """The condition of each choice; choices that are never offered are left out."""
    text, kept = row.get("choice_filter"), []
    for option, choice in zip(found.own, rows, strict=True):
        try:
            reader.columns = choice.cells
            verdict = reader.condition(text)
        except Unreadable as reason:
            form.report("S062", row, text, problem=reason)
            found.note = f"XLSForm choice_filter: {text}"
            return
        if verdict is False:
            form.lost(row, f"choice {option.raw}", "its filter never lets it through")
            continue
        option.when = None if isinstance(verdict, bool) else tidy(verdict, form.asked)
        option.data |= {"when": written(option.when)} if option.when else {}
        kept.append(option)
    found.own = kept


def _with_other(form: Form, row: Row, found: Options) -> None:
    """«or_other»: one more option, with a text field."""
    if any(option.data["code"] == OTHER for option in found.own):
        return
    label = dict.fromkeys(form.book.languages, "Other")
    found.own.append(Option(OTHER, {"code": OTHER, "label": label, "open": True}))
    why = "its label is «Other» in every language, and the words go into a column ending in _text"
    form.report("S064", row, "or_other", kind="an open option", problem=why)
