"""Names as people type them: in full, by their beginning, or by a part that only one name has."""

from __future__ import annotations

from collections.abc import Iterable

from survey.messages import SvarError, did_you_mean, finding

WHERE = "svar crosstab"


def meant(name: str, known: Iterable[str], code: str) -> str:
    """The one of `known` that `name` stands for.

    In order: the name itself, the only one that starts with it, the only one with a part (between underscores) that
    does. A question comes before its own items. SvarError: S091 for more than one, else `code` with a suggestion.
    """
    names = list(dict.fromkeys(known))
    wanted = name.strip().casefold().replace("-", "_").replace(" ", "_")
    if name in names:
        return name
    for fits in (_exactly, _from_the_start, _within):
        found = [other for other in names if wanted and fits(wanted, other.casefold())]
        if found:
            return _only(name, found)
    raise SvarError(
        [finding(code, WHERE, name, suggestion=did_you_mean(name, names), known=", ".join(names))]
    )


def _exactly(wanted: str, name: str) -> bool:
    return wanted == name


def _from_the_start(wanted: str, name: str) -> bool:
    return name.startswith(wanted)


def _within(wanted: str, name: str) -> bool:
    return f"_{wanted}" in name


def _only(name: str, found: list[str]) -> str:
    shortest = min(found, key=len)
    if len(found) == 1 or all(other == shortest or other.startswith(f"{shortest}_") for other in found):
        return shortest
    raise SvarError([finding("S091", WHERE, name, known=", ".join(found))])
