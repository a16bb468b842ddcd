"""One file a measure. To add one: a file with `measure(table, confidence)`, and its name in `MEASURES`.

Each returns rows (group, measure, answer, estimate, conf_low, conf_high, note), None for what does not exist.
"""

from __future__ import annotations

from analysis.measures import base, box, count, mean, missing, share

MEASURES = (base.measure, count.measure, share.measure, box.measure, mean.measure, missing.measure)
