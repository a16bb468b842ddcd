"""Relations between items: one file a kind, one file a method. To add a kind: a file with `related` and its
line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analysis.plan import Relation
from analysis.relations import (
    binary_logit,
    correlation,
    kendall,
    mcnemar,
    model,
    ordered_logit,
    paired,
    paired_design,
    signed_rank,
    spearman,
)
from analysis.relations.people import People
from analysis.relations.related import Related

KINDS: dict[str, Callable[[Relation, People, float], Iterator[tuple[str, str, Related]]]] = {
    "paired": paired.related,
    "correlation": correlation.related,
    "model": model.related,
}

METHODS = {
    "mcnemar": mcnemar,
    "signed_rank": signed_rank,
    "paired_design": paired_design,
    "spearman": spearman,
    "kendall": kendall,
    "ordered_logit": ordered_logit,
    "binary_logit": binary_logit,
}
"""Files of this folder that hold a method, each with its row in methods.csv."""
