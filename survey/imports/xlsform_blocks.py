"""The rows of an XLSForm → blocks: every group with a heading becomes one, and so does what stands between groups."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from survey.imports.xlsform_batteries import battery, is_battery
from survey.imports.xlsform_book import Row
from survey.imports.xlsform_form import Data, Form, Place, both, plain_id, written
from survey.imports.xlsform_questions import question

GROUP = "block_"
"""What our own export puts before a block's id."""
MANY = 10
"""How often a repeat without a fixed number is asked."""
FEWEST, MOST = 2, 20


@dataclass
class Group:
    """A group or repeat and what stands in it."""

    row: Row
    repeats: bool = False
    inside: list[Row | Group] = field(default_factory=list)

    @property
    def rows(self) -> list[Row] | None:
        """What stands in it when that are rows only."""
        return [node for node in self.inside if isinstance(node, Row)] if self.flat else None

    @property
    def flat(self) -> bool:
        """Whether there is no group inside."""
        return all(isinstance(node, Row) for node in self.inside)


@dataclass
class Context:
    """A block that questions go into; `data` is None until the first of them comes."""

    name: str
    head: Data
    place: Place = field(default_factory=Place)
    note: str | None = None
    data: Data | None = None


def tree(form: Form) -> list[Row | Group]:
    """The survey sheet as groups within groups; a group that is not closed ends where the sheet ends."""
    top: list[Row | Group] = []
    opened: list[Group] = []
    for row in form.book.survey:
        kind = " ".join(row.get("type").lower().replace("_", " ").split())
        here = opened[-1].inside if opened else top
        if kind in ("begin group", "begin repeat"):
            group = Group(row, kind == "begin repeat")
            here.append(group)
            opened.append(group)
        elif kind in ("end group", "end repeat"):
            if opened:
                opened.pop()
        elif row.get("type"):
            here.append(row)
    return top


@dataclass
class Blocks:
    """Walks through the form and collects its blocks."""

    form: Form
    found: list[Data] = field(default_factory=list)
    last: Context | None = None
    pending: dict[str, dict[str, str]] = field(default_factory=dict)
    """Notes of our own export that belong to the question after them."""
    ids: set[str] = field(default_factory=set)

    def walk(self, nodes: list[Row | Group], context: Context) -> None:
        """Put everything into blocks, in order."""
        for node in nodes:
            if isinstance(node, Group):
                self._group(node, context)
            elif not self._belongs(node, context):
                self._add(question(self.form, node, context.place), context, node)

    def _group(self, group: Group, context: Context) -> None:
        rows = group.rows
        if not group.repeats and rows and is_battery(self.form, group.row, rows):
            into = context if context.name else self._context(group, replace(context.place), None)
            self._add(battery(self.form, group.row, rows, context.place), into, group.row)
            return
        when, note = self.form.route(group.row, context.place)
        own = () if when is None else (when,)
        if context.place.repeat is not None or (not group.repeats and not group.row.text("label")):
            self._dissolve(group, context, own, note)
            return
        place = Place((*context.place.block, *context.place.beside, *own))
        self.walk(group.inside, self._context(group, place, note))

    def _dissolve(self, group: Group, context: Context, own: tuple[object, ...], note: str | None) -> None:
        """A group without a block of its own: its condition goes to each question."""
        if group.repeats:
            self.form.lost(
                group.row, f"repeat {group.row.get('name')}", "a repeat inside a repeat is asked once"
            )
        elif group.row.text("label"):
            self.form.lost(
                group.row, f"the heading of {group.row.get('name')}", "a repeated block has one heading"
            )
        place = replace(context.place, beside=(*context.place.beside, *own))  # type: ignore[arg-type]
        outer, context.place = context.place, place
        kept, context.note = context.note, context.note or note
        self.walk(group.inside, context)
        context.place, context.note = outer, kept

    def _context(self, group: Group, place: Place, note: str | None) -> Context:
        row = group.row
        head: Data = {"title": self.form.heading(row)}
        if place.block:
            head["when"] = written(both(*place.block))
        if group.repeats:
            head["repeat"] = {"maximum": self._maximum(row), "label": self.form.heading(row)}
            place = replace(place, repeat=row.get("name"))
        return Context(row.get("name"), head, place, note)

    def _maximum(self, row: Row) -> int:
        count = row.get("repeat_count")
        if count.isdigit():
            return min(max(int(count), FEWEST), MOST)
        why = f"repeat_count is {count}" if count else "it has no repeat_count"
        said = f"a block asked up to {MANY} times"
        self.form.report("S064", row, f"repeat {row.get('name')}", kind=said, problem=why)
        return MANY

    def _belongs(self, row: Row, context: Context) -> bool:
        """Whether the row is a note that our own export writes beside a block or a question."""
        words, name = self.form.text(row), row.get("name")
        if not name or row.get("type").lower() != "note" or words is None or not self.form.own:
            return False
        if name in (f"{context.name}_intro", f"{context.name}_instruction"):
            context.head[name.rpartition("_")[2]] = words
            return True
        if name.endswith("_instruction"):
            self.pending[name] = words
            return True
        return False

    def _add(self, data: Data | None, context: Context, row: Row) -> None:
        if data is None:
            return
        words = self.pending.pop(f"{row.get('name')}_instruction", None)
        data |= {"instruction": words} if words else {}
        data |= {"note": context.note} if context.note and "note" not in data else {}
        if context.data is None or self.last is not context:
            context.data = {"id": self._id(context), **context.head, "questions": []}
            # What stands above the questions is said once, also when a group inside divides the block.
            context.head = {k: v for k, v in context.head.items() if k not in ("intro", "instruction")}
            self.found.append(context.data)
        context.data["questions"].append(data)
        self.last = context

    def _id(self, context: Context) -> str:
        plain = plain_id(context.name.removeprefix(GROUP) if self.form.own else context.name or "start")
        name, number = plain, 2
        while name in self.ids:
            name, number = f"{plain}_{number}", number + 1
        self.ids.add(name)
        return name
