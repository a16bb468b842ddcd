"""What was done with the numbers behind a printed one, as an expression that anybody can work out again.

`Binding.how` is a name («cell», «counts_of_base») that takes all of the binding's sources, or an expression of such
names: `difference(cell, counts_of_base:3)` takes one source, then three. docs/trace.md lists the names.
"""

from __future__ import annotations

from collections.abc import Iterable

from reports.word.bound import Binding, Source


def part(binding: Binding) -> str:
    """A binding's `how` as a part of a larger expression: with the number of sources that it takes."""
    if "(" in binding.how or binding.how == "cell":
        return binding.how
    return f"{binding.how}:{len(binding.sources)}"


def composed(name: str, bindings: Iterable[Binding], *more: Source, leaf: str = "") -> Binding:
    """`name(…)` over some bindings, then over a `leaf` that takes the sources `more`; nothing is printed yet."""
    known = list(bindings)
    parts = [part(binding) for binding in known]
    parts += [f"{leaf}:{len(more)}"] if leaf else []
    sources = tuple(source for binding in known for source in binding.sources)
    return Binding("", (*sources, *more), f"{name}({', '.join(parts)})")
