"""The functions of chapters that words for size and guarded sentences are made with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reports.prose.chapters import Shelf, literal
from reports.prose.comparing import Comparing
from reports.prose.findings import Findings
from reports.prose.guards import Telling, Told
from reports.prose.orders import Order
from reports.prose.related import Related
from reports.prose.sizes import Sizes
from reports.prose.spans import Spans
from reports.word.bound import bare


def prose_functions(findings: Findings, shelf: Shelf) -> dict[str, Callable[..., Any]]:
    """Name in chapters → function; guarded sentences are noted on the shelf."""
    numbers, words = findings.numbers, findings.numbers.labels.words
    sizes = Sizes(numbers, words["vocabulary"])
    comparing = Comparing.of(words["guards"])
    telling = Telling(findings, sizes, words["guards"], comparing, literal, shelf.told, shelf.trying)
    parts = (Spans(numbers, words["vocabulary"]), sizes, telling, Related(numbers, telling))
    made = {name: function for part in parts for name, function in part.functions().items()}
    return made | {name: _watched(getattr(numbers, name), shelf) for name in ("ranked", "ranked_groups")}


def _watched(ranked: Callable[..., Order], shelf: Shelf) -> Callable[..., Order]:
    """The same function, which notes whether one item stands at each end, or several: then a superlative says too much.

    `expects="several"` where the chapter has words for that.
    """

    def called(of: str, *how: str, expects: str = "one", **more: Any) -> Order:
        order = ranked(of, *how, **more)
        tied = len(order) > 1 and any(end.tied for end in (order[0], order[-1]))
        alike = ", ".join(bare(f"{one.label}") for one in order if one.tied)
        shelf.told.append(Told(shelf.at, f"ranked {of}", expects, "several" if tied else "one", alike))
        return order

    return called
