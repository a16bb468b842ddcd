"""An edited paragraph as an override writes it: its numbers as placeholders again, wherever that is certain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from reports.merging.align import normal
from reports.merging.paragraph import Bit
from reports.merging.rows import Row, told
from reports.merging.written import Written
from reports.prose.overrides import Number
from reports.prose.wording import Piece, joined, markup
from reports.word.marks import Known, Pointer

_NEAR = 8
"""Characters on either side by which a number is known again."""
_DIGITS = re.compile(r"\d{1,3}(?:[ \u00a0]\d{3})+|\w*\d[\w.,]*\d|\w*\d\w*")


@dataclass
class Spelt:
    """The text of an override, what its placeholders stand for, and what a person must look at."""

    pieces: list[Piece] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def text(self) -> str:
        """As overrides.yaml has it."""
        return markup(self.pieces)


@dataclass(frozen=True)
class Place:
    """The paragraph before it was edited (none for a new one), and what it is called in the merge report."""

    where: str
    known: Known | None = None
    bits: tuple[Bit, ...] = ()


def spelt(bits: Iterable[Bit], place: Place, report: Written) -> Spelt:
    """The edited `bits` of the paragraph at `place`."""
    return _Speller(place, report).spell(_whole(bits))


def _whole(bits: Iterable[Bit]) -> list[Bit]:
    """Controls and references that were cut in two by a change of look are one again."""
    found: list[Bit] = []
    for bit in bits:
        last = found[-1] if found else None
        tagged = last is not None and bit.tag is not None and bit.tag == last.tag
        referred = last is not None and bit.ref is not None and bit.ref == last.ref
        if last is not None and (tagged or referred):
            found[-1] = replace(last, text=last.text + bit.text)
        else:
            found.append(bit)
    return found


class _Speller:
    def __init__(self, place: Place, report: Written) -> None:
        self.place, self.report = place, report
        self.own = place.known.numbers if place.known else ()
        self.made = Spelt()
        self.made.numbers = [Number(printed=report.printed(n) or "") for n in self.own]
        self.used: list[int] = []

    def spell(self, bits: list[Bit]) -> Spelt:
        for bit in bits:
            self.one(bit)
        self.made.pieces = joined(self.made.pieces)
        left_out = self.rebind()
        self.rebind_references(bits)
        self.notice_typed(left_out)
        self.made.pieces = joined(self.made.pieces)
        return self.made

    def one(self, bit: Bit) -> None:
        if bit.note:
            self.note(bit)
            return
        pointer = self.report.pointers.get(bit.ref or "")
        printed = self.report.printed(bit.tag) if bit.tag is not None else None
        if pointer:
            self.reference(bit, pointer)
        elif printed is not None and bit.tag is not None:
            self.number(bit, bit.tag, printed)
        else:
            self.made.pieces.append(_plain(bit))

    def note(self, bit: Bit) -> None:
        """A footnote of the paragraph's own, by its id; a new one is not carried."""
        own = [other.note for other in self.place.bits if other.note]
        if bit.note in own:
            self.made.pieces.append(Piece("", name=f"f{own.index(bit.note) + 1}"))
        else:
            self.made.rows.append(told("not carried", "R067", self.place.where, value=f"footnote {bit.note}"))

    def reference(self, bit: Bit, pointer: Pointer) -> None:
        if normal(bit.text) != pointer.number:
            self.made.rows.append(told("conflict", "R070", self.place.where, pointer.number, bit.text))
        self.made.pieces = joined(self.made.pieces)
        last = self.made.pieces[-1] if self.made.pieces else Piece()
        before = re.search(rf"(?:^|(?<=\W)){re.escape(pointer.word)}[ \u00a0]$", last.text)
        if before and not last.name:
            self.made.pieces[-1] = replace(last, text=last.text[: before.start()])
        name = self.refer(pointer.name) + ("" if before else ".number")
        self.made.pieces.append(Piece("", bit.bold, bit.italic, name))

    def refer(self, figure: str) -> str:
        if figure not in self.made.references:
            self.made.references.append(figure)
        return f"r{self.made.references.index(figure) + 1}"

    def number(self, bit: Bit, tag: int, printed: str) -> None:
        before, after = "", ""
        if normal(bit.text) != normal(printed):
            found = re.search(_as_typed(printed), bit.text)
            if found:
                before, after = bit.text[: found.start()], bit.text[found.end() :]
            else:
                self.made.rows.append(told("conflict", "R060", self.place.where, printed, bit.text))
        self.made.pieces.append(replace(_plain(bit), text=before))
        self.made.pieces.append(replace(_plain(bit), text="", name=self.name(tag, printed)))
        self.made.pieces.append(replace(_plain(bit), text=after))

    def name(self, tag: int, printed: str) -> str:
        mine = [i for i, place in enumerate(self.own, 1) if place == tag]
        free = [i for i in mine if i not in self.used]
        if mine:
            self.used.append((free or mine)[0])
            return f"n{(free or mine)[0]}"
        known, i = self.report.owners[tag]
        number = Number(printed=printed, at=known.source, fingerprint=known.fingerprint, place=i)
        if number not in self.made.numbers[len(self.own) :]:
            self.made.numbers.append(number)
        return f"n{self.made.numbers.index(number, len(self.own)) + 1}"

    # What has lost its control ----------------------------------------------------------------------------

    def rebind(self) -> list[str]:
        """Find numbers again that stand there as plain text; those that are gone."""
        tags = {bit.tag for bit in self.place.bits if bit.tag is not None}
        missing: dict[str, list[int]] = {}
        for i, tag in enumerate(self.own, 1):
            printed = self.report.printed(tag)
            if printed and i not in self.used and (tag in tags or not tags):
                missing.setdefault(printed, []).append(i)
        gone: list[str] = []
        for printed, places in sorted(missing.items(), key=lambda item: -len(item[0])):
            found = sum(len(re.findall(_as_typed(printed), p.text)) for p in self.made.pieces if not p.name)
            if found == len(places):
                self.replace(_as_typed(printed), [f"n{i}" for i in places])
            elif found and not all([self.by_neighbours(i, printed) for i in places]):
                self.made.rows.append(
                    told("conflict", "R061", self.place.where, printed, self.made.text, value=printed)
                )
            elif not found:
                gone.append(printed)
        return gone

    def by_neighbours(self, i: int, printed: str) -> bool:
        """Find a number by the words that still stand round it; False when that leaves a doubt."""
        left, right = (re.escape(text) for text in self.around(i))
        texts = [piece.text for piece in self.made.pieces if not piece.name]
        for before, after in ((left, right), (left, ""), ("", right)):
            pattern = f"(?<={before}){_as_typed(printed)}(?={after})"
            if (before or after) and sum(len(re.findall(pattern, text)) for text in texts) == 1:
                self.replace(pattern, [f"n{i}"])
                return True
        return False

    def around(self, i: int) -> tuple[str, str]:
        """The plain text on either side of the paragraph's number `i`, as it was written."""
        bits = (Bit(""), *self.place.bits, Bit(""))
        same = [k for k, bit in enumerate(bits) if bit.tag == self.own[i - 1]]
        nth = self.own[: i - 1].count(self.own[i - 1])
        if nth >= len(same):
            return "", ""
        left, right = (bits[same[nth] + step] for step in (-1, 1))
        return ("" if self.bound(left) else left.text)[-_NEAR:], ("" if self.bound(right) else right.text)[
            :_NEAR
        ]

    def replace(self, pattern: str, names: list[str]) -> None:
        """The texts that fit become the placeholders, in order."""
        left, pieces = list(names), []
        for piece in self.made.pieces:
            end = 0
            for hit in () if piece.name else re.finditer(pattern, piece.text):
                pieces.append(replace(piece, text=piece.text[end : hit.start()]))
                pieces.append(replace(piece, text="", name=left.pop(0)))
                end = hit.end()
            pieces.append(piece if piece.name else replace(piece, text=piece.text[end:]))
        self.made.pieces = joined(pieces)

    def rebind_references(self, bits: list[Bit]) -> None:
        """«figur 4-7» that has become plain text."""
        here = {bit.ref for bit in bits}
        for anchor in dict.fromkeys(bit.ref for bit in self.place.bits if bit.ref and bit.ref not in here):
            pointer = self.report.pointers.get(anchor)
            if pointer:
                word, number = re.escape(pointer.word), re.escape(pointer.number)
                pattern = rf"(?<!\w){word}[ \u00a0]{number}(?!\w)"
                if sum(len(re.findall(pattern, p.text)) for p in self.made.pieces if not p.name) == 1:
                    self.replace(pattern, [self.refer(pointer.name)])

    def notice_typed(self, gone: list[str]) -> None:
        """Digits that nobody computed: kept as typed, and said so. In place of a number that is gone: a conflict."""
        plain = (bit.text for bit in self.place.bits if not (bit.ref or self.bound(bit)))
        before = [hit for text in plain for hit in _DIGITS.findall(text)]
        for hit in (hit for piece in self.made.pieces for hit in _DIGITS.findall(piece.text)):
            if hit in before:
                before.remove(hit)
            elif gone:
                self.made.rows.append(told("conflict", "R060", self.place.where, ", ".join(gone), hit))
            else:
                self.made.rows.append(told("kept", "R062", self.place.where, now=hit))

    def bound(self, bit: Bit) -> bool:
        return bit.tag is not None and self.report.printed(bit.tag) is not None


def _plain(bit: Bit) -> Piece:
    return Piece(bit.text, bit.bold, bit.italic)


def _as_typed(printed: str) -> str:
    """A pattern for the number as a person types it: by itself, with any kind of space."""
    spaced = r"[ \u00a0\u202f]".join(map(re.escape, re.split(r"[ \u00a0\u202f]", printed)))
    return rf"(?<![\w])(?<!\d[.,]){spaced}(?![\w])(?![.,]\d)"
