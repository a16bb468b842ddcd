"""One file a part of the method chapter. To add one: a file here with `blocks(material)`, and its name in `PARTS`."""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType

from reports.method import (
    assumptions,
    disclosure,
    missing,
    quality,
    rates,
    representativity,
    response,
    tests,
    weights,
)

PARTS = (response, rates, representativity, missing, quality, weights, tests, disclosure, assumptions)


def chosen(names: str | Iterable[str]) -> list[ModuleType]:
    """The parts of those names in the order given; every one for `all`."""
    if names == "all":
        return list(PARTS)
    known = {part.__name__.rsplit(".", 1)[-1]: part for part in PARTS}
    return [known[name] for name in names]
