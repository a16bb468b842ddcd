"""The trace of a report as a table: one row a source of a printed number."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import fields

from reports.word import tracepart
from reports.word.bound import Source

_SOURCE = tuple(field.name for field in fields(Source))
COLUMNS = ("place", "printed", "how", *_SOURCE)


def trace_csv(report: bytes) -> str:
    """CSV with COLUMNS; a number that rests on several values has a row for each."""
    with zipfile.ZipFile(io.BytesIO(report)) as archive:
        trace = tracepart.from_xml(archive.read(tracepart.PATH.lstrip("/")))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for place, binding in sorted(trace.bindings.items()):
        for source in binding.sources:
            values = (getattr(source, name) for name in _SOURCE)
            shown = ("" if value is None else value for value in values)
            writer.writerow((place, binding.printed, binding.how, *shown))
    return text.getvalue()
