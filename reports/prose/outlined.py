"""The report's own words (outline) with the numbers in them bound: a year, a number of workshops, a date."""

from __future__ import annotations

from reports.style.outline import Fact, Outline
from reports.word.bound import Ledger, Source, harmless, with_numerals


def bound_outline(outline: Outline, ledger: Ledger) -> Outline:
    """The outline whose title, subtitle and facts carry their numbers' places."""

    def bound(text: str, of: str) -> str:
        return with_numerals(harmless(text), Source("outline", item=of), ledger)

    facts = {
        name: Fact(
            label=bound(fact.label, f"facts.{name}"),
            value=bound(fact.value, f"facts.{name}"),
            cover=fact.cover,
        )
        for name, fact in outline.facts.items()
    }
    titles = {name: bound(getattr(outline, name), name) for name in ("title", "subtitle", "footer")}
    return outline.model_copy(update={"facts": facts, **titles})
