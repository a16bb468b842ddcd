"""Differences between groups: each against the rest and every pair, and the letters that column tables
carry."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.comparing.family import ADJUST
from analysis.comparisons import CONTRASTS, choose_contrast
from analysis.comparisons.contrasts import Contrasts
from analysis.comparisons.rules import Rules
from analysis.comparisons.targets import Targets, sides, targets
from analysis.results import LETTER_COLUMNS, LETTER_NUMBERS, REST
from analysis.tables import Tables
from analysis.words import Words

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Contrasted:
    """K targets × C contrasts of the tables of one stack, with adjusted p-values; `shown` (K, C) are no
    padding."""

    targets: Targets
    first: np.ndarray
    second: np.ndarray
    results: Contrasts
    p_adjusted: np.ndarray
    shown: np.ndarray
    numbered: dict[Words, dict[str, np.ndarray]] = field(default_factory=dict)
    """`heads` as numbers."""

    @cached_property
    def names(self) -> np.ndarray:
        """(T, G) group codes, padded with nothing."""
        groups, width = self.targets.tables.groups, self.first.shape[1]
        return np.array([[*own, *[""] * (width - len(own))] for own in groups], dtype=object).reshape(
            -1, width
        )

    @cached_property
    def heads(self) -> dict[str, np.ndarray]:
        """question, item and segment (K,) of each target, the measure, and the answer a share is of (empty for a mean)."""
        tables, table = self.targets.tables, self.targets.table
        told = {
            "question": [variable.question for variable in tables.variables],
            "item": [variable.name for variable in tables.variables],
            "segment": list(tables.segments),
        }
        return {name: np.array(own, dtype=object)[table] for name, own in told.items()} | {
            "measure": np.where(self.targets.answer < 0, "mean", "share").astype(object),
            "answer": self.targets.answer_codes,
        }


def contrasted(tables: Tables, note: np.ndarray, rules: Rules) -> Contrasted:
    """Every contrast of every target of `tables`; those with a `note` (T,) why they cannot be tested have none."""
    # A comparison of a table that has nothing to compare is told of once, in its test.
    told = targets(tables.take(np.flatnonzero(note == "")))
    width = tables.counts.shape[1]
    first, second = sides(width)
    skipped = {"all": 0, "pairs": width}[rules.contrasts]
    made = np.arange(skipped, len(first))
    results = _computed(told, (first, second), made, rules.confidence)
    own = told.tables.has_group[told.table]
    shown = (own.astype(int) @ first.T == 1) & ((second & own[:, None, :]).any(axis=2))
    shown[:, :skipped] = False
    shown[:, width:] &= own.astype(int) @ second[width:].T == 1
    p_value = np.where(shown, results.p_value, np.nan)
    adjust = ADJUST[rules.adjust]
    adjusted = np.concatenate([adjust(p_value[:, :width]), adjust(p_value[:, width:])], axis=1)
    return Contrasted(told, first, second, results, adjusted, shown)


def _computed(
    told: Targets, sides: tuple[np.ndarray, np.ndarray], made: np.ndarray, confidence: float
) -> Contrasts:
    """The contrasts `made` of the sides' (C, G); nan for the rest."""
    chosen = choose_contrast(told)
    first, second = sides
    shape = (len(told.table), len(first))
    columns = {
        f.name: np.full(shape, np.nan, object if f.name in ("method", "note") else float)
        for f in fields(Contrasts)
    }
    for method in dict.fromkeys(chosen):
        own = np.flatnonzero(chosen == method)
        found = CONTRASTS[method](told.take(own), first[made], second[made], confidence)
        for name, values in columns.items():
            values[own[:, None], made] = getattr(found, name)
    return Contrasts(**columns)


def _heads(found: Contrasted, words: Words) -> dict[str, np.ndarray]:
    """`found.heads` as numbers of `words`."""
    if words not in found.numbered:
        found.numbered[words] = {name: words.numbers(own) for name, own in found.heads.items()}
    return found.numbered[words]


def contrast_columns(found: Contrasted, words: Words) -> dict[str, np.ndarray]:
    """CONTRAST_COLUMNS, one row a contrast; words as numbers."""
    k, c = np.nonzero(found.shown)
    table, results, width = found.targets.table[k], found.results, found.first.shape[1]
    scale = found.targets.scale[k, 0]
    pair = c >= width
    base, names = found.targets.n, words.numbers(found.names)
    rest, of_kind = words.number(REST), np.array([words.number("rest"), words.number("pair")])
    return {name: own[k] for name, own in _heads(found, words).items()} | {
        "kind": of_kind[pair.astype(int)],
        "group": names[table, found.first[c].argmax(axis=1)],
        "other": np.where(pair, names[table, found.second[c].argmax(axis=1)], rest),
        "difference": results.difference[k, c] * scale,
        "conf_low": results.low[k, c] * scale,
        "conf_high": results.high[k, c] * scale,
        "statistic": results.statistic[k, c],
        "df": np.where(np.isinf(results.df[k, c]), np.nan, results.df[k, c]),
        "p_value": results.p_value[k, c],
        "p_adjusted": found.p_adjusted[k, c],
        "method": words.numbers(results.method[k, c]),
        "n": (base @ found.first.T)[k, c],
        "n_other": (base @ found.second.T)[k, c],
        "note": words.numbers(results.note[k, c]),
    }


def letter_frame(found: Contrasted, rules: Rules) -> pd.DataFrame:
    """The letters of one stack as a frame."""
    words = Words()
    return words.frame(letter_columns(found, rules, words), LETTER_COLUMNS, LETTER_NUMBERS)


def letter_columns(found: Contrasted, rules: Rules, words: Words) -> dict[str, np.ndarray]:
    """LETTER_COLUMNS, one row a target and group: the groups that it is significantly above, by their letters; words as
    numbers."""
    k, g = np.nonzero(found.targets.tables.has_group[found.targets.table])
    base = found.targets.n[k, g]
    return {name: own[k] for name, own in _heads(found, words).items()} | {
        "group": words.numbers(found.names)[found.targets.table[k], g],
        "letter": words.numbers(_letters(found.first.shape[1]))[g],
        "above": words.numbers(above(found, rules))[k, g],
        "n": base,
        "note": np.where(base > 0, words.number(""), words.number("no_base")),
    }


def above(found: Contrasted, rules: Rules) -> np.ndarray:
    """(K, G) letters of the groups that a group is above, apart by spaces."""
    width = found.first.shape[1]
    letters = _letters(width)
    sure = found.p_adjusted[:, width:] < rules.alpha
    positive = found.results.difference[:, width:] > 0
    marks = np.full((len(sure), width, width), "", dtype=object)
    for c, (g, h) in enumerate(zip(*np.triu_indices(width, k=1), strict=True)):
        marks[sure[:, c] & positive[:, c], g, h] = letters[h] + " "
        marks[sure[:, c] & ~positive[:, c], h, g] = letters[g] + " "
    told = np.full((len(sure), width), "", dtype=object)
    some = np.nonzero((marks != "").any(axis=2))
    told[some] = [text.rstrip() for text in marks[some].sum(axis=1)]
    return told


def _letters(width: int) -> np.ndarray:
    """A to Z, then AA, AB, …"""
    size = len(ALPHABET)
    names = [ALPHABET[i // size - 1] * (i >= size) + ALPHABET[i % size] for i in range(width)]
    return np.array(names, dtype=object)
