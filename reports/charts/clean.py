"""Words in a chart may hold anything. What a document or a cell cannot hold is marked visibly, never dropped.

Characters that XML forbids become ␦, as everywhere in the report. A text that is too long is cut and ends in «… ␦»:
alt text and note at what a cell can hold, labels at what a programme can still lay out. Line ends become one line
feed. The chart and its workbook are made of the same cleaned texts.
"""

from __future__ import annotations

from typing import Any

from reports.charts.spec import Chart
from reports.style.safe import MARK
from reports.style.safe import clean as clean_text
from reports.word.bound import harmless

LONGEST = 32_767
"""UTF-16 units in a cell of a workbook."""
LONGEST_LABEL = 300
"""UTF-16 units beside a bar: LibreOffice never finishes laying out a label of 1 000."""
_PROSE = ("alt", "note")
_CUT = f"… {MARK}"


def clean(chart: Chart) -> tuple[Chart, int]:
    """A chart whose texts Word and Excel can hold, and how many marks were set."""
    marks: list[int] = []
    safe = {
        key: _cleaned(part, LONGEST if key in _PROSE else LONGEST_LABEL, marks)
        for key, part in chart.model_dump().items()
    }
    return Chart.model_validate(safe), sum(marks)


def _cleaned(thing: Any, longest: int, marks: list[int]) -> Any:
    if isinstance(thing, str):
        text, marked = text_for_cell(thing, longest)
        marks.append(marked)
        return text
    if isinstance(thing, dict):
        return {key: _cleaned(part, longest, marks) for key, part in thing.items()}
    if isinstance(thing, tuple):
        return tuple(_cleaned(part, longest, marks) for part in thing)
    return thing


def text_for_cell(text: str, longest: int = LONGEST) -> tuple[str, int]:
    """One text as a chart and a cell can hold it, and how many marks were set."""
    safe, marked = clean_text(harmless(text).replace("\r\n", "\n").replace("\r", "\n"))
    if len(safe) * 2 <= longest or len(safe.encode("utf-16-le")) // 2 <= longest:
        return safe, marked
    units = safe.encode("utf-16-le")[: 2 * (longest - len(_CUT))]
    return units.decode("utf-16-le", errors="ignore") + _CUT, marked + 1
