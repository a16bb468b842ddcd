"""Population of municipalities on 1 January, as exported from Statistics Norway's tables: CSV and JSON-stat.

Cells with the marks for "no figure" say nothing, and neither does 0: tables show it for a number that was not in use
that year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from analysis.register.files import read_json_file, read_table, unreadable
from analysis.register.sources import Sources, code
from survey.messages import SvarError, finding

_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_NO_FIGURE = ("", "0", ".", "..", ":", "-")
Figure = tuple[str, int, str]
"""Code, year, the cell as it stands."""


def read_population(path: Path, _since: str | None, sources: Sources) -> None:
    """Adds one figure a municipality and year. SvarError: S070 (no such table), S072 (two figures for one)."""
    read = _json_stat if path.suffix.lower() == ".json" else _csv
    seen: set[tuple[str, int]] = set()
    for number, year, cell in read(path):
        figure = re.sub(r"\s|\.0+$", "", cell)
        if figure in _NO_FIGURE:
            continue
        if not figure.isdecimal():
            sources.findings.append(finding("D071", path.name, cell, wanted="number of inhabitants"))
            continue
        if (number, year) in seen:
            # Sexes or ages apart: adding them up would be a guess, since totals may stand among them.
            raise SvarError([finding("S072", path.name, number, year=year)])
        seen.add((number, year))
        sources.population[number, year] = int(figure)
    if not seen:
        raise SvarError([unreadable(path, "population table", "no row begins with a municipality number")])


def _csv(path: Path) -> Iterator[Figure]:
    """A table with one column a year, or one row a figure with the year in a column of its own."""
    table = read_table(path)
    if len(table) < 2:
        return
    header, rows = table[0], table[1:]
    places = [i for i in range(len(header)) if any(code(row[i]) for row in rows)]
    if not places:
        return
    # The first such column: years, and a municipality number such as 2019, look alike.
    place = places[0]
    listed = [
        i
        for i in range(len(header))
        if i != place and all(_YEAR.fullmatch(row[i]) for row in rows) and not _YEAR.search(header[i])
    ]
    columns = [
        (i, int(years[-1])) for i, h in enumerate(header) if i != place and (years := _YEAR.findall(h))
    ]
    for row in rows:
        number = code(row[place])
        if number is None:
            continue
        if listed:
            yield number, int(row[listed[0]]), row[len(header) - 1]
        else:
            yield from ((number, year, row[i]) for i, year in columns)


def _json_stat(path: Path) -> Iterator[Figure]:
    """JSON-stat 2.0 of class dataset (https://json-stat.org/full/), or the older form under the key `dataset`."""
    data = read_json_file(path)
    data = data.get("dataset", data)
    dimensions = data.get("dimension", {})
    names = data.get("id") or dimensions.get("id") or []
    if not names or "value" not in data:
        raise SvarError([unreadable(path, "JSON-stat dataset", "it has no dimensions or no values")])
    categories = [_categories(dimensions[name]) for name in names]
    region = _dimension(data, "geo", names, categories, lambda c: code(c) is not None)
    time = _dimension(data, "time", names, categories, lambda c: _YEAR.fullmatch(c) is not None)
    if region is None or time is None or region == time:
        raise SvarError([unreadable(path, "JSON-stat dataset", "it has no municipalities or no years")])
    values = data["value"]
    for place, cell in enumerate(product(*categories)):
        number, year = code(cell[region]), _YEAR.search(cell[time])
        value = values.get(str(place)) if isinstance(values, dict) else values[place]
        if number and year:
            yield number, int(year[0]), "" if value is None else str(value)


def _categories(dimension: dict[str, Any]) -> list[str]:
    """Category codes in their order: a list, code → place, or a single label without an index."""
    category = dimension["category"]
    index = category.get("index") or list(category["label"])
    return list(index) if isinstance(index, list) else sorted(index, key=lambda name: index[name])


def _dimension(
    data: dict[str, Any], role: str, names: list[str], categories: list[list[str]], fits: Any
) -> int | None:
    """Where the dimension of that role stands; the file says so under `role`, or its codes show it."""
    roles = data.get("role") or data.get("dimension", {}).get("role") or {}
    given = [name for name in roles.get(role, ()) if name in names]
    if given:
        return names.index(given[0])
    return next((i for i, codes in enumerate(categories) if any(fits(c) for c in codes)), None)
