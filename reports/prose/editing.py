"""Edits made in Word, put into a report while it is written: the evaluator's words with today's numbers.

A paragraph is given its edited words only while the chapter still says what it said when it was edited: while the
fingerprints are the same. One that has been moved is found again. Everything that cannot be placed is a finding, and
the chapter's own text is kept.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from reports.prose.origins import Origin, anchors, nearest, origin_of
from reports.prose.overrides import FILE, Anchor, Changed, Edited, Inserted, Number
from reports.prose.wording import Piece, fingerprint, parse
from reports.style.safe import MARK
from reports.word.blocks import Block, Box, Cell, Figure, Heading, Paragraph, Row, Run, Table
from reports.word.bound import Binding, Ledger, Source
from reports.word.pointers import TABLE
from reports.word.units import named, size, units_of
from survey.messages import Finding, finding

TYPED = "override"
"""The frame of a number that the evaluator typed: it has no other source."""
_DIGITS = re.compile(r"\w*\d[\w.,]*\d|\w*\d\w*")
_PRIVATE = re.compile("[\ue000-\ue0ff]")
_HEADINGS = ("1", "2", "3")


@dataclass(frozen=True)
class Moved:
    """A number that has changed since the sentence round it was edited."""

    source: str
    text: str
    was: str
    now: str

    def __str__(self) -> str:
        return f"{self.source}: numbers moved since this was edited: {self.was} → {self.now} in «{self.text}»"


@dataclass
class Edits:
    """The edits of one language, and what has become of them."""

    ledger: Ledger = field(default_factory=Ledger)
    edited: Edited = field(default_factory=Edited)
    path: str = FILE
    figures: frozenset[str] = frozenset()
    origins: dict[str, Origin] = field(default_factory=dict)
    moved: list[Moved] = field(default_factory=list)
    lost: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._used: set[str] = set()
        self._count: dict[str, int] = {}  # blocks of each computed section
        self._places: dict[str, str] = {}  # where a paragraph of a chapter was → where it stands now
        self._index()

    @classmethod
    def of(
        cls, edited: Edited, chapters: Mapping[str, Sequence[Block]], ledger: Ledger, path: str = FILE
    ) -> Edits:
        """The edits of a report whose chapters are known; what is computed is met while it is written."""
        blocks = [block for chapter in chapters.values() for block in chapter]
        named_ = {b.id for b in blocks if isinstance(b, Figure)}
        named_ |= {f"{TABLE}{b.id}" for b in blocks if isinstance(b, Table) and b.id}
        made = cls(ledger, edited, path, frozenset(named_))
        made._meet(unit for block in blocks for unit in units_of(block))
        made._find_again()
        made._index()
        return made

    def knows(self, met: Edits) -> None:
        """Take over what was met while the report was written before: the computed parts, whatever their order."""
        own = {source: origin for source, origin in met.origins.items() if not source.startswith(f"{FILE}#")}
        self.origins.update(own | self.origins)

    def _meet(self, units: Iterable[tuple[str, tuple[Run, ...]]]) -> None:
        for source, runs in units:
            self.origins[source] = origin_of(source, runs)

    def _find_again(self) -> None:
        """Paragraphs of chapters that stand elsewhere than when they were edited."""
        wanted = list(anchors(self.edited))
        here = {anchor.at for anchor in wanted if self._place(anchor)}
        rest = [origin for origin in self.origins.values() if origin.source not in here]
        for anchor in wanted:
            place = "" if anchor.at in here else nearest(anchor, rest)
            if place:
                self._places[anchor.at] = place

    def _index(self) -> None:
        """What is to be done at each place."""
        place = self._places.get
        self._changes = {place(c.at, c.at): c for c in self.edited.changed}
        self._after: dict[str, list[Inserted]] = {}
        self._before: dict[str, list[Inserted]] = {}
        for new in self.edited.inserted:
            self._after.setdefault(place(new.after.at, new.after.at), []).append(new)
            self._before.setdefault(place(new.before.at, new.before.at), []).append(new)

    def _place(self, anchor: Anchor) -> Origin | None:
        """The paragraph meant, where it stands now; None when it says something else, or has not been met."""
        found = self.origins.get(self._places.get(anchor.at, anchor.at))
        return found if found and found.fingerprint == anchor.fingerprint else None

    # While writing ------------------------------------------------------------------------------------------

    def applied(self, blocks: Iterable[Block], section: str) -> Iterator[Block]:
        """The blocks with the evaluator's words, without what was left out, with what was put in.

        Blocks without a source are the next of their `section`.
        """
        for unnamed in blocks:
            block = named([unnamed], section, self._count.get(section, 0))[0]
            self._count[section] = self._count.get(section, 0) + size(unnamed)
            sources = [source for source, _ in units_of(block)]
            self._meet(unit for unit in units_of(block) if unit[0] not in self.origins)
            for source in sources:
                yield from self.before(source)
            if isinstance(block, Box):
                yield from self._box(block)
                continue
            changed = self._block(block)
            yield from () if changed is None else (changed,)
            for source in sources:
                yield from self.after(source)

    def after(self, source: str) -> list[Block]:
        """What was put in after a paragraph."""
        return [self._new(n) for n in self._after.get(source, ()) if self._wanted(n, n.after)]

    def before(self, source: str) -> list[Block]:
        """What was put in before a paragraph and whose other neighbour is gone."""
        orphans = (n for n in self._before.get(source, ()) if self._place(n.after) is None)
        return [self._new(new) for new in orphans if self._wanted(new, new.before)]

    def _wanted(self, new: Inserted, anchor: Anchor) -> bool:
        return new.id not in self._used and self._place(anchor) is not None

    def runs(self, source: str, runs: tuple[Run, ...]) -> tuple[Run, ...] | None:
        """The words of a paragraph: the evaluator's where they fit; None when it is to be left out."""
        if source and source not in self.origins:
            self._meet([(source, runs)])
        change = self._change(source)
        if change is None:
            return runs
        self._used.add(change.at)
        return self._written(change, self.origins[source]) if change.text else None

    def _change(self, source: str) -> Changed | None:
        change = self._changes.get(source)
        known = change and self._place(Anchor(at=change.at, fingerprint=change.fingerprint))
        return change if known else None

    def _block(self, block: Block) -> Block | None:
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, (Heading, Paragraph)):
            runs = self.runs(block.source, block.runs)
            return None if runs is None else replace(block, runs=runs)
        return block

    def _box(self, block: Box) -> Iterator[Block]:
        inner: list[Paragraph] = []
        outside: list[Block] = []
        for paragraph in block.blocks:
            changed = self._block(paragraph)
            inner += [changed] if isinstance(changed, Paragraph) else []
            for new in self.after(paragraph.source):
                boxed = isinstance(new, Paragraph) and new.look.startswith("box")
                (inner if boxed else outside).append(new)  # type: ignore[arg-type]
        if inner:
            yield replace(block, blocks=tuple(inner))
        yield from outside

    def _table(self, block: Table) -> Table:
        if not block.source:
            return block
        caption, note = (
            self._text(f"{block.source}.{part}", getattr(block, part)) for part in ("caption", "note")
        )
        block = replace(block, caption=caption, note=note)
        if not block.authored:
            return block
        made = [self._row(block.source, r, row) for r, row in enumerate((*block.head, *block.rows))]
        return replace(block, head=tuple(made[: len(block.head)]), rows=tuple(made[len(block.head) :]))

    def _row(self, source: str, r: int, row: Row) -> Row:
        cells: list[Cell] = [
            replace(cell, text=self._text(f"{source}/{r},{c}", cell.text)) for c, cell in enumerate(row.cells)
        ]
        return replace(row, cells=tuple(cells))

    def _text(self, source: str, text: str) -> str:
        runs = self.runs(source, (Run(text),)) if text else ()
        return "".join(run.text for run in runs or ())

    # The evaluator's text ------------------------------------------------------------------------------------

    def _new(self, new: Inserted) -> Block:
        self._used.add(new.id)
        source = f"{FILE}#{new.id}"
        places = tuple(place for number in new.numbers if (place := self._number(number, None)) is not None)
        self.origins[source] = Origin(source, fingerprint(new.text), places, (), new.text)
        runs = self._written(new, None)
        if new.look in _HEADINGS:
            return Heading(int(new.look), runs, source=source)
        return Paragraph(runs, new.look, source=source)

    def _number(self, number: Number, own: tuple[Origin, int] | None) -> int | None:
        """The place in the ledger; None when the paragraph it belongs to says something else by now."""
        if not number.at and own:
            origin, i = own
            return origin.numbers[i] if i < len(origin.numbers) else None
        found = self._place(Anchor(at=number.at, fingerprint=number.fingerprint))
        if found is None or not 0 < number.place <= len(found.numbers):
            return None
        return found.numbers[number.place - 1]

    def _written(self, one: Changed | Inserted, origin: Origin | None) -> tuple[Run, ...]:
        source = one.at if isinstance(one, Changed) else f"{FILE}#{one.id}"
        runs: list[Run] = []
        for piece in parse(one.text):
            if piece.name.startswith("r"):
                runs.append(self._reference(piece, one.references, source))
            elif piece.name.startswith("f"):
                runs.append(self._note(piece.name, origin, source))
            elif piece.name:
                runs.append(Run(self._printed(piece.name, one, origin, source), piece.bold, piece.italic))
            else:
                runs.append(Run(self._typed(piece.text, source), piece.bold, piece.italic))
        return tuple(runs)

    def _note(self, name: str, origin: Origin | None, source: str) -> Run:
        notes, i = origin.notes if origin else (), int(name[1:]) - 1
        if i >= len(notes):
            self.lost.append(finding("R053", self.path, source, number=f"footnote {name[1:]}"))
            return Run(MARK)
        return Run("", note=notes[i])

    def _reference(self, piece: Piece, figures: Sequence[str], source: str) -> Run:
        figure = figures[int(piece.name.removesuffix(".number")[1:]) - 1]
        if figure not in self.figures:
            self.lost.append(finding("R053", self.path, source, number=figure))
            return Run(MARK)
        return Run("" if piece.name.endswith(".number") else "?", piece.bold, piece.italic, figure)

    def _printed(self, name: str, one: Changed | Inserted, origin: Origin | None, source: str) -> str:
        i = int(name[1:]) - 1
        number = one.numbers[i]
        place = self._number(number, (origin, i) if origin else None)
        if place is None:
            self.lost.append(finding("R053", self.path, source, number=number.printed))
            return self._typed(number.printed, source)
        now = self.ledger.bindings[place]
        if now.printed != number.printed:
            self.moved.append(Moved(source, one.text, number.printed, now.printed))
        return self.ledger.bind(now)

    def _typed(self, text: str, source: str) -> str:
        """Text from outside: it cannot pass for a number of ours, and the digits in it are known to be typed."""
        safe = _PRIVATE.sub(MARK, text)
        return _DIGITS.sub(
            lambda hit: self.ledger.bind(Binding(hit[0], (Source(TYPED, item=source),), "typed")), safe
        )

    def findings(self) -> list[Finding]:
        """Edits that found no place (R050, R051) or not all of their numbers (R053)."""
        lost = [
            finding("R050", self.path, c.at, was=c.was) for c in self.edited.changed if c.at not in self._used
        ]
        lost += [
            finding("R051", self.path, new.text, after=new.after.at or new.before.at)
            for new in self.edited.inserted
            if new.id not in self._used
        ]
        return [*lost, *self.lost]


def write_moved(moved: Iterable[Moved], path: Path) -> None:
    """The sentences whose numbers have moved since they were edited, as a CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["source", "text", "was", "now"])
        writer.writerows([one.source, one.text, one.was, one.now] for one in moved)
