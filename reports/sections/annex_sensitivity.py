"""Annex: which differences stand when the answers are counted otherwise, and what items have to do with each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.document import Document
from reports.method.weights import kind_of
from reports.prose.further import Relation, Tried
from reports.prose.related import APART
from reports.style.outline import AnnexSensitivity
from reports.word.blocks import Block, Cell, Heading, Row, Run, Table, plain
from reports.word.bound import Source
from reports.word.material import Material

_ORDER = ("no", "weaker", "new", "yes")
_SHARES = (0.53, 0.21, 0.13, 0.13)
_RELATED = (0.31, 0.14, 0.13, 0.42)


def write(document: Document, material: Material, plan: AnnexSensitivity) -> None:
    """What survives the second basis, then the relations; a sentence for what was not tried."""
    words = material.words["annex_sensitivity"]
    document.annex(str(words["title"]))
    document.write(survivors(material, document.text_width))
    document.write(relations(material, document.text_width))


def _heading(text: object) -> Heading:
    return Heading(2, (Run(str(text)),), numbered=False)


def survivors(material: Material, width: float) -> list[Block]:
    """How many findings stand on the second basis, and each of them."""
    words, plan = material.words["annex_sensitivity"], material.labels.plan
    tried, heading = material.published.further.sensitivity, _heading(words["heading"])
    rows = {verdict: [row for row in tried or () if row.survives == verdict] for verdict in _ORDER}
    if not any(rows.values()) or plan.sensitivity is None:
        return [heading, plain(str(words["none" if tried is None else "nothing"]))]
    bases = material.words["method"]["weights"]["bases"]
    first, second = (str(bases[kind_of(basis)]) for basis in (plan.published, plan.sensitivity))
    counts = {name: _count(material, name, len(found)) for name, found in rows.items()}
    told = sum(len(found) for name, found in rows.items() if name != "new")
    text = str(words["text"]).format(
        first=first, second=second, told=_count(material, "told", told), **counts
    )
    return [heading, plain(text), _table(material, rows, width)]


def _count(material: Material, name: str, number: int) -> str:
    source = Source("sensitivity", measure="survives", answer=name, number=float(number))
    return str(material.numbers.bound(material.numbers.format.count(number), source, how="number_of"))


def _table(material: Material, rows: dict[str, list[Tried]], width: float) -> Table:
    words = material.words["annex_sensitivity"]
    head = Row(tuple(Cell(str(words[name]), "head") for name in ("what", "by", "published", "other")))
    body: list[Row] = []
    for verdict in _ORDER:
        if rows[verdict]:
            body.append(Row((Cell(str(words["verdicts"][verdict]), "item", span=4),), keep=True, ruled=True))
            body += [_row(material, row) for row in rows[verdict]]
    widths = tuple(width * share for share in _SHARES)
    return Table(str(words["caption"]), widths, (head,), tuple(body), str(words["note"]), compact=True)


def _row(material: Material, row: Tried) -> Row:
    labels = material.labels
    first = _graded(material, row, ("finding", "effect"))
    other = _graded(material, row, ("finding_other", "effect_other"))
    return Row((Cell(told(material, row.item)), Cell(labels.segment(row.segment)), Cell(first), Cell(other)))


def told(material: Material, item: str) -> str:
    """An item's short label; a tick's with its question, for the same option may stand in several."""
    labels = material.labels
    short = labels.short(item)
    if labels.variable(item).kind != "tick":
        return short
    question = labels.question(labels.variable(item).question)
    return str(material.words["annex_sensitivity"]["tick"]).format(item=short, question=question)


def _graded(material: Material, row: Tried, columns: tuple[str, str]) -> str:
    words, numbers = material.words["annex_sensitivity"], material.numbers
    grade, effect = str(words["grades"][getattr(row, columns[0]) or "none"]), getattr(row, columns[1])
    if effect is None:
        return grade
    source = Source("sensitivity", row.item, row.segment, measure=columns[1], number=effect)
    shown = numbers.bound(numbers.format.decimal(effect, 2), source)
    return str(words["graded"]).format(grade=grade, effect=shown)


def relations(material: Material, width: float) -> list[Block]:
    """Every relation of the plan: its estimate, the interval, and what it means in a sentence."""
    words, rows = material.words["annex_relations"], material.published.further.relations
    if not rows:
        return [_heading(words["heading"]), plain(str(words["none"]))]
    head = Row(tuple(Cell(str(words[name]), "head") for name in ("what", "estimate", "interval", "reading")))
    kept = [row for row in rows if row.estimate_name != "tau_b"]  # the same as rho, on another scale
    body: list[Row] = []
    for name in dict.fromkeys(row.relation for row in kept):
        body += _relation(material, _worth_telling([row for row in kept if row.relation == name]))
    widths = tuple(width * share for share in _RELATED)
    note = str(words["note"])
    table = Table(str(words["caption"]), widths, (head,), tuple(body), note, compact=True)
    return [_heading(words["heading"]), plain(str(words["text"])), table]


def _worth_telling(rows: Sequence[Relation]) -> list[Relation]:
    """The rows without the groups of factors that make no difference: the factor's own row says so."""
    still = {row.second for row in rows if not row.level and row.reading in APART}
    return [row for row in rows if not row.level or row.second in still]


def _relation(material: Material, rows: Sequence[Relation]) -> Iterator[Row]:
    """A title row, then a row each; a sentence that says the same as the one above is not repeated."""
    words, before = material.words["annex_relations"], ""
    first = told(material, rows[0].first) if rows[0].kind == "model" else ""
    yield Row(
        (Cell(str(words["kinds"][rows[0].kind]).format(first=first), "item", span=4),), keep=True, ruled=True
    )
    for row in rows:
        reading = "" if row.reading == before or row.level else _reading(material, row)
        before = before if row.level else row.reading
        numbers = (_estimate(material, row), _interval(material, row))
        yield Row(tuple(Cell(text) for text in (_between(material, row), *numbers, reading)))


def _between(material: Material, row: Relation) -> str:
    labels, words = material.labels, material.words["annex_relations"]
    if row.kind == "model":
        if not row.level:
            return labels.segment(row.second)
        groups = [labels.group_short(row.second, group) for group in (row.level, row.against)]
        return str(words["level"]).format(level=groups[0], against=groups[1])
    first, second = labels.short(row.first), labels.short(row.second)
    return first if first == second else str(words["pair"]).format(first=first, second=second)


def _reading(material: Material, row: Relation) -> str:
    readings, notes = material.labels.words["readings"], material.labels.words["notes"]
    if row.hidden:
        return str(material.numbers.hidden)
    return str(readings.get(row.reading, "") or notes.get(row.note, ""))


def _number(material: Material, row: Relation, column: str) -> str:
    number, form = getattr(row, column), material.numbers.format
    if number is None:
        return ""
    source = Source(
        "relations",
        f"{row.relation}/{row.first}",
        row.second,
        row.level,
        column,
        row.estimate_name,
        number,
        row.n,
    )
    places = 0 if row.estimate_name == "difference" else 2
    return str(material.numbers.bound(form.decimal(number, places), source))


def _estimate(material: Material, row: Relation) -> str:
    number = _number(material, row, "estimate")
    units = material.words["annex_relations"]["units"]
    return str(units.get(row.estimate_name, "{}")).format(number) if number else ""


def _interval(material: Material, row: Relation) -> str:
    low, high = (_number(material, row, column) for column in ("conf_low", "conf_high"))
    pattern = str(material.words["annex_relations"]["span"])
    return pattern.format(low=low, high=high) if low and high else ""
