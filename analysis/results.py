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

REACHED = "reached"

MEASURES = (
    "base",  # the n itself
    "count",
    "share",
    "top",  # percent in the scale's top codes; `bottom` likewise, `net` is top minus bottom in percentage points
    "bottom",
    "net",
    "mean",
    "median",
    "rank",  # an item's place among the items of its question, 1 for the highest
    REACHED,  # clusters with at least one such answer
    "not_asked",  # the three kinds of missing, people
    "unanswered",
    "declared",
    "alpha",  # Cronbach's, of an index
)

TEST_COLUMNS = [
    "question",
    "item",
    "segment",
    "statistic",
    "df",  # of the numerator, where the reference distribution is F
    "df_error",  # of the denominator: F tests and t tests only
    "p_value",
    "p_adjusted",  # within `family`
    "family",  # which tests are adjusted together: a segment, a question, or all
    "effect",
    "effect_low",  # 95 % interval by default (params compare.confidence)
    "effect_high",
    "effect_name",
    "method",  # a name of analysis/comparisons/methods.csv
    "why",  # the code of the reason the method was chosen
    "n",
    "smallest_base",  # n of the smallest group in the test
    "finding",  # none, slight or clear: what prose may lean on
    "high",  # the group with the highest mean (ordinal, number) or share of the first answer / ticked
    "low",
    "reading",  # a code: what the result means in a sentence
    "note",
]
TEST_NUMBERS = [
    "statistic",
    "df",
    "df_error",
    "p_value",
    "p_adjusted",
    "effect",
    "effect_low",
    "effect_high",
    "n",
    "smallest_base",
]

CONTRAST_COLUMNS = [
    "question",
    "item",
    "segment",
    "kind",  # rest: a group against everybody else in the segment; pair: two groups
    "group",
    "other",  # the other group of a pair; REST when it is everybody else
    "measure",  # mean or share
    "answer",  # the answer a share is of; empty for means
    "difference",  # group minus other: scale points, or percentage points
    "conf_low",
    "conf_high",
    "statistic",
    "df",  # empty where the reference distribution is the normal
    "p_value",
    "p_adjusted",  # over the contrasts of one kind, item, segment and answer
    "method",
    "n",
    "n_other",
    "note",
]
CONTRAST_NUMBERS = [
    "difference",
    "conf_low",
    "conf_high",
    "statistic",
    "df",
    "p_value",
    "p_adjusted",
    "n",
    "n_other",
]
REST = "rest"

LETTER_COLUMNS = [
    "question",
    "item",
    "segment",
    "group",
    "measure",
    "answer",
    "letter",  # the column's own
    "above",  # letters of the columns that this one is significantly higher than, in order
    "n",
    "note",
]
LETTER_NUMBERS = ["n"]

RELATION_COLUMNS = [
    "relation",  # its id in the plan
    "kind",  # paired, correlation or model
    "first",  # item; of a model: the outcome
    "second",  # item; of a model: the factor
    "level",  # of a model's odds ratio: the group; empty on the row of the whole factor
    "against",  # of a model's odds ratio: the group it is compared with
    "estimate",  # what estimate_name says
    "estimate_name",  # difference (percentage points), shift (scale points), rho, tau_b, odds_ratio
    "conf_low",
    "conf_high",
    "statistic",
    "df",
    "df_error",
    "p_value",
    "p_adjusted",  # within the relation
    "effect",
    "effect_name",
    "method",
    "why",
    "n",  # people with an answer to both, or to everything the model needs
    "clusters",  # clusters behind the errors; empty where people are taken to be independent
    "changed_up",  # paired: people whose second answer is higher (ticked, and not before)
    "changed_down",
    "reading",
    "note",
]
RELATION_NUMBERS = [
    "estimate",
    "conf_low",
    "conf_high",
    "statistic",
    "df",
    "df_error",
    "p_value",
    "p_adjusted",
    "effect",
    "n",
    "clusters",
    "changed_up",
    "changed_down",
]

FINDING_COLUMNS = [
    "question",
    "item",
    "segment",
    "finding",  # none, slight, clear
    "reason",  # a code: why it is not graded higher; empty when clear
    "measure",  # mean or share: what high, low and difference are told in
    "answer",
    "high",
    "low",
    "difference",  # high minus low: scale points, or percentage points
    "conf_low",
    "conf_high",
    "effect",
    "effect_low",
    "effect_high",
    "effect_name",
    "p_adjusted",
    "n_high",
    "n_low",
    "smallest_base",
    "method",
    "reading",
    "note",
]
FINDING_NUMBERS = [
    "difference",
    "conf_low",
    "conf_high",
    "effect",
    "effect_low",
    "effect_high",
    "p_adjusted",
    "n_high",
    "n_low",
    "smallest_base",
]

SENSITIVITY_COLUMNS = [
    "question",
    "item",
    "segment",
    "basis",  # the second basis: weights id, and `clustered` where it is
    "finding",  # on the published basis
    "finding_other",  # on the second basis
    "effect",
    "effect_other",
    "p_adjusted",
    "p_adjusted_other",
    "method",
    "method_other",
    "high",
    "high_other",
    "low",
    "low_other",
    "survives",  # yes, no (a finding is lost), weaker (clear to slight), new (a finding appears); empty: none in either
    "note",
]
SENSITIVITY_NUMBERS = ["effect", "effect_other", "p_adjusted", "p_adjusted_other"]

RESPONSE_COLUMNS = ["segment", "group", "invited", "answered", "rate"]
RESPONSE_NUMBERS = ["invited", "answered", "rate"]

RATE_COLUMNS = [
    "segment",
    "group",
    "measure",  # an outcome (I, P, R …), a rate (RR1 … CON3), clusters, clusters_silent or clusters_silent_share
    "estimate",  # outcomes and clusters as whole numbers, rates and shares in percent
    "n",  # what a rate is a share of (with unknown cases counted by e, so not always whole)
    "note",
]
RATE_NUMBERS = ["estimate", "n"]

REPRESENTATIVITY_COLUMNS = [
    "segment",
    "group",  # ALL on the row of the test
    "invited",
    "answered",
    "expected",  # respondents there would be if every group answered equally often
    "difference",  # percentage points: the group's share of the respondents minus its share of the invited
    "partial",  # partial R-indicator: of the group with its sign, of the segment without (0 = as everybody else)
    "statistic",
    "df",
    "p_value",
    "note",
]
REPRESENTATIVITY_NUMBERS = [
    "invited",
    "answered",
    "expected",
    "difference",
    "partial",
    "statistic",
    "df",
    "p_value",
]

TOTAL = "total"
ALL = "all"

NOTES = (
    "no_base",
    "one_respondent",
    "one_group",
    "no_variation",
    "small_base",
    "few_clusters",
    "few_units",
    "no_weight",
    "no_change",
    "one_way",
    "few_answers",
    "not_alike",
    "not_numeric",
    "separation",
    "no_convergence",
    "factors_coincide",
    "one_unit",
    "lonely_stratum",
    "census",
    "too_many_values",
    "few_respondents",
)
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
