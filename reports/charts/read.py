"""What stage draw wrote, as the figures of a report: words and charts with their numbers bound in its ledger."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reports.charts.sources import Behind
from reports.charts.spec import Chart, FigureCharts
from reports.charts.spoken import bound_anew
from reports.charts.unbound import unbound
from reports.prose.published import Published
from reports.style.labels import Labels
from reports.word.bound import Ledger, Source
from reports.word.setting import Picture
from reports.word.traced import ChartTrace
from survey.stage import read_json


def read_figures(folder: Path, behind: Behind, ledger: Ledger, *, charts: bool) -> dict[str, Picture]:
    """Id → figure of `folder`; `charts` says whether native charts are wanted where there are any."""
    rows = _rows(folder / "figures.json")
    natives = {row["id"]: row for row in _rows(folder / "charts.json")} if charts else {}
    return {row["id"]: _figure(folder, row, natives.get(row["id"]), (behind, ledger)) for row in rows}


def _rows(path: Path) -> list[dict[str, Any]]:
    return list(read_json(path)) if path.is_file() else []


def _figure(
    folder: Path, row: dict[str, Any], native: dict[str, Any] | None, bound: tuple[Behind, Ledger]
) -> Picture:
    behind, ledger = bound
    bindings = row.get("bindings", {})
    said = bound_anew({key: row[key] for key in ("caption", "alt", "base_note")}, bindings, ledger)
    made = _charts(bound_anew(native, bindings, ledger), behind, ledger) if native else []
    png = b"" if native else (folder / row["file"]).read_bytes()
    width = float(row["width_cm"])
    plain, traces = tuple(chart for chart, _ in made), tuple(trace for _, trace in made)
    return Picture(png, said["caption"], said["alt"], said["base_note"], width, plain, traces)


def _charts(native: Any, behind: Behind, ledger: Ledger) -> Sequence[tuple[Chart, ChartTrace]]:
    return [unbound(chart, behind, ledger) for chart in FigureCharts.model_validate(native).charts]


def behind_of(published: Published, labels: Labels) -> Behind:
    """Where the values of a study's charts come from."""

    def lookup(*key: str) -> Source:
        item, segment, group, measure, answer = key
        if item:
            return published.source(item, measure, answer, place=(segment, group))
        for row in published.response:
            if (row.segment, row.group) == (segment, group):
                return Source("response", "", segment, group, measure, "", getattr(row, measure), row.invited)
        return Source("response", "", segment, group, measure)

    return Behind(labels, lookup)
