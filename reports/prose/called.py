"""The functions of chapters that words for size and guarded sentences are made with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reports.prose.chapters import Shelf, literal
from reports.prose.comparing import Comparing
from reports.prose.findings import Findings
from reports.prose.guards import Telling, Told
from reports.prose.orders import Order, Ranked
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
    """The same function, which notes whether one item stands at each rank that is named, or several: then it is chance who
    comes first, and a superlative says too much.

    `expects="several"` where the chapter has words for that.
    """

    def called(of: str, *how: str, expects: str = "one", **more: Any) -> Order:
        order = ranked(of, *how, **more)
        noted: set[str] = set()

        def named(one: Ranked) -> None:
            alike = ", ".join(bare(f"{other.label}") for other in order.alike(one))
            if not shelf.trying and alike not in noted:
                noted.add(alike)
                written = "several" if one.tied else "one"
                shelf.told.append(Told(shelf.at, f"ranked {of}", expects, written, alike))

        order.named = named
        return order

    return called
