"""The words of figures with their numbers bound, and those bindings as figures.json holds them.

In figures.json and charts.json a bound number stands between three marks (`reports.word.bound`) that name its place
among the figure's `bindings`; who reads the files binds them anew in the report's own ledger.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from reports.word.bound import Binding, Ledger, Source, places_in, rebound


def bindings_of(texts: Iterable[Any], ledger: Ledger) -> dict[str, Any]:
    """The bindings that texts (or anything with texts in it) use, by their place."""
    used = sorted({place for text in texts for place in places_in(json.dumps(text, ensure_ascii=False))})
    return {str(place): _as_data(ledger.bindings[place]) for place in used}


def _as_data(binding: Binding) -> dict[str, Any]:
    sources = [{k: v for k, v in asdict(one).items() if v not in ("", None)} for one in binding.sources]
    return {"printed": binding.printed, "how": binding.how, "sources": sources}


def bound_anew(thing: Any, bindings: Mapping[str, Any], ledger: Ledger) -> Any:
    """Data from the files, whose texts are bound in `bindings`, with the same numbers bound in `ledger`."""
    places = {int(place): places_in(ledger.bind(_from_data(data)))[0] for place, data in bindings.items()}
    return _each_text(thing, places)


def _from_data(data: Mapping[str, Any]) -> Binding:
    return Binding(data["printed"], tuple(Source(**one) for one in data["sources"]), data["how"])


def _each_text(thing: Any, places: Mapping[int, int]) -> Any:
    if isinstance(thing, str):
        return rebound(thing, places)
    if isinstance(thing, dict):
        return {key: _each_text(part, places) for key, part in thing.items()}
    return [_each_text(part, places) for part in thing] if isinstance(thing, list) else thing
