"""What is told about a made-up data set: the README beside it, and the tables of the page with its distributions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from analysis.synthetic.plausibility import correlation, identical, is_single_peaked, likeness, rated
from analysis.synthetic.study import Made, Study
from survey.conditions import TICKED
from survey.model import Variable

MARK = "<!-- Below this line: written by `python -m analysis.reconstruct --page`. -->"
BARS = "▁▂▃▄▅▆▇█"
"""Eight heights; a column is as high as its share of the commonest answer."""


def readme(study: Study, made: Made) -> str:
    """Plain words beside the data: what it is, what it cannot be used for."""
    return (
        f"# {study.world.origin} data\n\n{study.world.about.strip()}\n\n"
        f"Made with seed {study.seed}: {len(made.people)} invited, {len(made.respondents)} answered, "
        f"{len(study.ledger.claims)} published statements satisfied. "
        f"Every row of every file carries `{study.world.origin}` in its last column.\n"
    )


def renew(page: Path, study: Study, made: Made) -> None:
    """Write the tables anew below the mark of a hand-written page; what stands above stays."""
    prose = page.read_text(encoding="utf-8").split(MARK)[0] if page.is_file() else ""
    page.write_text(f"{prose.rstrip()}\n\n{MARK}\n\n{tables(study, made)}", encoding="utf-8")


def tables(study: Study, made: Made) -> str:
    """Seed, work done in each block, the spread of every answer, and how alike people are."""
    return "\n".join(
        [
            f"## Seed {study.seed}\n",
            f"{len(made.people)} invited, {len(made.respondents)} answered.\n",
            "### What the solver changed\n",
            _table(["block", "claims", "answers", "changed", "percent", "steps"], _work(made)),
            "### Rated answers\n",
            _table(["item", "lowest to highest", "", "mean", "one peak"], _ratings(study, made)),
            "### Chosen answers\n",
            _table(["variable", "answer", "count", "of", ""], _choices(study, made)),
            "### How alike\n",
            _table(
                ["battery", "n", "correlation of items", "same answer throughout", "colleagues"],
                _alike(study, made),
            ),
        ]
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines) + "\n"


def _work(made: Made) -> list[list[object]]:
    rows: list[list[object]] = []
    for block, done in made.outcomes.items():
        share = f"{100 * done.changed / done.given:.1f}"
        rows.append([f"`{block}`", done.claims, done.given, done.changed, share, done.moved])
    return rows


def counts(variable: Variable, answers: pd.Series) -> list[int]:
    """How often each code of the variable is given, in its order."""
    return [int((answers == code).sum()) for code in variable.substantive]


def spark(numbers: Sequence[int]) -> str:
    """A bar a number, as high as its share of the largest."""
    top = max([*numbers, 1])
    return "".join(BARS[round(n / top * (len(BARS) - 1))] for n in numbers)


def _ratings(study: Study, made: Made) -> list[list[object]]:
    rows: list[list[object]] = []
    for items in rated(made.respondents, study.questionnaire).values():
        for name in items:
            found = counts(study.questionnaire.variables[str(name)], made.respondents[str(name)])
            peaked = "yes" if is_single_peaked(found) else "no"
            rows.append(
                [f"`{name}`", " ".join(map(str, found)), spark(found), f"{items[name].mean():.2f}", peaked]
            )
    return rows


def _choices(study: Study, made: Made) -> list[list[object]]:
    rows: list[list[object]] = []
    for variable in study.questionnaire.variables.values():
        if variable.closed and not variable.ordinal:
            answers = made.respondents[variable.name]
            base = int(answers.notna().sum())
            codes = [TICKED] if TICKED in variable.codes else variable.substantive
            for code in codes:
                n = int((answers == code).sum())
                rows.append([f"`{variable.name}`", code, n, base, "█" * round(20 * n / max(base, 1))])
    return rows


def _alike(study: Study, made: Made) -> list[list[object]]:
    rows: list[list[object]] = []
    for question, items in rated(made.respondents, study.questionnaire).items():
        icc = likeness(items.mean(axis=1), made.respondents[study.cluster])
        rows.append(
            [
                f"`{question}`",
                len(items),
                f"{correlation(items):.2f}",
                f"{identical(items):.0f} %",
                f"{icc:.2f}",
            ]
        )
    return rows
