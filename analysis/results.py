"""The shape of every result, written once. Long frames: one row an estimate, or one row a test.

A result that cannot be computed is a row with a reason in `note`, never a missing row.
"""

from __future__ import annotations

ESTIMATE_COLUMNS = [
    "question",  # question id
    "item",  # data column of the answers (an item, a tick, or the question itself)
    "segment",  # segment id, or TOTAL
    "group",  # group code within the segment, or ALL
    "measure",  # one of MEASURES
    "answer",  # answer code for count and share, else empty
    "estimate",  # counts as whole numbers, shares in percent 0-100, means in scale points
    "conf_low",  # 95 % interval by default (params crosstab.confidence); empty for counts and bases
    "conf_high",
    "n",  # base: respondents of the group with a substantive answer to the item
    "note",  # a code from NOTES, or empty
]
ESTIMATE_NUMBERS = ["estimate", "conf_low", "conf_high", "n"]

MEASURES = ("base", "count", "share", "mean", "top", "bottom", "not_asked", "unanswered", "declared")
"""`base` is the n itself; `top`/`bottom` are percent in the scale's top/bottom codes; the last three count missing."""

TEST_COLUMNS = [
    "question",
    "item",
    "segment",
    "statistic",
    "df",
    "p_value",
    "p_adjusted",
    "effect",
    "effect_name",
    "method",
    "n",
    "smallest_base",  # n of the smallest group in the test
    "finding",  # none, slight or clear: what prose may lean on
    "high",  # the group with the highest mean (ordinal, number) or share of the first answer / ticked
    "low",
    "note",
]
TEST_NUMBERS = ["statistic", "df", "p_value", "p_adjusted", "effect", "n", "smallest_base"]

RESPONSE_COLUMNS = ["segment", "group", "invited", "answered", "rate"]
RESPONSE_NUMBERS = ["invited", "answered", "rate"]

TOTAL = "total"
ALL = "all"

NOTES = ("no_base", "one_respondent", "one_group", "no_variation", "small_base")
"""Reasons; their sentences stand in reports/text/*.yaml under `notes`."""

HIDDEN_REASONS = (
    "group_under_minimum",
    "cell_under_minimum",
    "mean_base",
    "complementary",
    "collapsed",
    "not_published",
)
"""Why `suppress` blanked a value (its reasons.csv); the published frames say only `protected` in `hidden`."""
