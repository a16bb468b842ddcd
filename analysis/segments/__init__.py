"""One file a kind of segment. To add a kind: a file with `groups`, its name in `KINDS` and in `SegmentPlan.kind`."""

from __future__ import annotations

from analysis.segments import banded, copied, merged

KINDS = {"copied": copied.groups, "banded": banded.groups, "merged": merged.groups}
