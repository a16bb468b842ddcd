"""The report as it was written: its paragraphs, where each comes from, what its numbers and references are."""

from __future__ import annotations

from dataclasses import dataclass, field

from reports.merging.body import Body, Text, body_of
from reports.merging.package import Package
from reports.prose.editing import TYPED
from reports.word import marks, tracepart
from reports.word.marks import Identity, Known, Pointer
from reports.word.tracepart import Trace
from survey.messages import SvarError, finding


@dataclass
class Written:
    """A report that Svar wrote."""

    package: Package
    body: Body
    about: dict[str, str]
    known: dict[str, Known]  # by bookmark
    trace: Trace
    pointers: dict[str, Pointer]  # by bookmark
    typed: set[int] = field(default_factory=set)  # bindings of numbers that an evaluator typed
    owners: dict[int, tuple[Known, int]] = field(
        default_factory=dict
    )  # binding → a paragraph, and which number of it

    def __post_init__(self) -> None:
        typed = (n for n, b in self.trace.bindings.items() if any(s.frame == TYPED for s in b.sources))
        self.typed = set(typed)
        for known in self.known.values():
            for i, place in enumerate(known.numbers, 1):
                self.owners.setdefault(place, (known, i))

    def of(self, text: Text) -> Known | None:
        """Where a paragraph comes from."""
        return next((self.known[mark] for mark in text.read.marks if mark in self.known), None)

    def printed(self, place: int) -> str | None:
        """A bound number as it was printed; None for what is no number of the data."""
        binding = self.trace.bindings.get(place)
        return None if binding is None or place in self.typed else binding.printed


def written(package: Package) -> Written:
    """The report in a file; SvarError (R054) when Svar did not write it."""
    is_ = identity(package)
    part = package.parts.get(tracepart.PATH.removeprefix("/"))
    if part is None or not is_.known:
        raise SvarError(
            [finding("R054", package.path, package.path, problem="it does not say what it was made of")]
        )
    return Written(package, body_of(package), is_.about, is_.known, tracepart.from_xml(part), is_.pointers)


def identity(package: Package) -> Identity:
    """What a file says it is; empty when it no longer says so. The part may have got another name."""
    for name in package.like("customXml/item"):
        try:
            return marks.from_xml(package.parts[name])
        except (ValueError, SyntaxError):
            continue
    return Identity({}, {}, {})
