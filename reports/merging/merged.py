"""The edits of one file among those that are there already: what goes into overrides.yaml, and the merge report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reports.merging.align import Aligned, align, normal
from reports.merging.body import Body, Text
from reports.merging.paragraph import Bit
from reports.merging.rows import Row, kept, told
from reports.merging.spelling import Place, Spelt, spelt
from reports.merging.tables import tables
from reports.merging.written import Written
from reports.prose.overrides import FILE, Anchor, Changed, Edited, Inserted
from reports.prose.wording import Piece, markup
from reports.word.marks import Known

_LOOKS = {
    "heading1": "1", "heading2": "2", "heading3": "3", "plainheading1": "1", "plainheading2": "2", "plainheading3": "3",
    "listbullet": "bullet", "listnumber": "number", "listparagraph": "bullet", "basenote": "note", "boxtext": "box",
    "boxlist": "box_bullet", "boxheading": "box_heading", "finding": "finding", "findinghead": "finding_head",
    "findinglast": "finding_last",
}  # fmt: skip
_PLAIN = ("normal", "bodytext", "")
_OWN = f"{FILE}#"


@dataclass(frozen=True)
class Merged:
    """What goes into overrides.yaml, and what is said of it."""

    edited: Edited
    rows: tuple[Row, ...]


def merged(report: Written, body: Body, existing: Edited) -> Merged:
    """The edits between the report as it was written and the `body` of the edited file."""
    return _Merger(report, body, existing).merge()


class _Merger:
    def __init__(self, report: Written, body: Body, existing: Edited) -> None:
        self.report, self.body = report, body
        self.before = [text for text in report.body.texts if text.text]
        self.after = [text for text in body.texts if text.text]
        self.changed = {change.at: change for change in existing.changed}
        self.inserted = {new.id: new for new in existing.inserted}
        self.ids: dict[int, str] = {}  # inserted paragraphs by where they stand in the edited file
        self.rows: list[Row] = []

    def merge(self) -> Merged:
        aligned = align(self.before, self.after)
        moved = aligned.moved()
        for b, e in sorted(aligned.pairs.items(), key=lambda pair: pair[1]):
            if b not in moved or not self.movable(self.before[b], self.after[e]):
                self.pair(self.before[b], self.after[e], self.where(self.before[b]))
                moved.discard(b)
                self.ids |= self.own(self.before[b], e)
        self.gone(aligned, moved)
        self.new(aligned, moved)
        cells, said = tables(self.report.body.grids, self.body.grids)
        self.rows += said
        for cell in cells:
            self.cell(cell.before, cell.after, cell.where)
        return Merged(
            Edited(changed=tuple(self.changed.values()), inserted=tuple(self.in_order())), tuple(self.rows)
        )

    def in_order(self) -> Iterator[Inserted]:
        """Inserted paragraphs in the order of the file; those that had no place in it last."""
        here = [self.ids[e] for e in sorted(self.ids)]
        for id_ in dict.fromkeys([*here, *self.inserted]):
            if id_ in self.inserted:
                yield self.inserted[id_]

    def own(self, before: Text, e: int) -> dict[int, str]:
        """Where an evaluator's own paragraph stands in the edited file."""
        known = self.report.of(before)
        return {e: known.source.removeprefix(_OWN)} if known and known.source.startswith(_OWN) else {}

    def where(self, text: Text) -> str:
        known = self.report.of(text)
        return f"{known.source if known else 'a paragraph'} (under «{text.under}»)"

    # Paragraphs in both files -----------------------------------------------------------------------------

    def pair(self, before: Text, after: Text, where: str) -> None:
        """One paragraph before and after."""
        known = self.report.of(before)
        self.noticed(before, after, where)
        if self.same(before, after):
            self.look(before, after, where)
            return
        if known is None:
            self.rows.append(told("conflict", "R063", where, before.text, after.text))
            return
        made = spelt(after.bits, Place(where, known, tuple(before.bits)), self.report)
        self.rows += made.rows
        if self.taken(known, before):
            self.rows.append(told("conflict", "R076", where, before.text, after.text))
        elif self.keep(known, before, made):
            self.rows.append(kept("reworded", where, before.text, after.text))
        else:
            self.rows.append(kept("the chapter's own words again", where, before.text, after.text))

    def same(self, before: Text, after: Text) -> bool:
        """Whether the words are the same, and so are the numbers as far as they are bound."""
        if normal(before.text) != normal(after.text):
            return False
        if sum(bool(bit.note) for bit in before.bits) != sum(bool(bit.note) for bit in after.bits):
            return False
        tags = [[bit.tag for bit in text.bits if bit.tag is not None] for text in (before, after)]
        return not tags[1] or tags[0] == tags[1]

    def look(self, before: Text, after: Text, where: str) -> None:
        """Changes that are not words."""
        if before.text != after.text:
            self.rows.append(told("not carried", "R066", where, before.text, after.text))
        if _looks(before.bits) != _looks(after.bits) or before.style != after.style:
            self.rows.append(told("not carried", "R065", where, before.style, after.style))
        if before.label and normal(before.label) != normal(after.label):
            self.rows.append(told("conflict", "R070", where, before.label, after.label))

    def noticed(self, before: Text | None, after: Text, where: str) -> None:
        """What was put in that is no text."""
        had = list(before.read.things) if before else []
        for thing in after.read.things:
            if thing in had:
                had.remove(thing)
            else:
                self.rows.append(told("not carried", "R067", where, "", thing, value=thing))

    def taken(self, known: Known, before: Text) -> bool:
        """Whether the paragraph has been edited since in another copy, which this file does not show."""
        if known.source.startswith(_OWN):
            other: str | None = getattr(self.inserted.get(known.source.removeprefix(_OWN)), "text", None)
        else:
            other = getattr(self.changed.get(self.was(known, before)[0]), "text", None)
        return other is not None and other != self.plainly(known, before, looks=True)

    def plainly(self, known: Known, before: Text, *, looks: bool) -> str:
        """The paragraph as it was written, as overrides.yaml has it."""
        pieces = spelt(before.bits, Place("", known, tuple(before.bits)), self.report).pieces
        return markup(pieces if looks else [Piece(p.text, name=p.name) for p in pieces])

    def keep(self, known: Known, before: Text, made: Spelt) -> bool:
        """Put in the override of a paragraph; False, and none, when its own words are back."""
        filled = {"text": made.text, "numbers": tuple(made.numbers), "references": tuple(made.references)}
        if known.source.startswith(_OWN):
            id_ = known.source.removeprefix(_OWN)
            self.inserted[id_] = self.inserted[id_].model_copy(update=filled)
            return True
        old, was = self.was(known, before)
        self.changed.pop(old, None)
        if made.text == was:
            return False
        about = {"at": known.source, "fingerprint": known.fingerprint, "was": was}
        self.changed[known.source] = Changed.model_validate(about | filled)
        return True

    def was(self, known: Known, before: Text) -> tuple[str, str]:
        """The key of the override that is there already, and the paragraph as the chapter has it."""
        for at, change in self.changed.items():
            if change.fingerprint == known.fingerprint and at == known.source:
                return at, change.was
        alike = [
            c
            for c in self.changed.values()
            if c.fingerprint == known.fingerprint and c.at not in self.sources
        ]
        if len(alike) == 1:
            return alike[0].at, alike[0].was
        return known.source, self.plainly(known, before, looks=False)

    @property
    def sources(self) -> set[str]:
        return {known.source for known in self.report.known.values()}

    # Paragraphs in one file only --------------------------------------------------------------------------

    def gone(self, aligned: Aligned, moved: set[int]) -> None:
        """Paragraphs that were taken out, or stand elsewhere now."""
        doubtful = {b for _, some in aligned.doubts for b in some}
        for b, text in enumerate(self.before):
            if (b in aligned.pairs and b not in moved) or b in doubtful:
                continue
            known, where = self.report.of(text), self.where(text)
            if known is None or text.label:
                self.rows.append(told("conflict", "R073", where, text.text, "–", value=text.text))
            elif self.taken(known, text):
                self.rows.append(told("conflict", "R076", where, text.text, "–"))
            elif known.source.startswith(_OWN):
                self.inserted.pop(known.source.removeprefix(_OWN), None)
                self.rows.append(kept("taken out again", where, text.text, ""))
            else:
                at, was = self.was(known, text)
                self.changed.pop(at, None)
                self.changed[known.source] = Changed(at=known.source, fingerprint=known.fingerprint, was=was)
                said = "moved from here" if b in moved else self.merged_into(text)
                self.rows.append(kept(said, where, text.text, ""))

    def merged_into(self, text: Text) -> str:
        whole = normal(text.text)
        found = any(whole in normal(other.text) for other in self.after if other.text != text.text)
        return "run together with its neighbour" if found else "taken out"

    def movable(self, before: Text, after: Text) -> bool:
        """Captions and what nobody knows the source of cannot be moved."""
        known = self.report.of(before)
        if known is not None and not before.label:
            return True
        self.rows.append(
            told("conflict", "R074", self.where(before), before.text, after.text, value=before.text)
        )
        return False

    def new(self, aligned: Aligned, moved: set[int]) -> None:
        """Paragraphs that were put in, or have come from elsewhere."""
        home = {e: b for b, e in aligned.pairs.items() if b not in moved}
        came = {aligned.pairs[b]: b for b in moved}
        doubts = dict(aligned.doubts)
        for e, text in enumerate(self.after):
            if e in home:
                continue
            if e in doubts:
                maybe = "; ".join(self.where(self.before[b]) for b in doubts[e])
                self.rows.append(told("conflict", "R068", f"under «{text.under}»", maybe, text.text))
                continue
            self.insert(e, text, home, "moved here" if e in came else "put in")

    def insert(self, e: int, text: Text, home: dict[int, int], what: str) -> None:
        after = self.anchor(range(e - 1, -1, -1), home)
        before = self.anchor(range(e + 1, len(self.after)), home)
        where = f"after {after.at or 'the beginning'} (under «{text.under}»)"
        self.noticed(None, text, where)
        made = spelt([*([Bit(text.label)] if text.label else []), *text.bits], Place(where), self.report)
        self.rows += made.rows
        id_ = next(f"i{n}" for n in range(1, len(self.inserted) + 2) if f"i{n}" not in self.inserted)
        look = _LOOKS.get(text.style, "box" if text.boxed else "plain")
        if text.style not in _LOOKS and text.style not in _PLAIN:
            self.rows.append(told("not carried", "R065", where, "", text.style))
        self.inserted[id_] = Inserted.model_validate(
            {"id": id_, "after": after, "before": before, "look": look, "text": made.text,
             "numbers": tuple(made.numbers), "references": tuple(made.references)}
        )  # fmt: skip
        self.ids[e] = id_
        self.rows.append(kept(self.split_from(text) or what, where, "", text.text))

    def anchor(self, places: range, home: dict[int, int]) -> Anchor:
        """The nearest paragraph that a chapter or a section makes."""
        for i in places:
            known = self.report.of(self.before[home[i]]) if i in home else None
            if known and not known.source.startswith(_OWN):
                return Anchor(at=known.source, fingerprint=known.fingerprint)
        return Anchor()

    def split_from(self, text: Text) -> str:
        whole = normal(text.text)
        found = any(whole in normal(old.text) and whole != normal(old.text) for old in self.before)
        return "split off from its neighbour" if found and len(whole) > 20 else ""

    # Cells ------------------------------------------------------------------------------------------------

    def cell(self, before: Text, after: Text, where: str) -> None:
        if self.report.of(before) is not None:
            self.pair(before, after, where)
            return
        self.noticed(before, after, where)
        if normal(before.text) != normal(after.text):
            self.rows.append(told("conflict", "R063", where, before.text, after.text))
        else:
            self.look(before, after, where)


def _looks(bits: list[Bit]) -> list[tuple[bool, bool]]:
    """The look of every letter; spaces have none."""
    return [(bit.bold, bit.italic) for bit in bits for letter in bit.text if not letter.isspace()]
