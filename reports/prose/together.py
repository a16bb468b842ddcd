"""Several answers together as one share: from their counts, or from the ends of the scale."""

from __future__ import annotations

from dataclasses import dataclass

from reports.prose.published import Published
from reports.style.labels import Labels
from reports.word.bound import Source

SUMMARIES = ("top", "bottom")
"""Words that may stand for answers: the high and the low end of a scale."""

Place = tuple[str, str]  # segment, group


@dataclass(frozen=True)
class Derived:
    """A number, the published values it rests on, and what was done with them."""

    number: float
    sources: tuple[Source, ...]
    how: str = "cell"


def summaries(labels: Labels, item: str) -> dict[str, tuple[str, ...]]:
    """The answer codes of the scale's ends, where it has any."""
    found = {"top": labels.top(item), "bottom": labels.bottom(item)}
    return {name: codes for name, codes in found.items() if codes}


def share_of(
    published: Published, labels: Labels, item: str, codes: tuple[str, ...], place: Place
) -> Derived | None:
    """Percent of the base who gave one of `codes`; None when it cannot be had from what is shown."""
    counted = [code for code in codes if code not in SUMMARIES]
    needed = [("count", code) for code in counted] + [("base", "")]
    numbers = [_number(published, item, measure, answer, place) for measure, answer in needed]
    if counted and numbers[-1] and None not in numbers:
        sources = tuple(published.source(item, m, a, place=place) for m, a in needed)
        return Derived(100 * sum(n or 0 for n in numbers[:-1]) / numbers[-1], sources, "counts_of_base")
    return _from_ends(published, labels, item, codes, place)


def _from_ends(
    published: Published, labels: Labels, item: str, codes: tuple[str, ...], place: Place
) -> Derived | None:
    ends = summaries(labels, item)
    if len(ends) < len(SUMMARIES):
        return None
    every = frozenset(labels.answers(item))
    top, bottom = (frozenset(ends[end]) for end in SUMMARIES)
    high, low = published.ends(item, segment=place[0], group=place[1])
    both = None if high is None or low is None else 100 - high - low
    known: dict[frozenset[str], tuple[float | None, tuple[str, ...]]] = {
        top: (high, ("top",)),
        bottom: (low, ("bottom",)),
        every - top: (None if high is None else 100 - high, ("top",)),
        every - bottom: (None if low is None else 100 - low, ("bottom",)),
        every - top - bottom: (both, SUMMARIES),
    }
    number, used = known.get(frozenset(codes), (None, ()))
    if number is None:
        return None
    sources = tuple(published.source(item, end, place=place) for end in used)
    return Derived(number, sources, "cell" if frozenset(codes) in (top, bottom) else "rest_of_scale")


def _number(published: Published, item: str, measure: str, answer: str, place: Place) -> float | None:
    cell = published.cell(item, measure, answer, segment=place[0], group=place[1])
    return cell.number if cell else None
