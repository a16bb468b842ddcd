"""One row of an XLSForm → one question of ours, with what it says about who is asked and what may be answered."""

from __future__ import annotations

import re

from survey.conditions import Condition
from survey.imports.xlsform_book import Row
from survey.imports.xlsform_choices import Option, Options, Select, options, select_of
from survey.imports.xlsform_form import Data, Form, Place, both, written
from survey.imports.xlsform_limits import Limits
from survey.imports.xlsform_routes import Known, Reader
from survey.imports.xlsform_tidy import tidy, without, without_any
from survey.imports.xlsform_xpath import Unreadable

TYPES = {
    "integer": "integer",
    "int": "integer",
    "decimal": "decimal",
    "range": "range",
    "text": "text",
    "string": "text",
    "date": "date",
    "datetime": "date",
    "time": "text",
    "note": "information",
    "acknowledge": "information",
    "trigger": "information",
}
"""Type of the form → ours, or what comes nearest."""
NEAREST = {
    "range": ("a number", "we have no slider"),
    "datetime": ("a date", "the time of day is not asked"),
    "time": ("a text", "we have no question for a time of day"),
    "acknowledge": ("an information page", "nothing is ticked"),
    "trigger": ("an information page", "nothing is ticked"),
}
PLATFORM = (
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "email",
    "phonenumber",
    "simserial",
    "subscriberid",
    "audit",
    "start-geopoint",
    "background-audio",
)
WORKED_OUT = ("calculate", "hidden", "csv-external", "xml-external", "entity")
_YES = ("yes", "true", "true()", "1")
_NO = ("no", "false", "false()", "0", "")
_SPECIFY = ("text", "specify", "other")
"""How the names of text fields beside an option end."""
_UNIT = re.compile(r"(?:(.+) )?\(([^()]+)\)", re.DOTALL)
_RANGE = re.compile(r"(start|end|step)\s*=\s*(-?[0-9.]+)")


def question(form: Form, row: Row, place: Place) -> Data | None:
    """The question the row becomes; None when it is not carried over, which is then reported."""
    select = select_of(row)
    kind = row.get("type").lower()
    if select is not None:
        return _choice(form, row, select, place)
    if kind in ("text", "string") and _opens(form, row, place):
        return None
    if kind in TYPES:
        return _plain(form, row, place)
    form.lost(row, f"{row.get('type')} {row.get('name')}".strip(), _why(kind))
    return None


def _why(kind: str) -> str:
    if kind in PLATFORM:
        return "the platform fills it in, nobody is asked"
    if kind in WORKED_OUT:
        return "the form works it out, nobody is asked"
    if kind.startswith(("select_one_from_file", "select_multiple_from_file")):
        return "its options stand in another file"
    return "we have no question of this type"


def asks(form: Form, row: Row, place: Place) -> tuple[Data, Condition | None]:
    """(what every question has, under which condition beside the block's)."""
    when, note = form.route(row, place)
    data: Data = {"text": form.heading(row)}
    for column, key in (("hint", "help"), ("guidance_hint", "instruction")):
        words = form.text(row, column)
        data |= {key: words} if words else {}
    data |= {"note": note} if note else {}
    if "${" in str(row.text("label")):
        form.lost(row, f"the answer in the text of {row.get('name')}", "a text is the same for everybody")
    return data, both(*place.beside, without(when, place.block))


def required(form: Form, row: Row) -> bool:
    """Whether an answer is required; a condition for it is reported and taken as no."""
    text = row.get("required").lower()
    if text not in (*_YES, *_NO):
        form.lost(row, f"required: {row.get('required')}", "an answer is required always or never")
    return text in _YES


def _plain(form: Form, row: Row, place: Place) -> Data:
    """A number, date, text or information page."""
    given = row.get("type").lower()
    kind = TYPES[given]
    if given in NEAREST:
        became, why = NEAREST[given]
        form.report("S064", row, f"{given} {row.get('name')}", kind=became, problem=why)
    data, when = asks(form, row, place)
    limits = _limits(form, row, "integer" if kind == "range" else kind)
    name = form.claim(row, row.get("name"))
    ours = {"integer": "number", "decimal": "number", "range": "number"}.get(kind, kind)
    head: Data = {"id": name, "type": ours}
    if ours != "information":
        head |= {"required": True} if required(form, row) else {}
        known = Known(name, ours, whole=kind == "integer", repeat=place.repeat)
        form.remember(row, known, (*place.block, when))
    if form.own and ours == "number":
        data |= _unit(data.pop("help", {}))
    extra = {"lines": 1} if kind == "text" and "multiline" not in row.get("appearance") else {}
    if kind == "decimal" and "decimals" not in limits.keys:
        extra["decimals"] = 6
    if kind == "range":
        limits.keys |= _slider(row)
    found = {**head, "when": written(when), **data, **extra, **limits.keys}
    form.questions[row.get("name")] = found
    return found


def _unit(hint: dict[str, str]) -> Data:
    """The unit that our own export puts in brackets after the help of a number."""
    parted = {language: _UNIT.fullmatch(words) for language, words in hint.items()}
    if not hint or not all(parted.values()):
        return {"help": hint} if hint else {}
    unit = {language: found[2] for language, found in parted.items() if found}
    words = {language: found[1] for language, found in parted.items() if found and found[1]}
    return {"help": words, "unit": unit} if words else {"unit": unit}


def _slider(row: Row) -> Data:
    given = dict(_RANGE.findall(row.get("parameters")))
    ends = {"minimum": float(given.get("start", 1)), "maximum": float(given.get("end", 10))}
    places = len(given.get("step", "1").partition(".")[2].rstrip("0"))
    return {**ends, "decimals": places} if places else ends


