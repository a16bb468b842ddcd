"""One file a kind of statistic: it turns a claim into constraints. To add one: a file and a line in `STATISTICS`."""

from __future__ import annotations

from collections.abc import Callable

from analysis.constraints import (
    any_share,
    base_n,
    clusters,
    count,
    dates,
    frame,
    index_mean,
    instrument,
    joint,
    levels,
    mean,
    pairs,
    pooled,
    routing,
    share,
    share_difference,
    single_peak,
    spearman,
    ticks,
    versus_total,
)
from analysis.synthetic.ledger import Claim
from analysis.synthetic.scene import Scene

STATISTICS: dict[str, Callable[[Claim, Scene], None]] = {
    "abs_share_diff": share_difference.post,
    "any_share": any_share.post,
    "bands": frame.post_bands,
    "base_n": base_n.post,
    "blocks": instrument.post_blocks,
    "constant": instrument.post_constant,
    "count": count.post,
    "count_nonmissing": routing.post_nonmissing,
    "date_after": dates.post_after,
    "date_before": dates.post_before,
    "date_between": dates.post_between,
    "frame_share": frame.post_share,
    "implies": joint.post_implies,
    "index_mean": index_mean.post,
    "joint_count": joint.post_count,
    "level_counts": levels.post_counts,
    "level_shares": levels.post_shares,
    "level_shares_vs_frame": levels.post_against_frame,
    "mean": mean.post,
    "min_level_count": levels.post_minimum,
    "municipalities": clusters.post_count,
    "municipality_share": clusters.post_share,
    "pairwise_ge": pairs.post_pairwise,
    "pooled_code_counts": pooled.post_code_counts,
    "pooled_share": pooled.post_share,
    "response_rate": frame.post_rate,
    "routed": routing.post_routed,
    "segment_vs_total": versus_total.post,
    "select_type": instrument.post_select_type,
    "sets_days_before": dates.post_sets,
    "share": share.post,
    "share_days_before": dates.post_share,
    "single_peak": single_peak.post,
    "spearman": spearman.post,
    "subset_of": pairs.post_subset,
    "ticks": ticks.post,
    "total_selected": pairs.post_total,
}
"""The ledger's name of a statistic → what posts it."""
