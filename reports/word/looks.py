"""The kinds of paragraph that blocks speak of, and the styles of a template that show them."""

from __future__ import annotations

LISTS = ("bullet", "number")
LOOKS = {
    "plain": "Normal",
    "bullet": "ListBullet",
    "number": "ListNumber",
    "note": "BaseNote",
    "finding": "Finding",
    "finding_head": "FindingHead",
    "finding_last": "FindingLast",
    "title": "Title",
    "subtitle": "Subtitle",
    "fact": "CoverFact",
    "contents_heading": "TOCHeading",
    "list_heading": "ListHeading",
    "box_heading": "BoxHeading",
    "box": "BoxText",
    "box_bullet": "BoxList",
}