def _opens(form: Form, row: Row, place: Place) -> bool:
    """Whether the text belongs to one option of an earlier choice («Other: please specify»); that is made open."""
    leaf = _chosen(form, row, place)
    raw, source = next(
        ((raw, q) for raw, q in form.questions.items() if leaf and q["id"] == leaf.question), ("", None)
    )
    if leaf is None or source is None or row.get("constraint") or required_always(row):
        return False
    code = leaf.has or leaf.is_
    column = f"{raw}_text" if source["type"] == "single" else f"{raw}_{code}_text"
    endings = (*_SPECIFY, code, *(f"{code}_{ending}" for ending in _SPECIFY))
    names = [column] if form.own else [f"{raw}_{ending}" for ending in endings]
    if row.get("name") not in names:
        return False
    option = next((o for o in source.get("options", []) if o["code"] == code), None)
    taken = source["type"] == "single" and any(o.get("open") for o in source.get("options", []))
    if option is None or taken:
        return False
    option["open"] = True
    column = f"{source['id']}_{code}_text" if source["type"] == "multiple" else f"{source['id']}_text"
    form.taken.add(column)
    if column != row.get("name"):
        why = f"it became the text field of the option {code!r}"
        form.report("S063", row, row.get("name"), name=repr(column), problem=why)
    return True


def required_always(row: Row) -> bool:
    """Whether the cell says plainly that an answer is required."""
    return row.get("required").lower() in _YES


def _chosen(form: Form, row: Row, place: Place) -> Condition | None:
    """The row's route when it says just that one option is chosen."""
    try:
        verdict = Reader(form.known, place.repeat).condition(row.get("relevant"))
    except Unreadable:
        return None
    when = None if isinstance(verdict, bool) else without(tidy(verdict, form.asked), place.block)
    return when if when is not None and (when.has or when.is_) else None


def _limits(form: Form, row: Row, kind: str) -> Limits:
    limits = Limits(kind, row.get("constraint"))
    if limits.lost:
        form.lost(row, f"constraint: {row.get('constraint')}", limits.lost)
    return limits


def _choice(form: Form, row: Row, select: Select, place: Place) -> Data | None:
    """A single or multiple choice."""
    offered = options(form, row, select, place)
    if not offered.codes:
        form.lost(row, f"{row.get('type')} {row.get('name')}", "its list has no choices")
        return None
    data, when = asks(form, row, place)
    limits = _limits(form, row, select.kind)
    name = form.claim(row, row.get("name"), _columns(select, offered))
    for option in offered.own:
        option.data |= {"exclusive": True} if option.raw in limits.exclusive else {}
    head: Data = {"id": name, "type": select.kind}
    head |= {"scale": offered.scale} if offered.scale else {}
    whens = [option.when for option in offered.own]
    piped = _piped(form, offered) if select.kind == "multiple" else None
    if select.kind == "multiple" and whens and all(whens):
        when = without_any(when, [c for c in whens if c])
    head |= {"options_from": piped} if piped else {}
    head |= {"required": True} if required(form, row) else {}
    known = Known(name, select.kind, offered.codes, repeat=place.repeat)
    form.remember(row, known, (*place.block, when))
    _remember_options(form, name, select, offered.own)
    own = [option.data for option in offered.own if not (piped and _is_piped(option))]
    data |= {"note": offered.note} if offered.note and "note" not in data else {}
    found = {**head, "when": written(when), **data, **({"options": own} if own else {})}
    form.questions[row.get("name")] = found
    return found


def _columns(select: Select, offered: Options) -> list[str]:
    """Endings of the columns that the question has beside its own."""
    fields = ["_text"] if any(option.data.get("open") for option in offered.own) else []
    if select.kind == "single":
        return fields
    ticks = [f"_{option.data['code']}" for option in offered.own]
    return [*ticks, *(f"_{o.data['code']}_text" for o in offered.own if o.data.get("open"))]


def _remember_options(form: Form, name: str, select: Select, own: list[Option]) -> None:
    for option in own:
        if option.when is not None:
            code = option.data["code"]
            key = f"{name}={code}" if select.kind == "single" else f"{name}_{code}"
            form.asked[key] = (option.when,)


def _is_piped(option: Option) -> bool:
    return option.when is not None and option.when.has == option.data["code"]


def _piped(form: Form, offered: Options) -> str | None:
    """The earlier question whose options these are, when each is offered to those who ticked the same there."""
    sources = {
        option.when.question for option in offered.own if option.when is not None and _is_piped(option)
    }
    if len(sources) != 1:
        return None
    source = next((q for q in form.questions.values() if q["id"] in sources), None)
    if source is None or source["type"] != "multiple":
        return None
    wanted = [(o["code"], o["label"]) for o in _offered(form, source) if not o.get("exclusive")]
    mine = [(o.data["code"], o.data["label"]) for o in offered.own[: len(wanted)] if _is_piped(o)]
    rest = offered.own[len(wanted) :]
    return source["id"] if mine == wanted and not any(_is_piped(o) for o in rest) else None


def _offered(form: Form, source: Data) -> list[Data]:
    """The options of a multiple choice, those from an earlier one first."""
    earlier = next((q for q in form.questions.values() if q["id"] == source.get("options_from")), None)
    piped = [o for o in _offered(form, earlier) if not o.get("exclusive")] if earlier else []
    return [*piped, *source.get("options", [])]
