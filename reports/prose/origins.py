"""What a paragraph is known by when its words are edited outside the chapter: its place, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reports.prose.overrides import Anchor, Edited
from reports.prose.wording import fingerprint, names_of, template
from reports.word.blocks import Run


@dataclass(frozen=True)
class Origin:
    """A paragraph as the chapter makes it: its place, its fingerprint, its numbers' places in the ledger, in order."""

    source: str
    fingerprint: str
    numbers: tuple[int, ...]
    notes: tuple[tuple[Run, ...], ...]
    wording: str


def origin_of(source: str, runs: Iterable[Run]) -> Origin:
    """What a paragraph is known by."""
    runs = tuple(runs)
    places = [place for _, place in names_of(runs)]
    numbers = tuple(place for place in places if isinstance(place, int))
    notes = tuple(place for place in places if isinstance(place, tuple))
    wording = template(runs)
    # A sentence that points to another figure is another sentence.
    figures = [place for place in places if isinstance(place, str)]
    return Origin(source, fingerprint(" ".join([wording, *figures])), numbers, notes, wording)


def anchors(edited: Edited) -> Iterator[Anchor]:
    """Every paragraph of the report that the edits speak of."""
    for change in edited.changed:
        yield Anchor(at=change.at, fingerprint=change.fingerprint)
    for new in edited.inserted:
        yield from (anchor for anchor in (new.after, new.before) if anchor.at)
    numbers = [n for c in edited.changed for n in c.numbers] + [n for i in edited.inserted for n in i.numbers]
    yield from (Anchor(at=n.at, fingerprint=n.fingerprint) for n in numbers if n.at)


def nearest(anchor: Anchor, origins: Sequence[Origin]) -> str:
    """Where a paragraph that stands elsewhere now is: in the same file the nearest, in others only one of its kind."""
    alike = [o for o in origins if o.fingerprint == anchor.fingerprint]
    file, _, place = anchor.at.partition("#")
    near = [o for o in alike if o.source.partition("#")[0] == file]
    if not near:
        return alike[0].source if len(alike) == 1 else ""

    def distance(origin: Origin) -> int:
        here, there = (re.match(r"\d+", text) for text in (origin.source.partition("#")[2], place))
        return abs(int(here[0]) - int(there[0])) if here and there else 0

    return min(near, key=distance).source
