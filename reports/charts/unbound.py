"""A chart taken apart: its texts without bindings, as Word gets them, and what the cells of its workbook rest on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reports.charts.book import columns
from reports.charts.sources import Behind
from reports.charts.spec import Chart, Series
from reports.prose.compose import composed
from reports.word.bound import Binding, Ledger, Source, bare, places_in
from reports.word.traced import ChartTrace

Places = Iterator[tuple[tuple[int, int], tuple[int, ...]]]
"""(row, column) of the sheet, both from 0 → bindings."""


def unbound(chart: Chart, behind: Behind, ledger: Ledger) -> tuple[Chart, ChartTrace]:
    """The chart with bare texts, and its trace."""
    cells = {at: places for at, places in (*_texts(chart), *_numbers(chart, behind, ledger)) if places}
    scale = chart.scale
    others = (chart.heading, scale.low_text, scale.high_text, chart.column.name if chart.column else "")
    loose = tuple(place for text in others for place in places_in(text))
    plain = Chart.model_validate(_bare(chart.model_dump()))
    return plain, ChartTrace(cells, loose, places_in(chart.alt))


def _texts(chart: Chart) -> Places:
    for row, category in enumerate(chart.categories, 1):
        yield (row, 0), places_in(category)
    below = filter(None, (chart.heading, chart.note, chart.mark))
    for row, text in enumerate(below, len(chart.categories) + 2):
        yield (row, 0), places_in(text)
    for at, column in enumerate(columns(chart), 1):
        yield (0, at), places_in(column.name)
        for row, cell in enumerate(column.cells, 1):
            if isinstance(cell, str):
                yield (row, at), places_in(cell)


def _numbers(chart: Chart, behind: Behind, ledger: Ledger) -> Places:
    known = {one.key: one for one in (*([chart.column] if chart.column else []), *chart.series)}
    for at, column in enumerate(columns(chart), 1):
        key, _, kind = column.key.rpartition(":")
        for row, cell in enumerate(column.cells):
            if isinstance(cell, float):
                binding = _binding(known[key], kind, row, behind)
                if binding is not None:
                    printed = Binding(repr(cell), binding.sources, binding.how)
                    yield (row + 1, at), places_in(ledger.bind(printed))


def _binding(series: Series, kind: str, row: int, behind: Behind) -> Binding | None:
    keys = series.beside_sources if kind == "beside" else series.sources
    key = keys[row] if row < len(keys) else ""
    if not key:
        return None
    if kind in ("values", "beside"):
        return behind.binding(key)
    value = behind.binding(key)
    limits = {side: _limit(value, side, getattr(series, side)[row]) for side in ("low", "high")}
    if kind in limits:
        return limits[kind]
    pair = [value, limits["low"]] if kind == "minus" else [limits["high"], value]
    return composed("difference", pair)


def _limit(value: Binding, side: str, number: float) -> Binding:
    """One end of the interval of a value: another column of the same row."""
    of = value.sources[0]
    at = (of.item, of.segment, of.group, of.measure, of.answer)
    return Binding("", (Source(f"{of.frame}.conf_{side}", *at, number, of.base),))


def _bare(thing: Any) -> Any:
    if isinstance(thing, str):
        return bare(thing)
    if isinstance(thing, dict):
        return {key: _bare(part) for key, part in thing.items()}
    return tuple(map(_bare, thing)) if isinstance(thing, tuple) else thing
